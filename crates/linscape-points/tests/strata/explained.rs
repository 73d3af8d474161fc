//! What decides index and strictness, named part by part.

use linscape_critical::PointType;
use linscape_strata::{PivotVerdict, RankPattern, Strata};

use crate::families::assorted;

#[test]
fn the_sources_of_the_index_add_up_to_it() {
    let mut seen = [0; 5];
    for shape in assorted() {
        for listed in Strata::of(&shape) {
            let sources = listed.stratum.index_sources(&shape);
            assert_eq!(sources.total(), listed.profile.inertia.negative, "{}", listed.stratum);
            let parts = [
                sources.swaps,
                sources.interior,
                sources.modes,
                sources.input_null,
                sources.output_null,
            ];
            for (seen, part) in seen.iter_mut().zip(parts) {
                *seen += part;
            }
        }
    }
    assert!(seen.iter().all(|&part| part > 0), "{seen:?}");
}

#[test]
fn a_pivot_that_decides_is_the_same_as_negative_curvature_that_no_swap_explains() {
    let (mut with, mut without) = (0, 0);
    for shape in assorted() {
        for listed in Strata::of(&shape) {
            let pattern = RankPattern::of(&listed.stratum, &shape);
            let decides = pattern.pivots().any(|pivot| pivot.verdict == PivotVerdict::Strict);
            let unexplained = listed.profile.inertia.negative > shape.pairs_down();
            assert_eq!(decides, unexplained, "{shape:?} {}", listed.stratum);
            if listed.profile.point_type == PointType::GlobalMinimum {
                assert!(!decides);
            }
            *(if decides { &mut with } else { &mut without }) += 1;
        }
    }
    assert!(with > 100 && without > 100, "{with}, {without}");
}

//! Inertia and dimension of single strata.

use linscape_critical::{Beside, Inertia, PointType};
use linscape_strata::{Strata, Stratum, Summand};

use crate::families::{assorted, family};

fn stratum(key: &str) -> Stratum {
    key.parse().expect("key")
}

#[test]
fn how_bars_are_paired_decides_the_inertia() {
    let shape = family(&[2, 2, 2, 2, 2], &[2, 1], &[]);
    let interior = "b1-1,2-2x2,3-3";
    let apart = stratum(&format!("p0-3,1-4.{interior}"));
    let nested = stratum(&format!("p0-4,1-3.{interior}"));
    let inertia = |negative, positive, zero| Inertia { negative, zero, positive };
    assert_eq!(apart.inertia(&shape), inertia(0, 0, 16));
    assert_eq!(nested.inertia(&shape), inertia(2, 2, 12));
}

#[test]
fn the_running_values_of_the_listing_are_the_closed_forms_of_each_stratum() {
    let mut compared = 0;
    for shape in assorted() {
        for listed in Strata::of(&shape) {
            assert_eq!(listed.profile, listed.stratum.profile(&shape), "{}", listed.stratum);
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn the_dimension_never_exceeds_the_nullity() {
    for shape in assorted() {
        for listed in Strata::of(&shape) {
            assert!(listed.profile.dimension <= listed.profile.inertia.zero, "{shape:?}");
        }
    }
}

/// What a pair of summands adds to nullity less dimension, found from those two alone.
fn blind_directions(s: Summand, t: Summand, depth: usize) -> usize {
    let stratum: Stratum = [(s, 1), (t, 1)].into_iter().collect();
    let unlearned: usize = stratum.unlearned().map(|pair| pair.1).sum();
    let shape = linscape_strata::FamilyShape::leading(
        (0..=depth).map(|layer| stratum.alive_at(layer)).collect::<Vec<_>>(),
        unlearned,
        0,
    );
    stratum.inertia(&shape).zero - stratum.dimension(&shape)
}

#[test]
fn nullity_less_dimension_counts_pairs_of_summands_and_each_adds_at_most_one() {
    let mut strata = 0;
    for shape in assorted() {
        for listed in Strata::of(&shape) {
            let summands = listed.stratum.summands();
            let mut expected = 0;
            for (at, &(s, copies)) in summands.iter().enumerate() {
                assert_eq!(blind_directions(s, s, shape.depth()), 0);
                for &(t, others) in &summands[at + 1..] {
                    let each = blind_directions(s, t, shape.depth());
                    assert!(each <= 1, "{s:?}, {t:?}");
                    expected += copies * others * each;
                }
            }
            assert_eq!(listed.profile.inertia.zero - listed.profile.dimension, expected);
            strata += 1;
        }
    }
    assert!(strata > 500);
}

#[test]
fn without_signal_every_stratum_is_a_global_minimum_without_descent() {
    let shape = family(&[2, 2, 2, 2], &[], &[]);
    let mut seen = 0;
    for listed in Strata::of(&shape) {
        assert_eq!(listed.profile.point_type, PointType::GlobalMinimum);
        assert_eq!(listed.profile.escape_order, None);
        assert_eq!(listed.profile.inertia.negative, 0);
        seen += 1;
    }
    assert!(seen > 10);
}

#[test]
fn equal_values_lead_and_a_better_mode_left_out_makes_every_stratum_strict() {
    let tied = family(&[2, 2, 2, 2], &[1, 1], &[2]);
    assert!(Strata::of(&tied).any(|listed| listed.profile.point_type != PointType::StrictSaddle));
    let worse = family(&[2, 2, 2, 2], &[2, 1], &[2]);
    assert!(Strata::of(&worse).all(|listed| listed.profile.point_type == PointType::StrictSaddle));
}

#[test]
fn coordinates_that_the_loss_ignores_add_to_nullity_and_dimension() {
    let plain = family(&[2, 2, 2], &[2, 1], &[1]);
    let ignoring = plain.clone().with_beside(Beside { flat: 2, positive: 0 });
    let stratum = Stratum::balanced(&plain);
    assert_eq!(stratum.dimension(&ignoring), stratum.dimension(&plain) + 2);
    assert_eq!(stratum.inertia(&ignoring).zero, stratum.inertia(&plain).zero + 2);
}

#[test]
fn coordinates_in_which_the_loss_rises_add_to_the_coindex_alone() {
    let plain = family(&[2, 2, 2], &[2, 1], &[1]);
    let offset = plain.clone().with_beside(Beside { flat: 0, positive: 3 });
    let stratum = Stratum::balanced(&plain);
    let (alone, whole) = (stratum.inertia(&plain), stratum.inertia(&offset));
    assert_eq!(whole, Inertia { positive: alone.positive + 3, ..alone });
    assert_eq!(stratum.dimension(&offset), stratum.dimension(&plain));
    assert_eq!(offset.parameters(), plain.parameters() + 3);
}

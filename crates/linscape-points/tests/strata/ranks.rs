//! Strata from ranks.

use linscape_strata::{InconsistentRanks, RankPattern, Strata, Stratum};

use crate::families::{assorted, family};

#[test]
fn every_stratum_is_recovered_from_its_ranks() {
    let mut recovered = 0;
    for shape in assorted() {
        for listed in Strata::of(&shape) {
            let pattern = RankPattern::of(&listed.stratum, &shape);
            assert_eq!(pattern.learned(), shape.learned());
            for (layer, &width) in shape.widths().iter().enumerate() {
                assert_eq!(pattern.product(layer, layer), width);
            }
            assert_eq!(pattern.stratum(), Ok(listed.stratum));
            recovered += 1;
        }
    }
    assert!(recovered > 500);
}

#[test]
fn strata_with_the_same_bars_and_other_pairs_differ_in_the_residual_products_only() {
    let shape = family(&[2, 2, 2, 2, 2], &[2, 1], &[]);
    let stratum = |key: &str| key.parse::<Stratum>().expect("key");
    let apart = RankPattern::of(&stratum("p0-3,1-4.b1-1,2-2x2,3-3"), &shape);
    let nested = RankPattern::of(&stratum("p0-4,1-3.b1-1,2-2x2,3-3"), &shape);
    for start in 0..=4 {
        for end in start..=4 {
            assert_eq!(apart.product(start, end), nested.product(start, end));
        }
    }
    assert_eq!((apart.residual(1, 3), nested.residual(1, 3)), (0, 1));
}

#[test]
fn ranks_of_no_critical_point_are_refused() {
    // Two layers of width 1 whose product has a larger rank than a factor.
    let growing = RankPattern::measure(2, |start, end| usize::from(end - start != 1), |_, _| 0);
    assert!(matches!(growing.stratum(), Err(InconsistentRanks::NegativeBars { .. })));
    // A mode known to layer 1 but not to layer 0.
    let growing = RankPattern::measure(3, |_, _| 1, |end, _| end);
    assert!(matches!(growing.stratum(), Err(InconsistentRanks::NegativePairs { .. })));
    // One unlearned mode, but the only bar is full.
    let full = RankPattern::measure(2, |_, _| 1, |_, _| 1);
    let refused = InconsistentRanks::TooFewInputBars { layer: 0, modes: 1, bars: 0 };
    assert_eq!(full.stratum(), Err(refused));
}

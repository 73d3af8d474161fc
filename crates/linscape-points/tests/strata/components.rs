//! Irreducible components.

use std::time::{Duration, Instant};

use linscape_strata::{Components, FamilyShape, Strata, StrataFilter};

use crate::families::{assorted, family, leading};

/// Widths, singular values, learned modes.
type Family<'a> = (&'a [usize], &'a [u32], &'a [usize]);
/// `(dimension; index, coindex, nullity)` and how often.
type Kind = (usize, [usize; 3], usize);

fn kinds(shape: &FamilyShape) -> Vec<Kind> {
    let rows = Components::kinds(shape);
    rows.iter()
        .map(|kind| {
            let inertia = kind.inertia;
            (kind.dimension, [inertia.negative, inertia.positive, inertia.zero], kind.count)
        })
        .collect()
}

#[test]
fn components_of_known_networks_have_the_known_dimensions_and_inertia() {
    let square: &[usize] = &[2, 2, 2, 2];
    let known: [(Family, &[Kind]); 7] = [
        ((square, &[2, 1], &[]), &[(6, [3, 3, 6], 1), (4, [4, 4, 4], 3)]),
        ((square, &[2, 1], &[2]), &[(7, [2, 3, 7], 3)]),
        ((square, &[2, 1], &[1]), &[(7, [1, 4, 7], 3)]),
        ((square, &[2, 1], &[1, 2]), &[(8, [0, 4, 8], 1)]),
        ((&[1, 1, 1, 1], &[2], &[]), &[(1, [1, 1, 1], 3)]),
        ((&[1, 1, 1, 1], &[2], &[1]), &[(2, [0, 1, 2], 1)]),
        ((&[2, 1, 1, 2], &[2, 1], &[]), &[(3, [1, 1, 3], 1), (1, [2, 2, 1], 1)]),
    ];
    for ((widths, values, subset), expected) in known {
        let shape = family(widths, values, subset);
        assert_eq!(kinds(&shape), expected, "{widths:?}, {values:?}, {subset:?}");
    }
}

#[test]
fn the_pruned_search_finds_exactly_the_morse_bott_strata_in_order() {
    let filter = StrataFilter { morse_bott: true, ..StrataFilter::default() };
    let mut shapes = assorted();
    shapes.push(leading(&[4, 4, 4, 4, 4], 0));
    shapes.push(family(&[4, 3, 3, 5], &[2, 1], &[]));
    shapes.push(family(&[5, 3, 2, 3, 4], &[2, 1], &[2]));
    shapes.push(family(&[3, 2, 2, 2, 2, 4], &[2], &[]));
    shapes.push(family(&[6, 3, 4, 6], &[1], &[]));
    shapes.push(family(&[4, 2, 3, 2, 4], &[2, 1], &[]));
    shapes.push(family(&[3, 3, 3, 3], &[], &[]));
    for shape in shapes {
        let searched: Vec<_> = Components::of(&shape).collect();
        let filtered: Vec<_> = Strata::matching(&shape, filter).collect();
        assert!(!searched.is_empty(), "{shape:?}");
        assert_eq!(searched, filtered, "{shape:?}");
    }
}

#[test]
fn wide_layers_without_signal_do_not_slow_the_search() {
    let shape = family(&[784, 512, 512, 10], &[5, 4, 3, 2, 1], &[1]);
    let start = Instant::now();
    let kinds = Components::kinds(&shape);
    assert!(!kinds.is_empty());
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

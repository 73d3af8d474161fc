//! How many strata there are.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use linscape_critical::{EscapeOrder, PointType};
use linscape_strata::{
    CountError, Strata, StrataFilter, StratumCounts, list_strata_in_parallel, stratum_count,
};
use num_bigint::BigUint;

use crate::families::{assorted, family, leading};

#[test]
fn known_networks_have_the_known_numbers_of_strata() {
    let known: [(&[usize], &[usize]); 8] = [
        (&[2, 2, 2], &[1, 1, 1]),
        (&[2, 2, 2, 2], &[11, 4, 1]),
        (&[3, 3, 3, 3], &[23, 11, 4, 1]),
        (&[4, 4, 4, 4], &[42, 23, 11, 4, 1]),
        (&[4, 4, 4, 4, 4], &[1152, 325, 72, 11, 1]),
        (&[4, 8, 8, 7], &[770, 461, 245, 106, 30]),
        (&[3, 5, 5, 5, 3], &[1510, 417, 85, 10]),
        (&[10, 10, 10, 10], &[381, 290, 215, 154, 106, 69, 42, 23, 11, 4, 1]),
    ];
    for (widths, numbers) in known {
        for (rank, &number) in numbers.iter().enumerate() {
            let shape = leading(widths, rank);
            assert_eq!(Strata::of(&shape).count(), number, "{widths:?}, rank {rank}");
            assert_eq!(stratum_count(&shape, &()), Ok(number.into()), "{widths:?}, rank {rank}");
        }
    }
}

#[test]
fn counts_by_type_are_those_of_the_list() {
    let shapes = assorted();
    assert!(shapes.len() > 30);
    for shape in &shapes {
        let counts = StratumCounts::of(shape).expect("small");
        for point_type in PointType::ALL {
            let filter = StrataFilter { point_type: Some(point_type), ..StrataFilter::default() };
            let listed = BigUint::from(Strata::matching(shape, filter).count());
            assert_eq!(*counts.of_type(point_type), listed, "{shape:?}, {point_type}");
        }
        assert_eq!(counts.total(), BigUint::from(Strata::of(shape).count()));
    }
}

#[test]
fn nonstrict_strata_are_counted_on_wider_networks_too() {
    let networks: [(&[usize], &[u32]); 4] = [
        (&[4, 4, 4, 4, 4], &[4, 3, 2, 1]),
        (&[5, 3, 4, 3, 4], &[3, 1]),
        (&[3, 2, 3, 3, 2, 3], &[1, 1]),
        (&[2, 2, 2, 2, 2, 2, 2], &[2]),
    ];
    for (widths, values) in networks {
        let shape = family(widths, values, &[]);
        let counts = StratumCounts::of(&shape).expect("small");
        let nonstrict = Strata::of(&shape)
            .filter(|listed| listed.profile.point_type == PointType::NonstrictSaddle)
            .count();
        assert!(nonstrict > 1);
        assert_eq!(counts.nonstrict, nonstrict.into(), "{widths:?}");
    }
}

#[test]
fn strata_are_listed_once_each_the_balanced_one_first_and_all_fit_the_family() {
    for shape in assorted() {
        let mut keys = HashSet::new();
        for (position, listed) in Strata::of(&shape).enumerate() {
            assert_eq!(listed.stratum.check(&shape), Ok(()));
            let is_balanced = listed.stratum == linscape_strata::Stratum::balanced(&shape);
            assert_eq!(position == 0, is_balanced);
            assert!(keys.insert(listed.stratum.to_string()));
        }
        assert!(!keys.is_empty());
    }
}

/// Branches without a stratum that is wanted are cut off: none that is wanted must be lost.
#[test]
fn conditions_leave_exactly_the_strata_that_meet_them() {
    let mut shapes = assorted();
    shapes.extend([leading(&[3, 3, 3, 3, 3, 3], 1), leading(&[4, 3, 3, 4], 0)]);
    shapes.extend([family(&[3, 2, 2, 2, 3], &[2], &[]), family(&[2, 3, 3, 3], &[2, 1], &[])]);
    let plain = StrataFilter::default();
    let mut filters = Vec::new();
    for order in 2..=6 {
        let escape_order = Some(EscapeOrder::new(order));
        filters.push(StrataFilter { escape_order, ..plain });
        filters.push(StrataFilter { escape_order, index: Some(1), ..plain });
    }
    filters.extend((0..5).map(|index| StrataFilter { index: Some(index), ..plain }));
    filters.extend(
        PointType::ALL.map(|point_type| StrataFilter { point_type: Some(point_type), ..plain }),
    );
    let mut found = 0;
    for shape in &shapes {
        let all: Vec<_> = Strata::of(shape).collect();
        for filter in &filters {
            let expected: Vec<_> =
                all.iter().filter(|listed| filter.accepts(&listed.profile)).cloned().collect();
            let matching: Vec<_> = Strata::matching(shape, *filter).collect();
            assert_eq!(matching, expected, "{shape:?} {filter:?}");
            found += matching.len();
        }
    }
    assert!(found > 1000, "{found}");
}

/// Depth 40 has no table of differences: the forms of each stratum are worked out anew.
#[test]
fn a_deep_network_lists_its_first_strata_at_once() {
    let shape = leading(&[2; 41], 0);
    let start = Instant::now();
    let first: Vec<_> = Strata::of(&shape).take(50).collect();
    assert_eq!(first.len(), 50);
    for listed in &first {
        assert_eq!(listed.profile, listed.stratum.profile(&shape));
    }
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    // Only where nothing in the hidden layers helps must all 40 be changed.
    let slowest =
        StrataFilter { escape_order: Some(EscapeOrder::new(40)), ..StrataFilter::default() };
    let start = Instant::now();
    let keys: Vec<_> = Strata::matching(&shape, slowest).map(|found| found.stratum).collect();
    assert_eq!(keys, [linscape_strata::Stratum::balanced(&shape)]);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn the_order_of_a_parallel_listing_is_that_of_the_lazy_one() {
    for widths in [&[3, 5, 5, 5, 3][..], &[4, 8, 8, 7], &[2, 2, 2]] {
        let shape = leading(widths, 1);
        let filter =
            StrataFilter { point_type: Some(PointType::StrictSaddle), ..StrataFilter::default() };
        let expected: Vec<_> = Strata::matching(&shape, filter).collect();
        let mut found = Vec::new();
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
            found.clear();
            let end = pool.install(|| {
                list_strata_in_parallel(
                    &shape,
                    filter,
                    &(),
                    |listed| listed,
                    |listed| {
                        found.push(listed);
                        ControlFlow::Continue(())
                    },
                )
            });
            assert_eq!(end, ControlFlow::Continue(()));
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn one_layer_has_one_stratum_and_it_learns_everything() {
    let everything = family(&[3, 2], &[2], &[1]);
    assert_eq!(Strata::of(&everything).count(), 1);
    assert_eq!(stratum_count(&everything, &()), Ok(1_u32.into()));
}

#[test]
fn widths_of_ten_at_depth_six_are_counted_in_seconds() {
    let start = Instant::now();
    let shape = leading(&[10, 10, 10, 10, 10, 10, 10], 0);
    let counts = StratumCounts::of(&shape).expect("fits");
    assert!(counts.nonstrict > 1_u32.into() && counts.nonstrict < counts.strict);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn a_count_that_does_not_fit_memory_is_refused() {
    let shape = leading(&[9, 900, 900, 900, 900, 9], 0);
    assert!(matches!(stratum_count(&shape, &()), Err(CountError::TooManyCoefficients { .. })));
}

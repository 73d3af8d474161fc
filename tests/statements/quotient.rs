//! `docs/theory.md`, "Critical values", the quotient: one point a critical value, however many
//! families share it; identifiers do not depend on how many families are listed, not even when
//! there are more than can be listed.

use crate::random_networks::{cases, families, network, problem, same};
use linscape_critical::{CriticalValues, Direction, Problem, SingularSubset};
use linscape_quotient::{
    ConnectionScope, Family, LARGEST_ALL_CONNECTIONS, LARGEST_UNLIMITED, Landscape, LandscapeError,
};
use linscape_strata::PointCounts;
use petgraph::visit::EdgeRef;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn landscape(problem: &Problem, limit: Option<usize>) -> Landscape {
    Landscape::new(problem.clone(), limit, &()).expect("few families, or a limit")
}

/// Identifier, loss, fiber and subset: what must not depend on the limit.
fn places(landscape: &Landscape) -> BTreeMap<i64, Family> {
    landscape.families().map(|family| (family.id, family.clone())).collect()
}

/// Connections by identifiers, with what is learned and dropped.
fn joined(landscape: &Landscape) -> BTreeSet<(i64, i64, usize, Option<usize>)> {
    let graph = landscape.graph();
    let edges = graph.edge_references().map(|edge| {
        let connection = edge.weight();
        let (from, to) = (graph[edge.source()].id, graph[edge.target()].id);
        (from, to, connection.learned, connection.dropped)
    });
    edges.collect()
}

proptest! {
    #![proptest_config(cases(200))]

    // "Critical values": a fiber is everything with one critical value; whole squares, so that
    // equal means equal.
    #[test]
    fn families_share_a_fiber_exactly_when_they_share_their_loss(case in network(1..=4)) {
        let landscape = landscape(&case.problem, None);
        let families: Vec<_> = landscape.families().collect();
        for (a, b) in families.iter().flat_map(|a| families.iter().map(move |b| (a, b))) {
            // Halves of whole numbers: doubles hold them exactly.
            let same = same(a.loss, b.loss);
            prop_assert_eq!(a.fiber == b.fiber, same, "{:?} and {:?}", a, b);
            prop_assert_eq!(a.exact_loss == b.exact_loss, same);
        }
        let losses: Vec<f64> = landscape.fibers().iter().map(|fiber| fiber.loss).collect();
        prop_assert!(losses.is_sorted_by(|a, b| a < b), "{:?}", losses);
        prop_assert_eq!(landscape.critical_values(), Some(&losses.len().into()));
        let upwards = CriticalValues::new(&case.problem, Direction::Lowest, &());
        prop_assert_eq!(upwards.map(|value| value.expect("few").loss).collect::<Vec<_>>(), losses);
    }

    // "Critical values": every family once, as many of each type as counted unlisted.
    #[test]
    fn landscape_lists_every_family_once_and_counts_the_types(case in network(1..=5)) {
        use linscape_critical::PointType::{NonstrictSaddle, StrictSaddle};
        let landscape = landscape(&case.problem, None);
        let subsets: BTreeSet<_> = landscape.families().map(|f| f.subset.clone()).collect();
        prop_assert_eq!(landscape.families().len(), subsets.len());
        prop_assert_eq!(subsets, families(&case.problem));
        let of_type = |wanted| {
            landscape.families().filter(|family| family.balanced.point_type == wanted).count()
        };
        let counts = PointCounts::new(&case.problem);
        prop_assert_eq!(counts.strict, of_type(StrictSaddle).into());
        prop_assert_eq!(counts.nonstrict, of_type(NonstrictSaddle).into());
    }

    // "Critical values": a limit keeps the lowest and the greedy path, with their places and what
    // joins them.
    #[test]
    fn limit_changes_no_identifier_and_no_connection(case in network(1..=4), limit in 1_usize..12) {
        let (whole, part) = (landscape(&case.problem, None), landscape(&case.problem, Some(limit)));
        let (all, listed) = (places(&whole), places(&part));
        let greedy: BTreeSet<i64> = whole.greedy_path().map(|family| family.id).collect();
        let lowest = all.keys().copied().take(limit);
        let expected: BTreeSet<i64> = lowest.chain(greedy.iter().copied()).collect();
        prop_assert_eq!(listed.keys().copied().collect::<BTreeSet<_>>(), expected.clone());
        for (id, family) in &listed {
            prop_assert_eq!(family, &all[id]);
        }
        prop_assert_eq!(part.greedy_path().map(|f| f.id).collect::<BTreeSet<_>>(), greedy);
        let mut among = joined(&whole);
        among.retain(|(from, to, ..)| expected.contains(from) && expected.contains(to));
        prop_assert_eq!(joined(&part), among);
        prop_assert_eq!(part.is_truncated(), expected.len() < all.len());
    }
}

// "Critical values": σ = 5, 4, 3 has {1} and {2, 3} in one fiber, since 3² + 4² = 5².
#[test]
fn two_subsets_with_one_loss_lie_in_one_fiber() {
    let problem = problem(&[3, 3, 3, 3], &[5, 4, 3]);
    let landscape = landscape(&problem, None);
    let subsets = |id: i64| {
        let of = landscape.families().filter(move |family| family.fiber == id);
        of.map(|family| family.subset.indices(&[1, 1, 1])).collect::<BTreeSet<_>>()
    };
    let shared: Vec<_> =
        landscape.fibers().iter().filter(|fiber| fiber.families.len() > 1).collect();
    assert_eq!(shared.len(), 1);
    assert_eq!(subsets(shared[0].id), BTreeSet::from([vec![1], vec![2, 3]]));
    assert_eq!(shared[0].exact_loss.as_ref().map(ToString::to_string), Some("25/2".into()));
    assert_eq!((landscape.families().len(), landscape.fibers().len()), (8, 7));
    // The two do not touch: no connection stays inside a fiber.
    let quotient = landscape.quotient_graph();
    assert_eq!(quotient.edge_count(), landscape.graph().edge_count());
    assert!(quotient.edge_references().all(|edge| edge.source() != edge.target()));
}

// "Critical values": more families than can be listed: five modes so strong that the lowest
// families have all of them look like a network that has the twelve weak ones only.
#[test]
fn lowest_part_of_a_huge_landscape_is_the_landscape_of_its_weak_modes() {
    let weak: Vec<u32> = (1..=12).map(|value| 2 * value - 1).collect();
    let strong = [900, 901, 902, 903, 904];
    let all: Vec<u32> = strong.iter().chain(&weak).copied().collect();
    let huge = problem(&[17, 17, 17, 17], &all);
    let small = problem(&[12, 12, 12, 12], &weak);

    let refused = Landscape::new(huge.clone(), None, &()).map(|landscape| landscape.is_truncated());
    let families = (1_u32 << 17).into();
    const { assert!(1 << 17 > LARGEST_UNLIMITED) };
    assert_eq!(
        refused,
        Err(LandscapeError::TooManyFamilies { families, limit: LARGEST_UNLIMITED })
    );

    let (part, whole) = (landscape(&huge, Some(4096)), landscape(&small, None));
    assert_eq!(whole.families().len(), LARGEST_ALL_CONNECTIONS);
    assert_eq!((part.scope(), whole.scope()), (ConnectionScope::Covers, ConnectionScope::All));
    let (listed, all) = (places(&part), places(&whole));
    // The greedy path adds the five steps that lack a strong mode.
    assert_eq!((listed.len(), all.len()), (4096 + 5, 4096));
    for (id, family) in &all {
        let counts = [&[1; 5], family.subset.counts()].concat();
        assert_eq!(listed[id].subset, SingularSubset::from_counts(counts));
        assert_eq!(listed[id].exact_loss, family.exact_loss);
        assert_eq!(listed[id].fiber, family.fiber);
        assert_eq!(listed[id].balanced.point_type, family.balanced.point_type);
        assert_eq!(listed[id].balanced.inertia.negative, family.balanced.inertia.negative);
    }
    let lifted: BTreeSet<_> = whole
        .graph()
        .edge_references()
        .filter(|edge| edge.weight().cover)
        .map(|edge| {
            let (from, to) = (whole.graph()[edge.source()].id, whole.graph()[edge.target()].id);
            (from, to, edge.weight().learned + 5, edge.weight().dropped.map(|mode| mode + 5))
        })
        .collect();
    let mut among = joined(&part);
    among.retain(|(from, to, ..)| all.contains_key(from) && all.contains_key(to));
    assert_eq!(among, lifted);
}

// "Critical values": the same identifiers whatever the limit, below and beyond the 65,536 that
// are located.
#[test]
fn identifiers_of_a_huge_landscape_do_not_depend_on_the_limit() {
    let values: Vec<u32> = (1..=17).collect();
    let huge = problem(&[17, 17, 17], &values);
    let (few, many) = (landscape(&huge, Some(10)), landscape(&huge, Some(2000)));
    let (few_places, many_places) = (places(&few), places(&many));
    assert_eq!(few_places.keys().filter(|id| (0..10).contains(*id)).count(), 10);
    for (id, family) in &few_places {
        assert_eq!(many_places.get(id), Some(family));
    }
    // The origin is the very last of 2^17 families, too far up to be located: its identifier says
    // its rank instead.
    let path: Vec<_> = few.greedy_path().map(|family| family.id).collect();
    assert_eq!((path.len(), path[0], path[17]), (18, -1, 0));
    assert!(few.is_truncated());
    let losses: Vec<f64> = few.families().map(|family| family.loss).collect();
    assert!(losses.is_sorted_by(|a, b| a <= b));
}

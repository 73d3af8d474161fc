//! `docs/theory.md`, "Connections", all together: they generate a partial order along which the
//! loss falls; its covers are the transitive reduction of all connections; with distinct values and
//! `r_max = s` it is Stanley's lattice `M(s)`; the greedy path.

use crate::random_networks::{cases, network, problem};
use linscape_critical::{Problem, SingularSubset};
use linscape_quotient::{ConnectionScope, Landscape, outgoing};
use petgraph::algo::toposort;
use petgraph::algo::tred::{dag_to_toposorted_adjacency_list, dag_transitive_reduction_closure};
use petgraph::graph::NodeIndex;
use petgraph::visit::{EdgeRef, IntoNeighbors};
use proptest::prelude::*;
use std::collections::BTreeSet;

type Pairs = BTreeSet<(NodeIndex, NodeIndex)>;

fn landscape(problem: &Problem) -> Landscape {
    Landscape::new(problem.clone(), None, &()).expect("few families")
}

/// Transitive reduction and closure of all connections, by petgraph.
fn reduced_and_closed(landscape: &Landscape) -> (Pairs, Pairs) {
    let graph = landscape.graph();
    assert_eq!(landscape.scope(), ConnectionScope::All);
    let order = toposort(graph, None).expect("the loss falls along every connection");
    let (list, _) = dag_to_toposorted_adjacency_list::<_, u32>(graph, &order);
    let (reduction, closure) = dag_transitive_reduction_closure(&list);
    let pairs = |list: &petgraph::adj::UnweightedList<u32>| {
        let from = |a: u32| list.neighbors(a).map(move |b| (a, b)).collect::<Vec<_>>();
        let at = |place: u32| order[place as usize];
        list.node_indices().flat_map(from).map(|(a, b)| (at(a), at(b))).collect()
    };
    (pairs(&reduction), pairs(&closure))
}

/// Whether one family dominates another: of the `t` largest distinct values it has learned at
/// least as many, for every `t`.
fn dominates(better: &SingularSubset, worse: &SingularSubset) -> bool {
    let sums = |subset: &SingularSubset| {
        let running = subset.counts().iter().scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        });
        running.collect::<Vec<usize>>()
    };
    sums(better).iter().zip(sums(worse)).all(|(a, b)| *a >= b)
}

proptest! {
    #![proptest_config(cases(150))]

    // "Connections": the covers in count vectors are a generic transitive reduction.
    #[test]
    fn covers_are_the_transitive_reduction_of_all_connections(case in network(2..=4)) {
        let landscape = landscape(&case.problem);
        let (reduction, _) = reduced_and_closed(&landscape);
        let edges = landscape.graph().edge_references();
        let covers: Pairs = edges
            .filter(|edge| edge.weight().cover)
            .map(|edge| (edge.source(), edge.target()))
            .collect();
        prop_assert_eq!(&covers, &reduction, "{:?}", case.problem);
        // The two scopes agree about them.
        for family in landscape.families() {
            let mut all = outgoing(&case.problem, &family.subset, ConnectionScope::All);
            all.retain(|connection| connection.cover);
            let covers = outgoing(&case.problem, &family.subset, ConnectionScope::Covers);
            prop_assert_eq!(covers, all);
        }
    }

    // "Connections": the order they generate, without any connection: comparing how many of the
    // largest values have been learned.
    #[test]
    fn connections_generate_the_dominance_order_of_count_vectors(case in network(2..=4)) {
        let landscape = landscape(&case.problem);
        let graph = landscape.graph();
        let (_, closure) = reduced_and_closed(&landscape);
        for (a, b) in graph.node_indices().flat_map(|a| graph.node_indices().map(move |b| (a, b))) {
            let (from, to) = (&graph[a], &graph[b]);
            let below = a != b && dominates(&to.subset, &from.subset);
            prop_assert_eq!(closure.contains(&(a, b)), below, "{:?} {:?}", from, to);
            prop_assert!(!below || to.loss < from.loss);
        }
    }

    // "Connections": ∅ → {1} → {1, 2} → …, one learn a step, the best of all learns, to the global
    // minimum.
    #[test]
    fn greedy_path_learns_the_largest_remaining_value_at_every_step(case in network(2..=5)) {
        let landscape = landscape(&case.problem);
        let path: Vec<_> = landscape.greedy_path().collect();
        prop_assert_eq!(path.len(), case.problem.maximal_rank() + 1);
        prop_assert_eq!(path[0].subset.rank(), 0);
        for step in path.windows(2) {
            let mut learns = outgoing(&case.problem, &step[0].subset, ConnectionScope::All);
            learns.retain(|connection| connection.dropped.is_none());
            let best = learns.iter().max_by(|a, b| a.loss_drop.total_cmp(&b.loss_drop));
            let best = best.map(|connection| connection.kind.apply(&step[0].subset));
            prop_assert_eq!(best.as_ref(), Some(&step[1].subset));
        }
        let last = path[path.len() - 1];
        prop_assert!(landscape.families().all(|family| family.loss >= last.loss));
        prop_assert_eq!(last.balanced.escape_order, None);
    }
}

/// Coefficients of `Π_{i=1}^s (1 + x^i)`: partitions into distinct parts of at most `s`.
fn distinct_partitions(s: usize) -> Vec<usize> {
    (1..=s).fold(vec![1], |series, part| {
        let mut longer = [series.clone(), vec![0; part]].concat();
        for (at, count) in series.iter().enumerate() {
            longer[at + part] += count;
        }
        longer
    })
}

// "Connections": distinct values and r_max = s give Stanley's lattice M(s): graded by
// Σ_{k ∈ J} (s + 1 − k), Π (1 + x^i) families a rank, (s + 1) 2^{s−2} covers.
#[test]
fn distinct_values_without_a_bottleneck_form_the_lattice_of_stanley() {
    let mut shown = 0;
    for s in 1..=8_usize {
        let values: Vec<u32> = (1..).take(s).collect();
        let landscape = landscape(&problem(&[s, s, s, s], &values));
        let graph = landscape.graph();
        let rank = |subset: &SingularSubset| -> usize {
            subset.indices(&vec![1; s]).into_iter().map(|k| s + 1 - k).sum()
        };
        let mut of_rank = vec![0; s * (s + 1) / 2 + 1];
        graph.node_weights().for_each(|family| of_rank[rank(&family.subset)] += 1);
        assert_eq!(of_rank, distinct_partitions(s));
        let covers: Vec<_> = graph.edge_references().filter(|edge| edge.weight().cover).collect();
        assert_eq!(4 * covers.len(), (s + 1) << s);
        for cover in covers {
            let (from, to) = (&graph[cover.source()].subset, &graph[cover.target()].subset);
            assert_eq!(rank(to), rank(from) + 1);
        }
        shown += 1;
    }
    assert_eq!(shown, 8);
}

// "Connections": M(s) is a lattice: any two families have a first common successor and a last
// common predecessor.
#[test]
fn any_two_families_without_a_bottleneck_have_a_join_and_a_meet() {
    let landscape = landscape(&problem(&[5, 5, 5], &[5, 4, 3, 2, 1]));
    let families: Vec<_> = landscape.families().map(|family| &family.subset).collect();
    assert_eq!(families.len(), 32);
    for (a, b) in families.iter().flat_map(|a| families.iter().map(move |b| (a, b))) {
        let above: Vec<_> =
            families.iter().filter(|c| dominates(c, a) && dominates(c, b)).collect();
        let joins = above.iter().filter(|c| above.iter().all(|d| dominates(d, c))).count();
        let below: Vec<_> =
            families.iter().filter(|c| dominates(a, c) && dominates(b, c)).collect();
        let meets = below.iter().filter(|c| below.iter().all(|d| dominates(c, d))).count();
        assert_eq!((joins, meets), (1, 1), "{a:?} and {b:?}");
    }
}

// "Connections": a bottleneck leaves the part of M(s) with at most r_max modes.
#[test]
fn bottleneck_cuts_the_lattice_at_the_largest_rank() {
    let whole = landscape(&problem(&[4, 4, 4], &[4, 3, 2, 1]));
    let cut = landscape(&problem(&[4, 2, 4], &[4, 3, 2, 1]));
    let pairs = |landscape: &Landscape| -> BTreeSet<_> {
        let graph = landscape.graph();
        let covers = graph.edge_references().filter(|edge| edge.weight().cover);
        let ends = covers.map(|edge| (edge.source(), edge.target()));
        ends.map(|(a, b)| (graph[a].subset.clone(), graph[b].subset.clone())).collect()
    };
    let mut expected = pairs(&whole);
    expected.retain(|(from, to)| from.rank() <= 2 && to.rank() <= 2);
    assert_eq!(cut.families().len(), 1 + 4 + 6);
    assert_eq!(pairs(&cut), expected);
}

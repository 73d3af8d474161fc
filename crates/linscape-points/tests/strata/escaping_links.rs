//! The links of all shortest paths of escape, against walks along single bars.

use linscape_critical::{EscapeOrder, Problem, SingularSubset};
use linscape_strata::{Bar, FamilyShape, Strata, Stratum};
use std::collections::BTreeSet;

use crate::escape::{Role, bars};
use crate::families::{assorted_families, family, problem};

/// Changes of the weights by number: layer, bar left and bar reached.
type Step = (usize, usize, usize);

/// All walks of one mode by their links, and whether a step between null bars is among them.
fn walks(bars: &[(Bar, Role)], mode: usize, depth: usize) -> Vec<(Vec<Step>, bool)> {
    let own = |start: bool| {
        let position = bars.iter().position(|&(bar, role)| {
            role == Role::Mode(mode) && if start { bar.start == 0 } else { bar.end == depth }
        });
        position.expect("both bars")
    };
    let mut open = vec![(own(true), Vec::new(), false)];
    for layer in 1..=depth {
        let mut next = Vec::new();
        for (at, steps, crossed) in open {
            for to in (0..bars.len()).filter(|&to| bars[to].0.contains(layer)) {
                let null = (bars[at].1, bars[to].1) == (Role::InputNull, Role::OutputNull);
                // Walks of more than six steps are longer than any shortest one here.
                if to == at {
                    next.push((to, steps.clone(), crossed));
                } else if !(null && crossed) && steps.len() < 6 {
                    let mut steps = steps.clone();
                    steps.push((layer, at, to));
                    next.push((to, steps, crossed || null));
                }
            }
        }
        open = next;
    }
    let end = own(false);
    open.into_iter()
        .filter(|&(at, ..)| at == end)
        .map(|(_, steps, crossed)| (steps, crossed))
        .collect()
}

/// Order, coordinates, null steps and number of the shortest walks of all modes.
fn by_walking(stratum: &Stratum, depth: usize) -> Option<(usize, usize, usize, usize)> {
    let bars = bars(stratum, depth);
    let modes: usize = stratum.unlearned().map(|(_, count)| count).sum();
    let all: Vec<_> = (0..modes).flat_map(|mode| walks(&bars, mode, depth)).collect();
    let degree = |(steps, crossed): &(Vec<Step>, bool)| {
        if *crossed { 2 * (steps.len() - 1) } else { steps.len() }
    };
    let least = all.iter().map(degree).min().filter(|&least| least > 2)?;
    let shortest: Vec<_> = all.iter().filter(|walk| degree(walk) == least).collect();
    let steps: BTreeSet<Step> = shortest.iter().flat_map(|(steps, _)| steps.clone()).collect();
    let null =
        |&(_, from, to): &Step| (bars[from].1, bars[to].1) == (Role::InputNull, Role::OutputNull);
    let across = steps.iter().filter(|step| null(step)).count();
    Some((least, steps.len() - across, across, shortest.len()))
}

fn stated(stratum: &Stratum, shape: &FamilyShape) -> Option<(usize, usize, usize, usize)> {
    let links = stratum.escaping_links(shape)?;
    let paths = links.paths.try_into().expect("few paths");
    Some((links.order.degree(), links.coordinates, links.across_null, paths))
}

/// Families with every stratum short enough to walk through.
pub(crate) fn families() -> Vec<(Problem, SingularSubset)> {
    let more: [(&[usize], &[u32]); 4] = [
        (&[3, 3, 3, 3, 3], &[3]),
        (&[2, 2, 2, 2, 2, 2], &[2]),
        (&[2, 3, 2, 3, 3, 2], &[3, 1]),
        (&[3, 2, 3, 2, 3], &[2, 1]),
    ];
    let mut families = assorted_families();
    families.extend(more.map(|(widths, values)| {
        let problem = problem(widths, values);
        let subset = problem.leading(problem.spectrum().rank() - 1);
        (problem, subset)
    }));
    families
}

#[test]
fn escaping_links_are_those_of_all_shortest_walks_bar_by_bar() {
    let (mut orders, mut crossing) = ([0; 8], 0);
    for (problem, subset) in families() {
        let shape = FamilyShape::new(&problem, &subset);
        for listed in Strata::of(&shape) {
            let links = stated(&listed.stratum, &shape);
            assert_eq!(links, by_walking(&listed.stratum, shape.depth()), "{}", listed.stratum);
            if shape.is_leading() {
                let order = listed.profile.escape_order.map(EscapeOrder::degree);
                assert_eq!(links.map(|links| links.0), order.filter(|&order| order > 2));
            }
            orders[links.map_or(0, |links| links.0)] += 1;
            crossing += usize::from(links.is_some_and(|links| links.2 > 0));
        }
    }
    assert!(orders[3..6].iter().all(|&number| number > 0), "{orders:?}");
    assert!(crossing > 0);
}

#[test]
fn balanced_points_escape_by_every_entry_between_free_units() {
    // Widths 4,3,5,4, one of three modes learned: the units 2·2 from the modes on the first layer,
    // 2·4 between the hidden layers, 4·2 to the modes.
    let shape = family(&[4, 3, 5, 4], &[3, 2, 1], &[2]);
    let links = Stratum::balanced(&shape).escaping_links(&shape).expect("two modes to learn");
    assert_eq!((links.order, links.coordinates), (EscapeOrder::new(3), 4 + 8 + 8));
    assert_eq!(links.paths, (2 * 2 * 4_u32).into());
    // No slot is free when the bottleneck is full, and at depth two the Hessian sees the way out.
    for (widths, subset) in [(&[3, 1, 3, 3][..], &[2][..]), (&[3, 3, 3], &[1])] {
        let shape = family(widths, &[3, 2, 1], subset);
        assert_eq!(Stratum::balanced(&shape).escaping_links(&shape), None);
    }
}

#[test]
fn wide_layers_have_more_paths_than_a_machine_word_counts() {
    let shape = family(&[1000; 8], &[1], &[]);
    let links = Stratum::balanced(&shape).escaping_links(&shape).expect("a saddle");
    assert_eq!(links.paths, num_bigint::BigUint::from(1000_u32).pow(6));
    assert_eq!(links.coordinates, 2 * 1000 + 5 * 1_000_000);
}

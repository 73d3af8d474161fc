//! Escape orders against the literal definition.

use linscape_critical::EscapeOrder;
use linscape_strata::{Bar, EscapePath, FamilyShape, Strata, Stratum, Summand};

use crate::families::{assorted, family};

/// Whose bar it is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Role {
    Mode(usize),
    InputNull,
    OutputNull,
    Interior,
}

/// Every single bar but the full ones; the two bars of a mode share its number.
pub(crate) fn bars(stratum: &Stratum, depth: usize) -> Vec<(Bar, Role)> {
    let mut bars = Vec::new();
    let mut mode = 0;
    for &(summand, count) in stratum.summands() {
        for _ in 0..count {
            match summand {
                Summand::Unlearned(pair) => {
                    bars.push((Bar { start: 0, end: pair.input_end }, Role::Mode(mode)));
                    bars.push((Bar { start: pair.output_start, end: depth }, Role::Mode(mode)));
                    mode += 1;
                }
                Summand::InputNull { end } => bars.push((Bar { start: 0, end }, Role::InputNull)),
                Summand::OutputNull { start } => {
                    bars.push((Bar { start, end: depth }, Role::OutputNull));
                }
                Summand::Interior(bar) => bars.push((bar, Role::Interior)),
            }
        }
    }
    bars
}

/// The least degree over all walks from layer to layer, bar by bar.
fn by_walking(stratum: &Stratum, depth: usize) -> Option<usize> {
    let bars = bars(stratum, depth);
    let modes: usize = stratum.unlearned().map(|(_, count)| count).sum();
    let degrees = (0..modes).filter_map(|mode| {
        // Least links to each bar alive in the current layer, before and after a null step.
        let start = |&(bar, role): &(Bar, Role)| {
            let own = role == Role::Mode(mode) && bar.start == 0;
            [own.then_some(0), None]
        };
        let mut links: Vec<[Option<usize>; 2]> = bars.iter().map(start).collect();
        for layer in 1..=depth {
            let before = links.clone();
            for (to, &(bar, role)) in bars.iter().enumerate() {
                for crossed in [0, 1] {
                    let stay = before[to][crossed].filter(|_| bar.contains(layer - 1));
                    let step = (0..bars.len()).filter(|&from| from != to).filter_map(|from| {
                        let (other, other_role) = bars[from];
                        if !other.contains(layer - 1) {
                            return None;
                        }
                        match (other_role, role) {
                            (Role::InputNull, Role::OutputNull) if crossed == 1 => before[from][0],
                            (Role::InputNull, Role::OutputNull) => None,
                            _ => before[from][crossed].map(|links| links + 1),
                        }
                    });
                    links[to][crossed] = step.chain(stay).min().filter(|_| bar.contains(layer));
                }
            }
        }
        let own_output = |&(bar, role): &(Bar, Role)| role == Role::Mode(mode) && bar.end == depth;
        let [plain, crossed] = links[bars.iter().position(own_output)?];
        [plain, crossed.map(|links| 2 * links)].into_iter().flatten().min()
    });
    degrees.min()
}

#[test]
fn the_escape_order_is_the_length_of_a_shortest_walk_along_bars() {
    let mut shapes: Vec<FamilyShape> =
        assorted().into_iter().filter(FamilyShape::is_leading).collect();
    shapes.push(family(&[3, 3, 3, 3, 3], &[3], &[]));
    shapes.push(family(&[2, 2, 2, 2, 2, 2, 2], &[2], &[]));
    shapes.push(family(&[2, 3, 2, 3, 3, 2], &[3, 1], &[1]));
    let mut orders = [0; 8];
    for shape in shapes {
        for listed in Strata::of(&shape) {
            let walked = by_walking(&listed.stratum, shape.depth());
            let stated = listed.profile.escape_order.map(EscapeOrder::degree);
            assert_eq!(stated, walked, "{} of {shape:?}", listed.stratum);
            orders[stated.unwrap_or(0)] += 1;
        }
    }
    assert!(orders[2..7].iter().all(|&number| number > 0), "{orders:?}");
}

#[test]
fn an_interior_bar_of_two_layers_saves_one_link() {
    let shape = family(&[2, 3, 2, 3, 3, 2], &[3, 1], &[1]);
    let balanced = Stratum::balanced(&shape);
    assert_eq!(balanced.escape_order(&shape), Some(EscapeOrder::new(5)));
    let bridged: Stratum = "p0-5.b1-1x2,2-2,3-3,3-4,4-4".parse().expect("key");
    assert_eq!(bridged.check(&shape), Ok(()));
    assert_eq!(bridged.escape_order(&shape), Some(EscapeOrder::new(4)));
}

#[test]
fn the_balanced_point_of_a_leading_family_escapes_by_as_many_links_as_layers() {
    let mut checked = 0;
    for shape in assorted() {
        if shape.is_leading() && !shape.is_global_minimum() {
            let order = Stratum::balanced(&shape).escape_order(&shape);
            assert_eq!(order.map(EscapeOrder::degree), Some(shape.depth()));
            checked += 1;
        }
    }
    assert!(checked > 5);
}

#[test]
fn a_path_of_escape_has_the_escape_order_and_walks_from_input_to_output() {
    let mut paths = 0;
    for shape in assorted() {
        for listed in Strata::of(&shape) {
            let path = listed.stratum.escape_path(&shape);
            if !shape.is_leading() {
                assert_eq!(path, None);
                continue;
            }
            assert_eq!(path.as_ref().map(EscapePath::order), listed.profile.escape_order);
            let Some(path) = path else { continue };
            let mut layer = 0;
            let mut bar = Bar { start: 0, end: path.pair.input_end };
            for link in &path.links {
                assert!(layer < link.layer && link.from == bar && bar.contains(link.layer - 1));
                assert!(link.to.contains(link.layer));
                (layer, bar) = (link.layer, link.to);
            }
            assert_eq!(bar, Bar { start: path.pair.output_start, end: shape.depth() });
            paths += 1;
        }
    }
    assert!(paths > 300, "{paths}");
}

//! Escape orders against the fastest descent that a search finds.

use linscape_critical::{EscapeOrder, Problem, RandomStream};
use linscape_network::Target;
use linscape_points::{NumericalEscape, random_point};
use linscape_strata::{FamilyShape, Stratum};
use rayon::prelude::*;

use crate::families::problem;

/// Strata of one family: the balanced one and random ones.
const DRAWN: usize = 12;

/// Searches at one random point.
fn search(
    problem: &Problem,
    rank: usize,
    stratum: &Stratum,
    name: &str,
) -> (usize, NumericalEscape) {
    let subset = problem.leading(rank);
    let target = Target::standard(problem);
    let mut stream = RandomStream::new(11, name);
    let weights = random_point(&target, &subset, stratum, &mut stream).expect("fits");
    let stated = stratum.escape_order(&FamilyShape::new(problem, &subset));
    let sigma = target.matrix();
    let found = NumericalEscape::search(&weights, sigma, stated, &mut stream).expect("converges");
    (stated.map_or(0, EscapeOrder::degree), found)
}

#[test]
fn no_search_finds_a_faster_descent_than_stated_and_nearly_all_find_the_stated_one() {
    let families: [(&[usize], &[u32], usize); 9] = [
        (&[1, 1, 1, 1], &[1], 0),
        (&[1, 1, 1, 1], &[1], 1),
        (&[2, 2, 2, 2], &[2, 1], 1),
        (&[2, 2, 2, 2, 2], &[2, 1], 0),
        (&[2, 2, 2, 2, 2], &[2, 1], 1),
        (&[2, 2, 2, 2, 2], &[1], 0),
        (&[1, 2, 2, 2, 1, 1], &[1], 0),
        (&[2, 1, 2, 2, 1, 2], &[1], 0),
        (&[2, 2, 1, 2, 2], &[1, 1], 0),
    ];
    let points: Vec<_> =
        families.iter().flat_map(|family| (0..DRAWN).map(move |draw| (family, draw))).collect();
    let outcomes: Vec<_> = points
        .par_iter()
        .map(|&(&(widths, values, rank), draw)| {
            let problem = problem(widths, values);
            let name = format!("{widths:?} {values:?} {rank} {draw}");
            let mut stream = RandomStream::new(7, &name);
            let shape = FamilyShape::new(&problem, &problem.leading(rank));
            let stratum = match draw {
                0 => Stratum::balanced(&shape),
                _ => Stratum::random(&shape, &mut stream),
            };
            search(&problem, rank, &stratum, &name)
        })
        .collect();
    let mut orders = [0; 6];
    let mut undecided = 0;
    for (degree, found) in outcomes {
        orders[degree] += 1;
        match found {
            NumericalEscape::Consistent { exponent } => {
                assert!((exponent - degree as f64).abs() < 0.1);
            }
            NumericalEscape::Refuted { exponent } => panic!("{exponent} instead of {degree}"),
            // At a global minimum there is nothing to find.
            NumericalEscape::Undecided { exponent } if degree == 0 => assert_eq!(exponent, None),
            NumericalEscape::Undecided { .. } => undecided += 1,
        }
    }
    assert!(orders[0] > 0 && orders[2..].iter().all(|&number| number > 0), "{orders:?}");
    assert!(undecided * 100 < points.len(), "{undecided} of {}", points.len());
}

#[test]
fn a_step_between_null_bars_doubles_the_other_links() {
    // Two links and a step of the same size as both together: 4 instead of 5 links.
    let problem = problem(&[2, 2, 2, 2, 2, 2], &[1]);
    let stratum: Stratum = "p0-5.i2.o3.b1-1,2-2,3-3,4-4".parse().expect("key");
    let (degree, found) = search(&problem, 0, &stratum, "across null bars");
    assert_eq!(degree, 4);
    assert!(matches!(found, NumericalEscape::Consistent { .. }), "{found:?}");
}

#[test]
fn a_search_refutes_an_order_that_is_stated_too_high() {
    let problem = problem(&[1, 1, 1, 1], &[1]);
    let target = Target::standard(&problem);
    let sigma = target.matrix();
    let mut stream = RandomStream::new(1, "refuted");
    let stratum: Stratum = "p0-3.b1-1,2-2".parse().expect("key");
    let subset = problem.leading(0);
    let weights = random_point(&target, &subset, &stratum, &mut stream).expect("fits");
    for stated in [Some(EscapeOrder::new(4)), None] {
        let found =
            NumericalEscape::search(&weights, sigma, stated, &mut stream).expect("converges");
        assert!(matches!(found, NumericalEscape::Refuted { .. }), "{found:?}");
    }
}

#[test]
fn beside_a_mode_far_larger_no_exponent_on_the_way_to_a_degree_refutes_it() {
    // The first spheres are those of the large mode: there the loss falls with exponents between 2 and 3.
    let cases: Vec<_> = [230, 1000, 2304, 100_000]
        .into_iter()
        .flat_map(|largest| {
            (0..3).flat_map(move |rank| (0..4).map(move |draw| (largest, rank, draw)))
        })
        .collect();
    cases.par_iter().for_each(|&(largest, rank, draw)| {
        let problem = problem(&[3, 3, 2, 3], &[largest, 1]);
        let name = format!("{largest} {rank} {draw}");
        let mut stream = RandomStream::new(3, &name);
        let stratum =
            Stratum::random(&FamilyShape::new(&problem, &problem.leading(rank)), &mut stream);
        let (degree, found) = search(&problem, rank, &stratum, &name);
        assert!(!matches!(found, NumericalEscape::Refuted { .. }), "{name}, {degree}: {found:?}");
    });
}

//! The theorem, proved at rational points of every stratum of small networks.

use linscape_critical::{
    Architecture, CriticalValues, Direction, Problem, RandomStream, Spectrum, parse_exact,
};
use linscape_points::{EscapeProof, PointProof, prove_points};
use linscape_strata::{FamilyShape, Strata, Stratum};

fn problem(widths: &[usize], values: &[&str]) -> Problem {
    let values = values.iter().map(|text| parse_exact(text).expect("a number")).collect();
    let spectrum = Spectrum::from_exact(values).expect("singular values");
    let network = Architecture::new(widths.to_vec()).expect("widths");
    Problem::from_spectrum(network, spectrum).expect("a problem")
}

/// Proves at a point of every stratum of every family; the number of points and of those whose
/// escape order is proved from both sides.
fn all_strata(problem: &Problem) -> (usize, usize) {
    let families = CriticalValues::new(problem, Direction::Lowest, &())
        .flat_map(|value| value.expect("few").families.first(usize::MAX));
    let points = families
        .flat_map(|family| {
            let strata = Strata::of(&FamilyShape::new(problem, &family));
            strata.map(move |listed| (family.clone(), listed.stratum))
        })
        .collect();
    let (mut proved, mut settled) = (0, 0);
    let flow = prove_points(problem, points, 2, &(), |point| {
        let PointProof { stratum, theorem, inertia, dimension, escape, .. } = &point.proof;
        assert!(
            point.proof.agrees(),
            "{:?} {stratum}: stated {theorem:?}, found {inertia:?}, {dimension}, {escape:?}, {:?}",
            point.subset,
            (point.proof.critical, point.proof.loss_agrees, point.proof.ranks_agree)
        );
        proved += 1;
        settled += usize::from(point.proof.escape.is_settled());
    });
    assert!(flow.expect("rational points").is_continue());
    (proved, settled)
}

#[test]
fn every_stratum_of_small_networks_is_as_stated() {
    assert_eq!(all_strata(&problem(&[2, 2, 2, 2], &["2", "1"])), (20, 20));
    // 23 + 3·11 + 3·4 + 1.
    assert_eq!(all_strata(&problem(&[3, 3, 3, 3], &["3", "5/2", "1"])), (69, 69));
}

#[test]
fn ties_zeros_and_bottlenecks_are_as_stated() {
    for (widths, values) in [
        (&[3, 3, 3, 3][..], &["2", "2", "1"][..]),
        (&[3, 2, 3, 4], &["2", "1"]),
        (&[4, 2, 2, 3], &["1", "1", "1"]),
        (&[2, 3, 1, 3], &["1/3"]),
        (&[2, 2, 2], &["7", "0"]),
        (&[2, 2, 2, 2], &[]),
        (&[3, 2, 2, 2, 3], &["2"]),
    ] {
        let (proved, settled) = all_strata(&problem(widths, values));
        assert!(proved > 0);
        assert_eq!(proved, settled, "{widths:?}: depth at most 4 settles every order");
    }
}

#[test]
fn values_that_floats_cannot_tell_apart_are_told_apart() {
    for values in [&["1", "1e-8"][..], &["1", "0.99999999999999", "1/2"], &["1", "1e-100"]] {
        let widths = [values.len(); 4];
        all_strata(&problem(&widths, values));
    }
}

#[test]
fn orders_beyond_four_are_bounded_from_one_side() {
    let problem = problem(&[1, 1, 1, 1, 1, 1], &["1"]);
    let shape = FamilyShape::new(&problem, &problem.leading(0));
    let origin = Stratum::balanced(&shape);
    let mut stream = RandomStream::new(0, "origin");
    let proof = PointProof::at_random(&problem, &problem.leading(0), origin, &mut stream);
    let proof = proof.expect("a rational point");
    assert!(proof.agrees() && !proof.escape.is_settled());
    let EscapeProof::Along { at_least, falls, .. } = proof.escape else {
        panic!("the origin has a path")
    };
    assert_eq!((at_least, falls), (4, vec![Some(5)]));
}

#[test]
fn a_point_of_another_stratum_is_refuted() {
    let problem = problem(&[2, 2, 2, 2], &["2", "1"]);
    let family = problem.leading(0);
    let shape = FamilyShape::new(&problem, &family);
    let strata: Vec<Stratum> = Strata::of(&shape).map(|listed| listed.stratum).collect();
    let mut stream = RandomStream::new(0, "refuted");
    for stratum in &strata {
        let proof = PointProof::at_random(&problem, &family, stratum.clone(), &mut stream);
        let mut proof = proof.expect("a rational point");
        for other in strata.iter().filter(|other| *other != stratum) {
            proof.theorem = other.profile(&shape);
            let same_numbers = proof.theorem == stratum.profile(&shape);
            assert_eq!(proof.agrees(), same_numbers, "{stratum} as {other}");
        }
    }
}

#[test]
fn inputs_that_do_not_vary_are_counted() {
    let network = Architecture::new(vec![4, 2, 2, 2]).expect("widths");
    let values = Spectrum::exact_integers(&[2, 1]);
    let problem = Problem::from_spectrum(network, values).expect("a problem");
    all_strata(&problem.with_data(3, Some(9), 0.0).expect("rank 3 of 4"));
}

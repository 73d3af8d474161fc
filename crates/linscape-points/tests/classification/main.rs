//! Points of known strata are classified rightly or not at all.

mod networks;
mod truth;

use linscape_critical::RandomStream;
use linscape_network::Reduction;
use linscape_points::{Classification, HessianCheck, Refinement, WeightErrors};
use networks::{KnownPoint, in_single_precision, mixed, perturbed, random_known_point};
use rayon::prelude::*;

/// How many of many points were classified rightly, and how many were left open.
#[derive(Debug, Default)]
struct Score {
    right: usize,
    open: usize,
}

impl Score {
    fn points(&self) -> usize {
        self.right + self.open
    }

    /// Fewer than 2 % are left open.
    fn assert_decided(&self, points: usize) {
        assert_eq!(self.points(), points);
        assert!(self.open * 50 < points, "{self:?}");
    }
}

/// Draws points, has them classified and compares with the stratum they were drawn from; a wrong
/// answer panics.
fn score(
    name: &str,
    points: usize,
    draw: impl Fn(&mut RandomStream) -> KnownPoint + Sync,
    classify: impl Fn(&KnownPoint, &mut RandomStream) -> Option<Classification> + Sync,
) -> Score {
    let answers: Vec<bool> = (0..points)
        .into_par_iter()
        .map(|at| {
            let mut stream = RandomStream::new(4, &format!("{name} {at}"));
            let known = draw(&mut stream);
            let Some(found) = classify(&known, &mut stream) else { return false };
            if !found.is_decided() {
                return false;
            }
            let context = format!(
                "{name} {at}: {:?} {:?} {:?}",
                known.problem.architecture().widths(),
                known.problem.spectrum().singular_values(),
                known.subset
            );
            assert_eq!(found.critical, Some(true), "{context}");
            assert_eq!(found.modes.subset, known.subset, "{context}");
            assert_eq!(found.stratum.as_ref(), Some(&known.listed), "{context}");
            true
        })
        .collect();
    let right = answers.iter().filter(|&&right| right).count();
    Score { right, open: points - right }
}

fn classify(known: &KnownPoint, epsilon: f64) -> Option<Classification> {
    let KnownPoint { problem, bases, weights, .. } = known;
    let errors = WeightErrors::of_rounding(problem, weights, epsilon, None);
    Classification::of(problem, bases, weights, &errors).ok()
}

/// Hidden bases of condition numbers up to a thousand.
const DECADES: f64 = 3.0;

#[test]
fn random_points_of_random_strata_are_right_or_undecided() {
    let draw = |stream: &mut RandomStream| {
        let known = random_known_point(stream, &[2, 3, 4, 5], 30);
        KnownPoint { weights: mixed(&known.weights, DECADES, stream), ..known }
    };
    score("wide", 10_000, draw, |known, _| classify(known, f64::EPSILON)).assert_decided(10_000);
}

#[test]
fn single_precision_has_tolerances_of_its_own() {
    let draw = |stream: &mut RandomStream| {
        let mut known = random_known_point(stream, &[2, 3, 4], 5);
        known.weights = in_single_precision(&known.weights);
        known
    };
    let single = f64::from(f32::EPSILON);
    score("single", 2_000, draw, |known, _| classify(known, single)).assert_decided(2_000);
    // Taken for doubles such weights are not critical.
    let as_doubles = (0..100).filter(|at| {
        let known = draw(&mut RandomStream::new(4, &format!("as doubles {at}")));
        classify(&known, f64::EPSILON).and_then(|found| found.critical) == Some(false)
    });
    let refused = as_doubles.count();
    assert!(refused > 50, "{refused}");
}

fn refined(known: &KnownPoint, stream: &mut RandomStream) -> Option<Classification> {
    let weights = perturbed(&known.weights, 1e-6, stream);
    let found = Refinement::of(&known.problem, &known.bases, &weights, &()).expect("finite")?;
    assert!(found.moved < 1e-3, "moved by {}", found.moved);
    Some(found.classification)
}

#[test]
fn points_perturbed_by_a_millionth_are_found_again() {
    let draw = |stream: &mut RandomStream| {
        let known = random_known_point(stream, &[2, 3, 4, 5], 30);
        KnownPoint { weights: mixed(&known.weights, DECADES, stream), ..known }
    };
    // Without LAPACK the decompositions take ten times as long.
    let points = if cfg!(feature = "lapack") { 10_000 } else { 1_000 };
    score("perturbed", points, draw, refined).assert_decided(points);
}

#[test]
fn theorem_and_dense_hessian_agree() {
    let mut compared = 0;
    for at in 0..300 {
        let mut stream = RandomStream::new(4, &format!("hessian {at}"));
        let KnownPoint { problem, bases, weights, listed, .. } =
            random_known_point(&mut stream, &[2, 3, 4], 4);
        let errors = WeightErrors::of_rounding(&problem, &weights, f64::EPSILON, None);
        let classified = Classification::of(&problem, &bases, &weights, &errors).expect("finite");
        let reduction = Reduction::of_spectrum(problem);
        let check = HessianCheck::dense(&reduction, &weights, &classified).expect("finite");
        if check.signs.inertia().is_some() {
            assert_eq!(check.agrees_with(listed.profile.inertia), Some(true), "{at}");
            compared += 1;
        }
    }
    assert!(compared > 290, "{compared}");
}

#[test]
fn theorem_and_both_ends_by_lanczos_agree() {
    let (mut agreed, mut counted) = (0, 0);
    for at in 0..60 {
        let mut stream = RandomStream::new(4, &format!("lanczos {at}"));
        let KnownPoint { problem, bases, weights, listed, .. } =
            random_known_point(&mut stream, &[2, 3, 4], 12);
        let errors = WeightErrors::of_rounding(&problem, &weights, f64::EPSILON, None);
        let classified = Classification::of(&problem, &bases, &weights, &errors).expect("finite");
        let reduction = Reduction::of_spectrum(problem);
        let check = HessianCheck::lanczos(&reduction, &weights, &classified, 0, &());
        let check = check.expect("finite");
        let agree = check.agrees_with(listed.profile.inertia);
        assert_ne!(agree, Some(false), "{at}: {check:?} {listed:?}");
        if classified.is_decided() && listed.profile.inertia.negative < 64 {
            counted += 1;
            agreed += usize::from(agree == Some(true));
            // An index that is one off is contradicted.
            let mut wrong = listed.profile.inertia;
            wrong.negative += 1;
            assert!(agree.is_none() || check.agrees_with(wrong) == Some(false));
        }
    }
    assert!(counted > 25 && agreed * 50 >= counted * 49, "{agreed} of {counted}");
}

//! Points of known strata are classified rightly or not at all.

mod networks;
mod spectra;
mod truth;

use linscape_critical::{Architecture, Problem, RandomStream};
use linscape_network::{RandomMatrices as _, Reduction, Weights};
use linscape_points::{Classification, HessianCheck, Refinement, WeightErrors};
use networks::{
    KnownPoint, in_single_precision, known_point_of, mixed, perturbed, random_known_point,
};
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

    /// No more than 2 % are left open, but for two standard deviations of what so few points scatter.
    fn assert_decided(&self, points: usize) {
        assert_eq!(self.points(), points);
        let expected = 0.02 * points as f64;
        assert!((self.open as f64) < expected + 2.0 * expected.sqrt(), "{self:?}");
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
                known.target.problem().architecture().widths(),
                known.target.problem().spectrum().singular_values(),
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
    let KnownPoint { target, weights, .. } = known;
    let errors = WeightErrors::of_rounding(target.problem(), weights, epsilon, None);
    Classification::of(target, weights, &errors).ok()
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
    let found = Refinement::of(&known.target, &weights, &()).expect("finite")?;
    assert!(found.moved < 1e-3, "moved by {}", found.moved);
    Some(found.classification)
}

#[test]
fn points_perturbed_by_a_millionth_are_found_again() {
    let draw = |stream: &mut RandomStream| {
        let known = random_known_point(stream, &[2, 3, 4, 5], 30);
        KnownPoint { weights: mixed(&known.weights, DECADES, stream), ..known }
    };
    // All of them in a release build; without LAPACK the decompositions take ten times as long.
    let points = match (cfg!(debug_assertions), cfg!(feature = "lapack")) {
        (false, true) => 10_000,
        (true, true) => 2_000,
        (_, false) => 250,
    };
    score("perturbed", points, draw, refined).assert_decided(points);
}

/// A wide network that uses few directions of its hidden layers: a random point of a random stratum of a
/// narrow one in random bases.
fn widened(narrow: &KnownPoint, hidden: [usize; 2], stream: &mut RandomStream) -> KnownPoint {
    let widths = narrow.target.problem().architecture().widths();
    let [first, second] = hidden.map(|wide| stream.orthogonal(wide).expect("converges"));
    let first = first.columns(0, widths[1]).into_owned();
    let second = second.columns(0, widths[2]).into_owned();
    let at = narrow.weights.matrices();
    let matrices =
        vec![&first * &at[0], &second * &at[1] * first.transpose(), &at[2] * second.transpose()];
    let wide = vec![widths[0], hidden[0], hidden[1], widths[3]];
    let spectrum = narrow.target.problem().spectrum().clone();
    let problem = Problem::from_spectrum(Architecture::new(wide).expect("widths"), spectrum);
    KnownPoint {
        target: narrow.target.with_problem(problem.expect("fits")),
        subset: narrow.subset.clone(),
        listed: narrow.listed.clone(),
        weights: Weights::new(matrices).expect("chain"),
    }
}

#[test]
fn wide_networks_that_use_little_are_refined_by_a_narrow_one() {
    for at in 0..6 {
        let mut stream = RandomStream::new(6, &format!("narrowed {at}"));
        let narrow = known_point_of(vec![30, 3, 4, 30], at % 3, &mut stream);
        let wide = widened(&narrow, [120, 110], &mut stream);
        let [here, there] = [&narrow, &wide].map(|known| classify(known, f64::EPSILON));
        let (here, there) = (here.expect("finite"), there.expect("finite"));
        let moved = perturbed(&wide.weights, 1e-8, &mut stream);
        let found = Refinement::of(&wide.target, &moved, &()).expect("finite");
        let found = found.unwrap_or_else(|| panic!("{at}: a stratum is near"));
        assert_eq!(found.classification.stratum, there.stratum, "{at}");
        let distance: f64 = moved.matrices().iter().map(|matrix| matrix.len() as f64).sum();
        assert!(found.moved < 3e-8 * distance.sqrt(), "{at}: moved by {}", found.moved);
        let ranks = |classified: &Classification| {
            let ranks = classified.ranks.clone().expect("decided");
            [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)].map(|(x, y)| ranks.product(x, y))
        };
        assert_eq!(ranks(&found.classification), ranks(&here), "{at}");
    }
}

#[test]
fn theorem_and_dense_hessian_agree() {
    let mut compared = 0;
    for at in 0..300 {
        let mut stream = RandomStream::new(4, &format!("hessian {at}"));
        let KnownPoint { target, weights, listed, .. } =
            random_known_point(&mut stream, &[2, 3, 4], 4);
        let errors = WeightErrors::of_rounding(target.problem(), &weights, f64::EPSILON, None);
        let classified = Classification::of(&target, &weights, &errors).expect("finite");
        let reduction = Reduction::of_spectrum(target.problem().clone());
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
        let KnownPoint { target, weights, listed, .. } =
            random_known_point(&mut stream, &[2, 3, 4], 12);
        let errors = WeightErrors::of_rounding(target.problem(), &weights, f64::EPSILON, None);
        let classified = Classification::of(&target, &weights, &errors).expect("finite");
        let reduction = Reduction::of_spectrum(target.problem().clone());
        let check = HessianCheck::lanczos(&reduction, &weights, &classified, 0, &());
        let check = check.expect("finite");
        let agree = check.agrees_with(listed.profile.inertia);
        assert_ne!(agree, Some(false), "{at}: {check:?} {listed:?}");
        if classified.is_decided() && listed.profile.inertia.negative < 64 {
            counted += 1;
            agreed += usize::from(agree == Some(true));
            // An index that is too small is contradicted; one that is too large may hide below the error.
            let mut wrong = listed.profile.inertia;
            wrong.negative += 1;
            assert_eq!(check.agrees_with(wrong), None);
            if let Some(fewer) = listed.profile.inertia.negative.checked_sub(1) {
                wrong.negative = fewer;
                assert!(agree.is_none() || check.agrees_with(wrong) == Some(false));
            }
        }
    }
    assert!(counted > 25 && agreed * 50 >= counted * 49, "{agreed} of {counted}");
}

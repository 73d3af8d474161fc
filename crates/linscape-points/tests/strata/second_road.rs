//! Theorem against numerics at random points.

use linscape_network::RandomMatrices as _;
use std::ops::ControlFlow;

use linscape_critical::{
    Architecture, Observer, PointType, Problem, Progress, RandomStream, SingularSubset, Spectrum,
};
use linscape_lapack::thin_qr;
use linscape_network::{SingularBases, Target};
use linscape_points::strictness;
use linscape_points::{
    CheckedPoint, MeasuredRanks, PointCheck, Strictness, Verification, VerifyOptions, check_points,
    random_point, verify,
};
use linscape_strata::{FamilyShape, Strata, Stratum};
use nalgebra::DMatrix;
use rayon::prelude::*;

use crate::families::problem;

const OPTIONS: VerifyOptions = VerifyOptions { seed: 5, descent_up_to: 30 };
const NETWORKS: usize = 1_300;
const POINTS_PER_NETWORK: usize = 8;

/// Widths 1–4, depth 2–5, singular values 0–3 with repetitions, sometimes ignored inputs.
fn random_problem(stream: &mut RandomStream) -> Problem {
    let depth = 2 + stream.below(4);
    let widths: Vec<usize> = (0..=depth).map(|_| 1 + stream.below(4)).collect();
    let (inputs, modes) = (widths[0], widths[0].min(widths[depth]));
    let values: Vec<u32> = (0..modes).map(|_| [0, 1, 1, 2, 3][stream.below(5)]).collect();
    let network = Architecture::new(widths).expect("widths");
    let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&values)).expect("fits");
    let least = problem.spectrum().rank().max(1);
    if stream.below(4) > 0 {
        return problem;
    }
    let input_rank = least + stream.below(inputs - least + 1);
    problem.with_data(input_rank, None, 0.0).expect("fits")
}

fn random_target(problem: Problem, stream: &mut RandomStream) -> Target {
    let rank = problem.spectrum().rank();
    let mut orthonormal = |order: usize| -> DMatrix<f64> {
        if rank == 0 {
            return DMatrix::zeros(order, 0);
        }
        thin_qr(stream.gaussian(order, rank)).expect("tall").q
    };
    let left = orthonormal(problem.architecture().output());
    let right = orthonormal(problem.input_rank());
    Target::new(problem, SingularBases { left, right })
}

/// Any family, not only leading ones.
fn random_subset(problem: &Problem, stream: &mut RandomStream) -> SingularSubset {
    let multiplicities = problem.spectrum().multiplicities();
    let mut room = problem.maximal_rank();
    let counts: Vec<usize> = multiplicities
        .iter()
        .map(|&multiplicity| {
            let count = stream.below(multiplicity.min(room) + 1);
            room -= count;
            count
        })
        .collect();
    SingularSubset::from_counts(counts)
}

#[derive(Default, Clone, Copy)]
struct Tally {
    agreed: usize,
    undecided: usize,
    nonstrict: usize,
    degenerate: usize,
    strictness_undecided: usize,
}

impl Tally {
    fn plus(self, other: Self) -> Self {
        Self {
            agreed: self.agreed + other.agreed,
            undecided: self.undecided + other.undecided,
            nonstrict: self.nonstrict + other.nonstrict,
            degenerate: self.degenerate + other.degenerate,
            strictness_undecided: self.strictness_undecided + other.strictness_undecided,
        }
    }

    /// Inertia, dimension, type and recovered stratum at one random point.
    fn check(&mut self, target: &Target, stream: &mut RandomStream) {
        let problem = target.problem();
        let subset = random_subset(problem, stream);
        let stratum = Stratum::random(&FamilyShape::new(problem, &subset), stream);
        let check = PointCheck::at_random(target, (&subset, stratum.clone()), None, stream)
            .expect("converges");
        assert_ne!(check.agrees(), Some(false), "{problem:?}, {subset:?}, {check:?}");
        let sigma = target.matrix();
        let measured = MeasuredRanks::at(&check.weights, sigma).expect("converges");
        let found = strictness(problem, &subset, &check.weights, sigma).expect("converges");
        let is_strict = check.theorem.point_type == PointType::StrictSaddle;
        match found {
            Strictness::Strict { .. } => assert!(is_strict, "{problem:?}, {check:?}"),
            Strictness::Nonstrict => assert!(!is_strict, "{problem:?}, {check:?}"),
            Strictness::Undecided { .. } => self.strictness_undecided += 1,
        }
        match (check.agrees(), measured.pattern) {
            (Some(true), Some(pattern)) => {
                assert_eq!(pattern.stratum(), Ok(stratum), "{problem:?}, {check:?}");
                self.agreed += 1;
            }
            _ => self.undecided += 1,
        }
        self.nonstrict += usize::from(check.theorem.point_type == PointType::NonstrictSaddle);
        self.degenerate += usize::from(!check.theorem.is_morse_bott());
    }
}

#[test]
fn ten_thousand_random_points_have_the_stated_inertia_dimension_type_and_stratum() {
    linscape_lapack::initialise().expect("a usable LAPACK");
    let tally = (0..NETWORKS)
        .into_par_iter()
        .map(|network| {
            let mut stream = RandomStream::new(2026, &format!("network {network}"));
            let problem = random_problem(&mut stream);
            let target = random_target(problem, &mut stream);
            let mut tally = Tally::default();
            (0..POINTS_PER_NETWORK).for_each(|_| tally.check(&target, &mut stream));
            tally
        })
        .reduce(Tally::default, Tally::plus);
    let points = NETWORKS * POINTS_PER_NETWORK;
    assert_eq!(tally.agreed + tally.undecided, points);
    assert!(tally.agreed >= 10_000);
    assert!(tally.undecided * 100 < points);
    assert!(tally.nonstrict > 500 && tally.degenerate > 5_000);
}

/// All strata of all families of a problem.
fn every_stratum(problem: &Problem) -> Vec<(SingularSubset, Stratum)> {
    let modes = problem.spectrum().rank();
    let subsets = (0_u32..1 << modes).filter_map(|bits| {
        let indices: Vec<usize> = (1..=modes).filter(|mode| bits >> (mode - 1) & 1 == 1).collect();
        problem.subset(&indices).ok()
    });
    subsets
        .flat_map(|subset| {
            let shape = FamilyShape::new(problem, &subset);
            Strata::of(&shape)
                .map(move |listed| (subset.clone(), listed.stratum))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_stratum_of_a_network_of_widths_three_is_verified() {
    let problem = problem(&[3, 3, 3, 3], &[3, 2, 1]);
    let points = every_stratum(&problem);
    assert_eq!(points.len(), 23 + 3 * 11 + 3 * 4 + 1);
    let target = Target::standard(&problem);
    let outcome = verify(&target, points, OPTIONS, &()).expect("converges");
    assert_eq!((outcome.agreed, outcome.disagreed, outcome.undecided), (69, 0, 0));
    assert_eq!((outcome.learning_agreed, outcome.learning_undecided), (69, 0));
    // The balanced points of ranks 0, 1 and 2, each leading.
    assert_eq!((outcome.escape_consistent, outcome.escape_undecided), (3, 0));
    assert_eq!(outcome.first_disagreement, None);
    assert!(outcome.smallest_margin.is_some_and(|margin| margin > 1e6), "{outcome:?}");
}

/// Stops as soon as something is done.
struct StopSoon;

impl Observer for StopSoon {
    fn advance(&self, progress: Progress) -> ControlFlow<()> {
        if progress.done > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

#[test]
fn an_observer_stops_a_verification_between_two_batches() {
    let problem = problem(&[2, 2, 2, 2], &[2, 1]);
    let point = every_stratum(&problem).remove(0);
    let points = vec![point; 33 * rayon::current_num_threads()];
    let asked = points.len();
    let target = Target::standard(&problem);
    let outcome = verify(&target, points, OPTIONS, &StopSoon).expect("converges");
    assert!(outcome.stopped && outcome.points() > 0 && outcome.points() < asked);
}

#[test]
fn points_depend_on_the_seed_and_nothing_else() {
    let problem = problem(&[3, 2, 3], &[2, 1]);
    let target = Target::standard(&problem);
    let subset = problem.leading(1);
    let stratum = Stratum::balanced(&FamilyShape::new(&problem, &subset));
    let point = |seed| {
        let mut stream = RandomStream::new(seed, "point");
        random_point(&target, &subset, &stratum, &mut stream).expect("fits")
    };
    assert_eq!(point(1), point(1));
    assert_ne!(point(1), point(2));
}

#[test]
fn a_stratum_of_another_family_has_no_point_in_this_one() {
    let problem = problem(&[2, 2, 2], &[2, 1]);
    let target = Target::standard(&problem);
    let stratum: Stratum = "p0-2".parse().expect("key");
    let mut stream = RandomStream::new(1, "point");
    let refused = random_point(&target, &problem.leading(1), &stratum, &mut stream);
    let message = refused.expect_err("a hidden coordinate is missing").to_string();
    assert!(message.contains("layer 1 carries 0 bars"), "{message}");
}

#[test]
fn outcomes_of_two_halves_add_up_to_the_outcome_of_the_whole() {
    let problem = problem(&[2, 2, 2, 2], &[2, 1]);
    let target = Target::standard(&problem);
    let (mut halves, mut whole) = ([Verification::default(), Verification::default()], None);
    let record = |point: CheckedPoint| {
        whole.get_or_insert_with(Verification::default).record(point.clone());
        halves[point.position % 2].record(point);
    };
    let points = every_stratum(&problem);
    let flow = check_points(&target, None, points, OPTIONS, &(), record).expect("converges");
    assert!(flow.is_continue());
    let [mut first, second] = halves;
    first.absorb(&second);
    assert_eq!(Some(first), whole);
    assert!(second.points() > 5 && second.agreed == second.points());
}

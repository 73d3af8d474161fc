//! Random small networks with a target, and critical points of their families in random bases.

use linscape_critical::{Architecture, Inertia, Problem, RandomStream, SingularSubset, Spectrum};
use linscape_lapack::{symmetric_eigenvalues, thin_qr};
use linscape_network::RandomMatrices as _;
use linscape_network::{CriticalPoint, SingularBases, Target, Weights};
use linscape_points::random_point;
use linscape_strata::{FamilyShape, Strata};
use nalgebra::DMatrix;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The same cases every time, so that the gate does not depend on luck; nothing is written.
pub(crate) fn cases(number: u32) -> ProptestConfig {
    ProptestConfig {
        cases: number,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1989),
        ..ProptestConfig::default()
    }
}

/// A problem with random singular bases.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub problem: Problem,
    pub target: Target,
    seed: u64,
}

/// Widths 1–4, whole singular values up to 4 (ties and zeros included), up to two input
/// coordinates that the data never excite.
pub(crate) fn network(depths: RangeInclusive<usize>) -> impl Strategy<Value = Network> {
    let widths = depths.prop_flat_map(|depth| prop::collection::vec(1..=4_usize, depth + 1));
    let values = prop::collection::vec(0..=4_u32, 4);
    (widths, values, 0..=2_usize, any::<u64>())
        .prop_map(|(widths, values, ignored, seed)| Network::new(&widths, &values, ignored, seed))
}

/// A problem given by widths and whole singular values.
pub(crate) fn problem(widths: &[usize], values: &[u32]) -> Problem {
    let network = Architecture::new(widths.to_vec()).expect("widths");
    Problem::from_spectrum(network, Spectrum::exact_integers(values)).expect("fits")
}

impl Network {
    /// A network of widths `rank X, d_1, …, d_h` and `ignored` more inputs; singular values that
    /// do not fit are left out.
    pub(crate) fn new(widths: &[usize], values: &[u32], ignored: usize, seed: u64) -> Self {
        let (input_rank, outputs) = (widths[0], widths[widths.len() - 1]);
        let values = &values[..values.len().min(input_rank).min(outputs)];
        let mut full = widths.to_vec();
        full[0] += ignored;
        let problem = problem(&full, values).with_data(input_rank, None, 0.0).expect("rank X fits");
        let rank = problem.spectrum().rank();
        let mut stream = RandomStream::new(seed, "bases");
        let left = orthonormal(&mut stream, outputs, rank);
        let right = orthonormal(&mut stream, input_rank, rank);
        let target = Target::new(problem.clone(), SingularBases { left, right });
        Self { problem, target, seed }
    }

    /// `Σ`.
    pub(crate) fn sigma(&self) -> DMatrix<f64> {
        self.target.matrix().clone()
    }

    /// The same random numbers for the same network and purpose.
    pub(crate) fn stream(&self, purpose: &str) -> RandomStream {
        RandomStream::new(self.seed, purpose)
    }

    /// The balanced point of a family as the crate builds it, hidden layers turned at random:
    /// `W_i → Q_i W_i Q_{i−1}ᵀ`.
    pub(crate) fn balanced(&self, subset: &SingularSubset) -> Weights {
        let point = CriticalPoint::balanced(&self.target, subset);
        let mut stream = self.stream("hidden rotations");
        let depth = point.weights.depth();
        let mut matrices = point.weights.matrices().to_vec();
        for layer in 1..depth {
            let width = matrices[layer].ncols();
            let turn = orthonormal(&mut stream, width, width);
            matrices[layer - 1] = &turn * &matrices[layer - 1];
            matrices[layer] = &matrices[layer] * turn.transpose();
        }
        Weights::new(matrices).expect("rotations keep shapes")
    }

    /// Up to `number` critical points of a family from random strata, in random bases.
    pub(crate) fn stray_points(&self, subset: &SingularSubset, number: usize) -> Vec<Weights> {
        let mut stream = self.stream("stray points");
        let strata: Vec<_> =
            Strata::of(&FamilyShape::new(&self.problem, subset)).take(2000).collect();
        let drawn: BTreeSet<usize> = (0..number).map(|_| stream.below(strata.len())).collect();
        let point = |at: usize| {
            let stratum = &strata[at].stratum;
            random_point(&self.target, subset, stratum, &mut stream)
        };
        drawn.into_iter().map(point).collect::<Result<_, _>>().expect("a stratum of this family")
    }
}

/// Every family by brute force: the count vectors of all subsets of the nonzero singular values
/// that pass the bottleneck; all of them for a network of depth 1.
pub(crate) fn families(problem: &Problem) -> BTreeSet<SingularSubset> {
    let rank = problem.spectrum().rank();
    let largest = problem.architecture().widths()[1..].iter().copied().min().unwrap_or(0);
    let largest = largest.min(problem.input_rank()).min(rank);
    let smallest = if problem.architecture().depth() == 1 { rank } else { 0 };
    let subsets = (0..1_usize << rank).filter_map(|bits| {
        let indices: Vec<usize> = (1..=rank).filter(|index| bits >> (index - 1) & 1 == 1).collect();
        (smallest..=largest).contains(&indices.len()).then(|| {
            SingularSubset::from_indices(&indices, problem.spectrum().multiplicities())
                .expect("indices of nonzero values")
        })
    });
    subsets.collect()
}

/// `rows × columns` with orthonormal columns.
pub(crate) fn orthonormal(stream: &mut RandomStream, rows: usize, columns: usize) -> DMatrix<f64> {
    if columns == 0 {
        return DMatrix::zeros(rows, 0);
    }
    thin_qr(stream.gaussian(rows, columns)).expect("finite").q
}

/// Signs of the eigenvalues of a Hessian; `None` when one is neither clearly zero nor clearly not,
/// relative to the largest (or to 1, since a Hessian can vanish altogether).
pub(crate) fn signs(hessian: DMatrix<f64>) -> Option<Inertia> {
    let eigenvalues = symmetric_eigenvalues(hessian).expect("finite");
    let scale = eigenvalues.iter().fold(1.0_f64, |largest, value| largest.max(value.abs()));
    let mut inertia = Inertia { negative: 0, zero: 0, positive: 0 };
    for value in eigenvalues {
        match value.abs() / scale {
            size if size < 1e-11 => inertia.zero += 1,
            size if size < 1e-8 => return None,
            _ if value < 0.0 => inertia.negative += 1,
            _ => inertia.positive += 1,
        }
    }
    Some(inertia)
}

/// Whether two numbers agree to ten digits of the given scale.
pub(crate) fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-10 * (1.0 + scale)
}

/// Whether two numbers that are computed without rounding are the same; zeros of either sign are.
pub(crate) fn same(a: f64, b: f64) -> bool {
    a.partial_cmp(&b) == Some(Ordering::Equal)
}

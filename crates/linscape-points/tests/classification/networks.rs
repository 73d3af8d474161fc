//! Random networks, families and points of random strata.

use linscape_critical::{Architecture, Problem, RandomStream, SingularSubset, Spectrum};
use linscape_network::RandomMatrices as _;
use linscape_network::{Target, Weights};
use linscape_points::random_point;
use linscape_strata::{FamilyShape, ListedStratum, Stratum};
use nalgebra::DMatrix;

/// A point of a known stratum.
pub(crate) struct KnownPoint {
    pub target: Target,
    pub subset: SingularSubset,
    pub listed: ListedStratum,
    pub weights: Weights,
}

/// A random point of a random stratum of a random network.
pub(crate) fn random_known_point(
    stream: &mut RandomStream,
    depths: &[usize],
    widest: usize,
) -> KnownPoint {
    let depth = depths[stream.below(depths.len())];
    let widths: Vec<usize> = (0..=depth).map(|_| 1 + stream.below(widest)).collect();
    let signals = widths[0].min(widths[depth]);
    // Values from 1 to 6, often repeated, sometimes zero.
    let values: Vec<u32> = (0..signals).map(|_| small(stream, 7)).collect();
    let network = Architecture::new(widths).expect("widths");
    let spectrum = Spectrum::exact_integers(&values);
    let problem = Problem::from_spectrum(network, spectrum).expect("fits");
    let target = Target::standard(&problem);
    let largest = problem.maximal_rank();
    let mut left = stream.below(largest + 1);
    let multiplicities = problem.spectrum().multiplicities().to_vec();
    let mut counts = vec![0; multiplicities.len()];
    while left > 0 {
        let class = stream.below(counts.len());
        if counts[class] < multiplicities[class] {
            counts[class] += 1;
            left -= 1;
        }
    }
    let subset = SingularSubset::from_counts(counts);
    let shape = FamilyShape::new(&problem, &subset);
    let stratum = Stratum::random(&shape, stream);
    let weights = random_point(&target, &subset, &stratum, stream).expect("fits");
    let profile = stratum.profile(&shape);
    KnownPoint { target, subset, listed: ListedStratum { stratum, profile }, weights }
}

/// A random point of a random stratum of the family that learned the largest `learned` of distinct values.
pub(crate) fn known_point_of(
    widths: Vec<usize>,
    learned: usize,
    stream: &mut RandomStream,
) -> KnownPoint {
    let signals = u32::try_from(widths[0].min(widths[widths.len() - 1])).expect("small");
    let values: Vec<u32> = (1..=signals).rev().collect();
    let network = Architecture::new(widths).expect("widths");
    let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&values)).expect("fits");
    let target = Target::standard(&problem);
    let subset = problem.leading(learned);
    let shape = FamilyShape::new(&problem, &subset);
    let stratum = Stratum::random(&shape, stream);
    let weights = random_point(&target, &subset, &stratum, stream).expect("fits");
    let profile = stratum.profile(&shape);
    KnownPoint { target, subset, listed: ListedStratum { stratum, profile }, weights }
}

fn small(stream: &mut RandomStream, bound: usize) -> u32 {
    u32::try_from(stream.below(bound)).expect("small")
}

/// The weights with a normal number of the given size added to every entry.
pub(crate) fn perturbed(weights: &Weights, size: f64, stream: &mut RandomStream) -> Weights {
    let moved =
        |matrix: &DMatrix<f64>| matrix + stream.gaussian(matrix.nrows(), matrix.ncols()) * size;
    Weights::new(weights.matrices().iter().map(moved).collect()).expect("finite")
}

/// The weights rounded to single precision.
pub(crate) fn in_single_precision(weights: &Weights) -> Weights {
    #[allow(clippy::cast_possible_truncation, reason = "the rounding is what is tested")]
    let rounded = |matrix: &DMatrix<f64>| matrix.map(|entry| f64::from(entry as f32));
    Weights::new(weights.matrices().iter().map(rounded).collect()).expect("finite")
}

/// The weights in other bases of every hidden layer, `W_i ↦ G_i W_i G_{i−1}⁻¹` with random `G_i` of
/// condition numbers up to `10^decades`: another point of the same stratum.
pub(crate) fn mixed(weights: &Weights, decades: f64, stream: &mut RandomStream) -> Weights {
    let mut matrices = weights.matrices().to_vec();
    for layer in 0..matrices.len() - 1 {
        let order = matrices[layer].nrows();
        let decades = decades * stream.uniform();
        let mut scales: Vec<f64> =
            (0..order).map(|_| 10_f64.powf(decades * (stream.uniform() - 0.5))).collect();
        // The ends of the range, so that the condition number is the one drawn.
        scales[0] = 10_f64.powf(-0.5 * decades);
        scales[order - 1] = 10_f64.powf(0.5 * decades);
        let mut orthogonal = || stream.gaussian(order, order).qr().q();
        let (left, right) = (orthogonal(), orthogonal());
        let scaled = |power: i32| {
            DMatrix::from_fn(order, order, |row, column| {
                if row == column { scales[row].powi(power) } else { 0.0 }
            })
        };
        let (there, back) = (scaled(1), scaled(-1));
        matrices[layer] = &left * there * &right * &matrices[layer];
        matrices[layer + 1] = &matrices[layer + 1] * right.transpose() * back * left.transpose();
    }
    Weights::new(matrices).expect("finite")
}

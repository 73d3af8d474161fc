//! A point of a stratum near given weights, without iterating: flags of kernels.
//!
//! The ranks of all products around the cycle `W_1, …, W_h, Rᵀ` are sizes of kernels, and the kernels of
//! the products that start at a layer are a flag there. A layer has to carry each member into that of the
//! next layer. In orthonormal bases made of the flags these are zeros in known places; what near weights
//! have there is taken off. `R = Σ − W_J` is known, so that one way back through the hidden layers settles
//! the kernels of products along, the first layer those that start at the input, and a second way
//! back those of products around.

mod hidden_flags;
mod input_flag;
mod lifted;
mod output_flag;

use linscape_critical::{Observer, Progress};
use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_svd};
use linscape_network::{LearnedModes, NearestMap, Target, Weights};
use linscape_strata::RankPattern;
use nalgebra::DMatrix;

use crate::MeasureError;
use hidden_flags::HiddenFlags;
use input_flag::InputFlag;
use output_flag::OutputFlag;

/// None when the observer broke.
type Step<T> = Result<Option<T>, DecompositionError>;

/// Weights near the given ones of which no product exceeds its rank in the pattern, whose map is the
/// nearest `W_J`, and whose gradient vanishes, up to rounding. For weights of more than one layer;
/// none when the observer breaks.
///
/// # Errors
/// When a decomposition fails.
///
/// # Complexity
/// Singular value decompositions of `h(h − 1)` matrices no larger than layers, and as many products.
pub(crate) fn onto_flags(
    target: &Target,
    start: &Weights,
    pattern: &RankPattern,
    observer: &dyn Observer,
) -> Result<Option<Weights>, MeasureError> {
    let near = LearnedModes::nearest(target, &start.product())?;
    let Some(mut hidden) = HiddenFlags::of(start, pattern, observer)? else { return Ok(None) };
    let input = InputFlag::of(&start.matrices()[0], &near, &hidden, pattern)?;
    let output = OutputFlag::of(&near, &input.modes, &input.sizes)?;
    if hidden.meet(output, pattern, observer)?.is_none() {
        return Ok(None);
    }
    let mut layers = vec![input.first];
    layers.extend(hidden.layers());
    let weights = Weights::new(layers)?;
    Ok(Some(with_map(weights, &near)?))
}

/// Moves the last layer so that the map is `W_J`, when the two have one kernel and `Rᵀ` kills both: by an
/// invertible map of the outputs that moves them within the kernel of `Rᵀ`, the smallest member of the flag there.
fn with_map(weights: Weights, near: &NearestMap) -> Result<Weights, MeasureError> {
    if near.learned == 0 {
        return Ok(weights);
    }
    let learned = near.right.columns(0, near.learned).into_owned();
    let images = weights.matrices().iter().fold(learned, |images, layer| multiply(layer, &images));
    let mut wanted = near.left.columns(0, near.learned).into_owned();
    for (mut column, value) in wanted.column_iter_mut().zip(&near.values) {
        column.scale_mut(*value);
    }
    let svd = thin_svd(images.clone())?;
    if svd.singular_values.last().is_none_or(|value| *value == 0.0) {
        return Ok(weights);
    }
    let mut apart = multiply(&(wanted - images), &svd.vt.transpose());
    for (mut column, value) in apart.column_iter_mut().zip(&svd.singular_values) {
        column.unscale_mut(*value);
    }
    let mut layers = weights.matrices().to_vec();
    if let Some(last) = layers.last_mut() {
        let change: DMatrix<f64> = multiply(&apart, &multiply_transposed(&svd.u, last));
        *last += change;
    }
    Ok(Weights::new(layers)?)
}

fn may_go_on(observer: &dyn Observer) -> bool {
    observer.advance(Progress { done: 0, total: None }).is_continue()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refine::distance;
    use crate::{Classification, WeightErrors, random_point};
    use linscape_critical::{Architecture, Problem, RandomStream, Spectrum};
    use linscape_network::RandomMatrices as _;
    use linscape_strata::{FamilyShape, Stratum};

    /// Ties, zeros of Σ on either side, a bottleneck, depths 2 to 5.
    const NETWORKS: [(&[usize], &[u32]); 7] = [
        (&[4, 5, 6, 5, 3], &[3, 3, 1]),
        (&[5, 4, 4, 5], &[4, 2, 2]),
        (&[3, 3, 3, 3], &[3, 2, 1]),
        (&[6, 4, 6], &[5, 3, 2, 1]),
        (&[6, 5, 4, 5, 4, 6], &[5, 5]),
        (&[4, 2, 3, 5], &[7, 2, 1, 1]),
        (&[3, 4, 4, 4, 3], &[]),
    ];

    #[test]
    fn weights_near_any_stratum_are_moved_onto_it_as_far_as_the_noise_is() {
        let mut checked = 0;
        for seed in 0..140 {
            let mut stream = RandomStream::new(seed, "flags");
            let (widths, values) = NETWORKS[stream.below(NETWORKS.len())];
            let network = Architecture::new(widths.to_vec()).expect("widths");
            let spectrum = Spectrum::exact_integers(values);
            let problem = Problem::from_spectrum(network, spectrum).expect("fits");
            let target = Target::standard(&problem);
            let subset = problem.leading(stream.below(problem.maximal_rank() + 1));
            let shape = FamilyShape::new(&problem, &subset);
            let stratum = Stratum::random(&shape, &mut stream);
            let exact = random_point(&target, &subset, &stratum, &mut stream).expect("exists");
            let pattern = RankPattern::of(&stratum, &shape);
            let noise = 1e-7;
            let moved = exact
                .matrices()
                .iter()
                .map(|matrix| matrix + stream.gaussian(matrix.nrows(), matrix.ncols()) * noise);
            let near = Weights::new(moved.collect()).expect("finite");
            let found = onto_flags(&target, &near, &pattern, &()).expect("decomposes");
            let found = found.expect("unwatched");
            let errors = WeightErrors::of_rounding(&problem, &found, f64::EPSILON, None);
            let classified = Classification::of(&target, &found, &errors).expect("decomposes");
            let reached = classified.stratum.map(|listed| listed.stratum);
            assert_eq!(reached.as_ref(), Some(&stratum), "seed {seed}: {:?}", classified.open);
            let gone = distance(&found, &near);
            assert!(gone < 3e3 * noise, "seed {seed}, {stratum}: moved by {gone:e}");
            // Where nothing is wrong nothing is moved.
            let still = onto_flags(&target, &found, &pattern, &()).expect("decomposes");
            let gone = distance(&still.expect("unwatched"), &found);
            assert!(gone < 1e-9, "seed {seed}, {stratum}: moved by {gone:e} again");
            checked += 1;
        }
        assert_eq!(checked, 140);
    }
}

//! Weights of a critical point.

use crate::ask::{Matrices, with_best_offset, with_first_bias};
use crate::{StatedFamily, TaskError, Unaware, parse_stratum};
use linscape_critical::{RandomStream, SingularSubset};
use linscape_network::{CriticalPoint, RandomMatrices as _, Reduction, Weights, balanced_layers};
use linscape_points::random_point;
use linscape_strata::Stratum;
use nalgebra::DVector;

/// Which point of a family, and in which coordinates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepresentOptions {
    /// A random point of this stratum (`random`: of any); the balanced point without it.
    pub stratum: Option<String>,
    /// Where random bases come from.
    pub seed: u64,
    /// `W_1` in the whitened coordinates of the theory, not in those of the data.
    pub whitened: bool,
    /// The point that is balanced in the data's own coordinates, which training from small weights meets, and not the one
    /// that is balanced in whitened ones. Random points are neither.
    pub balanced_in_data: bool,
}

/// A point of a family.
#[derive(Debug, Clone, PartialEq)]
pub struct Representation {
    /// Its weights.
    pub weights: Weights,
    /// Its stratum, unless it is the balanced point.
    pub stratum: Option<Stratum>,
}

/// Weights of a critical point of a family. Where the last layer has a bias it takes the best offset of
/// the outputs; other biases are zero at the balanced point and random at others.
///
/// # Errors
/// When the problem has no bases, or the stratum is not the family's.
///
/// # Examples
/// ```
/// use linscape::{ProblemOptions, RepresentOptions, StatedFamily, represent};
/// let options = ProblemOptions {
///     sigma: Some("4,1".to_owned()),
///     widths: Some("2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let family = StatedFamily::new(options.state()?, "1")?;
/// let point = represent(&family, &RepresentOptions::default())?;
/// assert_eq!(point.weights.matrices()[0][(0, 0)], 2.0); // 4^{1/2}
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn represent(
    family: &StatedFamily,
    options: &RepresentOptions,
) -> Result<Representation, TaskError> {
    let StatedFamily { stated, subset, shape } = family;
    if options.whitened {
        stated.refuse_biases(Unaware::Thing("a file of whitened weights"))?;
    }
    // In whitened coordinates, in those of the data, and as they are written.
    let squares = if options.stratum.is_some() { 3 } else { 0 };
    Matrices { weights: 3, squares, products: 0 }.check(&stated.problem)?;
    let reduction = stated.reduction().ok_or(TaskError::NeedsBases { what: "singular bases" })?;
    let problem = reduction.problem();
    let mut stream = RandomStream::new(options.seed, "represent");
    let stratum = match options.stratum.as_deref() {
        None => None,
        Some("random") => Some(Stratum::random(shape, &mut stream)),
        Some(key) => Some(parse_stratum(shape, key)?),
    };
    if options.balanced_in_data && stratum.is_none() {
        let weights = balanced_in_data(&reduction, subset)?;
        let weights = if options.whitened {
            weights.with_first(reduction.whiten(&weights.matrices()[0]))?
        } else {
            let zeros = |_: usize, width: usize| DVector::zeros(width);
            with_first_bias(problem, with_best_offset(&reduction, weights, zeros)?)?
        };
        return Ok(Representation { weights, stratum });
    }
    let whitened = match &stratum {
        None => CriticalPoint::balanced(reduction.target(), subset).weights,
        Some(stratum) => random_point(reduction.target(), subset, stratum, &mut stream)?,
    };
    if options.whitened {
        return Ok(Representation { weights: whitened, stratum });
    }
    let matrices = in_data_coordinates(&reduction, &whitened)?;
    let (_, units) = reduction.in_natural_units();
    // As large as what the layers before make of the data, in each sample.
    let length = reduction.means().map_or(1.0, |means| means.mass.sqrt());
    let drawn = |layer: usize, width: usize| {
        if stratum.is_none() {
            DVector::zeros(width)
        } else {
            let free = stream.gaussian(width, 1).column(0).into_owned();
            free.map(|entry| units.product(layer, entry) / length)
        }
    };
    let weights = with_first_bias(problem, with_best_offset(&reduction, matrices, drawn)?)?;
    Ok(Representation { weights, stratum })
}

/// The layers of `W_J = P S Qᵀ` in the data's coordinates: `S^{1/h} Qᵀ, …, P S^{1/h}`.
fn balanced_in_data(reduction: &Reduction, subset: &SingularSubset) -> Result<Weights, TaskError> {
    let problem = reduction.problem();
    let whitened = CriticalPoint::balanced(reduction.target(), subset).weights;
    let map = reduction.unwhiten(&whitened.product());
    let mut widths = problem.architecture().widths().to_vec();
    widths[0] = map.ncols();
    let layers = balanced_layers(map, subset.rank(), &widths)?;
    Ok(Weights::new(layers)?)
}

/// `W_1` takes the data's own coordinates.
fn in_data_coordinates(reduction: &Reduction, whitened: &Weights) -> Result<Weights, TaskError> {
    let mut matrices = whitened.matrices().to_vec();
    matrices[0] = reduction.unwhiten(&matrices[0]);
    Ok(Weights::new(matrices)?)
}

//! Directions along which the loss falls from a saddle.

use linscape_critical::{Problem, SingularBases, Weights};
use linscape_lapack::{DecompositionError, multiply, symmetric_eigen, thin_svd};
use nalgebra::{DMatrix, DVector};

use crate::descent::Surroundings;
use crate::weight_errors::natural_size;
use crate::{DescentError, EscapeOrder, PointType, SecondOrder, StratumProfile};

/// A direction of unit length in whitened coordinates, and how the loss falls along it.
#[derive(Debug, Clone, PartialEq)]
pub struct DescentDirection {
    /// One matrix a layer.
    pub layers: Vec<DMatrix<f64>>,
    /// The layers whose weights change together, for an escaping monomial; none for an
    /// eigenvector of a negative eigenvalue.
    pub links: Vec<usize>,
    /// The eigenvalue of `½‖Σ − W‖²`, for an eigenvector.
    pub eigenvalue: Option<f64>,
    /// Radii and the change of the loss there, in the problem's convention.
    pub checked: Vec<(f64, f64)>,
}

/// Radii at which the loss is evaluated, relative to `σ_1^{1/h}`.
const RADII: [f64; 4] = [0.1, 0.05, 0.025, 0.0125];
/// Most directions that are returned.
const MOST: usize = 64;

impl DescentDirection {
    /// The loss is lower than at the point at every radius.
    #[must_use]
    pub fn descends(&self) -> bool {
        self.checked.iter().all(|&(_, change)| change < 0.0)
    }

    /// The directions of descent at critical weights of the given profile: eigenvectors of the
    /// dense Hessian's negative eigenvalues at a strict saddle, and at a nonstrict one the escaping
    /// monomials, one for each choice of as many layers as the escape order. The loss is evaluated
    /// along each.
    ///
    /// # Method
    /// A monomial changes layers `l_1 < … < l_q` by rank one, `W_{l_t} += ε y_t x_tᵀ`, so that no
    /// fewer of the changes move the end-to-end map: `W_{h:l_t+1} y_t = 0` for `t < q` and
    /// `x_tᵀ W_{l_t−1:1} = 0` for `t > 1`. The loss then falls like
    /// `−ε^q (x_1ᵀ W_{l_1−1:1} Rᵀ W_{h:l_q+1} y_q) Π_t x_{t+1}ᵀ W_{l_{t+1}−1:l_t+1} y_t`, and each
    /// factor is largest at its leading singular vectors.
    ///
    /// # Edge cases
    /// At most 64 directions; none at a global minimum, and none where the loss escapes across
    /// null bars only.
    ///
    /// # Errors
    /// When the weights are of another shape than the problem, or a decomposition fails.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Architecture, Problem, SingularBases, Spectrum, Weights};
    /// use linscape_curvature::{Classification, DescentDirection, WeightErrors};
    /// use nalgebra::DMatrix;
    /// let network = Architecture::new(vec![1, 1, 1, 1])?;
    /// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[1]))?;
    /// let bases = SingularBases::standard(&problem);
    /// let origin = Weights::new(vec![DMatrix::zeros(1, 1); 3])?;
    /// let errors = WeightErrors::of_rounding(&problem, &origin, f64::EPSILON, None);
    /// let found = Classification::of(&problem, &bases, &origin, &errors)?;
    /// let profile = found.stratum.ok_or("decided")?.profile;
    /// let ways = DescentDirection::all(&problem, &bases, &origin, &profile)?;
    /// assert_eq!(ways.len(), 1);
    /// assert_eq!(ways[0].links, [1, 2, 3]);
    /// // At radius 0.1 the amplitude is a = 0.1/√3 in each layer: ½(1 − a³)² − ½.
    /// let cube = (0.1 / 3_f64.sqrt()).powi(3);
    /// assert!((ways[0].checked[0].1 - (0.5 * cube * cube - cube)).abs() < 1e-15);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: `docs/theory.md`, "Connections" and "Escape order".
    pub fn all(
        problem: &Problem,
        bases: &SingularBases,
        weights: &Weights,
        profile: &StratumProfile,
    ) -> Result<Vec<Self>, DescentError> {
        let target = bases.target(problem);
        let mut found = match (profile.point_type, profile.escape_order) {
            (PointType::StrictSaddle, _) => {
                negative_eigenvectors(weights, &target, profile.inertia.negative)?
            }
            (PointType::NonstrictSaddle, Some(order)) => monomials(weights, &target, order)?,
            _ => Vec::new(),
        };
        let surroundings = Surroundings::of(weights, &target)?;
        let natural = natural_size(problem);
        for direction in &mut found {
            let entries = direction.layers.iter().flat_map(|layer| layer.as_slice().to_vec());
            let entries = DVector::from_vec(entries.collect());
            let check = |radius: f64| {
                let radius = radius * natural;
                (radius, problem.factor() * surroundings.rise(&(&entries * radius)))
            };
            direction.checked = RADII.map(check).to_vec();
        }
        Ok(found)
    }
}

fn negative_eigenvectors(
    weights: &Weights,
    target: &DMatrix<f64>,
    index: usize,
) -> Result<Vec<DescentDirection>, DescentError> {
    let eigen = symmetric_eigen(SecondOrder::new(weights, target)?.hessian())?;
    let directions = (0..index.min(MOST)).map(|at| {
        let column = eigen.vectors.column(at);
        let mut start = 0;
        let layer = |matrix: &DMatrix<f64>| {
            let part = column.rows(start, matrix.len());
            start += matrix.len();
            DMatrix::from_iterator(matrix.nrows(), matrix.ncols(), part.iter().copied())
        };
        let layers = weights.matrices().iter().map(layer).collect();
        let eigenvalue = Some(eigen.values[at]);
        DescentDirection { layers, links: Vec::new(), eigenvalue, checked: Vec::new() }
    });
    Ok(directions.collect())
}

fn monomials(
    weights: &Weights,
    target: &DMatrix<f64>,
    order: EscapeOrder,
) -> Result<Vec<DescentDirection>, DescentError> {
    let mut found = Vec::new();
    for links in choices(weights.depth(), order.degree()) {
        if found.len() == MOST {
            break;
        }
        if let Some(layers) = monomial(weights, target, &links)? {
            found.push(DescentDirection { layers, links, eigenvalue: None, checked: Vec::new() });
        }
    }
    Ok(found)
}

/// All increasing choices of `count` among the layers `1..=depth`.
fn choices(depth: usize, count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..count {
        let longer = |chosen: &Vec<usize>| {
            let next = chosen.last().map_or(1, |last| last + 1);
            let chosen = chosen.clone();
            (next..=depth).map(move |layer| [&chosen[..], &[layer]].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// The changes of the layers for one choice of links, of unit length together; none when some
/// factor of the monomial vanishes.
fn monomial(
    weights: &Weights,
    target: &DMatrix<f64>,
    links: &[usize],
) -> Result<Option<Vec<DMatrix<f64>>>, DescentError> {
    let depth = weights.depth();
    let (Some(&first), Some(&last)) = (links.first(), links.last()) else { return Ok(None) };
    let residual = target - weights.product();
    let outer = multiply(
        &multiply(&weights.partial_product(first - 1, 1), &residual.transpose()),
        &weights.partial_product(depth, last + 1),
    );
    let Some((input, output)) = leading_pair(outer)? else { return Ok(None) };
    // x_1, …, x_q and y_1, …, y_q.
    let (mut readers, mut writers) = (vec![input], Vec::new());
    for pair in links.windows(2) {
        let between = weights.partial_product(pair[1] - 1, pair[0] + 1);
        let unread = off_image(&weights.partial_product(pair[1] - 1, 1))?;
        let unheard = off_image(&weights.partial_product(depth, pair[0] + 1).transpose())?;
        let inner = multiply(&multiply(&unread, &between), &unheard);
        let Some((reader, writer)) = leading_pair(inner)? else { return Ok(None) };
        readers.push(reader);
        writers.push(writer);
    }
    writers.push(output);
    let mut layers: Vec<DMatrix<f64>> = weights
        .matrices()
        .iter()
        .map(|matrix| DMatrix::zeros(matrix.nrows(), matrix.ncols()))
        .collect();
    let amplitude = (links.len() as f64).sqrt().recip();
    for ((&link, reader), writer) in links.iter().zip(&readers).zip(&writers) {
        layers[link - 1] = writer * reader.transpose() * amplitude;
    }
    Ok(Some(layers))
}

/// Smallest factor of a monomial, relative to the scale 1 of a layer, that is no rounding.
const VISIBLE: f64 = 1e-9;

type VectorPair = (DVector<f64>, DVector<f64>);

/// `x`, `y` with `xᵀ A y` largest; none when `A` vanishes.
fn leading_pair(matrix: DMatrix<f64>) -> Result<Option<VectorPair>, DecompositionError> {
    let svd = thin_svd(matrix)?;
    let largest = svd.singular_values.first().copied().unwrap_or(0.0);
    let pair = || (svd.u.column(0).into_owned(), svd.vt.row(0).transpose());
    Ok((largest > VISIBLE).then(pair))
}

/// The orthogonal projection onto the complement of a matrix's image.
fn off_image(matrix: &DMatrix<f64>) -> Result<DMatrix<f64>, DecompositionError> {
    let svd = thin_svd(matrix.clone())?;
    let largest = svd.singular_values.first().copied().unwrap_or(0.0);
    let rank = svd.singular_values.partition_point(|&value| value > VISIBLE * largest.max(1.0));
    let image = svd.u.columns(0, rank);
    Ok(DMatrix::identity(matrix.nrows(), matrix.nrows()) - image * image.transpose())
}

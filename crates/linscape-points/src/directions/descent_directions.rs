//! Directions along which the loss falls from a saddle.

use linscape_critical::{NaturalUnits, Observer};
use linscape_lapack::symmetric_eigen;
use linscape_network::{Target, Weights};
use nalgebra::{DMatrix, DVector};

use crate::directions::EscapingMonomial;
use crate::measured::natural_size;
use linscape_critical::{PointType, SingularSubset};
use linscape_curvature::{DescentError, HessianProduct, LanczosOptions, SecondOrder, Surroundings};
use linscape_strata::{EscapePath, FamilyShape, ListedStratum};

/// A direction of unit length in whitened coordinates, and how the loss falls along it.
#[derive(Debug, Clone, PartialEq)]
pub struct DescentDirection {
    /// One matrix a layer.
    pub layers: Vec<DMatrix<f64>>,
    /// What has to be added in second order, `W + ε·layers + ε²·bend`: the step between null bars
    /// of a path that needs one.
    pub bend: Option<Vec<DMatrix<f64>>>,
    /// The theorem's path that it follows; none for an eigenvector of a negative eigenvalue.
    pub path: Option<EscapePath>,
    /// The eigenvalue of `½‖Σ − W‖²`, for an eigenvector.
    pub eigenvalue: Option<f64>,
    /// Radii and the change of the loss there, in the problem's convention.
    pub checked: Vec<(f64, f64)>,
}

/// Radii at which the loss is evaluated, relative to `σ_1^{1/h}`.
const RADII: [f64; 4] = [0.1, 0.05, 0.025, 0.0125];
/// By how much nearer they are, the first at which the loss falls at all of them: higher degrees have a share.
const SIZES: [f64; 4] = [1.0, 0.5, 0.25, 0.125];
/// Most directions that are returned.
const MOST: usize = 64;
/// Most of them when they are looked for without the dense Hessian.
const MOST_BY_PRODUCTS: usize = 16;

impl DescentDirection {
    /// The loss is lower than at the point at every radius.
    #[must_use]
    pub fn descends(&self) -> bool {
        self.checked.iter().all(|&(_, change)| change < 0.0)
    }

    /// The exponent `q` in which the loss falls between the two smallest radii, `−ε^q`; `None`
    /// where it does not fall.
    #[must_use]
    pub fn exponent(&self) -> Option<f64> {
        let [.., (outer, above), (inner, below)] = self.checked[..] else { return None };
        (above < 0.0 && below < 0.0).then(|| (above / below).ln() / (outer / inner).ln())
    }

    /// The directions of descent at critical weights of the given family and stratum: eigenvectors
    /// of negative eigenvalues at a strict saddle (of the dense Hessian up to `dense_limit`
    /// parameters, else the 16 lowest by Lanczos), and at a nonstrict one the escaping monomials,
    /// one for each kind of shortest path of the theorem, through null bars too. The loss is
    /// evaluated along each.
    ///
    /// # Method
    /// A path of links in layers `l_1 < … < l_q` changes these layers by rank one,
    /// `W_{l_t} += ε a_t y_t x_tᵀ`, and the loss falls like
    /// `−ε^q (x_1ᵀ W_{l_1−1:1} Rᵀ W_{h:l_q+1} y_q) Π_t a_t x_{t+1}ᵀ W_{l_{t+1}−1:l_t+1} y_t`; each factor
    /// is largest at its leading singular vectors among those that the bars allow. Some links may move the
    /// end-to-end map by themselves where the residual does not see it, and that costs in the same degree: the
    /// amplitudes `a_t` are those with which the sum falls most. A path along which it does not fall in its degree
    /// is left away. A step `b`
    /// between null bars costs `½η²‖b‖²` and pays `η ε^n c` with the other `n` links, so it grows
    /// like `η = ε^n c/‖b‖²`, and the loss falls like `−½ε^{2n} c²/‖b‖²`.
    ///
    /// # Edge cases
    /// At most 64 directions; none at a global minimum.
    ///
    /// # Errors
    /// When the weights are of another shape than the problem, or a decomposition fails.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_network::{Target, Weights};
    /// use linscape_points::{Classification, DescentDirection, WeightErrors};
    /// use nalgebra::DMatrix;
    /// let problem = Problem::exact(&[1, 1, 1, 1], &[1])?;
    /// let target = Target::standard(&problem);
    /// let origin = Weights::new(vec![DMatrix::zeros(1, 1); 3])?;
    /// let errors = WeightErrors::of_rounding(&problem, &origin, f64::EPSILON, None);
    /// let found = Classification::of(&target, &origin, &errors)?;
    /// let (family, stratum) = (&found.modes.subset, found.stratum.as_ref().ok_or("decided")?);
    /// let ways = DescentDirection::all(&target, &origin, (family, stratum), 100, &())?;
    /// assert_eq!(ways.len(), 1);
    /// assert_eq!(ways[0].links(), [1, 2, 3]);
    /// // At radius 0.1 the amplitude is a = 0.1/√3 in each layer: ½(1 − a³)² − ½.
    /// let cube = (0.1 / 3_f64.sqrt()).powi(3);
    /// assert!((ways[0].checked[0].1 - (0.5 * cube * cube - cube)).abs() < 1e-15);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: `docs/theory.md`, "Connections" and "Escape order".
    pub fn all(
        target: &Target,
        weights: &Weights,
        (family, listed): (&SingularSubset, &ListedStratum),
        dense_limit: usize,
        observer: &dyn Observer,
    ) -> Result<Vec<Self>, DescentError> {
        let problem = target.problem();
        let sigma = target.matrix();
        let mut found = match listed.profile.point_type {
            PointType::StrictSaddle if weights.parameters() <= dense_limit => {
                dense_eigenvectors(weights, sigma, listed.profile.inertia.negative)?
            }
            PointType::StrictSaddle => {
                eigenvectors(weights, sigma, listed.profile.inertia.negative, observer)?
            }
            PointType::NonstrictSaddle => {
                let shape = FamilyShape::new(problem, family);
                monomials(weights, sigma, listed.stratum.escape_paths(&shape, MOST))?
            }
            PointType::GlobalMinimum => Vec::new(),
        };
        let surroundings = Surroundings::of(weights, sigma)?;
        let natural = natural_size(problem);
        for direction in &mut found {
            let check = |radius: f64| {
                let rise = surroundings.rise(&direction.displacement(radius));
                (radius, problem.factor() * rise)
            };
            let at = |size: f64| RADII.map(|radius| check(radius * size * natural)).to_vec();
            let closer = SIZES.map(at);
            let falls = |all: &&Vec<(f64, f64)>| all.iter().all(|&(_, change)| change < 0.0);
            direction.checked.clone_from(closer.iter().find(falls).unwrap_or(&closer[0]));
        }
        // A path is left away along which the loss rises in its own degree.
        found.retain(|way| way.path.is_none() || way.descends());
        Ok(found)
    }

    /// The same in the units that the problem was stated in.
    pub(crate) fn restored(mut self, units: NaturalUnits) -> Self {
        for matrix in self.bend.iter_mut().flatten() {
            matrix.apply(|entry| *entry = units.weight_here(*entry));
        }
        // Beside inputs of size one the first layer is shorter than in whitened coordinates.
        let bend = self.bend.as_mut().and_then(|bend| bend.first_mut());
        for matrix in self.layers.first_mut().into_iter().chain(bend) {
            matrix.apply(|entry| *entry = units.input(*entry));
        }
        self.eigenvalue = self.eigenvalue.map(|value| units.eigenvalue(value));
        for (radius, change) in &mut self.checked {
            (*radius, *change) = (units.weight(*radius), units.loss(*change));
        }
        self
    }

    /// The layers that change, from 1; none for an eigenvector.
    #[must_use]
    pub fn links(&self) -> Vec<usize> {
        let links = self.path.iter().flat_map(|path| &path.links);
        links.map(|link| link.layer).collect()
    }

    /// All changes at a radius as one vector.
    fn displacement(&self, radius: f64) -> DVector<f64> {
        let flat = |layers: &[DMatrix<f64>]| {
            let entries = layers.iter().flat_map(|layer| layer.as_slice().to_vec());
            DVector::from_vec(entries.collect())
        };
        let straight = flat(&self.layers) * radius;
        match &self.bend {
            Some(bend) => straight + flat(bend) * (radius * radius),
            None => straight,
        }
    }

    fn eigenvector(weights: &Weights, eigenvalue: f64, vector: &[f64]) -> Self {
        let mut rest = vector;
        let layer = |matrix: &DMatrix<f64>| {
            let (part, others) = rest.split_at(matrix.len());
            rest = others;
            DMatrix::from_column_slice(matrix.nrows(), matrix.ncols(), part)
        };
        let layers = weights.matrices().iter().map(layer).collect();
        let eigenvalue = Some(eigenvalue);
        Self { layers, bend: None, path: None, eigenvalue, checked: Vec::new() }
    }
}

fn dense_eigenvectors(
    weights: &Weights,
    target: &DMatrix<f64>,
    index: usize,
) -> Result<Vec<DescentDirection>, DescentError> {
    let eigen = symmetric_eigen(SecondOrder::new(weights, target)?.hessian())?;
    let direction = |at: usize| {
        let vector = eigen.vectors.column(at).into_owned();
        DescentDirection::eigenvector(weights, eigen.values[at], vector.as_slice())
    };
    Ok((0..index.min(MOST)).map(direction).collect())
}

fn eigenvectors(
    weights: &Weights,
    target: &DMatrix<f64>,
    index: usize,
    observer: &dyn Observer,
) -> Result<Vec<DescentDirection>, DescentError> {
    let product = HessianProduct::new(weights, target)?;
    let count = index.min(MOST_BY_PRODUCTS);
    let options =
        LanczosOptions { ends: [count, 0], proofs: [0; 2], ..LanczosOptions::for_ends(count) };
    let low = product.ends(&options, observer)?.lowest;
    let pairs = low.values.iter().zip(low.vectors.column_iter());
    Ok(pairs
        .filter(|(value, _)| **value < 0.0)
        .map(|(value, vector)| {
            let vector = vector.into_owned();
            DescentDirection::eigenvector(weights, *value, vector.as_slice())
        })
        .collect())
}

/// One direction for each kind of path: paths whose links lie in the same layers and between bars
/// of the same sides are changes of the same weights.
fn monomials(
    weights: &Weights,
    target: &DMatrix<f64>,
    paths: Vec<EscapePath>,
) -> Result<Vec<DescentDirection>, DescentError> {
    let residual = target - weights.product();
    let depth = weights.depth();
    let kind = |path: &EscapePath| -> Vec<(usize, bool, bool, bool)> {
        let side = |link: &linscape_strata::Link| {
            (link.layer, link.to.start == 0, link.to.end == depth, link.across_null)
        };
        path.links.iter().map(side).collect()
    };
    let mut kinds = std::collections::BTreeSet::new();
    let mut found = Vec::new();
    for path in paths {
        if found.len() == MOST || !kinds.insert(kind(&path)) {
            continue;
        }
        if let Some(monomial) = EscapingMonomial::of(weights, &residual, &path)? {
            let EscapingMonomial { layers, bend } = monomial;
            let (path, eigenvalue) = (Some(path), None);
            found.push(DescentDirection { layers, bend, path, eigenvalue, checked: Vec::new() });
        }
    }
    Ok(found)
}

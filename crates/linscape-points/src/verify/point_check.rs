//! Theorem against numerics at one random point of a stratum.

use linscape_critical::{Problem, SingularSubset};
use linscape_lapack::{DecompositionError, symmetric_eigenvalues};
use linscape_network::{SingularBases, Weights};
use nalgebra::DMatrix;

use crate::{NumericalEscape, RandomPointError, hessian_scale, random_point};
use linscape_critical::RandomStream;
use linscape_curvature::{
    DescentError, NumericalInertia, NumericalRank, SecondOrder, numerical_dimension,
};
use linscape_strata::{FamilyShape, Stratum, StratumProfile};

/// Largest gradient, relative to the scale of the Hessian and the weights, that rounding explains.
const CRITICAL: f64 = 1e-10;

/// What two roads say of one random point of a stratum.
#[derive(Debug, Clone, PartialEq)]
pub struct PointCheck {
    /// The stratum.
    pub stratum: Stratum,
    /// The closed forms.
    pub theorem: StratumProfile,
    /// The point, in whitened coordinates.
    pub weights: Weights,
    /// Gradient norm relative to its scale: zero at a critical point.
    pub relative_gradient: f64,
    /// Loss at the point less that of the family, relative to `½‖Σ‖²`.
    pub loss_error: f64,
    /// Inertia of the dense Hessian, coordinates that the loss ignores included.
    pub inertia: NumericalInertia,
    /// Rank of the group action, with those coordinates.
    pub dimension: NumericalRank,
    /// What a search for descent found, if there was one
    /// ([`search_descent`](Self::search_descent)).
    pub escape: Option<NumericalEscape>,
}

impl PointCheck {
    /// Checks one random point.
    ///
    /// # Errors
    /// When the stratum does not fit the family, or a decomposition fails.
    ///
    /// # Complexity
    /// `O(N³)` time, `8 N²` bytes.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Architecture, Inertia, Problem, RandomStream, Spectrum};
    /// use linscape_network::SingularBases;
    /// use linscape_points::PointCheck;
    /// let network = Architecture::new(vec![2, 2, 2, 2])?;
    /// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1]))?;
    /// let bases = SingularBases::standard(&problem);
    /// let mut stream = RandomStream::new(3, "check");
    /// let stratum = "p0-3.b1-2".parse()?;
    /// let check = PointCheck::at_random(&problem, &bases, &problem.leading(1), stratum, &mut stream)?;
    /// // One component of the family {1}: dimension 7, one way down.
    /// assert_eq!(check.agrees(), Some(true));
    /// assert_eq!(check.inertia.decided(), Some(Inertia { negative: 1, zero: 7, positive: 4 }));
    /// assert_eq!(check.dimension.decided(), Some(7));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn at_random(
        problem: &Problem,
        bases: &SingularBases,
        subset: &SingularSubset,
        stratum: Stratum,
        stream: &mut RandomStream,
    ) -> Result<Self, RandomPointError> {
        let shape = FamilyShape::new(problem, subset);
        let weights = random_point(problem, bases, subset, &stratum, stream)?;
        let target = bases.target(problem);
        let theorem = stratum.profile(&shape);
        let at = match SecondOrder::new(&weights, &target) {
            Ok(at) => at,
            Err(error) => unreachable!("a point of a stratum fits its own problem: {error}"),
        };
        let scale = hessian_scale(&weights, &target);
        let size = weights.matrices().iter().map(DMatrix::norm_squared).sum::<f64>().sqrt();
        let relative_gradient = relative(at.gradient_norm(), scale * (1.0 + size));
        let energy = 0.5 * target.norm_squared();
        let family_loss = family_loss(problem, subset);
        let loss_error = relative((at.loss() - family_loss).abs(), energy);
        let inertia = inertia_with_ignored(&at, scale, shape.ignored)?;
        let dimension = dimension_with_ignored(&weights, &target, shape.ignored)?;
        let escape = None;
        Ok(Self {
            stratum,
            theorem,
            weights,
            relative_gradient,
            loss_error,
            inertia,
            dimension,
            escape,
        })
    }

    /// Searches for a descent faster than the theorem says, in the coordinates of the target
    /// `Σ` that the point belongs to.
    ///
    /// # Errors
    /// When the target has another shape, or a decomposition fails.
    ///
    /// # Complexity
    /// That of [`NumericalEscape::search`].
    pub fn search_descent(
        &mut self,
        target: &DMatrix<f64>,
        stream: &mut RandomStream,
    ) -> Result<(), DescentError> {
        let stated = self.theorem.escape_order;
        self.escape = Some(NumericalEscape::search(&self.weights, target, stated, stream)?);
        Ok(())
    }

    /// Gradient, loss, inertia and dimension are all as stated, and no faster descent was found;
    /// `None` when numerics decide nothing against it but leave inertia or dimension open.
    #[must_use]
    pub fn agrees(&self) -> Option<bool> {
        let inertia = self.inertia.decided().map(|found| found == self.theorem.inertia);
        let dimension = self.dimension.decided().map(|found| found == self.theorem.dimension);
        let is_point = self.relative_gradient <= CRITICAL && self.loss_error <= CRITICAL;
        let refuted = matches!(self.escape, Some(NumericalEscape::Refuted { .. }));
        match (is_point && !refuted, inertia, dimension) {
            (false, _, _) | (_, Some(false), _) | (_, _, Some(false)) => Some(false),
            (true, Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }

    /// How clearly the numerics decided: the smaller of the two margins.
    #[must_use]
    pub fn margin(&self) -> Option<f64> {
        match (self.inertia, self.dimension) {
            (
                NumericalInertia::Decided { margin, .. },
                NumericalRank::Decided { margin: other, .. },
            ) => Some(margin.min(other)),
            _ => None,
        }
    }
}

fn relative(value: f64, scale: f64) -> f64 {
    if scale > 0.0 { value / scale } else { value }
}

/// `½ Σ_{l ∉ J} σ_l²`.
fn family_loss(problem: &Problem, subset: &SingularSubset) -> f64 {
    let values = problem.spectrum().distinct().iter().zip(problem.spectrum().multiplicities());
    let unlearned = values
        .zip(subset.counts())
        .map(|((value, &multiplicity), &count)| (multiplicity - count) as f64 * value * value);
    0.5 * unlearned.sum::<f64>()
}

fn inertia_with_ignored(
    at: &SecondOrder<'_>,
    scale: f64,
    ignored: usize,
) -> Result<NumericalInertia, DecompositionError> {
    let mut found = NumericalInertia::of(&symmetric_eigenvalues(at.hessian())?, scale);
    if let NumericalInertia::Decided { inertia, .. } = &mut found {
        inertia.zero += ignored;
    }
    Ok(found)
}

fn dimension_with_ignored(
    weights: &Weights,
    target: &DMatrix<f64>,
    ignored: usize,
) -> Result<NumericalRank, DecompositionError> {
    let mut found = numerical_dimension(weights, target)?;
    if let NumericalRank::Decided { rank, .. } = &mut found {
        *rank += ignored;
    }
    Ok(found)
}

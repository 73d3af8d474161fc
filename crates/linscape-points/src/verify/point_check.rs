//! Theorem against numerics at one random point of a stratum.

use super::second_road::{CRITICAL, hessian_scale, weight_size};
use super::whole_network::with_drawn_biases;
use linscape_critical::{Problem, SingularSubset};
use linscape_lapack::symmetric_eigenvalues;
use linscape_network::{LayerInputs, Target, Weights};
use nalgebra::DMatrix;

use crate::{LearningCheck, NumericalEscape, RandomPointError, random_point};
use linscape_critical::RandomStream;
use linscape_curvature::{
    DescentError, NumericalInertia, NumericalRank, SecondOrder, numerical_dimension,
};
use linscape_strata::{FamilyShape, Stratum, StratumProfile};

/// What two roads say of one random point of a stratum.
#[derive(Debug, Clone, PartialEq)]
pub struct PointCheck {
    /// The stratum.
    pub stratum: Stratum,
    /// The closed forms.
    pub theorem: StratumProfile,
    /// The point, in whitened coordinates, without its biases.
    pub weights: Weights,
    /// Gradient norm relative to its scale: zero at a critical point.
    pub relative_gradient: f64,
    /// Loss at the point less that of the family, relative to `½‖Σ‖²`.
    pub loss_error: f64,
    /// What the layers' own rounding may do to the loss, in the same units: `½(‖Σ‖ + Π ‖W_i‖)²`
    /// against `½‖Σ‖²`, times the relative rounding that is allowed. Layers that are much longer
    /// than their product leave more rounding in it than `Σ` is long.
    pub loss_rounding: f64,
    /// Inertia of the dense Hessian, coordinates that the loss ignores included.
    pub inertia: NumericalInertia,
    /// Rank of the group action, with those coordinates.
    pub dimension: NumericalRank,
    /// The learning coefficient by other roads.
    pub learning: LearningCheck,
    /// What a search for descent found, if there was one
    /// ([`search_descent`](Self::search_descent)).
    pub escape: Option<NumericalEscape>,
}

impl PointCheck {
    /// Checks one random point. Of a network whose last layer has a bias the Hessian is that of
    /// weights and biases together, at random other biases, reading `reads`: means taken off the
    /// data for the theorem are there, and nothing is split off.
    ///
    /// # Errors
    /// When the stratum does not fit the family, or a decomposition fails.
    ///
    /// # Complexity
    /// `O(N³)` time, `8 N²` bytes.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Inertia, Problem, RandomStream};
    /// use linscape_network::Target;
    /// use linscape_points::PointCheck;
    /// let problem = Problem::exact(&[2, 2, 2, 2], &[2, 1])?;
    /// let target = Target::standard(&problem);
    /// let mut stream = RandomStream::new(3, "check");
    /// let stratum = "p0-3.b1-2".parse()?;
    /// let family = problem.leading(1);
    /// let check = PointCheck::at_random(&target, (&family, stratum), None, &mut stream)?;
    /// // One component of the family {1}: dimension 7, one way down.
    /// assert_eq!(check.agrees(), Some(true));
    /// assert_eq!(check.inertia.decided(), Some(Inertia { negative: 1, zero: 7, positive: 4 }));
    /// assert_eq!(check.dimension.decided(), Some(7));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn at_random(
        target: &Target,
        (subset, stratum): (&SingularSubset, Stratum),
        reads: Option<&LayerInputs>,
        stream: &mut RandomStream,
    ) -> Result<Self, RandomPointError> {
        let problem = target.problem();
        let shape = FamilyShape::new(problem, subset);
        let weights = random_point(target, subset, &stratum, stream)?;
        let sigma = target.matrix();
        let theorem = stratum.profile(&shape);
        let whole = match reads {
            None => weights.clone(),
            Some(reads) => with_drawn_biases(&weights, problem.biases(), reads, stream)?,
        };
        let at = match reads {
            None => SecondOrder::new(&whole, sigma),
            Some(reads) => SecondOrder::reading(&whole, reads),
        };
        let at = match at {
            Ok(at) => at,
            Err(error) => unreachable!("a point of a stratum fits its own problem: {error}"),
        };
        let eigenvalues = symmetric_eigenvalues(at.hessian())?;
        let scale = hessian_scale(&weights, sigma);
        // Means may be large beside the differences of the samples.
        let scale = eigenvalues.iter().fold(scale, |most, value| most.max(value.abs()));
        let size = weight_size(&weights, sigma);
        let relative_gradient = relative(at.gradient_norm(), scale * size);
        let energy = 0.5 * sigma.norm_squared();
        let family_loss = family_loss(problem, subset);
        let loss_error = relative((at.loss() - family_loss).abs(), energy);
        let lengths: f64 = weights.matrices().iter().map(DMatrix::norm).product();
        let bearing = 0.5 * (sigma.norm() + lengths).powi(2);
        let loss_rounding = relative(bearing * CRITICAL.error, energy);
        let flat = shape.beside().flat;
        let ignored = problem.parameters() - whole.parameters();
        let inertia = NumericalInertia::of(&eigenvalues, scale).with_zeros(ignored);
        let dimension = if separated(problem) {
            numerical_dimension(&weights, sigma)?.with_more(flat)
        } else {
            NumericalRank::UNKNOWN
        };
        let learning = LearningCheck::at(&stratum, &shape, &theorem, &weights, sigma)?;
        let escape = None;
        Ok(Self {
            stratum,
            theorem,
            weights,
            relative_gradient,
            loss_error,
            loss_rounding,
            inertia,
            dimension,
            learning,
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

    /// Gradient, loss, inertia and dimension are all as stated, no faster descent was found, and
    /// nothing speaks against the learning coefficient;
    /// `None` when numerics decide nothing against it but leave inertia or dimension open.
    #[must_use]
    pub fn agrees(&self) -> Option<bool> {
        let refuted = matches!(self.escape, Some(NumericalEscape::Refuted { .. }))
            || self.learning.agrees() == Some(false);
        let answers = [
            CRITICAL.vanishes(self.relative_gradient),
            self.loss_agrees(),
            self.inertia.agree_with(self.theorem.inertia),
            self.dimension.agree_with(self.theorem.dimension),
            Some(!refuted),
        ];
        if answers.contains(&Some(false)) {
            return Some(false);
        }
        answers.iter().all(Option::is_some).then_some(true)
    }

    /// Whether the loss is that of the family; open where rounding explains the difference.
    fn loss_agrees(&self) -> Option<bool> {
        let explained = self.loss_error <= self.loss_rounding;
        CRITICAL.vanishes(self.loss_error).filter(|&vanishes| vanishes || !explained)
    }

    /// How clearly the numerics decided: the smaller of the two margins.
    #[must_use]
    pub fn margin(&self) -> Option<f64> {
        self.dimension.decided()?;
        Some(self.inertia.margin()?.min(self.dimension.margin))
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

/// Whether double precision tells all singular values from each other and from zero, so clearly that the
/// moves which keep them apart are known: a gap below rounding would pass for a symmetry.
fn separated(problem: &Problem) -> bool {
    const TOLD: f64 = 1e-9;
    problem.spectrum().smallest_gap().is_none_or(|gap| gap > TOLD)
}

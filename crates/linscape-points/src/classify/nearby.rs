//! The family that an end-to-end map is nearest to.

use linscape_critical::{
    EscapeOrder, NaturalUnits, PointType, Problem, SingularSubset, euclidean_length,
};
use linscape_network::LearnedModes;
use linscape_strata::{BalancedClassification, FamilyShape, LearningCoefficient};

/// The family whose map is nearest, and what its balanced points are: what weights on a plateau of
/// training are *near*, critical or not.
///
/// # Examples
/// ```
/// use linscape_critical::{PointType, Problem};
/// use linscape_network::{LearnedModes, Target};
/// use linscape_points::Nearby;
/// use nalgebra::{DMatrix, DVector};
/// let problem = Problem::exact(&[2, 2, 2, 2], &[4, 3])?;
/// let map = DMatrix::from_diagonal(&DVector::from_vec(vec![4.0, 0.5]));
/// let modes = LearnedModes::of(&Target::standard(&problem), &map)?;
/// let near = Nearby::of(&problem, &modes);
/// assert_eq!((near.subset.rank(), near.point_type), (1, PointType::NonstrictSaddle));
/// assert_eq!(near.relative_distance, Some(0.1)); // 0.5 of ‖Σ‖ = 5
/// assert_eq!(near.learning.lambda.to_string(), "2");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Nearby {
    /// The modes learned there.
    pub subset: SingularSubset,
    /// Global minimum, strict or nonstrict saddle.
    pub point_type: PointType,
    /// Negative eigenvalues of the Hessian at its balanced points.
    pub index: usize,
    /// How fast the loss can fall from there; `None` at a global minimum.
    pub escape_order: Option<EscapeOrder>,
    /// `‖W − W_J‖_F` of the end-to-end maps, whitened coordinates.
    pub distance: f64,
    /// The same in units of `‖Σ‖_F`; `None` for `Σ = 0`, which has no scale.
    pub relative_distance: Option<f64>,
    /// The learning coefficient at its balanced points.
    pub learning: LearningCoefficient,
}

impl Nearby {
    /// What the modes of a map say.
    ///
    /// # Complexity
    /// Linear in the number of distinct singular values; no matrix is formed.
    #[must_use]
    pub fn of(problem: &Problem, modes: &LearnedModes) -> Self {
        let subset = modes.subset.clone();
        let point = BalancedClassification::new(problem, &subset);
        let shape = FamilyShape::new(problem, &subset);
        let (distance, relative_distance) = distances(problem, modes);
        Self {
            learning: shape.balanced_learning_coefficient(),
            point_type: point.point_type,
            index: point.inertia.negative,
            escape_order: point.escape_order,
            distance,
            relative_distance,
            subset,
        }
    }

    /// The same in the units that the problem was stated in.
    #[must_use]
    pub fn restored(self, units: NaturalUnits) -> Self {
        Self { distance: units.map(self.distance), ..self }
    }

    /// The same family, seen from another map that is nearest to it: only distances differ. What the family is, its
    /// learning coefficient above all, is not worked out again.
    ///
    /// # Panics
    /// When the map is nearest to another family.
    #[must_use]
    pub fn seen_from(&self, problem: &Problem, modes: &LearnedModes) -> Self {
        assert_eq!(self.subset, modes.subset, "the same family");
        let (distance, relative_distance) = distances(problem, modes);
        Self { distance, relative_distance, ..self.clone() }
    }
}

/// The distance of the maps, and in units of `‖Σ‖`.
fn distances(problem: &Problem, modes: &LearnedModes) -> (f64, Option<f64>) {
    let target = euclidean_length(&problem.spectrum().singular_values());
    (modes.distance, (target > 0.0).then(|| modes.distance / target))
}

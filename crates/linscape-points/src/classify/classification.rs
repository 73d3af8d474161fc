//! What given weights are.

use crate::classify::HessianBound;
use crate::measured::{PointSpectra, RankReading};
use crate::{MeasureError, OffsetCheck, OpenRank, WeightErrors};
use linscape_critical::{Beside, NaturalUnits, PointType, Problem, numbered};
use linscape_curvature::SecondOrder;
use linscape_network::{LearnedModes, Target, Weights};
use linscape_strata::{
    FamilyShape, InconsistentRanks, KernelDimensions, LearningCoefficient, ListedStratum,
    RankPattern, StratumMismatch,
};

/// What theorem and ranks say of given weights, in whitened coordinates.
///
/// Every statement is three-valued: what the errors of the weights leave open is *undecided*, and
/// [`open`](Self::open) says why.
#[derive(Debug, Clone, PartialEq)]
pub struct Classification {
    /// `κ + c·½‖Σ − W‖²` in the problem's convention.
    pub loss: f64,
    /// How much the loss may be wrong by the errors of weights and target.
    pub loss_error: f64,
    /// The largest layer gradient in units of the error it may have: up to 1 is zero.
    pub gradient_in_errors: f64,
    /// Norm of the gradient of `½‖Σ − W‖²`, layer by layer.
    pub gradients: Vec<f64>,
    /// Whether the gradient vanishes; `None` when undecided.
    pub critical: Option<bool>,
    /// The end-to-end map mode by mode: the subset learned, where the point is critical, and the
    /// nearest one otherwise.
    pub modes: LearnedModes,
    /// The ranks, when all are decided.
    pub ranks: Option<RankPattern>,
    /// The kernels of all partial products, on which the learning coefficient of the weights' own
    /// function depends, or what leaves them open. The point need not be critical.
    pub kernels: Result<KernelDimensions, Open>,
    /// The stratum and its closed forms, when the point is critical and all is decided.
    pub stratum: Option<ListedStratum>,
    /// Why a critical point, or one that may be, has no stratum.
    pub open: Option<Open>,
    /// The smallest singular value taken for nonzero, in units of its error.
    pub rank_margin: f64,
    /// What the Hessian's eigenvalues there are compared with.
    pub(crate) hessian: HessianBound,
    /// What stands beside the matrices.
    beside: Beside,
}

/// What keeps weights from being classified; what would decide it is for the words of who asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Open {
    /// The gradient is neither clearly zero nor clearly not.
    #[error(
        "the gradient is {in_errors:.1} times the error it may have: zero up to 1, nonzero beyond {clear}"
    )]
    Gradient {
        /// The gradient in units of its error.
        in_errors: f64,
        /// From which multiple on it would be called nonzero.
        clear: f64,
    },
    /// The offset of the outputs is neither clearly zero nor clearly not.
    #[error(
        "the offset of the outputs, which biases leave, is {in_errors:.1} times the error it may have: zero up to 1, \
         nonzero beyond {clear}"
    )]
    Offset {
        /// The offset in units of its error.
        in_errors: f64,
        /// From which multiple on it would be called nonzero.
        clear: f64,
    },
    /// A singular value is neither.
    #[error(
        "the rank of {} is open: singular value {:.1e} against an error of {:.1e}",
        product_name(*.0), .0.singular_value, .0.error
    )]
    Rank(OpenRank),
    /// The end-to-end map is near none of a family.
    #[error("a mode is learned in part: its share is {:.2} away from ½", clarity)]
    Modes {
        /// How far the least clear mode is from learned or not.
        clarity: f64,
    },
    /// A singular value of the target is below the error of the map.
    #[error(
        "whether a mode is learned is open: the end-to-end map has an error of {error:.1e}, and {apart:.1e} would decide"
    )]
    ModesInError {
        /// The error of the map.
        error: f64,
        /// The error that would turn the answer.
        apart: f64,
    },
    /// The decided ranks are those of no critical point.
    #[error("{0}; no critical point has such ranks: the weights are near one at best")]
    Inconsistent(#[from] InconsistentRanks),
    /// The decided ranks belong to another family than the map.
    #[error("the ranks fit no stratum of the family: {0}")]
    Mismatch(#[from] StratumMismatch),
    /// The rank of the end-to-end map is not the number of modes it has learned.
    #[error(
        "the end-to-end map has rank {rank} but has learned {}",
        numbered(learned, "mode", "modes")
    )]
    Learned {
        /// The rank.
        rank: usize,
        /// The modes.
        learned: usize,
    },
}

fn product_name(open: OpenRank) -> String {
    let (x, y) = open.layers;
    if open.residual { format!("B_{{{y},{}}}", x + 1) } else { format!("W_{{{y}:{}}}", x + 1) }
}

/// How far from ½ the share of every mode has to be.
const CLEAR_SHARE: f64 = 0.4;

impl Classification {
    /// Classifies weights of widths `rank X, d_1, …, d_h`.
    ///
    /// # Errors
    /// When the weights are of another shape than the problem, or a decomposition fails.
    ///
    /// # Complexity
    /// `O(h²)` products and singular value decompositions of matrices of the layers' sizes.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{PointType, Problem};
    /// use linscape_network::{CriticalPoint, Target};
    /// use linscape_points::{Classification, WeightErrors};
    /// let problem = Problem::exact(&[3, 3, 3, 3], &[3, 2, 1])?;
    /// let target = Target::standard(&problem);
    /// let weights = CriticalPoint::balanced(&target, &problem.leading(2)).weights;
    /// let errors = WeightErrors::of_rounding(&problem, &weights, f64::EPSILON, None);
    /// let found = Classification::of(&target, &weights, &errors)?;
    /// let profile = found.stratum.ok_or("decided")?.profile;
    /// assert_eq!(profile.point_type, PointType::NonstrictSaddle);
    /// assert_eq!(profile.inertia.to_string(), "0/19/8");
    /// assert!((found.loss - 0.5).abs() < 1e-14); // the third mode is not learned: ½·1²
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: `docs/theory.md`, "Strata".
    pub fn of(
        target: &Target,
        weights: &Weights,
        errors: &WeightErrors,
    ) -> Result<Self, MeasureError> {
        let problem = target.problem();
        let sigma = target.matrix();
        let second_order = SecondOrder::new(weights, sigma)?;
        let spectra = PointSpectra::of(&second_order, sigma)?;
        let modes = LearnedModes::of(target, &weights.product())?;
        let reading = spectra.read(errors);
        let hessian = HessianBound::of(&spectra, errors);
        let loss = problem.loss_offset() + problem.factor() * second_order.loss();
        // ‖R‖ moves by no more than the map and the target do.
        let moved = reading.map_error + errors.target;
        let residual = (2.0 * second_order.loss()).sqrt();
        let loss_error = problem.factor() * moved * (residual + 0.5 * moved);
        let (stratum, open) = match stratum_of(problem, &reading, &modes, errors) {
            Ok(stratum) => (stratum, None),
            Err(open) => (None, Some(open)),
        };
        Ok(Self {
            loss,
            loss_error,
            gradient_in_errors: reading.gradient,
            gradients: spectra.gradients,
            critical: reading.critical,
            modes,
            ranks: reading.pattern,
            kernels: kernels_of(reading.kernels),
            stratum,
            open,
            rank_margin: reading.margin,
            hessian,
            beside: problem.beside(),
        })
    }

    /// The learning coefficient of `½‖W(w') − W(w)‖²` at the weights `w`, critical or not.
    ///
    /// # Errors
    /// What leaves the rank of a partial product open.
    pub fn learning_coefficient(&self) -> Result<LearningCoefficient, &Open> {
        let kernels = self.kernels.as_ref();
        Ok(kernels.map(KernelDimensions::learning_coefficient)?.with_beside(self.beside))
    }

    /// The learning coefficient at the balanced points of the family that the product is nearest to.
    #[must_use]
    pub fn nearest_learning_coefficient(&self, problem: &Problem) -> LearningCoefficient {
        FamilyShape::new(problem, &self.modes.subset).balanced_learning_coefficient()
    }

    /// The type of the critical point; `None` when it is not critical or undecided.
    #[must_use]
    pub fn point_type(&self) -> Option<PointType> {
        self.stratum.as_ref().map(|listed| listed.profile.point_type)
    }

    /// The same in the units that the problem was stated in.
    pub(crate) fn restored(mut self, units: NaturalUnits) -> Self {
        self.loss = units.loss(self.loss);
        self.loss_error = units.loss(self.loss_error);
        for gradient in &mut self.gradients {
            *gradient = units.gradient(*gradient);
        }
        self.modes.distance = units.map(self.modes.distance);
        self.modes.decided_below = units.map(self.modes.decided_below);
        match &mut self.open {
            Some(Open::Rank(open)) => {
                let factors = open.factors(self.gradients.len());
                open.singular_value = units.product(factors, open.singular_value);
                open.error = units.product(factors, open.error);
            }
            Some(Open::ModesInError { error, apart }) => {
                (*error, *apart) = (units.map(*error), units.map(*apart));
            }
            _ => {}
        }
        self
    }

    /// The same of a network whose biases leave this offset: what the matrices are counts where the
    /// offset vanishes.
    pub(crate) fn with_offset(mut self, offset: &OffsetCheck, units: NaturalUnits) -> Self {
        self.loss += units.loss_here(offset.loss);
        self.gradient_in_errors = self.gradient_in_errors.max(offset.in_errors);
        if offset.in_errors > 0.0 {
            let relative = 2.0 / offset.in_errors + 1.0 / offset.in_errors.powi(2);
            self.loss_error += units.loss_here(offset.loss) * relative;
        }
        match offset.vanishes() {
            Some(true) => {}
            Some(false) => {
                self.critical = Some(false);
                (self.stratum, self.open) = (None, None);
            }
            None if self.critical == Some(false) => {}
            None => {
                let OffsetCheck { in_errors, clear, .. } = *offset;
                self.critical = None;
                (self.stratum, self.open) = (None, Some(Open::Offset { in_errors, clear }));
            }
        }
        self
    }

    /// Whether the point was told to be critical, and of which stratum, or told not to be.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.open.is_none()
    }
}

fn kernels_of(
    read: Result<Result<KernelDimensions, InconsistentRanks>, OpenRank>,
) -> Result<KernelDimensions, Open> {
    Ok(read.map_err(Open::Rank)??)
}

/// The stratum that a reading names; none when the point is not critical.
pub(crate) fn stratum_of(
    problem: &Problem,
    reading: &RankReading,
    modes: &LearnedModes,
    errors: &WeightErrors,
) -> Result<Option<ListedStratum>, Open> {
    match reading.critical {
        Some(false) => return Ok(None),
        None => return Err(Open::Gradient { in_errors: reading.gradient, clear: errors.clear }),
        Some(true) => {}
    }
    if let Some(open) = reading.open {
        return Err(Open::Rank(open));
    }
    let Some(pattern) = &reading.pattern else {
        unreachable!("ranks are open or decided");
    };
    if reading.map_error >= modes.decided_below {
        let (error, apart) = (reading.map_error, modes.decided_below);
        return Err(Open::ModesInError { error, apart });
    }
    stratum_of_ranks(problem, pattern, modes).map(Some)
}

/// The stratum of a critical point that has learned these modes and has these ranks.
pub(crate) fn stratum_of_ranks(
    problem: &Problem,
    pattern: &RankPattern,
    modes: &LearnedModes,
) -> Result<ListedStratum, Open> {
    if modes.clarity < CLEAR_SHARE {
        return Err(Open::Modes { clarity: modes.clarity });
    }
    let (rank, learned) = (pattern.learned(), modes.subset.rank());
    if rank != learned {
        return Err(Open::Learned { rank, learned });
    }
    let stratum = pattern.stratum()?;
    let shape = FamilyShape::new(problem, &modes.subset);
    stratum.check(&shape)?;
    let profile = stratum.profile(&shape);
    Ok(ListedStratum { stratum, profile })
}

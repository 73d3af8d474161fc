//! Why a task was not done.

use crate::{CheckpointError, FlowOptionError, StatementError, SubsetTextError};
use linscape_critical::{BiasesError, ProblemError, SubsetError, TooLarge, ValuesError};
use linscape_curvature::{LanczosError, LowRankError};
use linscape_decay::{DecayedLandscapeError, WordError};
use linscape_flow::{
    DescentStepError, FollowError, InitialisationError, IntegrationError, OrbitError, StateError,
};
use linscape_formats::ReadWeightsError;
use linscape_lapack::DecompositionError;
use linscape_network::WeightsError;
use linscape_points::{
    DecayedPointError, DiagnosisError, MeasureError, PointProofError, RandomPointError,
    VerifyError, WeightsProofError,
};
use linscape_quotient::LandscapeError;
use linscape_strata::{CountError, StratumKeyError, StratumMismatch};
use num_bigint::BigUint;
use thiserror::Error;

/// Why a task was not done; each message is one line.
#[derive(Debug, Error)]
pub enum TaskError {
    /// The problem is none.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// A limit was reached: the work is too large as it was asked for.
    #[error(transparent)]
    Limit(#[from] Limit),
    /// Bases are needed, and a document has none.
    #[error(
        "a problem document holds no {what}; state the problem by --sigma, --target or --inputs"
    )]
    NeedsBases {
        /// What is missing.
        what: &'static str,
    },
    /// Samples are needed, and the problem has none.
    #[error("{what} draws samples; state the problem by --inputs")]
    NeedsData {
        /// What needs them.
        what: &'static str,
    },
    /// Biases where they are not known.
    #[error(
        "{what} does not know biases: leave --biases away; the landscape of the matrices is that of the \
         data about their means (--center)"
    )]
    BiasesNotHere {
        /// What does not know them.
        what: &'static str,
    },
    /// Weights whose biases are not those of the problem.
    #[error(
        "{file}: {found} {} a bias, but --biases {stated} was stated; state what the weights have, or leave \
         --biases away: weights say it themselves",
        if found.starts_with("layers") { "have" } else { "has" }
    )]
    Biases {
        /// The file.
        file: String,
        /// The layers that have biases.
        found: String,
        /// What was stated.
        stated: String,
    },
    /// Weights whose biases have no landscape here.
    #[error("{file}: {fault}")]
    BiasesOfFile {
        /// The file.
        file: String,
        /// What is wrong.
        fault: BiasesError,
    },
    /// Options of a trajectory.
    #[error(transparent)]
    FlowOption(#[from] FlowOptionError),
    /// Checkpoints that make no run.
    #[error(transparent)]
    Checkpoints(#[from] CheckpointError),
    /// A start, a step or an end that a trajectory cannot have, with the option that asks for it.
    #[error("{option}{message}")]
    Trajectory {
        /// `--so: `, or nothing where no option is at fault.
        option: &'static str,
        /// What is wrong.
        message: String,
    },
    /// Weights that a flow does not move.
    #[error(transparent)]
    State(#[from] StateError),
    /// An orbit that cannot be followed.
    #[error(transparent)]
    Orbit(#[from] OrbitError),
    /// The text of a subset.
    #[error(transparent)]
    SubsetText(#[from] SubsetTextError),
    /// A subset that is no family.
    #[error("--subset {text}: {fault}")]
    Subset {
        /// As it was given.
        text: String,
        /// What is wrong.
        fault: SubsetError,
    },
    /// A text that is no key.
    #[error(
        "--subset {text}: '{part}' is not an index; write learned|passes, whole numbers with commas \
         up to the largest width: 1,2|3"
    )]
    WordText {
        /// As it was given.
        text: String,
        /// The part that is no index.
        part: String,
    },
    /// A key that is no family with weight decay.
    #[error("--subset {text}: {fault}")]
    Word {
        /// As it was given.
        text: String,
        /// What is wrong.
        fault: WordError,
    },
    /// A condition on strata, of which a family with weight decay has one.
    #[error("{option} does not go with --decay: a family has no strata")]
    NoStrataWithDecay {
        /// The option.
        option: &'static str,
    },
    /// Classification with weight decay, asked for in another way than it is done.
    #[error(
        "{option} does not go with --decay: the dense Hessian always decides, and moves the weights"
    )]
    RefinedAnyway {
        /// The option.
        option: &'static str,
    },
    /// A random point with decay that was not made.
    #[error(transparent)]
    DecayedPoint(#[from] DecayedPointError),
    /// A decomposition that failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
    /// A saddle to start near that is no family.
    #[error("--init near:{text}: {fault}")]
    NearSubset {
        /// As it was given.
        text: String,
        /// What is wrong.
        fault: SubsetError,
    },
    /// A key that is none.
    #[error("--stratum {key}: {fault}")]
    StratumKey {
        /// As it was given.
        key: String,
        /// What is wrong.
        fault: StratumKeyError,
    },
    /// A stratum of another family.
    #[error("--stratum {key}: {fault}")]
    Stratum {
        /// As it was given.
        key: String,
        /// What is wrong.
        fault: StratumMismatch,
    },
    /// A rank that no product of the layers has.
    #[error(
        "--rank {given}: the narrowest layer has width {bottleneck}; ask for a rank up to that"
    )]
    LearningRank {
        /// What was asked for.
        given: usize,
        /// The largest rank.
        bottleneck: usize,
    },
    /// Too few samples for an expansion in their logarithm.
    #[error("--samples {given}: log log n is positive from {fewest} samples on; ask for more")]
    LearningSamples {
        /// What was asked for.
        given: usize,
        /// The fewest.
        fewest: usize,
    },
    /// A noise that is none.
    #[error("--noise {given}: a variance is a positive number")]
    LearningNoise {
        /// What was asked for.
        given: f64,
    },
    /// Weights of another network.
    #[error(
        "{file}: {} chain to widths {found:?}, but the problem has {stated:?}",
        layers.join(", ")
    )]
    Widths {
        /// The weights.
        file: String,
        /// Their tensors.
        layers: Vec<String>,
        /// Their widths.
        found: Vec<usize>,
        /// Those of the problem.
        stated: Vec<usize>,
    },
    /// Weights of a training that diverged.
    #[error("{file}: the loss of these weights is too large for a number: training diverged")]
    Overflow {
        /// The weights.
        file: String,
    },
    /// Weights that cannot be diagnosed.
    #[error("{file}: {fault}")]
    Diagnosis {
        /// The weights.
        file: String,
        /// What is wrong.
        fault: DiagnosisError,
    },
    /// Weights that cannot be read.
    #[error(transparent)]
    ReadWeights(#[from] ReadWeightsError),
    /// Weights that do not chain.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// A loss convention without samples.
    #[error(transparent)]
    Loss(#[from] ProblemError),
    /// A random point that was not found.
    #[error(transparent)]
    RandomPoint(#[from] RandomPointError),
    /// A decomposition that failed.
    #[error(transparent)]
    Measure(#[from] MeasureError),
    /// Ends of a spectrum that were not found.
    #[error(transparent)]
    Lanczos(#[from] LanczosError),
    /// Weights that cannot be taken apart.
    #[error(transparent)]
    LowRank(#[from] LowRankError),
    /// Points that could not be checked.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// Points at which nothing could be proved.
    #[error("--exact: {0}")]
    Proof(PointProofError),
    /// Weights of which nothing could be proved.
    #[error("--exact: {file}: {fault}")]
    WeightsProof {
        /// The weights.
        file: String,
        /// What is wrong.
        fault: WeightsProofError,
    },
}

/// Work that is too large as it was asked for, and how to ask for less.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Limit {
    /// Families of a landscape.
    #[error("{0}; list the lowest with --limit K")]
    Landscape(#[from] LandscapeError),
    /// Families of a landscape with decay.
    #[error("{0}; list the lowest with --limit K")]
    DecayedLandscape(#[from] DecayedLandscapeError),
    /// Strata too many to be counted.
    #[error(transparent)]
    Count(#[from] CountError),
    /// Critical values that families share by the million.
    #[error(transparent)]
    Values(#[from] ValuesError),
    /// Work that takes too much memory, and what makes it so large.
    #[error("{need}; ask for smaller {option}")]
    Memory {
        /// What it takes.
        need: TooLarge,
        /// The option to ask less of.
        option: &'static str,
    },
    /// A limit that is no limit.
    #[error(
        "--limit {limit} of {families} families is more than the {most} that are held at once; \
         list critical values alone with `linscape values`"
    )]
    Families {
        /// What was asked for.
        limit: usize,
        /// How many there are.
        families: BigUint,
        /// Most that are held.
        most: usize,
    },
    /// Strata of a family.
    #[error(
        "{total} strata are more than {most}; list the first with --limit K, or only \
         --components, or --count them"
    )]
    Strata {
        /// How many there are, or `uncounted`.
        total: String,
        /// Most that are listed.
        most: u64,
    },
    /// Families to verify.
    #[error(
        "{families} families are more than the {most} that are verified together; choose one with \
         --subset"
    )]
    VerifiedFamilies {
        /// How many there are.
        families: BigUint,
        /// Most that are verified together.
        most: u32,
    },
    /// Points to verify.
    #[error(
        "{points} points are more than the {most} that are verified at once; ask --samples or \
         --limit for fewer"
    )]
    VerifiedPoints {
        /// What was asked for.
        points: usize,
        /// Most that are held.
        most: usize,
    },
    /// Conditions that random strata do not meet.
    #[error(
        "none of {drawn} random strata of {total} meets the conditions; list the first that do \
         with --limit K"
    )]
    RareStrata {
        /// Strata drawn in vain.
        drawn: usize,
        /// How many there are, or `uncounted`.
        total: String,
    },
    /// A Hessian to form.
    #[error(
        "verify forms dense Hessians: {order} parameters are more than {most}; ask for smaller \
         --widths or --hidden"
    )]
    DenseHessian {
        /// Its order.
        order: usize,
        /// The largest that is formed.
        most: usize,
    },
    /// A Hessian to form with decay.
    #[error("classify with --decay forms a dense Hessian: {order} parameters are more than {most}")]
    DecayedHessian {
        /// Its order.
        order: usize,
        /// The largest that is formed.
        most: usize,
    },
    /// A Hessian of whole numbers.
    #[error(
        "--exact eliminates Hessians of whole numbers: {weights} weights are more than {most}; ask \
         for smaller --widths, or verify without --exact"
    )]
    ExactHessian {
        /// Weights of the network.
        weights: usize,
        /// Most for which it is done.
        most: usize,
    },
    /// An action to rank.
    #[error(
        "verify solves for pairs of {inputs}×{inputs} and {outputs}×{outputs} matrices: \
         {unknowns} unknowns are more than {most}; ask for smaller --widths at the ends"
    )]
    OuterSides {
        /// `rank X`.
        inputs: usize,
        /// `d_h`.
        outputs: usize,
        /// Numbers in both matrices.
        unknowns: usize,
        /// Most that are solved for.
        most: usize,
    },
}

impl From<PointProofError> for TaskError {
    fn from(error: PointProofError) -> Self {
        Self::Proof(error)
    }
}

impl TaskError {
    /// Whether what was asked can be done, but is more than there is room for.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        match self {
            Self::Limit(_) => true,
            Self::Statement(fault) => fault.is_limit(),
            Self::ReadWeights(fault) => fault.is_too_large(),
            _ => false,
        }
    }
}

impl From<InitialisationError> for TaskError {
    fn from(error: InitialisationError) -> Self {
        Self::Trajectory { option: initialisation_option(&error), message: error.to_string() }
    }
}

impl From<DescentStepError> for TaskError {
    fn from(error: DescentStepError) -> Self {
        Self::Trajectory { option: descent_option(&error), message: error.to_string() }
    }
}

impl From<IntegrationError> for TaskError {
    fn from(error: IntegrationError) -> Self {
        Self::Trajectory { option: integration_option(&error), message: error.to_string() }
    }
}

impl From<FollowError> for TaskError {
    fn from(error: FollowError) -> Self {
        Self::Trajectory { option: follow_option(&error), message: error.to_string() }
    }
}

/// The option that an error speaks of, as a prefix of its message.
fn initialisation_option(error: &InitialisationError) -> &'static str {
    match error {
        InitialisationError::Size { what: "distance", .. } => "--distance: ",
        InitialisationError::Departure { .. } => "--along: ",
        InitialisationError::Size { .. }
        | InitialisationError::NothingToUnbalance
        | InitialisationError::Decomposition(_) => "--init: ",
    }
}

fn descent_option(error: &DescentStepError) -> &'static str {
    match error {
        DescentStepError::Step { .. } => "--step: ",
        DescentStepError::Batch { .. } => "--batch: ",
    }
}

fn integration_option(error: &IntegrationError) -> &'static str {
    match error {
        IntegrationError::Tolerance { .. } => "--rtol: ",
        IntegrationError::AbsoluteTolerance { .. } => "--atol: ",
        _ => "",
    }
}

fn follow_option(error: &FollowError) -> &'static str {
    match error {
        FollowError::EndInThePast { .. } => "--until: ",
        FollowError::LossOutOfReach { .. } => "--until-loss: ",
        FollowError::Every { .. } | FollowError::TooManyMoments { .. } => "--every: ",
        FollowError::Radius { .. } => "--radius: ",
        FollowError::StartOverflows => "--init: ",
        FollowError::Integration(inner) => integration_option(inner),
        _ => "",
    }
}

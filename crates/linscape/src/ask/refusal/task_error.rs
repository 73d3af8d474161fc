//! Why a task was not done.

use crate::{
    BiasesBy, CheckpointError, FlowOptionError, Limit, StatementError, SubsetTextError,
    TrajectoryError, Unaware,
};
use linscape_critical::{BiasesError, ProblemError, SubsetError};
use linscape_curvature::{LanczosError, LowRankError};
use linscape_decay::WordError;
use linscape_flow::{
    DescentStepError, FollowError, InitialisationError, IntegrationError, OrbitError, StateError,
};
use linscape_formats::{OptionName, ReadWeightsError, Voice, Worded};
use linscape_lapack::DecompositionError;
use linscape_network::WeightsError;
use linscape_pictures::SurfaceError;
use linscape_points::{
    DecayedPointError, DiagnosisError, EscapePlaneError, MeasureError, OwnLandscapeError,
    PointProofError, RandomPointError, VerifyError, WeightsProofError,
};
use linscape_strata::{StratumKeyError, StratumMismatch};
use std::io;
use thiserror::Error;

/// Why a task was not done; each message is one line.
#[derive(Debug, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum TaskError {
    /// The problem is none.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// A limit was reached: the work is too large as it was asked for.
    #[error(transparent)]
    Limit(#[from] Limit),
    /// Bases are needed, and a document has none.
    NeedsBases {
        /// What is missing.
        what: &'static str,
    },
    /// Samples are needed, and the problem has none.
    NeedsData {
        /// The option that needs them.
        option: OptionName,
        /// Its value.
        value: &'static str,
    },
    /// A last bias that decays where that is not known.
    BiasDecayNotHere {
        /// What does not know it.
        what: &'static str,
    },
    /// Biases where they are not known.
    BiasesNotHere {
        /// What does not know them.
        what: Unaware,
    },
    /// Weights whose biases are not those of the problem.
    Biases {
        /// The file.
        file: String,
        /// The layers that have biases.
        found: String,
        /// What the problem has.
        stated: String,
        /// Who says so.
        by: BiasesBy,
    },
    /// Weights whose biases have no landscape here.
    #[error("{file}: {fault}")]
    BiasesOfFile {
        /// The file.
        file: String,
        /// What is wrong.
        fault: BiasesError,
    },
    /// A bias in the first layer alone, beside a Σ that was given.
    BiasOfInputs {
        /// The file.
        file: String,
    },
    /// Weights that a flow does not move.
    #[error(transparent)]
    State(#[from] StateError),
    /// Options of a trajectory.
    #[error(transparent)]
    FlowOption(#[from] FlowOptionError),
    /// Checkpoints that make no run.
    #[error(transparent)]
    Checkpoints(#[from] CheckpointError),
    /// A start, a step or an end that a trajectory cannot have.
    #[error(transparent)]
    Trajectory(#[from] TrajectoryError),
    /// An orbit that cannot be followed.
    #[error(transparent)]
    Orbit(#[from] OrbitError),
    /// The text of a subset.
    #[error(transparent)]
    SubsetText(#[from] SubsetTextError),
    /// A subset that is no family.
    Subset {
        /// As it was given.
        text: String,
        /// What is wrong.
        fault: SubsetError,
    },
    /// A text that is no key.
    WordText {
        /// Where it was given: `subset`, or `init` as the family to start near.
        by: OptionName,
        /// As it was given.
        text: String,
        /// The part that is no index.
        part: String,
    },
    /// A key that is no family with weight decay.
    Word {
        /// Where it was given: `subset`, or `init` as the family to start near.
        by: OptionName,
        /// As it was given.
        text: String,
        /// What is wrong.
        fault: WordError,
    },
    /// A key that no listed point has.
    OwnKey {
        /// Where it was given: `subset`, or `init` as the family to start near.
        by: OptionName,
        /// As it was given.
        text: String,
        /// Some that there are.
        known: Vec<String>,
    },
    /// Nothing was listed of decay on the data's own weights.
    Own(#[from] OwnLandscapeError),
    /// A condition on strata, of which a family with weight decay has one.
    NoStrataWithDecay {
        /// The option.
        option: OptionName,
    },
    /// Classification with weight decay, asked for in another way than it is done.
    RefinedAnyway {
        /// The option.
        option: OptionName,
    },
    /// A distance from saddles that is none.
    Epsilon {
        /// As it was given.
        given: f64,
        /// What is wrong.
        fault: OrbitError,
    },
    /// Barriers where there are none.
    #[error(
        "a network of depth {depth} with weight decay has no spurious minima, hence no barriers"
    )]
    NoBarriers {
        /// Its number of layers.
        depth: usize,
    },
    /// A plane of modes that there is not.
    Surface(#[from] SurfaceError),
    /// A page that cannot be written.
    #[error("the page cannot be written: {0}")]
    Unwritten(io::Error),
    /// A random point with decay that was not made.
    #[error(transparent)]
    DecayedPoint(#[from] DecayedPointError),
    /// A decomposition that failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
    /// A saddle to start near that is no family.
    NearSubset {
        /// As it was given.
        text: String,
        /// What is wrong.
        fault: SubsetError,
    },
    /// A key that is none.
    StratumKey {
        /// As it was given.
        key: String,
        /// What is wrong.
        fault: StratumKeyError,
    },
    /// A stratum of another family.
    Stratum {
        /// As it was given.
        key: String,
        /// What is wrong.
        fault: StratumMismatch,
    },
    /// A rank that no product of the layers has.
    LearningRank {
        /// What was asked for.
        given: usize,
        /// The largest rank.
        bottleneck: usize,
    },
    /// Too few samples for an expansion in their logarithm.
    LearningSamples {
        /// What was asked for.
        given: usize,
        /// The fewest.
        fewest: usize,
    },
    /// A noise that is none.
    LearningNoise {
        /// What was asked for.
        given: f64,
    },
    /// A noise that nothing was drawn with.
    NoiseWithoutSamples,
    /// Weights of another network.
    #[error(
        "{file}: {} chain to widths [{}], but the problem has [{}]",
        at_a_glance(layers),
        at_a_glance(found),
        at_a_glance(stated)
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
    /// A Hessian beyond the range of doubles.
    #[error(
        "{file}: the Hessian of these weights, in the data's own coordinates, is too large for numbers of double \
         precision; divide inputs and targets by a power of ten"
    )]
    HessianOverflow {
        /// The weights.
        file: String,
    },
    /// The observer asked to stop before there was anything to say.
    #[error("interrupted before anything was found")]
    Interrupted,
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
    /// A plane of escape that is none.
    EscapePlane(EscapePlaneError),
    /// Points at which nothing could be proved.
    Proof(PointProofError),
    /// Weights of which nothing could be proved.
    WeightsProof {
        /// The weights.
        file: String,
        /// What is wrong.
        fault: WeightsProofError,
    },
}

impl From<PointProofError> for TaskError {
    fn from(error: PointProofError) -> Self {
        Self::Proof(error)
    }
}

impl From<EscapePlaneError> for TaskError {
    fn from(error: EscapePlaneError) -> Self {
        Self::EscapePlane(error)
    }
}

/// A list on a line one can read: all of a dozen, else the first six and the last.
fn at_a_glance(items: &[impl ToString]) -> String {
    const MOST: usize = 12;
    let joined = |items: &[_]| items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match items {
        [first @ .., last] if items.len() > MOST => {
            format!(
                "{}, …, {} ({} in all)",
                joined(&first[..MOST / 2]),
                last.to_string(),
                items.len()
            )
        }
        few => joined(few),
    }
}

impl TaskError {
    /// The same where the key was that of the family to start near.
    pub(crate) fn of_start(mut self) -> Self {
        if let Self::WordText { by, .. } | Self::Word { by, .. } | Self::OwnKey { by, .. } =
            &mut self
        {
            *by = OptionName::Init;
        }
        self
    }

    /// Whether the observer asked to stop before there was anything to say.
    #[must_use]
    pub fn is_interruption(&self) -> bool {
        matches!(
            self,
            Self::Interrupted | Self::Diagnosis { fault: DiagnosisError::Interrupted, .. }
        )
    }

    /// Whether what was asked can be done, but is more than there is room for, or than an integrator follows.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        match self {
            Self::Limit(_) => true,
            Self::Statement(fault) => fault.is_limit(),
            Self::ReadWeights(fault) => fault.is_too_large(),
            Self::Trajectory(fault) => fault.gave_up,
            Self::Orbit(OrbitError::Integration(fault)) => fault.gave_up(),
            _ => false,
        }
    }
}

/// What cannot be followed is a task that is not done.
macro_rules! tasks_of {
    ($($fault:ident),*) => {$(
        impl From<$fault> for TaskError {
            fn from(fault: $fault) -> Self {
                Self::Trajectory(fault.into())
            }
        }
    )*};
}

tasks_of!(InitialisationError, DescentStepError, IntegrationError, FollowError);

//! How a trajectory is asked for.

use crate::{TaskError, parse_subset};
use linscape_critical::Problem;
use linscape_flow::{Departure, Initialisation, Method};
use std::str::FromStr;
use thiserror::Error;

/// What moves the weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mover {
    /// Gradient flow.
    Flow(Method),
    /// Gradient descent on all samples.
    Descent,
    /// Gradient descent on batches.
    Stochastic,
}

impl Mover {
    /// The name on the command line and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Flow(Method::BackwardDifferences) => "bdf",
            Self::Flow(Method::Explicit) => "dop853",
            Self::Descent => "gd",
            Self::Stochastic => "sgd",
        }
    }
}

/// An option of a trajectory that cannot be read, or does not go with the others.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum FlowOptionError {
    /// Not a method.
    #[error("--method '{text}' is not a method; choose bdf, dop853, gd or sgd")]
    Method {
        /// As it was given.
        text: String,
    },
    /// Not an initialisation.
    #[error(
        "--init '{text}' is not an initialisation; choose balanced:SCALE, gaussian:SCALE, \
         orthogonal:SCALE, aligned:SCALE, delta-balanced:SCALE,DELTA, near:SUBSET or file:W.npz"
    )]
    Initialisation {
        /// As it was given.
        text: String,
    },
    /// A number that is none.
    #[error("--init {text}: '{part}' is not a number")]
    Number {
        /// As it was given.
        text: String,
        /// The part that is wrong.
        part: String,
    },
    /// Not a direction.
    #[error(
        "--along '{text}' is not a direction; choose random, learn:L or swap:K-L (1-based modes)"
    )]
    Departure {
        /// As it was given.
        text: String,
    },
    /// An option that another one needs, or cannot have.
    #[error("{option} {reason}")]
    Together {
        /// The option.
        option: &'static str,
        /// What is wrong.
        reason: &'static str,
    },
}

impl FromStr for Mover {
    type Err = FlowOptionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "gd" => Ok(Self::Descent),
            "sgd" => Ok(Self::Stochastic),
            _ => text
                .parse()
                .map(Self::Flow)
                .map_err(|_| FlowOptionError::Method { text: text.to_owned() }),
        }
    }
}

/// Everything one may ask of a trajectory. `None` is the default.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowOptions {
    /// `balanced:SCALE`, `gaussian:SCALE`, `orthogonal:SCALE`, `aligned:SCALE`,
    /// `delta-balanced:SCALE,DELTA` or `near:SUBSET`; `file:…` when weights are given.
    pub init: String,
    /// Distance from the saddle of `near:`; 1e-3 by default.
    pub distance: Option<f64>,
    /// Direction from the saddle of `near:`: `random` (default), `learn:L`, `swap:K-L`.
    pub along: Option<String>,
    /// Where random weights and batches come from.
    pub seed: u64,
    /// What moves the weights.
    pub mover: Mover,
    /// Step size of a descent; half the stability limit by default.
    pub step: Option<f64>,
    /// Samples in a batch; 32 by default, or all if there are fewer.
    pub batch: Option<usize>,
    /// Move in whitened coordinates, not in those of the data.
    pub whitened: bool,
    /// Relative tolerance of an integration; 1e-8 by default.
    pub rtol: Option<f64>,
    /// Absolute tolerance of an integration; a thousandth of the relative one by default.
    pub atol: Option<f64>,
    /// End time.
    pub until: Option<f64>,
    /// Loss at which to end; without it and an end time, when the flow has come within 1e-8 of the
    /// signal energy to the least loss.
    pub until_loss: Option<f64>,
    /// Most steps.
    pub max_steps: u64,
    /// About how many moments are kept.
    pub points: usize,
    /// Keep moments at multiples of this time instead.
    pub every: Option<f64>,
    /// How near a visit is.
    pub visit_radius: f64,
    /// How much the conserved quantities may drift, relative; a thousand times `rtol` by default.
    pub drift_tolerance: Option<f64>,
}

impl FlowOptions {
    /// Defaults for an initialisation.
    #[must_use]
    pub fn starting(init: &str) -> Self {
        Self {
            init: init.to_owned(),
            distance: None,
            along: None,
            seed: 0,
            mover: Mover::Flow(Method::default()),
            step: None,
            batch: None,
            whitened: false,
            rtol: None,
            atol: None,
            until: None,
            until_loss: None,
            max_steps: 1_000_000,
            points: 500,
            every: None,
            visit_radius: 0.1,
            drift_tolerance: None,
        }
    }

    /// The file of `file:…`.
    #[must_use]
    pub fn initial_file(&self) -> Option<&str> {
        self.init.strip_prefix("file:")
    }

    /// Reads the initialisation; a file is read by who asks for it.
    ///
    /// # Errors
    /// When it cannot be read, or `--distance` and `--along` go with another one.
    pub fn initialisation(&self, problem: &Problem) -> Result<Initialisation, TaskError> {
        let text = &self.init;
        let unknown = || FlowOptionError::Initialisation { text: text.clone() };
        let (kind, rest) = text.split_once(':').ok_or_else(unknown)?;
        let number = |part: &str| {
            let wrong = || FlowOptionError::Number { text: text.clone(), part: part.to_owned() };
            part.trim().parse::<f64>().map_err(|_| wrong())
        };
        Ok(match kind {
            "gaussian" => Initialisation::Gaussian { scale: number(rest)? },
            "orthogonal" => Initialisation::Orthogonal { scale: number(rest)? },
            "balanced" => Initialisation::Balanced { scale: number(rest)? },
            "aligned" => Initialisation::Aligned { scale: number(rest)? },
            "delta-balanced" => {
                let (scale, delta) = rest.split_once(',').ok_or_else(unknown)?;
                Initialisation::DeltaBalanced { scale: number(scale)?, delta: number(delta)? }
            }
            "near" => Initialisation::Near {
                subset: parse_subset(problem, rest).map_err(|fault| match fault {
                    TaskError::Subset { text, fault } => TaskError::NearSubset { text, fault },
                    other => other,
                })?,
                distance: self.distance.unwrap_or(1e-3),
                along: self.departure()?,
            },
            _ => return Err(unknown().into()),
        })
    }

    /// Refuses options that do not go together.
    ///
    /// # Errors
    /// When there are such.
    pub fn check(&self) -> Result<(), FlowOptionError> {
        let refuse = |option, reason| Err(FlowOptionError::Together { option, reason });
        let near = self.init.starts_with("near:");
        let flows = matches!(self.mover, Mover::Flow(_));
        if self.distance.is_some() && !near {
            return refuse("--distance", "goes with --init near:SUBSET");
        }
        if self.along.is_some() && !near {
            return refuse("--along", "goes with --init near:SUBSET");
        }
        if self.step.is_some() && flows {
            return refuse("--step", "goes with --method gd or sgd");
        }
        if self.batch.is_some() && self.mover != Mover::Stochastic {
            return refuse("--batch", "goes with --method sgd");
        }
        if (self.rtol.is_some() || self.atol.is_some()) && !flows {
            return refuse("--rtol and --atol", "go with --method bdf or dop853");
        }
        if self.whitened && self.mover == Mover::Stochastic {
            return refuse("--coordinates whitened", "has no samples; sgd moves in the data's own");
        }
        if self.drift_tolerance.is_some() && !flows {
            return refuse("--drift-tolerance", "goes with --method bdf or dop853");
        }
        if self.drift_tolerance.is_some_and(|most| !(most > 0.0 && most.is_finite())) {
            return refuse("--drift-tolerance", "is positive and finite");
        }
        Ok(())
    }

    fn departure(&self) -> Result<Departure, FlowOptionError> {
        let Some(text) = &self.along else { return Ok(Departure::Random) };
        let unknown = || FlowOptionError::Departure { text: text.clone() };
        let index = |part: &str| part.parse::<usize>().map_err(|_| unknown());
        if text == "random" {
            return Ok(Departure::Random);
        }
        match text.split_once(':').ok_or_else(unknown)? {
            ("learn", mode) => Ok(Departure::Learn { learned: index(mode)? }),
            ("swap", modes) => {
                let (dropped, learned) = modes.split_once('-').ok_or_else(unknown)?;
                Ok(Departure::Swap { dropped: index(dropped)?, learned: index(learned)? })
            }
            _ => Err(unknown()),
        }
    }
}

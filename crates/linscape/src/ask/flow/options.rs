//! How a trajectory is asked for.

use crate::statement::real;
use crate::{FlowOptionError, Mover, TaskError, parse_subset};
use linscape_critical::Problem;
use linscape_flow::{Departure, Initialisation};
use linscape_formats::OptionName;
use serde::{Deserialize, Serialize};

/// The coordinates in which weights move.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
pub enum MovingIn {
    /// Those of the inputs as they were given
    #[default]
    Data,
    /// Whitened, as in the theory
    Whitened,
}

/// Everything one may ask of a trajectory, once for the command line (feature `clap`), for Python
/// and, as JSON, for sweeps. `None` is the default that the help names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "clap", derive(clap::Args))]
pub struct FlowOptions {
    /// Initial weights, as KIND:ARGUMENT (see above)
    #[cfg_attr(feature = "clap", arg(help_heading = "Start", long, value_name = "KIND:…"))]
    pub init: String,
    /// Distance from the saddle of near:, in units of σ_1^(1/h) [default: 1e-3]
    #[cfg_attr(
        feature = "clap",
        arg(help_heading = "Start", long, allow_negative_numbers = true, value_name = "ε")
    )]
    #[serde(with = "real", skip_serializing_if = "Option::is_none")]
    pub distance: Option<f64>,
    /// Direction from the saddle of near: random, learn:L or swap:K-L [default: random]
    #[cfg_attr(feature = "clap", arg(help_heading = "Start", long, value_name = "DIRECTION"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub along: Option<String>,
    /// Seed of random weights and batches; aligned: and file: draw none
    // A sweep has a list of its own: it refuses this, and writes it nowhere.
    #[cfg_attr(
        feature = "clap",
        arg(help_heading = "Start", long, value_name = "S", default_value_t = 0)
    )]
    #[serde(skip_serializing)]
    pub seed: u64,
    /// bdf (implicit, follows plateaus in long steps), dop853 (explicit), gd or sgd (fixed step, no momentum)
    /// [default: bdf]
    #[cfg_attr(feature = "clap", arg(help_heading = "Motion", long, value_name = "METHOD"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Mover>,
    /// Step size of gd and sgd [default: half the stability limit]
    #[cfg_attr(
        feature = "clap",
        arg(help_heading = "Motion", long, allow_negative_numbers = true, value_name = "η")
    )]
    #[serde(with = "real", skip_serializing_if = "Option::is_none")]
    pub step: Option<f64>,
    /// Predict the visits instead: plateaus are crossed on the small network of what is not learned yet
    #[cfg_attr(feature = "clap", arg(help_heading = "Motion", long))]
    #[serde(skip_serializing_if = "is_usual")]
    pub predict: bool,
    /// Step size of the descent that the flow stands for: stays are said in its steps too
    #[cfg_attr(
        feature = "clap",
        arg(help_heading = "Motion", long, allow_negative_numbers = true, value_name = "η")
    )]
    #[serde(with = "real", skip_serializing_if = "Option::is_none")]
    pub learning_rate: Option<f64>,
    /// Samples in a batch of sgd [default: 32]
    #[cfg_attr(feature = "clap", arg(help_heading = "Motion", long, value_name = "B"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<usize>,
    /// The coordinates in which weights move
    #[cfg_attr(feature = "clap", arg(help_heading = "Motion", long, value_enum, default_value_t = MovingIn::Data))]
    #[serde(skip_serializing_if = "is_usual")]
    pub coordinates: MovingIn,
    /// Relative tolerance of bdf and dop853 [default: 1e-8]
    #[cfg_attr(
        feature = "clap",
        arg(help_heading = "Motion", long, allow_negative_numbers = true, value_name = "R")
    )]
    #[serde(with = "real", skip_serializing_if = "Option::is_none")]
    pub rtol: Option<f64>,
    /// Absolute tolerance of bdf and dop853 [default: a thousandth of --rtol, times the size of the smallest weights
    /// at the start, the least singular value of a layer]
    #[cfg_attr(
        feature = "clap",
        arg(help_heading = "Motion", long, allow_negative_numbers = true, value_name = "A")
    )]
    #[serde(with = "real", skip_serializing_if = "Option::is_none")]
    pub atol: Option<f64>,
    /// Largest drift of what the flow conserves, relative [default: 1000 times --rtol]
    #[cfg_attr(
        feature = "clap",
        arg(help_heading = "Motion", long, allow_negative_numbers = true, value_name = "D")
    )]
    #[serde(with = "real", skip_serializing_if = "Option::is_none")]
    pub drift_tolerance: Option<f64>,
    /// End time
    #[cfg_attr(
        feature = "clap",
        arg(help_heading = "Watch", long, value_name = "T", allow_negative_numbers = true)
    )]
    #[serde(with = "real", skip_serializing_if = "Option::is_none")]
    pub until: Option<f64>,
    /// Loss at which to end [default, without --until: within 1e-8 ½‖Σ‖² of the least,
    /// and the last mode learned to 1 %]
    #[cfg_attr(
        feature = "clap",
        arg(help_heading = "Watch", long, value_name = "L", allow_negative_numbers = true)
    )]
    #[serde(with = "real", skip_serializing_if = "Option::is_none")]
    pub until_loss: Option<f64>,
    /// Most steps
    #[cfg_attr(feature = "clap", arg(help_heading = "Watch", long, value_name = "K", default_value_t = MAX_STEPS))]
    #[serde(skip_serializing_if = "is_usual_steps")]
    pub max_steps: u64,
    /// About how many moments to write, dense where much happens
    #[cfg_attr(feature = "clap", arg(help_heading = "Watch", long, value_name = "K", default_value_t = POINTS))]
    #[serde(skip_serializing_if = "is_usual_points")]
    pub points: usize,
    /// Write the moments at multiples of this time instead
    #[cfg_attr(
        feature = "clap",
        arg(
            help_heading = "Watch",
            long,
            allow_negative_numbers = true,
            value_name = "DT",
            conflicts_with = "points"
        )
    )]
    #[serde(with = "real", skip_serializing_if = "Option::is_none")]
    pub every: Option<f64>,
    /// How near to a family a visit is, in shares of the singular values and of ‖Σ‖
    #[cfg_attr(feature = "clap", arg(help_heading = "Watch", long, allow_negative_numbers = true, value_name = "R", default_value_t = RADIUS))]
    #[serde(skip_serializing_if = "is_usual_radius")]
    pub radius: f64,
}

/// Steps after which a trajectory is given up.
const MAX_STEPS: u64 = 1_000_000;
/// Moments that are kept.
const POINTS: usize = 500;
/// How near a visit is.
const RADIUS: f64 = 0.1;

fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_usual_steps(steps: &u64) -> bool {
    *steps == MAX_STEPS
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_usual_points(points: &usize) -> bool {
    *points == POINTS
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
#[allow(clippy::float_cmp, reason = "the very number that is left away")]
fn is_usual_radius(radius: &f64) -> bool {
    *radius == RADIUS
}

/// From `balanced:1e-3`, with the defaults of the command line.
impl Default for FlowOptions {
    fn default() -> Self {
        Self::starting("balanced:1e-3")
    }
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
            method: None,
            step: None,
            predict: false,
            learning_rate: None,
            batch: None,
            coordinates: MovingIn::Data,
            rtol: None,
            atol: None,
            drift_tolerance: None,
            until: None,
            until_loss: None,
            max_steps: MAX_STEPS,
            points: POINTS,
            every: None,
            radius: RADIUS,
        }
    }

    /// The file of `file:…`.
    #[must_use]
    pub fn initial_file(&self) -> Option<&str> {
        self.init.strip_prefix("file:")
    }

    /// What moves the weights: the method asked for, or the usual one.
    #[must_use]
    pub fn mover(&self) -> Mover {
        self.method.unwrap_or_default()
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
        let goes_with =
            |option, with, value| Err(FlowOptionError::GoesWith { option, with, value });
        let near = self.init.starts_with("near:");
        let flows = matches!(self.mover(), Mover::Flow(_));
        if self.distance.is_some() && !near {
            return goes_with(OptionName::Distance, OptionName::Init, "near:SUBSET");
        }
        if self.along.is_some() && !near {
            return goes_with(OptionName::Along, OptionName::Init, "near:SUBSET");
        }
        if self.step.is_some() && flows {
            return goes_with(OptionName::Step, OptionName::Method, "gd or sgd");
        }
        if self.predict && self.mover() != Mover::default() {
            return goes_with(OptionName::Predict, OptionName::Method, "bdf");
        }
        if self.learning_rate.is_some() && !flows {
            return goes_with(OptionName::LearningRate, OptionName::Method, "bdf or dop853");
        }
        if let Some(given) = self.learning_rate.filter(|rate| !(*rate > 0.0 && rate.is_finite())) {
            return Err(FlowOptionError::LearningRate { given });
        }
        if self.batch.is_some() && self.mover() != Mover::Stochastic {
            return goes_with(OptionName::Batch, OptionName::Method, "sgd");
        }
        if (self.rtol.is_some() || self.atol.is_some()) && !flows {
            return Err(FlowOptionError::Tolerances);
        }
        if self.coordinates == MovingIn::Whitened && self.mover() == Mover::Stochastic {
            return Err(FlowOptionError::WhitenedBatches);
        }
        if self.drift_tolerance.is_some() && !flows {
            return goes_with(OptionName::DriftTolerance, OptionName::Method, "bdf or dop853");
        }
        if self.drift_tolerance.is_some() && self.predict {
            return Err(FlowOptionError::PredictedDrift);
        }
        if self.drift_tolerance.is_some_and(|most| !(most > 0.0 && most.is_finite())) {
            return Err(FlowOptionError::DriftTolerance);
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

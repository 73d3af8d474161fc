//! A start, a step or an end that a trajectory cannot have.

use linscape_flow::{DescentStepError, FollowError, InitialisationError, IntegrationError};
use linscape_formats::{OptionName, Voice, Worded};
use std::fmt;
use thiserror::Error;

/// A start, a step or an end that a trajectory cannot have, with the option that asks for it.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub struct TrajectoryError {
    /// The option, unless none is at fault.
    pub option: Option<OptionName>,
    /// What is wrong.
    pub message: String,
    /// Whether the integrator found no first step, though what was asked is in order.
    pub gave_up: bool,
}

impl Worded for TrajectoryError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { option, message, .. } = self;
        match option {
            Some(option) => write!(out, "{}: {message}", voice.option(*option)),
            None => write!(out, "{message}"),
        }
    }
}

impl TrajectoryError {
    fn new(option: Option<OptionName>, fault: &impl fmt::Display) -> Self {
        Self { option, message: fault.to_string(), gave_up: false }
    }
}

impl From<InitialisationError> for TrajectoryError {
    fn from(error: InitialisationError) -> Self {
        let option = match &error {
            InitialisationError::Size { what: "distance", .. } => OptionName::Distance,
            InitialisationError::Departure { .. } => OptionName::Along,
            InitialisationError::Size { .. }
            | InitialisationError::NothingToUnbalance
            | InitialisationError::Decomposition(_) => OptionName::Init,
        };
        Self::new(Some(option), &error)
    }
}

impl From<DescentStepError> for TrajectoryError {
    fn from(error: DescentStepError) -> Self {
        let option = match &error {
            DescentStepError::Step { .. } => OptionName::Step,
            DescentStepError::Batch { .. } => OptionName::Batch,
        };
        Self::new(Some(option), &error)
    }
}

impl From<IntegrationError> for TrajectoryError {
    fn from(error: IntegrationError) -> Self {
        let gave_up = error.gave_up();
        Self { gave_up, ..Self::new(integration_option(&error), &error) }
    }
}

impl From<FollowError> for TrajectoryError {
    fn from(error: FollowError) -> Self {
        let option = match &error {
            FollowError::EndInThePast { .. } => Some(OptionName::Until),
            FollowError::LossOutOfReach { .. } => Some(OptionName::UntilLoss),
            FollowError::Every { .. } | FollowError::TooManyMoments { .. } => {
                Some(OptionName::Every)
            }
            FollowError::Radius { .. } => Some(OptionName::Radius),
            FollowError::StartOverflows => Some(OptionName::Init),
            FollowError::Integration(inner) => integration_option(inner),
            _ => None,
        };
        let gave_up = matches!(&error, FollowError::Integration(inner) if inner.gave_up());
        Self { gave_up, ..Self::new(option, &error) }
    }
}

fn integration_option(error: &IntegrationError) -> Option<OptionName> {
    match error {
        IntegrationError::Tolerance { .. } => Some(OptionName::Rtol),
        IntegrationError::AbsoluteTolerance { .. } => Some(OptionName::Atol),
        _ => None,
    }
}

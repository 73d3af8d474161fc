//! Matrices that are too large to be formed or solved.

use linscape_critical::TooLarge;
use linscape_formats::{OptionName, Voice, Worded};
use std::fmt;
use thiserror::Error;

/// Matrices that are too large to be formed or solved.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum MatrixLimit {
    /// A Hessian to form.
    DenseHessian {
        /// Its order.
        order: usize,
        /// The largest that is formed.
        most: usize,
    },
    /// A Hessian that there is no room for.
    RoomForHessian {
        /// What it takes.
        need: TooLarge,
    },
    /// A Hessian to form with decay.
    DecayedHessian {
        /// Its order.
        order: usize,
        /// The largest that is formed.
        most: usize,
    },
    /// A Hessian at every balanced point.
    CheckedHessian {
        /// Its order.
        order: usize,
        /// The largest that is formed.
        most: usize,
    },
    /// A Hessian of whole numbers.
    ExactHessian {
        /// Weights of the network.
        weights: usize,
        /// Most for which it is done.
        most: usize,
    },
    /// An action to rank.
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

impl Worded for MatrixLimit {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let (widths, exact) = (say(OptionName::Widths), say(OptionName::Exact));
        match self {
            Self::DenseHessian { order, most } => write!(
                out,
                "verify forms dense Hessians: {order} parameters are more than {most}; ask for smaller \
                 {widths} or {}",
                say(OptionName::Hidden)
            ),
            Self::RoomForHessian { need } => {
                write!(out, "{need}; Lanczos finds both ends of the spectrum without them")
            }
            Self::DecayedHessian { order, most } => write!(
                out,
                "classify with {} forms a dense Hessian: {order} parameters are more than {most}",
                say(OptionName::Decay)
            ),
            Self::CheckedHessian { order, most } => {
                let check = say(OptionName::Check);
                write!(
                    out,
                    "{check} forms a dense Hessian: {order} parameters are more than {most}; "
                )?;
                write!(out, "leave {check} away")
            }
            Self::ExactHessian { weights, most } => write!(
                out,
                "{exact} eliminates Hessians of whole numbers: {weights} weights are more than {most}; \
                 ask for smaller {widths}, or verify without {exact}"
            ),
            Self::OuterSides { inputs, outputs, unknowns, most } => write!(
                out,
                "verify solves for pairs of {inputs}×{inputs} and {outputs}×{outputs} matrices: \
                 {unknowns} unknowns are more than {most}; ask for smaller {widths} at the ends"
            ),
        }
    }
}

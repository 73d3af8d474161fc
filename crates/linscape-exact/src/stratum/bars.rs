//! Which basis vectors are alive in which layers.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// What a critical point knows of a mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ModeState {
    /// A bar over all layers carries it.
    Learned,
    /// Its input direction reaches layers `0..=input_end`, its output direction is reached from
    /// layers `output_start..=h`, with at least one layer between them.
    Unlearned {
        /// The last layer of the input bar.
        input_end: usize,
        /// The first layer of the output bar.
        output_start: usize,
    },
}

/// A singular value and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mode {
    /// `σ > 0`.
    pub sigma: BigRational,
    /// Learned or not.
    pub state: ModeState,
}

/// A bar that begins after the input and ends before the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interior {
    /// The first layer, at least 1.
    pub start: usize,
    /// The last layer, at most `h − 1`.
    pub end: usize,
}

/// A stratum of a network, as plain data: every bar, one by one.
///
/// White inputs are taken (`G = I`), and `Σ` is diagonal with the modes in their order, but for
/// inputs on which the data do not depend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// `d_0, …, d_h`; `d_0` counts the directions of the inputs, as many as there are modes and
    /// input-null bars.
    pub widths: Vec<usize>,
    /// Coordinates of the input in which the data never vary, beside `d_0`.
    pub idle_inputs: usize,
    /// The nonzero singular values.
    pub modes: Vec<Mode>,
    /// Last layers of the input bars of no mode.
    pub input_null: Vec<usize>,
    /// First layers of the output bars of no mode.
    pub output_null: Vec<usize>,
    /// The other bars.
    pub interior: Vec<Interior>,
}

/// One bar of a stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BarName {
    /// The full bar of the learned mode with this position.
    Learned(usize),
    /// The input bar of the unlearned mode with this position.
    Input(usize),
    /// The output bar of the unlearned mode with this position.
    Output(usize),
    /// An input-null bar, by position.
    InputNull(usize),
    /// An output-null bar, by position.
    OutputNull(usize),
    /// An interior bar, by position.
    Interior(usize),
}

/// Why bars make no stratum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BarsError {
    /// Fewer than two layers of weights.
    #[error("strata need at least two layers of weights, not {depth}")]
    Shallow {
        /// Layers of weights.
        depth: usize,
    },
    /// A singular value that is not positive.
    #[error("mode {mode} has σ = {sigma}, which is not positive")]
    Sigma {
        /// The mode, from 1.
        mode: usize,
        /// Its singular value.
        sigma: BigRational,
    },
    /// A bar that leaves the network or begins after its end, or two bars of a mode that touch.
    #[error("{bar:?} has no place in {depth} layers")]
    OutOfPlace {
        /// The bar.
        bar: BarName,
        /// Layers of weights.
        depth: usize,
    },
    /// A layer with another number of bars than units.
    #[error("layer {layer} has {width} units but {bars} bars")]
    Width {
        /// The layer, from 0.
        layer: usize,
        /// Its units.
        width: usize,
        /// Bars alive there.
        bars: usize,
    },
}

impl Bars {
    /// Number of layers of weights `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.widths.len().saturating_sub(1)
    }

    /// Every bar with its first and last layer: of the modes in their order (inputs before
    /// outputs), then the null ones, then the interior ones.
    #[must_use]
    pub fn all(&self) -> Vec<(BarName, usize, usize)> {
        let depth = self.depth();
        let inputs = self.modes.iter().enumerate().map(|(at, mode)| match mode.state {
            ModeState::Learned => (BarName::Learned(at), 0, depth),
            ModeState::Unlearned { input_end, .. } => (BarName::Input(at), 0, input_end),
        });
        let outputs = self.modes.iter().enumerate().filter_map(|(at, mode)| match mode.state {
            ModeState::Learned => None,
            ModeState::Unlearned { output_start, .. } => {
                Some((BarName::Output(at), output_start, depth))
            }
        });
        let input_null = self.input_null.iter().enumerate();
        let output_null = self.output_null.iter().enumerate();
        let interior = self.interior.iter().enumerate();
        inputs
            .chain(outputs)
            .chain(input_null.map(|(at, &end)| (BarName::InputNull(at), 0, end)))
            .chain(output_null.map(|(at, &start)| (BarName::OutputNull(at), start, depth)))
            .chain(interior.map(|(at, bar)| (BarName::Interior(at), bar.start, bar.end)))
            .collect()
    }

    /// The bars alive in a layer, in the order of [`all`](Self::all): its basis.
    #[must_use]
    pub fn alive(&self, layer: usize) -> Vec<BarName> {
        let bars = self.all().into_iter();
        bars.filter(|&(_, start, end)| start <= layer && layer <= end)
            .map(|(name, ..)| name)
            .collect()
    }

    /// Everything is in its place.
    ///
    /// # Errors
    /// When it is not.
    pub fn check(&self) -> Result<(), BarsError> {
        let depth = self.depth();
        if depth < 2 {
            return Err(BarsError::Shallow { depth });
        }
        for (at, mode) in self.modes.iter().enumerate() {
            if !mode.sigma.is_positive() || mode.sigma.is_zero() {
                return Err(BarsError::Sigma { mode: at + 1, sigma: mode.sigma.clone() });
            }
            if let ModeState::Unlearned { input_end, output_start } = mode.state
                && (output_start < input_end + 2 || output_start > depth)
            {
                return Err(BarsError::OutOfPlace { bar: BarName::Output(at), depth });
            }
        }
        for (bar, start, end) in self.all() {
            let inside = match bar {
                BarName::InputNull(_) => end < depth,
                BarName::OutputNull(_) => start >= 1,
                BarName::Interior(_) => start >= 1 && end < depth,
                _ => true,
            };
            if !inside || start > end {
                return Err(BarsError::OutOfPlace { bar, depth });
            }
        }
        for (layer, &width) in self.widths.iter().enumerate() {
            let bars = self.alive(layer).len();
            if bars != width {
                return Err(BarsError::Width { layer, width, bars });
            }
        }
        Ok(())
    }
}

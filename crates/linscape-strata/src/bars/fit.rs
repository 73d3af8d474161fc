//! Whether a multiset of summands is a stratum of a given family.

use crate::{Bar, FamilyShape, ModePair, Stratum, Summand};

/// Why a multiset of summands is no stratum of a family.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StratumMismatch {
    /// A pair of an unlearned mode at which the loss has a slope.
    #[error(
        "the pair {pair} of an unlearned mode leaves no layer free: its second number must exceed its first by at least 2"
    )]
    NotCritical {
        /// The pair.
        pair: ModePair,
    },
    /// A pair that ends beyond the output layer.
    #[error("the pair {pair} does not fit into layers 0 to {depth}")]
    PairOutside {
        /// The pair.
        pair: ModePair,
        /// The number of layers `h`.
        depth: usize,
    },
    /// An input-null bar that reaches the output.
    #[error("an input-null bar cannot end at layer {end}: ends lie between 0 and {}", depth - 1)]
    InputNullOutside {
        /// Where it ends.
        end: usize,
        /// The number of layers `h`.
        depth: usize,
    },
    /// An output-null bar that starts at the input or after the output.
    #[error("an output-null bar cannot start at layer {start}: starts lie between 1 and {depth}")]
    OutputNullOutside {
        /// Where it starts.
        start: usize,
        /// The number of layers `h`.
        depth: usize,
    },
    /// An interior bar that is empty or touches an outer layer.
    #[error("the interior bar {bar} does not lie in the hidden layers 1 to {}", depth - 1)]
    InteriorOutside {
        /// The bar.
        bar: Bar,
        /// The number of layers `h`.
        depth: usize,
    },
    /// Not one pair for each unlearned mode.
    #[error("{found} pairs for {expected} unlearned modes")]
    PairCount {
        /// Pairs there are.
        found: usize,
        /// `s − r`.
        expected: usize,
    },
    /// Not one bar for each input direction without signal.
    #[error("{found} input-null bars for {expected} input directions without signal")]
    InputNullCount {
        /// Bars there are.
        found: usize,
        /// `d_0 − s`.
        expected: usize,
    },
    /// Not one bar for each output direction without signal.
    #[error("{found} output-null bars for {expected} output directions without signal")]
    OutputNullCount {
        /// Bars there are.
        found: usize,
        /// `d_h − s`.
        expected: usize,
    },
    /// A hidden layer carries too few or too many bars.
    #[error(
        "layer {layer} carries {found} bars beside the learned modes, but has room for exactly {expected}"
    )]
    LayerCount {
        /// The layer.
        layer: usize,
        /// Bars alive there.
        found: usize,
        /// `d_i − r`.
        expected: usize,
    },
}

impl Stratum {
    /// Checks that this is a stratum of the family: every summand is one of a network of this
    /// depth, every mode and null direction has its bars, and every hidden layer is filled.
    ///
    /// # Errors
    /// The first [`StratumMismatch`] found.
    ///
    /// # Complexity
    /// Number of distinct summands times depth.
    ///
    /// # Examples
    /// ```
    /// # use linscape_strata::{FamilyShape, Stratum, StratumMismatch};
    /// # let shape = FamilyShape::leading([2, 3, 2], 2, 0);
    /// let stratum: Stratum = "p0-2x2.b1-1x2".parse()?;
    /// assert_eq!(
    ///     stratum.check(&shape),
    ///     Err(StratumMismatch::LayerCount { layer: 1, found: 2, expected: 3 })
    /// );
    /// # Ok::<(), linscape_strata::StratumKeyError>(())
    /// ```
    pub fn check(&self, shape: &FamilyShape) -> Result<(), StratumMismatch> {
        let depth = shape.depth();
        self.summands().iter().try_for_each(|&(summand, _)| check_summand(summand, depth))?;
        let (found, expected) = (self.unlearned().map(|pair| pair.1).sum(), shape.unlearned());
        if found != expected {
            return Err(StratumMismatch::PairCount { found, expected });
        }
        let (found, expected) = (self.input_null().map(|bar| bar.1).sum(), shape.input_null());
        if found != expected {
            return Err(StratumMismatch::InputNullCount { found, expected });
        }
        let (found, expected) = (self.output_null().map(|bar| bar.1).sum(), shape.output_null());
        if found != expected {
            return Err(StratumMismatch::OutputNullCount { found, expected });
        }
        for layer in 1..depth {
            let (found, expected) = (self.alive_at(layer), shape.widths()[layer] - shape.learned());
            if found != expected {
                return Err(StratumMismatch::LayerCount { layer, found, expected });
            }
        }
        Ok(())
    }
}

fn check_summand(summand: Summand, depth: usize) -> Result<(), StratumMismatch> {
    match summand {
        Summand::Unlearned(pair) if pair.output_start > depth => {
            Err(StratumMismatch::PairOutside { pair, depth })
        }
        Summand::Unlearned(pair) if !pair.is_critical() => {
            Err(StratumMismatch::NotCritical { pair })
        }
        Summand::InputNull { end } if end >= depth => {
            Err(StratumMismatch::InputNullOutside { end, depth })
        }
        Summand::OutputNull { start } if start == 0 || start > depth => {
            Err(StratumMismatch::OutputNullOutside { start, depth })
        }
        Summand::Interior(bar) if bar.start == 0 || bar.end >= depth || bar.start > bar.end => {
            Err(StratumMismatch::InteriorOutside { bar, depth })
        }
        _ => Ok(()),
    }
}

//! The ranks that tell the stratum of a point.

use crate::{Bar, FamilyShape, ModePair, Stratum, Summand};

/// The ranks of all partial products and of all `B_{i,j}` of a critical point, from which its
/// stratum is recovered exactly.
///
/// - [`product`](Self::product)`(x, y)`, `0 ≤ x ≤ y ≤ h`, is the rank of the map
///   `W_{y:x+1}` from layer `x` to layer `y`, `d_x` when `x = y`: the number of bars over `[x, y]`.
/// - [`residual`](Self::residual)`(b, a)`, `b + 2 ≤ a`, is the rank of
///   `B_{a,b+1} = W_{h:a+1}ᵀ R W_{b:1}ᵀ` with `R = Σ − W`: the number of unlearned modes known up to
///   layer `b` at the least and from layer `a` at the latest.
///
/// Source: `docs/theory.md`, "Strata".
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RankPattern {
    depth: usize,
    products: Vec<usize>,
    residuals: Vec<usize>,
}

/// Why ranks are not those of a critical point.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InconsistentRanks {
    /// Inclusion–exclusion gives a negative number of bars.
    #[error("the ranks of the partial products leave {count} bars over layers {bar}")]
    NegativeBars {
        /// The bar.
        bar: Bar,
        /// How many there would be.
        count: i64,
    },
    /// Inclusion–exclusion gives a negative number of pairs.
    #[error("the ranks of the residual products leave {count} modes with the pair {pair}")]
    NegativePairs {
        /// The pair.
        pair: ModePair,
        /// How many there would be.
        count: i64,
    },
    /// More unlearned modes end somewhere than input bars do.
    #[error("{modes} unlearned modes but only {bars} input bars end at layer {layer}")]
    TooFewInputBars {
        /// The layer.
        layer: usize,
        /// Modes whose input bar ends there.
        modes: usize,
        /// Input bars that end there.
        bars: usize,
    },
    /// More unlearned modes start somewhere than output bars do.
    #[error("{modes} unlearned modes but only {bars} output bars start at layer {layer}")]
    TooFewOutputBars {
        /// The layer.
        layer: usize,
        /// Modes whose output bar starts there.
        modes: usize,
        /// Output bars that start there.
        bars: usize,
    },
}

impl RankPattern {
    /// A pattern from measured ranks; see the type for what `product(x, y)` and `residual(b, a)`
    /// have to return. Both are called once for each pair of layers.
    pub fn measure(
        depth: usize,
        mut product: impl FnMut(usize, usize) -> usize,
        mut residual: impl FnMut(usize, usize) -> usize,
    ) -> Self {
        let products = intervals(depth).map(|bar| product(bar.start, bar.end)).collect();
        let residuals =
            ModePair::all(depth).map(|pair| residual(pair.input_end, pair.output_start)).collect();
        Self { depth, products, residuals }
    }

    /// The pattern of every point of a stratum.
    ///
    /// # Examples
    /// ```
    /// use linscape_strata::{FamilyShape, RankPattern, Stratum};
    /// let shape = FamilyShape::leading([2, 2, 2, 2], 2, 1);
    /// let stratum: Stratum = "p0-2.b1-1".parse()?;
    /// let pattern = RankPattern::of(&stratum, &shape);
    /// assert_eq!(pattern.product(1, 2), 1); // only the learned mode passes the second layer
    /// assert_eq!(pattern.residual(0, 2), 1);
    /// assert_eq!(pattern.stratum(), Ok(stratum));
    /// # Ok::<(), linscape_strata::StratumKeyError>(())
    /// ```
    #[must_use]
    pub fn of(stratum: &Stratum, shape: &FamilyShape) -> Self {
        let depth = shape.depth();
        let bars_over = |range: Bar| -> usize {
            stratum
                .summands()
                .iter()
                .map(|&(s, count)| count * usize::from(is_over(s, range)))
                .sum()
        };
        let known = |end: usize, start: usize| -> usize {
            let modes =
                stratum.unlearned().filter(|(l, _)| l.input_end >= end && l.output_start <= start);
            modes.map(|(_, count)| count).sum()
        };
        Self::measure(depth, |start, end| shape.learned() + bars_over(Bar { start, end }), known)
    }

    /// Whether some rank is larger than in another pattern: measured ranks are lower bounds, so that a
    /// statement is refuted by larger ones only.
    ///
    /// # Panics
    /// When the other pattern is that of another depth.
    #[must_use]
    pub fn exceeds(&self, other: &Self) -> bool {
        let depth = self.depth();
        let mut layers = (0..=depth).flat_map(|x| (x..=depth).map(move |y| (x, y)));
        layers.any(|(x, y)| {
            let by_residual = y >= x + 2 && self.residual(x, y) > other.residual(x, y);
            self.product(x, y) > other.product(x, y) || by_residual
        })
    }

    /// Number of layers `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The rank of the map from layer `start` to layer `end`.
    ///
    /// # Panics
    /// Unless `start ≤ end ≤ h`.
    #[must_use]
    pub fn product(&self, start: usize, end: usize) -> usize {
        assert!(start <= end && end <= self.depth, "no product from layer {start} to {end}");
        // Intervals are stored by start; those before have (h + 1) + h + … ends.
        let before = start * (self.depth + 1) - start * start.saturating_sub(1) / 2;
        self.products[before + end - start]
    }

    /// The rank of `B_{a,b+1}` for `b = input_end` and `a = output_start`.
    ///
    /// # Panics
    /// Unless `b + 2 ≤ a ≤ h`.
    #[must_use]
    pub fn residual(&self, input_end: usize, output_start: usize) -> usize {
        let inside = input_end + 2 <= output_start && output_start <= self.depth;
        assert!(inside, "no residual product for layers {input_end} and {output_start}");
        let before = input_end * (self.depth - 1) - input_end * input_end.saturating_sub(1) / 2;
        self.residuals[before + output_start - input_end - 2]
    }

    /// The number `r` of learned modes: the rank of the end-to-end map.
    #[must_use]
    pub fn learned(&self) -> usize {
        self.product(0, self.depth)
    }

    /// The stratum with these ranks, by inclusion–exclusion.
    ///
    /// # Errors
    /// [`InconsistentRanks`] when no critical point has them.
    ///
    /// # Complexity
    /// Quadratic in the depth.
    pub fn stratum(&self) -> Result<Stratum, InconsistentRanks> {
        let mut summands = Vec::new();
        let mut inputs = vec![0; self.depth + 1];
        let mut outputs = vec![0; self.depth + 1];
        for bar in intervals(self.depth) {
            let count = self.bars(bar)?;
            match (bar.start, bar.end == self.depth) {
                (0, true) => {}
                (0, false) => inputs[bar.end] = count,
                (_, true) => outputs[bar.start] = count,
                (_, false) => summands.push((Summand::Interior(bar), count)),
            }
        }
        let mut ending = vec![0; self.depth + 1];
        let mut starting = vec![0; self.depth + 1];
        for pair in ModePair::all(self.depth) {
            let count = self.pairs(pair)?;
            ending[pair.input_end] += count;
            starting[pair.output_start] += count;
            summands.push((Summand::Unlearned(pair), count));
        }
        for (layer, (&bars, &modes)) in inputs.iter().zip(&ending).enumerate() {
            let null = bars.checked_sub(modes);
            let null = null.ok_or(InconsistentRanks::TooFewInputBars { layer, modes, bars })?;
            summands.push((Summand::InputNull { end: layer }, null));
        }
        for (layer, (&bars, &modes)) in outputs.iter().zip(&starting).enumerate() {
            let null = bars.checked_sub(modes);
            let null = null.ok_or(InconsistentRanks::TooFewOutputBars { layer, modes, bars })?;
            summands.push((Summand::OutputNull { start: layer }, null));
        }
        Ok(summands.into_iter().collect())
    }

    /// The number of bars equal to this one.
    fn bars(&self, bar: Bar) -> Result<usize, InconsistentRanks> {
        let rank = |longer_at_start: bool, longer_at_end: bool| -> i64 {
            if (longer_at_start && bar.start == 0) || (longer_at_end && bar.end == self.depth) {
                return 0;
            }
            let (start, end) = (usize::from(longer_at_start), usize::from(longer_at_end));
            crate::bars::signed(self.product(bar.start - start, bar.end + end))
        };
        let count = rank(false, false) - rank(true, false) - rank(false, true) + rank(true, true);
        usize::try_from(count).map_err(|_| InconsistentRanks::NegativeBars { bar, count })
    }

    /// The number of unlearned modes with this pair.
    fn pairs(&self, pair: ModePair) -> Result<usize, InconsistentRanks> {
        // Modes known one layer farther on either side.
        let rank = |input: usize, output: usize| -> i64 {
            let (end, start) = (pair.input_end + input, pair.output_start - output);
            if start < end + 2 { 0 } else { crate::bars::signed(self.residual(end, start)) }
        };
        let count = rank(0, 0) - rank(1, 0) - rank(0, 1) + rank(1, 1);
        usize::try_from(count).map_err(|_| InconsistentRanks::NegativePairs { pair, count })
    }
}

/// One of the summand's bars is alive in the whole range.
fn is_over(summand: Summand, range: Bar) -> bool {
    match summand {
        Summand::Interior(bar) => bar.covers(range),
        _ => {
            summand.input_end().is_some_and(|end| range.end <= end)
                || summand.output_start().is_some_and(|start| start <= range.start)
        }
    }
}

/// All ranges of layers `0..=h`, in increasing order.
fn intervals(depth: usize) -> impl Iterator<Item = Bar> {
    (0..=depth).flat_map(move |start| (start..=depth).map(move |end| Bar { start, end }))
}

//! Spectra of Hessians whose core is too large to be decomposed.

use super::bordered::prove_by_elimination;
use crate::low_rank::error::LowRankError;
use crate::low_rank::normalised::times_power_of_two;
use crate::low_rank::reduction::LowRank;
use crate::low_rank::spectrum::{LowRankLevel, LowRankSpectrum};
use crate::{EigenPairs, LanczosOptions, SpectrumEnds};
use linscape_critical::Observer;

/// All eigenvalues beside the core with exact multiplicities, and both ends of the core's.
#[derive(Debug, Clone, PartialEq)]
pub struct LowRankEnds {
    /// The whole spectrum of all pieces but the core.
    pub pieces: LowRankSpectrum,
    /// Both ends of the core's spectrum; its [`bounds`](SpectrumEnds::bounds), if any, are bounds of the
    /// whole, of which everything else is in the pieces.
    pub core: SpectrumEnds,
    /// Levels of the core's low and high end, from the outermost inwards.
    pub(in crate::low_rank) found: [Vec<LowRankLevel>; 2],
}

impl LowRank {
    /// All eigenvalues beside the core, and as many of the core at each end as the options say, up to half of
    /// them, by products with the core's Hessian: for cores too large for [`spectrum`](Self::spectrum). That
    /// none was missed is proved where the options want it, up to their order by the core's Hessian, beyond
    /// by what is left of it when the larger outer layer is eliminated.
    ///
    /// # Errors
    /// When a decomposition fails.
    ///
    /// # Edge cases
    /// A core of order 0 has no ends: ask for its [`spectrum`](Self::spectrum).
    ///
    /// # Complexity
    /// As [`HessianProduct::ends`](crate::HessianProduct::ends) of the core network, whose products take
    /// `O(h a)` operations a coordinate with `a` hidden directions, and memory for vectors of the core's length.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Weights;
    /// use linscape_curvature::{LanczosOptions, LowRank, LowRankOptions};
    /// use nalgebra::DMatrix;
    /// // One of two modes is learned, by one of fifty hidden units, from inputs twice as long.
    /// let mut first = DMatrix::zeros(50, 2);
    /// first[(0, 0)] = 1.0;
    /// let weights = Weights::new(vec![first.clone(), first.transpose()])?;
    /// let target = DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 0.0, 0.5]);
    /// let inputs = 2.0 * DMatrix::identity(2, 2);
    /// let options = LowRankOptions::default();
    /// let reduced = LowRank::on_inputs(&weights, &target, &inputs, options)?.ok_or("low rank")?;
    /// let ends = reduced.ends(&LanczosOptions::for_ends(1), &())?;
    /// // ±½·2 for the second mode, 49 free units each; 2·2² at the top of the core.
    /// let lowest = &ends.pieces.levels[0];
    /// assert!((lowest.value + 1.0).abs() < 1e-14 && lowest.multiplicity == 49);
    /// assert!((ends.core.highest.values[0] - 8.0).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ends(
        &self,
        options: &LanczosOptions,
        observer: &dyn Observer,
    ) -> Result<LowRankEnds, LowRankError> {
        let pieces = self.pieces()?;
        let half = self.core.order() / 2;
        let options = LanczosOptions { ends: options.ends.map(|ends| ends.min(half)), ..*options };
        let operator = self.core.operator()?;
        let mut core = operator.ends(&options, observer)?;
        if self.core.order() > options.proofs[0].max(options.proofs[1]) {
            prove_by_elimination(&self.core, &operator, &mut core, &options, observer)?;
        }
        let found = [self.end_levels(&core.lowest, false), self.end_levels(&core.highest, true)];
        let restore = |value: &mut f64| *value = times_power_of_two(*value, self.exponent);
        core.map_values(restore);
        Ok(LowRankEnds { pieces, core, found })
    }

    /// The spectrum beside the core. Its bound on truncation, which it shares with the core's, says whether the
    /// core is worth an iteration.
    ///
    /// # Errors
    /// When a decomposition fails.
    ///
    /// # Complexity
    /// As [`spectrum`](Self::spectrum) without the decomposition of the core.
    pub fn pieces(&self) -> Result<LowRankSpectrum, LowRankError> {
        let (levels, bounds) = self.levels_beside_core()?;
        let of_core = self.core.layer_orders();
        let beside = |(all, core): (usize, &usize)| all - core;
        let beside: Vec<usize> = self.parameters().into_iter().zip(&of_core).map(beside).collect();
        Ok(LowRankSpectrum::of_levels(levels, &beside, bounds, self.core.order()))
    }

    fn end_levels(&self, pairs: &EigenPairs, is_high: bool) -> Vec<LowRankLevel> {
        let level = |at: usize| {
            let place = if is_high { self.core.order() - 1 - at } else { at };
            let value = (pairs.values[at], pairs.residuals[at]);
            self.restored(self.core_level(value, pairs.vectors.column(at), place))
        };
        (0..pairs.values.len()).map(level).collect()
    }
}

impl LowRankEnds {
    /// That of the Hessian times a positive factor, for another convention of the loss.
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        self.pieces = self.pieces.scaled(factor);
        self.core.map_values(|value| *value *= factor);
        for level in self.found.iter_mut().flatten() {
            level.value *= factor;
            level.residual *= factor;
        }
        self
    }

    /// The smallest eigenvalue found, with its residual.
    #[must_use]
    pub fn smallest(&self) -> Option<(f64, f64)> {
        let levels = self.pieces.levels.first().into_iter().chain(self.found[0].first());
        levels.map(|level| (level.value, level.residual)).min_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// The largest eigenvalue found, with its residual.
    #[must_use]
    pub fn largest(&self) -> Option<(f64, f64)> {
        let levels = self.pieces.levels.last().into_iter().chain(self.found[1].first());
        levels.map(|level| (level.value, level.residual)).max_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// `N`.
    #[must_use]
    pub fn order(&self) -> usize {
        self.pieces.order() + self.pieces.core_order
    }
}

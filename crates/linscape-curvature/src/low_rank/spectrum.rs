//! All eigenvalues, with multiplicities.

use super::piece::Piece;

/// An eigenvalue of one piece of the Hessian.
#[derive(Debug, Clone, PartialEq)]
pub struct LowRankLevel {
    /// The eigenvalue.
    pub value: f64,
    /// How often the piece occurs: exact.
    pub multiplicity: usize,
    /// Residual `‖H v − λ v‖` in the piece; where no vector was computed, the rounding of its
    /// decomposition.
    pub residual: f64,
    /// Share of each layer in the squared norm, averaged over the copies.
    pub layers: Vec<f64>,
    /// The piece.
    pub piece: Piece,
}

impl LowRankLevel {
    /// Whether the loss does not bend along it, whatever the numbers.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.piece == Piece::Flat
    }
}

/// The whole spectrum of a Hessian, or of one that is no farther from it than a bound.
#[derive(Debug, Clone, PartialEq)]
pub struct LowRankSpectrum {
    /// Nondecreasing; the multiplicities add up to `N`, or to that without the core's order where it
    /// stands apart ([`LowRankEnds`](crate::LowRankEnds)). Equal eigenvalues of different pieces are
    /// listed apart.
    pub levels: Vec<LowRankLevel>,
    /// What truncating the weights may have changed in an eigenvalue (Weyl); 0 where nothing was
    /// truncated.
    pub truncation: f64,
    /// What rounding may have changed.
    pub rounding: f64,
    /// A bound on the spectral norm of the Hessian.
    pub norm: f64,
    /// Order of the core: of the largest matrix decomposed in place of the Hessian, or of what is iterated on.
    pub core_order: usize,
}

/// Truncation, relative to the largest eigenvalue, up to which a spectrum is one of the weights given.
const SHARP: f64 = 1e-2;

/// Signs that are certain, all copies counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CertainSigns {
    /// Eigenvalues below `−error`.
    pub negative: usize,
    /// Eigenvalues within the error: zero, or of either sign.
    pub within: usize,
    /// Eigenvalues above `error`.
    pub positive: usize,
    /// The eigenvalue beyond the error that is nearest to it, in absolute value; infinite when none is.
    pub nearest: f64,
}

impl LowRankSpectrum {
    /// Sorts levels and adds the flat rest, whose shares are what the others leave of the
    /// parameters of each layer that the levels are of.
    pub(super) fn of_levels(
        mut levels: Vec<LowRankLevel>,
        parameters: &[usize],
        [truncation, rounding, norm]: [f64; 3],
        core_order: usize,
    ) -> Self {
        let order: usize = parameters.iter().sum();
        let listed: usize = levels.iter().map(|level| level.multiplicity).sum();
        if let Some(flat) = order.checked_sub(listed).filter(|&flat| flat > 0) {
            let taken = |layer: usize| {
                let share = |level: &LowRankLevel| level.multiplicity as f64 * level.layers[layer];
                levels.iter().map(share).sum::<f64>()
            };
            let left = |(layer, &count): (usize, &usize)| {
                ((count as f64 - taken(layer)) / flat as f64).clamp(0.0, 1.0)
            };
            let layers = parameters.iter().enumerate().map(left).collect();
            let (value, residual, piece) = (0.0, 0.0, Piece::Flat);
            levels.push(LowRankLevel { value, multiplicity: flat, residual, layers, piece });
        }
        levels.sort_by(|a, b| a.value.total_cmp(&b.value));
        Self { levels, truncation, rounding, norm, core_order }
    }

    /// That of the Hessian times a positive factor, for another convention of the loss.
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        for level in &mut self.levels {
            level.value *= factor;
            level.residual *= factor;
        }
        self.truncation *= factor;
        self.rounding *= factor;
        self.norm *= factor;
        self
    }

    /// How far an eigenvalue, counted from either end, is from that of the Hessian at most.
    #[must_use]
    pub fn bound(&self) -> f64 {
        self.truncation + self.rounding
    }

    /// Whether truncation left at least two digits of the largest eigenvalue.
    #[must_use]
    pub fn is_sharp(&self) -> bool {
        self.truncation <= SHARP * self.norm
    }

    /// Whether truncation may have changed an eigenvalue by as much as the largest: nothing is left.
    #[must_use]
    pub fn is_vacuous(&self) -> bool {
        self.truncation > self.norm
    }

    /// `N`.
    #[must_use]
    pub fn order(&self) -> usize {
        self.levels.iter().map(|level| level.multiplicity).sum()
    }

    /// The smallest eigenvalue.
    #[must_use]
    pub fn smallest(&self) -> Option<f64> {
        self.levels.first().map(|level| level.value)
    }

    /// The largest eigenvalue.
    #[must_use]
    pub fn largest(&self) -> Option<f64> {
        self.levels.last().map(|level| level.value)
    }

    /// Signs of eigenvalues that are known up to `error`. With [`bound`](Self::bound) as the error,
    /// `negative` and `positive` are proved to be at least that many of the Hessian itself.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Weights;
    /// use linscape_curvature::{LowRank, LowRankOptions};
    /// use nalgebra::DMatrix;
    /// // L = ½(2 − w₂w₁)² at the origin: eigenvalues ±2.
    /// let origin = Weights::new(vec![DMatrix::zeros(1, 1); 2])?;
    /// let target = DMatrix::from_element(1, 1, 2.0);
    /// let reduced = LowRank::of(&origin, &target, LowRankOptions::default())?.ok_or("low rank")?;
    /// let spectrum = reduced.spectrum()?;
    /// let signs = spectrum.signs(spectrum.bound());
    /// assert_eq!((signs.negative, signs.within, signs.positive), (1, 0, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn signs(&self, error: f64) -> CertainSigns {
        let mut signs =
            CertainSigns { negative: 0, within: 0, positive: 0, nearest: f64::INFINITY };
        for level in &self.levels {
            let counted = match level.value {
                value if value < -error => &mut signs.negative,
                value if value > error => &mut signs.positive,
                _ => {
                    signs.within += level.multiplicity;
                    continue;
                }
            };
            *counted += level.multiplicity;
            signs.nearest = signs.nearest.min(level.value.abs());
        }
        signs
    }

    /// `(λ, number of eigenvalues up to λ)`, one pair a level.
    #[must_use]
    pub fn cumulative(&self) -> Vec<(f64, usize)> {
        let mut count = 0;
        let up_to = |level: &LowRankLevel| {
            count += level.multiplicity;
            (level.value, count)
        };
        self.levels.iter().map(up_to).collect()
    }

    /// How many eigenvalues lie in `[e_k, e_{k+1})`, for edges in increasing order.
    ///
    /// # Edge cases
    /// Fewer than two edges bound no bin.
    #[must_use]
    pub fn histogram(&self, edges: &[f64]) -> Vec<usize> {
        let below = |edge: f64| self.levels.partition_point(|level| level.value < edge);
        let count = |pair: &[f64]| {
            let (from, to) = (below(pair[0]), below(pair[1]).max(below(pair[0])));
            self.levels[from..to].iter().map(|level| level.multiplicity).sum()
        };
        edges.windows(2).map(count).collect()
    }
}

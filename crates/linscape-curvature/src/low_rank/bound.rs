//! How far the spectrum is from that of the weights before they were truncated.

use super::core::CoreNetwork;
use super::spectral_norm::spectral_norm;
use linscape_lapack::{DecompositionError, multiply, multiply_transposed};

/// What was left out of the weights and of the residual, in spectral norm.
#[derive(Debug, Clone)]
pub(super) struct LeftOut {
    /// One a layer.
    pub layers: Vec<f64>,
    pub residual: f64,
}

/// Bounds on the spectral norm of a Hessian and of what truncation changed in it. Eigenvalues, in order,
/// are no farther apart than that (Weyl 1912).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WeylBound {
    pub norm: f64,
    pub truncation: f64,
}

/// A spectral norm and a bound on the error.
#[derive(Debug, Clone, Copy)]
struct Part {
    norm: f64,
    error: f64,
}

impl Part {
    const ONE: Self = Self { norm: 1.0, error: 0.0 };

    fn times(self, other: Self) -> Self {
        let error = self.norm * other.error + self.error * (other.norm + other.error);
        Self { norm: self.norm * other.norm, error }
    }

    fn plus(self, other: Self) -> Self {
        Self { norm: self.norm + other.norm, error: self.error + other.error }
    }

    fn whole(self) -> f64 {
        self.norm + self.error
    }
}

/// Bounds on all partial products: `Π(W + D) − ΠW = Σ_k W_{y:k+1} D_k (W + D)_{k−1:x+1}`.
struct Products {
    /// `W_{y:x+1}` under `[x][y − x]`.
    between: Vec<Vec<Part>>,
    /// `W_{i:1} C`.
    carried: Vec<Part>,
}

impl WeylBound {
    /// By the norms of partial products: block `(i, j)` of the Hessian is
    /// `(P_{i−1} P_{j−1}ᵀ) ⊗ (W_{h:i+1}ᵀ W_{h:j+1})` and, off the diagonal, the product of
    /// `W_{h:i+1}ᵀ E P_{j−1}ᵀ` and `W_{i−1:j+1}`; the norm of the whole is at most that of the `h × h`
    /// matrix of the norms of its blocks.
    ///
    /// `residual_norm` is `‖E‖` of the whole network, of which the core holds a part.
    pub(crate) fn of(
        core: &CoreNetwork,
        left_out: &LeftOut,
        residual_norm: f64,
    ) -> Result<Self, DecompositionError> {
        let products = Products::of(core, left_out)?;
        let depth = core.depth();
        let residual = Part { norm: residual_norm, error: left_out.residual };
        let mut squares = (0.0, 0.0);
        for i in 1..=depth {
            for j in 1..=i {
                let carried = products.carried[i - 1].times(products.carried[j - 1]);
                let mut block = carried.times(products.after(i)).times(products.after(j));
                if i > j {
                    let pulled = products.pulled(core, residual, i, j)?;
                    block = block.plus(pulled.times(products.between[j][i - 1 - j]));
                }
                let times = if i > j { 2.0 } else { 1.0 };
                squares.0 += times * block.norm.powi(2);
                squares.1 += times * block.error.powi(2);
            }
        }
        Ok(Self { norm: squares.0.sqrt(), truncation: squares.1.sqrt() })
    }
}

impl Products {
    fn of(core: &CoreNetwork, left_out: &LeftOut) -> Result<Self, DecompositionError> {
        let depth = core.depth();
        let mut norms = vec![Vec::new(); depth + 1];
        for (x, row) in norms.iter_mut().enumerate() {
            row.push(1.0);
            for y in x + 1..=depth {
                row.push(spectral_norm(core.between(x, y))?);
            }
        }
        let error = |y: usize, before: &[Part], x: usize| -> f64 {
            let share =
                |k: usize| norms[k][y - k] * left_out.layers[k - 1] * before[k - 1 - x].whole();
            (x + 1..=y).map(share).sum()
        };
        let mut between = Vec::new();
        for x in 0..=depth {
            let mut row = vec![Part::ONE];
            for y in x + 1..=depth {
                row.push(Part { norm: norms[x][y - x], error: error(y, &row, x) });
            }
            between.push(row);
        }
        let mut carried: Vec<Part> = Vec::new();
        for i in 0..=depth {
            let norm = match core.carried(i) {
                Some(carried) => spectral_norm(carried)?,
                None => 1.0,
            };
            carried.push(Part { norm, error: error(i, &carried, 0) });
        }
        Ok(Self { between, carried })
    }

    /// `W_{h:i+1}`.
    fn after(&self, i: usize) -> Part {
        let row = &self.between[i];
        row[row.len() - 1]
    }

    /// `W_{h:i+1}ᵀ E P_{j−1}ᵀ`, with errors of all three factors.
    fn pulled(
        &self,
        core: &CoreNetwork,
        residual: Part,
        i: usize,
        j: usize,
    ) -> Result<Part, DecompositionError> {
        let depth = core.depth();
        let (after, before) = (self.after(i), self.carried[j - 1]);
        let left = if i == depth {
            residual.norm
        } else {
            spectral_norm(multiply_transposed(&core.between(i, depth), &core.residual))?
        };
        let right = match core.carried(j - 1) {
            Some(carried) => spectral_norm(multiply(&core.residual, &carried.transpose()))?,
            None => residual.norm,
        };
        let norm = if i == depth && core.carried(j - 1).is_none() {
            residual.norm
        } else {
            spectral_norm(core.pulled(i, j))?
        };
        let error = after.error * right
            + after.whole() * residual.error * before.whole()
            + (left + after.error * residual.norm) * before.error;
        Ok(Part { norm, error })
    }
}

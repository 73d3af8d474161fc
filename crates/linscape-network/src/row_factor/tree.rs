//! Factors of blocks that come one after another.

use super::{RowFactor, RowFactorError};

/// Puts factors of blocks together as they come: on every level as many as [`FAN_IN`](Self::FAN_IN) wait for
/// each other, so that `O(log)` factors are in memory. The result depends on the blocks and their order alone.
///
/// # Examples
/// ```
/// use linscape_network::{FactorTree, RowFactor};
/// use nalgebra::DMatrix;
/// let mut tree = FactorTree::default();
/// for x in 0..100 {
///     let row = DMatrix::from_element(1, 1, f64::from(x));
///     tree.push(RowFactor::of_block(row, &DMatrix::zeros(1, 0), None)?)?;
/// }
/// let (about, means) = tree.finish()?.autoencoded().dataset().split_means();
/// // Σ(x − 49.5)² = 100·(100² − 1)/12.
/// assert!((means.inputs[0] - 49.5).abs() < 1e-13);
/// assert!((about.inputs().norm_squared() - 83_325.0).abs() < 1e-8);
/// # Ok::<(), linscape_network::RowFactorError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct FactorTree {
    levels: Vec<Vec<RowFactor>>,
}

impl FactorTree {
    /// How many factors are put together at once.
    pub const FAN_IN: usize = 16;

    /// Takes the factor of the next block.
    ///
    /// # Errors
    /// As [`RowFactor::merge`].
    pub fn push(&mut self, factor: RowFactor) -> Result<(), RowFactorError> {
        let mut rising = factor;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            self.levels[level].push(rising);
            if self.levels[level].len() < Self::FAN_IN {
                break;
            }
            rising = RowFactor::merge(std::mem::take(&mut self.levels[level]))?;
        }
        Ok(())
    }

    /// The factor of all blocks.
    ///
    /// # Errors
    /// As [`RowFactor::merge`]; among them that there was no block.
    pub fn finish(self) -> Result<RowFactor, RowFactorError> {
        // Earlier blocks are on higher levels.
        RowFactor::merge(self.levels.into_iter().rev().flatten().collect())
    }
}

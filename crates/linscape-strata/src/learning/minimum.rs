//! Minima that cannot reach their target.

use super::{LearningCoefficient, global_learning_coefficient};
use crate::FamilyShape;
use crate::bars::{counted, signed};

impl FamilyShape {
    /// The learning coefficient at the balanced points of the family, of the whole network.
    ///
    /// # Examples
    /// ```
    /// use linscape_strata::FamilyShape;
    /// let shape = FamilyShape::leading([2, 2, 2], 2, 0);
    /// assert_eq!(shape.balanced_learning_coefficient().lambda.to_string(), "3/2");
    /// ```
    #[must_use]
    pub fn balanced_learning_coefficient(&self) -> LearningCoefficient {
        global_learning_coefficient(self.widths(), self.learned()).with_beside(self.beside())
    }

    /// The learning coefficient of `L − L_min` at a minimum that cannot reach its target (`p < s`),
    /// which differs from that of `K_w` where the smallest learned value is tied with one left
    /// out: `2λ = p (d_0 + d_h − p) − c (q − c)` and `m = 1`, `c` of the `q` tied values learned. `None`
    /// at all other families: there `K_w` is the loss, or the point is a saddle.
    ///
    /// # Examples
    /// Widths 3,1,3 at σ = 2,2,1: the function computed may turn by one angle.
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_strata::FamilyShape;
    /// let problem = Problem::exact(&[3, 1, 3], &[2, 2, 1])?;
    /// let minimum = FamilyShape::new(&problem, &problem.leading(1));
    /// let coefficient = minimum.minimum_learning_coefficient().ok_or("p < s")?;
    /// assert_eq!(coefficient.lambda.twice(), 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn minimum_learning_coefficient(&self) -> Option<LearningCoefficient> {
        if !self.is_global_minimum() || self.learned() == self.signal_rank() {
            return None;
        }
        let (inputs, outputs) = (self.widths()[0], self.widths()[self.depth()]);
        let codimension = self.learned() * (inputs + outputs - self.learned());
        let tied = signed(codimension) - signed(self.pairs_tied());
        Some(LearningCoefficient::smooth(counted(tied)).with_beside(self.beside()))
    }
}

//! The losses of a problem, as doubles and as fractions.

use crate::{LossConvention, Problem, SingularSubset};
use num_bigint::BigInt;
use num_rational::BigRational;

impl Problem {
    /// What is called the loss, for people: averages are over the sum of the samples' weights where they have
    /// some, and without samples over the entries of `Σ`.
    #[must_use]
    pub fn loss_formula(&self) -> &'static str {
        let is_weighted = self.total_weight().is_some();
        match self.convention() {
            LossConvention::Mean if self.mass().is_none() => "‖Σ − W‖² / entries of Σ",
            LossConvention::HalfMean if is_weighted => "½‖Y − WX‖² / total weight",
            LossConvention::Mean if is_weighted => "‖Y − WX‖² / (total weight · outputs)",
            LossConvention::SampleMean if is_weighted => "‖Y − WX‖² / total weight",
            convention => convention.formula(),
        }
    }

    /// The same for TeX.
    #[must_use]
    pub fn loss_tex(&self) -> &'static str {
        let is_weighted = self.total_weight().is_some();
        match self.convention() {
            LossConvention::Mean if self.mass().is_none() => {
                r"$\|\Sigma - W\|^2$ an entry of $\Sigma$"
            }
            LossConvention::HalfMean if is_weighted => r"$\frac12\|Y - WX\|^2$ a unit of weight",
            LossConvention::Mean if is_weighted => r"$\|Y - WX\|^2$ a unit of weight and output",
            LossConvention::SampleMean if is_weighted => r"$\|Y - WX\|^2$ a unit of weight",
            convention => convention.tex(),
        }
    }

    /// The critical value `L_J = κ + ½ Σ_{l ∉ J} σ_l²` in the problem's convention: the double
    /// nearest to the exact value (of the sum of squares, which is divided once where the loss is another than `½‖·‖²`), or, for
    /// floating spectra, the squares added from the smallest up. Either way it does not depend on how the subset was found.
    #[must_use]
    pub fn loss(&self, subset: &SingularSubset) -> f64 {
        let multiplicities = self.spectrum.multiplicities();
        if let Some(unlearned) = self.squares.unlearned(subset, multiplicities) {
            return self.loss_of_unlearned(unlearned.to_f64());
        }
        let spectrum = self.spectrum.distinct().iter().zip(multiplicities);
        let unlearned = spectrum.zip(subset.counts()).rev().fold(
            0.0,
            |sum, ((&value, &multiplicity), &count)| match multiplicity - count {
                0 => sum,
                left_out => sum + left_out as f64 * (value * value),
            },
        );
        self.loss_of_unlearned(unlearned)
    }

    /// The loss when the squares of the unlearned modes add up to `unlearned`.
    pub(crate) fn loss_of_unlearned(&self, unlearned: f64) -> f64 {
        self.loss_offset + self.loss_of_squares(unlearned)
    }

    /// What squares that add up to `squares` are of the loss, in the problem's convention: divided once, so that
    /// what is a whole number of `m`-ths comes out as the nearest double.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{LossConvention, Problem};
    /// let problem = Problem::exact(&[1, 1, 5], &[1])?.with_loss(LossConvention::Mean)?;
    /// assert_eq!(problem.loss_of_squares(127.0), 25.4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn loss_of_squares(&self, squares: f64) -> f64 {
        squares / self.divisor
    }

    /// The critical value as an exact fraction; `None` when the problem is not exact or its offset
    /// or convention is not.
    #[must_use]
    pub fn exact_loss(&self, subset: &SingularSubset) -> Option<BigRational> {
        if !self.has_exact_losses() {
            return None;
        }
        let unlearned = self.squares.unlearned(subset, self.spectrum.multiplicities())?;
        Some(unlearned.to_rational() / BigInt::from(2))
    }

    /// Whether losses are known as fractions: an exact spectrum, `κ = 0`, loss `½‖·‖²`.
    #[must_use]
    pub fn has_exact_losses(&self) -> bool {
        self.spectrum.exact().is_some()
            && self.convention == LossConvention::HalfSum
            && self.loss_offset == 0.0
    }

    /// `½‖Σ‖²` in the problem's convention: the scale of all loss differences. It does not pass by `κ`,
    /// which may be so large that nothing of it would be left.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// let problem = Problem::exact(&[2, 2, 2], &[3, 1])?;
    /// let problem = problem.with_data(2, Some(10), 1e20)?;
    /// assert_eq!(problem.signal_energy(), 5.0); // ½ (3² + 1²)
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn signal_energy(&self) -> f64 {
        let spectrum = self.spectrum.distinct().iter().zip(self.spectrum.multiplicities());
        let squares = spectrum
            .rev()
            .fold(0.0, |sum, (&value, &multiplicity)| sum + multiplicity as f64 * (value * value));
        self.loss_of_squares(squares)
    }

    /// The gap up to which sums of squares coincide; 0 for exact problems.
    pub(crate) fn coincidence_of_sums(&self) -> f64 {
        let Some(tolerance) = &self.tolerance else { return 0.0 };
        let spectrum = self.spectrum.distinct().iter().zip(self.spectrum.multiplicities());
        let norm: f64 = spectrum.map(|(value, &times)| times as f64 * value * value).sum();
        tolerance.coincident.value * norm
    }

    /// The same gap in units of [`squares`](Self::squares).
    pub(crate) fn coincidence_in_units(&self) -> u64 {
        self.squares.units_in(self.coincidence_of_sums())
    }
}

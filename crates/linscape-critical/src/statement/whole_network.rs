//! What belongs to a network beside its matrices.

use crate::{Beside, BiasPlace, Biases, Problem};

impl Problem {
    /// The same problem of a network that has biases too: with one in the last layer `Σ` is that
    /// of centred inputs and outputs; a bias in the first layer alone is the last column of `W_1`,
    /// the weights of an input that is always 1, which the widths count.
    ///
    /// # Panics
    /// When the biases are those of a network of another depth.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Biases, Problem};
    /// let problem = Problem::exact(&[3, 2, 2, 2], &[2, 1])?;
    /// let problem = problem.with_biases(Biases::parse("all", 3)?);
    /// assert_eq!(problem.parameters(), 6 + 4 + 4 + 6);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_biases(mut self, biases: Biases) -> Self {
        let depth = self.architecture().depth();
        assert_eq!(biases.in_layers().len(), depth, "biases of a network of this depth");
        self.biases = biases;
        self
    }

    /// Which layers have biases.
    #[must_use]
    pub fn biases(&self) -> &Biases {
        &self.biases
    }

    /// The same problem with `½ μ ‖b_h‖²` added to `½‖·‖²`, of a network with a bias in its last layer alone:
    /// for the loss it is one sample more, of weight `μ`, whose inputs and targets are zero, and `Σ` is that
    /// of the data with it.
    ///
    /// # Panics
    /// When something decays that is not the only bias.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Biases, Problem};
    /// let problem = Problem::exact(&[3, 2, 2], &[2, 1])?.with_data(3, Some(10), 0.0)?;
    /// let problem = problem.with_biases(Biases::parse("last", 2)?).with_offset_decay(0.5);
    /// // The second derivative along every entry of the bias.
    /// assert_eq!(problem.bias_mass(), 10.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: `docs/theory.md`, "Biases".
    #[must_use]
    pub fn with_offset_decay(mut self, decay: f64) -> Self {
        assert!(decay == 0.0 || self.biases.is_last_alone(), "the last layer alone has a bias");
        self.offset_decay = decay;
        self
    }

    /// `μ` of [`with_offset_decay`](Self::with_offset_decay), in units of `½‖·‖²`; 0 where the bias does not decay.
    #[must_use]
    pub fn offset_decay(&self) -> f64 {
        self.offset_decay
    }

    /// What the offset of the outputs counts in the loss: `m` or `Σω`, 1 where there are no samples, and what the
    /// last bias decays by.
    #[must_use]
    pub fn bias_mass(&self) -> f64 {
        self.mass().unwrap_or(1.0) + self.offset_decay
    }

    /// `d_0, …, d_h` as they are stated: without the input that is always 1.
    #[must_use]
    pub fn stated_widths(&self) -> Vec<usize> {
        let mut widths = self.architecture().widths().to_vec();
        if self.biases.place() == BiasPlace::Input {
            widths[0] -= 1;
        }
        widths
    }

    /// Number of weights and biases, `N`.
    #[must_use]
    pub fn parameters(&self) -> usize {
        let beside = self.biases.beside(self.architecture().widths());
        self.architecture().parameters() + beside.coordinates()
    }

    /// What stands beside the landscape of the product on the data: `d_1 (d_0 − rank X)` weights
    /// without data, and biases.
    #[must_use]
    pub fn beside(&self) -> Beside {
        let widths = self.architecture().widths();
        let without_data = widths[1] * (widths[0] - self.input_rank());
        Beside { flat: without_data, positive: 0 } + self.biases.beside(widths)
    }
}

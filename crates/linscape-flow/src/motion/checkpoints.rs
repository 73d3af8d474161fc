//! Somebody else's training run.

use crate::{IntegrationError, Motion, Work};

/// States at given times, as a motion: one step from each to the next, and nothing known between.
///
/// # Examples
/// ```
/// use linscape_flow::{Checkpoints, Motion};
/// let mut run = Checkpoints::new(vec![(0.0, vec![1.0]), (10.0, vec![2.0])]);
/// run.advance()?;
/// assert_eq!((run.time(), run.state()), (10.0, vec![2.0]));
/// assert_eq!(run.interpolate(9.0), [1.0]);
/// # Ok::<(), linscape_flow::IntegrationError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Checkpoints {
    moments: Vec<(f64, Vec<f64>)>,
    at: usize,
}

impl Checkpoints {
    /// A run with these states, in the order of their times.
    ///
    /// # Panics
    /// When there are none or the times do not increase.
    #[must_use]
    pub fn new(moments: Vec<(f64, Vec<f64>)>) -> Self {
        assert!(!moments.is_empty(), "a run has a checkpoint");
        assert!(moments.windows(2).all(|pair| pair[0].0 < pair[1].0), "times increase");
        Self { moments, at: 0 }
    }

    /// The time of the last state.
    #[must_use]
    pub fn end(&self) -> f64 {
        self.moments[self.moments.len() - 1].0
    }
}

impl Motion for Checkpoints {
    fn advance(&mut self) -> Result<(), IntegrationError> {
        self.at = (self.at + 1).min(self.moments.len() - 1);
        Ok(())
    }

    fn time(&self) -> f64 {
        self.moments[self.at].0
    }

    fn previous_time(&self) -> f64 {
        self.moments[self.at.saturating_sub(1)].0
    }

    fn state(&self) -> Vec<f64> {
        self.moments[self.at].1.clone()
    }

    fn interpolate(&mut self, time: f64) -> Vec<f64> {
        let at = if time < self.time() { self.at.saturating_sub(1) } else { self.at };
        self.moments[at].1.clone()
    }

    fn work(&self) -> Work {
        Work { steps: self.at as u64, ..Work::default() }
    }
}

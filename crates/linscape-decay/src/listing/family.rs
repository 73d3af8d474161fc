//! One family with all that is known of it.

use crate::{DecayedProblem, Form, Word, exact_loss, form, spectrum};
use num_rational::BigRational;

/// A family on the list of a landscape.
#[derive(Debug, Clone, PartialEq)]
pub struct DecayedFamily {
    /// Its position in the order by loss, ties by word.
    pub id: usize,
    /// Its word.
    pub word: Word,
    /// Its loss, in the problem's convention.
    pub loss: f64,
    /// The loss as a fraction, where it is one.
    pub exact_loss: Option<BigRational>,
    /// Inertia, dimension, type.
    pub form: Form,
    /// The position of its critical value.
    pub fiber: usize,
    /// Minus the smallest eigenvalue, the rate of the fastest escape; `None` at minima and where
    /// nothing escapes to second order.
    pub rate: Option<f64>,
    /// The largest eigenvalue: gradient descent is stable below the step `2/sharpness`; `None` where it is not known.
    pub sharpness: Option<f64>,
}

impl DecayedFamily {
    pub(super) fn new(problem: &DecayedProblem, id: usize, word: Word, fiber: usize) -> Self {
        let eigenvalues = spectrum(problem, &word);
        let smallest = eigenvalues.first().map_or(0.0, |eigenvalue| eigenvalue.value);
        let form = form(problem, &word);
        let falls = form.inertia.is_some_and(|inertia| inertia.negative > 0);
        Self {
            id,
            loss: problem.loss(&word),
            exact_loss: exact_loss(problem, &word),
            fiber,
            rate: falls.then_some(-smallest),
            sharpness: Some(eigenvalues.last().map_or(0.0, |eigenvalue| eigenvalue.value)),
            form,
            word,
        }
    }

    /// Amplitudes of the learned modes, then of the passes, in the order of their indices.
    #[must_use]
    pub fn amplitudes(&self, problem: &DecayedProblem) -> Vec<f64> {
        let letters = |is_pass: bool| {
            let counts = if is_pass { self.word.small() } else { self.word.large() };
            let classes = problem.classes().iter().zip(counts);
            classes.flat_map(move |(class, &times)| {
                let root = if is_pass { class.roots.small() } else { class.roots.large() };
                vec![root.map_or(0.0, |root| root.amplitude); times]
            })
        };
        letters(false).chain(letters(true)).collect()
    }
}

//! What an integration error is measured against.

use crate::{GradientFlow, IntegrationError};

/// How exact an integration is to be. The implicit method measures row by row in its aligned frame,
/// where a row of a layer belongs to one mode: the error of a step stays below
/// `absolute + relative · (size of the row)`, in the root mean square over a layer. So the small
/// weights of a mode that is not yet learned, which decide when it will be, are as exact as the
/// large ones of those that are. The explicit method measures each entry in the bases given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerances {
    /// Relative to the size of each row.
    pub relative: f64,
    /// In the units of the weights.
    pub absolute: f64,
}

impl Tolerances {
    /// The absolute tolerance a thousand times below the relative one: small weights decide when a
    /// saddle is left.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(linscape_flow::Tolerances::relative(1e-8).absolute, 1e-8 * 1e-3);
    /// ```
    #[must_use]
    pub fn relative(relative: f64) -> Self {
        Self { relative, absolute: 1e-3 * relative }
    }

    pub(crate) fn check(self) -> Result<(), IntegrationError> {
        if !(1e-13..=0.1).contains(&self.relative) {
            return Err(IntegrationError::Tolerance { given: self.relative });
        }
        if !(self.absolute > 0.0 && self.absolute.is_finite()) {
            return Err(IntegrationError::AbsoluteTolerance { given: self.absolute });
        }
        Ok(())
    }
}

/// What a row is exact to at best, relative to its layer: round-off of the turns of the frame.
const ROUND_OFF: f64 = 64.0 * f64::EPSILON;

/// The sizes of errors in units of the tolerances.
#[derive(Debug, Clone)]
pub(crate) struct ErrorMeasure {
    tolerances: Tolerances,
    /// `(d_i, d_{i−1})` of the layers.
    shapes: Vec<(usize, usize)>,
    /// Layer after layer the weights `1/(√d_i · allowed)²` of the squares of a row's entries, with
    /// `allowed` what the norm of the row may be wrong by.
    weights: Vec<f64>,
}

impl ErrorMeasure {
    pub(crate) fn new(flow: &GradientFlow, tolerances: Tolerances) -> Self {
        let shapes: Vec<_> = flow.widths().windows(2).map(|pair| (pair[1], pair[0])).collect();
        let weights = vec![0.0; shapes.iter().map(|(rows, _)| rows).sum()];
        Self { tolerances, shapes, weights }
    }

    pub(crate) fn measure_at(&mut self, state: &[f64]) {
        let Tolerances { relative, absolute } = self.tolerances;
        let (mut layers, mut weights) = (state, self.weights.as_mut_slice());
        for &(rows, columns) in &self.shapes {
            let (layer, later) = layers.split_at(rows * columns);
            let (squares, rest) = weights.split_at_mut(rows);
            (layers, weights) = (later, rest);
            squares.fill(0.0);
            for column in layer.chunks_exact(rows) {
                squares.iter_mut().zip(column).for_each(|(sum, entry)| *sum += entry * entry);
            }
            let floor = ROUND_OFF * squares.iter().sum::<f64>().sqrt();
            let absolute = absolute * (columns as f64).sqrt();
            for weight in squares {
                let allowed = (absolute + relative * weight.sqrt()).max(floor);
                *weight = 1.0 / (rows as f64 * allowed * allowed);
            }
        }
    }

    pub(crate) fn size(&self, error: &[f64]) -> f64 {
        let (mut layers, mut weights) = (error, self.weights.as_slice());
        let mut largest = 0.0;
        for &(rows, columns) in &self.shapes {
            let (layer, later) = layers.split_at(rows * columns);
            let (here, rest) = weights.split_at(rows);
            (layers, weights) = (later, rest);
            let size: f64 = layer
                .chunks_exact(rows)
                .flat_map(|column| column.iter().zip(here))
                .map(|(entry, weight)| weight * entry * entry)
                .sum();
            // Not `max`, which drops what is not a number.
            largest = if size <= largest { largest } else { size };
        }
        largest.sqrt()
    }
}

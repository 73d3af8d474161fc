//! What an integration error is measured against.

use crate::{GradientFlow, IntegrationError};
use linscape_critical::euclidean_length;

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

/// What the offset may be wrong by at least, in thousandths of the relative tolerance: relative to `‖Σ‖`.
const OFFSET: f64 = 1e-3;

/// The sizes of errors in units of the tolerances.
#[derive(Debug, Clone)]
pub(crate) struct ErrorMeasure {
    tolerances: Tolerances,
    layers: Vec<MeasuredLayer>,
    /// Layer after layer the weights `1/(√d_i · allowed)²` of the squares of a row's entries, with
    /// `allowed` what the norm of the row may be wrong by.
    weights: Vec<f64>,
    /// What the numbers behind matrices may be wrong by, times `√d_i`: biases, and the offset behind the last one.
    behind: Vec<f64>,
    /// What the offset may be wrong by at least.
    least_offset: f64,
}

#[derive(Debug, Clone, Copy)]
struct MeasuredLayer {
    rows: usize,
    columns: usize,
    /// What the bias behind the matrix multiplies.
    constant: Option<f64>,
}

impl ErrorMeasure {
    pub(crate) fn new(flow: &GradientFlow, tolerances: Tolerances) -> Self {
        let layer = |(at, pair): (usize, &[usize])| MeasuredLayer {
            rows: pair[1],
            columns: pair[0],
            constant: (flow.columns(at) > pair[0]).then(|| flow.constant_at(at)),
        };
        let layers: Vec<_> = flow.widths().windows(2).enumerate().map(layer).collect();
        let weights = vec![0.0; layers.iter().map(|layer| layer.rows).sum()];
        let least_offset = OFFSET * tolerances.relative * flow.target().norm();
        Self { tolerances, layers, behind: weights.clone(), weights, least_offset }
    }

    pub(crate) fn measure_at(&mut self, state: &[f64]) {
        let Tolerances { relative, absolute } = self.tolerances;
        let (mut rest, mut weights) = (state, self.weights.as_mut_slice());
        let mut behind = self.behind.as_mut_slice();
        for (at, layer) in self.layers.iter().enumerate() {
            let MeasuredLayer { rows, columns, constant } = *layer;
            let (matrix, later) = rest.split_at(rows * columns);
            let (squares, after) = weights.split_at_mut(rows);
            let (beside, others) = behind.split_at_mut(rows);
            (rest, weights, behind) = (later, after, others);
            squares.fill(0.0);
            for column in matrix.chunks_exact(rows) {
                squares.iter_mut().zip(column).for_each(|(sum, entry)| *sum += entry * entry);
            }
            let floor = ROUND_OFF * squares.iter().sum::<f64>().sqrt();
            let absolute = absolute * (columns as f64).sqrt();
            let root = (rows as f64).sqrt();
            for (weight, beside) in squares.iter_mut().zip(beside.iter_mut()) {
                let allowed = (absolute + relative * weight.sqrt()).max(floor);
                *weight = 1.0 / (rows as f64 * allowed * allowed);
                *beside = root * allowed;
            }
            let Some(constant) = constant else { continue };
            let (numbers, later) = rest.split_at(rows);
            rest = later;
            if at + 1 == self.layers.len() {
                let allowed = self.least_offset + relative * euclidean_length(numbers);
                beside.fill(allowed);
                continue;
            }
            for (beside, bias) in beside.iter_mut().zip(numbers) {
                // An error of a bias is felt as many times as it is multiplied.
                *beside = *beside / constant.max(1.0) + root * relative * bias.abs();
            }
        }
    }

    pub(crate) fn size(&self, error: &[f64]) -> f64 {
        let (mut rest, mut weights) = (error, self.weights.as_slice());
        let (mut behind, mut largest) = (self.behind.as_slice(), 0.0);
        // Not `max`, which drops what is not a number.
        let larger = |size: f64, largest: f64| if size <= largest { largest } else { size };
        for &MeasuredLayer { rows, columns, constant } in &self.layers {
            let (layer, later) = rest.split_at(rows * columns);
            let (here, after) = weights.split_at(rows);
            let (beside, others) = behind.split_at(rows);
            (rest, weights, behind) = (later, after, others);
            let size: f64 = layer
                .chunks_exact(rows)
                .flat_map(|column| column.iter().zip(here))
                .map(|(entry, weight)| weight * entry * entry)
                .sum();
            largest = larger(size.sqrt(), largest);
            if constant.is_some() {
                let (numbers, later) = rest.split_at(rows);
                rest = later;
                let shares = numbers.iter().zip(beside).map(|(entry, allowed)| entry / allowed);
                largest = larger(euclidean_length(&shares.collect::<Vec<_>>()), largest);
            }
        }
        largest
    }

    /// What each number of a state may be wrong by, alone.
    pub(crate) fn units(&self) -> Vec<f64> {
        let (mut weights, mut behind) = (self.weights.as_slice(), self.behind.as_slice());
        let mut units = Vec::new();
        for &MeasuredLayer { rows, columns, constant } in &self.layers {
            let (here, after) = weights.split_at(rows);
            let (beside, others) = behind.split_at(rows);
            (weights, behind) = (after, others);
            let row = here.iter().map(|weight| 1.0 / weight.sqrt());
            units.extend(row.cycle().take(rows * columns));
            units.extend(beside.iter().copied().take(if constant.is_some() { rows } else { 0 }));
        }
        units
    }
}

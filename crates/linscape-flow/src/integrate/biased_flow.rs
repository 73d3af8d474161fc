//! Gradient flow of a network with biases as a stiff equation.

use crate::integrate::{
    Alignment, GaussNewton, OffsetField, StiffEquation, minimal_residuals,
};
use crate::motion::{ErrorMeasure, Place};
use crate::{Frame, GradientFlow, Tolerances};
use linscape_lapack::DecompositionError;
use nalgebra::DMatrix;

/// How exactly linear systems are solved.
const KRYLOV_TOLERANCE: f64 = 0.1;

/// Most products for one of them.
const MOST_PRODUCTS: usize = 40;

/// Gradient flow that moves biases too, in a frame that follows the weights, with the offset in the place of the last bias
/// ([`OffsetField`]).
///
/// The Jacobian is `−f JᵀJ` and a part that the residual has. Systems are solved by [`GaussNewton`], which
/// knows the first, and minimal residuals on products with the second: in these coordinates it is not
/// symmetric, though its eigenvalues are real, as they are in those of the biases.
#[derive(Debug)]
pub(crate) struct BiasedFlow {
    alignment: Alignment,
    frame: Frame,
    /// The flow in the frame.
    flow: GradientFlow,
    measure: ErrorMeasure,
    /// Where the Jacobian was taken.
    field: OffsetField,
    stiff: GaussNewton,
    c: f64,
    products: u64,
}

impl BiasedFlow {
    /// Whether it knows a flow: of a network with biases, not too large.
    pub(crate) fn serves(flow: &GradientFlow) -> bool {
        flow.has_biases() && GaussNewton::serves(flow)
    }

    /// Of a flow that moves biases, with the state in its coordinates.
    pub(crate) fn start(
        flow: &GradientFlow,
        tolerances: Tolerances,
        state: &[f64],
    ) -> Result<(Self, Vec<f64>), DecompositionError> {
        let mut inner = state.to_vec();
        flow.exchange_offset(&mut inner, Place::Offset);
        let field = OffsetField::at(flow, &inner);
        let equation = Self {
            alignment: Alignment::of(flow)?,
            frame: Frame::standard(flow.widths()).with_biases(flow.biases()),
            flow: flow.clone(),
            measure: ErrorMeasure::new(flow, tolerances),
            stiff: GaussNewton::with_offset(flow, &field),
            field,
            c: 0.0,
            products: 0,
        };
        Ok((equation, inner))
    }

    /// Products so far.
    pub(crate) fn products(&self) -> u64 {
        self.products
    }

    /// A state in its own bases again, with its last bias.
    pub(crate) fn restored(&self, read: &[f64]) -> Vec<f64> {
        let mut turned = read.to_vec();
        self.flow.exchange_offset(&mut turned, Place::Bias);
        let mut state = vec![0.0; read.len()];
        self.frame.restore(&turned, &mut state);
        state
    }

    /// Turns the frame so that it is aligned with a state.
    fn turn(&mut self, carried: &mut DMatrix<f64>) -> Result<(), DecompositionError> {
        let inner = self.alignment.turn(&self.flow, carried.column(0).as_slice())?;
        let inner = inner.with_biases(self.flow.biases());
        let mut read = vec![0.0; carried.nrows()];
        for mut column in carried.column_iter_mut() {
            inner.read(column.as_slice(), &mut read);
            column.copy_from_slice(&read);
        }
        self.flow = self.flow.in_frame(&inner);
        self.frame = self.frame.followed_by(&inner);
        Ok(())
    }
}

impl StiffEquation for BiasedFlow {
    fn order(&self) -> usize {
        self.flow.order()
    }

    fn velocity(&mut self, state: &[f64], velocity: &mut [f64]) {
        OffsetField::at(&self.flow, state).velocity(velocity);
    }

    fn measure_at(&mut self, state: &[f64]) {
        self.measure.measure_at(state);
    }

    fn size(&self, error: &[f64]) -> f64 {
        self.measure.size(error)
    }

    fn linearise(&mut self, state: &[f64], carried: &mut DMatrix<f64>) {
        // The state travels with the differences, as one more column.
        let mut all = carried.clone().insert_column(0, 0.0);
        all.column_mut(0).copy_from_slice(state);
        // Without a new frame the old one still serves.
        if self.turn(&mut all).is_ok() {
            carried.copy_from(&all.columns(1, carried.ncols()));
        }
        let state = &all.as_slice()[..state.len()];
        self.field = OffsetField::at(&self.flow, state);
        self.stiff = GaussNewton::with_offset(&self.flow, &self.field);
    }

    fn prepare(&mut self, c: f64) {
        self.c = c;
        self.stiff.factorise(c);
    }

    fn solve(&mut self, right: &[f64], solution: &mut [f64]) -> bool {
        // In units of what errors may be, so that small numbers count as large ones do.
        let units = self.measure.units();
        let within = |vector: &mut [f64]| {
            vector.iter_mut().zip(&units).for_each(|(entry, unit)| *entry /= unit);
        };
        self.stiff.solve(right, solution);
        let mut start = solution.to_vec();
        within(&mut start);
        let (mut change, mut image) = (vec![0.0; right.len()], vec![0.0; right.len()]);
        let apply = |vector: &[f64]| {
            let given = vector.iter().zip(&units);
            change.iter_mut().zip(given).for_each(|(to, (entry, unit))| *to = entry * unit);
            self.field.with_residual_fixed(&self.flow, &change, &mut image);
            for entry in &mut image {
                *entry *= -self.c;
            }
            let mut found = vec![0.0; image.len()];
            self.stiff.solve(&image, &mut found);
            within(&mut found);
            found
        };
        let (tolerance, most) = (KRYLOV_TOLERANCE, MOST_PRODUCTS);
        let Some((found, products)) = minimal_residuals(apply, &start, tolerance, most) else {
            self.products += most as u64;
            return false;
        };
        self.products += products as u64;
        let found = found.iter().zip(&units);
        solution.iter_mut().zip(found).for_each(|(to, (entry, unit))| *to = entry * unit);
        true
    }

    fn insist(&mut self) -> bool {
        false
    }
}

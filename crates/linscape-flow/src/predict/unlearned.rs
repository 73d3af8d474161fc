//! The network of what is not learned.

use crate::GradientFlow;
use linscape_critical::RandomStream;
use linscape_lapack::{
    DecompositionError, Factor, multiply, multiply_transposed, symmetric_eigen, thin_qr, thin_svd,
};
use linscape_network::{LearnedModes, Target, completed};
use nalgebra::{DMatrix, DVector};

/// A singular value of the residual, relative to `‖Σ‖`, that carries nothing to learn.
const NOTHING: f64 = 1e-12;

/// The network of what is not learned, beside a saddle that the end-to-end map is near.
///
/// The weights beside the learned modes' hidden directions are small and see a residual that stands still,
/// `R = (I − UUᵀ) Σ (I − VVᵀ)` with the learned modes' singular vectors of the map. They are a network of hidden
/// widths `d_i − r`, with as many inputs and outputs as `R` has rank, in the bases of the layers as they are.
#[derive(Debug, Clone)]
pub(super) struct Unlearned {
    /// Its flow.
    pub(super) flow: GradientFlow,
    /// Its weights.
    pub(super) state: Vec<f64>,
    /// `d_h × k`: its outputs.
    pub(super) outputs: DMatrix<f64>,
    /// `k × rank X`: from its whitened inputs to those of the whole network.
    pub(super) inputs: DMatrix<f64>,
    /// `‖(Σ − W − R) D‖` with the learned modes' part of the map `W`: what is left of their own approach.
    pub(super) unsettled: f64,
    /// `‖R D‖`.
    pub(super) force: f64,
    /// Orthonormal bases of its layers in those of the whole network, inputs first.
    layers: Vec<DMatrix<f64>>,
}

impl Unlearned {
    /// Beside the family that a state is near: `None` where the loss cannot fall, at one layer, where biases
    /// move, and where a larger mode than a learned one is left out, so that learned modes turn.
    pub(super) fn of(
        flow: &GradientFlow,
        target: &Target,
        state: &[f64],
    ) -> Result<Option<Self>, DecompositionError> {
        // Where biases move, the means move too, and the small network is not all that stays.
        if flow.has_biases() {
            return Ok(None);
        }
        let map = flow.product(state);
        let modes = LearnedModes::of(target, &map)?;
        let problem = target.problem();
        let rank = modes.subset.rank();
        let leads = modes.subset == problem.leading(rank);
        if flow.depth() < 2 || rank == problem.maximal_rank() || !leads {
            return Ok(None);
        }
        Self::beside(flow, state, map, rank, problem.spectrum().rank())
    }

    fn beside(
        flow: &GradientFlow,
        state: &[f64],
        map: DMatrix<f64>,
        learned: usize,
        signal: usize,
    ) -> Result<Option<Self>, DecompositionError> {
        let map = thin_svd(map)?;
        let left = map.u.columns(0, learned).into_owned();
        let right = map.vt.rows(0, learned).transpose();
        let mut residual = flow.target().clone();
        residual -= multiply(&left, &multiply_transposed(&left, &residual));
        residual -= multiply(&multiply(&residual, &right), &right.transpose());
        let mut kept = left.clone();
        for (mut column, value) in kept.column_iter_mut().zip(&map.singular_values) {
            column.scale_mut(*value);
        }
        let whole = flow.target() - multiply(&kept, &right.transpose());
        let unsettled = stretched(flow, whole - &residual).norm();
        let scale = NOTHING * flow.target().norm();
        let force = stretched(flow, residual.clone()).norm();
        let found = thin_svd(residual)?;
        let wanted = found.singular_values.iter().take_while(|value| **value > scale).count();
        let count = wanted.min(signal - learned);
        if count == 0 || state.iter().all(|entry| *entry == 0.0) {
            return Ok(None);
        }
        let outputs = found.u.columns(0, count).into_owned();
        let mut rows = found.vt.rows(0, count).into_owned();
        let (entry, inputs, stretches) = input_bases(flow, &rows)?;
        for (mut row, value) in rows.row_iter_mut().zip(&found.singular_values) {
            row.scale_mut(*value);
        }
        // Σ of the small network: R between its outputs and its whitened inputs.
        let target = multiply(&rows, &inputs.transpose());
        let mut layers = vec![entry];
        layers.extend(hidden_bases(flow, state, &right)?);
        layers.push(outputs.clone());
        let weights = flow.layers(state);
        let layer = |(at, factor): (usize, &Factor<'_>)| {
            let (rows, columns) = factor.shape();
            let whole = DMatrix::from_column_slice(rows, columns, factor.entries());
            multiply_transposed(&layers[at + 1], &multiply(&whole, &layers[at]))
        };
        let small: Vec<DMatrix<f64>> = weights.iter().enumerate().map(layer).collect();
        let state = small.iter().flat_map(|layer| layer.iter().copied()).collect();
        let widths = layers.iter().map(DMatrix::ncols).collect();
        let flow = flow.of_part(target, stretches, widths);
        Ok(Some(Self { flow, state, outputs, inputs, unsettled, force, layers }))
    }

    /// The whole state when the small network has come from its weights to others.
    pub(super) fn restored(&self, flow: &GradientFlow, whole: &[f64], small: &[f64]) -> Vec<f64> {
        let mut state = whole.to_vec();
        let moved: Vec<f64> =
            small.iter().zip(&self.state).map(|(now, before)| now - before).collect();
        let mut rest = state.as_mut_slice();
        for (at, layer) in self.flow.layers(&moved).iter().enumerate() {
            let (rows, columns) = layer.shape();
            let change = DMatrix::from_column_slice(rows, columns, layer.entries());
            let change =
                multiply(&multiply(&self.layers[at + 1], &change), &self.layers[at].transpose());
            let (here, after) = rest.split_at_mut(flow.widths()[at + 1] * flow.widths()[at]);
            here.iter_mut().zip(change.iter()).for_each(|(entry, change)| *entry += change);
            rest = after;
        }
        state
    }

    /// `‖P D‖` of its end-to-end map `P`: what it takes from `R D`.
    pub(super) fn relief(&self, flow: &GradientFlow, small: &[f64]) -> f64 {
        stretched(flow, multiply(&self.flow.product(small), &self.inputs)).norm()
    }
}

/// `M D` of a map of whitened inputs: what pulls at weights.
fn stretched(flow: &GradientFlow, mut map: DMatrix<f64>) -> DMatrix<f64> {
    if let Some(stretches) = flow.stretches() {
        for (mut column, stretch) in map.column_iter_mut().zip(stretches.iter()) {
            column.scale_mut(*stretch);
        }
    }
    map
}

/// Directions of the state, the way back, and stretches.
type InputBases = (DMatrix<f64>, DMatrix<f64>, Option<DVector<f64>>);

/// From the row space of the residual (`k × rank X`, whitened): the input directions of the state that it acts
/// on (`rank X × k`), the way from the small network's whitened inputs to the whole one's (`k × rank X`), and
/// what stretches them.
fn input_bases(flow: &GradientFlow, rows: &DMatrix<f64>) -> Result<InputBases, DecompositionError> {
    let Some(stretches) = flow.stretches() else {
        return Ok((rows.transpose(), rows.clone(), None));
    };
    let stretched = |mut matrix: DMatrix<f64>| {
        for (mut row, stretch) in matrix.row_iter_mut().zip(stretches.iter()) {
            row.scale_mut(*stretch);
        }
        matrix
    };
    let basis = thin_qr(stretched(rows.transpose()))?.q;
    let whitened = stretched(basis.clone());
    let moments = symmetric_eigen(multiply_transposed(&whitened, &whitened))?;
    let widths = DVector::from_iterator(
        moments.values.len(),
        moments.values.iter().map(|value| value.max(f64::MIN_POSITIVE).sqrt()),
    );
    let mut back = multiply_transposed(&moments.vectors, &whitened.transpose());
    for (mut row, width) in back.row_iter_mut().zip(widths.iter()) {
        row.unscale_mut(*width);
    }
    Ok((multiply(&basis, &moments.vectors), back, Some(widths)))
}

/// Orthonormal bases of what the learned modes leave free in each hidden layer.
fn hidden_bases(
    flow: &GradientFlow,
    state: &[f64],
    learned: &DMatrix<f64>,
) -> Result<Vec<DMatrix<f64>>, DecompositionError> {
    let mut workspace = flow.workspace();
    workspace.forward(flow, &flow.layers(state));
    let mut stream = RandomStream::new(0, "beside the learned modes");
    let rank = learned.ncols();
    let basis = |layer: usize| {
        let width = flow.widths()[layer];
        if rank == 0 {
            return Ok(DMatrix::identity(width, width));
        }
        let used = thin_qr(multiply(workspace.layer_input(layer), learned))?.q;
        let whole = completed(&used, &mut stream)?;
        Ok(whole.columns(rank, width - rank).into_owned())
    };
    (1..flow.depth()).map(basis).collect()
}

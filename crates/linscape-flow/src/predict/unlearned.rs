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
///
/// Where biases move, the small network is that of the matrices on data about their means, once the offset of the
/// outputs has come to its best: from then on the last bias follows it at the rate `m` or faster, and what it is late
/// by pulls at the small weights in a higher degree than the residual.
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
    /// `‖(Σ − W − R) D‖` with the learned modes' part of the map `W`: what is left of their own approach; with biases
    /// also what the offset pulls at the small weights, as a share of the force.
    pub(super) unsettled: f64,
    /// `‖R D‖`.
    pub(super) force: f64,
    /// Orthonormal bases of its layers in those of the whole network, inputs first.
    layers: Vec<DMatrix<f64>>,
    /// What stretches the whole network's inputs.
    stretches: Option<DVector<f64>>,
}

impl Unlearned {
    /// Beside the family that a state is near: `None` where the loss cannot fall, at one layer, and where a larger
    /// mode than a learned one is left out, so that learned modes turn.
    pub(super) fn of(
        flow: &GradientFlow,
        target: &Target,
        state: &[f64],
    ) -> Result<Option<Self>, DecompositionError> {
        let Some(means) = flow.about_means() else { return Self::of_matrices(flow, target, state) };
        let matrices = means.state_of(flow, state);
        let found = Self::of_matrices(&means.flow, target, &matrices)?;
        Ok(found.map(|mut rest| {
            rest.layers[0] = multiply(&means.inputs, &rest.layers[0]);
            rest.unsettled += rest.force * rest.pull_of_offset(flow, state);
            rest
        }))
    }

    fn of_matrices(
        flow: &GradientFlow,
        target: &Target,
        state: &[f64],
    ) -> Result<Option<Self>, DecompositionError> {
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
        let stretches = flow.stretches();
        let unsettled = stretched(stretches, whole - &residual).norm();
        let scale = NOTHING * flow.target().norm();
        let force = stretched(stretches, residual.clone()).norm();
        let found = thin_svd(residual)?;
        let wanted = found.singular_values.iter().take_while(|value| **value > scale).count();
        let count = wanted.min(signal - learned);
        if count == 0 || state.iter().all(|entry| *entry == 0.0) {
            return Ok(None);
        }
        let outputs = found.u.columns(0, count).into_owned();
        let mut rows = found.vt.rows(0, count).into_owned();
        let (entry, inputs, widths_of_inputs) = input_bases(flow, &rows)?;
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
            multiply_transposed(&layers[at + 1], &multiply(&owned(factor), &layers[at]))
        };
        let small: Vec<DMatrix<f64>> = weights.iter().enumerate().map(layer).collect();
        let state = small.iter().flat_map(|layer| layer.iter().copied()).collect();
        let widths = layers.iter().map(DMatrix::ncols).collect();
        let stretches = stretches.cloned();
        let flow = flow.of_part(target, widths_of_inputs, widths);
        Ok(Some(Self { flow, state, outputs, inputs, unsettled, force, layers, stretches }))
    }

    /// The whole state when the small network has come from its weights to others; a last bias goes with it.
    pub(super) fn restored(&self, flow: &GradientFlow, whole: &[f64], small: &[f64]) -> Vec<f64> {
        let mut state = whole.to_vec();
        let moved: Vec<f64> =
            small.iter().zip(&self.state).map(|(now, before)| now - before).collect();
        let mut rest = state.as_mut_slice();
        for (at, layer) in self.flow.layers(&moved).iter().enumerate() {
            let change = multiply(&self.layers[at + 1], &owned(layer));
            let change = multiply(&change, &self.layers[at].transpose());
            let (here, after) = rest.split_at_mut(flow.widths()[at + 1] * flow.columns(at));
            here.iter_mut().zip(change.iter()).for_each(|(entry, change)| *entry += change);
            rest = after;
        }
        flow.offset_at_best(&mut state);
        state
    }

    /// `‖P D‖` of its end-to-end map `P`: what it takes from `R D`.
    pub(super) fn relief(&self, small: &[f64]) -> f64 {
        stretched(self.stretches.as_ref(), multiply(&self.flow.product(small), &self.inputs)).norm()
    }

    /// How fast an offset that is not at its best moves the small weights, beside how fast they move without: at layer
    /// `i` by `W_{h:i+1}ᵀ m c` and the mean of what the layer reads, all within the small network.
    fn pull_of_offset(&self, flow: &GradientFlow, state: &[f64]) -> f64 {
        let Some(reads) = flow.reads() else { return 0.0 };
        let (whole, rank) = (flow.layers(state), flow.signal_columns());
        let mut workspace = flow.workspace();
        workspace.forward(flow, &whole);
        let made = workspace.layer_input(flow.depth());
        let missing = flow.target().column(rank) - made.column(rank);
        let small = self.flow.layers(&self.state);
        let small: Vec<DMatrix<f64>> = small.iter().map(owned).collect();
        let mut errors = vec![self.outputs.tr_mul(&missing)];
        for matrix in small[1..].iter().rev() {
            errors.push(matrix.tr_mul(&errors[errors.len() - 1]));
        }
        let mut read = self.layers[0].tr_mul(&reads.inputs.column(rank));
        let mut pull = 0.0;
        for (at, (matrix, error)) in small.iter().zip(errors.iter().rev()).enumerate() {
            pull += error.norm_squared() * read.norm_squared();
            read = matrix * read;
            if let Some(bias) = flow.parts(at, whole[at]).bias {
                let constant = reads.constant[(0, rank)] * reads.constant_at(at);
                let bias = DVector::from_column_slice(bias) * constant;
                read += self.layers[at + 1].tr_mul(&bias);
            }
        }
        let own = self.flow.gradient_norm(&self.state);
        if pull > 0.0 { flow.factor() * pull.sqrt() / own } else { 0.0 }
    }
}

fn owned(matrix: &Factor<'_>) -> DMatrix<f64> {
    let (rows, columns) = matrix.shape();
    DMatrix::from_column_slice(rows, columns, matrix.entries())
}

/// `M D` of a map of whitened inputs: what pulls at weights.
fn stretched(stretches: Option<&DVector<f64>>, mut map: DMatrix<f64>) -> DMatrix<f64> {
    if let Some(stretches) = stretches {
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

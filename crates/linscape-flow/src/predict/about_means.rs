//! Networks with biases, seen about the means of their data.

use crate::GradientFlow;
use linscape_lapack::multiply;
use nalgebra::{DMatrix, DVector};

/// The matrices of a network with biases, on the data about their means.
#[derive(Debug, Clone)]
pub(crate) struct AboutMeans {
    /// The flow that they would have alone, with the offset at its best.
    pub(crate) flow: GradientFlow,
    /// `V`, `d_0 × rank X_c`: its first layer is `W_1 V`.
    pub(crate) inputs: DMatrix<f64>,
}

impl AboutMeans {
    /// The matrices of a state of the whole network as a state of theirs.
    pub(crate) fn state_of(&self, whole: &GradientFlow, state: &[f64]) -> Vec<f64> {
        let mut found = Vec::with_capacity(self.flow.order());
        for (at, layer) in whole.layers(state).into_iter().enumerate() {
            let matrix = whole.parts(at, layer).matrix;
            if at > 0 {
                found.extend_from_slice(matrix.entries());
                continue;
            }
            let (rows, columns) = matrix.shape();
            let first = DMatrix::from_column_slice(rows, columns, matrix.entries());
            found.extend(multiply(&first, &self.inputs).iter());
        }
        found
    }

    /// A state of theirs as one of the whole network, with biases of zero but the last, which is at its best.
    pub(crate) fn whole(&self, whole: &GradientFlow, state: &[f64]) -> Vec<f64> {
        let mut found = Vec::with_capacity(whole.order());
        for (at, layer) in self.flow.layers(state).into_iter().enumerate() {
            if at > 0 {
                found.extend_from_slice(layer.entries());
            } else {
                let (rows, columns) = layer.shape();
                let first = DMatrix::from_column_slice(rows, columns, layer.entries());
                found.extend(multiply(&first, &self.inputs.transpose()).iter());
            }
            let bias = whole.columns(at) - whole.widths()[at];
            found.extend(std::iter::repeat_n(0.0, bias * whole.widths()[at + 1]));
        }
        whole.offset_at_best(&mut found);
        found
    }
}

impl GradientFlow {
    /// The matrices alone; `None` where no biases move. `[V D, √m x̄]` says what stretches them.
    pub(crate) fn about_means(&self) -> Option<AboutMeans> {
        let (reads, rank) = (self.reads()?, self.signal_columns());
        let mut inputs = reads.inputs.columns(0, rank).into_owned();
        let stretches = DVector::from_fn(rank, |at, _| inputs.column(at).norm());
        for (mut column, stretch) in inputs.column_iter_mut().zip(stretches.iter()) {
            column.unscale_mut(*stretch);
        }
        let mut widths = self.widths().to_vec();
        widths[0] = rank;
        let target = self.target().columns(0, rank).into_owned();
        Some(AboutMeans { flow: self.of_part(target, Some(stretches), widths), inputs })
    }

    /// Puts the last bias of a state where the outputs have their best offset; nothing where no biases move.
    pub(crate) fn offset_at_best(&self, state: &mut [f64]) {
        let (Some(reads), rank) = (self.reads(), self.signal_columns()) else { return };
        let mut workspace = self.workspace();
        workspace.forward(self, &self.layers(state));
        let made = workspace.layer_input(self.depth());
        let missing = self.target().column(rank) - made.column(rank);
        let last = state.len() - missing.len();
        let constant = reads.constant[(0, rank)] * reads.constant_at(self.depth() - 1);
        for (bias, missing) in state[last..].iter_mut().zip(missing.iter()) {
            *bias += missing / constant;
        }
    }
}

//! Layers that have biases.

use crate::GradientFlow;
use linscape_lapack::{Factor, accumulate_product, multiply};
use linscape_network::LayerInputs;
use nalgebra::{DMatrix, DVector, DVectorView};

/// What a network with biases reads, and which layers have them.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) reads: LayerInputs,
    pub(crate) biases: Vec<bool>,
    /// How many columns of what is read are about the means.
    pub(crate) rank: usize,
}

/// The numbers `[W_i b_i]` of a layer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LayerParts<'s> {
    pub(crate) matrix: Factor<'s>,
    pub(crate) bias: Option<&'s [f64]>,
}

impl<'s> LayerParts<'s> {
    /// Of a layer that reads `width` units.
    pub(crate) fn of(layer: Factor<'s>, width: usize) -> Self {
        let rows = layer.shape().0;
        let (matrix, bias) = layer.entries().split_at(rows * width);
        let bias = (!bias.is_empty()).then_some(bias);
        Self { matrix: Factor::new(matrix, rows, width), bias }
    }
}

impl Reading {
    /// `W_i P_{i−1} + b_i k`.
    pub(crate) fn outputs(
        &self,
        layer: LayerParts<'_>,
        input: &DMatrix<f64>,
        out: &mut DMatrix<f64>,
    ) {
        accumulate_product(1.0, layer.matrix, input.into(), 0.0, out.as_mut_slice());
        if let Some(bias) = layer.bias {
            let bias = DVectorView::from_slice(bias, bias.len());
            out.ger(1.0, &bias, &self.reads.constant.row(0).transpose(), 1.0);
        }
    }

    /// `f · [E_i P_{i−1}ᵀ, E_i kᵀ]`, the second part where the layer has a bias.
    pub(crate) fn slopes(
        &self,
        factor: f64,
        error: &DMatrix<f64>,
        input: &DMatrix<f64>,
        out: &mut [f64],
    ) {
        let (matrix, bias) = out.split_at_mut(error.nrows() * input.nrows());
        let input = Factor::from(input).transposed();
        accumulate_product(factor, error.into(), input, 0.0, matrix);
        if !bias.is_empty() {
            let constant = Factor::from(&self.reads.constant).transposed();
            accumulate_product(factor, error.into(), constant, 0.0, bias);
        }
    }
}

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
    /// What a network with biases reads.
    pub(crate) fn reads(&self) -> Option<&LayerInputs> {
        self.reading.as_ref().map(|reading| &reading.reads)
    }

    /// The matrices alone; `None` where no biases move. `[V D, √m x̄]` says what stretches them.
    pub(crate) fn about_means(&self) -> Option<AboutMeans> {
        let Reading { reads, rank, .. } = self.reading.as_ref()?;
        let mut inputs = reads.inputs.columns(0, *rank).into_owned();
        let stretches = DVector::from_iterator(*rank, inputs.column_iter().map(|one| one.norm()));
        for (mut column, stretch) in inputs.column_iter_mut().zip(stretches.iter()) {
            column.unscale_mut(*stretch);
        }
        let mut widths = self.widths.clone();
        widths[0] = *rank;
        let target = self.target.columns(0, *rank).into_owned();
        Some(AboutMeans { flow: self.of_part(target, Some(stretches), widths), inputs })
    }

    /// Puts the last bias of a state where the outputs have their best offset; nothing where no biases move.
    pub(crate) fn offset_at_best(&self, state: &mut [f64]) {
        let Some(Reading { reads, rank, .. }) = &self.reading else { return };
        let mut workspace = self.workspace();
        workspace.forward(self, &self.layers(state));
        let made = workspace.layer_input(self.depth());
        let missing = self.target.column(*rank) - made.column(*rank);
        let last = state.len() - missing.len();
        for (bias, missing) in state[last..].iter_mut().zip(missing.iter()) {
            *bias += missing / reads.constant[(0, *rank)];
        }
    }
}

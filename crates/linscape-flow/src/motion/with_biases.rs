//! Layers that have biases.

use linscape_lapack::{Factor, accumulate_product};
use linscape_network::LayerInputs;
use nalgebra::{DMatrix, DVectorView};

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
    /// `W_i P_{i−1} + b_i k` of layer `at` (0-based).
    pub(crate) fn outputs(
        &self,
        at: usize,
        layer: LayerParts<'_>,
        input: &DMatrix<f64>,
        out: &mut DMatrix<f64>,
    ) {
        accumulate_product(1.0, layer.matrix, input.into(), 0.0, out.as_mut_slice());
        if let Some(bias) = layer.bias {
            let bias = DVectorView::from_slice(bias, bias.len());
            let constant = self.reads.constant.row(0).transpose();
            out.ger(self.reads.constant_at(at), &bias, &constant, 1.0);
        }
    }

    /// `f · [E_i P_{i−1}ᵀ, E_i kᵀ]`, the second part where the layer has a bias.
    pub(crate) fn slopes(
        &self,
        at: usize,
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
            let factor = factor * self.reads.constant_at(at);
            accumulate_product(factor, error.into(), constant, 0.0, bias);
        }
    }
}

//! Loss and derivatives of `½‖Y − W_h⋯W_1 X‖²` with nothing but products of whole matrices: the
//! road that shares no code with the crates.

use nalgebra::{DMatrix, DVector};

/// Data in columns, as the theory writes them: `X` is `d_0 × m`, `Y` is `d_h × m`.
pub(crate) struct Columns {
    pub inputs: DMatrix<f64>,
    pub targets: DMatrix<f64>,
}

impl Columns {
    /// White inputs: the loss is `½‖Σ − W_h⋯W_1‖²`.
    pub(crate) fn white(target: &DMatrix<f64>) -> Self {
        let inputs = DMatrix::identity(target.ncols(), target.ncols());
        Self { inputs, targets: target.clone() }
    }

    /// `½‖Y − W_h⋯W_1 X‖²`.
    pub(crate) fn loss(&self, weights: &[DMatrix<f64>]) -> f64 {
        0.5 * (&self.targets - self.image(weights, &[])).norm_squared()
    }

    /// Gradient, layer by layer, each column by column.
    pub(crate) fn gradient(&self, weights: &[DMatrix<f64>]) -> DVector<f64> {
        let residual = &self.targets - self.image(weights, &[]);
        let slopes = units(weights).into_iter().map(|unit| {
            let moved = self.image(weights, &[&unit]);
            -residual.dot(&moved)
        });
        DVector::from_vec(slopes.collect())
    }

    /// Hessian in the order of [`gradient`](Self::gradient): `⟨D_p, D_q⟩ − ⟨R, D_pq⟩` with the
    /// derivatives of the end-to-end map, each computed by putting unit matrices in its place.
    pub(crate) fn hessian(&self, weights: &[DMatrix<f64>]) -> DMatrix<f64> {
        let residual = &self.targets - self.image(weights, &[]);
        let units = units(weights);
        let first: Vec<_> = units.iter().map(|unit| self.image(weights, &[unit])).collect();
        DMatrix::from_fn(units.len(), units.len(), |p, q| {
            let bilinear = first[p].dot(&first[q]);
            if units[p].0 == units[q].0 {
                bilinear // The end-to-end map is affine in each layer.
            } else {
                bilinear - residual.dot(&self.image(weights, &[&units[p], &units[q]]))
            }
        })
    }

    /// `W_h⋯W_1 X` with some layers replaced.
    fn image(&self, weights: &[DMatrix<f64>], replaced: &[&(usize, DMatrix<f64>)]) -> DMatrix<f64> {
        weights.iter().enumerate().fold(self.inputs.clone(), |product, (layer, matrix)| {
            match replaced.iter().find(|(at, _)| *at == layer) {
                Some((_, other)) => other * product,
                None => matrix * product,
            }
        })
    }
}

/// One unit matrix for each parameter, with its layer.
fn units(weights: &[DMatrix<f64>]) -> Vec<(usize, DMatrix<f64>)> {
    let mut units = Vec::new();
    for (layer, matrix) in weights.iter().enumerate() {
        for place in 0..matrix.len() {
            let mut unit = DMatrix::zeros(matrix.nrows(), matrix.ncols());
            unit[place] = 1.0;
            units.push((layer, unit));
        }
    }
    units
}

/// All parameters in the order of [`Columns::gradient`].
pub(crate) fn flattened(layers: &[DMatrix<f64>]) -> DVector<f64> {
    DVector::from_vec(layers.iter().flat_map(|layer| layer.as_slice().to_vec()).collect())
}

/// `W + t δ`, layer by layer.
pub(crate) fn moved(
    weights: &[DMatrix<f64>],
    step: f64,
    along: &[DMatrix<f64>],
) -> Vec<DMatrix<f64>> {
    weights.iter().zip(along).map(|(matrix, direction)| matrix + step * direction).collect()
}

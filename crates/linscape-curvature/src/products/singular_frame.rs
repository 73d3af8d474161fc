//! Bases of the layers in which a Hessian's outer factors are diagonal.

use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_svd};
use nalgebra::{DMatrix, DVector};

use crate::products::MatrixForm;
use linscape_critical::RandomStream;
use linscape_network::completed;

/// Orthonormal bases `Q_0, …, Q_h` of the layers and `Z` of the samples. In them the weights are
/// `Q_iᵀ W_i Q_{i−1}`, the inputs `Q_0ᵀ C Z` and the target `Q_hᵀ Σ Z`: the loss and the lengths of
/// all changes stay, so that the Hessian has the same spectrum.
///
/// The singular bases of `W_h` make the last layer diagonal, and those of `W_1` the first, or those
/// of `C` the inputs where they are not white. Of the `6h − 6` full products of matrices in a
/// product with the Hessian that leaves `6h − 10`, for the price of two decompositions.
#[derive(Debug, Clone)]
pub(crate) struct SingularFrame {
    /// `Q_0, …, Q_h`; none where the basis stays as it is.
    layers: Vec<Option<DMatrix<f64>>>,
    /// `Z`.
    samples: Option<DMatrix<f64>>,
}

/// What a Hessian is made of.
pub(crate) struct Factors {
    pub weights: Vec<MatrixForm>,
    /// `C`.
    pub inputs: MatrixForm,
    /// `Σ`.
    pub target: DMatrix<f64>,
}

impl SingularFrame {
    /// The frame, and the factors in it. Layers that are diagonal already keep their bases.
    ///
    /// # Errors
    /// When an entry is not finite or a decomposition fails.
    pub(crate) fn of(factors: &Factors) -> Result<(Self, Factors), DecompositionError> {
        let Factors { weights, inputs, target } = factors;
        let depth = weights.len();
        let mut frame = Self { layers: vec![None; depth + 1], samples: None };
        let mut diagonal: Vec<Option<MatrixForm>> = vec![None; depth];
        let mut first = inputs.clone();
        let is_white = *inputs == MatrixForm::identity(inputs.shape().0);
        if let MatrixForm::Full(matrix) = inputs {
            let svd = FullSvd::of(matrix)?;
            frame.layers[0] = Some(svd.left);
            frame.samples = Some(svd.right);
            first = svd.middle;
        } else if let (true, MatrixForm::Full(matrix)) = (is_white, &weights[0]) {
            let svd = FullSvd::of(matrix)?;
            frame.samples = Some(svd.right.clone());
            frame.layers[0] = Some(svd.right);
            frame.layers[1] = Some(svd.left);
            diagonal[0] = Some(svd.middle);
        }
        let is_free = depth >= 2 && frame.layers[depth - 1].is_none();
        if let (true, MatrixForm::Full(matrix)) = (is_free, &weights[depth - 1]) {
            let svd = FullSvd::of(matrix)?;
            frame.layers[depth - 1] = Some(svd.right);
            frame.layers[depth] = Some(svd.left);
            diagonal[depth - 1] = Some(svd.middle);
        }
        let turn = |(layer, matrix): (usize, &MatrixForm)| match (
            &frame.layers[layer],
            &frame.layers[layer + 1],
        ) {
            (None, None) => matrix.clone(),
            (before, after) => {
                MatrixForm::Full(between(after.as_ref(), matrix.to_full(), before.as_ref()))
            }
        };
        let layers = weights.iter().enumerate().zip(diagonal);
        let turned = layers.map(|(layer, form)| form.unwrap_or_else(|| turn(layer))).collect();
        let target = between(frame.layers[depth].as_ref(), target.clone(), frame.samples.as_ref());
        Ok((frame, Factors { weights: turned, inputs: first, target }))
    }

    /// Changes of the weights, a column each and layer by layer, from this frame back: `V_i` becomes
    /// `Q_i V_i Q_{i−1}ᵀ`.
    pub(crate) fn turn_back(&self, weights: &[MatrixForm], vectors: &mut DMatrix<f64>) {
        let transposed = |basis: &Option<DMatrix<f64>>| basis.as_ref().map(DMatrix::transpose);
        let bases: Vec<_> = self.layers.iter().map(transposed).collect();
        for mut vector in vectors.column_iter_mut() {
            let mut rest = vector.as_mut_slice();
            for (layer, matrix) in weights.iter().enumerate() {
                let (rows, columns) = matrix.shape();
                let (place, after) = rest.split_at_mut(rows * columns);
                rest = after;
                let part = DMatrix::from_column_slice(rows, columns, place);
                let part = between(bases[layer + 1].as_ref(), part, bases[layer].as_ref());
                place.copy_from_slice(part.as_slice());
            }
        }
    }
}

/// `Qᵀ A P`.
fn between(
    left: Option<&DMatrix<f64>>,
    matrix: DMatrix<f64>,
    right: Option<&DMatrix<f64>>,
) -> DMatrix<f64> {
    let matrix = match right {
        Some(right) => multiply(&matrix, right),
        None => matrix,
    };
    match left {
        Some(left) => multiply_transposed(left, &matrix),
        None => matrix,
    }
}

/// `A = U S Vᵀ` with square `U` and `V`.
struct FullSvd {
    left: DMatrix<f64>,
    middle: MatrixForm,
    right: DMatrix<f64>,
}

impl FullSvd {
    fn of(matrix: &DMatrix<f64>) -> Result<Self, DecompositionError> {
        let svd = thin_svd(matrix.clone())?;
        // Any completion is as good; a seed makes it the same every time.
        let mut stream = RandomStream::new(0, "singular frame");
        let left = completed(&svd.u, &mut stream)?;
        let right = completed(&svd.vt.transpose(), &mut stream)?;
        let values = DVector::from_vec(svd.singular_values);
        let middle = MatrixForm::diagonal(matrix.nrows(), matrix.ncols(), values);
        Ok(Self { left, middle, right })
    }
}

//! Eigenvectors, each within its piece.

use super::error::LowRankError;
use super::outer_blocks::OuterBlocks;
use super::piece::Piece;
use super::reduction::LowRank;
use linscape_critical::RandomStream;
use linscape_lapack::{
    DecompositionError, ThinSvd, multiply, multiply_transposed, thin_qr, thin_svd,
};
use linscape_network::RandomMatrices as _;
use nalgebra::{DMatrix, DVector};
use std::f64::consts::FRAC_1_SQRT_2;

impl LowRank {
    /// Unit eigenvectors of pieces as changes of weights, one matrix `[W_i b_i]` a layer, for `(piece, copy)` with
    /// copies counted from 0. Copies of a piece are orthogonal, and so are different pieces.
    ///
    /// # Errors
    /// When a decomposition fails.
    ///
    /// # Edge cases
    /// `None` for what is flat, and for pieces and copies that there are not.
    ///
    /// # Complexity
    /// Where pieces beside the core are asked for, one singular value decomposition of the size of
    /// the target; `O(N)` for each vector.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Weights;
    /// use linscape_curvature::{LowRank, LowRankOptions};
    /// use nalgebra::DMatrix;
    /// // L = ½(2 − w₂w₁)² at the origin: −2 belongs to (1, 1)/√2.
    /// let origin = Weights::new(vec![DMatrix::zeros(1, 1); 2])?;
    /// let target = DMatrix::from_element(1, 1, 2.0);
    /// let reduced = LowRank::of(&origin, &target, LowRankOptions::default())?.ok_or("low rank")?;
    /// let lowest = reduced.spectrum()?.levels[0].piece;
    /// let vectors = reduced.vectors(&[(lowest, 0)])?;
    /// let layers = vectors[0].as_ref().ok_or("not flat")?;
    /// assert!((layers[0][(0, 0)] * layers[1][(0, 0)] - 0.5).abs() < 1e-15);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn vectors(
        &self,
        wanted: &[(Piece, usize)],
    ) -> Result<Vec<Option<Vec<DMatrix<f64>>>>, LowRankError> {
        let mut parts = Parts { reduced: self, core: None, rest: None };
        wanted.iter().map(|&(piece, copy)| parts.vector(piece, copy)).collect()
    }

    fn zeros(&self) -> Vec<DMatrix<f64>> {
        self.layer_shapes().iter().map(|&(rows, columns)| DMatrix::zeros(rows, columns)).collect()
    }
}

/// Decompositions that several vectors need, made when the first of them asks.
struct Parts<'a> {
    reduced: &'a LowRank,
    /// Eigenvectors of the core.
    core: Option<DMatrix<f64>>,
    rest: Option<Complements>,
}

/// Orthonormal bases beside a closed pair: singular vectors of the rest, then what no other side
/// answers.
struct Complements {
    input: DMatrix<f64>,
    output: DMatrix<f64>,
    modes: usize,
}

type Layers = Option<Vec<DMatrix<f64>>>;

impl Parts<'_> {
    fn vector(&mut self, piece: Piece, copy: usize) -> Result<Layers, LowRankError> {
        match piece {
            Piece::Core { at } => Ok(if copy == 0 { self.core(at)? } else { None }),
            Piece::Outer { mode, at } if copy == 0 => Ok(self.outer(mode, at)?),
            Piece::Input { at } => Ok(self.unanswered(at, copy, true)?),
            Piece::Output { at } => Ok(self.unanswered(at, copy, false)?),
            Piece::Hidden { layer, mode, is_positive } => {
                Ok(self.hidden(layer, (mode, is_positive), copy)?)
            }
            Piece::Linear { mode } => Ok(self.linear(mode, copy)?),
            Piece::Outer { .. } | Piece::Flat => Ok(None),
        }
    }

    fn core(&mut self, at: usize) -> Result<Layers, LowRankError> {
        let reduced = self.reduced;
        if self.core.is_none() {
            self.core = Some(reduced.core_eigen()?.1.vectors);
        }
        let Some(vectors) = self.core.as_ref().filter(|vectors| at < vectors.ncols()) else {
            return Ok(None);
        };
        let mut start = 0;
        let layer = |(place, matrix): (usize, &DMatrix<f64>)| {
            let entries = vectors.view((start, at), (matrix.len(), 1));
            start += matrix.len();
            let small =
                DMatrix::from_iterator(matrix.nrows(), matrix.ncols(), entries.iter().copied());
            reduced.lifted(place + 1, &small)
        };
        Ok(Some(reduced.core.weights.iter().enumerate().map(layer).collect()))
    }

    fn outer(&mut self, mode: usize, at: usize) -> Result<Layers, DecompositionError> {
        let rhos = self.reduced.rest_values()?;
        let (Some(&rho), Some(rest)) = (rhos.get(mode), self.complements()?) else {
            return Ok(None);
        };
        let (input, output) = (rest.input.column(mode), rest.output.column(mode));
        let (input, output) = (input.into_owned(), output.into_owned());
        let blocks = OuterBlocks::of(&self.reduced.core);
        let eigen = blocks.eigen(rho)?;
        if at >= eigen.values.len() {
            return Ok(None);
        }
        let (vector, inner) = (eigen.vectors.column(at), blocks.inner_order());
        let (x, y) = (vector.rows(0, inner), vector.rows(inner, vector.len() - inner));
        Ok(Some(self.of_ends((&x.into_owned(), &input), (&output, &y.into_owned()))))
    }

    fn unanswered(
        &mut self,
        at: usize,
        copy: usize,
        is_input: bool,
    ) -> Result<Layers, DecompositionError> {
        let Some(rest) = self.complements()? else { return Ok(None) };
        let basis = if is_input { &rest.input } else { &rest.output };
        let column = rest.modes + copy;
        if column >= basis.ncols() {
            return Ok(None);
        }
        let direction = basis.column(column).into_owned();
        let core = &self.reduced.core;
        let blocks = OuterBlocks::of(core);
        let eigen = if is_input { blocks.input_eigen()? } else { blocks.output_eigen()? };
        if at >= eigen.values.len() {
            return Ok(None);
        }
        let vector = eigen.vectors.column(at).into_owned();
        let none = |matrix: &DMatrix<f64>, rows: bool| {
            DVector::zeros(if rows { matrix.nrows() } else { matrix.ncols() })
        };
        let (first, last) = (&core.weights[0], &core.weights[core.depth() - 1]);
        let widths = &self.reduced.widths;
        Ok(Some(if is_input {
            let nothing = DVector::zeros(widths[core.depth()]);
            self.of_ends((&vector, &direction), (&nothing, &none(last, false)))
        } else {
            self.of_ends((&none(first, true), &DVector::zeros(widths[0])), (&direction, &vector))
        }))
    }

    /// `A_1 x eᵀ` in the first and `f yᵀ A_{h−1}ᵀ` in the last layer.
    fn of_ends(
        &self,
        (x, e): (&DVector<f64>, &DVector<f64>),
        (f, y): (&DVector<f64>, &DVector<f64>),
    ) -> Vec<DMatrix<f64>> {
        let mut layers = self.reduced.zeros();
        let (hidden, depth) = (&self.reduced.hidden, layers.len());
        layers[0] += &hidden[0] * x * e.transpose();
        layers[depth - 1] += f * (&hidden[depth - 2] * y).transpose();
        layers
    }

    fn hidden(
        &mut self,
        layer: usize,
        (mode, is_positive): (usize, bool),
        copy: usize,
    ) -> Result<Layers, DecompositionError> {
        let reduced = self.reduced;
        let depth = reduced.core.depth();
        if !(1..depth).contains(&layer) {
            return Ok(None);
        }
        let basis = &reduced.hidden[layer - 1];
        if copy >= basis.nrows() - basis.ncols() {
            return Ok(None);
        }
        let svd = thin_svd(reduced.core.pulled(layer + 1, layer))?;
        let inside = svd.singular_values.len();
        let pair = if mode < inside {
            let (u, v) = (svd.u.columns(mode, 1).into_owned(), svd.vt.rows(mode, 1).transpose());
            let u = reduced.basis(layer + 1).map_or_else(|| u.clone(), |basis| multiply(basis, &u));
            Some((u, reduced.lifted_input(layer - 1, &v)))
        } else {
            let beyond = mode - inside;
            self.complements()?.filter(|rest| depth == 2 && beyond < rest.modes).map(|rest| {
                let column = |basis: &DMatrix<f64>| basis.columns(beyond, 1).into_owned();
                (column(&rest.output), column(&rest.input))
            })
        };
        let Some((u, v)) = pair else { return Ok(None) };
        let q = complement(basis, copy + 1)?.columns(copy, 1).into_owned();
        let mut layers = reduced.zeros();
        let sign = if is_positive { -FRAC_1_SQRT_2 } else { FRAC_1_SQRT_2 };
        layers[layer - 1] = FRAC_1_SQRT_2 * &q * v.transpose();
        let mut next = layers[layer].columns_mut(0, q.nrows());
        next.copy_from(&(sign * u * q.transpose()));
        Ok(Some(layers))
    }

    fn linear(&self, mode: usize, copy: usize) -> Result<Layers, DecompositionError> {
        let (outputs, inputs) = self.reduced.layer_shapes()[0];
        let mut layers = self.reduced.zeros();
        match &self.reduced.inputs {
            None if mode == 0 && copy < inputs * outputs => layers[0][copy] = 1.0,
            Some(carried) if copy < outputs && mode < inputs.min(carried.ncols()) => {
                let svd = thin_svd(carried.clone())?;
                layers[0].row_mut(copy).copy_from(&svd.u.column(mode).transpose());
            }
            _ => return Ok(None),
        }
        Ok(Some(layers))
    }

    fn complements(&mut self) -> Result<Option<&Complements>, DecompositionError> {
        if self.rest.is_none() {
            let (Some(rest), Some([input, output])) = (&self.reduced.rest, &self.reduced.outer)
            else {
                return Ok(None);
            };
            self.rest = Some(Complements::of(rest, input, output)?);
        }
        Ok(self.rest.as_ref())
    }
}

impl Complements {
    fn of(
        rest: &DMatrix<f64>,
        input: &DMatrix<f64>,
        output: &DMatrix<f64>,
    ) -> Result<Self, DecompositionError> {
        let beside = |basis: &DMatrix<f64>| complement(basis, basis.nrows() - basis.ncols());
        let (right, left) = (beside(input)?, beside(output)?);
        let ThinSvd { u, vt, .. } = thin_svd(multiply_transposed(&left, &multiply(rest, &right)))?;
        let modes = u.ncols();
        Ok(Self {
            input: multiply(&right, &completed(&vt.transpose())?),
            output: multiply(&left, &completed(&u)?),
            modes,
        })
    }
}

/// An orthonormal basis, first the columns given.
fn completed(basis: &DMatrix<f64>) -> Result<DMatrix<f64>, DecompositionError> {
    let (rows, columns) = basis.shape();
    let mut whole = DMatrix::zeros(rows, rows);
    whole.columns_mut(0, columns).copy_from(basis);
    let rest = complement(basis, rows - columns)?;
    whole.columns_mut(columns, rows - columns).copy_from(&rest);
    Ok(whole)
}

/// The first `count` of a fixed choice of orthonormal vectors beside those of a basis.
fn complement(basis: &DMatrix<f64>, count: usize) -> Result<DMatrix<f64>, DecompositionError> {
    let (rows, columns) = basis.shape();
    let mut joined = DMatrix::zeros(rows, columns + count);
    joined.columns_mut(0, columns).copy_from(basis);
    let mut stream = RandomStream::new(0, "complement");
    joined.columns_mut(columns, count).copy_from(&stream.gaussian(rows, count));
    Ok(thin_qr(joined)?.q.columns(columns, count).into_owned())
}

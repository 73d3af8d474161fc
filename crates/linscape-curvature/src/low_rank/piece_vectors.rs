//! Eigenvectors, each within its piece.

use super::core::OuterBlocks;
use super::error::LowRankError;
use super::piece::Piece;
use super::reduction::LowRank;
use crate::SpectrumEnds;
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
        self.vectors_with(None, wanted)
    }

    /// The same with eigenvectors of the core that are known already.
    pub(super) fn vectors_with(
        &self,
        core: Option<CoreVectors>,
        wanted: &[(Piece, usize)],
    ) -> Result<Vec<Option<Vec<DMatrix<f64>>>>, LowRankError> {
        let mut parts = Parts { reduced: self, core, rest: None };
        wanted.iter().map(|&(piece, copy)| parts.vector(piece, copy)).collect()
    }

    fn zeros(&self) -> Vec<DMatrix<f64>> {
        self.layer_shapes()
            .into_iter()
            .map(|(rows, columns)| DMatrix::zeros(rows, columns))
            .collect()
    }
}

/// Decompositions that several vectors need, made when the first of them asks.
struct Parts<'a> {
    reduced: &'a LowRank,
    core: Option<CoreVectors>,
    rest: Option<Complements>,
}

/// Eigenvectors of the core, those of its low end first.
pub(super) struct CoreVectors {
    pub vectors: DMatrix<f64>,
    /// How many are of the low end; the others are of the high end, from the outermost inwards.
    pub low: usize,
    /// Order of the core.
    pub order: usize,
}

impl CoreVectors {
    pub(super) fn of_ends(ends: &SpectrumEnds, order: usize) -> Self {
        let [low, high] = [&ends.lowest.vectors, &ends.highest.vectors];
        let mut vectors = DMatrix::zeros(order, low.ncols() + high.ncols());
        vectors.columns_mut(0, low.ncols()).copy_from(low);
        vectors.columns_mut(low.ncols(), high.ncols()).copy_from(high);
        Self { vectors, low: low.ncols(), order }
    }

    /// Where the vector of a place among all eigenvalues stands.
    fn column(&self, at: usize) -> Option<usize> {
        if at < self.low {
            return Some(at);
        }
        let column = self.low + self.order.checked_sub(at + 1)?;
        (column < self.vectors.ncols()).then_some(column)
    }
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
            let vectors = reduced.core_eigen()?.1.vectors;
            self.core = Some(CoreVectors { low: vectors.ncols(), order: vectors.ncols(), vectors });
        }
        let Some(core) = &self.core else { return Ok(None) };
        let Some(column) = core.column(at) else { return Ok(None) };
        let mut start = 0;
        let layer = |(place, matrix): (usize, &DMatrix<f64>)| {
            let entries = core.vectors.view((start, column), (matrix.len(), 1));
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
        let Some(direction) = self.unanswered_direction(copy, is_input)? else { return Ok(None) };
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

    /// A unit vector of inputs or outputs that no other side answers.
    fn unanswered_direction(
        &mut self,
        copy: usize,
        is_input: bool,
    ) -> Result<Option<DVector<f64>>, DecompositionError> {
        if let (Some(_), Some([_, output])) = (&self.reduced.core.inputs, &self.reduced.outer) {
            let is_there = !is_input && copy < output.nrows() - output.ncols();
            let beside = is_there.then(|| complement(output, copy + 1)).transpose()?;
            return Ok(beside.map(|beside| beside.column(copy).into_owned()));
        }
        let Some(rest) = self.complements()? else { return Ok(None) };
        let basis = if is_input { &rest.input } else { &rest.output };
        let column = rest.modes + copy;
        Ok((column < basis.ncols()).then(|| basis.column(column).into_owned()))
    }

    /// `A_1 x eᵀ` in the first and `f yᵀ A_{h−1}ᵀ` in the last layer, the constant at the end of `y` as one.
    fn of_ends(
        &self,
        (x, e): (&DVector<f64>, &DVector<f64>),
        (f, y): (&DVector<f64>, &DVector<f64>),
    ) -> Vec<DMatrix<f64>> {
        let mut layers = self.reduced.zeros();
        let (hidden, depth) = (&self.reduced.hidden, layers.len());
        let mut first = layers[0].columns_mut(0, e.len());
        first += &hidden[0] * x * e.transpose();
        let y = DMatrix::from_column_slice(y.len(), 1, y.as_slice());
        layers[depth - 1] += f * self.reduced.lifted_input(depth - 1, &y).transpose();
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

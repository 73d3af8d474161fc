//! Frames in which weights are nearly diagonal.

use crate::{Frame, GradientFlow};
use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_qr, thin_svd};
use nalgebra::DMatrix;

/// Finds frames in which the layers of a state are as diagonal as weights of their kind can be.
///
/// The outer bases are the singular bases of `Σ`, strongest mode first, which diagonalise what has
/// been learned; the hidden ones carry the modes through the layers and orthogonalise them on the
/// way. Balanced weights with learned modes become diagonal but for what is still small.
#[derive(Debug, Clone)]
pub(crate) struct Alignment {
    /// `d_h × d_h`, left singular vectors of `Σ`, completed.
    left: DMatrix<f64>,
    /// `ρ × ρ`, right singular vectors of `Σ`, completed.
    right: DMatrix<f64>,
}

impl Alignment {
    /// Prepares for a flow.
    pub(crate) fn of(flow: &GradientFlow) -> Result<Self, DecompositionError> {
        let signal = flow.target().columns(0, flow.signal_columns());
        let svd = thin_svd(signal.into_owned())?;
        Ok(Self { left: square_basis(&svd.u)?, right: square_basis(&svd.vt.transpose())? })
    }

    /// Aligns a flow and the frame it is read in with a state. The columns of a matrix, states or differences of states, go with
    /// it, and so does the state, which is returned. Where no new frame is found the old one still serves.
    pub(crate) fn align(
        &mut self,
        (flow, frame): (&mut GradientFlow, &mut Frame),
        state: &[f64],
        carried: &mut DMatrix<f64>,
    ) -> Vec<f64> {
        let mut read = state.to_vec();
        let Ok(inner) = self.turn(flow, state) else { return read };
        let inner = inner.with_biases(flow.biases());
        for mut column in carried.column_iter_mut() {
            inner.read(column.as_slice(), &mut read);
            column.copy_from_slice(&read);
        }
        inner.read(state, &mut read);
        *flow = flow.in_frame(&inner);
        *frame = frame.followed_by(&inner);
        read
    }

    /// The frame aligned with a state of the flow. From then on states are read in this frame, where
    /// the singular bases are unit vectors: set as such, not computed, so that turning many times
    /// loses nothing.
    fn turn(&mut self, flow: &GradientFlow, state: &[f64]) -> Result<Frame, DecompositionError> {
        let product = flow.product(state);
        let shown = multiply(&multiply_transposed(&self.left, &product), &self.right);
        let modes = shown.nrows().min(shown.ncols());
        // The strongest first, so that narrow layers keep what has been learned.
        let mut by_strength: Vec<usize> = (0..modes).collect();
        by_strength
            .sort_by(|&i, &j| shown[(j, j)].abs().total_cmp(&shown[(i, i)].abs()).then(i.cmp(&j)));
        let ordered = |basis: &DMatrix<f64>| {
            let rest = modes..basis.ncols();
            let order: Vec<usize> = by_strength.iter().copied().chain(rest).collect();
            basis.select_columns(&order)
        };
        let weights = flow.layers(state);
        let mut carried = ordered(&self.right);
        // Where inputs are stretched they keep their basis, and modes enter through the stretches; beside biases, through
        // what is read.
        if let Some(stretches) = flow.stretches() {
            for (mut row, stretch) in carried.row_iter_mut().zip(stretches.iter()) {
                row *= *stretch;
            }
        }
        if flow.has_biases() {
            carried =
                multiply(&flow.read_inputs().columns(0, carried.nrows()).into_owned(), &carried);
        }
        let keeps_inputs = flow.stretches().is_some() || flow.has_biases();
        let identity = || DMatrix::identity(carried.nrows(), carried.nrows());
        let mut bases = vec![if keeps_inputs { identity() } else { carried.clone() }];
        for (at, layer) in weights[..weights.len() - 1].iter().enumerate() {
            let layer = flow.parts(at, *layer).matrix;
            let (rows, columns) = layer.shape();
            let layer = DMatrix::from_column_slice(rows, columns, layer.entries());
            carried = square_basis(&multiply(&layer, &carried))?;
            bases.push(carried.clone());
        }
        bases.push(ordered(&self.left));
        self.right = if keeps_inputs {
            ordered(&self.right)
        } else {
            DMatrix::identity(self.right.nrows(), self.right.ncols())
        };
        self.left = DMatrix::identity(self.left.nrows(), self.left.ncols());
        Ok(Frame::new(bases))
    }
}

/// An orthogonal basis that begins with the given columns, made orthogonal one after the other.
fn square_basis(columns: &DMatrix<f64>) -> Result<DMatrix<f64>, DecompositionError> {
    let width = columns.nrows();
    let shared = width.min(columns.ncols());
    let mut square = DMatrix::zeros(width, width);
    square.columns_mut(0, shared).copy_from(&columns.columns(0, shared));
    Ok(thin_qr(square)?.q)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Coordinates;
    use linscape_critical::{Architecture, Problem, RandomStream, Spectrum};
    use linscape_network::RandomMatrices as _;
    use linscape_network::Reduction;

    #[test]
    fn a_frame_that_is_turned_many_times_stays_orthogonal() {
        let network = Architecture::new(vec![4, 5, 3, 4]).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[4, 3, 2]));
        let reduction = Reduction::of_spectrum(problem.expect("fits"));
        let original = GradientFlow::new(&reduction, Coordinates::Whitened);
        let mut stream = RandomStream::new(0, "frames");
        let mut alignment = Alignment::of(&original).expect("finite");
        let (mut flow, mut frame) = (original.clone(), Frame::standard(original.widths()));
        for _ in 0..100 {
            let state = stream.gaussian(original.order(), 1);
            let inner = alignment.turn(&flow, state.as_slice()).expect("finite");
            flow = flow.in_frame(&inner);
            frame = frame.followed_by(&inner);
        }
        for basis in [frame.input(), frame.output()] {
            let defect = basis.transpose() * basis - DMatrix::identity(4, 4);
            assert!(defect.amax() < 1e-14, "{defect}");
        }
        let back = frame.output() * flow.target() * frame.input().transpose();
        assert!((back - original.target()).amax() < 1e-13);
    }
}

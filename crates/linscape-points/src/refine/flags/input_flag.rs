//! Kernels of the products from the input on.

use linscape_critical::RandomStream;
use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_qr};
use linscape_network::{NearestMap, completed};
use linscape_strata::RankPattern;
use nalgebra::DMatrix;

use super::hidden_flags::HiddenFlags;
use super::lifted::{Lifted, Member};
use crate::refine::LayerPath;

/// The first layer, moved so that `W_{j:1}` have kernels of the right sizes, that of the whole map the
/// complement of what is learned, and meet what the residual asks for (`range Rᵀ`) in the right sizes.
pub(super) struct InputFlag {
    /// `W_1`.
    pub first: DMatrix<f64>,
    /// In `range Rᵀ`, in coordinates of the unlearned singular directions, an orthonormal basis whose
    /// first columns span what `W_{j:1}` kills of it.
    pub modes: DMatrix<f64>,
    /// How many do so, for `j = 0, …, h − 1`.
    pub sizes: Vec<usize>,
}

impl InputFlag {
    pub(super) fn of(
        first: &DMatrix<f64>,
        near: &NearestMap,
        hidden: &HiddenFlags,
        pattern: &RankPattern,
    ) -> Result<Self, DecompositionError> {
        let depth = pattern.depth();
        let learned = near.learned;
        let (modes, inputs) = (near.values.len() - learned, first.ncols());
        // The directions of modes in the order of `near`, then those without one.
        let basis = completed(&near.right, &mut RandomStream::new(0, "inputs without a mode"))?;
        let seen = multiply(&multiply_transposed(&hidden.bases[0], first), &basis);
        let killed = hidden.killed(1);
        let columns = |start: usize, count: usize| {
            let mut part = seen.columns(start, count).into_owned();
            part.rows_mut(killed, seen.nrows() - killed).fill(0.0);
            part
        };
        let members = |source: &dyn Fn(usize) -> usize| -> Vec<Member> {
            let kernels = std::iter::once(&0).chain(&hidden.sizes[0]).zip(1..depth);
            kernels.map(|(&target, end)| Member { target, source: source(end) }).collect()
        };
        let asked = |end: usize| modes - LayerPath::Around { b: end, a: depth }.rank(pattern);
        let to_modes = members(&asked);
        let of_modes = Lifted::of(columns(learned, modes), &to_modes)?;
        let others = |end: usize| inputs - pattern.product(0, end) - asked(end);
        let reached = |at: usize| {
            let (map, Member { target, source }) = (&of_modes.map, to_modes[at]);
            let outside = map.nrows() - target;
            let rest = map.view((target, source), (outside, modes - source)).into_owned();
            if rest.is_empty() { Ok(DMatrix::zeros(outside, 0)) } else { Ok(thin_qr(rest)?.q) }
        };
        let nulls = inputs - near.values.len();
        let of_nulls =
            Lifted::beside(columns(near.values.len(), nulls), &members(&others), reached)?;
        let mut moved = seen;
        let mut put = |start: usize, lifted: &Lifted| {
            let part = multiply(&lifted.map, &lifted.basis.transpose());
            moved.columns_mut(start, part.ncols()).copy_from(&part);
        };
        put(learned, &of_modes);
        put(near.values.len(), &of_nulls);
        let first = multiply(&hidden.bases[0], &multiply(&moved, &basis.transpose()));
        let sizes = std::iter::once(0).chain((1..depth).map(asked)).collect();
        Ok(Self { first, modes: of_modes.basis, sizes })
    }
}

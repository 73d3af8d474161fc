//! Kernels of the partial products, as flags in the hidden layers.

use linscape_critical::Observer;
use linscape_lapack::{multiply, multiply_transposed};
use linscape_network::Weights;
use linscape_strata::RankPattern;
use nalgebra::DMatrix;

use super::lifted::{Lifted, Member};
use super::output_flag::OutputFlag;
use super::{Step, may_go_on};
use crate::refine::LayerPath;

/// Orthonormal bases of the hidden layers in which the kernels of `W_{i+1}`, `W_{i+2:i+1}`, …, `W_{h:i+1}` are
/// spanned by the first coordinates of layer `i`, and the layers after the first in these bases.
pub(super) struct HiddenFlags {
    /// Of layers 1 to `h − 1`.
    pub bases: Vec<DMatrix<f64>>,
    /// `W_2, …, W_h` in them, zero below the blocks of the flags.
    maps: Vec<DMatrix<f64>>,
    /// For layers 1 to `h − 1` the sizes of the kernels, in increasing order.
    pub sizes: Vec<Vec<usize>>,
}

impl HiddenFlags {
    /// From the output backwards: the kernel of `W_{j:i+1}` is the preimage of that of `W_{j:i+2}`.
    pub(super) fn of(
        weights: &Weights,
        pattern: &RankPattern,
        observer: &dyn Observer,
    ) -> Step<Self> {
        let mut found = Self { bases: Vec::new(), maps: Vec::new(), sizes: Vec::new() };
        for (layer, matrix) in weights.matrices().iter().enumerate().skip(1).rev() {
            if !may_go_on(observer) {
                return Ok(None);
            }
            let width = pattern.product(layer, layer);
            let kernels = std::iter::once(&0).chain(found.sizes.first().into_iter().flatten());
            let member =
                |(&target, end)| Member { target, source: width - pattern.product(layer, end) };
            let members: Vec<_> = kernels.zip(layer + 1..).map(member).collect();
            let map = match found.bases.first() {
                Some(basis) => multiply_transposed(basis, matrix),
                None => matrix.clone(),
            };
            let lifted = Lifted::of(map, &members)?;
            found.bases.insert(0, lifted.basis);
            found.maps.insert(0, lifted.map);
            found.sizes.insert(0, members.iter().map(|member| member.source).collect());
        }
        Ok(Some(found))
    }

    /// Size of the kernel of `W_{h:i+1}`; of the output, none.
    pub(super) fn killed(&self, layer: usize) -> usize {
        self.sizes.get(layer - 1).and_then(|sizes| sizes.last()).copied().unwrap_or(0)
    }

    /// Moves the layers after the first so that what they carry to the output meets the residual as the
    /// ranks of `W_{b:1} Rᵀ W_{h:a+1}` say. The kernels of `W_{h:a+1}` stay, and with them all ranks of
    /// products: only the maps between their complements, which are injective, are moved.
    pub(super) fn meet(
        &mut self,
        output: OutputFlag,
        pattern: &RankPattern,
        observer: &dyn Observer,
    ) -> Step<()> {
        let OutputFlag { mut basis, mut sizes } = output;
        for layer in (1..=self.maps.len()).rev() {
            if !may_go_on(observer) {
                return Ok(None);
            }
            let (row, column) = (self.killed(layer + 1), self.killed(layer));
            let map = &mut self.maps[layer - 1];
            let (rows, columns) = (map.nrows() - row, map.ncols() - column);
            let mut block = map.view_mut((row, column), (rows, columns));
            let member = |(before, &target)| {
                let rank = LayerPath::Around { b: before, a: layer }.rank(pattern);
                Member { target, source: columns - rank }
            };
            let members: Vec<_> =
                sizes[..layer].iter().enumerate().map(|(b, size)| member((b, size))).collect();
            let lifted = Lifted::of(multiply_transposed(&basis, &block.clone_owned()), &members)?;
            let moved = multiply(&basis, &multiply(&lifted.map, &lifted.basis.transpose()));
            block.copy_from(&moved);
            basis = lifted.basis;
            sizes = members.iter().map(|member| member.source).collect();
        }
        Ok(Some(()))
    }

    /// `W_2, …, W_h`.
    pub(super) fn layers(&self) -> Vec<DMatrix<f64>> {
        let layer = |(at, map): (usize, &DMatrix<f64>)| {
            let back = multiply(map, &self.bases[at].transpose());
            self.bases.get(at + 1).map_or_else(|| back.clone(), |basis| multiply(basis, &back))
        };
        self.maps.iter().enumerate().map(layer).collect()
    }
}

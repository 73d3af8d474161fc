//! The eigenvalues of all pieces.

use super::bound::WeylBound;
use super::core::OuterBlocks;
use super::error::LowRankError;
use super::normalised::times_power_of_two;
use super::piece::Piece;
use super::reduction::LowRank;
use super::spectral_norm::spectral_norm;
use super::spectrum::{LowRankLevel, LowRankSpectrum};
use linscape_lapack::{
    DecompositionError, SymmetricEigen, multiply, singular_values, symmetric_eigen,
};
use nalgebra::{DMatrix, DVectorView};
use rayon::prelude::*;

impl LowRank {
    /// All eigenvalues of the Hessian, with multiplicities and a bound.
    ///
    /// # Errors
    /// When a decomposition fails.
    ///
    /// # Complexity
    /// One decomposition of the order of the core, the singular values of one matrix of the size of
    /// the target, and as many small blocks as it has.
    pub fn spectrum(&self) -> Result<LowRankSpectrum, LowRankError> {
        if self.core.depth() == 1 {
            let shape = self.layer_shapes()[0];
            return Ok(linear_spectrum(shape, self.inputs.as_ref(), self.exponent)?);
        }
        let (mut levels, bounds) = self.levels_beside_core()?;
        levels.extend(self.core_levels()?.into_iter().map(|level| self.restored(level)));
        Ok(LowRankSpectrum::of_levels(levels, &self.parameters(), bounds, self.core.order()))
    }

    /// Numbers of each layer.
    pub(super) fn parameters(&self) -> Vec<usize> {
        self.layer_shapes().into_iter().map(|(rows, columns)| rows * columns).collect()
    }

    /// The levels of all pieces but the core and what is flat, with the bounds on truncation, rounding and
    /// norm. At least two layers.
    pub(super) fn levels_beside_core(&self) -> Result<(Vec<LowRankLevel>, [f64; 3]), LowRankError> {
        let rhos = self.rest_values()?;
        let whole = rhos.first().copied().unwrap_or(0.0);
        let residual_norm = spectral_norm(self.core.residual.clone())?.max(whole);
        let bound = WeylBound::of(&self.core, &self.left_out, residual_norm)?;
        let mut levels = self.outer_levels(&rhos)?;
        let largest = self.widths.iter().copied().max().unwrap_or(1).max(self.core.order()).max(4);
        let rounding = 4.0 * largest as f64 * f64::EPSILON * bound.norm;
        levels.extend(self.hidden_levels(&rhos, rounding)?);
        let levels = levels.into_iter().map(|level| self.restored(level)).collect();
        let bounds = [bound.truncation, rounding, bound.norm];
        Ok((levels, bounds.map(|bound| times_power_of_two(bound, self.exponent))))
    }

    /// In the units of the network given.
    pub(super) fn restored(&self, mut level: LowRankLevel) -> LowRankLevel {
        level.value = times_power_of_two(level.value, self.exponent);
        level.residual = times_power_of_two(level.residual, self.exponent);
        level
    }

    /// The singular values `ρ` of the residual between the complements.
    pub(super) fn rest_values(&self) -> Result<Vec<f64>, DecompositionError> {
        let (Some(rest), Some([input, output])) = (&self.rest, &self.outer) else {
            return Ok(Vec::new());
        };
        let count = (rest.ncols() - input.ncols()).min(rest.nrows() - output.ncols());
        let mut values = singular_values(rest.clone())?;
        values.truncate(count);
        Ok(values)
    }

    /// Eigenpairs of the core's Hessian.
    pub(super) fn core_eigen(&self) -> Result<(DMatrix<f64>, SymmetricEigen), LowRankError> {
        let hessian = self.core.hessian()?;
        let eigen = symmetric_eigen(hessian.clone())?;
        Ok((hessian, eigen))
    }

    fn core_levels(&self) -> Result<Vec<LowRankLevel>, LowRankError> {
        let (hessian, eigen) = self.core_eigen()?;
        let images = multiply(&hessian, &eigen.vectors);
        let level = |at: usize| {
            let (value, vector) = (eigen.values[at], eigen.vectors.column(at));
            let residual = (images.column(at) - value * vector).norm();
            self.core_level((value, residual), vector, at)
        };
        Ok((0..eigen.values.len()).map(level).collect())
    }

    /// The level of an eigenvector of the core, its value given with a residual.
    pub(super) fn core_level(
        &self,
        (value, residual): (f64, f64),
        vector: DVectorView<'_, f64>,
        at: usize,
    ) -> LowRankLevel {
        let mut start = 0;
        let share = |matrix: &DMatrix<f64>| {
            let share = vector.rows(start, matrix.len()).norm_squared();
            start += matrix.len();
            share
        };
        let layers = self.core.weights.iter().map(share).collect();
        LowRankLevel { value, multiplicity: 1, residual, layers, piece: Piece::Core { at } }
    }

    fn outer_levels(&self, rhos: &[f64]) -> Result<Vec<LowRankLevel>, DecompositionError> {
        let Some([input, output]) = &self.outer else { return Ok(Vec::new()) };
        let blocks = OuterBlocks::of(&self.core);
        let of_mode = |(mode, &rho): (usize, &f64)| {
            let (block, eigen) = (blocks.block(rho), blocks.eigen(rho)?);
            let images = &block * &eigen.vectors;
            let level = |at: usize| {
                let (value, vector) = (eigen.values[at], eigen.vectors.column(at));
                let first = vector.rows(0, blocks.inner_order()).norm_squared();
                let residual = (images.column(at) - value * vector).norm();
                let piece = Piece::Outer { mode, at };
                self.level(value, 1, residual, (first, 1.0 - first), piece)
            };
            Ok((0..eigen.values.len()).map(level).collect::<Vec<_>>())
        };
        let of_modes: Result<Vec<_>, DecompositionError> =
            rhos.par_iter().enumerate().map(of_mode).collect();
        let mut levels: Vec<LowRankLevel> = of_modes?.into_iter().flatten().collect();
        let depth = self.core.depth();
        // Inputs that are not white hold all that bends.
        let is_white = self.core.inputs.is_none();
        let inputs = if is_white { self.widths[0] - input.ncols() - rhos.len() } else { 0 };
        let outputs = self.widths[depth] - output.ncols() - rhos.len();
        let mut unanswered = |eigen: &SymmetricEigen, copies: usize, first: f64| {
            for (at, &value) in eigen.values.iter().enumerate().filter(|_| copies > 0) {
                let piece = if first > 0.5 { Piece::Input { at } } else { Piece::Output { at } };
                let residual = f64::EPSILON * value.abs();
                levels.push(self.level(value, copies, residual, (first, 1.0 - first), piece));
            }
        };
        unanswered(&blocks.input_eigen()?, inputs, 1.0);
        unanswered(&blocks.output_eigen()?, outputs, 0.0);
        Ok(levels)
    }

    /// A level of the outer layers.
    fn level(
        &self,
        value: f64,
        multiplicity: usize,
        residual: f64,
        (first, last): (f64, f64),
        piece: Piece,
    ) -> LowRankLevel {
        let mut layers = vec![0.0; self.core.depth()];
        layers[0] = first;
        layers[self.core.depth() - 1] = last;
        LowRankLevel { value, multiplicity, residual, layers, piece }
    }

    /// `± s` for the directions of hidden layers that the weights do not touch.
    fn hidden_levels(
        &self,
        rhos: &[f64],
        rounding: f64,
    ) -> Result<Vec<LowRankLevel>, DecompositionError> {
        let depth = self.core.depth();
        let mut levels = Vec::new();
        for layer in 1..depth {
            let copies = self.widths[layer] - self.hidden[layer - 1].ncols();
            if copies == 0 {
                continue;
            }
            let mut layers = vec![0.0; depth];
            (layers[layer - 1], layers[layer]) = (0.5, 0.5);
            for (mode, s) in self.hidden_values(layer, rhos)?.into_iter().enumerate() {
                for is_positive in [false, true] {
                    levels.push(LowRankLevel {
                        value: if is_positive { s } else { -s },
                        multiplicity: copies,
                        residual: rounding,
                        layers: layers.clone(),
                        piece: Piece::Hidden { layer, mode, is_positive },
                    });
                }
            }
        }
        Ok(levels)
    }

    /// Singular values of `B_{i+1,i}`: those of the core and, at depth 2, those of the rest.
    fn hidden_values(&self, layer: usize, rhos: &[f64]) -> Result<Vec<f64>, DecompositionError> {
        let mut values = singular_values(self.core.pulled(layer + 1, layer))?;
        if self.core.depth() == 2 {
            values.extend_from_slice(rhos);
        }
        Ok(values)
    }
}

/// The spectrum of a network of one layer, `I ⊗ CCᵀ`: every eigenvalue of `CCᵀ` once for each output.
fn linear_spectrum(
    (outputs, inputs): (usize, usize),
    carried: Option<&DMatrix<f64>>,
    exponent: i32,
) -> Result<LowRankSpectrum, DecompositionError> {
    let values = match carried {
        None => vec![1.0; inputs],
        Some(carried) => {
            singular_values(carried.clone())?.iter().map(|value| value * value).collect()
        }
    };
    let largest = values.first().copied().unwrap_or(0.0);
    let rounding = 4.0 * inputs.max(4) as f64 * f64::EPSILON * largest;
    let level = |(mode, &value): (usize, &f64)| LowRankLevel {
        value: times_power_of_two(value, exponent),
        multiplicity: outputs,
        residual: times_power_of_two(rounding, exponent),
        layers: vec![1.0],
        piece: Piece::Linear { mode },
    };
    let levels = if carried.is_none() {
        let whole = |level: LowRankLevel| LowRankLevel { multiplicity: outputs * inputs, ..level };
        vec![whole(level((0, &1.0)))]
    } else {
        values.iter().enumerate().map(level).collect()
    };
    Ok(LowRankSpectrum::of_levels(
        levels,
        &[outputs * inputs],
        [0.0, rounding, largest].map(|bound| times_power_of_two(bound, exponent)),
        0,
    ))
}

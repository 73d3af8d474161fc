//! Eigenpairs at the ends of a spectrum.

use nalgebra::DMatrix;

use crate::SymmetricOperator;

/// Eigenpairs at one end, from the outermost inwards.
#[derive(Debug, Clone, PartialEq)]
pub struct EigenPairs {
    /// Rayleigh quotients.
    pub values: Vec<f64>,
    /// `‖H v − λ v‖`, computed afresh.
    pub residuals: Vec<f64>,
    /// `N × k`, orthonormal columns.
    pub vectors: DMatrix<f64>,
}

impl EigenPairs {
    /// Rayleigh quotients and residuals of unit vectors.
    pub(crate) fn measured<O: SymmetricOperator + ?Sized>(
        operator: &O,
        vectors: DMatrix<f64>,
    ) -> Self {
        let mut images = operator.apply(&vectors);
        let (mut values, mut residuals) = (Vec::new(), Vec::new());
        for (vector, mut image) in vectors.column_iter().zip(images.column_iter_mut()) {
            let value = vector.dot(&image);
            image.axpy(-value, &vector, 1.0);
            values.push(value);
            residuals.push(image.norm());
        }
        Self { values, residuals, vectors }
    }
}

/// How far the iteration came, from all the way on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LanczosStatus {
    /// All pairs are within the tolerance, and no more of them were found. Whether there are none is
    /// said by [`SpectrumEnds::bounds`].
    Converged,
    /// The limit of products was reached: the residuals say how good each pair is.
    PartiallyConverged,
    /// The observer stopped it.
    Interrupted,
}

/// Both ends of a spectrum, each pair with its residual.
#[derive(Debug, Clone, PartialEq)]
pub struct SpectrumEnds {
    /// The smallest eigenvalues, nondecreasing.
    pub lowest: EigenPairs,
    /// The largest, nonincreasing.
    pub highest: EigenPairs,
    /// A number at each end, close to the innermost value listed, with a proof that all eigenvalues
    /// below the first one, and above the second one, are listed; `None` where there is no proof.
    pub bounds: [Option<f64>; 2],
    /// How it ended.
    pub status: LanczosStatus,
    /// Products with single vectors.
    pub products: usize,
    /// Bytes of the basis, the largest part of the memory used.
    pub bytes: usize,
}

impl SpectrumEnds {
    /// Changes every number that is a multiple of the operator: values, residuals and bounds.
    pub(crate) fn map_values(&mut self, mut change: impl FnMut(&mut f64)) {
        for pairs in [&mut self.lowest, &mut self.highest] {
            pairs.values.iter_mut().chain(&mut pairs.residuals).for_each(&mut change);
        }
        self.bounds.iter_mut().flatten().for_each(change);
    }

    /// How many pairs of the low and of the high end are proved to be all beyond the bound: none
    /// where there is no proof.
    #[must_use]
    pub fn proved(&self) -> [usize; 2] {
        let [low, high] = self.bounds;
        let count = |pairs: &EigenPairs, is_beyond: &dyn Fn(f64) -> bool| {
            pairs.values.iter().filter(|value| is_beyond(**value)).count()
        };
        [
            count(&self.lowest, &|value| low.is_some_and(|bound| value < bound)),
            count(&self.highest, &|value| high.is_some_and(|bound| value > bound)),
        ]
    }
}

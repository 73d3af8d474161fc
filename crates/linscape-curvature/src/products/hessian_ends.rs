//! Both ends of a Hessian's spectrum.

use linscape_critical::Observer;

use crate::lanczos::find_ends;
use crate::{
    HessianProduct, LanczosError, LanczosOptions, SpectrumEnds, SymmetricOperator, spectrum_ends,
};

impl HessianProduct {
    /// As many eigenpairs at each end as the options say, by [`spectrum_ends`] in bases of the
    /// layers in which the outer factors are diagonal, which saves a third of the work at depth 3.
    /// Eigenvectors are given in the bases of the weights, and the residuals are measured there. With
    /// biases the bases of the weights are kept.
    ///
    /// # Errors
    /// As [`spectrum_ends`].
    ///
    /// # Complexity
    /// Two singular value decompositions of outer layers, then products with the Hessian of at most
    /// `6h − 8` products of matrices.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Weights;
    /// use linscape_curvature::{HessianProduct, LanczosOptions};
    /// use nalgebra::DMatrix;
    /// // L = ½(2 − w₂w₁)² at the origin: eigenvalues ±2.
    /// let weights = Weights::new(vec![DMatrix::zeros(1, 1), DMatrix::zeros(1, 1)])?;
    /// let hessian = HessianProduct::new(&weights, &DMatrix::from_element(1, 1, 2.0))?;
    /// let ends = hessian.ends(&LanczosOptions::for_ends(1), &())?;
    /// assert!((ends.highest.values[0] - 2.0).abs() < 1e-14);
    /// assert!((ends.lowest.values[0] + 2.0).abs() < 1e-14);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ends(
        &self,
        options: &LanczosOptions,
        observer: &dyn Observer,
    ) -> Result<SpectrumEnds, LanczosError> {
        options.check(self.order())?;
        if options.forms(self.order()) || self.has_biases() {
            return spectrum_ends(self, options, observer);
        }
        let (frame, turned) = self.in_singular_frame()?;
        let mut found = find_ends(&turned, options, observer)?;
        drop(turned);
        frame.turn_back(self.weights(), &mut found.vectors);
        let mut ends = found.measured_by(self)?;
        ends.prove(self, options, observer)?;
        Ok(ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::RandomStream;
    use linscape_network::RandomMatrices as _;
    use linscape_network::Weights;
    use nalgebra::DMatrix;

    #[test]
    fn turned_bases_change_neither_values_nor_eigenvectors() {
        let mut stream = RandomStream::new(4, "hessian ends");
        let mut checked = 0;
        // Depth 1 to 4; white inputs, stretched ones, and more inputs than samples.
        for (widths, samples) in [
            (&[17, 13][..], None),
            (&[9, 12, 11], None),
            (&[9, 12, 11], Some(9)),
            (&[8, 9, 10, 7], None),
            (&[8, 9, 10, 7], Some(5)),
            (&[7, 4, 9, 8, 11], None),
            (&[7, 6, 9, 8, 11], Some(12)),
        ] {
            let matrices = widths.windows(2).map(|pair| stream.gaussian(pair[1], pair[0]));
            let weights = Weights::new(matrices.collect()).expect("chain");
            let inputs = match samples {
                None => DMatrix::identity(widths[0], widths[0]),
                Some(samples) => stream.gaussian(widths[0], samples),
            };
            let target = stream.gaussian(widths[widths.len() - 1], inputs.ncols());
            let product = HessianProduct::on_inputs(&weights, &target, &inputs).expect("fits");
            let options = LanczosOptions { basis: 24, ..LanczosOptions::for_ends(3) };
            assert!(!options.forms(product.order()), "Lanczos, not the dense road");
            let plain = spectrum_ends(&product, &options, &()).expect("finite");
            let turned = product.ends(&options, &()).expect("finite");
            let scale = plain.highest.values[0].abs().max(plain.lowest.values[0].abs());
            for (a, b) in [(&plain.lowest, &turned.lowest), (&plain.highest, &turned.highest)] {
                for (value, other) in a.values.iter().zip(&b.values) {
                    assert!((value - other).abs() < 1e-9 * scale, "{widths:?} {value} {other}");
                }
                let worst = b.residuals.iter().copied().fold(0.0, f64::max);
                assert!(worst < 1e-9 * scale, "{widths:?} {worst}");
            }
            checked += 1;
        }
        assert_eq!(checked, 7);
    }

    #[test]
    fn both_outer_layers_of_three_become_diagonal() {
        let mut stream = RandomStream::new(5, "hessian ends");
        let matrices = [4, 6, 5, 3].windows(2).map(|pair| stream.gaussian(pair[1], pair[0]));
        let weights = Weights::new(matrices.collect()).expect("chain");
        let product = HessianProduct::new(&weights, &stream.gaussian(3, 4)).expect("fits");
        let (_, turned) = product.in_singular_frame().expect("finite");
        let is_diagonal: Vec<bool> = turned
            .weights()
            .iter()
            .map(|form| matches!(form, crate::products::MatrixForm::Diagonal { .. }))
            .collect();
        assert_eq!(is_diagonal, [true, false, true]);
        assert!((turned.loss() - product.loss()).abs() < 1e-12 * product.loss());
    }
}

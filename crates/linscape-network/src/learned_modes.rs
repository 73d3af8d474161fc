//! Which modes an end-to-end map has learned.

use crate::{NearestMap, Target};
use linscape_critical::SingularSubset;
use linscape_lapack::{
    DecompositionError, SymmetricEigen, multiply, multiply_transposed, symmetric_eigen,
};
use nalgebra::DMatrix;

/// The end-to-end map in the singular bases of `Σ`, judged mode by mode.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnedModes {
    /// The family whose map is nearest: it learns the modes of which at least half is there, `u_lᵀ W v_l ≥ σ_l/2`, and for
    /// equal singular values the eigenvalues of the symmetric part of their block. No more than `r_max` are
    /// taken, those first that bring the map nearer.
    pub subset: SingularSubset,
    /// `‖W − W_J‖_F`, with the best choice of directions among equal singular values.
    pub distance: f64,
    /// How far the least clear mode is from learned or not: `|u_lᵀ W v_l / σ_l − ½|`, at most ½. Of equal singular
    /// values the eigenvalues stand for `u_lᵀ W v_l`.
    pub clarity: f64,
    /// The smallest error of the map that may turn a mode that is learned into one that is not, or
    /// back: `|u_lᵀ W v_l − σ_l/2|`; infinite without modes.
    pub decided_below: f64,
}

impl LearnedModes {
    /// Judges an end-to-end map `W` (`d_h × rank X`, whitened).
    ///
    /// # Errors
    /// When a decomposition fails.
    ///
    /// # Panics
    /// When map or bases belong to another problem.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_network::{LearnedModes, Target};
    /// use nalgebra::{DMatrix, DVector};
    /// let problem = Problem::exact(&[2, 2, 2], &[4, 1])?;
    /// let map = DMatrix::from_diagonal(&DVector::from_vec(vec![3.0, 0.25]));
    /// let modes = LearnedModes::of(&Target::standard(&problem), &map)?;
    /// assert_eq!(modes.subset, problem.leading(1));
    /// assert!((modes.distance - 1.0625_f64.sqrt()).abs() < 1e-15); // 1² + ¼²
    /// assert!((modes.clarity - 0.25).abs() < 1e-15);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(target: &Target, map: &DMatrix<f64>) -> Result<Self, DecompositionError> {
        Ok(Self::with_classes(target, map)?.0)
    }

    /// The `W_J` nearest to a map (`d_h × rank X`, whitened) in the family that is read from it, with what it leaves.
    ///
    /// # Errors
    /// When a decomposition fails.
    ///
    /// # Panics
    /// When the map belongs to another problem.
    ///
    /// # Complexity
    /// Two products of matrices of the target's size.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_network::{LearnedModes, Target};
    /// use nalgebra::{DMatrix, DVector};
    /// let problem = Problem::exact(&[2, 2, 2], &[4, 1])?;
    /// let map = DMatrix::from_diagonal(&DVector::from_vec(vec![0.5, 0.75]));
    /// let near = LearnedModes::nearest(&Target::standard(&problem), &map)?;
    /// assert_eq!((near.learned, &near.values[..]), (1, &[1.0, 4.0][..]));
    /// assert_eq!(near.map(), DMatrix::from_diagonal(&DVector::from_vec(vec![0.0, 1.0])));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn nearest(target: &Target, map: &DMatrix<f64>) -> Result<NearestMap, DecompositionError> {
        let (modes, classes) = Self::with_classes(target, map)?;
        Ok(NearestMap::among(target, &modes.subset, &classes))
    }

    /// What is learned, with the directions of the map's block at each distinct singular value.
    fn with_classes(
        target: &Target,
        map: &DMatrix<f64>,
    ) -> Result<(Self, Vec<SymmetricEigen>), DecompositionError> {
        let (problem, bases) = (target.problem(), target.bases());
        let modes = multiply(&multiply_transposed(&bases.left, map), &bases.right);
        let spectrum = problem.spectrum();
        let mut classes = Vec::with_capacity(spectrum.distinct().len());
        let mut parts: Vec<Part> = Vec::new();
        let (mut start, mut decided_below) = (0, f64::INFINITY);
        for (class, (&value, &size)) in
            spectrum.distinct().iter().zip(spectrum.multiplicities()).enumerate()
        {
            let block = turned(&modes.view((start, start), (size, size)).into_owned())?;
            for &there in &block.values {
                let (share, gain) = (there / value, value * (2.0 * there - value));
                parts.push(Part { share, gain, class });
                decided_below = decided_below.min((there - 0.5 * value).abs());
            }
            classes.push(block);
            start += size;
        }
        let clarity = parts.iter().map(|part| (part.share - 0.5).abs()).fold(0.5, f64::min);
        parts.retain(|part| part.share >= 0.5);
        parts.sort_by(|a, b| b.gain.total_cmp(&a.gain).then(a.class.cmp(&b.class)));
        parts.truncate(problem.maximal_rank());
        let mut counts = vec![0; classes.len()];
        for part in &parts {
            counts[part.class] += 1;
        }
        let subset = if problem.architecture().depth() == 1 {
            problem.leading(spectrum.rank())
        } else {
            SingularSubset::from_counts(counts)
        };
        let nearest = NearestMap::among(target, &subset, &classes).map();
        let modes = Self { subset, distance: (map - nearest).norm(), clarity, decided_below };
        Ok((modes, classes))
    }

    /// Whether it is near its family, as [`is_near`] has it.
    #[must_use]
    pub fn is_near(&self, radius: f64, target_norm: f64) -> bool {
        is_near([self.clarity, self.distance], radius, target_norm)
    }
}

/// Whether an end-to-end map of this clarity and distance is near its family.
///
/// Every mode is learned or not to within `radius` of its singular value, and the map is within
/// `radius ‖Σ‖_F` of the family's. With nothing to learn there is no scale, and the unit is 1.
#[must_use]
pub fn is_near([clarity, distance]: [f64; 2], radius: f64, target_norm: f64) -> bool {
    let scale = if target_norm > 0.0 { target_norm } else { 1.0 };
    clarity >= 0.5 - radius && distance <= radius * scale
}

/// One mode of a map.
struct Part {
    /// `u_lᵀ W v_l / σ_l`.
    share: f64,
    /// By how much `‖W − W_J‖²` falls when it is learned: `σ_l (2 u_lᵀ W v_l − σ_l)`.
    gain: f64,
    class: usize,
}

/// Directions among equal singular values `τ`, and how much of each is there.
///
/// In a family both sides of a block turn alike, `B = τ P` with a projector `P` of rank `c`, and `‖B − τP‖² = ‖B‖² − 2τ tr(BP) + τ²c`
/// is least where `P` takes the largest eigenvalues of the symmetric part of `B`. Most singular values
/// are simple, and one number needs no library.
fn turned(block: &DMatrix<f64>) -> Result<SymmetricEigen, DecompositionError> {
    if block.len() == 1 && block[(0, 0)].is_finite() {
        let vectors = DMatrix::from_element(1, 1, 1.0);
        return Ok(SymmetricEigen { values: block.as_slice().to_vec(), vectors });
    }
    let symmetric = (block + block.transpose()) / 2.0;
    let SymmetricEigen { mut values, vectors } = symmetric_eigen(symmetric)?;
    values.reverse();
    let columns: Vec<_> = (0..vectors.ncols()).rev().map(|at| vectors.column(at)).collect();
    Ok(SymmetricEigen { values, vectors: DMatrix::from_columns(&columns) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Problem, Spectrum};

    fn of(sigma: &[u32], widths: &[usize], map: &[f64]) -> LearnedModes {
        let network = Architecture::new(widths.to_vec()).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(sigma));
        let problem = problem.expect("fits");
        let map = DMatrix::from_row_slice(sigma.len(), sigma.len(), map);
        LearnedModes::of(&Target::standard(&problem), &map).expect("finite")
    }

    /// The distance to `τ P` for the projectors onto every direction of a plane, tried one by one.
    fn nearest_line(value: f64, map: &[f64; 4]) -> f64 {
        let distance = |turn: f64| {
            let (sin, cos) = turn.sin_cos();
            let line = [cos * cos, cos * sin, sin * cos, sin * sin];
            map.iter().zip(line).map(|(w, p)| (w - value * p).powi(2)).sum::<f64>().sqrt()
        };
        (0..100_000)
            .map(|at| distance(std::f64::consts::PI * f64::from(at) / 1e5))
            .fold(9.0, f64::min)
    }

    #[test]
    fn among_equal_singular_values_the_symmetric_part_decides() {
        // Eigenvalues (−1 ± √37)/2 of the map.
        let map = [0.0, -3.0, -3.0, -1.0];
        let found = of(&[2, 2], &[2, 2, 2], &map);
        assert_eq!(found.subset.counts(), [1]);
        assert!((found.distance - 3.582_52).abs() < 1e-5, "{}", found.distance);
        assert!((found.distance - nearest_line(2.0, &map)).abs() < 1e-8);
        let turn = [1.7, 0.9, 0.3, 0.4];
        let found = of(&[2, 2], &[2, 2, 2], &turn);
        assert!((found.distance - nearest_line(2.0, &turn)).abs() < 1e-8, "{}", found.distance);
        // Half of minus a mode is none of it.
        assert_eq!(of(&[2, 2], &[2, 2, 2], &[-2.0, 0.0, 0.0, -2.0]).subset.counts(), [0]);
    }

    #[test]
    fn where_too_many_modes_are_there_those_are_taken_that_bring_the_map_nearest() {
        // Of 3 there are 2, of 1 all and more; one unit learns one of them. 9 − 2·3·2 = −3 against 1 − 2·1·1.2 = −1.4.
        let found = of(&[3, 1], &[2, 1, 2], &[2.0, 0.0, 0.0, 1.2]);
        assert_eq!(found.subset.counts(), [1, 0]);
        assert!((found.distance - (1.0_f64 + 1.44).sqrt()).abs() < 1e-15);
    }
}

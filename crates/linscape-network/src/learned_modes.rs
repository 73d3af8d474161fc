//! Which modes an end-to-end map has learned.

use crate::{NearestMap, Target};
use linscape_critical::SingularSubset;
use linscape_lapack::{DecompositionError, ThinSvd, multiply, multiply_transposed, thin_svd};
use nalgebra::DMatrix;

/// The end-to-end map in the singular bases of `Σ`, judged mode by mode.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnedModes {
    /// The family whose map is nearest among those that learn every mode of which at least half
    /// is there: `u_lᵀ W v_l ≥ σ_l/2`, and for equal singular values the singular values of their
    /// block. No more than `r_max` are taken, those first of which the largest part is there.
    pub subset: SingularSubset,
    /// `‖W − W_J‖_F`, with the best choice of directions among equal singular values.
    pub distance: f64,
    /// How far the least clear mode is from learned or not: `|u_lᵀ W v_l / σ_l − ½|`, at most ½.
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
    /// use linscape_critical::{Architecture, Problem, Spectrum};
    /// use linscape_network::{LearnedModes, Target};
    /// use nalgebra::{DMatrix, DVector};
    /// let network = Architecture::new(vec![2, 2, 2])?;
    /// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[4, 1]))?;
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
    /// use linscape_critical::{Architecture, Problem, Spectrum};
    /// use linscape_network::{LearnedModes, Target};
    /// use nalgebra::{DMatrix, DVector};
    /// let network = Architecture::new(vec![2, 2, 2])?;
    /// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[4, 1]))?;
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

    /// What is learned, with the singular vectors of the map's block at each distinct singular value.
    pub(crate) fn with_classes(
        target: &Target,
        map: &DMatrix<f64>,
    ) -> Result<(Self, Vec<ThinSvd>), DecompositionError> {
        let (problem, bases) = (target.problem(), target.bases());
        let modes = multiply(&multiply_transposed(&bases.left, map), &bases.right);
        let spectrum = problem.spectrum();
        let mut classes = Vec::with_capacity(spectrum.distinct().len());
        let mut parts: Vec<(f64, usize)> = Vec::new();
        let (mut start, mut decided_below) = (0, f64::INFINITY);
        for (class, (&value, &size)) in
            spectrum.distinct().iter().zip(spectrum.multiplicities()).enumerate()
        {
            let block = block_svd(modes.view((start, start), (size, size)).into_owned())?;
            parts.extend(aligned(&block).map(|part| (part / value, class)));
            let apart = aligned(&block).map(|part| (part - 0.5 * value).abs());
            decided_below = apart.fold(decided_below, f64::min);
            classes.push(block);
            start += size;
        }
        let clarity = parts.iter().map(|(part, _)| (part - 0.5).abs()).fold(0.5, f64::min);
        parts.retain(|&(part, _)| part >= 0.5);
        parts.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        parts.truncate(problem.maximal_rank());
        let mut counts = vec![0; classes.len()];
        for &(_, class) in &parts {
            counts[class] += 1;
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

/// The SVD of a block; most singular values are simple, and one number needs no library.
fn block_svd(block: DMatrix<f64>) -> Result<ThinSvd, DecompositionError> {
    if block.len() != 1 || !block.iter().all(|entry| entry.is_finite()) {
        return thin_svd(block);
    }
    let singular_values = vec![block[(0, 0)].abs()];
    let one = DMatrix::from_element(1, 1, 1.0);
    Ok(ThinSvd { u: one, singular_values, vt: block.map(f64::signum) })
}

/// `xᵀ B y` for the pairs `x`, `y` of singular vectors: for one mode the entry with its sign.
fn aligned(block: &ThinSvd) -> impl Iterator<Item = f64> {
    block.singular_values.iter().enumerate().map(|(at, value)| {
        // In a family both sides of a block turn alike: B = τ P with a projector P.
        let cosine: f64 = block.u.column(at).dot(&block.vt.row(at).transpose());
        value * cosine
    })
}

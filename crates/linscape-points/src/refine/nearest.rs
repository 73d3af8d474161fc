//! The search for the critical point that is meant.

use linscape_critical::Observer;
use linscape_network::{Target, Weights};

use crate::refine::{Attempt, LayerScales};
use crate::{MeasureError, Refinement};

impl Refinement {
    /// A rank-revealing projection. For growing distances, singular values that can vanish within
    /// them are taken for zero; the stratum whose ranks are read over the longest range of
    /// distances is the one meant. Gauss–Newton steps on its rank conditions (the gradient is one
    /// of them) then move the weights onto it, by LSQR from products with the derivative, which is
    /// never formed: first to the nearest point, then, where little is left to go, in bases of the
    /// hidden layers in which the conditions are well-conditioned. The point reached is classified
    /// anew, to rounding, and counts only if it is of that stratum and near enough.
    ///
    /// Where that leads nowhere and modes are learned, the same is tried with layers scaled to one size,
    /// `c_i W_i` with `Π c_i = 1`, so that neither the units of the data nor the number of samples
    /// matter, which whitening puts into the first layer. There a point is near enough up to the
    /// largest distance at which its stratum is read: slow directions have hardly a gradient.
    ///
    /// From 10,000 weights on the way onto the stratum is tried without iterating first: in orthonormal bases made of
    /// the kernels of products the conditions are zeros in known places. The point reached is then near and
    /// not the nearest, within the same distance.
    ///
    /// Of a large network in whose hidden layers few directions stand out, a narrower one is projected,
    /// of these directions alone: its critical points are the wide network's, and its conditions
    /// few. The point reached is then near and not the nearest.
    ///
    /// `None` when no stratum is read up to a distance of `0.2 σ_1^{1/h}`, two are read over ranges
    /// of similar length, the projection leads away, or the observer stops it.
    ///
    /// # Errors
    /// When the weights are of another shape than the problem, or a decomposition fails.
    ///
    /// # Complexity
    /// Beside the singular value decompositions of all products: without iterating, `h²` decompositions of matrices of the layers'
    /// sizes. Otherwise an iteration of a step is `O(h³)` products of matrices of the layers' sizes, as many of which
    /// are held; a step takes tens of them, the first one up to 400, the more the worse conditioned
    /// the hidden bases are.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_network::{Target, Weights};
    /// use linscape_points::Refinement;
    /// use nalgebra::DMatrix;
    /// let problem = Problem::exact(&[1, 1, 1, 1], &[2])?;
    /// let near_origin = Weights::new(vec![DMatrix::from_element(1, 1, 1e-3); 3])?;
    /// let target = Target::standard(&problem);
    /// let found = Refinement::of(&target, &near_origin, &())?.ok_or("a saddle is near")?;
    /// assert!(found.weights.matrices()[0][(0, 0)].abs() < 1e-15);
    /// assert!((found.moved - 1e-3 * 3_f64.sqrt()).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        target: &Target,
        weights: &Weights,
        observer: &dyn Observer,
    ) -> Result<Option<Self>, MeasureError> {
        let none = LayerScales::none(weights.depth());
        let equal = LayerScales::equalising(weights);
        for is_narrowed in [true, false] {
            let reach = |attempt: &Attempt| attempt.reach(target, weights, observer);
            let first = Attempt::of(target, weights, none.clone(), is_narrowed)?;
            let found = first.as_ref().map(reach).transpose()?.flatten();
            if found.is_some() {
                return Ok(found);
            }
            let second = if equal == none {
                None
            } else {
                Attempt::of(target, weights, equal.clone(), is_narrowed)?
            };
            let second = second.filter(|second| second.is_worth_making_after(first.as_ref()));
            let found = second.as_ref().map(reach).transpose()?.flatten();
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

//! What is wanted of a diagnosis, and which second road that means.

use super::{DiagnosisError, UNMEASURED};
use crate::second_road::WholeNetwork;
use crate::{Classification, HessianCheck, HessianMethod};
use linscape_critical::{Observer, abandonable};
use linscape_curvature::{LowRankError, LowRankOptions};
use linscape_network::{Reduction, Weights};
use std::ops::ControlFlow;

/// What is wanted of a [`Diagnosis`](crate::Diagnosis).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DiagnosisOptions {
    /// Relative spacing of the type the weights were stored in: `2⁻⁵²` for doubles.
    pub dtype_epsilon: f64,
    /// Whether weights without a stratum of their own are moved onto the one that is near.
    pub refine: bool,
    /// How the second road goes; `None`: by the dense Hessian up to the limit, beyond it piece by
    /// piece where the weights are of low rank, by Lanczos where they are not.
    pub hessian: Option<HessianMethod>,
    /// Largest order of a dense matrix: that of the Hessian, or of the core of weights of low rank.
    pub dense_limit: usize,
    /// Whether directions of descent are looked for.
    pub directions: bool,
    /// Seed of the iteration's starting vectors.
    pub seed: u64,
}

impl Default for DiagnosisOptions {
    /// Doubles, taken as they are; the dense Hessian up to 2,000 parameters.
    fn default() -> Self {
        Self {
            dtype_epsilon: f64::EPSILON,
            refine: false,
            hessian: None,
            dense_limit: 2000,
            directions: false,
            seed: 0,
        }
    }
}

impl DiagnosisOptions {
    /// Whether the dense Hessian of weights with that many parameters is wanted.
    #[must_use]
    pub fn forms_hessian(&self, parameters: usize) -> bool {
        match self.hessian {
            Some(HessianMethod::Dense) => true,
            None => parameters <= self.dense_limit,
            Some(_) => self.directions && parameters <= self.dense_limit,
        }
    }

    /// The second road as it was chosen, or by cost; none when it is skipped.
    pub(super) fn second_road(
        &self,
        reduction: &Reduction,
        point: &Weights,
        said: &Classification,
        observer: &dyn Observer,
    ) -> Result<Option<HessianCheck>, DiagnosisError> {
        let most = self.dense_limit;
        let in_pieces = |truncate| {
            let options =
                (LowRankOptions { most, truncate, ..LowRankOptions::default() }, self.seed);
            HessianCheck::low_rank(reduction, point, said, options, observer)
        };
        let dense = || {
            let (reduction, point, said) = (reduction.clone(), point.clone(), said.clone());
            let decompose = move || HessianCheck::dense(&reduction, &point, &said);
            match abandonable(observer, UNMEASURED, decompose) {
                ControlFlow::Break(()) => Ok(None),
                ControlFlow::Continue(check) => check.map(Some),
            }
        };
        let lanczos = || HessianCheck::lanczos(reduction, point, said, self.seed, observer);
        let check = match self.hessian {
            Some(HessianMethod::Skip) => return Ok(None),
            Some(HessianMethod::Dense) => return Ok(dense()?),
            Some(HessianMethod::Lanczos) => lanczos()?,
            Some(HessianMethod::LowRank) => {
                in_pieces(true)?.ok_or(LowRankError::FullRank { most })?
            }
            None if point.parameters() <= most => return Ok(dense()?),
            None => match in_pieces(true)?.filter(HessianCheck::is_sharp) {
                Some(check) => check,
                None => lanczos()?,
            },
        };
        Ok(Some(check))
    }

    /// The second road of a network with biases, as it was chosen or by cost.
    pub(super) fn whole_road(
        &self,
        whole: &WholeNetwork<'_>,
        observer: &dyn Observer,
    ) -> Result<Option<HessianCheck>, DiagnosisError> {
        let most = self.dense_limit;
        let in_pieces = || {
            let options = LowRankOptions { most, truncate: true, ..LowRankOptions::default() };
            whole.low_rank((options, self.seed), observer)
        };
        Ok(Some(match self.hessian {
            Some(HessianMethod::Skip) => return Ok(None),
            Some(HessianMethod::Dense) => whole.dense()?,
            Some(HessianMethod::LowRank) => in_pieces()?.ok_or(LowRankError::FullRank { most })?,
            Some(HessianMethod::Lanczos) => whole.lanczos(self.seed, observer)?,
            None if whole.parameters() <= most => whole.dense()?,
            None => match in_pieces()?.filter(HessianCheck::is_sharp) {
                Some(check) => check,
                None => whole.lanczos(self.seed, observer)?,
            },
        }))
    }
}

//! The families of a loss with weight decay, as a trajectory sees them.

use super::AT_REST;
use linscape_critical::{NaturalUnits, SingularSubset};
use linscape_decay::{DecayedProblem, Word, minima};
use linscape_flow::{Families, FamilyKey, NearFamily};
use linscape_lapack::DecompositionError;
use linscape_network::SingularBases;
use linscape_points::{NearMode, nearest_word};
use nalgebra::DMatrix;

/// The families of a problem with decay, for trajectories in natural units.
#[derive(Debug, Clone)]
pub(in crate::ask::flow) struct DecayedFamilies {
    pub(in crate::ask::flow) problem: DecayedProblem,
    pub(in crate::ask::flow) bases: SingularBases,
    pub(in crate::ask::flow) units: NaturalUnits,
    minima: Vec<FamilyKey>,
    /// `½‖Σ‖²`, in the problem's loss.
    energy: f64,
    rest: f64,
}

impl DecayedFamilies {
    pub(in crate::ask::flow) fn new(
        problem: &DecayedProblem,
        bases: &SingularBases,
        energy: f64,
        units: NaturalUnits,
    ) -> Self {
        let slowest = problem.decay().layers().iter().copied().fold(f64::INFINITY, f64::min);
        let largest = problem.classes().first().map_or(1.0, |class| class.mode.singular_value());
        let length = largest.powf(1.0 / problem.depth() as f64);
        let rest = AT_REST * problem.factor() * units.time(slowest) * units.weight_here(length);
        Self {
            problem: problem.clone(),
            bases: bases.clone(),
            units,
            minima: minima(problem).iter().map(key).collect(),
            energy,
            rest,
        }
    }

    /// How far a mode is from its root in amplitude, in shares of the distance to the next root.
    fn share(&self, mode: &NearMode) -> f64 {
        let class = &self.problem.classes()[mode.class];
        let depth = self.problem.depth();
        // The coordinates of Σ stretch a mode by √γ.
        let part = mode.part / class.mode.stiffness().sqrt();
        let amplitude = part.signum() * part.abs().powf((depth as f64).recip());
        let roots = [class.roots.small(), class.roots.large()].into_iter().flatten();
        // Linear regression has one critical point, and it learns every mode.
        let nothing = (depth > 1).then_some(0.0);
        let places = nothing.into_iter().chain(roots.map(|root| root.amplitude));
        let own = mode.root.map_or(0.0, |root| root.amplitude);
        let gaps = places.map(|place| (place - own).abs()).filter(|gap| *gap > 0.0);
        // A mode below its fold has nowhere else to be: its own size is the measure.
        let gap = gaps.reduce(f64::min);
        let gap = gap.unwrap_or_else(|| class.mode.sigma().powf((depth as f64).recip()));
        (own - amplitude).abs() / gap
    }
}

pub(in crate::ask::flow) fn key(word: &Word) -> FamilyKey {
    let of = |counts: &[usize]| SingularSubset::from_counts(counts.to_vec());
    FamilyKey { subset: of(word.large()), passes: of(word.small()), point: None }
}

impl Families for DecayedFamilies {
    fn nearest(&self, map: &DMatrix<f64>) -> Result<NearFamily, DecompositionError> {
        let own = map.map(|entry| self.units.map(entry));
        let near = nearest_word(&self.problem, &self.bases, &own)?;
        let shares = near.modes.iter().map(|mode| self.share(mode));
        let clarity = shares.fold(0.5_f64, |least, share| least.min(0.5 - share));
        let distance = self.units.map_here(near.distance);
        Ok(NearFamily { key: key(&near.word), distance, clarity })
    }

    fn least(&self) -> f64 {
        let losses = minima(&self.problem).into_iter().map(|word| self.problem.loss(&word));
        self.units.loss_here(losses.fold(f64::INFINITY, f64::min))
    }

    fn energy(&self) -> f64 {
        self.units.loss_here(self.energy)
    }

    fn rest(&self, family: &FamilyKey) -> Option<f64> {
        self.minima.contains(family).then_some(self.rest)
    }

    fn has_rests(&self) -> bool {
        true
    }
}

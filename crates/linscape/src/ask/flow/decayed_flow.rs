//! Trajectories under weight decay.

use super::families::DecayedFamilies;
use super::scene::{Ground, Scene};
use super::trajectories::FlowRun;
use crate::ask::parse_word;
use crate::{FlowOptions, StatedDecay, StatedProblem, TaskError};
use linscape_critical::RandomStream;
use linscape_decay::{Decay, DecayedProblem, Word, minima, spectrum};
use linscape_flow::TrajectoryObserver;
use linscape_formats::{DecayedTrajectory, ReadWeights};
use linscape_network::{Reduction, Weights};
use linscape_points::random_decayed_point;

/// A trajectory of a problem with decay.
#[derive(Debug, Clone)]
pub struct DecayedFlowRun {
    /// The trajectory; its visits name learned modes and passes.
    pub run: FlowRun,
    /// The problem with its decay.
    pub decayed: DecayedProblem,
    /// Of checkpoints the family that each is near to, with the distance of the maps; `None` where the
    /// weights have diverged.
    pub near: Vec<Option<(Word, f64)>>,
}

impl DecayedFlowRun {
    /// The record that the formats write.
    #[must_use]
    pub fn record<'a>(&'a self, stated: &'a StatedDecay) -> DecayedTrajectory<'a> {
        let plain = self.run.record(&stated.stated);
        DecayedTrajectory { plain, decayed: &self.decayed, near: &self.near }
    }
}

/// Follows gradient flow or descent on the loss with weight decay, until it rests at a minimum or the end
/// asked for; `given` are the weights of `file:…`. A start `near:` takes the key of a family.
///
/// # Errors
/// When options do not go together or with the problem, or the integration breaks off.
///
/// # Examples
/// From depth 3 on small starts learn nothing, and larger ones do.
/// ```
/// use linscape::{FlowOptions, ProblemOptions, run_decayed_flow};
/// let options = ProblemOptions {
///     sigma: Some("2".to_owned()),
///     widths: Some("1,1,1,1".to_owned()),
///     decay: Some("1/2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let stated = options.state_decayed()?.expect("decay");
/// let ends = |init: &str| -> Result<Vec<usize>, linscape::TaskError> {
///     let run = run_decayed_flow(&stated, &FlowOptions::starting(init), None, &())?.run;
///     Ok(run.trajectory.visits.last().expect("a visit").subset.counts().to_vec())
/// };
/// // The pass stands at x₋ = 0.2583…: x⁴ − 2x + ½ = 0.
/// assert_eq!(ends("aligned:0.25")?, [0]);
/// assert_eq!(ends("aligned:0.27")?, [1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn run_decayed_flow(
    stated: &StatedDecay,
    options: &FlowOptions,
    given: Option<&ReadWeights>,
    observer: &impl TrajectoryObserver,
) -> Result<DecayedFlowRun, TaskError> {
    let scene = Scene::new(stated, options)?;
    let energy = scene.reduction().problem().signal_energy();
    let families = DecayedFamilies::new(&stated.decayed, scene.bases(), energy, scene.units());
    let run = scene.run(&families, given, observer)?;
    Ok(DecayedFlowRun { run, decayed: stated.decayed.clone(), near: Vec::new() })
}

impl Ground for StatedDecay {
    fn stated(&self) -> &StatedProblem {
        &self.stated
    }

    fn decay(&self) -> &Decay {
        self.decayed.decay()
    }

    fn bias_decay(&self) -> Vec<f64> {
        let none = || vec![0.0; self.decayed.depth()];
        self.decayed.bias_decay().map_or_else(none, |own| own.layers().to_vec())
    }

    fn of_own_weights(&self) -> bool {
        self.decayed.idle_weights_decay()
    }

    fn random_point(
        &self,
        reduction: &Reduction,
        key: &str,
        stream: &mut RandomStream,
    ) -> Result<Weights, TaskError> {
        let word = parse_word(&self.decayed, key)?;
        Ok(random_decayed_point(reduction, &self.decayed, &word, stream)?)
    }

    fn sharpest(&self) -> Option<f64> {
        let losses = |word: &Word| self.decayed.loss(word);
        let best = minima(&self.decayed);
        let best = best.iter().min_by(|a, b| losses(a).total_cmp(&losses(b)))?;
        Some(spectrum(&self.decayed, best).last()?.value)
    }
}

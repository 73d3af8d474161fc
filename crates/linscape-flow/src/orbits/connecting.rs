//! The connecting orbits of a landscape.

use crate::{Orbit, OrbitError};
use linscape_critical::{Observer, Progress};
use linscape_decay::DecayedLandscape;
use linscape_quotient::Landscape;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// A connection of a landscape with the orbit along it.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectingOrbit {
    /// Identifier of the family that is left.
    pub from: i64,
    /// Identifier of the family that is reached.
    pub to: i64,
    /// What the flow did; none when the observer stopped before.
    pub outcome: Option<Result<Orbit, OrbitError>>,
}

impl ConnectingOrbit {
    /// Whether the flow followed the connection; none when it was not tried or takes too long.
    #[must_use]
    pub fn is_verified(&self) -> Option<bool> {
        match self.outcome.as_ref()? {
            Err(OrbitError::TooLong) => None,
            outcome => Some(outcome.as_ref().is_ok_and(|orbit| orbit.verified)),
        }
    }
}

/// Follows the covers of a landscape, or all its connections, each from distance `ε` of its source to
/// distance `ε` of its target; in the order of the landscape's edges. The seed turns hidden bases, of
/// each orbit by another stream.
///
/// # Complexity
/// Orbits are independent work and run in parallel; the outcome is the same for any number of
/// threads.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape_flow::connecting_orbits;
/// use linscape_quotient::Landscape;
/// let problem = Problem::exact(&[3, 3, 3, 3], &[3, 2, 1])?;
/// let landscape = Landscape::new(problem, None, &())?;
/// let orbits = connecting_orbits(&landscape, true, 0.01, 0, &());
/// assert_eq!(orbits.len(), 18);
/// assert!(orbits.iter().all(|orbit| orbit.is_verified() == Some(true)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Connections".
#[must_use]
pub fn connecting_orbits(
    landscape: &Landscape,
    all: bool,
    epsilon: f64,
    seed: u64,
    observer: &impl Observer,
) -> Vec<ConnectingOrbit> {
    let graph = landscape.graph();
    let edges: Vec<_> = graph.raw_edges().iter().filter(|edge| all || edge.weight.cover).collect();
    let name = |at: usize| {
        let edge = edges[at];
        (graph[edge.source()].id, graph[edge.target()].id)
    };
    each(edges.len(), observer, name, |at| {
        let (edge, seed) = (edges[at], seed.wrapping_add(at as u64));
        let subset = &graph[edge.source()].subset;
        Orbit::along(landscape.problem(), subset, &edge.weight, epsilon, seed)
    })
}

/// The same with weight decay, in the order of the landscape's connections: see [`Orbit::along_decayed`].
///
/// # Complexity
/// As [`connecting_orbits`]; an orbit from a pass to a pass is found by some forty trials.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedLandscape, DecayedProblem};
/// use linscape_flow::decayed_connecting_orbits;
/// let network = Architecture::new(vec![2, 2, 2])?;
/// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[3, 2]))?;
/// let decay = Decay::exact(vec![parse_exact("1")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let landscape = DecayedLandscape::new(decayed, None, &())?;
/// // ∅ → 2 → 1 → 12: covers, as without decay.
/// let orbits = decayed_connecting_orbits(&landscape, false, 0.01, 0, &());
/// assert_eq!(orbits.len(), 3);
/// assert!(orbits.iter().all(|orbit| orbit.is_verified() == Some(true)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Moves and barriers".
#[must_use]
pub fn decayed_connecting_orbits(
    landscape: &DecayedLandscape,
    all: bool,
    epsilon: f64,
    seed: u64,
    observer: &impl Observer,
) -> Vec<ConnectingOrbit> {
    let moves = landscape.connections().iter().filter(|own| all || own.step.is_cover);
    let moves: Vec<_> = moves.collect();
    let whole = |id: usize| i64::try_from(id).unwrap_or(i64::MAX);
    let name = |at: usize| (whole(moves[at].from), whole(moves[at].to));
    each(moves.len(), observer, name, |at| {
        let (own, seed) = (moves[at], seed.wrapping_add(at as u64));
        let word = &landscape.families()[own.from].word;
        Orbit::along_decayed(landscape.problem(), word, &own.step, epsilon, seed)
    })
}

/// Independent orbits, in their order.
fn each(
    number: usize,
    observer: &impl Observer,
    name: impl Fn(usize) -> (i64, i64) + Sync,
    follow: impl Fn(usize) -> Result<Orbit, OrbitError> + Sync,
) -> Vec<ConnectingOrbit> {
    let (done, total) = (AtomicU64::new(0), Some(number as u64));
    let orbit = |at: usize| {
        let (from, to) = name(at);
        let progress = Progress { done: done.load(Ordering::Relaxed), total };
        let outcome = observer.advance(progress).is_continue().then(|| follow(at));
        done.fetch_add(1, Ordering::Relaxed);
        ConnectingOrbit { from, to, outcome }
    };
    (0..number).into_par_iter().map(orbit).collect()
}

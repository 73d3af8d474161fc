//! The connecting orbits of a landscape.

use crate::{Orbit, OrbitError};
use linscape_critical::{Observer, Progress};
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
    let (done, total) = (AtomicU64::new(0), Some(edges.len() as u64));
    let follow = |(at, edge): (usize, &&petgraph::graph::Edge<_, _>)| {
        let (source, target) = (&graph[edge.source()], &graph[edge.target()]);
        let progress = Progress { done: done.load(Ordering::Relaxed), total };
        let outcome = observer.advance(progress).is_continue().then(|| {
            let seed = seed.wrapping_add(at as u64);
            Orbit::along(landscape.problem(), &source.subset, &edge.weight, epsilon, seed)
        });
        done.fetch_add(1, Ordering::Relaxed);
        ConnectingOrbit { from: source.id, to: target.id, outcome }
    };
    edges.par_iter().enumerate().map(follow).collect()
}

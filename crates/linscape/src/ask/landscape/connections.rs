//! Gradient flow along the connections of a landscape.

use crate::TaskError;
use crate::ask::Matrices;
use linscape_critical::Observer;
use linscape_decay::DecayedLandscape;
use linscape_flow::{ConnectingOrbit, OrbitError, connecting_orbits, decayed_connecting_orbits};
use linscape_formats::{subset_text, word_text};
use linscape_quotient::Landscape;

/// Distances from the saddles at which an orbit may start and end.
const DISTANCES: std::ops::RangeInclusive<f64> = 1e-6..=0.2;

/// Which connections are followed, and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConnectionsWanted {
    /// Every connection, not only the covers.
    pub all: bool,
    /// Where orbits start and end: distance from the saddles, relative to the mode that is learned.
    pub epsilon: f64,
    /// Seed of the hidden bases.
    pub seed: u64,
}

impl Default for ConnectionsWanted {
    fn default() -> Self {
        Self { all: false, epsilon: 0.01, seed: 0 }
    }
}

impl ConnectionsWanted {
    /// Refuses what is no distance.
    ///
    /// # Errors
    /// [`TaskError::Epsilon`].
    pub fn check(&self) -> Result<(), TaskError> {
        let given = self.epsilon;
        if DISTANCES.contains(&given) {
            return Ok(());
        }
        Err(TaskError::Epsilon { given, fault: OrbitError::Epsilon { given } })
    }
}

/// What gradient flow does along connections.
#[derive(Debug)]
pub struct ConnectionCheck {
    /// An orbit each, in the order of the landscape's edges.
    pub orbits: Vec<ConnectingOrbit>,
    /// The connections that were tried and not followed.
    pub failures: Vec<FailedConnection>,
}

/// A connection that gradient flow was not seen to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedConnection {
    /// The family that is left, as text.
    pub from: String,
    /// The family that should be reached.
    pub to: String,
    /// What happened instead.
    pub reason: String,
}

impl ConnectionCheck {
    /// How many are followed (`Some(true)`), are not, or take more steps than are tried (`None`).
    #[must_use]
    pub fn count(&self, verified: Option<bool>) -> usize {
        self.orbits.iter().filter(|orbit| orbit.is_verified() == verified).count()
    }

    /// Whether orbits are missing because the work was interrupted.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.orbits.iter().any(|orbit| orbit.outcome.is_none())
    }

    /// The largest residual of an orbit that was followed.
    #[must_use]
    pub fn largest_residual(&self) -> f64 {
        let found = self.orbits.iter().filter_map(|orbit| orbit.outcome.as_ref()?.as_ref().ok());
        found.filter(|orbit| orbit.verified).map(|orbit| orbit.residual).fold(0.0, f64::max)
    }

    /// The outcome of orbits between families of these names.
    fn new(orbits: Vec<ConnectingOrbit>, name: impl Fn(i64) -> String) -> Self {
        let failing = orbits
            .iter()
            .filter(|orbit| orbit.outcome.is_some() && orbit.is_verified() != Some(true));
        let failed = failing.map(|orbit| FailedConnection {
            from: name(orbit.from),
            to: name(orbit.to),
            reason: match &orbit.outcome {
                Some(Err(error)) => error.to_string(),
                Some(Ok(found)) if found.time.is_none() => "it did not arrive".to_owned(),
                Some(Ok(found)) => format!("residual {:.1e}", found.residual),
                None => String::new(),
            },
        });
        let failures = failed.collect();
        Self { orbits, failures }
    }
}

/// The subset of a family, by its identifier.
fn subset_name(landscape: &Landscape, id: i64) -> String {
    let multiplicities = landscape.problem().spectrum().multiplicities();
    let family = landscape.families().find(|family| family.id == id);
    family.map_or_else(String::new, |family| subset_text(&family.subset.indices(multiplicities)))
}

/// The word of a family, by its identifier.
fn word_name(landscape: &DecayedLandscape, id: i64) -> String {
    let family = usize::try_from(id).ok().and_then(|id| landscape.families().get(id));
    let multiplicities = landscape.problem().multiplicities();
    family.map_or_else(String::new, |family| word_text(&family.word, &multiplicities))
}

/// On each thread the state of an orbit, its past, and the frames that follow it.
fn orbits_at_once() -> Matrices {
    Matrices { weights: 24 * rayon::current_num_threads(), squares: 4, products: 0 }
}

/// Follows gradient flow along the covers of a landscape, or along all its connections.
///
/// # Errors
/// When the distance from the saddles is none, and when there is no room for orbits of so many weights.
///
/// # Examples
/// ```
/// use linscape::{ConnectionsWanted, ProblemOptions, list_landscape, verify_connections};
/// let options = ProblemOptions {
///     sigma: Some("2,1".to_owned()),
///     widths: Some("2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let landscape = list_landscape(&options.state()?, None, &())?;
/// let found = verify_connections(&landscape, ConnectionsWanted::default(), &())?;
/// // ∅ → 2 → 1 → 12, each by the least change of loss.
/// assert_eq!((found.count(Some(true)), found.orbits.len()), (3, 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify_connections(
    landscape: &Landscape,
    wanted: ConnectionsWanted,
    observer: &impl Observer,
) -> Result<ConnectionCheck, TaskError> {
    wanted.check()?;
    orbits_at_once().check(landscape.problem())?;
    let ConnectionsWanted { all, epsilon, seed } = wanted;
    let orbits = connecting_orbits(landscape, all, epsilon, seed, observer);
    Ok(ConnectionCheck::new(orbits, |id| subset_name(landscape, id)))
}

/// The same of a landscape with weight decay: the flow of the regularised loss along its moves.
///
/// # Errors
/// As [`verify_connections`].
///
/// # Examples
/// ```
/// use linscape::{ConnectionsWanted, ProblemOptions, list_decayed, verify_moves};
/// let options = ProblemOptions {
///     sigma: Some("2".to_owned()),
///     widths: Some("1,1,1,1".to_owned()),
///     decay: Some("1/2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let stated = options.state_decayed()?.expect("decay");
/// let landscape = list_decayed(&stated, None, &())?;
/// let found = verify_moves(&landscape, ConnectionsWanted::default(), &())?;
/// // {|1} → ∅ and {|1} → {1}.
/// assert_eq!((found.count(Some(true)), found.orbits.len()), (2, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify_moves(
    landscape: &DecayedLandscape,
    wanted: ConnectionsWanted,
    observer: &impl Observer,
) -> Result<ConnectionCheck, TaskError> {
    wanted.check()?;
    orbits_at_once().check_widths(landscape.problem().widths())?;
    let ConnectionsWanted { all, epsilon, seed } = wanted;
    let orbits = decayed_connecting_orbits(landscape, all, epsilon, seed, observer);
    Ok(ConnectionCheck::new(orbits, |id| word_name(landscape, id)))
}

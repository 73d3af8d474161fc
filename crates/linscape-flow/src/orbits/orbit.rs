//! Connecting orbits, integrated.

use crate::motion::semi_orthogonal;
use crate::orbits::ReducedOrbit;
use crate::{
    Departure, Frame, GradientFlow, Initialisation, InitialisationError, IntegrationError,
    Integrator, Method, Tolerances, balanced_step_limit,
};
use linscape_critical::{NaturalUnits, Problem, RandomStream, SingularSubset};
use linscape_network::{CriticalPoint, Target};
use linscape_quotient::Connection;
use linscape_strata::BalancedClassification;
use nalgebra::DMatrix;
use thiserror::Error;

/// A connection followed by the full gradient flow, whitened coordinates.
///
/// The flow of all `N` weights starts at distance `ε · σ_l^{1/h}` from the balanced point of the
/// family that is left, along the connection, in hidden bases turned at random, and is to come with
/// its end-to-end map within `ε · σ_l` of that of the family where the connection ends. There it is
/// held against the orbit on the invariant subspace of one to three numbers on which it lies.
///
/// A saddle has other unstable directions, along which rounding grows by `e^{λ t}` while the orbit
/// is under way. Where it would grow too much ([`ORBIT_GROWTH`]) the hidden bases are turned by
/// random signed permutations only, and the flow is integrated explicitly: then what is zero stays
/// zero exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Orbit {
    /// It came within the distance stated, and agrees with the prediction in time and map.
    pub verified: bool,
    /// `ε`.
    pub epsilon: f64,
    /// When it came within the distance; none when it did not within ten times the time predicted.
    pub time: Option<f64>,
    /// When it should: for a learned mode by the closed form, for a swap by integrating three
    /// numbers.
    pub predicted_time: Option<f64>,
    /// The larger of two: the distance between the end-to-end maps of full flow and prediction on
    /// their arrival, relative to `σ_l`; and the relative difference of their times.
    pub residual: f64,
    /// How the hidden bases were turned.
    pub bases: HiddenBases,
}

/// How hidden bases are turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HiddenBases {
    /// By random orthogonal matrices.
    Orthogonal,
    /// By random signed permutations, which round nothing.
    Permuted,
}

impl HiddenBases {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Orthogonal => "orthogonal",
            Self::Permuted => "permuted",
        }
    }

    pub(super) fn method(self) -> Method {
        match self {
            Self::Orthogonal => Method::BackwardDifferences,
            Self::Permuted => Method::Explicit,
        }
    }

    fn draw(
        self,
        width: usize,
        stream: &mut RandomStream,
    ) -> Result<DMatrix<f64>, InitialisationError> {
        match self {
            Self::Orthogonal => Ok(semi_orthogonal(width, width, stream)?),
            Self::Permuted => {
                let mut order: Vec<usize> = (0..width).collect();
                let mut basis = DMatrix::zeros(width, width);
                for row in 0..width {
                    order.swap(row, row + stream.below(width - row));
                    let sign = if stream.below(2) == 0 { 1.0 } else { -1.0 };
                    basis[(row, order[row])] = sign;
                }
                Ok(basis)
            }
        }
    }
}

/// Largest exponent `λ t` up to which rounding may grow in directions that an orbit does not take:
/// to about `10⁻¹⁶ e^{15} ≈ 3·10⁻¹⁰`.
pub const ORBIT_GROWTH: f64 = 15.0;

/// Smallest `ε` of an orbit in bases that round: weights of size 1 are integrated to about 1e-11,
/// and a mode that grows from less than this would be late or early by more than
/// [`ORBIT_TOLERANCE`].
pub(super) const ORBIT_CLEAR: f64 = 1e-3;

/// Largest residual of a verified orbit.
pub const ORBIT_TOLERANCE: f64 = 1e-5;

/// How exactly the full flow is integrated.
const TOLERANCE: f64 = 1e-11;

/// Why an orbit is not integrated.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum OrbitError {
    /// A distance that is none, or too large to be near.
    #[error("orbits start and end at a relative distance between 1e-6 and 0.2, got {given}")]
    Epsilon {
        /// The distance given.
        given: f64,
    },
    /// So slow that it was given up.
    #[error("it takes more steps than are tried; a larger distance shortens it")]
    TooLong,
    /// No such start.
    #[error(transparent)]
    Start(#[from] InitialisationError),
    /// The integration broke off.
    #[error(transparent)]
    Integration(#[from] IntegrationError),
}

impl Orbit {
    /// Follows a connection that leaves a family. The seed turns the hidden bases. Where the orbit from
    /// the distance asked for takes more steps than are tried, it is followed from farther away: the
    /// distance used is [`epsilon`](Self::epsilon).
    ///
    /// # Errors
    /// When `ε` is out of range or the integration breaks off.
    ///
    /// # Complexity
    /// A few hundred evaluations of the flow.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_flow::Orbit;
    /// use linscape_quotient::{ConnectionScope, outgoing};
    /// let problem = Problem::exact(&[2, 2, 2], &[2, 1])?;
    /// let second = problem.subset(&[2])?;
    /// // {2} → {1,2}, and {2} → {1}.
    /// for connection in outgoing(&problem, &second, ConnectionScope::All) {
    ///     let orbit = Orbit::along(&problem, &second, &connection, 0.01, 0)?;
    ///     assert!(orbit.verified);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: `docs/theory.md`, "Connections".
    pub fn along(
        problem: &Problem,
        subset: &SingularSubset,
        connection: &Connection,
        epsilon: f64,
        seed: u64,
    ) -> Result<Self, OrbitError> {
        if !(1e-6..=LARGEST_EPSILON).contains(&epsilon) {
            return Err(OrbitError::Epsilon { given: epsilon });
        }
        // Distances are relative: only the time has units.
        let (problem, units) = problem.in_natural_units();
        let mut epsilon = epsilon;
        loop {
            match Self::from_within(&problem, subset, connection, epsilon, seed) {
                // A swap takes `ln(1/ε)`, a mode that is learned `ε^{2−h}`: only that shrinks.
                Err(OrbitError::TooLong)
                    if connection.dropped.is_none() && epsilon < LARGEST_EPSILON =>
                {
                    epsilon = (WIDER * epsilon).min(LARGEST_EPSILON);
                }
                followed => return followed.map(|orbit| orbit.restored(units)),
            }
        }
    }

    fn restored(self, units: NaturalUnits) -> Self {
        Self {
            time: self.time.map(|time| units.time(time)),
            predicted_time: self.predicted_time.map(|time| units.time(time)),
            ..self
        }
    }

    /// The orbit from one distance, in natural units.
    fn from_within(
        problem: &Problem,
        subset: &SingularSubset,
        connection: &Connection,
        epsilon: f64,
        seed: u64,
    ) -> Result<Self, OrbitError> {
        let depth = problem.architecture().depth();
        let values = problem.spectrum().singular_values();
        let sigma = values[connection.learned - 1];
        let (along, reduced) = match connection.dropped {
            None => {
                let learned = connection.learned;
                (Departure::Learn { learned }, ReducedOrbit::Learn { depth, sigma })
            }
            Some(dropped) => {
                let (learned, worse) = (connection.learned, values[dropped - 1]);
                let reduced = ReducedOrbit::Swap { depth, dropped: worse, learned: sigma };
                (Departure::Swap { dropped, learned }, reduced)
            }
        };
        let distance = epsilon * sigma.powf(1.0 / depth as f64);
        let target = Target::standard(problem);
        let flow = GradientFlow::towards(problem, target.matrix().clone());
        let mut stream = RandomStream::new(seed, "hidden bases of an orbit");
        // A start is so far away in units of `σ_1^{1/h}`.
        let relative = distance / problem.natural_length();
        let start = Initialisation::Near { subset: subset.clone(), distance: relative, along };
        let start = start.state(&flow, &target, &mut stream)?;
        let factor = problem.factor();
        let predicted =
            reduced.arrival(distance, epsilon * sigma, LONGEST).ok_or(OrbitError::TooLong)?;
        let predicted_time = predicted / factor;
        let end = connection.kind.apply(subset);
        let growth = fastest(problem, subset, &end) * predicted_time;
        let turned_by = if growth <= ORBIT_GROWTH && epsilon >= ORBIT_CLEAR {
            HiddenBases::Orthogonal
        } else {
            HiddenBases::Permuted
        };
        if turned_by == HiddenBases::Permuted {
            // The orbit spends its time beside the saddle, whose learned modes bound explicit steps.
            let limit = balanced_step_limit(&flow, &target, subset).unwrap_or(f64::INFINITY);
            if 2.0 / limit * predicted_time > STABLE * MOST_STEPS as f64 {
                return Err(OrbitError::TooLong);
            }
        }
        let start = turned(&flow, &start, turned_by, &mut stream)?;
        let end = CriticalPoint::balanced(&target, &end).weights.product();
        let most = 10.0 * predicted_time;
        // Small amplitudes decide when a saddle is left.
        let tolerances =
            Tolerances { relative: TOLERANCE, absolute: 1e-3 * TOLERANCE * distance.min(1.0) };
        let integrator = Integrator::start(&flow, turned_by.method(), tolerances, &start)?;
        let arrived = arrive(&flow, integrator, &end, epsilon * sigma, most)?;
        let expected_map = reduced.map_on_arrival(distance, epsilon * sigma, predicted);
        let residual = match (&arrived, expected_map) {
            (Some((time, map)), Some(moving)) => {
                let apart = map - predicted_map(&target, subset, connection, moving);
                (apart.norm() / sigma).max((time / predicted_time - 1.0).abs())
            }
            _ => f64::INFINITY,
        };
        Ok(Self {
            verified: residual <= ORBIT_TOLERANCE,
            epsilon,
            time: arrived.map(|(time, _)| time),
            predicted_time: Some(predicted_time),
            residual,
            bases: turned_by,
        })
    }
}

/// The largest `ε`.
const LARGEST_EPSILON: f64 = 0.2;

/// By how much `ε` grows where an orbit is too long.
const WIDER: f64 = 2.0;

/// Longest time an orbit is predicted for, whitened, loss `½‖·‖²`.
const LONGEST: f64 = 1e150;

/// The largest rate at which either end of an orbit is left.
fn fastest(problem: &Problem, from: &SingularSubset, to: &SingularSubset) -> f64 {
    let rate = |subset| BalancedClassification::new(problem, subset).rate.unwrap_or(0.0);
    rate(from).max(rate(to))
}

/// The same state in hidden bases turned at random.
pub(super) fn turned(
    flow: &GradientFlow,
    state: &[f64],
    by: HiddenBases,
    stream: &mut RandomStream,
) -> Result<Vec<f64>, InitialisationError> {
    let widths = flow.widths();
    let mut bases = vec![DMatrix::identity(widths[0], widths[0])];
    for &width in &widths[1..flow.depth()] {
        bases.push(by.draw(width, stream)?);
    }
    let outputs = widths[flow.depth()];
    bases.push(DMatrix::identity(outputs, outputs));
    let mut turned = vec![0.0; state.len()];
    Frame::new(bases).restore(state, &mut turned);
    Ok(turned)
}

/// The end-to-end map of the reduced orbit with the given moving part.
fn predicted_map(
    target: &Target,
    subset: &SingularSubset,
    connection: &Connection,
    [kk, kl, ll]: [f64; 3],
) -> DMatrix<f64> {
    let mut map = CriticalPoint::balanced(target, subset).weights.product();
    let learned = connection.learned - 1;
    map[(learned, learned)] = ll;
    if let Some(dropped) = connection.dropped.map(|dropped| dropped - 1) {
        map[(dropped, dropped)] = kk;
        map[(dropped, learned)] = kl;
        map[(learned, dropped)] = kl;
    }
    map
}

/// Steps after which an orbit is given up.
const MOST_STEPS: u64 = 200_000;

/// Twice the rate times the step at which the explicit method is unstable on the real axis.
const STABLE: f64 = 12.0;

/// When the flow's end-to-end map comes within a distance of another, and what it is then.
fn arrive(
    flow: &GradientFlow,
    mut integrator: Integrator,
    end: &DMatrix<f64>,
    within: f64,
    most: f64,
) -> Result<Option<(f64, DMatrix<f64>)>, OrbitError> {
    let far = |map: &DMatrix<f64>| (map - end).norm() > within;
    while far(&flow.product(&integrator.state())) {
        if integrator.time() > most {
            return Ok(None);
        }
        if integrator.work().steps > MOST_STEPS {
            return Err(OrbitError::TooLong);
        }
        integrator.advance()?;
    }
    let (mut before, mut after) = (integrator.previous_time(), integrator.time());
    for _ in 0..50 {
        let middle = 0.5 * (before + after);
        let map = flow.product(&integrator.interpolate(middle));
        if far(&map) { before = middle } else { after = middle }
    }
    let map = flow.product(&integrator.interpolate(after));
    Ok(Some((after, map)))
}

//! Steps through a trajectory.

use crate::integrate::{BackwardDifferences, BiasedFlow, ExplicitFlow, ImplicitFlow};
use crate::{GradientFlow, IntegrationError, Tolerances, Work};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// How gradient flow is integrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Numerical differentiation formulas of order 1 to 6 with the exact Hessian, in a frame that
    /// follows the weights: the default.
    #[default]
    BackwardDifferences,
    /// The explicit Runge–Kutta method DOP853 of a library.
    Explicit,
}

impl Method {
    /// Whether it follows a flow: where biases move, backward differences know no decay and no end-to-end maps of
    /// `d_h n² > 5·10⁷`, `n = rank X + 1`.
    #[must_use]
    pub fn serves(self, flow: &GradientFlow) -> bool {
        self == Self::Explicit || !flow.has_biases() || BiasedFlow::serves(flow)
    }
}

/// A method that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{text}' is not a method; choose bdf or dop853")]
pub struct UnknownMethod {
    /// What was given.
    text: String,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::BackwardDifferences => "bdf",
            Self::Explicit => "dop853",
        })
    }
}

impl FromStr for Method {
    type Err = UnknownMethod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::BackwardDifferences, Self::Explicit]
            .into_iter()
            .find(|method| method.to_string() == text)
            .ok_or_else(|| UnknownMethod { text: text.to_owned() })
    }
}

/// A trajectory of gradient flow, one step after the other, with dense output in the last step.
///
/// # Examples
/// One weight: `ẇ = 2 − w` from 0, so `w = 2 (1 − e^{−t})`.
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum};
/// use linscape_network::Reduction;
/// use linscape_flow::{Coordinates, GradientFlow, Integrator, Method, Tolerances};
/// let problem = Problem::from_spectrum(Architecture::new(vec![1, 1])?, Spectrum::exact_integers(&[2]))?;
/// let flow = GradientFlow::new(&Reduction::of_spectrum(problem), Coordinates::Whitened);
/// for method in [Method::BackwardDifferences, Method::Explicit] {
///     let mut integrator = Integrator::start(&flow, method, Tolerances::relative(1e-10), &[0.0])?;
///     while integrator.time() < 1.0 {
///         integrator.advance()?;
///     }
///     let weight = integrator.interpolate(1.0)[0];
///     assert!((weight - 2.0 * (1.0 - (-1.0_f64).exp())).abs() < 1e-8);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Gradient flow".
#[derive(Debug)]
pub struct Integrator {
    engine: Engine,
}

#[derive(Debug)]
enum Engine {
    Implicit(Box<(ImplicitFlow, BackwardDifferences)>),
    WithBiases(Box<(BiasedFlow, BackwardDifferences)>),
    Explicit(Box<ExplicitFlow>),
}

impl Integrator {
    /// Starts at time 0. What backward differences do not [serve](Method::serves) is followed by the explicit method.
    ///
    /// # Errors
    /// When a tolerance is out of range, or the singular bases of `Σ` are not found.
    ///
    /// # Panics
    /// When the state is not of the flow's length.
    pub fn start(
        flow: &GradientFlow,
        method: Method,
        tolerances: Tolerances,
        state: &[f64],
    ) -> Result<Self, IntegrationError> {
        tolerances.check()?;
        let engine = match method {
            Method::BackwardDifferences if !flow.has_biases() => {
                let mut equation = ImplicitFlow::new(flow, tolerances, state)?;
                let formulas = BackwardDifferences::start(&mut equation, state);
                Engine::Implicit(Box::new((equation, formulas)))
            }
            Method::BackwardDifferences if BiasedFlow::serves(flow) => {
                let (mut equation, state) = BiasedFlow::start(flow, tolerances, state)?;
                let formulas = BackwardDifferences::start(&mut equation, &state);
                Engine::WithBiases(Box::new((equation, formulas)))
            }
            Method::BackwardDifferences | Method::Explicit => {
                Engine::Explicit(Box::new(ExplicitFlow::start(flow, tolerances, state)?))
            }
        };
        Ok(Self { engine })
    }

    /// Takes one step.
    ///
    /// # Errors
    /// When steps become too short, as they do where weights diverge.
    ///
    /// # Complexity
    /// By backward differences two to three evaluations, as many solutions of systems with one small
    /// block for each pair of singular directions, and where those do not suffice a few Hessian
    /// products.
    pub fn advance(&mut self) -> Result<(), IntegrationError> {
        match &mut self.engine {
            Engine::Implicit(engine) => engine.1.advance(&mut engine.0),
            Engine::WithBiases(engine) => engine.1.advance(&mut engine.0),
            Engine::Explicit(engine) => engine.advance(),
        }
    }

    /// The time reached.
    #[must_use]
    pub fn time(&self) -> f64 {
        match &self.engine {
            Engine::Implicit(engine) => engine.1.time(),
            Engine::WithBiases(engine) => engine.1.time(),
            Engine::Explicit(engine) => engine.time(),
        }
    }

    /// The time before the last step.
    #[must_use]
    pub fn previous_time(&self) -> f64 {
        match &self.engine {
            Engine::Implicit(engine) => engine.1.previous_time(),
            Engine::WithBiases(engine) => engine.1.previous_time(),
            Engine::Explicit(engine) => engine.previous_time(),
        }
    }

    /// The state reached.
    #[must_use]
    pub fn state(&self) -> Vec<f64> {
        match &self.engine {
            Engine::Implicit(engine) => restored(&engine.0, engine.1.state()),
            Engine::WithBiases(engine) => engine.0.restored(engine.1.state()),
            Engine::Explicit(engine) => engine.state().to_vec(),
        }
    }

    /// The state at a time in the last step; at its nearer end for a time outside.
    pub fn interpolate(&mut self, time: f64) -> Vec<f64> {
        let time = time.clamp(self.previous_time(), self.time());
        match &mut self.engine {
            Engine::Implicit(engine) => restored(&engine.0, &engine.1.interpolate(time)),
            Engine::WithBiases(engine) => engine.0.restored(&engine.1.interpolate(time)),
            Engine::Explicit(engine) => engine.interpolate(time),
        }
    }

    /// What it has cost.
    #[must_use]
    pub fn work(&self) -> Work {
        match &self.engine {
            Engine::Implicit(engine) => Work { products: engine.0.products(), ..engine.1.work() },
            Engine::WithBiases(engine) => Work { products: engine.0.products(), ..engine.1.work() },
            Engine::Explicit(engine) => engine.work(),
        }
    }
}

/// A state in its own bases again.
fn restored(equation: &ImplicitFlow, read: &[f64]) -> Vec<f64> {
    let mut state = vec![0.0; read.len()];
    equation.frame().restore(read, &mut state);
    state
}

//! Gradient descent with a fixed step: the discrete counterpart of the flow.

use crate::{GradientFlow, IntegrationError, Motion, Penalty, Work, Workspace};
use linscape_critical::{BiasPlace, NaturalUnits, RandomStream};
use linscape_network::{Dataset, LayerInputs, Reduction};
use nalgebra::DMatrix;
use thiserror::Error;

/// Gradient descent `W ← W − η ∂L/∂W`, on all samples or on batches drawn without replacement, no
/// momentum. Time is the number of steps times `η`, as for the flow that it follows.
///
/// # Examples
/// One weight, `L = ½ (2 − w)²`, step ½: the residual halves.
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum};
/// use linscape_network::Reduction;
/// use linscape_flow::{Coordinates, GradientDescent, GradientFlow, Motion};
/// let problem = Problem::from_spectrum(Architecture::new(vec![1, 1])?, Spectrum::exact_integers(&[2]))?;
/// let flow = GradientFlow::new(&Reduction::of_spectrum(problem), Coordinates::Whitened);
/// let mut descent = GradientDescent::new(&flow, vec![0.0], 0.5)?;
/// descent.advance()?;
/// descent.advance()?;
/// assert_eq!((descent.time(), descent.state()), (1.0, vec![1.5]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Gradient flow".
#[derive(Debug)]
pub struct GradientDescent {
    flow: GradientFlow,
    workspace: Workspace,
    step: f64,
    state: Vec<f64>,
    previous: Vec<f64>,
    velocity: Vec<f64>,
    work: Work,
    batches: Option<Batches>,
}

/// Why a descent cannot start.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DescentStepError {
    /// A step that is no positive number.
    #[error("a step size is positive and finite, got {given}")]
    Step {
        /// The step given.
        given: f64,
    },
    /// A batch of no sample or of more than there are.
    #[error("a batch holds between 1 and {samples} samples, got {given}")]
    Batch {
        /// The size given.
        given: usize,
        /// Samples there are.
        samples: usize,
    },
}

impl DescentStepError {
    /// The same in the units that the problem was stated in.
    #[must_use]
    pub fn restored(self, units: NaturalUnits) -> Self {
        match self {
            Self::Step { given } => Self::Step { given: units.time(given) },
            same @ Self::Batch { .. } => same,
        }
    }
}

/// Samples in an order that is shuffled for every pass.
#[derive(Debug)]
struct Batches {
    /// `X V` with `V` the directions of the inputs, `m × ρ`: what the state's first layer reads. With biases `X` itself.
    inputs: DMatrix<f64>,
    /// `m × 1`: what a bias multiplies.
    constant: DMatrix<f64>,
    /// `m × d_h`.
    targets: DMatrix<f64>,
    size: usize,
    order: Vec<usize>,
    next: usize,
    stream: RandomStream,
    /// Decay of the last bias alone.
    of_offset: Option<Penalty>,
}

impl GradientDescent {
    /// Descent on the whole loss from a state of the flow.
    ///
    /// # Errors
    /// When the step is not positive.
    pub fn new(flow: &GradientFlow, state: Vec<f64>, step: f64) -> Result<Self, DescentStepError> {
        if !(step > 0.0 && step.is_finite()) {
            return Err(DescentStepError::Step { given: step });
        }
        Ok(Self {
            workspace: flow.workspace(),
            flow: flow.clone(),
            step,
            previous: state.clone(),
            velocity: vec![0.0; state.len()],
            state,
            work: Work::default(),
            batches: None,
        })
    }

    /// The same with each gradient taken on a batch of samples, scaled to estimate the whole.
    ///
    /// # Errors
    /// When a batch is empty or larger than the data.
    ///
    /// # Panics
    /// When flow and data belong to different problems, or the flow runs in whitened coordinates.
    pub fn on_batches(
        mut self,
        reduction: &Reduction,
        data: &Dataset,
        size: usize,
        stream: RandomStream,
    ) -> Result<Self, DescentStepError> {
        let samples = data.samples();
        if size == 0 || size > samples {
            return Err(DescentStepError::Batch { given: size, samples });
        }
        // A weighted sample counts as much as its rows, and the constant beside them, times the root of its weight.
        let with_constant = data.clone().with_ones();
        let [rows, targets] = with_constant.rows();
        let (own, constant) =
            rows.columns_range_pair(..data.inputs().ncols(), data.inputs().ncols()..);
        let (own, constant) = (own.into_owned(), constant.into_owned());
        let inputs = if self.flow.has_biases() {
            own
        } else {
            let stretches = self.flow.stretches().expect("a flow on data");
            // A bias of the first layer alone is the weight of the constant.
            let of_constant = reduction.problem().biases().place() == BiasPlace::Input;
            let read = if of_constant { rows.into_owned() } else { own };
            // X V = X (V D⁻¹ᵀ…): whitening gives X V D, of which D is taken off.
            let mut inputs = reduction.whiten(&read);
            for (mut column, stretch) in inputs.column_iter_mut().zip(stretches.iter()) {
                column.unscale_mut(*stretch);
            }
            inputs
        };
        let targets = targets.into_owned();
        // A last bias that decays is a sample of the whole, but none that is drawn.
        let offset_decay = reduction.problem().offset_decay();
        let of_offset = (offset_decay > 0.0).then(|| {
            let (depth, mut biases) = (self.flow.depth(), vec![0.0; self.flow.depth()]);
            biases[depth - 1] = offset_decay;
            Penalty::new(vec![0.0; depth]).on_biases(biases)
        });
        let order = (0..samples).collect();
        let next = samples;
        self.batches =
            Some(Batches { inputs, constant, targets, size, order, next, stream, of_offset });
        Ok(self)
    }
}

impl Batches {
    /// The next samples, in columns: `ρ × b`, `1 × b` and `d_h × b`.
    fn draw(&mut self) -> LayerInputs {
        let samples = self.order.len();
        if self.next + self.size > samples {
            for at in (1..samples).rev() {
                self.order.swap(at, self.stream.below(at + 1));
            }
            self.next = 0;
        }
        let chosen = &self.order[self.next..self.next + self.size];
        self.next += self.size;
        let columns = |rows: &DMatrix<f64>| rows.select_rows(chosen).transpose();
        LayerInputs {
            inputs: columns(&self.inputs),
            constant: columns(&self.constant),
            target: columns(&self.targets),
            units: NaturalUnits::one(),
        }
    }

    /// Writes `−(m/b) ∂L_B/∂W` for the loss of a batch.
    fn velocity(&mut self, flow: &GradientFlow, state: &[f64], velocity: &mut [f64]) {
        let weight = self.order.len() as f64 / self.size as f64;
        let batch = flow.on_samples(self.draw(), weight);
        batch.workspace().velocity(&batch, state, velocity);
        // Decay is no part of what a batch estimates.
        for penalty in flow.penalty().into_iter().chain(&self.of_offset) {
            penalty.add(-flow.factor(), flow.layout(), state, velocity);
        }
    }
}

impl Motion for GradientDescent {
    fn advance(&mut self) -> Result<(), IntegrationError> {
        match &mut self.batches {
            None => {
                self.workspace.velocity(&self.flow, &self.state, &mut self.velocity);
            }
            Some(batches) => batches.velocity(&self.flow, &self.state, &mut self.velocity),
        }
        self.previous.copy_from_slice(&self.state);
        for (entry, velocity) in self.state.iter_mut().zip(&self.velocity) {
            *entry += self.step * velocity;
        }
        self.work.steps += 1;
        self.work.evaluations += 1;
        Ok(())
    }

    fn time(&self) -> f64 {
        self.work.steps as f64 * self.step
    }

    fn previous_time(&self) -> f64 {
        self.work.steps.saturating_sub(1) as f64 * self.step
    }

    fn state(&self) -> Vec<f64> {
        self.state.clone()
    }

    /// Nothing lies between two steps: the one before, until the next is reached.
    fn interpolate(&mut self, time: f64) -> Vec<f64> {
        if time < self.time() { self.previous.clone() } else { self.state.clone() }
    }

    fn is_continuous(&self) -> bool {
        false
    }

    fn work(&self) -> Work {
        self.work
    }
}

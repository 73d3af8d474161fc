//! The vector field of training.

use crate::motion::with_biases::{LayerParts, Reading};
use crate::{Coordinates, Frame, Penalty, StateError};
use linscape_critical::{Problem, euclidean_length};
use linscape_lapack::{Factor, multiply, multiply_transposed};
use linscape_network::{LayerInputs, Reduction, Weights, WeightsError};
use nalgebra::{DMatrix, DVector};

/// Gradient flow `Ẇ_i = −∂L/∂W_i` of a deep linear network,
///
/// `Ẇ_i = f · W_{h:i+1}ᵀ R D W_{i−1:1}ᵀ`, `R = Σ − W_h⋯W_1 D`,
///
/// on states that are flat vectors of the layers, `W_1` first, each column by column. `f` is the
/// factor of the loss convention. In whitened coordinates `D` is the identity; in the data's own,
/// with `Xᵀ = Q D Vᵀ`, it holds the nonzero singular values of the inputs and the state's first
/// layer is `W_1 V`, of shape `d_1 × rank X`: what `W_1` does to input directions without data never
/// moves, and the rest moves as the data's flow does.
///
/// Of a network whose last layer has a bias the data's own flow moves weights and biases: the numbers of
/// a layer are `[W_i b_i]`, `W_1` of shape `d_1 × d_0`, and the data have their means
/// ([`LayerInputs::in_data`]).
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum};
/// use linscape_network::{Reduction, Weights};
/// use linscape_flow::{Coordinates, GradientFlow};
/// use nalgebra::DMatrix;
/// let problem = Problem::from_spectrum(Architecture::new(vec![1, 1, 1])?, Spectrum::exact_integers(&[2]))?;
/// let flow = GradientFlow::new(&Reduction::of_spectrum(problem), Coordinates::Whitened);
/// let weights = Weights::new(vec![DMatrix::from_element(1, 1, 3.0), DMatrix::from_element(1, 1, 0.5)])?;
/// let mut velocity = vec![0.0; 2];
/// let loss = flow.workspace().velocity(&flow, &flow.state_of(&weights)?, &mut velocity);
/// // R = 2 − 1.5: ẇ₁ = w₂ R, ẇ₂ = R w₁, L = ½ R².
/// assert_eq!((loss, velocity), (0.125, vec![0.25, 1.5]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Gradient flow".
#[derive(Debug, Clone)]
pub struct GradientFlow {
    pub(crate) target: DMatrix<f64>,
    pub(super) stretches: Option<DVector<f64>>,
    pub(super) factor: f64,
    offset: f64,
    pub(super) widths: Vec<usize>,
    pub(super) penalty: Option<Penalty>,
    /// What a network with biases reads; `None` where matrices move alone.
    pub(crate) reading: Option<Reading>,
}

impl GradientFlow {
    /// The flow of a problem on its data; with biases, where it has them, in the data's own coordinates.
    #[must_use]
    pub fn new(reduction: &Reduction, coordinates: Coordinates) -> Self {
        let matrices = Self::of_matrices(reduction, coordinates);
        let reads = LayerInputs::in_data(reduction).filter(|_| coordinates == Coordinates::Data);
        let Some(reads) = reads else { return matrices };
        let mut widths = matrices.widths;
        let rank = std::mem::replace(&mut widths[0], reads.inputs.nrows());
        let target = reads.target.clone();
        let biases = reduction.problem().biases().in_layers().to_vec();
        let reading = Some(Reading { reads, biases, rank });
        Self { target, stretches: None, widths, reading, ..matrices }
    }

    /// The flow of the matrices alone, on data about their means where biases took them off.
    #[must_use]
    pub fn of_matrices(reduction: &Reduction, coordinates: Coordinates) -> Self {
        let problem = reduction.problem();
        let stretches = match coordinates {
            Coordinates::Data => reduction.stretches().map(DVector::from_vec),
            Coordinates::Whitened => None,
        };
        let widths = reduction.target().widths();
        let (target, factor) = (reduction.target().matrix().clone(), problem.factor());
        let offset = problem.loss_offset();
        Self { target, stretches, factor, offset, widths, penalty: None, reading: None }
    }

    /// The whitened flow of a problem whose `Σ` is the given matrix.
    ///
    /// # Panics
    /// When the matrix is not `d_h × rank X`.
    #[must_use]
    pub fn towards(problem: &Problem, target: DMatrix<f64>) -> Self {
        let widths = problem.whitened_widths();
        assert_eq!(target.shape(), (problem.architecture().output(), widths[0]), "Σ fits");
        let (factor, offset) = (problem.factor(), problem.loss_offset());
        Self { target, stretches: None, factor, offset, widths, penalty: None, reading: None }
    }

    /// The flow on `½‖Σ − W D‖²` with the given `Σ`, `D` and widths.
    pub(crate) fn of_parts(
        target: DMatrix<f64>,
        stretches: Option<DVector<f64>>,
        widths: Vec<usize>,
    ) -> Self {
        Self { target, stretches, factor: 1.0, offset: 0.0, widths, penalty: None, reading: None }
    }

    /// The flow with weight decay.
    ///
    /// # Panics
    /// When there are not as many decays as layers, or the penalty is on activations and the flow
    /// does not run in the data's coordinates.
    #[must_use]
    pub fn with_penalty(self, penalty: Penalty) -> Self {
        penalty.check(self.depth(), self.stretches.is_some());
        Self { penalty: Some(penalty), ..self }
    }

    /// Its weight decay, if there is some.
    #[must_use]
    pub fn penalty(&self) -> Option<&Penalty> {
        self.penalty.as_ref()
    }

    /// The flow, without decay, of a part of the network, with a target, stretches of its inputs and widths of its own.
    pub(crate) fn of_part(
        &self,
        target: DMatrix<f64>,
        stretches: Option<DVector<f64>>,
        widths: Vec<usize>,
    ) -> Self {
        Self { factor: self.factor, ..Self::of_parts(target, stretches, widths) }
    }

    /// The flow, without decay, on some samples in columns, what they pull counted `weight` times: of the matrices on
    /// what the first layer of a state reads, with biases on inputs as they are.
    pub(super) fn on_samples(&self, reads: LayerInputs, weight: f64) -> Self {
        let rank = reads.inputs.ncols();
        let no_biases = || vec![false; self.depth()];
        let biases = self.reading.as_ref().map_or_else(no_biases, |own| own.biases.clone());
        let part = self.of_part(reads.target.clone(), None, self.widths.clone());
        let reading = Some(Reading { reads, biases, rank });
        Self { reading, factor: self.factor * weight, ..part }
    }

    /// The flow of a network whose hidden layers are no wider than this.
    pub(crate) fn narrowed(&self, width: usize) -> Self {
        let mut narrow = self.clone();
        let hidden = 1..self.depth();
        narrow.widths[hidden].iter_mut().for_each(|own| *own = width.min(*own));
        narrow
    }

    /// What a network with biases reads; none where matrices move alone.
    pub(crate) fn reads(&self) -> Option<&LayerInputs> {
        self.reading.as_ref().map(|reading| &reading.reads)
    }

    /// Whether biases move too.
    #[must_use]
    pub fn has_biases(&self) -> bool {
        self.reading.is_some()
    }

    /// `‖Σ‖`, without what the means of targets add where biases move.
    #[must_use]
    pub fn signal_norm(&self) -> f64 {
        self.target.columns(0, self.signal_columns()).norm()
    }

    /// The size that balanced layers have where all is learned, about: `(‖Σ‖ / max D)^{1/h}`; 0 for `Σ = 0`.
    #[must_use]
    pub fn natural_length(&self) -> f64 {
        let of_means = self.reading.as_ref().map(|reading| reading.reads.inputs.amax());
        let stretch = of_means.or_else(|| self.stretches.as_ref().map(DVector::max));
        (self.signal_norm() / stretch.unwrap_or(1.0)).powf(1.0 / self.depth() as f64)
    }

    /// How many columns of what the network makes are about the means.
    pub(crate) fn signal_columns(&self) -> usize {
        self.reading.as_ref().map_or(self.target.ncols(), |reading| reading.rank)
    }

    /// `rank X, d_1, …, d_h`; `d_0` in full where biases move.
    #[must_use]
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// Number of layers `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.widths.len() - 1
    }

    /// Length of a state.
    #[must_use]
    pub fn order(&self) -> usize {
        (0..self.depth()).map(|at| self.widths[at + 1] * self.columns(at)).sum()
    }

    /// How the layers stand in a state.
    pub(crate) fn layout(&self) -> (&[usize], Option<&[bool]>) {
        (&self.widths, self.reading.as_ref().map(|own| &own.biases[..]))
    }

    /// How many columns the numbers of a layer (0-based) have, with its bias.
    pub(crate) fn columns(&self, at: usize) -> usize {
        let bias = self.reading.as_ref().is_some_and(|reading| reading.biases[at]);
        self.widths[at] + usize::from(bias)
    }

    /// The matrix and the bias of a layer of a state.
    pub(crate) fn parts<'s>(&self, at: usize, layer: Factor<'s>) -> LayerParts<'s> {
        LayerParts::of(layer, self.widths[at])
    }

    /// `Σ`, of shape `d_h × rank X`.
    #[must_use]
    pub fn target(&self) -> &DMatrix<f64> {
        &self.target
    }

    /// The factor of the loss convention.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// `D`, unless it is the identity.
    #[must_use]
    pub fn stretches(&self) -> Option<&DVector<f64>> {
        self.stretches.as_ref()
    }

    /// The state of weights of widths `rank X, d_1, …, d_h` (`d_0` in full where biases move).
    ///
    /// # Errors
    /// When the widths or the layers with biases are others.
    pub fn state_of(&self, weights: &Weights) -> Result<Vec<f64>, StateError> {
        let given = weights.widths();
        if given != self.widths {
            return Err(StateError::Widths { given, wanted: self.widths.clone() });
        }
        let state: Vec<f64> = weights
            .matrices()
            .iter()
            .zip(weights.biases())
            .flat_map(|(matrix, bias)| matrix.iter().chain(bias.iter().flat_map(|b| b.iter())))
            .copied()
            .collect();
        if state.len() != self.order() {
            return Err(StateError::Biases);
        }
        Ok(state)
    }

    /// The state of layers whose first one is in whitened coordinates: `W_1 ↦ W_1 D⁻¹` where the
    /// flow runs in the data's.
    ///
    /// # Panics
    /// When the layers have other shapes.
    #[must_use]
    pub fn state_of_whitened(&self, layers: &[DMatrix<f64>]) -> Vec<f64> {
        let mut state: Vec<f64> = layers.iter().flat_map(|layer| layer.iter().copied()).collect();
        assert_eq!(state.len(), self.order(), "layers of this flow");
        self.scale_first(&mut state, |stretch| 1.0 / stretch);
        state
    }

    /// The layers of a state, the first one in whitened coordinates: `W_1 D`.
    ///
    /// # Errors
    /// When an entry is not finite.
    pub fn whitened(&self, state: &[f64]) -> Result<Weights, WeightsError> {
        let mut state = state.to_vec();
        self.scale_first(&mut state, |stretch| stretch);
        self.weights_of(&state)
    }

    fn scale_first(&self, state: &mut [f64], factor: impl Fn(f64) -> f64) {
        let Some(stretches) = &self.stretches else { return };
        let columns = state.chunks_exact_mut(self.widths[1]);
        for (column, stretch) in columns.zip(stretches.iter()) {
            for entry in column {
                *entry *= factor(*stretch);
            }
        }
    }

    /// The weights of a state.
    ///
    /// # Errors
    /// When an entry is not finite.
    ///
    /// # Panics
    /// When the state is not of length [`order`](Self::order).
    pub fn weights_of(&self, state: &[f64]) -> Result<Weights, WeightsError> {
        let layers = self.layers(state);
        let parts: Vec<LayerParts<'_>> =
            layers.iter().enumerate().map(|(at, layer)| self.parts(at, *layer)).collect();
        let matrix = |part: &LayerParts<'_>| {
            let (rows, columns) = part.matrix.shape();
            DMatrix::from_column_slice(rows, columns, part.matrix.entries())
        };
        let bias = |part: &LayerParts<'_>| part.bias.map(DVector::from_column_slice);
        Weights::new(parts.iter().map(matrix).collect())?
            .with_biases(parts.iter().map(bias).collect())
    }

    /// The end-to-end map in whitened coordinates, `W_h⋯W_1 D`.
    #[must_use]
    pub fn product(&self, state: &[f64]) -> DMatrix<f64> {
        let mut workspace = self.workspace();
        workspace.forward(self, &self.layers(state));
        workspace.product(self)
    }

    /// The layers of a state.
    pub(crate) fn layers<'s>(&self, state: &'s [f64]) -> Vec<Factor<'s>> {
        assert_eq!(state.len(), self.order(), "a state of as many numbers as weights");
        let mut rest = state;
        let layer = |at: usize| {
            let (rows, columns) = (self.widths[at + 1], self.columns(at));
            let (entries, after) = rest.split_at(rows * columns);
            rest = after;
            Factor::new(entries, rows, columns)
        };
        (0..self.depth()).map(layer).collect()
    }

    /// The same flow seen in other orthogonal bases of the layers: gradient flow commutes with
    /// orthogonal changes of basis.
    pub(crate) fn in_frame(&self, frame: &Frame) -> Self {
        let turned = multiply_transposed(frame.output(), &self.target);
        // What stretches the inputs is diagonal only in the basis it came with; beside biases inputs are not turned.
        let keeps_inputs = self.stretches.is_some() || self.has_biases();
        let target = if keeps_inputs { turned } else { multiply(&turned, frame.input()) };
        Self { target, ..self.clone() }
    }

    /// The loss of a state, offset included.
    #[must_use]
    pub fn loss(&self, state: &[f64]) -> f64 {
        let mut workspace = self.workspace();
        workspace.forward(self, &self.layers(state));
        let residual = &self.target - workspace.layer_input(self.depth());
        let penalty = self.penalty.as_ref().map_or(0.0, |own| own.value(self.layout(), state));
        self.offset + self.factor * (0.5 * residual.norm_squared() + penalty)
    }

    /// The norm of the gradient over all layers.
    #[must_use]
    pub fn gradient_norm(&self, state: &[f64]) -> f64 {
        let mut velocity = vec![0.0; state.len()];
        self.workspace().velocity(self, state, &mut velocity);
        norm(&velocity)
    }

    /// `κ`, the loss that stays.
    #[must_use]
    pub fn offset(&self) -> f64 {
        self.offset
    }
}

/// `‖x‖`.
pub(crate) fn norm(vector: &[f64]) -> f64 {
    euclidean_length(vector)
}

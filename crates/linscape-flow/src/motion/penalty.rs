//! Weight decay as a flow feels it.

use nalgebra::DVector;
use std::ops::Range;

/// `½ Σ_i λ_i‖W_i‖²`, and `½ Σ_i μ_i‖b_i‖²` where biases decay, on the layers of a state, in units of `½‖R‖²`.
///
/// # Examples
/// One weight, `L = ½ (2 − w)² + ½ · 3 w²`: the flow ends at `w = ½`.
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum};
/// use linscape_network::Reduction;
/// use linscape_flow::{Coordinates, GradientFlow, Penalty};
/// let problem = Problem::from_spectrum(Architecture::new(vec![1, 1])?, Spectrum::exact_integers(&[2]))?;
/// let flow = GradientFlow::new(&Reduction::of_spectrum(problem), Coordinates::Whitened);
/// let flow = flow.with_penalty(Penalty::new(vec![3.0]));
/// assert_eq!(flow.gradient_norm(&[0.5]), 0.0);
/// assert_eq!(flow.loss(&[0.5]), 1.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Weight decay".
#[derive(Debug, Clone, PartialEq)]
pub struct Penalty {
    layers: Vec<f64>,
    /// By what each column of the first layer is penalised more.
    first: Option<DVector<f64>>,
    /// `μ_1, …, μ_h`; without it biases do not decay.
    biases: Option<Vec<f64>>,
}

/// Widths of a state's layers, and which of them have biases where some do.
pub(crate) type Layout<'s> = (&'s [usize], Option<&'s [bool]>);

impl Penalty {
    /// `λ_1, …, λ_h` on the weights themselves.
    #[must_use]
    pub fn new(layers: Vec<f64>) -> Self {
        Self { layers, first: None, biases: None }
    }

    /// The same with `λ_1 ‖W_1 D‖²` for the first layer, `D` the stretches of the inputs: a penalty on
    /// its activations.
    #[must_use]
    pub fn on_activations(self, stretches: &DVector<f64>) -> Self {
        Self { first: Some(stretches.map(|stretch| stretch * stretch)), ..self }
    }

    /// The same with `μ_1, …, μ_h` on the biases, 0 where a layer has none.
    #[must_use]
    pub fn on_biases(self, biases: Vec<f64>) -> Self {
        Self { biases: Some(biases), ..self }
    }

    /// Refuses a flow that it does not fit.
    pub(crate) fn check(&self, depth: usize, in_data: bool) {
        assert_eq!(self.layers.len(), depth, "one decay a layer");
        assert!(self.biases.as_ref().is_none_or(|own| own.len() == depth), "one decay a bias");
        assert!(self.first.is_none() || in_data, "activations are penalised on data");
    }

    /// The smallest `λ_i`.
    pub(crate) fn weakest(&self) -> f64 {
        self.layers.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The largest penalty of an entry.
    #[must_use]
    pub fn strongest(&self) -> f64 {
        let on_first = self.first.as_ref().map_or(1.0, DVector::max);
        let layers = self.layers.iter().enumerate();
        let layers = layers.map(|(at, layer)| if at == 0 { layer * on_first } else { *layer });
        layers.chain(self.biases.iter().flatten().copied()).fold(0.0, f64::max)
    }

    /// The penalty of the bias of a layer (from 0).
    fn of_bias(&self, layer: usize) -> f64 {
        self.biases.as_ref().map_or(0.0, |own| own[layer])
    }

    /// The penalty of an entry in a column of a layer's matrix (both from 0).
    pub(crate) fn strength(&self, layer: usize, column: usize) -> f64 {
        let stretch = self.first.as_ref().filter(|_| layer == 0).map_or(1.0, |first| first[column]);
        self.layers[layer] * stretch
    }

    /// Every column of every layer, biases after their matrices: where it stands in a state, and its penalty.
    fn columns<'s>(
        &'s self,
        (widths, biases): Layout<'s>,
    ) -> impl Iterator<Item = (Range<usize>, f64)> + 's {
        let all = widths.windows(2).enumerate().flat_map(move |(layer, pair)| {
            let has_bias = biases.is_some_and(|own| own[layer]);
            (0..pair[0] + usize::from(has_bias)).map(move |column| {
                let is_bias = column == pair[0];
                let strength =
                    if is_bias { self.of_bias(layer) } else { self.strength(layer, column) };
                (pair[1], strength)
            })
        });
        all.scan(0, |start, (rows, strength)| {
            let from = *start;
            *start += rows;
            Some((from..*start, strength))
        })
    }

    /// The penalty of a state.
    pub(crate) fn value(&self, layout: Layout<'_>, state: &[f64]) -> f64 {
        let square =
            |range: Range<usize>| state[range].iter().map(|entry| entry * entry).sum::<f64>();
        self.columns(layout).map(|(range, strength)| 0.5 * strength * square(range)).sum()
    }

    /// Adds `scale` times the gradient of the penalty at `vector`, which is also its Hessian's image.
    pub(crate) fn add(&self, scale: f64, layout: Layout<'_>, vector: &[f64], image: &mut [f64]) {
        for (range, strength) in self.columns(layout) {
            for (image, entry) in image[range.clone()].iter_mut().zip(&vector[range]) {
                *image += scale * strength * entry;
            }
        }
    }
}

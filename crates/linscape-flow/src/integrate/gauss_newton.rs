//! The stiff part of the Hessian, solved in the space of end-to-end maps.

use crate::GradientFlow;
use crate::integrate::{BiasedField, MapSystem};
use linscape_lapack::{Factor, accumulate_product, multiply, multiply_transposed};
use linscape_network::Weights;
use nalgebra::DMatrix;

/// The most entries an end-to-end map may have where matrices move alone and other ways are at hand.
const MOST_ENTRIES: usize = 2000;

/// `(I + c f JᵀJ)⁻¹` with the derivative `J` of the end-to-end map `W_h⋯W_1 D` by all weights.
///
/// The Hessian of the loss is `f JᵀJ` and a part that the residual has. Weights of any shape are
/// stiff by the first alone: the eigenvalues of the second come in pairs `± s`, and the negative ones
/// are directions in which the flow leaves, so that accuracy keeps `c s` below one. As a
/// preconditioner of `I + c H` the first part therefore leaves condition numbers of a few units.
///
/// By Woodbury's formula only a matrix as large as the end-to-end map has entries, `d_h ρ`, is
/// decomposed,
///
/// `(I + c f JᵀJ)⁻¹ = I − c f Jᵀ (I + c f JJᵀ)⁻¹ J`,  `JJᵀ = Σ_i P_{i−1}ᵀP_{i−1} ⊗ W_{h:i+1}W_{h:i+1}ᵀ`
///
/// with `P_i = W_i⋯W_1 D`. To a layer with a bias the constant is one more row of `P_{i−1}`. Where the offset stands in the
/// place of the last bias, its change is minus the last column of that of the map, on either side. Source:
/// `docs/theory.md`, "Gradient flow".
#[derive(Debug, Clone)]
pub(crate) struct GaussNewton {
    weights: Vec<DMatrix<f64>>,
    /// `P_0 = D, P_1, …, P_{h−1}`, with `k` below where the layer has a bias.
    inputs: Vec<DMatrix<f64>>,
    factor: f64,
    has_offset: bool,
    c: f64,
    /// `I + c f JJᵀ`.
    system: MapSystem,
}

impl GaussNewton {
    /// Whether the end-to-end map of a flow is small enough.
    pub(crate) fn serves(flow: &GradientFlow) -> bool {
        flow.target().len() <= MOST_ENTRIES
    }

    /// How many Hessian products cost as much as one decomposition does.
    pub(crate) fn worth_in_products(flow: &GradientFlow) -> u64 {
        let (entries, samples) = (flow.target().len() as u64, flow.widths()[0]);
        // Six products of matrices a layer, of two operations an entry.
        entries.pow(3) / 3 / (12 * samples * flow.order()).max(1) as u64
    }

    /// At weights of a flow, for which [`serves`](Self::serves) holds.
    ///
    /// # Complexity
    /// `O(h (d_h ρ)²)`.
    pub(crate) fn new(flow: &GradientFlow, weights: &Weights) -> Self {
        let weights = weights.matrices().to_vec();
        let samples = flow.widths()[0];
        let first = flow
            .stretches()
            .map_or_else(|| DMatrix::identity(samples, samples), DMatrix::from_diagonal);
        let mut inputs = vec![first];
        for layer in &weights[..weights.len() - 1] {
            inputs.push(multiply(layer, &inputs[inputs.len() - 1]));
        }
        Self::of_parts(flow, weights, inputs, false)
    }

    /// The same where biases move.
    pub(crate) fn of_field(flow: &GradientFlow, field: &BiasedField) -> Self {
        let (weights, inputs) = (field.weights().to_vec(), field.read_by_layers());
        Self::of_parts(flow, weights, inputs, field.has_offset())
    }

    fn of_parts(
        flow: &GradientFlow,
        weights: Vec<DMatrix<f64>>,
        inputs: Vec<DMatrix<f64>>,
        has_offset: bool,
    ) -> Self {
        let outputs = flow.target().nrows();
        let mut terms = Vec::with_capacity(weights.len());
        let mut above = DMatrix::identity(outputs, outputs);
        for (layer, input) in weights.iter().zip(&inputs).rev() {
            let before = multiply_transposed(input, input) * flow.factor();
            terms.push((before, multiply(&above, &above.transpose())));
            above = multiply(&above, layer);
        }
        let (factor, c, system) = (flow.factor(), 0.0, MapSystem::new(terms));
        Self { weights, inputs, factor, has_offset, c, system }
    }

    /// Prepares to solve with another `c`.
    ///
    /// # Complexity
    /// That of the [`MapSystem`].
    pub(crate) fn factorise(&mut self, c: f64) {
        self.c = c;
        self.system.factorise(c);
    }

    /// Whether rounding let the system appear positive definite.
    pub(crate) fn is_prepared(&self) -> bool {
        self.system.is_prepared()
    }

    /// `(I + c f JᵀJ)⁻¹ b`; `b` itself before anything was prepared.
    ///
    /// # Complexity
    /// About `4h` products of matrices and a solution of the [`MapSystem`].
    pub(crate) fn solve(&self, right: &[f64], solution: &mut [f64]) {
        solution.copy_from_slice(right);
        let mut image = self.change_of_map(right);
        let offsets = right.len() - image.nrows();
        if self.has_offset {
            let last = image.ncols() - 1;
            image.column_mut(last).copy_from_slice(&right[offsets..]);
            image.column_mut(last).neg_mut();
        }
        let Some(image) = self.system.solve(image) else { return };
        let mut carried = image.clone();
        let mut rest = &mut *solution;
        for (layer, input) in self.weights.iter().zip(&self.inputs).rev() {
            let (before, place) = rest.split_at_mut(rest.len() - layer.nrows() * input.nrows());
            rest = before;
            let input = Factor::from(input).transposed();
            accumulate_product(-self.c * self.factor, (&carried).into(), input, 1.0, place);
            carried = multiply_transposed(layer, &carried);
        }
        if self.has_offset {
            let offset = image.column(image.ncols() - 1);
            solution[offsets..].iter_mut().zip(offset.iter()).for_each(|(to, entry)| *to = -entry);
        }
    }

    /// `J V`.
    fn change_of_map(&self, change: &[f64]) -> DMatrix<f64> {
        let mut rest = change;
        let mut image: Option<DMatrix<f64>> = None;
        for (layer, input) in self.weights.iter().zip(&self.inputs) {
            let (rows, columns) = (layer.nrows(), input.nrows());
            let (entries, after) = rest.split_at(rows * columns);
            rest = after;
            let mut next = match &image {
                Some(image) => multiply(layer, image),
                None => DMatrix::zeros(rows, input.ncols()),
            };
            let here = Factor::new(entries, rows, columns);
            accumulate_product(1.0, here, input.into(), 1.0, next.as_mut_slice());
            image = Some(next);
        }
        image.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Problem, RandomStream, Spectrum};
    use linscape_curvature::HessianProduct;
    use linscape_network::RandomMatrices as _;

    /// A flow towards what random weights give already: the Hessian is its stiff part alone.
    fn without_residual(widths: &[usize], stream: &mut RandomStream) -> (GradientFlow, Weights) {
        let layers = widths.windows(2).map(|pair| stream.gaussian(pair[1], pair[0]));
        let weights = Weights::new(layers.collect()).expect("chain");
        let network = Architecture::new(widths.to_vec()).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1]));
        let product = weights.matrices().iter().cloned().reduce(|product, layer| layer * product);
        let target = product.expect("a layer");
        (GradientFlow::towards(&problem.expect("fits"), target), weights)
    }

    #[test]
    fn without_a_residual_it_is_the_inverse_of_one_plus_the_hessian() {
        let mut stream = RandomStream::new(3, "stiff part");
        for widths in [&[2, 3][..], &[3, 4, 2], &[3, 2, 4, 3], &[2, 5, 3, 4, 2]] {
            let (flow, weights) = without_residual(widths, &mut stream);
            let hessian = HessianProduct::new(&weights, flow.target()).expect("fits");
            let mut stiff = GaussNewton::new(&flow, &weights);
            let vector = stream.gaussian(flow.order(), 1);
            let (mut image, mut back) = (vec![0.0; flow.order()], vec![0.0; flow.order()]);
            for c in [1e-2, 1.0, 1e2] {
                stiff.factorise(c);
                hessian.apply_to(vector.as_slice(), &mut image);
                image.iter_mut().zip(vector.iter()).for_each(|(image, v)| *image = v + c * *image);
                stiff.solve(&image, &mut back);
                let far = back.iter().zip(vector.iter()).map(|(a, b)| (a - b).abs());
                assert!(far.fold(0.0, f64::max) < 1e-9, "{widths:?} {c}");
            }
        }
    }
}

//! From weights to their core and the pieces beside it.

use super::bound::LeftOut;
use super::closed_pair::ClosedPair;
use super::core::CoreNetwork;
use super::error::LowRankError;
use super::hidden_bases::{HiddenBases, LowRankOptions};
use super::normalised::{Normalised, mapped};
use super::spectral_norm::{spectral_bound, spectral_norm};
use linscape_lapack::{DecompositionError, multiply, multiply_transposed};
use linscape_network::{LayerInputs, Reduction, Weights, WeightsError};
use nalgebra::DMatrix;

/// Where more than this share of a layer is left out, truncation leaves no two digits, and an iteration on
/// what remains is not begun.
const HOPELESS: f64 = 0.1;

/// Weights of low rank, their Hessian taken apart.
///
/// # Method
/// For each hidden layer an orthonormal basis `A_i` (`d_i × a_i`) of `range W_i + rowspace W_{i+1}`:
/// a change along a direction beside it meets the weights only through the product
/// `δ_{i+1} δ_i`. So the Hessian is orthogonally similar to the direct sum of that of the *core*,
/// widths `d_0, a_1, …, a_{h−1}, d_h` at `A_iᵀ W_i A_{i−1}`, and `± s` for every singular value `s`
/// of `B_{i+1,i}`, each `d_i − a_i` times. Where inputs are white, bases `A_0`, `A_h` that the
/// residual does not leave take the same away from inputs and outputs: the core shrinks to
/// `a_0, …, a_h`, and each singular value `ρ` of the residual between the complements is a block of
/// order `a_1 + a_{h−1}`. On inputs `C` that are not white `A_0 = range C`, beside which nothing bends,
/// and `A_h = range W_h + range E Cᵀ`, beside which the eigenvalues are those of `P_{h−1} P_{h−1}ᵀ`.
///
/// Of a network with biases the numbers of a layer are `[W_i b_i]`, and it reads a constant row below its
/// inputs, which no change of weights changes: `A_i` holds `b_i` too, `B_{i+1,i}` has a column for it, and
/// nothing else is different.
///
/// Source: `docs/theory.md`, "Low rank".
#[derive(Debug, Clone)]
pub struct LowRank {
    pub(super) widths: Vec<usize>,
    /// `A_1, …, A_{h−1}`.
    pub(super) hidden: Vec<DMatrix<f64>>,
    /// `A_0` and `A_h`, where they are not whole.
    pub(super) outer: Option<[DMatrix<f64>; 2]>,
    pub(super) core: CoreNetwork,
    /// The residual between the complements of `A_0` and `A_h`, in the bases of inputs and outputs.
    pub(super) rest: Option<DMatrix<f64>>,
    /// `C`, for networks of one layer.
    pub(super) inputs: Option<DMatrix<f64>>,
    pub(super) left_out: LeftOut,
    /// Eigenvalues are those found times `2^exponent`.
    pub(super) exponent: i32,
    is_truncated: bool,
}

impl LowRank {
    /// Reduces the Hessian of `½‖Σ − W_h⋯W_1‖²`; `None` where no core within the options was found.
    ///
    /// # Errors
    /// When `Σ` is not `d_h × d_0`, or a decomposition fails.
    ///
    /// # Complexity
    /// A few products of matrices of the layers' sizes and decompositions of matrices of the
    /// core's.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Weights;
    /// use linscape_curvature::{LowRank, LowRankOptions};
    /// use nalgebra::DMatrix;
    /// // One of two modes is learned, by one of fifty hidden units.
    /// let mut first = DMatrix::zeros(50, 2);
    /// first[(0, 0)] = 1.0;
    /// let weights = Weights::new(vec![first.clone(), first.transpose()])?;
    /// let target = DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, 0.5]);
    /// let reduced = LowRank::of(&weights, &target, LowRankOptions::default())?.ok_or("low rank")?;
    /// assert_eq!(reduced.core_widths(), [1, 1, 1]);
    /// let spectrum = reduced.spectrum()?;
    /// // −½ for the second mode and each of 49 free units; σ_1 ± σ_2; 2σ_1.
    /// assert_eq!((spectrum.levels[0].value, spectrum.levels[0].multiplicity), (-0.5, 49));
    /// let signs = spectrum.signs(spectrum.bound());
    /// assert_eq!((signs.negative, signs.within, signs.positive), (49, 99, 52));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        weights: &Weights,
        target: &DMatrix<f64>,
        options: LowRankOptions,
    ) -> Result<Option<Self>, LowRankError> {
        let (outputs, inputs) = (weights.widths()[weights.depth()], weights.widths()[0]);
        check(weights, target.shape(), (outputs, inputs))?;
        let network = Normalised::new(weights.matrices(), target, None);
        Self::reduce(&network, &weights.widths(), options)
    }

    /// Reduces the Hessian of `½‖Σ − W_h⋯W_1 C‖²` for inputs `C`, `d_0 × ρ`: by the hidden layers, to the
    /// inputs that `C` reaches and to the outputs that weights or residual do.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn on_inputs(
        weights: &Weights,
        target: &DMatrix<f64>,
        inputs: &DMatrix<f64>,
        options: LowRankOptions,
    ) -> Result<Option<Self>, LowRankError> {
        let expected = (weights.widths()[weights.depth()], inputs.ncols());
        check(weights, target.shape(), expected)?;
        check(weights, (0, inputs.nrows()), (0, weights.widths()[0]))?;
        let network = Normalised::new(weights.matrices(), target, Some(inputs)).in_input_frame()?;
        Self::reduce(&network, &weights.widths(), options)
    }

    /// Reduces the Hessian of a network that reads these inputs, whose biases multiply their constant.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    ///
    /// # Edge cases
    /// A constant has a unit of its own, so that nothing is scaled: entries are to be of a size whose
    /// products are neither infinite nor zero.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::NaturalUnits;
    /// use linscape_network::{LayerInputs, Weights};
    /// use linscape_curvature::{LowRank, LowRankOptions};
    /// use nalgebra::{DMatrix, DVector};
    /// // All weights and biases of 1 - 20 - 1 are zero, the target is [2 1] on the inputs [1 0] and the
    /// // constant [0 1]: the last bias bends by 1, and every hidden unit by ±√5 with its weight and its bias.
    /// let row = |a, b| DMatrix::from_row_slice(1, 2, &[a, b]);
    /// let (inputs, constant, target) = (row(1.0, 0.0), row(0.0, 1.0), row(2.0, 1.0));
    /// let reads = LayerInputs { inputs, constant, target, units: NaturalUnits::one() };
    /// let weights = Weights::new(vec![DMatrix::zeros(20, 1), DMatrix::zeros(1, 20)])?
    ///     .with_biases(vec![Some(DVector::zeros(20)), Some(DVector::zeros(1))])?;
    /// let reduced = LowRank::reading(&weights, &reads, LowRankOptions::default())?.ok_or("low rank")?;
    /// let spectrum = reduced.spectrum()?;
    /// let lowest = spectrum.levels[0].value;
    /// assert!((lowest + 5.0_f64.sqrt()).abs() < 1e-14);
    /// let signs = spectrum.signs(spectrum.bound());
    /// assert_eq!((signs.negative, signs.within, signs.positive), (20, 20, 21));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reading(
        weights: &Weights,
        reads: &LayerInputs,
        options: LowRankOptions,
    ) -> Result<Option<Self>, LowRankError> {
        let (outputs, columns) = (weights.widths()[weights.depth()], reads.inputs.ncols());
        check(weights, reads.target.shape(), (outputs, columns))?;
        check(weights, reads.constant.shape(), (1, columns))?;
        check(weights, (0, reads.inputs.nrows()), (0, weights.widths()[0]))?;
        let network = Normalised::reading(weights, reads).in_input_frame()?;
        Self::reduce(&network, &weights.widths(), options)
    }

    /// Reduces the Hessian of the data's own loss at weights in the data's own coordinates, biases
    /// included.
    ///
    /// # Errors
    /// When the weights are of another shape than the problem, or a decomposition fails.
    pub fn in_data(
        reduction: &Reduction,
        weights: &Weights,
        options: LowRankOptions,
    ) -> Result<Option<Self>, LowRankError> {
        if let Some(reads) = LayerInputs::in_data(reduction) {
            return Self::reading(weights, &reads, options);
        }
        let sigma = reduction.target().matrix();
        if reduction.stretches().is_none() {
            return Self::of(weights, sigma, options);
        }
        let order = reduction.problem().architecture().input();
        let inputs = reduction.whiten(&DMatrix::identity(order, order));
        Self::on_inputs(weights, sigma, &inputs, options)
    }

    fn reduce(
        network: &Normalised,
        widths: &[usize],
        options: LowRankOptions,
    ) -> Result<Option<Self>, LowRankError> {
        if let Some(bases) = HiddenBases::exact(network, options)? {
            let reduced = Self::in_bases(network, widths, bases, options.most)?;
            if reduced.core.order() <= options.most || network.weights.len() == 1 {
                return Ok(Some(reduced));
            }
        }
        if !options.truncate {
            return Ok(None);
        }
        let bases = HiddenBases::standing_out(network, options)?;
        if options.one_of > 1 && bases.cut > HOPELESS {
            return Ok(None);
        }
        let mut reduced = Self::in_bases(network, widths, bases, options.most)?;
        reduced.is_truncated = true;
        Ok((reduced.core.order() <= options.most).then_some(reduced))
    }

    fn in_bases(
        network: &Normalised,
        widths: &[usize],
        HiddenBases { bases: hidden, cut }: HiddenBases,
        most: usize,
    ) -> Result<Self, DecompositionError> {
        let given = &network.weights;
        let whole = CoreNetwork {
            weights: given.clone(),
            inputs: network.inputs.clone(),
            constant: network.constant.clone(),
            residual: network.target.clone(),
        };
        let residual = &network.target - whole.image();
        let (weights, inputs) = (inner_weights(given, &hidden), whole.carried(0));
        let core = CoreNetwork { weights, residual, ..whole };
        let left_out = LeftOut { layers: vec![0.0; given.len()], residual: 0.0 };
        let mut reduced = Self {
            widths: widths.to_vec(),
            hidden,
            outer: None,
            core,
            rest: None,
            inputs,
            left_out,
            exponent: network.exponent,
            is_truncated: false,
        };
        let size = network.target.norm().max(reduced.core.residual.norm());
        if let Some(basis) = &network.input_basis {
            let thresholds = (network.rounding(), network.rounding() * size);
            reduced.reduce_outputs(basis.clone(), thresholds)?;
        } else if reduced.inputs.is_none() && given.len() > 1 {
            reduced.reduce_outer((cut, cut * size), most)?;
        }
        reduced.measure_left_out(given, cut);
        Ok(reduced)
    }

    /// Takes away from the outputs what neither the weights nor the residual touch; the inputs are those
    /// of an input frame already.
    fn reduce_outputs(
        &mut self,
        input: DMatrix<f64>,
        thresholds: (f64, f64),
    ) -> Result<(), DecompositionError> {
        let core = &mut self.core;
        let last = core.weights.len() - 1;
        let output = ClosedPair::outputs(&core.matrix(last), &core.residual, thresholds)?;
        let inside = multiply_transposed(&output, &core.residual);
        let off = &core.residual - multiply(&output, &inside);
        self.left_out.residual = spectral_norm(off)?;
        core.weights[last] = multiply_transposed(&output, &core.weights[last]);
        core.residual = inside;
        self.outer = Some([input, output]);
        Ok(())
    }

    /// Takes away from inputs and outputs what the weights do not touch. Where that cannot be told
    /// apart and the core would be too large with all of them, what leaves the pair is cut off.
    fn reduce_outer(
        &mut self,
        (cut, threshold): (f64, f64),
        most: usize,
    ) -> Result<(), DecompositionError> {
        let core = &self.core;
        let (first, last) = (&core.weights[0], &core.weights[core.depth() - 1]);
        let (inner, outer) = (first.nrows().max(1), last.ncols().max(1));
        let side = (most / inner).min(most / outer);
        let mut pair = ClosedPair::of(first, last, &core.residual, (cut, threshold), side)?;
        if !pair.is_closed {
            if core.order() <= most {
                return Ok(());
            }
            pair = ClosedPair::begun(first, last, cut)?;
        }
        let ClosedPair { input, output, .. } = pair;
        let right = multiply(&core.residual, &input);
        let left = multiply_transposed(&output, &core.residual);
        let inside = multiply(&left, &input);
        // Off the diagonal blocks of a closed pair the residual is zero.
        let beside_right = &right - multiply(&output, &inside);
        let beside_left = &left - multiply(&inside, &input.transpose());
        let off = spectral_norm(beside_right.clone())?.max(spectral_norm(beside_left.clone())?);
        let rest =
            &core.residual - multiply(&output, &left) - multiply(&beside_right, &input.transpose());
        self.left_out.residual = off;
        self.rest = Some(rest);
        let depth = self.core.depth();
        self.core.weights[0] = multiply(&self.core.weights[0], &input);
        self.core.weights[depth - 1] = multiply_transposed(&output, &self.core.weights[depth - 1]);
        self.core.residual = inside;
        self.outer = Some([input, output]);
        Ok(())
    }

    /// Measures what the bases do not hold of the weights given. A last bias is felt in the residual alone.
    fn measure_left_out(&mut self, given: &[DMatrix<f64>], cut: f64) {
        for (at, matrix) in given.iter().enumerate() {
            let mut lifted = self.lifted(at + 1, &self.core.weights[at]);
            if let (0, true, Some([basis, _])) = (at, self.core.inputs.is_some(), &self.outer) {
                lifted = mapped(&lifted, basis.nrows(), |own| multiply(own, basis));
            }
            let bias = self.core.weights[at].ncols() - self.core.width(at);
            let felt = matrix.ncols() - if at + 1 == given.len() { bias } else { 0 };
            let left = (matrix - lifted).columns(0, felt).into_owned();
            let size = matrix.columns(0, felt).norm();
            self.left_out.layers[at] = spectral_bound(&left, cut * size);
        }
    }

    /// `A_i V A_{i−1}ᵀ`: a matrix of layer `i` of the core in the bases of the weights, a bias in its last
    /// column as one.
    pub(super) fn lifted(&self, layer: usize, matrix: &DMatrix<f64>) -> DMatrix<f64> {
        let after = match self.basis(layer) {
            Some(basis) => multiply(basis, matrix),
            None => matrix.clone(),
        };
        match self.basis(layer - 1) {
            Some(basis) => mapped(&after, basis.ncols(), |own| multiply(own, &basis.transpose())),
            None => after,
        }
    }

    /// `A_i v` of what layer `i + 1` reads, a constant at its end as one.
    pub(super) fn lifted_input(&self, layer: usize, vector: &DMatrix<f64>) -> DMatrix<f64> {
        let Some(basis) = self.basis(layer) else { return vector.clone() };
        let lift = |own: &DMatrix<f64>| multiply(own, &basis.transpose());
        mapped(&vector.transpose(), basis.ncols(), lift).transpose()
    }

    /// Rows and columns of each layer, its bias a column.
    pub(super) fn layer_shapes(&self) -> Vec<(usize, usize)> {
        let shape = |(at, pair): (usize, &[usize])| {
            let bias = self.core.weights[at].ncols() - self.core.width(at);
            (pair[1], pair[0] + bias)
        };
        self.widths.windows(2).enumerate().map(shape).collect()
    }

    /// `A_i`; `None` where it is the identity.
    pub(super) fn basis(&self, layer: usize) -> Option<&DMatrix<f64>> {
        let depth = self.core.depth();
        match (&self.outer, layer) {
            (outer, 0) => outer.as_ref().map(|[input, _]| input),
            (outer, layer) if layer == depth => outer.as_ref().map(|[_, output]| output),
            _ => Some(&self.hidden[layer - 1]),
        }
    }

    /// Widths of the core: `a_0, …, a_h`, or `d_0, a_1, …, a_{h−1}, d_h`.
    #[must_use]
    pub fn core_widths(&self) -> Vec<usize> {
        (0..=self.core.depth()).map(|layer| self.core.width(layer)).collect()
    }

    /// Whether more than rounding was left out of the weights.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.is_truncated
    }
}

/// `A_iᵀ W_i A_{i−1}`, with inputs and outputs as they are.
fn inner_weights(given: &[DMatrix<f64>], hidden: &[DMatrix<f64>]) -> Vec<DMatrix<f64>> {
    let inner = |(at, matrix): (usize, &DMatrix<f64>)| {
        let left = match hidden.get(at) {
            Some(basis) => multiply_transposed(basis, matrix),
            None => matrix.clone(),
        };
        match at.checked_sub(1) {
            Some(before) => {
                let basis = &hidden[before];
                mapped(&left, basis.nrows(), |own| multiply(own, basis))
            }
            None => left,
        }
    };
    given.iter().enumerate().map(inner).collect()
}

fn check(
    weights: &Weights,
    shape: (usize, usize),
    expected: (usize, usize),
) -> Result<(), WeightsError> {
    if shape == expected {
        return Ok(());
    }
    let depth = weights.depth();
    Err(WeightsError::Chain { layer: depth, after: depth + 1, this: expected, next: shape })
}

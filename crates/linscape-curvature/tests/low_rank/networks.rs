//! Random low-rank networks, white and not.

use linscape_critical::{NaturalUnits, RandomStream};
use linscape_curvature::{
    HessianProduct, LowRank, LowRankOptions, LowRankSpectrum, SecondOrder, SymmetricOperator,
};
use linscape_lapack::symmetric_eigenvalues;
use linscape_network::{LayerInputs, RandomMatrices as _, Weights};
use nalgebra::DMatrix;

pub(crate) struct Network {
    pub weights: Weights,
    pub target: DMatrix<f64>,
    /// `C`; `None` where inputs are white.
    pub inputs: Option<DMatrix<f64>>,
    /// `k`, where the network has biases.
    pub constant: Option<DMatrix<f64>>,
}

impl Network {
    /// Widths 1 to 7, depths 1 to 4, ranks from 0 to full, targets of any rank; a third on inputs that
    /// are not white, of any rank.
    pub(crate) fn random(stream: &mut RandomStream, depth: usize) -> Self {
        let widths: Vec<usize> = (0..=depth).map(|_| 1 + stream.below(7)).collect();
        let low = |stream: &mut RandomStream, rows: usize, columns: usize| {
            let rank = stream.below(rows.min(columns) + 1);
            stream.gaussian(rows, rank) * stream.gaussian(rank, columns)
        };
        let matrices: Vec<_> =
            widths.windows(2).map(|pair| low(stream, pair[1], pair[0])).collect();
        let inputs = (stream.below(3) == 0).then(|| {
            let samples = 1 + stream.below(8);
            stream.gaussian(widths[0], samples)
        });
        let columns = inputs.as_ref().map_or(widths[0], DMatrix::ncols);
        let target = match stream.below(3) {
            // The residual leaves every proper pair of subspaces.
            0 => stream.gaussian(widths[depth], columns),
            1 => low(stream, widths[depth], columns),
            // Nothing is left to learn, or the residual is the product again.
            _ => {
                let product = matrices[1..].iter().fold(matrices[0].clone(), |sum, at| at * sum);
                let factor = stream.below(3) as f64;
                factor * inputs.as_ref().map_or(product.clone(), |inputs| &product * inputs)
            }
        };
        let weights = Weights::new(matrices).expect("chain");
        Self { weights, target, inputs, constant: None }
    }

    /// The same on inputs that are not white, with biases in the last and in some other layers, of which some
    /// are zero and some lie within what the weights use.
    pub(crate) fn with_biases(mut self, stream: &mut RandomStream) -> Self {
        let (widths, depth) = (self.weights.widths(), self.weights.depth());
        let columns = self.target.ncols() + 1;
        self.target = self.target.insert_column(columns - 1, 0.0);
        self.target.set_column(columns - 1, &stream.gaussian(widths[depth], 1).column(0));
        self.inputs = Some(match self.inputs {
            Some(inputs) => inputs.insert_column(columns - 1, 0.5),
            None => stream.gaussian(widths[0], columns),
        });
        let mut constant = DMatrix::zeros(1, columns);
        constant[(0, columns - 1)] = 1.0 + stream.below(3) as f64;
        self.constant = Some(constant);
        let bias = |at: usize| {
            let matrix = &self.weights.matrices()[at];
            let kind = stream.below(4);
            let bias = match kind {
                0 if at + 1 < depth => return None,
                1 => DMatrix::zeros(matrix.nrows(), 1),
                2 => matrix * stream.gaussian(matrix.ncols(), 1),
                _ => stream.gaussian(matrix.nrows(), 1),
            };
            Some(bias.column(0).into_owned())
        };
        let biases = (0..depth).map(bias).collect();
        self.weights = self.weights.with_biases(biases).expect("fits");
        self
    }

    fn reads(&self) -> Option<LayerInputs> {
        let inputs = self.inputs.clone()?;
        let (constant, target) = (self.constant.clone()?, self.target.clone());
        Some(LayerInputs { inputs, constant, target, units: NaturalUnits::one() })
    }

    /// How many weights and biases there are.
    pub(crate) fn order(&self) -> usize {
        self.hessian().order()
    }

    /// The same with weights times `factor` and a target times `factor^h`.
    pub(crate) fn scaled(&self, factor: f64) -> Self {
        let depth = i32::try_from(self.weights.depth()).expect("shallow");
        let matrices = self.weights.matrices().iter().map(|matrix| matrix * factor);
        Self {
            weights: Weights::new(matrices.collect()).expect("chain"),
            target: &self.target * factor.powi(depth),
            inputs: self.inputs.clone(),
            constant: None,
        }
    }

    pub(crate) fn reduced(&self, options: LowRankOptions) -> Option<LowRank> {
        if let Some(reads) = self.reads() {
            return LowRank::reading(&self.weights, &reads, options).expect("finite");
        }
        match &self.inputs {
            None => LowRank::of(&self.weights, &self.target, options),
            Some(inputs) => LowRank::on_inputs(&self.weights, &self.target, inputs, options),
        }
        .expect("finite")
    }

    pub(crate) fn hessian(&self) -> HessianProduct {
        if let Some(reads) = self.reads() {
            return HessianProduct::reading(&self.weights, &reads).expect("fits");
        }
        match &self.inputs {
            None => HessianProduct::new(&self.weights, &self.target),
            Some(inputs) => HessianProduct::on_inputs(&self.weights, &self.target, inputs),
        }
        .expect("fits")
    }

    pub(crate) fn dense_eigenvalues(&self) -> Vec<f64> {
        if let Some(reads) = self.reads() {
            let formed = SecondOrder::reading(&self.weights, &reads).expect("fits").hessian();
            return symmetric_eigenvalues(formed).expect("finite");
        }
        let product = self.hessian();
        let order = product.order();
        let hessian = product.apply(&DMatrix::identity(order, order));
        symmetric_eigenvalues(hessian).expect("finite")
    }
}

/// Every eigenvalue as often as it occurs, nondecreasing.
pub(crate) fn listed(spectrum: &LowRankSpectrum) -> Vec<f64> {
    let copies = |at: usize| {
        let level = &spectrum.levels[at];
        std::iter::repeat_n(level.value, level.multiplicity)
    };
    (0..spectrum.levels.len()).flat_map(copies).collect()
}

/// The largest difference of two lists of the same length.
pub(crate) fn distance(left: &[f64], right: &[f64]) -> f64 {
    assert_eq!(left.len(), right.len());
    left.iter().zip(right).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

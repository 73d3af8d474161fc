//! Networks with biases and weight decay, matrices and biases together, against the samples themselves: slopes by
//! going back through the layers, curvature by differences of slopes.

use linscape::critical::Precision;
use linscape::formats::{ReadMatrix, ReadWeights};
use linscape::network::Weights;
use linscape::{
    FlowOptions, Given, Mover, ProblemOptions, Stated, classify_with_decay,
    classify_with_own_decay, list_own, parse_word, represent_decayed, represent_own,
    run_decayed_flow, run_own_flow, spectrum_of_decayed_weights,
};
use linscape_lapack::symmetric_eigenvalues;
use nalgebra::{DMatrix, DVector};

const SAMPLES: usize = 7;

/// The loss `f·½ Σ_j ω_j‖y_j − net(x_j)‖² + ½ λ_1 tr(W_1 C W_1ᵀ) + ½ Σ_{i>1} λ_i‖W_i‖² + ½ Σ_i μ_i‖b_i‖²`.
struct Loss {
    inputs: DMatrix<f64>,
    targets: DMatrix<f64>,
    omega: Vec<f64>,
    factor: f64,
    decay: Vec<f64>,
    of_biases: Vec<f64>,
    metric: DMatrix<f64>,
}

impl Loss {
    /// The loss and its slopes, a matrix a layer with those of the bias as last column.
    fn at(&self, weights: &Weights) -> (f64, Vec<DMatrix<f64>>) {
        let mut reads = vec![self.inputs.transpose()];
        for (matrix, bias) in weights.matrices().iter().zip(weights.biases()) {
            let mut next = matrix * reads.last().expect("inputs");
            for mut column in next.column_iter_mut() {
                column += bias.as_ref().unwrap_or(&DVector::zeros(matrix.nrows()));
            }
            reads.push(next);
        }
        let residual = reads.pop().expect("outputs") - self.targets.transpose();
        let mut back = residual.clone();
        let mut value = 0.0;
        for (at, mut column) in back.column_iter_mut().enumerate() {
            column *= self.factor * self.omega[at];
            value += 0.5 * column.dot(&residual.column(at));
        }
        let mut slopes = Vec::new();
        for at in (0..weights.depth()).rev() {
            let matrix = &weights.matrices()[at];
            let shrunk = if at == 0 { matrix * &self.metric } else { matrix.clone() };
            value += 0.5 * self.decay[at] * shrunk.dot(matrix);
            let mut slope = &back * reads[at].transpose() + shrunk * self.decay[at];
            if let Some(bias) = &weights.biases()[at] {
                value += 0.5 * self.of_biases[at] * bias.norm_squared();
                let own = back.column_sum() + bias * self.of_biases[at];
                slope = slope.insert_column(matrix.ncols(), 0.0);
                slope.set_column(matrix.ncols(), &own);
            }
            slopes.insert(0, slope);
            back = matrix.tr_mul(&back);
        }
        (value, slopes)
    }

    fn flat_slope(&self, weights: &Weights) -> DVector<f64> {
        let (_, slopes) = self.at(weights);
        DVector::from_vec(slopes.iter().flat_map(|own| own.as_slice().to_vec()).collect())
    }

    fn eigenvalues(&self, weights: &Weights) -> Vec<f64> {
        let order = weights.parameters();
        let step = 1e-4;
        let mut hessian = DMatrix::zeros(order, order);
        for at in 0..order {
            let side = |by: f64| self.flat_slope(&moved(weights, at, by));
            hessian.set_column(at, &((side(step) - side(-step)) / (2.0 * step)));
        }
        symmetric_eigenvalues((&hessian + hessian.transpose()) * 0.5).expect("converges")
    }
}

/// One number changed, in the order `[W_1 b_1], [W_2 b_2], …`.
fn moved(weights: &Weights, mut at: usize, by: f64) -> Weights {
    let (mut matrices, mut biases) = (weights.matrices().to_vec(), weights.biases().to_vec());
    for (matrix, bias) in matrices.iter_mut().zip(&mut biases) {
        if at < matrix.len() {
            matrix[at] += by;
            break;
        }
        at -= matrix.len();
        let width = bias.as_ref().map_or(0, DVector::len);
        if let Some(bias) = bias.as_mut().filter(|_| at < width) {
            bias[at] += by;
            break;
        }
        at -= width;
    }
    Weights::new(matrices).expect("chain").with_biases(biases).expect("fit")
}

/// Samples in rows whose means are far from zero.
fn samples(shift: f64, seed: usize) -> DMatrix<f64> {
    let entry = |i: usize, j: usize| ((7 * i * i + 5 * j + 3 * i * j + seed) % 11) as f64 / 4.0;
    DMatrix::from_fn(SAMPLES, 2, |i, j| entry(i, j) + shift)
}

struct Case {
    loss: &'static str,
    biases: &'static str,
    of_biases: Option<&'static str>,
    on: &'static str,
    autoencode: bool,
    weighted: bool,
}

fn case(
    loss: &'static str,
    biases: &'static str,
    of_biases: Option<&'static str>,
    on: &'static str,
) -> Case {
    Case { loss, biases, of_biases, on, autoencode: on == "data", weighted: false }
}

impl Case {
    fn stated(&self) -> (Stated, Loss) {
        let given = |name, matrix: &DMatrix<f64>| Given::Value {
            name,
            value: ReadMatrix::of(matrix.clone(), Precision::DOUBLE),
        };
        let inputs = samples(3.0, 1);
        let targets = if self.autoencode { inputs.clone() } else { samples(-2.0, 4) };
        let omega: Vec<f64> = (0..SAMPLES)
            .map(|at| if self.weighted { 0.5 + 0.25 * at as f64 } else { 1.0 })
            .collect();
        let column = DMatrix::from_column_slice(SAMPLES, 1, &omega);
        let decay = [0.1, 0.05];
        let options = ProblemOptions {
            inputs: Some(given("inputs", &inputs)),
            targets: (!self.autoencode).then(|| given("targets", &targets)),
            autoencode: self.autoencode,
            sample_weights: self.weighted.then(|| given("weights", &column)),
            hidden: Some("3".to_owned()),
            biases: Some(self.biases.to_owned()),
            loss: Some(self.loss.to_owned()),
            decay: Some("0.1,0.05".to_owned()),
            decay_on: Some(self.on.to_owned()),
            decay_biases: self.of_biases.map(str::to_owned),
            ..ProblemOptions::default()
        };
        let mass: f64 = omega.iter().sum();
        let factor = match self.loss {
            "half-sum" => 1.0,
            "sum" => 2.0,
            "half-mean" => 1.0 / mass,
            "sample-mean" => 2.0 / mass,
            _ => 2.0 / (mass * 2.0),
        };
        let mut about = inputs.clone();
        for mut column in about.column_iter_mut() {
            let mean =
                column.iter().zip(&omega).map(|(own, weight)| own * weight).sum::<f64>() / mass;
            column.add_scalar_mut(-mean);
        }
        let mut scaled = about.clone();
        for (mut row, weight) in scaled.row_iter_mut().zip(&omega) {
            row *= *weight;
        }
        let of_biases: Vec<f64> = self.of_biases.map_or_else(
            || vec![0.0; 2],
            |text| text.split(',').map(|own| own.parse().expect("a number")).collect(),
        );
        // Beside a last bias that decays the origin is a sample, whose distance from the mean counts.
        let own = if self.biases == "last" { of_biases[1] / factor } else { 0.0 };
        let weighted = inputs.tr_mul(&column) / mass;
        let beyond = &weighted * weighted.transpose() * (mass * own / (mass + own));
        let metric = match self.on {
            "data" => DMatrix::identity(2, 2),
            _ => about.tr_mul(&scaled) + beyond,
        };
        let decay = decay.to_vec();
        let loss = Loss { inputs, targets, omega, factor, decay, of_biases, metric };
        (options.state_any_decay().expect("stated").expect("decay"), loss)
    }
}

fn read(weights: &Weights) -> ReadWeights {
    let names = (1..=weights.depth()).map(|layer| format!("W{layer}")).collect();
    ReadWeights { weights: weights.clone(), names, dtype_epsilon: f64::EPSILON, notes: vec![] }
}

/// Weights far from any point, with biases where they are asked for.
fn somewhere(like: &Weights) -> Weights {
    let biases = like.biases().iter();
    let bias = |own: &Option<DVector<f64>>| {
        own.as_ref().map(|own| DVector::from_fn(own.len(), |i, _| 0.7 - 0.3 * i as f64))
    };
    let biases: Vec<_> = biases.map(bias).collect();
    let entry = |i: usize, j: usize| ((4 * i + 3 * j) % 7) as f64 / 4.0 - 0.6;
    let matrices = like.matrices().iter();
    let matrices = matrices.map(|own| DMatrix::from_fn(own.nrows(), own.ncols(), entry));
    Weights::new(matrices.collect()).expect("chain").with_biases(biases).expect("fit")
}

fn near(found: f64, expected: f64, scale: f64, what: &str) {
    assert!((found - expected).abs() <= scale, "{what}: {found} and not {expected}");
}

/// What is said of weights, whichever way decay is known.
struct Said {
    loss: f64,
    gradient: f64,
    of_biases: f64,
    hessian: linscape_points::DecayedHessian,
    agree: Option<bool>,
}

fn said(stated: &Stated, weights: &Weights) -> Said {
    let (read, name) = (read(weights), "W.npz");
    match stated {
        Stated::Decayed(stated) => {
            let found = classify_with_decay(stated, name, &read).expect("classified");
            let point = spectrum_of_decayed_weights(stated, name.to_owned(), &read).expect("dense");
            near(point.loss, found.loss, 1e-12 * found.loss, "loss of the spectrum");
            near(point.gradient_norm, found.gradient_norm, 1e-9, "gradient of the spectrum");
            let offset = found.offset.expect("an offset");
            Said {
                loss: found.loss,
                gradient: found.gradient_norm,
                of_biases: offset.gradient_norm,
                hessian: found.hessian,
                agree: found.agree,
            }
        }
        Stated::Own(stated) => {
            let listed = list_own(stated, None, &()).expect("a list");
            let found = classify_with_own_decay(stated, &listed, name, &read).expect("classified");
            let offset = found.offset.expect("an offset");
            Said {
                loss: found.loss,
                gradient: found.gradient_norm,
                of_biases: offset.gradient_norm,
                hessian: found.hessian,
                agree: found.agree,
            }
        }
        Stated::Plain(_) => unreachable!("decay was stated"),
    }
}

fn represented(stated: &Stated) -> Weights {
    match stated {
        Stated::Decayed(stated) => {
            let word = parse_word(&stated.decayed, "1").expect("a family");
            represent_decayed(stated, &word, 3, false).expect("a point")
        }
        Stated::Own(stated) => represent_own(stated, "minimum", 3, &()).expect("a point"),
        Stated::Plain(_) => unreachable!("decay was stated"),
    }
}

#[test]
fn loss_slope_and_spectrum_are_those_of_matrices_and_biases_together() {
    let mut cases = vec![
        case("half-sum", "all", None, "data"),
        case("mean", "last", None, "activations"),
        case("sum", "all", None, "activations"),
        case("sample-mean", "all", Some("0.1,0"), "activations"),
        case("half-mean", "all", Some("0.3,0"), "data"),
        // General data: a list of points.
        Case { autoencode: false, ..case("mean", "all", None, "data") },
    ];
    cases.push(Case { weighted: true, ..case("mean", "all", None, "activations") });
    cases.push(Case { weighted: true, ..case("half-mean", "last", None, "data") });
    cases.push(case("sum", "last", Some("0,0.3"), "data"));
    cases.push(case("sample-mean", "last", Some("0,0.3"), "activations"));
    cases.push(Case {
        weighted: true,
        autoencode: false,
        ..case("mean", "last", Some("0,0.2"), "data")
    });
    for case in cases {
        let (stated, loss) = case.stated();
        let name = format!("{} {} {:?} {}", case.loss, case.biases, case.of_biases, case.on);
        let point = represented(&stated);
        for (weights, is_point) in [(point.clone(), true), (somewhere(&point), false)] {
            let found = said(&stated, &weights);
            let (value, slopes) = loss.at(&weights);
            near(found.loss, value, 1e-11 * value, &name);
            let slope = loss.flat_slope(&weights).norm();
            near(found.gradient, slope, 1e-9 * slope.max(1.0), &name);
            let biased = slopes.iter().zip(weights.biases()).filter(|(_, bias)| bias.is_some());
            let of_biases: f64 =
                biased.map(|(own, _)| own.column(own.ncols() - 1).norm_squared()).sum();
            near(found.of_biases, of_biases.sqrt(), 1e-9 * slope.max(1.0), &name);
            if is_point {
                assert_eq!(found.agree, Some(true), "{name}");
            }
            if is_point || !found.hessian.is_refined {
                let values = loss.eigenvalues(&weights);
                let largest = values[values.len() - 1];
                near(found.hessian.largest, largest, 1e-6 * largest, &name);
                near(found.hessian.smallest, values[0], 1e-6 * largest, &name);
                let limit = found.hessian.step_limit().expect("a limit");
                near(limit, 2.0 / largest, 1e-6 * limit, &name);
            }
        }
    }
}

/// The weights after descent on the whole loss.
fn descended(stated: &Stated, start: &Weights, options: &FlowOptions) -> Weights {
    let given = Some(read(start));
    let run = match stated {
        Stated::Decayed(own) => {
            run_decayed_flow(own, options, given.as_ref(), &()).expect("runs").run
        }
        Stated::Own(own) => run_own_flow(own, options, given.as_ref(), &()).expect("runs").run,
        Stated::Plain(_) => unreachable!("decay was stated"),
    };
    run.weights().expect("finite")
}

/// Descent by the slopes of the samples, on all of them and on the one batch that all of them are.
#[test]
fn descent_moves_matrices_and_biases_together() {
    let (step, steps) = (1e-3, 40);
    for case in [
        case("half-sum", "all", None, "data"),
        case("mean", "all", Some("0.3,0"), "data"),
        case("sum", "last", Some("0,0.3"), "data"),
        Case { weighted: true, autoencode: false, ..case("mean", "last", Some("0,0.2"), "data") },
        Case { autoencode: false, ..case("half-mean", "all", None, "data") },
    ] {
        let (stated, loss) = case.stated();
        let start = somewhere(&represented(&stated));
        let mut expected = start.clone();
        for _ in 0..steps {
            let slope = loss.flat_slope(&expected) * -step;
            for (at, by) in slope.iter().enumerate() {
                expected = moved(&expected, at, *by);
            }
        }
        for method in [Mover::Descent, Mover::Stochastic] {
            let options = FlowOptions {
                method: Some(method),
                step: Some(step),
                batch: (method == Mover::Stochastic).then_some(SAMPLES),
                max_steps: steps,
                until: Some(step * steps as f64),
                ..FlowOptions::starting("file:W.npz")
            };
            let found = descended(&stated, &start, &options);
            let pairs = found.matrices().iter().zip(expected.matrices());
            let far = pairs.map(|(a, b)| (a - b).amax()).fold(0.0, f64::max);
            let biases = found.biases().iter().zip(expected.biases());
            let biases = biases.filter_map(|(a, b)| Some((a.as_ref()? - b.as_ref()?).amax()));
            let far = biases.fold(far, f64::max);
            assert!(far < 1e-11, "{far} after {method:?} of {} {}", case.loss, case.biases);
        }
    }
}

//! Decay on the data's own weights: closed forms, the convex minimum and continuation against dense
//! Hessians and against critical points found blindly.

use linscape_critical::{Architecture, RandomStream};
use linscape_curvature::Regularised;
use linscape_decay::{Decay, FamilyType};
use linscape_lapack::symmetric_eigen;
use linscape_network::{Dataset, RandomMatrices as _, Reduction, Weights};
use linscape_points::{
    Completeness, OwnCase, OwnLandscape, OwnProblem, Status, classify_own, own_landscape, own_road,
    random_own_point,
};
use nalgebra::{DMatrix, DVector};

/// Data with moments `γ` (diagonal) and `A = Y Xᵀ` (`d_h × d_0`).
fn problem(hidden: &[usize], moments: &[f64], pull: &DMatrix<f64>, decay: &[f64]) -> OwnProblem {
    let stretches = DVector::from_iterator(moments.len(), moments.iter().map(|own| own.sqrt()));
    let inputs = DMatrix::from_diagonal(&stretches);
    let inverse = DMatrix::from_diagonal(&stretches.map(f64::recip));
    let targets = (pull * inverse).transpose();
    of_data(hidden, inputs, targets, decay)
}

fn of_data(
    hidden: &[usize],
    inputs: DMatrix<f64>,
    targets: DMatrix<f64>,
    decay: &[f64],
) -> OwnProblem {
    let mut widths = vec![inputs.ncols()];
    widths.extend(hidden);
    widths.push(targets.ncols());
    let network = Architecture::new(widths).expect("widths");
    let data = Dataset::new(inputs, targets).expect("data");
    let reduction = Reduction::of_data(network, &data, None).expect("reduction");
    let decay = Decay::stated(decay, 1.0).expect("decay").on_every_layer(hidden.len() + 1);
    OwnProblem::new(&reduction, decay).expect("data have inputs")
}

fn listed(problem: &OwnProblem, aligned: bool, continued: bool) -> OwnLandscape {
    let case = problem.case(aligned, continued).expect("a case");
    own_landscape(problem, case, None, &()).expect("a landscape")
}

/// Both roads at a random network of every point.
fn check_roads(problem: &OwnProblem, landscape: &OwnLandscape, stream: &mut RandomStream) -> usize {
    for point in &landscape.points {
        let weights = random_own_point(problem, point, stream).expect("weights");
        let road = own_road(problem, point, &weights).expect("a Hessian");
        assert_ne!(road.agree, Some(false), "{point:?} {road:?} of {problem:?}");
    }
    landscape.points.len()
}

/// Critical points by Levenberg and Marquardt's method on the gradient of the whole network, from data
/// alone.
struct Blind {
    widths: Vec<usize>,
    map: DMatrix<f64>,
    target: DMatrix<f64>,
    decay: Vec<f64>,
}

impl Blind {
    fn new(hidden: &[usize], moments: &[f64], pull: &DMatrix<f64>, decay: f64) -> Self {
        let mut widths = vec![pull.ncols()];
        widths.extend(hidden);
        widths.push(pull.nrows());
        let stretches = DVector::from_iterator(moments.len(), moments.iter().map(|own| own.sqrt()));
        let inverse = DMatrix::from_diagonal(&stretches.map(f64::recip));
        let decay = vec![decay; hidden.len() + 1];
        Self { widths, map: DMatrix::from_diagonal(&stretches), target: pull * inverse, decay }
    }

    fn network(&self, flat: &DVector<f64>) -> Weights {
        let mut at = 0;
        let matrices = self.widths.windows(2).map(|pair| {
            let size = pair[0] * pair[1];
            let own = DMatrix::from_column_slice(pair[1], pair[0], &flat.as_slice()[at..at + size]);
            at += size;
            own
        });
        Weights::new(matrices.collect()).expect("chain")
    }

    fn at(&self, flat: &DVector<f64>) -> (DVector<f64>, DMatrix<f64>) {
        let found =
            Regularised::new(&self.network(flat), Some(&self.map), &self.target, &self.decay)
                .expect("fits");
        let gradient: Vec<f64> =
            found.gradient.iter().flat_map(|own| own.as_slice().to_vec()).collect();
        (DVector::from_vec(gradient), found.hessian)
    }

    fn search(&self, stream: &mut RandomStream) -> Option<Weights> {
        let order: usize = self.widths.windows(2).map(|pair| pair[0] * pair[1]).sum();
        let size = [0.3, 1.0, 2.0][stream.below(3)];
        let mut at = DVector::from_fn(order, |_, _| size * stream.normal());
        let (mut gradient, mut hessian) = self.at(&at);
        let mut damping = 1e-2_f64;
        for _ in 0..400 {
            if gradient.norm() < 1e-13 {
                break;
            }
            let eigen = symmetric_eigen(hessian.clone()).ok()?;
            let along = eigen.vectors.transpose() * &gradient;
            let mut accepted = false;
            for _ in 0..40 {
                let step = DVector::from_fn(order, |i, _| {
                    let value = eigen.values[i];
                    -value / (value * value + damping) * along[i]
                });
                let next = &at + &eigen.vectors * step;
                let (new_gradient, new_hessian) = self.at(&next);
                if new_gradient.norm() < gradient.norm() {
                    (at, gradient, hessian) = (next, new_gradient, new_hessian);
                    damping = (damping * 0.2).max(1e-14);
                    accepted = true;
                    break;
                }
                damping *= 5.0;
            }
            if !accepted {
                break;
            }
        }
        (gradient.norm() < 1e-11).then(|| self.network(&at))
    }
}

/// How many blind points there are, and how many of them the list has not.
fn unlisted(
    problem: &OwnProblem,
    landscape: &OwnLandscape,
    blind: &Blind,
    starts: usize,
    stream: &mut RandomStream,
) -> (usize, usize) {
    let (mut found, mut missing) = (0, 0);
    for _ in 0..starts {
        let Some(weights) = blind.search(stream) else { continue };
        found += 1;
        let product = weights.product();
        let near = |own: &DMatrix<f64>| (&product - own).norm() < 1e-6 * (1.0 + product.norm());
        if !landscape.points.iter().any(|point| near(&point.product(problem))) {
            missing += 1;
        }
    }
    (found, missing)
}

#[test]
fn one_output_has_two_nonzero_minima() {
    let moments = [843.3837, 0.3109, 0.0125];
    let pull = DMatrix::from_row_slice(1, 3, &[13.4377, 0.1221, 1.8324]);
    let own = problem(&[2, 2], &moments, &pull, &[0.8671]);
    let landscape = listed(&own, false, false);
    assert_eq!(
        (landscape.case, landscape.completeness),
        (OwnCase::OneOutput, Completeness::Proved)
    );
    let key = |key: &str| landscape.point(key).expect("listed");
    let origin = key("∅").loss;
    // The values of the theory, below the unlearned loss.
    let expected = [
        ("1", 0.001_801_825_777_778_4, 1),
        ("2", -0.038_253_610_150_1, 0),
        ("3", -0.008_110_090_035_6, 1),
        ("4", -99.394_662_615_5, 0),
    ];
    for (name, loss, index) in expected {
        let point = key(name);
        assert!((point.loss - origin - loss).abs() < 1e-9 * loss.abs().max(0.1), "{point:?}");
        assert_eq!(point.inertia.expect("decided").negative, index);
        // Two hidden layers of width 2: a frame in each.
        assert_eq!(point.inertia.expect("decided").zero, 2);
        assert!(point.certificate.is_some(), "{point:?}");
    }
    assert_eq!(key("4").family_type, FamilyType::GlobalMinimum);
    assert_eq!(landscape.rank_sums(&own)[0].sum, Some(0));
    check_roads(&own, &landscape, &mut RandomStream::new(0, "roads"));
}

#[test]
fn nothing_is_found_with_one_output_that_is_not_listed() {
    let (mut found, mut points) = (0, 0);
    for seed in 0..24 {
        let mut stream = RandomStream::new(seed, "one output");
        let hidden = vec![1 + stream.below(2); 1 + stream.below(3)];
        let moments: Vec<f64> = (0..2).map(|_| (1.5 * stream.normal()).exp()).collect();
        let pull = stream.gaussian(1, 2) * 2.0;
        let decay = 0.05 + 0.4 * stream.uniform();
        let own = problem(&hidden, &moments, &pull, &[decay]);
        let landscape = listed(&own, false, false);
        if landscape.undecided {
            continue;
        }
        points += check_roads(&own, &landscape, &mut stream);
        let blind = Blind::new(&hidden, &moments, &pull, decay);
        let (some, missing) = unlisted(&own, &landscape, &blind, 25, &mut stream);
        assert_eq!(missing, 0, "seed {seed}: {landscape:?}");
        found += some;
    }
    assert!(found > 200 && points > 40, "{found} found, {points} listed");
}

#[test]
fn unequal_decays_and_idle_inputs_agree_with_the_dense_hessian() {
    for seed in 0..12 {
        let mut stream = RandomStream::new(seed, "unequal decays");
        // A third input that repeats the first: rank 2.
        let mut inputs = stream.gaussian(6, 3);
        let first = inputs.column(0).into_owned();
        inputs.set_column(2, &(first * 2.0));
        let outputs = 1 + stream.below(2);
        let targets = stream.gaussian(6, outputs) * 2.0;
        let hidden = [vec![], vec![2], vec![2, 3]][stream.below(3)].clone();
        let decay: Vec<f64> = (0..=hidden.len()).map(|_| 0.05 + 0.3 * stream.uniform()).collect();
        let own = of_data(&hidden, inputs, targets, &decay);
        let landscape = listed(&own, true, true);
        check_roads(&own, &landscape, &mut stream);
    }
}

#[test]
fn depth_one_is_ridge_regression() {
    let inputs = DMatrix::from_row_slice(3, 2, &[1.0, 0.0, 1.0, 2.0, -1.0, 1.0]);
    let targets = DMatrix::from_row_slice(3, 2, &[1.0, 2.0, 0.0, 1.0, 3.0, -1.0]);
    let own = of_data(&[], inputs.clone(), targets.clone(), &[0.7]);
    let landscape = listed(&own, false, false);
    assert_eq!(landscape.points.len(), 1);
    // The normal equations, which the library never forms.
    let gram = inputs.transpose() * &inputs + DMatrix::identity(2, 2) * 0.7;
    let expected =
        (gram.try_inverse().expect("definite") * inputs.transpose() * targets).transpose();
    assert!((landscape.points[0].product(&own) - expected).norm() < 1e-13);
    assert_eq!(landscape.points[0].inertia.expect("decided").positive, 4);
    check_roads(&own, &landscape, &mut RandomStream::new(0, "roads"));
}

#[test]
fn similarly_ordered_data_have_aligned_points_only() {
    let (mut found, mut points) = (0, 0);
    for seed in 0..12 {
        let mut stream = RandomStream::new(seed, "denoising");
        // A denoising autoencoder: C = Γ + νI, A = Γ.
        let signal = [0.5 + 3.0 * stream.uniform(), 0.2 + stream.uniform()];
        let noise = 0.2 + stream.uniform();
        let moments: Vec<f64> = signal.iter().map(|own| own + noise).collect();
        let pull = DMatrix::from_diagonal(&DVector::from_row_slice(&signal));
        let hidden = vec![1 + stream.below(2); 1 + stream.below(2)];
        let decay = 0.02 + 0.1 * stream.uniform();
        let own = problem(&hidden, &moments, &pull, &[decay]);
        let landscape = listed(&own, true, false);
        assert_eq!(landscape.completeness, Completeness::Verified);
        points += check_roads(&own, &landscape, &mut stream);
        let blind = Blind::new(&hidden, &moments, &pull, decay);
        let (some, missing) = unlisted(&own, &landscape, &blind, 20, &mut stream);
        assert_eq!(missing, 0, "seed {seed}");
        found += some;
    }
    assert!(found > 80 && points > 40, "{found} found, {points} listed");
}

#[test]
fn a_point_that_is_not_aligned() {
    let pull = DMatrix::from_diagonal(&DVector::from_row_slice(&[1.53, 0.87]));
    let moments = [2.33, 0.1];
    let own = problem(&[1], &moments, &pull, &[0.5]);
    let landscape = listed(&own, true, false);
    assert_eq!(landscape.completeness, Completeness::Open);
    let blind = Blind::new(&[1], &moments, &pull, 0.5);
    let mut stream = RandomStream::new(1, "unaligned");
    let expected = DMatrix::from_row_slice(2, 2, &[0.410_115, 0.262_056, 0.149_012, 0.095_216]);
    let met = (0..40).filter_map(|_| blind.search(&mut stream)).find(|weights| {
        // Up to signs of both modes.
        (weights.product().abs() - &expected).norm() < 1e-5
    });
    let weights = met.expect("the unaligned point is met");
    let read = classify_own(&own, &landscape, &weights, f64::EPSILON).expect("classified");
    assert_eq!(read.listed, Some(false));
    let inertia = read.hessian.inertia.decided().expect("decided");
    assert_eq!(inertia.to_string(), "1/0/3");
}

#[test]
fn depth_two_has_the_convex_minimum() {
    let mut global = 0;
    for seed in 0..20 {
        let mut stream = RandomStream::new(seed, "nuclear norm");
        let moments: Vec<f64> = (0..3).map(|_| (1.5 * stream.normal()).exp()).collect();
        let pull = stream.gaussian(2, 3) * 2.0;
        let decay = 0.2 + stream.uniform();
        let own = problem(&[2], &moments, &pull, &[decay]);
        assert_eq!(own.case(false, false), Some(OwnCase::NuclearNorm));
        let landscape = listed(&own, false, false);
        let minimum = &landscape.points[0];
        assert_eq!(
            (minimum.family_type, minimum.status),
            (FamilyType::GlobalMinimum, Status::Convex)
        );
        check_roads(&own, &landscape, &mut stream);
        // No blind point is lower, and those that are minima are it.
        let blind = Blind::new(&[2], &moments, &pull, decay);
        for _ in 0..12 {
            let Some(weights) = blind.search(&mut stream) else { continue };
            let read = classify_own(&own, &landscape, &weights, f64::EPSILON).expect("classified");
            assert!(read.loss >= minimum.loss * (1.0 - 1e-12));
            let is_minimum = read.hessian.inertia.decided().is_some_and(|own| own.negative == 0);
            if is_minimum {
                assert_eq!(read.listed, Some(true), "seed {seed}");
                global += 1;
            }
        }
    }
    assert!(global >= 5, "{global}");
}

#[test]
fn continuation_finds_what_blind_search_finds() {
    let (mut found, mut missing, mut proved, mut points, mut balanced, mut sums) =
        (0, 0, 0, 0, 0, 0);
    for seed in 0..14 {
        let mut stream = RandomStream::new(seed, "continuation");
        let hidden = vec![2; 1 + stream.below(2)];
        let moments: Vec<f64> = (0..2).map(|_| (0.7 * stream.normal()).exp()).collect();
        let pull = stream.gaussian(2, 2) * 2.0;
        let decay = 0.05 + 0.2 * stream.uniform();
        let own = problem(&hidden, &moments, &pull, &[decay]);
        let landscape = listed(&own, false, true);
        assert_eq!(landscape.completeness, Completeness::Open);
        points += check_roads(&own, &landscape, &mut stream);
        proved += landscape.points.iter().filter(|point| point.certificate.is_some()).count();
        for sum in landscape.rank_sums(&own) {
            (sums, balanced) = (sums + 1, balanced + usize::from(sum.sum == Some(0)));
        }
        let blind = Blind::new(&hidden, &moments, &pull, decay);
        let (some, gone) = unlisted(&own, &landscape, &blind, 20, &mut stream);
        (found, missing) = (found + some, missing + gone);
    }
    assert!(found > 100 && missing * 50 <= found, "{missing} of {found} not listed");
    assert!(proved * 20 >= points * 19, "{proved} of {points} proved");
    assert!(balanced * 10 >= sums * 9, "{balanced} of {sums}");
}

#[test]
fn scales_of_data_do_not_matter() {
    let moments = [3.0, 0.2];
    let pull = DMatrix::from_row_slice(2, 2, &[2.0, 0.3, -0.4, 0.9]);
    let plain = listed(&problem(&[2, 2], &moments, &pull, &[0.1]), false, true);
    for (inputs, targets) in [(1e60_f64, 1e-60_f64), (1e-60, 1e60), (1e60, 1e60)] {
        let there = moments.map(|own| own * inputs * inputs);
        let ratio: f64 = targets / inputs;
        let decay = 0.1 * targets * targets / ratio.powf(2.0 / 3.0);
        let own = problem(&[2, 2], &there, &(&pull * inputs * targets), &[decay]);
        let landscape = listed(&own, false, true);
        assert_eq!(landscape.points.len(), plain.points.len());
        for (one, other) in landscape.points.iter().zip(&plain.points) {
            let loss = one.loss / (targets * targets);
            assert!((loss / other.loss - 1.0).abs() < 1e-9, "{loss} {}", other.loss);
            assert_eq!(one.inertia, other.inertia);
            assert_eq!(one.certificate.is_some(), other.certificate.is_some());
        }
    }
}

#[test]
fn both_roads_agree_whatever_the_units() {
    let mut stream = RandomStream::new(5, "units");
    let inputs = stream.gaussian(6, 3);
    let targets = stream.gaussian(6, 2);
    for scale in [1e50, 1e-50] {
        for depth in [2, 3] {
            let decay = 0.05 * f64::powf(scale, 2.0 / f64::from(depth));
            let hidden = vec![2; usize::try_from(depth).expect("small") - 1];
            let own = of_data(&hidden, &inputs * scale, targets.clone(), &[decay]);
            let landscape = listed(&own, false, true);
            assert!(landscape.points.len() > 3);
            for point in &landscape.points {
                let weights = random_own_point(&own, point, &mut stream).expect("weights");
                let road = own_road(&own, point, &weights).expect("a Hessian");
                assert_eq!(road.agree, Some(true), "{scale}, {depth}: {point:?} {road:?}");
                let read = classify_own(&own, &landscape, &weights, f64::EPSILON).expect("read");
                assert_eq!((read.listed, read.agree), (Some(true), Some(true)), "{read:?}");
            }
        }
    }
}

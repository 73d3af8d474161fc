//! Cores that are iterated on: everything beside them, and both ends.

use super::networks::Network;
use linscape_critical::RandomStream;
use linscape_curvature::{
    CountBound, LanczosOptions, LanczosStatus, LowRankOptions, SymmetricOperator as _,
    WeightsSpectrum,
};
use linscape_network::{RandomMatrices as _, Weights};
use nalgebra::DMatrix;

/// Hidden layers of which little is used, on inputs `C` of some rank and unevenly stretched.
fn raw(stream: &mut RandomStream, widths: &[usize], used: usize, input_rank: usize) -> Network {
    let mut low = |pair: &[usize]| stream.gaussian(pair[1], used) * stream.gaussian(used, pair[0]);
    let matrices: Vec<_> = widths.windows(2).map(|pair| 0.2 * low(pair)).collect();
    let (inputs, outputs) = (widths[0], widths[widths.len() - 1]);
    let stretch = |at: usize| 3.0 * 0.8_f64.powi(i32::try_from(at).expect("few"));
    let stretches =
        DMatrix::from_fn(input_rank, input_rank, |i, j| if i == j { stretch(i) } else { 0.0 });
    let inputs = stream.gaussian(inputs, input_rank) * stretches * stream.gaussian(input_rank, 50);
    let target = stream.gaussian(outputs, 50);
    let weights = Weights::new(matrices).expect("chain");
    Network { weights, target, inputs: Some(0.1 * inputs), constant: None }
}

/// Holds every claim of a list against all eigenvalues, nondecreasing; how many rows are proved.
fn hold(listed: &WeightsSpectrum, dense: &[f64], name: &str) -> usize {
    let scale = dense.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let close = 1e-8 * scale;
    let within = |from: f64, to: f64| dense.iter().filter(|&&at| from <= at && at <= to).count();
    let mut proved = 0;
    for row in &listed.rows {
        let true_copies = within(row.value - close, row.value + close);
        let up_to = within(f64::NEG_INFINITY, row.value + close);
        assert!(row.multiplicity <= true_copies, "{name}: {row:?} of {true_copies}");
        match row.cumulative_is {
            CountBound::Exact => assert_eq!(row.cumulative, up_to, "{name}: {row:?}"),
            CountBound::AtLeast => assert!(row.cumulative <= up_to, "{name}: {row:?} {up_to}"),
            CountBound::AtMost => assert!(row.cumulative >= up_to, "{name}: {row:?} {up_to}"),
        }
        if row.is_complete {
            assert_eq!(row.multiplicity, true_copies, "{name}: {row:?}");
            proved += 1;
        }
    }
    let (first, last) = (&listed.rows[0], &listed.rows[listed.rows.len() - 1]);
    assert!((first.value - dense[0]).abs() < close, "{name}: {} {}", first.value, dense[0]);
    assert!((last.value - dense[dense.len() - 1]).abs() < close, "{name}");
    proved
}

#[test]
fn ends_of_large_cores_and_all_beside_them_are_those_of_the_dense_hessian() {
    let mut stream = RandomStream::new(1, "large core");
    let shapes: [(&[usize], usize, usize); 6] = [
        (&[40, 14, 30], 4, 40),
        (&[40, 14, 30], 4, 23),
        (&[50, 12, 9, 6], 3, 50),
        (&[12, 14, 60], 5, 9),
        (&[30, 8, 9, 8, 20], 3, 17),
        (&[30, 16, 30], 6, 3),
    ];
    let mut networks = Vec::new();
    for (widths, used, input_rank) in shapes {
        let plain = raw(&mut stream, widths, used, input_rank);
        let biased = raw(&mut stream, widths, used, input_rank).with_biases(&mut stream);
        networks.extend([(widths, plain), (widths, biased)]);
    }
    let (mut iterated, mut proved, mut eliminated) = (0, 0, 0);
    for (widths, network) in networks {
        let reduced = network.reduced(LowRankOptions::default()).expect("low rank");
        let options = LanczosOptions { basis: 40, ..LanczosOptions::for_ends(4) };
        let ends = reduced.ends(&options, &()).expect("finite");
        assert_eq!(ends.order(), network.order());
        assert_eq!(ends.core.status, LanczosStatus::Converged, "{widths:?}");
        iterated += usize::from(ends.pieces.core_order > 112);
        let pairs = reduced.pairs_of_ends(&ends, &network.hessian(), 4).expect("finite");
        assert_eq!(pairs.values.len(), 8);
        let unit = DMatrix::identity(8, 8);
        assert!((pairs.vectors.tr_mul(&pairs.vectors) - unit).amax() < 1e-10, "{widths:?}");
        assert!(pairs.residuals.iter().all(|rest| *rest < 1e-8 * ends.pieces.norm), "{widths:?}");
        let (name, dense) = (format!("{widths:?}"), network.dense_eigenvalues());
        proved += hold(&ends.listed(pairs.clone()), &dense, &name);
        // The same where the core is too large to be decomposed even once.
        let options = LanczosOptions { proofs: [ends.pieces.core_order - 1; 2], ..options };
        let ends = reduced.ends(&options, &()).expect("finite");
        eliminated += hold(&ends.listed(pairs), &dense, &format!("{name}, eliminated"));
    }
    assert!(iterated >= 8, "{iterated} iterated");
    assert!(proved >= 48 && eliminated >= 40, "{proved} and {eliminated} rows proved");
}

#[test]
fn inputs_and_outputs_that_nothing_reaches_leave_the_core() {
    let mut stream = RandomStream::new(2, "large core");
    // Inputs of rank 5 in 40 dimensions: the residual reaches 5 outputs beside the 3 that are learned.
    let network = raw(&mut stream, &[40, 20, 30], 3, 5);
    let reduced = network.reduced(LowRankOptions::default()).expect("low rank");
    assert_eq!(reduced.core_widths(), [5, 6, 8]);
    // And where there is no signal at all, none is left.
    let zero = Network {
        weights: network.weights.clone(),
        target: DMatrix::zeros(30, 50),
        inputs: Some(DMatrix::zeros(40, 50)),
        constant: None,
    };
    let reduced = zero.reduced(LowRankOptions::default()).expect("low rank");
    assert!(reduced.spectrum().expect("finite").levels.iter().all(|level| level.value == 0.0));
}

#[test]
fn a_scale_changes_no_digit_of_the_ends() {
    let mut stream = RandomStream::new(3, "large core");
    for exponent in [-398, 398] {
        let network = raw(&mut stream, &[40, 14, 30], 4, 23);
        let factor = 2.0_f64.powi(exponent / 2);
        let [at_one, far] = [network.scaled(1.0), network.scaled(factor)].map(|network| {
            let reduced = network.reduced(LowRankOptions::default()).expect("low rank");
            reduced.ends(&LanczosOptions::for_ends(3), &()).expect("finite")
        });
        assert!(at_one.pieces.core_order > 130, "{}", at_one.pieces.core_order);
        for (near, far) in
            [(&at_one.core.lowest, &far.core.lowest), (&at_one.core.highest, &far.core.highest)]
        {
            for (a, b) in near.values.iter().zip(&far.values) {
                assert_eq!((a * factor * factor).to_bits(), b.to_bits());
            }
        }
        assert_eq!(
            at_one.core.bounds.map(|bound| bound.is_some()),
            far.core.bounds.map(|bound| bound.is_some())
        );
    }
}

#[test]
fn truncation_is_within_the_bound_of_the_ends() {
    let mut stream = RandomStream::new(4, "large core");
    let mut network = raw(&mut stream, &[40, 14, 30], 4, 23);
    let noise = network
        .weights
        .matrices()
        .iter()
        .map(|matrix| matrix + 1e-7 * stream.gaussian(matrix.nrows(), matrix.ncols()));
    network.weights = Weights::new(noise.collect()).expect("chain");
    let options = LowRankOptions { most: 600, truncate: true, ..LowRankOptions::default() };
    let reduced = network.reduced(options).expect("stands out");
    assert!(reduced.is_truncated());
    let ends = reduced.ends(&LanczosOptions::for_ends(3), &()).expect("finite");
    let dense = network.dense_eigenvalues();
    let bound = ends.pieces.bound();
    assert!(ends.pieces.truncation > 0.0 && ends.pieces.is_sharp());
    let (smallest, largest) = (ends.smallest().expect("some").0, ends.largest().expect("some").0);
    assert!((smallest - dense[0]).abs() <= bound, "{smallest} {} {bound:e}", dense[0]);
    assert!((largest - dense[dense.len() - 1]).abs() <= bound);
    let order = network.hessian().order();
    assert_eq!(ends.order(), order);
}

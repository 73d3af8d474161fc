//! What was rounded when data were stored is no direction, no mode and no difference.

use linscape_critical::{Architecture, Origin, Precision, Problem};
use linscape_network::{Dataset, Reduction};
use nalgebra::DMatrix;

/// Numbers between −½ and ½ that follow no pattern.
fn numbers(rows: usize, columns: usize, mut state: u32) -> DMatrix<f64> {
    DMatrix::from_fn(rows, columns, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24) - 0.5
    })
}

fn single(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    #[allow(clippy::cast_possible_truncation, reason = "rounding is what is tried")]
    matrix.map(|entry| f64::from(entry as f32))
}

fn network(widths: &[usize]) -> Architecture {
    Architecture::new(widths.to_vec()).expect("widths")
}

fn of_target(target: DMatrix<f64>, precision: Precision) -> Problem {
    let widths = [target.ncols(), 3, target.nrows()];
    let reduction = Reduction::of_target(network(&widths), target, precision, None);
    reduction.expect("reduces").problem().clone()
}

#[test]
fn a_rounded_matrix_of_rank_one_has_rank_one() {
    let target = single(&DMatrix::from_row_slice(2, 2, &[0.1, 0.3, 0.7, 2.1]));
    let problem = of_target(target.clone(), Precision::SINGLE);
    assert_eq!(problem.spectrum().rank(), 1);
    let tolerance = problem.tolerance().expect("floating");
    assert_eq!(tolerance.rank.origin, Origin::Stored);
    assert_eq!(tolerance.doubtful_gap(), None);
    // Taken for doubles, the rounding is a mode.
    assert_eq!(of_target(target, Precision::DOUBLE).spectrum().rank(), 2);
}

#[test]
fn repeated_values_of_a_rounded_matrix_are_repeated() {
    let turned = linscape_lapack::thin_qr(numbers(8, 8, 5)).expect("decomposes").q;
    let problem = of_target(single(&turned), Precision::SINGLE);
    assert_eq!(problem.spectrum().multiplicities(), [8]);
    assert!(of_target(single(&turned), Precision::DOUBLE).spectrum().distinct().len() > 1);
}

#[test]
fn a_combination_of_columns_stays_one_after_rounding() {
    let mut inputs = numbers(200, 6, 3);
    let combined = 0.3 * inputs.column(0) + 0.7 * inputs.column(1);
    inputs.set_column(5, &combined);
    let targets = numbers(200, 2, 9);
    let decimal = inputs.map(|entry| format!("{entry:.5e}").parse::<f64>().expect("number"));
    for (stored, precision) in
        [(single(&inputs), Precision::SINGLE), (decimal, Precision::decimal(6))]
    {
        for centre in [false, true] {
            let data = Dataset::new(stored.clone(), targets.clone()).expect("samples");
            let data = data.stored_in(precision, Precision::DOUBLE);
            let data = if centre { data.centered() } else { data };
            let reduction = Reduction::of_data(network(&[6, 4, 2]), &data, None);
            assert_eq!(reduction.expect("reduces").problem().input_rank(), 5);
        }
    }
}

#[test]
fn features_of_very_different_size_all_count() {
    let inputs = numbers(30, 3, 1);
    let targets = &inputs * numbers(3, 2, 2);
    let plain = Dataset::new(inputs.clone(), targets.clone()).expect("samples");
    let plain = Reduction::of_data(network(&[3, 3, 2]), &plain, None).expect("reduces");
    for sizes in [[1e14, 1.0, 1e-14], [1e-160, 1e-150, 1e-140]] {
        let mut scaled = inputs.clone();
        for (mut column, size) in scaled.column_iter_mut().zip(sizes) {
            column *= size;
        }
        let data = Dataset::new(scaled.clone(), targets.clone()).expect("samples");
        let reduction = Reduction::of_data(network(&[3, 3, 2]), &data, None).expect("reduces");
        let problem = reduction.problem();
        assert_eq!(problem.input_rank(), 3);
        // Nothing is left over, whatever the units.
        assert!(problem.loss_offset() < 1e-24, "{}", problem.loss_offset());
        for (found, known) in
            problem.spectrum().distinct().iter().zip(plain.problem().spectrum().distinct())
        {
            assert!((found / known - 1.0).abs() < 1e-12, "{found} {known}");
        }
        // There and back.
        let first = numbers(3, 3, 8);
        let again = reduction.whiten(&reduction.unwhiten(&first));
        assert!((again - &first).amax() < 1e-10);
    }
}

/// Sixteen samples in whole numbers whose third input is the second less the first: `X` has singular
/// values 4851, 0.0057 and 0, and `Σ` exactly one mode, `σ = 8`. The other singular value comes out
/// as 3·10⁻¹⁰.
#[test]
fn noise_of_ill_conditioned_inputs_is_no_mode() {
    let sign = |sample: usize| if [0, 3].contains(&(sample % 4)) { -1.0 } else { 1.0 };
    let block = |sample: usize| if (sample / 4).is_multiple_of(2) { 1.0 } else { -1.0 };
    let inputs = DMatrix::from_fn(16, 3, |sample, column| {
        let size = if (4..12).contains(&sample) { 859.0 } else { 857.0 };
        sign(sample) * [size, size - 1.0, -1.0][column]
    });
    let targets = DMatrix::from_fn(16, 3, |sample, column| {
        let alternating = if sample % 2 == 0 { 3.0 } else { -3.0 };
        [-2.0 * sign(sample), block(sample), alternating * block(sample)][column]
    });
    let data = Dataset::new(inputs, targets).expect("samples");
    let reduction = Reduction::of_data(network(&[3, 2, 3]), &data, None).expect("reduces");
    let problem = reduction.problem();
    assert_eq!((problem.input_rank(), problem.spectrum().rank()), (2, 1));
    assert!((problem.spectrum().distinct()[0] - 8.0).abs() < 1e-9);
}

//! Numbers to the digits to which they are known.

use crate::problems::{autoencoder, families, problem, word};
use linscape_critical::EscapeOrder;
use linscape_decay::{
    DecayedProblem, FamilyType, Form, Threshold, barriers, families_by_rank, family_count, form,
    minima, spectrum,
};

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-11 * expected.abs().max(1.0), "{found} ≠ {expected}");
}

fn form_of(problem: &DecayedProblem, learned: &[usize], passes: &[usize]) -> Form {
    form(problem, &word(problem, learned, passes))
}

fn inertia(problem: &DecayedProblem, learned: &[usize], passes: &[usize]) -> String {
    form_of(problem, learned, passes).inertia.expect("decided").to_string()
}

/// Rows `(learned, passes, loss, inertia)`.
type Rows<'a> = &'a [(&'a [usize], &'a [usize], f64, &'a str)];

fn check(problem: &DecayedProblem, rows: Rows) {
    for &(learned, passes, loss, signs) in rows {
        near(problem.loss(&word(problem, learned, passes)), loss);
        assert_eq!(inertia(problem, learned, passes), signs, "{learned:?}|{passes:?}");
    }
}

#[test]
fn exactly_at_the_fold_the_double_root_is_a_nonstrict_saddle_of_order_three() {
    let problem = problem(&[1, 1, 1, 1], &["4"], &["3"]);
    let at = form_of(&problem, &[1], &[]);
    near(problem.classes()[0].roots.large().expect("double").amplitude, 1.0);
    near(problem.loss(&word(&problem, &[1], &[])), 9.0);
    assert_eq!(at.inertia.expect("decided").to_string(), "0/1/2");
    assert_eq!(at.family_type, FamilyType::NonstrictSaddle);
    assert_eq!(at.escape_order.map(EscapeOrder::degree), Some(3));
    assert!(!at.morse_bott);
    assert_eq!(form_of(&problem, &[], &[]).family_type, FamilyType::GlobalMinimum);
    assert_eq!(family_count(&problem), 2_u32.into());
}

#[test]
fn at_coexistence_learned_and_unlearned_cost_the_same() {
    let three = problem(&[1, 1, 1, 1], &["2"], &["1"]);
    let roots = three.classes()[0].roots;
    near(roots.large().expect("two").amplitude, 1.0);
    near(roots.small().expect("two").amplitude, 0.543_689_012_692_076_4);
    near(three.loss(&word(&three, &[1], &[])), 2.0);
    near(three.loss(&word(&three, &[], &[1])), 2.134_884_497_736_246);
    assert!(
        minima(&three)
            .iter()
            .all(|word| { form(&three, word).family_type == FamilyType::GlobalMinimum })
    );

    let four = problem(&[1, 1, 1, 1, 1], &["6"], &["4"]);
    let roots = four.classes()[0].roots;
    near(roots.large().expect("two").amplitude, 2_f64.sqrt());
    near(roots.small().expect("two").amplitude, (3_f64.sqrt() - 1.0).sqrt());
    near(four.loss(&word(&four, &[1], &[])), 18.0);
    near(four.loss(&word(&four, &[], &[1])), 12.0 * 3_f64.sqrt());
}

#[test]
fn a_metastable_mode_of_depth_four() {
    let problem = problem(&[1, 1, 1, 1, 1], &["5"], &["4"]);
    let roots = problem.classes()[0].roots;
    near(roots.small().expect("two").amplitude, 1.0);
    near(problem.loss(&word(&problem, &[], &[1])), 16.0);
    near(roots.large().expect("two").amplitude.powi(2), (17_f64.sqrt() - 1.0) / 2.0);
    near(problem.loss(&word(&problem, &[1], &[])), 15.773_198_908_875);
    near(problem.loss(&word(&problem, &[], &[])), 12.5);
}

#[test]
fn depth_two_has_one_family_a_subset_and_one_minimum() {
    let problem = problem(&[3, 3, 3], &["3", "2", "1"], &[".5"]);
    let losses: Vec<f64> = families(&problem).iter().map(|word| problem.loss(word)).collect();
    assert_eq!(losses, [2.625, 2.75, 3.75, 3.875, 5.75, 5.875, 6.875, 7.0]);
    let index = |word| form(&problem, &word).inertia.expect("decided").negative;
    let indices: Vec<usize> = families(&problem).into_iter().map(index).collect();
    assert_eq!(indices, [0, 1, 2, 4, 3, 5, 6, 9]);
    assert_eq!(inertia(&problem, &[1, 2, 3], &[]), "0/3/15");
    assert_eq!(inertia(&problem, &[], &[]), "9/0/9");
}

#[test]
fn depth_three_with_two_modes() {
    let problem = problem(&[2, 2, 2, 2], &["3", "2"], &[".5"]);
    let rows: Rows = &[
        (&[1, 2], &[], 2.602_987_141_954, "0/2/10"),
        (&[1], &[], 3.497_416_830_736, "0/2/10"),
        (&[1], &[2], 3.513_166_863_078, "1/2/9"),
        (&[2], &[], 5.605_570_311_218, "1/2/9"),
        (&[2], &[1], 5.612_525_522_346, "2/2/8"),
        (&[], &[], 6.5, "0/0/12"),
        (&[], &[1], 6.506_955_211_129, "1/2/9"),
        (&[], &[2], 6.515_750_032_342, "2/2/8"),
        (&[], &[1, 2], 6.522_705_243_471, "3/2/7"),
    ];
    check(&problem, rows);
    assert_eq!(family_count(&problem), 9_u32.into());
    near(barriers(&problem)[1].up, 0.015_750_032_342);
    let listed: Vec<_> = families(&problem).iter().map(|word| problem.loss(word)).collect();
    assert!(listed.iter().zip(rows).all(|(loss, row)| (loss - row.2).abs() < 1e-11));
}

#[test]
fn depth_three_with_three_modes_by_index() {
    let problem = problem(&[3, 3, 3, 3], &["3", "2", "1"], &[".1"]);
    let mut by_index = [0; 7];
    for word in families(&problem) {
        by_index[form(&problem, &word).inertia.expect("decided").negative] += 1;
    }
    assert_eq!(by_index, [4, 5, 6, 6, 3, 2, 1]);
    let losses: Vec<f64> = minima(&problem).iter().map(|word| problem.loss(word)).collect();
    let expected = [7.0, 2.809_589_964_470, 1.044_507_310_663, 0.689_326_129_882];
    losses.iter().zip(expected).for_each(|(&found, expected)| near(found, expected));
}

#[test]
fn a_bottleneck_of_one() {
    let problem = problem(&[3, 1, 3, 3], &["3", "2", "1"], &[".1"]);
    assert_eq!(family_count(&problem), 7_u32.into());
    let rows: Rows = &[
        (&[1], &[], 2.809_589_964_470, "0/2/13"),
        (&[], &[], 7.0, "0/0/15"),
        (&[], &[1], 7.000_055_556_241, "1/2/12"),
    ];
    check(&problem, rows);
}

#[test]
fn a_tie_of_two() {
    let problem = problem(&[2, 3, 2, 2], &["2", "2"], &[".5"]);
    assert_eq!(family_count(&problem), 6_u32.into());
    let rows: Rows = &[
        (&[1], &[], 3.105_570_311_218, "0/4/12"),
        (&[1], &[2], 3.121_320_343_560, "1/5/10"),
        (&[], &[1, 2], 4.031_500_064_684, "3/4/9"),
    ];
    check(&problem, rows);
}

#[test]
fn unequal_decays_have_the_values_of_their_geometric_mean_and_spectra_of_their_own() {
    let unequal = problem(&[1, 1, 1, 1], &["4"], &["1", "2", "1/2"]);
    let equal = problem(&[1, 1, 1, 1], &["4"], &["1"]);
    let expected = [3.569_382_871_842, 8.0, 8.031_373_525_545];
    for (word, expected) in families(&unequal).iter().zip(expected) {
        near(unequal.loss(word), expected);
        near(equal.loss(word), expected);
    }
    let values = |learned: &[usize], passes: &[usize]| {
        spectrum(&unequal, &word(&unequal, learned, passes))
            .iter()
            .map(|eigenvalue| eigenvalue.value)
            .collect::<Vec<_>>()
    };
    let close = |found: &[f64], expected: &[f64]| {
        assert_eq!(found.len(), expected.len());
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-8), "{found:?}");
    };
    close(&values(&[1], &[]), &[1.221_61, 2.680_397_03, 17.005_012_76]);
    close(&values(&[], &[1]), &[-0.936_198_69, 1.371_174_1, 3.078_914_8]);
    let two = problem(&[2, 2, 2], &["3", "2"], &["1", "4"]);
    let values: Vec<f64> = spectrum(&two, &word(&two, &[1], &[]))
        .iter()
        .flat_map(|eigenvalue| vec![eigenvalue.value; eigenvalue.multiplicity])
        .collect();
    let expected = [0.0, 0.0, 0.739_601_36, 1.287_785_55, 5.0, 5.0, 6.212_214_45, 6.760_398_64];
    close(&values, &expected);
}

#[test]
fn the_hidden_width_counts_in_the_index_of_depth_two() {
    for (widths, expected) in [([2, 1, 2], [0, 1, 2]), ([2, 3, 2], [2, 3, 6])] {
        let problem = problem(&widths, &["3", "2"], &["1"]);
        let index =
            |learned: &[usize]| form_of(&problem, learned, &[]).inertia.expect("decided").negative;
        assert_eq!([index(&[1]), index(&[2]), index(&[])], expected, "{widths:?}");
    }
}

#[test]
fn zero_singular_values_are_never_learned() {
    let problem = problem(&[2, 2, 2, 3], &["3", "0"], &["1"]);
    let rows: Rows = &[
        (&[1], &[], 2.856_759_633_103, "0/2/12"),
        (&[], &[1], 4.556_268_282_892, "1/2/11"),
        (&[], &[], 4.5, "0/0/14"),
    ];
    check(&problem, rows);
    assert_eq!(family_count(&problem), 3_u32.into());
}

#[test]
fn twenty_modes_through_ten() {
    let sigma: Vec<String> = (1..=20).map(|value| value.to_string()).collect();
    let sigma: Vec<&str> = sigma.iter().map(String::as_str).collect();
    let problem = problem(&[20, 10, 20, 20], &sigma, &[".01"]);
    assert_eq!(family_count(&problem), 320_420_753_u32.into());
    assert_eq!(minima(&problem).len(), 11);
    assert_eq!(families_by_rank(&problem)[1], 40_u32.into());
}

#[test]
fn the_spectrum_of_a_pass() {
    let problem = problem(&[2, 2, 2, 2], &["3", "2"], &[".5"]);
    let check = |learned: &[usize], passes: &[usize], expected: &[(f64, usize)]| {
        let found = spectrum(&problem, &word(&problem, learned, passes));
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (eigenvalue, &(value, multiplicity)) in found.iter().zip(expected) {
            assert!((eigenvalue.value - value).abs() < 1e-10, "{found:?}");
            assert_eq!(eigenvalue.multiplicity, multiplicity, "{found:?}");
        }
    };
    let at_pass = [
        (-0.487_898_476_3, 1),
        (0.0, 2),
        (1.0, 6),
        (1.437_979_010_8, 1),
        (7.103_175_637_5, 1),
        (10.435_844_276_3, 1),
    ];
    check(&[1], &[2], &at_pass);
    let small_only = [
        (-0.497_670_773_7, 1),
        (0.0, 2),
        (0.166_925_469_6, 1),
        (0.5, 3),
        (0.834_627_347_9, 1),
        (1.0, 4),
    ];
    check(&[], &[1], &small_only);
}

#[test]
fn autoencoders_in_the_datas_own_coordinates() {
    let two = autoencoder(&[2], &[4.0, 2.0], &["1"]);
    near(two.loss(&word(&two, &[1, 2], &[])), 1.625);
    let three = autoencoder(&[2, 2], &[4.0, 2.0], &["1"]);
    assert_eq!(families_by_rank(&three), [1_u32.into(), 2_u32.into()]);
    let learned = word(&three, &[1], &[]);
    assert!((three.loss(&learned) - 2.361_776_683_0).abs() < 5e-11);
    let cube = three.classes()[0].roots.large().expect("two").amplitude.powi(3);
    assert!((cube - 0.721_228_001_3).abs() < 5e-11);
    let ratio = |which| 4.0 / three.classes()[0].mode.threshold(which).expect("depth 3");
    assert!((ratio(Threshold::Fold) - 2.116_534_736).abs() < 1e-9);
    near(ratio(Threshold::Coexistence), 2_f64.powf(4.0 / 3.0));
}

#[test]
fn small_problems_around_depth_two_and_ties() {
    let depth_two = problem(&[2, 2, 2], &["3", "1"], &["1"]);
    check(&depth_two, &[(&[1], &[], 3.0, "0/2/6"), (&[], &[], 5.0, "2/2/4")]);
    assert_eq!(form_of(&depth_two, &[1], &[]).dimension, 1);

    let tie = problem(&[2, 2, 2, 2], &["2", "2"], &["1"]);
    let rows: Rows = &[
        (&[], &[], 4.0, "0/0/12"),
        (&[1], &[], 4.0, "0/3/9"),
        (&[1, 2], &[], 4.0, "0/2/10"),
        (&[], &[1], 4.134_884_497_736, "1/3/8"),
        (&[1], &[2], 4.134_884_497_736, "1/3/8"),
        (&[], &[1, 2], 4.269_768_995_472, "3/2/7"),
    ];
    check(&tie, rows);

    let fold = problem(&[2, 2, 2, 2], &["4", "4"], &["3"]);
    check(&fold, &[(&[1], &[], 17.0, "0/4/8"), (&[1, 2], &[], 18.0, "0/5/7")]);
    for learned in [&[1][..], &[1, 2]] {
        assert_eq!(form_of(&fold, learned, &[]).family_type, FamilyType::NonstrictSaddle);
    }

    let beside = problem(&[2, 2, 2, 2], &["5", "4"], &["3"]);
    let rows: Rows = &[
        (&[1], &[], 19.356_186_615_169, "0/2/10"),
        (&[1, 2], &[], 20.356_186_615_169, "0/3/9"),
        (&[2], &[], 21.5, "1/3/8"),
        (&[2], &[1], 22.067_090_169_339, "2/3/7"),
    ];
    check(&beside, rows);
    assert_eq!(form_of(&beside, &[1], &[]).family_type, FamilyType::GlobalMinimum);
    assert_eq!(form_of(&beside, &[1, 2], &[]).family_type, FamilyType::NonstrictSaddle);
}

/// `x₋ = λ/σ` to the last digit, so that `x^h = 10⁻³⁶⁰`; the pair's eigenvalues are `λ` times those of `x = 1/3, 1`.
#[test]
fn passes_of_a_vanishing_decay_have_all_their_eigenvalues() {
    let problem = problem(&[2, 2, 3, 2], &["3", "1"], &["1e-120"]);
    let values = spectrum(&problem, &word(&problem, &[], &[1, 2]));
    let found: Vec<(f64, usize)> =
        values.iter().map(|own| (own.value * 1e120, own.multiplicity)).collect();
    let expected = [(-7.0 / 3.0, 1), (-1.0, 2), (0.0, 4), (2.0, 8), (13.0 / 3.0, 1)];
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for ((value, times), (stated, copies)) in found.into_iter().zip(expected) {
        assert!((value - stated).abs() < 1e-14 && times == copies, "{value} × {times}");
    }
}

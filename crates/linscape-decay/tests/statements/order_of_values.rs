//! Families in the order of their losses, from either end, and which of them share a value.

use crate::problems::{families, problem, random_problem};
use linscape_critical::RandomStream;
use linscape_decay::{End, Lowest, Value, Values, Word, barriers, family_count};
use std::collections::BTreeSet;

#[test]
fn both_ends_list_every_family_once_in_order() {
    for seed in 0..200 {
        let problem = random_problem(&mut RandomStream::new(seed, "order"), 5);
        let up = families(&problem);
        let down: Vec<_> = Lowest::new(&problem, End::Highest).collect();
        assert_eq!(family_count(&problem), up.len().into());
        let distinct: BTreeSet<_> = up.iter().collect();
        assert_eq!(distinct.len(), up.len());
        assert_eq!(distinct, down.iter().collect());
        for pair in up.windows(2) {
            let (a, b) = (problem.loss(&pair[0]), problem.loss(&pair[1]));
            assert!(a <= b + 1e-13 * b.abs(), "{a} {b}");
        }
    }
}

#[test]
fn values_are_the_same_from_both_ends() {
    for seed in 0..200 {
        let problem = random_problem(&mut RandomStream::new(seed, "values"), 5);
        let up: Vec<Value> = Values::new(&problem, End::Lowest).collect();
        let mut down: Vec<Value> = Values::new(&problem, End::Highest).collect();
        down.reverse();
        assert_eq!(up, down);
    }
}

#[test]
fn coincidences_of_depth_two_are_found_exactly() {
    // λ̄ = √2: ½(σ−√2)² of 6 + √2 … none coincide; shifted by λ̄ = 1 five, four and three do.
    let shared = |decay: &[&str], sigma: &[&str]| {
        let problem = problem(&[3, 3, 3], sigma, decay);
        Values::new(&problem, End::Lowest).filter(|value| value.families.len() == 2).count()
    };
    assert_eq!(shared(&["1"], &["6", "5", "4"]), 1);
    assert_eq!(shared(&["1/2", "2"], &["6", "5", "4"]), 1);
    assert_eq!(shared(&["1", "2"], &["6", "5", "4"]), 0);
    assert_eq!(shared(&["1"], &["6", "5", "4.00000000000000000000001"]), 0);
}

#[test]
fn at_coexistence_whole_halves_of_the_list_coincide() {
    // σ = 2 at λ = 1 gains nothing: every value has the letter 0 and the letter +.
    let problem = problem(&[2, 2, 2, 2], &["3", "2"], &["1"]);
    let values: Vec<Value> = Values::new(&problem, End::Lowest).collect();
    let sizes: Vec<usize> = values.iter().map(|value| value.families.len()).collect();
    assert_eq!(sizes, [2, 1, 2, 2, 1, 1]);
    assert!(values.iter().all(|value| !value.is_undecided));
}

#[test]
fn passes_that_cost_next_to_nothing_are_values_of_their_own() {
    let problem = problem(&[2, 2, 2, 2], &["3", "2"], &["1e-7"]);
    // |g₋| ≈ ½ σ (λ/σ)³ = 10⁻²², far below the rounding of the losses.
    let values: Vec<Value> = Values::new(&problem, End::Lowest).collect();
    assert_eq!(values.len(), 9);
    assert!(values.iter().all(|value| !value.is_undecided && value.families.len() == 1));
}

#[test]
fn the_lowest_of_very_many_come_at_once() {
    let sigma: Vec<String> = (0..300).map(|at| format!("{}/100", 500 + 7 * at)).collect();
    let sigma: Vec<&str> = sigma.iter().map(String::as_str).collect();
    let problem = problem(&[300, 150, 300, 300], &sigma, &["1/10"]);
    let lowest: Vec<f64> =
        Lowest::new(&problem, End::Lowest).take(200).map(|word| problem.loss(&word)).collect();
    assert!(lowest.windows(2).all(|pair| pair[0] <= pair[1]));
    let best = linscape_decay::minima(&problem)
        .iter()
        .map(|word| problem.loss(word))
        .fold(f64::MAX, f64::min);
    assert!((lowest[0] - best).abs() <= 1e-15 * best);
}

#[test]
fn passes_of_a_small_decay_do_not_come_below_what_they_lead_to() {
    for decay in ["1e-3", "1e-6", "1e-8"] {
        let problem = problem(&[2, 2, 2, 2], &["3", "2"], &[decay]);
        let words: Vec<_> = Lowest::new(&problem, End::Lowest).collect();
        let losses: Vec<f64> = words.iter().map(|word| problem.loss(word)).collect();
        assert!(losses.windows(2).all(|pair| pair[0] <= pair[1]), "{decay}: {losses:?}");
    }
    // 6.5 + 5.6·10⁻²⁶.
    let problem = problem(&[2, 2, 2, 2], &["3", "2"], &["1e-8"]);
    let pass = Word::from_indices(&problem, &[], &[1]).expect("a family");
    assert_eq!(problem.loss(&pass).to_bits(), 6.5_f64.to_bits());
}

#[test]
fn drops_next_to_a_fold_have_their_digits() {
    // σ = 4 folds at λ = 3; with δ = 3 − λ the small root stands (8/9)(1.5 δ)^{3/2} above the large one.
    for (decay, distance) in [("2.99999999999", 1e-11_f64), ("2.999999999999999999", 1e-18)] {
        let problem = problem(&[1, 1, 1, 1], &["4"], &[decay]);
        let down = barriers(&problem)[0].down;
        let expected = 8.0 / 9.0 * (1.5 * distance).powf(1.5);
        assert!((down / expected - 1.0).abs() < 1e-5, "{down} {expected}");
    }
}

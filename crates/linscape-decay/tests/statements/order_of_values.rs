//! Families in the order of their losses, from either end, and which of them share a value.

use crate::problems::{families, problem, random_problem};
use linscape_critical::RandomStream;
use linscape_decay::{End, Lowest, Value, Values, family_count};
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

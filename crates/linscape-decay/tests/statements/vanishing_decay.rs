//! What decay leaves of the landscape without it.

use crate::problems::{families, problem};
use linscape_critical::{Architecture, Problem, Spectrum};
use linscape_decay::form;
use linscape_strata::BalancedClassification;

#[test]
fn as_decay_vanishes_words_become_subsets() {
    let network = Architecture::new(vec![3, 3, 3, 3]).expect("widths");
    let undecayed =
        Problem::from_spectrum(network, Spectrum::exact_integers(&[3, 2, 1])).expect("fits");
    let problem = problem(&[3, 3, 3, 3], &["3", "2", "1"], &["1e-8"]);
    let mut without_passes = 0;
    for word in families(&problem) {
        let (learned, _) = word.indices(&[1, 1, 1]);
        let subset = undecayed.subset(&learned).expect("a family");
        let limit = undecayed.loss(&subset);
        // L = L_J + (h/2) λ Σ σ_k^{2/h} + o(λ).
        let shift: f64 =
            learned.iter().map(|&k| 1.5e-8 * [3.0_f64, 2.0, 1.0][k - 1].powf(2.0 / 3.0)).sum();
        assert!((problem.loss(&word) - limit - shift).abs() < 1e-14 * 7.0 + 1e-13);
        let negative = form(&problem, &word).inertia.expect("decided").negative;
        let passes = word.passes();
        let above: usize = (0..3)
            .map(|j| {
                let unlearned = |l: usize| word.large()[l] + word.small()[l] == 0;
                word.small()[j] * (0..j).filter(|&l| unlearned(l)).count()
            })
            .sum();
        let balanced = BalancedClassification::new(&undecayed, &subset).inertia.negative;
        let expected = balanced + passes * (passes + 1) / 2 + above;
        assert_eq!(negative, expected, "{}", word.key(&[1, 1, 1]));
        without_passes += usize::from(passes == 0);
    }
    assert_eq!(without_passes, 8);
}

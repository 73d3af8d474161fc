//! Closed forms against the dense Hessian at random points of random families.

use crate::dense::Dense;
use crate::problems::{autoencoder, families, random_problem};
use linscape_critical::RandomStream;
use linscape_decay::{DecayedProblem, form, spectrum};
use linscape_lapack::symmetric_eigenvalues;

/// Checks one random family; whether there was anything to check.
fn check(problem: &DecayedProblem, stream: &mut RandomStream) {
    let list = families(problem);
    let word = &list[stream.below(list.len())];
    let dense = Dense::new(problem);
    let point = dense.point(problem, word, stream);
    let (loss, gradient, hessian) = dense.at(&point);
    let key = word.key(&problem.multiplicities());
    assert!(gradient.norm() < 1e-12, "gradient {} at {key} of {problem:?}", gradient.norm());
    let expected = problem.loss(word);
    assert!((loss - expected).abs() < 1e-12 * expected.max(1.0), "{loss} {expected}");
    let counts = form(problem, word).inertia.expect("decided");
    let found = Dense::inertia(&hessian);
    assert_eq!(found, (counts.negative, counts.zero, counts.positive), "{key} of {problem:?}");
    let mut values = symmetric_eigenvalues(hessian).expect("converges");
    values.sort_by(f64::total_cmp);
    let closed: Vec<f64> = spectrum(problem, word)
        .iter()
        .flat_map(|eigenvalue| vec![eigenvalue.value; eigenvalue.multiplicity])
        .collect();
    assert_eq!(closed.len(), values.len(), "{key} of {problem:?}");
    let scale = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    for (a, b) in closed.iter().zip(&values) {
        assert!((a - b).abs() < 1e-12 * scale, "{key} of {problem:?}: {closed:?} {values:?}");
    }
}

#[test]
fn inertia_loss_and_spectrum_are_those_of_the_dense_hessian() {
    for seed in 0..600 {
        let mut stream = RandomStream::new(seed, "second road");
        let problem = random_problem(&mut stream, 4);
        check(&problem, &mut stream);
    }
}

#[test]
fn autoencoders_have_the_closed_forms_of_their_own_coordinates() {
    for seed in 0..300 {
        let mut stream = RandomStream::new(seed, "autoencoders");
        let inputs = 1 + stream.below(4);
        let hidden: Vec<usize> = (0..=stream.below(3)).map(|_| 1 + stream.below(4)).collect();
        let mut moments: Vec<f64> = (0..inputs).map(|_| 0.2 + 4.0 * stream.uniform()).collect();
        if inputs > 1 && stream.below(3) == 0 {
            moments[1] = moments[0];
        }
        let unequal = ["1/8", "1/4", "1/2", "1/3"];
        let decay: Vec<&str> = if stream.below(2) == 0 {
            vec![unequal[stream.below(4)]; hidden.len() + 1]
        } else {
            (0..=hidden.len()).map(|_| unequal[stream.below(4)]).collect()
        };
        check(&autoencoder(&hidden, &moments, &decay), &mut stream);
    }
}

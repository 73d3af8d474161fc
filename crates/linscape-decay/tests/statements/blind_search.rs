//! Critical points found blindly must all be listed.

use crate::dense::Dense;
use crate::problems::{autoencoder, families, random_problem};
use linscape_critical::RandomStream;
use linscape_decay::{DecayedProblem, Phase, form};
use nalgebra::DVector;
use std::collections::BTreeSet;

/// Singular values of the product and loss of every family against those of points found from random
/// starts; returns how many points and families were found.
fn search(problem: &DecayedProblem, starts: usize, stream: &mut RandomStream) -> (usize, usize) {
    let dense = Dense::new(problem);
    let list = families(problem);
    let losses: Vec<f64> = list.iter().map(|word| problem.loss(word)).collect();
    let (mut found, mut seen) = (0, BTreeSet::new());
    for _ in 0..starts {
        let size = [0.3, 1.0, 2.0][stream.below(3)];
        let start = DVector::from_fn(dense.parameters(), |_, _| size * stream.normal());
        let Some(point) = dense.search(start) else { continue };
        let (loss, gradient, hessian) = dense.at(&point);
        if gradient.norm() > 1e-11 {
            continue;
        }
        found += 1;
        let near: Vec<usize> = (0..list.len())
            .filter(|&at| (losses[at] - loss).abs() < 1e-9 * loss.max(1.0))
            .collect();
        assert!(!near.is_empty(), "loss {loss} is not listed: {losses:?} of {problem:?}");
        let inertia = Dense::inertia(&hessian);
        let fits = near.iter().find(|&&at| {
            let counts = form(problem, &list[at]).inertia.expect("decided");
            inertia == (counts.negative, counts.zero, counts.positive)
        });
        let at = fits.unwrap_or_else(|| panic!("{inertia:?} at {loss} of {problem:?}"));
        seen.insert(*at);
    }
    (found, seen.len())
}

#[test]
fn nothing_is_found_that_is_not_listed() {
    let (mut points, mut networks, mut missing, mut listed) = (0, 0, 0, 0);
    for seed in 0..60 {
        let mut stream = RandomStream::new(seed, "blind search");
        let problem = random_problem(&mut stream, 3);
        let at_threshold = problem.classes().iter().any(|class| class.phase() == Phase::Fold);
        if problem.parameters() > 20 || at_threshold {
            continue;
        }
        let (found, seen) = search(&problem, 40, &mut stream);
        points += found;
        networks += 1;
        listed += families(&problem).len();
        missing += families(&problem).len() - seen;
    }
    assert!(points > 500 && networks > 20, "{points} points of {networks} networks");
    assert!(missing * 20 < listed, "{missing} of {listed} families not met");
}

#[test]
fn nothing_is_found_on_autoencoders_that_is_not_listed() {
    let mut points = 0;
    for seed in 0..12 {
        let mut stream = RandomStream::new(seed, "blind autoencoders");
        let moments: Vec<f64> = (0..2).map(|_| 0.5 + 3.0 * stream.uniform()).collect();
        let hidden = vec![1 + stream.below(2); 1 + stream.below(2)];
        let problem = autoencoder(&hidden, &moments, &["1/4"]);
        points += search(&problem, 40, &mut stream).0;
    }
    assert!(points > 100, "{points}");
}

#[test]
fn descent_ends_at_listed_minima() {
    for seed in 0..20 {
        let mut stream = RandomStream::new(seed, "descent");
        let problem = random_problem(&mut stream, 3);
        if problem.parameters() > 24 || problem.classes().iter().any(|c| c.phase() == Phase::Fold) {
            continue;
        }
        let dense = Dense::new(&problem);
        let minima: Vec<f64> =
            linscape_decay::minima(&problem).iter().map(|word| problem.loss(word)).collect();
        for _ in 0..5 {
            let mut at = DVector::from_fn(dense.parameters(), |_, _| stream.normal());
            for _ in 0..4000 {
                let (_, gradient, _) = dense.at(&at);
                let step = 0.02 / (1.0 + gradient.norm());
                at -= gradient * step;
            }
            // Descent shows the basin, the search finds its bottom.
            let Some(bottom) = dense.search(at) else { continue };
            let (loss, _, hessian) = dense.at(&bottom);
            if Dense::inertia(&hessian).0 > 0 {
                continue;
            }
            let listed = minima.iter().any(|minimum| (minimum - loss).abs() < 1e-9 * loss.max(1.0));
            assert!(listed, "{loss} is none of {minima:?} of {problem:?}");
        }
    }
}

//! Moves, covers and barriers.

use crate::dense::Dense;
use crate::problems::{families, problem, random_problem, word};
use linscape_critical::RandomStream;
use linscape_decay::{MoveKind, Word, barriers, form, minima, moves};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn covers_are_the_transitive_reduction_of_the_moves() {
    let mut edges = 0;
    for seed in 0..150 {
        let problem = random_problem(&mut RandomStream::new(seed, "covers"), 4);
        let list = families(&problem);
        let leaving: BTreeMap<Word, BTreeSet<Word>> = list
            .iter()
            .map(|word| {
                let ends = moves(&problem, word).into_iter().map(|step| step.to).collect();
                (word.clone(), ends)
            })
            .collect();
        let below = |start: &Word| {
            let (mut seen, mut stack) = (BTreeSet::new(), vec![start.clone()]);
            while let Some(next) = stack.pop() {
                for end in &leaving[&next] {
                    if seen.insert(end.clone()) {
                        stack.push(end.clone());
                    }
                }
            }
            seen
        };
        for word in &list {
            for step in moves(&problem, word) {
                let is_composed = leaving[word]
                    .iter()
                    .any(|other| *other != step.to && below(other).contains(&step.to));
                assert_eq!(step.is_cover, !is_composed, "{word:?} → {:?} of {problem:?}", step.to);
                edges += 1;
            }
        }
    }
    assert!(edges > 900, "{edges}");
}

#[test]
fn every_move_lowers_the_loss_and_the_index_along_an_eigenvalue() {
    for seed in 0..150 {
        let mut stream = RandomStream::new(seed, "moves");
        let problem = random_problem(&mut stream, 4);
        let index = |word: &Word| form(&problem, word).inertia.expect("decided").negative;
        let list = families(&problem);
        let start = &list[stream.below(list.len())];
        let dense = Dense::new(&problem);
        let (_, _, hessian) = dense.at(&dense.point(&problem, start, &mut stream));
        let values = linscape_lapack::symmetric_eigenvalues(hessian).expect("converges");
        for step in moves(&problem, start) {
            let drop = problem.loss(start) - problem.loss(&step.to);
            assert!((drop - step.loss_drop).abs() < 1e-12 * problem.loss(start).max(1.0));
            let Some(rate) = step.rate else { continue };
            assert!(index(&step.to) < index(start), "{step:?} from {start:?} of {problem:?}");
            assert!(rate > 0.0);
            let meets = values.iter().any(|value| (value + rate).abs() < 1e-11 * (1.0 + rate));
            assert!(meets, "{step:?}: {rate} is no rate of {values:?}");
        }
    }
}

#[test]
fn kinds_of_moves_between_two_modes() {
    let problem = problem(&[2, 2, 2, 2], &["3", "2"], &[".5"]);
    let leaving = |learned: &[usize], passes: &[usize]| {
        let leaving = moves(&problem, &word(&problem, learned, passes));
        leaving.iter().map(|step| (step.kind, step.to.key(&[1, 1]))).collect::<Vec<_>>()
    };
    assert_eq!(leaving(&[2], &[]), [(MoveKind::Swap, "{1}".to_owned())]);
    // From −+ : fall to 0+, grow to ++, exchange to +−.
    let expected = [
        (MoveKind::Fall, "{2}".to_owned()),
        (MoveKind::Grow, "{1,2}".to_owned()),
        (MoveKind::Exchange, "{1|2}".to_owned()),
    ];
    assert_eq!(leaving(&[2], &[1]), expected);
    assert!(leaving(&[1, 2], &[]).is_empty() && leaving(&[], &[]).is_empty());
}

#[test]
fn no_relaxed_string_crosses_below_the_barrier() {
    let problem = problem(&[2, 2, 2, 2], &["3", "2"], &[".5"]);
    let dense = Dense::new(&problem);
    let barrier = &barriers(&problem)[0];
    let ends = minima(&problem);
    for seed in 0..4 {
        let mut stream = RandomStream::new(seed, "string");
        let (start, end) = (
            dense.point(&problem, &ends[0], &mut stream),
            dense.point(&problem, &ends[1], &mut stream),
        );
        let noise = dense.point(&problem, &ends[2], &mut stream) * 0.3;
        let points = 41;
        let mut string: Vec<_> = (0..points)
            .map(|at| {
                let t = at as f64 / (points - 1) as f64;
                &start * (1.0 - t) + &end * t + &noise * (t * (1.0 - t))
            })
            .collect();
        for _ in 0..300 {
            for point in &mut string[1..points - 1] {
                let (_, gradient, _) = dense.at(point);
                *point -= gradient * 0.03;
            }
            respace(&mut string);
        }
        let highest = string.iter().map(|point| dense.at(point).0).fold(0.0, f64::max);
        assert!(highest > barrier.height - 2e-3, "{highest} < {}", barrier.height);
        assert!(highest < barrier.height * 1.02, "{highest} far above {}", barrier.height);
    }
}

/// Spreads points evenly along the string.
fn respace(string: &mut Vec<nalgebra::DVector<f64>>) {
    let lengths: Vec<f64> = string.windows(2).map(|pair| (&pair[1] - &pair[0]).norm()).collect();
    let whole: f64 = lengths.iter().sum();
    let count = string.len();
    let mut fresh = vec![string[0].clone()];
    let (mut segment, mut before) = (0, 0.0);
    for at in 1..count - 1 {
        let aim = whole * at as f64 / (count - 1) as f64;
        while before + lengths[segment] < aim {
            before += lengths[segment];
            segment += 1;
        }
        let t = (aim - before) / lengths[segment];
        fresh.push(&string[segment] * (1.0 - t) + &string[segment + 1] * t);
    }
    fresh.push(string[count - 1].clone());
    *string = fresh;
}

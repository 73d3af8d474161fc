//! What the list of families must satisfy as a whole, whoever made it.

use crate::problems::{families, random_problem};
use linscape_critical::RandomStream;
use linscape_decay::{DecayedProblem, Phase, Word, form};

/// Polynomials with signed coefficients, lowest first.
type Polynomial = Vec<i64>;

fn times(a: &[i64], b: &[i64]) -> Polynomial {
    let mut product = vec![0; a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            product[i + j] += x * y;
        }
    }
    product
}

fn add(sum: &mut Polynomial, term: &[i64], shift: usize) {
    sum.resize(sum.len().max(term.len() + shift), 0);
    for (at, coefficient) in term.iter().enumerate() {
        sum[at + shift] += coefficient;
    }
}

/// `[n choose k]_t` by Pascal's rule `[n,k] = [n−1,k−1] + t^k [n−1,k]`.
fn gaussian(n: usize, k: usize) -> Polynomial {
    if k == 0 || k == n {
        return vec![1];
    }
    let mut sum = gaussian(n - 1, k - 1);
    add(&mut sum, &gaussian(n - 1, k), k);
    sum
}

/// `Π_t` of the multinomials of the flags: the Poincaré polynomial of the choice among equal values.
fn flags(problem: &DecayedProblem, word: &Word) -> Polynomial {
    let mut product = vec![1];
    for (at, class) in problem.classes().iter().enumerate() {
        let (large, small) = (word.large()[at], word.small()[at]);
        let learned = large + small;
        let flag = times(&gaussian(class.multiplicity, learned), &gaussian(learned, large));
        product = times(&product, &flag);
    }
    product
}

fn at_minus_one(polynomial: &[i64]) -> i64 {
    polynomial.iter().enumerate().map(|(at, c)| if at % 2 == 0 { *c } else { -c }).sum()
}

fn index(problem: &DecayedProblem, word: &Word) -> usize {
    form(problem, word).inertia.expect("exact input").negative
}

/// Euler characteristic of the Stiefel manifold `V_r(R^d)`.
fn stiefel(rank: usize, width: usize) -> i64 {
    match rank {
        0 => 1,
        1 if width % 2 == 1 => 2,
        _ => 0,
    }
}

fn problems(count: u64, mut check: impl FnMut(&DecayedProblem)) {
    let mut checked = 0;
    for seed in 0..count {
        let problem = random_problem(&mut RandomStream::new(seed, "referees"), 4);
        if problem.classes().iter().any(|class| class.phase() == Phase::Fold) {
            continue;
        }
        check(&problem);
        checked += 1;
    }
    assert!(checked * 2 > count, "only {checked} problems without a threshold");
}

#[test]
fn the_euler_characteristics_of_the_families_alternate_to_one() {
    problems(400, |problem| {
        let hidden = &problem.widths()[1..problem.depth()];
        let sum: i64 = families(problem)
            .iter()
            .map(|word| {
                let frames: i64 = hidden.iter().map(|&width| stiefel(word.rank(), width)).product();
                let sign = if index(problem, word).is_multiple_of(2) { 1 } else { -1 };
                sign * frames * at_minus_one(&flags(problem, word))
            })
            .sum();
        assert_eq!(sum, 1, "{problem:?}");
    });
}

#[test]
fn beyond_depth_two_every_rank_alternates_to_zero() {
    problems(400, |problem| {
        if problem.depth() == 2 {
            return;
        }
        for rank in 1..=problem.bottleneck() {
            let of_rank: Vec<Word> =
                families(problem).into_iter().filter(|word| word.rank() == rank).collect();
            let sum: i64 = of_rank
                .iter()
                .map(|word| {
                    let sign = if index(problem, word).is_multiple_of(2) { 1 } else { -1 };
                    sign * at_minus_one(&flags(problem, word))
                })
                .sum();
            assert_eq!(sum, 0, "rank {rank} of {problem:?}");
        }
    });
}

#[test]
fn distinct_values_have_the_generating_function_of_their_indices() {
    let mut checked = 0;
    problems(400, |problem| {
        let learnable: Vec<_> =
            problem.classes().iter().filter(|class| class.roots.large().is_some()).collect();
        if problem.classes().iter().any(|class| class.multiplicity > 1) {
            return;
        }
        let (q, p) = (learnable.len(), problem.bottleneck());
        let mut expected = vec![0];
        for rank in 0..=q.min(p) {
            let mut term = gaussian(q, rank);
            if problem.depth() > 2 {
                for j in 1..=rank {
                    let mut factor = vec![0; j + 1];
                    factor[0] = 1;
                    factor[j] = 1;
                    term = times(&term, &factor);
                }
                add(&mut expected, &term, 0);
            } else {
                add(&mut expected, &term, (problem.widths()[1] - rank) * (q - rank));
            }
        }
        let mut found = vec![0; expected.len()];
        for word in families(problem) {
            found[index(problem, &word)] += 1;
        }
        assert_eq!(found, expected, "{problem:?}");
        checked += 1;
    });
    assert!(checked > 50, "{checked}");
}

/// Coefficients of `Π_{j=1}^{n} 1/(1 − t^j)` below `length`.
fn partitions(n: usize, length: usize) -> Polynomial {
    let mut series = vec![0; length];
    series[0] = 1;
    for part in 1..=n {
        for at in part..length {
            series[at] += series[at - part];
        }
    }
    series
}

#[test]
fn the_equivariant_morse_inequalities_hold() {
    const LENGTH: usize = 40;
    problems(400, |problem| {
        let hidden = &problem.widths()[1..problem.depth()];
        let mut sum = vec![0; LENGTH];
        for word in families(problem) {
            let mut term = flags(problem, &word);
            for &width in hidden {
                term = times(&term, &partitions(width - word.rank(), LENGTH));
            }
            add(&mut sum, &term, index(problem, &word));
        }
        let mut whole = vec![1];
        for &width in hidden {
            whole = times(&whole, &partitions(width, LENGTH));
        }
        let mut quotient = 0;
        for at in 0..LENGTH {
            // (1 + t) Q(t): what is left of each coefficient goes to the next.
            quotient = sum[at] - whole[at] - quotient;
            assert!(quotient >= 0, "coefficient {at} of {problem:?}");
            if problem.depth() == 2 {
                assert_eq!(quotient, 0, "depth 2 is perfect: {problem:?}");
            }
        }
    });
}

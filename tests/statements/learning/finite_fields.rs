//! Counting over a field of `q` elements: the number of weights with a given product is a polynomial
//! in `q` whose degree is the dimension of the fiber and whose leading coefficient is the number of
//! components of that dimension.

use linscape_strata::global_learning_coefficient;

/// A polynomial in `q`, lowest coefficient first.
type Polynomial = Vec<i128>;

fn product(left: &[i128], right: &[i128]) -> Polynomial {
    let mut result = vec![0; left.len() + right.len() - 1];
    for (i, x) in left.iter().enumerate() {
        for (j, y) in right.iter().enumerate() {
            result[i + j] += x * y;
        }
    }
    result
}

fn sum(left: &[i128], right: &[i128]) -> Polynomial {
    let at = |side: &[i128], i: usize| side.get(i).copied().unwrap_or(0);
    (0..left.len().max(right.len())).map(|i| at(left, i) + at(right, i)).collect()
}

/// `q^degree`.
fn power(degree: usize) -> Polynomial {
    (0..=degree).map(|i| i128::from(i == degree)).collect()
}

/// `left / right`, which leaves nothing.
fn quotient(left: &[i128], right: &[i128]) -> Polynomial {
    let mut rest = left.to_vec();
    let mut result = vec![0; left.len() - right.len() + 1];
    let lead = *right.last().expect("not zero");
    for at in (0..result.len()).rev() {
        result[at] = rest[at + right.len() - 1] / lead;
        for (i, y) in right.iter().enumerate() {
            rest[at + i] -= result[at] * y;
        }
    }
    assert!(rest.iter().all(|&coefficient| coefficient == 0));
    result
}

/// `Π_{j<count} (q^n − q^j)`: injective maps from `count` dimensions to `n`.
fn injective(n: usize, count: usize) -> Polynomial {
    (0..count).fold(vec![1], |so_far, j| {
        let factor = sum(&power(n), &product(&[-1], &power(j)));
        product(&so_far, &factor)
    })
}

/// Matrices of one rank with `rows` rows and `columns` columns.
fn of_rank(rows: usize, columns: usize, rank: usize) -> Polynomial {
    let both = product(&injective(rows, rank), &injective(columns, rank));
    quotient(&both, &injective(rank, rank))
}

/// Weights whose product is one matrix of this rank, layer by layer.
fn fiber(widths: &[usize], rank: usize) -> Polynomial {
    let inputs = widths[0];
    // Weights so far by the rank of their product.
    let mut by_rank = vec![vec![0]; inputs + 1];
    by_rank[inputs] = vec![1];
    for layer in 1..widths.len() {
        let (from, to) = (widths[layer - 1], widths[layer]);
        let mut next = vec![vec![0]; to.min(inputs) + 1];
        for (before, ways) in by_rank.iter().enumerate() {
            for (after, sum_so_far) in next.iter_mut().enumerate().take(before + 1) {
                // What the layer does to the image, and anything outside it.
                let here = product(&of_rank(to, before, after), &power(to * (from - before)));
                *sum_so_far = sum(sum_so_far, &product(ways, &here));
            }
        }
        by_rank = next;
    }
    quotient(&by_rank[rank], &of_rank(widths[widths.len() - 1], inputs, rank))
}

#[test]
fn dimension_and_components_of_fibers_are_those_of_their_point_counts() {
    let mut compared = 0;
    for depth in 1..=4_u32 {
        for bits in 0..3_usize.pow(depth + 1) {
            let widths: Vec<usize> =
                (0..=depth).map(|layer| bits / 3_usize.pow(layer) % 3 + 1).collect();
            let parameters: usize = widths.windows(2).map(|pair| pair[0] * pair[1]).sum();
            for rank in 0..=widths.iter().copied().min().expect("layers") {
                let mut count = fiber(&widths, rank);
                while count.last() == Some(&0) {
                    count.pop();
                }
                let found = global_learning_coefficient(&widths, rank);
                let dimension = count.len() - 1;
                assert_eq!(found.lambda.twice(), parameters - dimension, "{widths:?} {rank}");
                let components = u128::try_from(count[dimension]).expect("positive");
                assert_eq!(found.components, Some(components.into()), "{widths:?} {rank}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 784);
}

//! Exact volumes near the origin, by a recursion over the layers: how many dimensions, and how many
//! families, of power series `W(t)` have a product that vanishes up to order `p`.
//!
//! The image of the first `i` layers is a lattice; its type is a list of orders `0..=p`, one for each
//! unit of the layer. The least codimension is `2λ p`, and the number of ways to reach it grows like
//! `p^{m−1}` (Mustață 2002: volumes of contact loci tell the poles).

use std::collections::BTreeMap;

use linscape_strata::KernelDimensions;

/// Orders of the invariant factors, not decreasing.
type Type = Vec<usize>;

fn types(length: usize, most: usize) -> Vec<Type> {
    let mut all = vec![Vec::new()];
    for _ in 0..length {
        all = all
            .into_iter()
            .flat_map(|list: Type| {
                let least = list.last().copied().unwrap_or(0);
                (least..=most).map(move |order| [list.clone(), vec![order]].concat())
            })
            .collect();
    }
    all
}

fn excess(later: &[usize], earlier: &[usize]) -> usize {
    let pairs = later.iter().flat_map(|&to| earlier.iter().map(move |&from| (to, from)));
    pairs.map(|(to, from)| to.saturating_sub(from)).sum()
}

/// As many factors of each order at the least as the image had: no layer makes anything anew.
fn is_image(after: &[usize], before: &[usize], most: usize) -> bool {
    let up_to = |list: &[usize], order: usize| list.iter().filter(|&&o| o <= order).count();
    (0..most).all(|order| up_to(after, order) <= up_to(before, order))
}

/// Least codimension of the arcs whose product vanishes up to `order`, and in how many ways.
fn contact(widths: &[usize], order: usize) -> (usize, u64) {
    let mut reached = BTreeMap::from([(vec![0; widths[0]], (0_usize, 1_u64))]);
    for &width in &widths[1..] {
        let mut next: BTreeMap<Type, (usize, u64)> = BTreeMap::new();
        for after in types(width, order) {
            for (before, &(codimension, ways)) in &reached {
                if !is_image(&after, before, order) {
                    continue;
                }
                let total = codimension + excess(&after, before) - excess(&after, &after);
                let best = next.entry(after.clone()).or_insert((total, 0));
                match total.cmp(&best.0) {
                    std::cmp::Ordering::Less => *best = (total, ways),
                    std::cmp::Ordering::Equal => best.1 += ways,
                    std::cmp::Ordering::Greater => {}
                }
            }
        }
        reached = next;
    }
    let gone = vec![order; widths[widths.len() - 1]];
    reached[&gone]
}

#[test]
fn volumes_near_the_origin_have_the_exponent_and_the_logarithms_stated() {
    let networks: [&[usize]; 12] = [
        &[1, 1],
        &[1, 1, 1],
        &[1, 1, 1, 1],
        &[1, 2, 1],
        &[1, 2, 2],
        &[2, 1, 2],
        &[2, 2, 2],
        &[2, 2, 2, 2],
        &[2, 3, 2, 2],
        &[3, 2, 3],
        &[3, 2, 3, 2],
        &[2, 2, 2, 2, 2],
    ];
    for widths in networks {
        let found = KernelDimensions::balanced(widths, 0).learning_coefficient();
        let orders = 1..=found.multiplicity + 2;
        let mut ways: Vec<i64> = Vec::new();
        for order in orders {
            let (codimension, number) = contact(widths, order);
            assert_eq!(codimension, found.lambda.twice() * order, "{widths:?}, order {order}");
            ways.push(i64::try_from(number).expect("few"));
        }
        // A polynomial in the order, of degree m − 1.
        for _ in 0..found.multiplicity - 1 {
            ways = ways.windows(2).map(|pair| pair[1] - pair[0]).collect();
        }
        assert!(ways.iter().all(|&step| step == ways[0] && step > 0), "{widths:?}: {ways:?}");
    }
}

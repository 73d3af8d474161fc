//! The published global formulas, typed in as they are printed.

use linscape_strata::global_learning_coefficient;

/// `(4λ, m)` of Aoyagi and Watanabe 2005: `M` inputs, `H` hidden units, `N` outputs, true rank `r`. In
/// eighths there, so here eight times λ is halved.
fn two_layers(inputs: i64, hidden: i64, outputs: i64, rank: i64) -> (i64, usize) {
    let (m, h, n, r) = (inputs, hidden, outputs, rank);
    if n + r <= m + h && m + r <= n + h && h + r <= m + n {
        let eighths = -(h + r).pow(2) - m * m - n * n + 2 * (h + r) * (m + n) + 2 * m * n;
        return if (m + h + n + r) % 2 == 0 { (eighths, 1) } else { (eighths + 1, 2) };
    }
    let halves = if m + h < n + r {
        h * m - h * r + n * r
    } else if n + h < m + r {
        h * n - h * r + m * r
    } else {
        m * n
    };
    (4 * halves, 1)
}

#[test]
fn two_layers_have_the_coefficients_of_aoyagi_and_watanabe() {
    let mut compared = 0;
    for bits in 0..8_usize.pow(3) {
        let [m, h, n] = [bits / 64 + 1, bits / 8 % 8 + 1, bits % 8 + 1];
        for rank in 0..=m.min(h).min(n) {
            let [mi, hi, ni, ri] =
                [m, h, n, rank].map(|width| i64::try_from(width).expect("small"));
            let found = global_learning_coefficient(&[m, h, n], rank);
            let eighths = 4 * i64::try_from(found.lambda.twice()).expect("small");
            assert_eq!(
                (eighths, found.multiplicity),
                two_layers(mi, hi, ni, ri),
                "{m},{h},{n} {rank}"
            );
            compared += 1;
        }
    }
    assert_eq!(compared, 1_808);
}

/// `(4ℓλ, ℓ, m, θ)` of Aoyagi 2024, Theorem 1, with the number `θ = C(ℓ, a)` of components of Pepin
/// Lehalleur and Rimányi. The set of layers is found by trying all of them.
fn deep(widths: &[i64], rank: i64) -> (i64, i64, i64, i64) {
    let smooth = rank * (widths[0] + widths[widths.len() - 1] - rank);
    let rooms: Vec<i64> = widths.iter().map(|width| width - rank).collect();
    if rooms.contains(&0) {
        return (2 * smooth, 1, 1, 1);
    }
    for set in 1_u32..1 << rooms.len() {
        let (inside, outside): (Vec<_>, Vec<_>) =
            (0..rooms.len()).partition(|layer| set >> layer & 1 == 1);
        let inside: Vec<i64> = inside.iter().map(|&layer| rooms[layer]).collect();
        let least_outside = outside.iter().map(|&layer| rooms[layer]).min();
        let largest = *inside.iter().max().expect("not empty");
        let (sum, count) =
            (inside.iter().sum::<i64>(), i64::try_from(inside.len()).expect("few") - 1);
        let apart = least_outside.is_none_or(|least| largest < least && sum < count * least);
        if count == 0 || !apart || sum < count * largest {
            continue;
        }
        let ceiling = (sum + count - 1) / count;
        let a = sum - (ceiling - 1) * count;
        let squares: i64 = inside.iter().map(|room| room * room).sum();
        // ½ Σ_{i<j} M_i M_j = ¼ (S² − Σ M²); everything times 4ℓ.
        let scaled = 2 * count * smooth + a * (count - a) - (count - 1) * sum * sum
            + count * (sum * sum - squares);
        let binomial = (0..a).fold(1, |product, step| product * (count - step) / (step + 1));
        return (scaled, count, a * (count - a) + 1, binomial);
    }
    unreachable!("some set of layers meets the conditions: {widths:?}, {rank}")
}

#[test]
fn deep_networks_have_the_coefficients_of_aoyagi_and_the_components_of_lehalleur_and_rimanyi() {
    let mut compared = 0;
    for depth in 1..=4_u32 {
        for bits in 0..5_usize.pow(depth + 1) {
            let widths: Vec<usize> =
                (0..=depth).map(|layer| bits / 5_usize.pow(layer) % 5 + 1).collect();
            let signed: Vec<i64> =
                widths.iter().map(|&width| i64::try_from(width).expect("small")).collect();
            for rank in 0..=widths.iter().copied().min().expect("layers") {
                let found = global_learning_coefficient(&widths, rank);
                let (scaled, count, multiplicity, components) =
                    deep(&signed, i64::try_from(rank).expect("small"));
                let twice = i64::try_from(found.lambda.twice()).expect("small");
                assert_eq!(2 * count * twice, scaled, "{widths:?}, {rank}");
                assert_eq!(found.multiplicity, usize::try_from(multiplicity).expect("positive"));
                let components = u64::try_from(components).expect("positive");
                assert_eq!(found.components, Some(components.into()), "{widths:?}, {rank}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 9_584);
}

/// The pole order printed by Pepin Lehalleur and Rimányi, `a (ℓ − a)`, is one too small: for
/// widths 1,1,1 it is 1, but `∫∫ |xy|^{2z} = (2/(2z + 1))²` over the square has a double pole.
#[test]
fn the_pole_of_two_crossing_lines_is_double() {
    let crossing = global_learning_coefficient(&[1, 1, 1], 0);
    assert_eq!((crossing.lambda.twice(), crossing.multiplicity), (1, 2));
}

//! The closed form of a mode that is learned.

/// The time that one mode of singular value `σ` takes from the amplitude `from` to `to` in every
/// layer, `0 < from, to < σ^{1/h}` and `h ≥ 2`, when it grows by `ȧ = a^{h−1} (σ − a^h)` (whitened
/// coordinates, loss `½‖·‖²`): with `x = a/σ^{1/h}`
///
/// `t = (1/σ) [∫ a^{1−h} da + σ^{(2−h)/h} ∫ x / (1 − x^h) dx]`.
///
/// The first integral is elementary. Of the second the pole `1/(h (1 − x))` is split off, and what
/// remains is a quotient of polynomials without a pole on `[0, 1]`, integrated by Simpson's rule.
/// Negative when `to < from`; infinite at the ends of the range.
///
/// # Panics
/// When the depth is below 2.
///
/// # Examples
/// At depth 2, `a²` follows the logistic curve: from `σ/(1 + e^c)` to `σ/(1 + e^{−c})` it takes `c/σ`.
/// ```
/// let sigma: f64 = 2.0;
/// let at = |c: f64| (sigma / (1.0 + (-c).exp())).sqrt();
/// let time = linscape_flow::growth_time(2, sigma, at(-3.0), at(3.0));
/// assert!((time - 3.0 / sigma).abs() < 1e-12);
/// ```
///
/// Source: `docs/theory.md`, "Connections".
#[must_use]
pub fn growth_time(depth: usize, sigma: f64, from: f64, to: f64) -> f64 {
    assert!(depth >= 2, "a mode grows by itself only in a network of depth 2 or more");
    let h = depth as f64;
    let top = sigma.powf(1.0 / h);
    let takeoff = if depth == 2 {
        (to / from).ln()
    } else {
        (from.powf(2.0 - h) - to.powf(2.0 - h)) / (h - 2.0)
    };
    let (x, y) = (from / top, to / top);
    let approach = ((1.0 - x) / (1.0 - y)).ln() / h;
    let rest = simpson(x, y, |x| pole_free(depth, x));
    (takeoff + top.powf(2.0 - h) * (approach + rest)) / sigma
}

/// The leading term of the time to leave a saddle of order `h ≥ 3` from amplitude `ε` in every
/// layer, `ε^{−(h−2)} / ((h − 2) σ)`.
///
/// # Examples
/// ```
/// assert_eq!(linscape_flow::takeoff_time(4, 2.0, 0.125), 16.0); // 8² / (2 · 2)
/// ```
///
/// Source: `docs/theory.md`, "Connections".
#[must_use]
pub fn takeoff_time(depth: usize, sigma: f64, amplitude: f64) -> f64 {
    let power = depth as f64 - 2.0;
    amplitude.powf(-power) / (power * sigma)
}

/// `x/(1 − x^h) − 1/(h (1 − x)) = T/(h S)` with `S = Σ_{j<h} x^j` and
/// `T = −1 + Σ_{j=2}^{h−1} Σ_{i=1}^{j−1} x^i`.
fn pole_free(depth: usize, x: f64) -> f64 {
    // The inner sum for j is the one for j − 1 and one more power.
    let (mut sum, mut inner, mut numerator, mut power) = (1.0, 0.0, -1.0, 1.0);
    for j in 1..depth {
        if j >= 2 {
            inner += power;
            numerator += inner;
        }
        power *= x;
        sum += power;
    }
    numerator / (depth as f64 * sum)
}

fn simpson(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    const PANELS: u32 = 256;
    let width = (to - from) / f64::from(PANELS);
    let inner = |at: u32| {
        let weight = if at % 2 == 1 { 4.0 } else { 2.0 };
        weight * f(from + f64::from(at) * width)
    };
    let sum: f64 = f(from) + f(to) + (1..PANELS).map(inner).sum::<f64>();
    sum * width / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pole_is_split_off_exactly() {
        for depth in 2..7_usize {
            for x in [0.0_f64, 0.3, 0.9] {
                let power = x.powi(i32::try_from(depth).expect("small"));
                let expected = x / (1.0 - power) - 1.0 / (depth as f64 * (1.0 - x));
                assert!((pole_free(depth, x) - expected).abs() < 1e-13, "{depth} {x}");
            }
        }
    }

    #[test]
    fn time_is_the_integral_of_the_inverse_speed() {
        for depth in 2..6 {
            let (sigma, from, to) = (3.0_f64, 0.2, 1.05);
            let power = |a: f64, k: usize| a.powi(i32::try_from(k).expect("small"));
            let inverse_speed = |a: f64| 1.0 / (power(a, depth - 1) * (sigma - power(a, depth)));
            let steps = 200_000;
            let width = (to - from) / f64::from(steps);
            let middle: f64 =
                (0..steps).map(|at| inverse_speed(from + (f64::from(at) + 0.5) * width)).sum();
            let time = growth_time(depth, sigma, from, to);
            assert!((time - middle * width).abs() < 1e-8 * time, "depth {depth}");
        }
    }

    #[test]
    fn from_small_amplitudes_the_takeoff_is_what_takes_time() {
        let time = growth_time(3, 2.0, 1e-4, 1.0);
        assert!((time / takeoff_time(3, 2.0, 1e-4) - 1.0).abs() < 1e-3);
    }
}

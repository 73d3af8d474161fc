//! Times an evaluation of gradient flow against the bare matrix products that it consists of.
//!
//! `cargo run --release -p linscape-flow --example time_velocity [-- WIDTH LAYERS]`
//! prints one line a network. The products are the `3h − 3` that the definition needs, on buffers
//! made before; both sides take turns, and the fastest of many rounds counts.

#![allow(clippy::print_stdout, reason = "its output is the measurement")]

use linscape_critical::{Architecture, Problem, Spectrum};
use linscape_flow::{Coordinates, GradientFlow};
use linscape_lapack::{Factor, accumulate_product};
use linscape_network::Reduction;
use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

/// Rounds of which the fastest counts.
const ROUNDS: usize = 50;

/// Operations in a round, about.
const OPERATIONS: usize = 50_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    linscape_lapack::initialise()?;
    let asked = std::env::args().skip(1).map(|number| number.parse());
    match asked.collect::<Result<Vec<usize>, _>>()?[..] {
        [width, layers] => measure(width, layers),
        _ => [10, 50, 200].into_iter().try_for_each(|width| measure(width, 3)),
    }
}

fn measure(width: usize, layers: usize) -> Result<(), Box<dyn Error>> {
    let values: Vec<u32> = (1..=u32::try_from(width)?).collect();
    let network = Architecture::new(vec![width; layers + 1])?;
    let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&values))?;
    let flow = GradientFlow::new(&Reduction::of_spectrum(problem), Coordinates::Whitened);
    let mut workspace = flow.workspace();
    let state: Vec<f64> = (0..flow.order()).map(|at| (at as f64).sin() / width as f64).collect();
    let mut velocity = vec![0.0; flow.order()];
    let mut target = vec![0.0; width * width];

    let number = 3 * layers - 3;
    let repetitions = OPERATIONS / (number * width.pow(3)) + 1;
    let (mut evaluation, mut products) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        evaluation = evaluation.min(seconds(repetitions, || {
            black_box(workspace.velocity(&flow, black_box(&state), &mut velocity));
        }));
        products = products.min(seconds(repetitions, || {
            bare_products(width, layers, black_box(&state), &mut target);
        }));
    }
    println!(
        "{width}×{}: {:.2} µs an evaluation, {:.2} µs its {number} products, ratio {:.2}",
        layers + 1,
        1e6 * evaluation,
        1e6 * products,
        evaluation / products
    );
    Ok(())
}

/// `h − 1` products forward, as many transposed ones back, and as many with a transposed input.
fn bare_products(width: usize, layers: usize, state: &[f64], target: &mut [f64]) {
    let layer =
        |at: usize| Factor::new(&state[at * width * width..][..width * width], width, width);
    for at in 1..layers {
        accumulate_product(1.0, layer(at), layer(at - 1), 0.0, target);
        accumulate_product(1.0, layer(at).transposed(), layer(at - 1), 0.0, target);
        accumulate_product(1.0, layer(at), layer(at - 1).transposed(), 0.0, target);
        black_box(&mut *target);
    }
}

/// Seconds of one of several repetitions.
fn seconds(repetitions: usize, mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..repetitions {
        work();
    }
    start.elapsed().as_secs_f64() / repetitions as f64
}

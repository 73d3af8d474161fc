//! How fast the closed forms are: `cargo run --release -p linscape-decay --example speeds`.

#![expect(clippy::print_stdout, reason = "its numbers are for the person at the terminal")]

use linscape_critical::{Architecture, Problem, Spectrum, parse_exact};
use linscape_curvature::Regularised;
use linscape_decay::{Coordinates, Decay, DecayedProblem, End, Lowest, Values, Word, form};
use linscape_lapack::symmetric_eigenvalues;
use linscape_network::Weights;
use nalgebra::DMatrix;
use std::hint::black_box;
use std::time::Instant;

fn problem(widths: &[usize], modes: u32, decay: &str) -> DecayedProblem {
    let sigma: Vec<u32> = (1..=modes).map(|at| 40 + 3 * at).collect();
    let network = Architecture::new(widths.to_vec()).expect("widths");
    let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&sigma)).expect("fits");
    let decay = Decay::exact(vec![parse_exact(decay).expect("number")]).expect("positive");
    DecayedProblem::new(&problem, decay, Coordinates::Whitened).expect("layers")
}

fn main() {
    linscape_lapack::initialise().expect("a thread-safe BLAS");
    linscape_lapack::set_blas_threads(1);
    let wide = problem(&[32, 16, 32, 32], 32, "1");
    let start = Instant::now();
    let values: Vec<_> = Values::new(&wide, End::Lowest).take(1000).collect();
    println!(
        "lowest 1,000 values of 32 modes, p = 16: {:?} ({} values)",
        start.elapsed(),
        values.len()
    );

    let words: Vec<Word> = Lowest::new(&wide, End::Lowest).take(100_000).collect();
    let start = Instant::now();
    for word in &words {
        black_box(form(&wide, word));
    }
    let each = start.elapsed().as_secs_f64() / words.len() as f64;
    println!("form of a family of 32 modes: {:.3e} s, {:.3e} a second", each, 1.0 / each);

    for width in [10, 20, 32] {
        let order = u32::try_from(width).expect("small");
        let problem = problem(&[width; 4], order, "1");
        let word = Word::leading(&problem, width / 2);
        let start = Instant::now();
        for _ in 0..1000 {
            black_box(form(&problem, &word));
        }
        let closed = start.elapsed().as_secs_f64() / 1000.0;
        let sigma = DMatrix::from_fn(width, width, |i, j| {
            if i == j { problem.classes()[i].mode.sigma() } else { 0.0 }
        });
        let layer = DMatrix::from_fn(width, width, |i, j| {
            let root = problem.classes()[i].roots.large().expect("above the fold");
            if i == j && i < width / 2 { root.amplitude } else { 0.0 }
        });
        let weights = Weights::new(vec![layer; 3]).expect("chain");
        let start = Instant::now();
        let dense = Regularised::new(&weights, None, &sigma, &[1.0; 3]).expect("fits");
        let eigenvalues = symmetric_eigenvalues(dense.hessian).expect("converges");
        let dense = start.elapsed().as_secs_f64();
        println!(
            "{} parameters: closed form {closed:.2e} s, dense Hessian {dense:.2e} s, ratio {:.1e}",
            eigenvalues.len(),
            dense / closed
        );
    }
}

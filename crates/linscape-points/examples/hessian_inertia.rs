//! Times the dense Hessian and its eigenvalues at a strict saddle, for `scripts/benchmark.py`.
//!
//! `cargo run --release -p linscape-points --example hessian_inertia -- 32,32,32,32`
//! prints one JSON object: parameters, seconds for assembling and for the eigenvalues, the inertia
//! found, and the library behind it.

use linscape_critical::{Architecture, Problem, Spectrum};
use linscape_curvature::{NumericalInertia, SecondOrder};
use linscape_network::{CriticalPoint, Target};
use linscape_points::hessian_scale;
use std::error::Error;
use std::io::Write;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    linscape_lapack::initialise()?;
    let widths = std::env::args().nth(1).unwrap_or_else(|| "32,32,32,32".to_owned());
    let widths = widths.split(',').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
    let modes = u32::try_from(widths.iter().copied().min().unwrap_or(1))?;
    let sigma: Vec<u32> = (1..=modes).collect();
    let problem =
        Problem::from_spectrum(Architecture::new(widths)?, Spectrum::exact_integers(&sigma))?;
    // Every second mode: as many swaps as there can be.
    let odd: Vec<usize> = (1..=modes as usize).filter(|mode| mode % 2 == 0).collect();
    let subset = problem.subset(&odd)?;
    let target = Target::standard(&problem);
    let weights = CriticalPoint::balanced(&target, &subset).weights;
    let sigma = target.matrix();

    let start = Instant::now();
    let hessian = SecondOrder::new(&weights, sigma)?.hessian();
    let assembly = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let eigenvalues = linscape_lapack::symmetric_eigenvalues(hessian)?;
    let diagonalisation = start.elapsed().as_secs_f64();
    let inertia = NumericalInertia::of(&eigenvalues, hessian_scale(&weights, sigma)).decided();
    let inertia = inertia.map_or_else(|| "undecided".to_owned(), |inertia| inertia.to_string());
    writeln!(
        std::io::stdout(),
        "{{\"parameters\": {}, \"assembly_seconds\": {assembly}, \"eigenvalues_seconds\": \
         {diagonalisation}, \"inertia\": \"{inertia}\", \"library\": \"{}\"}}",
        weights.parameters(),
        linscape_lapack::backend().description
    )?;
    Ok(())
}

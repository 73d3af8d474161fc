//! Measures what the closed forms of strata cost: strata listed a second with every closed form,
//! exact counts without a list, components, and inertia against the dense Hessian.
//!
//! `cargo run --release -p linscape-points --example strata_speed`

use std::hint::black_box;
use std::io::{Write, stdout};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use linscape_critical::{Architecture, Problem, RandomStream, Spectrum};
use linscape_curvature::SecondOrder;
use linscape_lapack::symmetric_eigenvalues;
use linscape_network::Target;
use linscape_points::random_point;
use linscape_strata::{
    Components, FamilyShape, Strata, StrataFilter, Stratum, StratumCounts, list_strata_in_parallel,
};

type Failure = Box<dyn std::error::Error>;

/// The most strata listed of one network.
const LISTED: usize = 3_000_000;

fn main() -> Result<(), Failure> {
    linscape_lapack::initialise()?;
    let mut out = stdout();
    writeln!(out, "listing with every closed form ({} threads)", rayon::current_num_threads())?;
    for widths in [&[4; 5][..], &[6; 5], &[3; 7], &[10; 7]] {
        listing(&mut out, widths)?;
    }
    writeln!(out, "\ncounting by type, without a list")?;
    for widths in [&[10; 5][..], &[10; 7], &[64, 64, 64, 10], &[6; 9]] {
        counting(&mut out, widths)?;
    }
    writeln!(out, "\ncomponents")?;
    for widths in [&[4; 5][..], &[10; 5], &[4; 7], &[8, 10, 10, 10, 10, 10, 5]] {
        components(&mut out, widths)?;
    }
    writeln!(out, "\ninertia: closed form against dense Hessian")?;
    for (width, depth) in [(10, 3), (20, 3), (32, 3)] {
        inertia(&mut out, width, depth)?;
    }
    Ok(())
}

/// A leading family that has learned nothing, with as many distinct modes as fit.
fn problem(widths: &[usize]) -> Result<Problem, Failure> {
    let modes = widths[0].min(widths[widths.len() - 1]);
    let values: Vec<u32> = (1..).take(modes).collect();
    let network = Architecture::new(widths.to_vec())?;
    Ok(Problem::from_spectrum(network, Spectrum::exact_integers(&values))?)
}

fn shape(widths: &[usize]) -> Result<FamilyShape, Failure> {
    let problem = problem(widths)?;
    Ok(FamilyShape::new(&problem, &problem.leading(0)))
}

fn listing(out: &mut impl Write, widths: &[usize]) -> Result<(), Failure> {
    let shape = shape(widths)?;
    let start = Instant::now();
    let lazily = Strata::of(&shape).take(LISTED).map(black_box).count();
    let lazy = start.elapsed();
    let start = Instant::now();
    let mut received = 0;
    let _ = list_strata_in_parallel(
        &shape,
        StrataFilter::default(),
        &(),
        |listed| listed.stratum.key(),
        |key| {
            black_box(key);
            received += 1;
            if received < LISTED { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    );
    let parallel = start.elapsed();
    let rate = |number: usize, time: Duration| number as f64 / time.as_secs_f64() / 1e6;
    writeln!(
        out,
        "  {widths:?}: {lazily} strata, {:.2} million/s; with their keys, in parallel, {:.2} million/s",
        rate(lazily, lazy),
        rate(received, parallel),
    )?;
    Ok(())
}

fn counting(out: &mut impl Write, widths: &[usize]) -> Result<(), Failure> {
    let start = Instant::now();
    let counts = StratumCounts::of(&shape(widths)?)?;
    writeln!(
        out,
        "  {widths:?}: {} strata, {} of them nonstrict, {:.2?}",
        counts.total(),
        counts.nonstrict,
        start.elapsed()
    )?;
    Ok(())
}

fn components(out: &mut impl Write, widths: &[usize]) -> Result<(), Failure> {
    let start = Instant::now();
    let kinds = Components::kinds(&shape(widths)?);
    let number: usize = kinds.iter().map(|kind| kind.count).sum();
    let kinds = kinds.len();
    writeln!(out, "  {widths:?}: {number} of {kinds} kinds, {:.2?}", start.elapsed())?;
    Ok(())
}

fn inertia(out: &mut impl Write, width: usize, depth: usize) -> Result<(), Failure> {
    let problem = problem(&vec![width; depth + 1])?;
    let subset = problem.leading(width / 2);
    let shape = FamilyShape::new(&problem, &subset);
    let mut stream = RandomStream::new(1, "inertia");
    let stratum = Stratum::random(&shape, &mut stream);
    let repetitions = 20_000;
    let closed = fastest(5, || {
        for _ in 0..repetitions {
            black_box(black_box(&stratum).inertia(black_box(&shape)));
        }
    }) / f64::from(repetitions);
    let target = Target::standard(&problem);
    let weights = random_point(&target, &subset, &stratum, &mut stream)?;
    let sigma = target.matrix();
    let at = SecondOrder::new(&weights, sigma)?;
    let dense = fastest(2, || {
        black_box(symmetric_eigenvalues(at.hessian())).ok();
    });
    writeln!(
        out,
        "  {} parameters: {:.2} µs against {:.1} ms, ratio {:.0}",
        weights.parameters(),
        1e6 * closed,
        1e3 * dense,
        dense / closed
    )?;
    Ok(())
}

/// Seconds of the fastest of several runs.
fn fastest(runs: usize, mut work: impl FnMut()) -> f64 {
    let times = (0..runs).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    });
    times.fold(f64::INFINITY, f64::min)
}

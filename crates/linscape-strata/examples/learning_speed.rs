//! Measures what learning coefficients cost: of whole fibers, of all strata of a family, and at single
//! points of deep and wide networks.
//!
//! `cargo run --release -p linscape-strata --example learning_speed`

use std::hint::black_box;
use std::io::{Write, stdout};
use std::time::Instant;

use linscape_critical::{Architecture, Problem, RandomStream, Spectrum};
use linscape_strata::{
    FamilyShape, KernelDimensions, Strata, Stratum, global_learning_coefficient,
};

type Failure = Box<dyn std::error::Error>;

/// The most strata listed of one network.
const LISTED: usize = 300_000;

fn main() -> Result<(), Failure> {
    let mut out = stdout();
    writeln!(out, "strata listed with every closed form, λ and m (1 thread)")?;
    for widths in [&[4; 5][..], &[6; 5], &[10; 7], &[61, 32, 32, 10]] {
        listing(&mut out, widths)?;
    }
    writeln!(out, "\nwhole fibers of rank 0")?;
    for (width, depth) in [(100, 3), (10_000, 3), (10_000, 50)] {
        let widths = vec![width; depth + 1];
        let start = Instant::now();
        let found = global_learning_coefficient(&widths, 0);
        let time = start.elapsed();
        writeln!(
            out,
            "  {depth} layers of width {width}: λ = {}, m = {}, {time:.2?}",
            found.lambda, found.multiplicity
        )?;
    }
    writeln!(out, "\nsingle points of rank 0")?;
    for (width, depth) in [(10, 10), (10_000, 10), (100, 50), (10_000, 50)] {
        point(&mut out, width, depth)?;
    }
    Ok(())
}

/// A leading family that has learned nothing, with as many distinct modes as fit.
fn shape(widths: &[usize]) -> Result<FamilyShape, Failure> {
    let modes = widths[0].min(widths[widths.len() - 1]);
    let values: Vec<u32> = (1..).take(modes).collect();
    let network = Architecture::new(widths.to_vec())?;
    let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&values))?;
    Ok(FamilyShape::new(&problem, &problem.leading(0)))
}

fn listing(out: &mut impl Write, widths: &[usize]) -> Result<(), Failure> {
    let shape = shape(widths)?;
    let start = Instant::now();
    let mut listed = 0;
    for found in Strata::of(&shape).take(LISTED) {
        black_box(found.stratum.learning_coefficient(&shape));
        listed += 1;
    }
    let time = start.elapsed();
    let rate = f64::from(listed) / time.as_secs_f64() / 1e3;
    writeln!(out, "  {widths:?}: {listed} strata in {time:.2?}, {rate:.0} thousand a second")?;
    Ok(())
}

/// The balanced point, where all layers rise alike, and one where every layer knows something.
fn point(out: &mut impl Write, width: usize, depth: usize) -> Result<(), Failure> {
    let widths = vec![width; depth + 1];
    let start = Instant::now();
    let found = KernelDimensions::balanced(&widths, 0).learning_coefficient();
    let balanced = start.elapsed();
    let shape = shape(&vec![width.min(20); depth + 1])?;
    let mut stream = RandomStream::new(1, "bars");
    let stratum = Stratum::random(&shape, &mut stream);
    let kernels = KernelDimensions::of(&stratum, &shape);
    let start = Instant::now();
    let random = kernels.learning_coefficient();
    let time = start.elapsed();
    writeln!(
        out,
        "  {depth} layers of width {width}: balanced λ = {}, m = {}, {balanced:.2?}; a random stratum of width {}: m = {}, {} components, {time:.2?}",
        found.lambda,
        found.multiplicity,
        width.min(20),
        random.multiplicity,
        random.components.map_or_else(|| "many".to_owned(), |count| count.to_string()),
    )?;
    Ok(())
}

//! Time of 10,000 small landscapes in Rust: the peer of `scripts/benchmark_python.py`, which runs it.

use linscape::{ProblemOptions, StatementError, list_landscape};
use linscape_formats::write_landscape;
use std::error::Error;
use std::time::Instant;

const PROBLEMS: usize = 10_000;

fn options(at: usize) -> ProblemOptions {
    ProblemOptions {
        sigma: Some(format!("{},2,1", at + 3)),
        widths: Some("3,3,3,3".to_owned()),
        ..ProblemOptions::default()
    }
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    // Calls from outside a pool wake its threads each time; Python's are made inside one as well.
    rayon::ThreadPoolBuilder::new().build()?.install(measure)
}

#[allow(clippy::print_stdout, reason = "an example prints what it found")]
fn measure() -> Result<(), Box<dyn Error + Send + Sync>> {
    let problems = || (0..PROBLEMS).map(|at| options(at).state());
    let start = Instant::now();
    let mut families = 0;
    for stated in problems() {
        families += list_landscape(&stated?, None, &())?.families().len();
    }
    println!("landscapes {} {families}", start.elapsed().as_secs_f64());

    let start = Instant::now();
    let mut bytes = 0;
    for stated in problems() {
        let stated = stated?;
        let landscape = list_landscape(&stated, None, &())?;
        let mut out = Vec::new();
        write_landscape(&mut out, &landscape, stated.source.as_ref())?;
        bytes += out.len();
    }
    println!("documents {} {bytes}", start.elapsed().as_secs_f64());

    let start = Instant::now();
    let stated = problems().collect::<Result<Vec<_>, StatementError>>()?.len();
    println!("problems {} {stated}", start.elapsed().as_secs_f64());
    Ok(())
}

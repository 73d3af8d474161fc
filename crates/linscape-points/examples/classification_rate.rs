//! How often random points of random strata are classified, as they are and after a perturbation:
//! `classification_rate POINTS WIDEST DECADES [SIZE]` draws networks of depth 2 to 5 with layers up
//! to WIDEST, mixes hidden bases at condition numbers up to `10^DECADES`, adds normal numbers of
//! SIZE to every weight and refines, if SIZE is given. A wrong answer ends it.

#![allow(clippy::print_stdout, reason = "its output is the measurement")]

#[allow(dead_code, reason = "the tests draw points of other kinds too")]
#[path = "../tests/classification/networks.rs"]
mod networks;

use linscape_critical::RandomStream;
use linscape_points::{Classification, Refinement, WeightErrors};
use networks::{KnownPoint, mixed, perturbed, random_known_point};
use rayon::prelude::*;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    linscape_lapack::initialise()?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [ref points, ref widest, ref decades, ref size @ ..] = words[..] else {
        return Err("classification_rate POINTS WIDEST DECADES [SIZE]".into());
    };
    let (points, widest): (usize, usize) = (points.parse()?, widest.parse()?);
    let (decades, size): (f64, Option<f64>) =
        (decades.parse()?, size.first().map(|size| size.parse()).transpose()?);
    let start = Instant::now();
    let decided = (0..points).into_par_iter().filter(|at| is_decided(*at, widest, decades, size));
    let decided = decided.count();
    let (open, seconds) = (points - decided, start.elapsed().as_secs_f64());
    let share = 100.0 * open as f64 / points as f64;
    println!("{decided} right, {open} undecided ({share:.2} %), none wrong, in {seconds:.1} s");
    Ok(())
}

/// Whether one point is decided.
///
/// # Panics
/// When it is decided wrongly.
fn is_decided(at: usize, widest: usize, decades: f64, size: Option<f64>) -> bool {
    let mut stream = RandomStream::new(5, &format!("rate {at}"));
    let KnownPoint { target, listed, weights, .. } =
        random_known_point(&mut stream, &[2, 3, 4, 5], widest);
    let weights = mixed(&weights, decades, &mut stream);
    let found = match size {
        None => {
            let errors = WeightErrors::of_rounding(target.problem(), &weights, f64::EPSILON, None);
            Classification::of(&target, &weights, &errors).ok()
        }
        Some(size) => {
            let moved = perturbed(&weights, size, &mut stream);
            let refined = Refinement::of(&target, &moved, &()).ok().flatten();
            refined.map(|refined| refined.classification)
        }
    };
    let Some(found) = found.filter(Classification::is_decided) else { return false };
    let widths = target.problem().architecture().widths();
    assert_eq!(found.stratum.as_ref(), Some(&listed), "point {at}, widths {widths:?}");
    true
}

//! Time of classification and of the whole spectrum at a balanced point of a wide network:
//! `cargo run --release -p linscape-curvature --example time_low_rank -- 1000 4 3` (width, layers of
//! units, modes learned).

use linscape_critical::{Architecture, CriticalPoint, Problem, SingularBases, Spectrum};
use linscape_curvature::{Classification, LowRank, LowRankOptions, WeightErrors};
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let mut next = |default: usize| numbers.next().unwrap_or(Ok(default));
    let (width, units, learned) = (next(1000)?, next(4)?, next(3)?);
    let network = Architecture::new(vec![width; units])?;
    let sigma: Vec<f64> = (0..width).map(|k| 100.0 / (1.0 + k as f64)).collect();
    let mut tolerance = linscape_critical::Tolerance::from_round_off(width);
    let spectrum = Spectrum::from_floats(&sigma, &mut tolerance)?;
    let problem = Problem::from_spectrum(network, spectrum)?.with_tolerance(Some(tolerance));
    let bases = SingularBases::standard(&problem);
    let weights = CriticalPoint::balanced(&problem, &bases, &problem.leading(learned)).weights;
    let target = bases.target(&problem);
    let start = Instant::now();
    let reduced = LowRank::of(&weights, &target, LowRankOptions::default())?.ok_or("full rank")?;
    println!("reduction       {:.2?}, core {:?}", start.elapsed(), reduced.core_widths());
    let start = Instant::now();
    let spectrum = reduced.spectrum()?;
    let signs = spectrum.signs(spectrum.bound());
    println!("spectrum        {:.2?}, bound {:.1e}, {signs:?}", start.elapsed(), spectrum.bound());
    let errors = WeightErrors::of_rounding(&problem, &weights, f64::EPSILON, None);
    let start = Instant::now();
    let found = Classification::of(&problem, &bases, &weights, &errors)?;
    let inertia = found.stratum.map(|listed| listed.profile.inertia.to_string());
    println!("classification  {:.2?}, {inertia:?}", start.elapsed());
    Ok(())
}

//! From a family to its strata, to a weights file, and back.
//!
//! `cargo run -p linscape-formats --example strata_walk` lists the strata of `{1}` for widths
//! 2,2,2,2 and σ = (2, 1), writes a random point of each to an `.npz` file, reads the matrices
//! back, and recovers the stratum from nothing but the ranks of their products.

use linscape_critical::{Architecture, Problem, RandomStream, Spectrum};
use linscape_formats::{WeightsFormat, parse_npz, write_weights};
use linscape_network::{Target, Weights};
use linscape_points::{MeasuredRanks, random_point};
use linscape_strata::{FamilyShape, Strata};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let network = Architecture::new(vec![2, 2, 2, 2])?;
    let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1]))?;
    let target = Target::standard(&problem);
    let sigma = target.matrix();
    let learned = problem.subset(&[1])?;
    let mut stream = RandomStream::new(2026, "strata walk");
    let mut out = std::io::stdout();

    for listed in Strata::of(&FamilyShape::new(&problem, &learned)) {
        let weights = random_point(&target, &learned, &listed.stratum, &mut stream)?;
        let mut file = Vec::new();
        write_weights(&mut file, &weights, WeightsFormat::Npz)?;

        let matrices = ["W1", "W2", "W3"].map(|name| parse_npz(&file, Some(name)));
        let read = Weights::new(matrices.into_iter().collect::<Result<_, _>>()?)?;
        let ranks = MeasuredRanks::at(&read, sigma)?;
        let found = ranks.pattern.ok_or("a rank is undecided")?.stratum()?;

        let (profile, bytes) = (listed.profile, file.len());
        writeln!(out, "{} → {bytes} bytes → {found}: {}", listed.stratum, profile.point_type)?;
        if found != listed.stratum {
            return Err("the ranks tell of another stratum".into());
        }
    }
    Ok(())
}

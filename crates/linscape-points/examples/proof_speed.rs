//! Time of proofs at one random point of every stratum of a family: `proof_speed 4,4,4,4,4 0`.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::time::Instant;

use linscape_critical::{Architecture, Problem, Spectrum};
use linscape_points::prove_points;
use linscape_strata::{FamilyShape, Strata};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let widths = arguments.next().unwrap_or_else(|| "3,3,3,3".to_owned());
    let widths: Vec<usize> = widths.split(',').map(str::parse).collect::<Result<_, _>>()?;
    let learned: usize = arguments.next().map_or(Ok(0), |text| text.parse())?;
    let most: usize = arguments.next().map_or(Ok(usize::MAX), |text| text.parse())?;
    let modes = widths[0].min(widths[widths.len() - 1]);
    let values: Vec<u32> = (1..=u32::try_from(modes)?).rev().collect();
    let problem =
        Problem::from_spectrum(Architecture::new(widths)?, Spectrum::exact_integers(&values))?;
    let family = problem.leading(learned);
    let strata = Strata::of(&FamilyShape::new(&problem, &family));
    let points: Vec<_> = strata.take(most).map(|listed| (family.clone(), listed.stratum)).collect();
    let (total, start) = (points.len(), Instant::now());
    let (mut agreed, mut settled) = (0, 0);
    let _ = prove_points(&problem, points, 0, &(), |point| {
        agreed += usize::from(point.proof.agrees());
        settled += usize::from(point.proof.escape.is_settled());
        if !point.proof.agrees() {
            println!("{}: {:?}", point.proof.stratum, point.proof.escape);
        }
    })?;
    println!("{total} points, {agreed} agree, {settled} with order settled, {:?}", start.elapsed());
    Ok(())
}

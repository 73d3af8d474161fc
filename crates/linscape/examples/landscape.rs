//! Every critical point of a small network, and where gradient flow goes from each.

use linscape::critical::PointType;
use linscape::{ProblemOptions, list_landscape};
use std::error::Error;

#[allow(clippy::print_stdout, reason = "an example prints what it found")]
fn main() -> Result<(), Box<dyn Error>> {
    let stated = ProblemOptions {
        sigma: Some("5,4,3".into()),
        widths: Some("3,3,3,3".into()),
        ..ProblemOptions::default()
    }
    .state()?;
    let multiplicities = stated.problem.spectrum().multiplicities();
    let landscape = list_landscape(&stated, None, &())?;
    for family in landscape.families() {
        let balanced = &family.balanced;
        println!(
            "loss {:>4}  learned {:?}  {:?}, index {}",
            family.loss,
            family.subset.indices(multiplicities),
            balanced.point_type,
            balanced.inertia.negative
        );
    }
    let nonstrict = landscape
        .families()
        .filter(|family| family.balanced.point_type == PointType::NonstrictSaddle)
        .count();
    // 5² = 4² + 3²: eight families share seven critical values.
    assert_eq!((landscape.families().len(), landscape.fibers().len(), nonstrict), (8, 7, 3));
    Ok(())
}

#[test]
fn it_finds_what_it_says() -> Result<(), Box<dyn Error>> {
    main()
}

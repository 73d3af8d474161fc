//! Handwritten digits: the lowest families of a classifier, its data read from files.

use linscape::formats::{ReportStyle, write_report};
use linscape::{Given, ProblemOptions, list_landscape};
use std::error::Error;
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name)
}

fn main() -> Result<(), Box<dyn Error>> {
    let stated = ProblemOptions {
        inputs: Some(Given::File(fixture("digits-pixels.npy"))),
        labels: Some(Given::File(fixture("digits-labels.csv"))),
        center: true,
        hidden: Some("32,32".into()),
        ..ProblemOptions::default()
    }
    .state()?;
    // Three pixels are always white: 61 of 64 inputs count.
    assert_eq!(stated.problem.input_rank(), 61);
    let landscape = list_landscape(&stated, Some(20), &())?;
    let style = ReportStyle::default();
    Ok(write_report(std::io::stdout(), &landscape, stated.source.as_ref(), style)?)
}

#[test]
fn it_finds_what_it_says() -> Result<(), Box<dyn Error>> {
    main()
}

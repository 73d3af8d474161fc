//! What given weights are: a checkpoint is written, read again and named.

use linscape::critical::PointType;
use linscape::formats::{WeightsFormat, read_weights, write_weights};
use linscape::network::Weights;
use linscape::points::DiagnosisOptions;
use linscape::{ProblemOptions, classify};
use nalgebra::DMatrix;
use std::error::Error;
use std::fs::File;

fn main() -> Result<(), Box<dyn Error>> {
    let stated = ProblemOptions {
        sigma: Some("8,1".into()),
        widths: Some("2,2,2,2".into()),
        ..ProblemOptions::default()
    }
    .state()?;
    // Three layers that let the first mode through: 2 · 2 · 2 = 8.
    let layer = DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 0.0, 0.0]);
    let path = std::env::temp_dir().join("linscape-example-checkpoint.npz");
    let weights = Weights::new(vec![layer; 3])?;
    write_weights(&mut File::create(&path)?, &weights, WeightsFormat::Npz)?;

    let read = read_weights(&path, None, false)?;
    let file = path.display().to_string();
    let found = classify(&stated, file, read, &DiagnosisOptions::default(), &())?;
    found.record().write_text(std::io::stdout())?;
    assert_eq!(found.diagnosis.given.point_type(), Some(PointType::NonstrictSaddle));
    Ok(std::fs::remove_file(&path)?)
}

#[test]
fn it_finds_what_it_says() -> Result<(), Box<dyn Error>> {
    main()
}

//! Runs in one file: `scripts/make_checkpoints.py` made `run.npz`, `run.safetensors` and `run.pt`.

use std::path::{Path, PathBuf};

use linscape_formats::{ReadWeights, WeightsFault, read_checkpoints, read_weights};
use nalgebra::DVector;
use zip::CompressionMethod::Stored;

use crate::npy_bytes::{doubles, npy, zip};

fn fixture(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../../fixtures/checkpoints", name].iter().collect()
}

/// The checkpoints of an archive of such arrays.
fn run_of(
    arrays: &[(&str, &str, &str, &[f64])],
    layers: Option<&[String]>,
) -> Result<Vec<ReadWeights>, WeightsFault> {
    let arrays = arrays.iter().map(|&(name, order, shape, numbers)| {
        (format!("{name}.npy"), npy("'<f8'", order, shape, &doubles(numbers)))
    });
    let arrays: Vec<(String, Vec<u8>)> = arrays.collect();
    let entries: Vec<(&str, &[u8])> =
        arrays.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.npz");
    std::fs::write(&path, zip(&entries, Stored)).unwrap();
    let found = read_checkpoints(&path, layers, false).map_err(|error| error.fault)?;
    Ok(found.into_iter().map(|(_, read)| read).collect())
}

#[test]
fn a_run_is_its_checkpoints_in_every_format() {
    let whole = read_weights(&fixture("saved.npz"), None, false).unwrap().weights;
    let last = [[0.0, 0.0, 0.0], [0.5, 0.0, 0.0], [1.0, 0.0, -1.0]];
    for name in ["run.npz", "run.safetensors", "run.pt"] {
        let run = read_checkpoints(&fixture(name), None, false).unwrap();
        assert_eq!(run.len(), 3, "{name}");
        for (at, (path, read)) in run.iter().enumerate() {
            assert_eq!(path, &fixture(&format!("{name}:{at}")));
            for (found, whole) in read.weights.matrices().iter().zip(whole.matrices()) {
                assert_eq!(*found, whole * (0.5 * at as f64), "{name}:{at}");
            }
            let bias = DVector::from_column_slice(&last[at]);
            assert_eq!(read.weights.biases(), [None, None, Some(bias)], "{name}:{at}");
            assert_eq!(read.names, ["W1", "W2", "W3"]);
            assert_eq!(read_weights(path, None, false).unwrap(), *read, "{name}:{at}");
        }
    }
}

#[test]
fn one_checkpoint_is_asked_of_a_run_by_its_number() {
    let fault = |name: &str| read_weights(&fixture(name), None, false).unwrap_err().fault;
    assert!(matches!(fault("run.npz"), WeightsFault::Stacked { checkpoints: 3 }));
    assert!(matches!(fault("run.npz:3"), WeightsFault::NoCheckpoint { at: 3, checkpoints: 3 }));
    assert!(matches!(fault("saved.npz:1"), WeightsFault::NoCheckpoint { at: 1, checkpoints: 1 }));
    let single = read_checkpoints(&fixture("saved.npz"), None, false).unwrap();
    assert!(matches!(&single[..], [(path, _)] if path == Path::new(&fixture("saved.npz"))));
}

#[test]
fn the_first_index_counts_in_either_order_of_storage() {
    let numbers = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let rows = run_of(&[("W1", "False", "(2, 1, 3)", &numbers)], None).unwrap();
    assert_eq!(rows[1].weights.matrices()[0].as_slice(), [4.0, 5.0, 6.0]);
    let columns = run_of(&[("W1", "True", "(2, 1, 3)", &numbers)], None).unwrap();
    assert_eq!(columns[1].weights.matrices()[0].as_slice(), [2.0, 4.0, 6.0]);
}

#[test]
fn layers_and_checkpoints_are_not_confused() {
    let eight: Vec<f64> = (0..8).map(f64::from).collect();
    let one = ("W", "False", "(2, 2, 2)", &eight[..]);
    let fault = run_of(&[one], None).unwrap_err();
    assert!(
        matches!(fault, WeightsFault::LayersOrCheckpoints { count: 2, rows: 2, .. }),
        "{fault}"
    );
    assert_eq!(run_of(&[one], Some(&["W".to_owned()])).unwrap().len(), 2);
    // Two lengths are no run.
    let other = ("W2", "False", "(1, 2, 4)", &eight[..]);
    let fault = run_of(&[("W1", "False", "(2, 2, 2)", &eight), other], None).unwrap_err();
    assert!(matches!(fault, WeightsFault::Dimensions { dimensions: 3, .. }), "{fault}");
    let matrix = ("W2", "False", "(2, 4)", &eight[..]);
    let mixed = run_of(&[("W1", "False", "(2, 2, 2)", &eight), matrix], None).unwrap_err();
    assert!(matches!(mixed, WeightsFault::Dimensions { .. }), "{mixed}");
}

#[test]
fn a_run_whose_numbers_are_missing_is_refused() {
    let fault = run_of(&[("W1", "False", "(2, 1, 3)", &[1.0; 5])], None).unwrap_err();
    assert!(fault.to_string().contains("W1"), "{fault}");
    let fault = run_of(&[("W1", "False", "(2, 1, 3)", &[1.0; 7])], None).unwrap_err();
    assert!(fault.to_string().contains("W1"), "{fault}");
    let fault = run_of(&[("W1", "False", "(0, 1, 3)", &[])], None).unwrap_err();
    assert!(matches!(fault, WeightsFault::Dimensions { .. }), "{fault}");
}

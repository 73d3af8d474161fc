//! What is near enough to be refined does not depend on units or on the number of samples.

use super::run::{classified, fixture};
use linscape_formats::read_matrix;
use nalgebra::DMatrix;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Points near critical points of a 6-2-6 autoencoder: 10⁻⁵ away, and where Newton's method stopped.
const NEAR: [&str; 9] = ["00", "01", "02", "03", "05", "06", "10", "13", "newton"];

fn weights() -> Vec<PathBuf> {
    let file = |name: &&str| match *name {
        "newton" => fixture("refine/newton.npz"),
        number => fixture(&format!("refine/near-{number}.npz")),
    };
    NEAR.iter().map(file).map(PathBuf::from).collect()
}

/// Type, modes and index of each point on inputs in a table.
fn found(folder: &Path, name: &str, inputs: &DMatrix<f64>) -> Vec<[Value; 4]> {
    let path = folder.join(name);
    let row = |row: nalgebra::RowDVector<f64>| {
        row.iter().map(f64::to_string).collect::<Vec<_>>().join(",") + "\n"
    };
    let table: String = inputs.row_iter().map(|entries| row(entries.into_owned())).collect();
    std::fs::write(&path, table).expect("written");
    let path = path.display().to_string();
    let problem = ["--inputs", &path, "--autoencode", "--hidden", "2", "--loss", "mean"];
    let files = weights();
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let rows = classified(&problem, &files, &["--refine"]);
    rows.iter()
        .map(|row| ["type", "subset", "index", "agree"].map(|key| row[key].clone()))
        .collect()
}

#[test]
fn repeated_and_rescaled_samples_change_no_answer() {
    let folder = tempfile::tempdir().expect("folder");
    let inputs = read_matrix(fixture("refine/inputs.npy").as_ref()).expect("a fixture");
    let expected = found(folder.path(), "once.csv", &inputs);
    let types: Vec<&str> = expected.iter().map(|row| row[0].as_str().expect("a type")).collect();
    let (saddle, minimum) = ("strict_saddle", "global_minimum");
    assert_eq!(types, [saddle, minimum, saddle, saddle, saddle, saddle, minimum, saddle, saddle]);
    assert!(expected.iter().all(|row| row[3] == true));
    let repeated = DMatrix::from_fn(100 * inputs.nrows(), inputs.ncols(), |row, column| {
        inputs[(row % inputs.nrows(), column)]
    });
    assert_eq!(found(folder.path(), "often.csv", &repeated), expected);
    // Data in other units unbalance the layers, and the dense Hessian may no longer see its zeros.
    for scale in [1e-3, 1e4] {
        let scaled = found(folder.path(), "scaled.csv", &(&inputs * scale));
        for (row, expected) in scaled.iter().zip(&expected) {
            assert_eq!(row[..3], expected[..3], "{scale}");
            assert_ne!(row[3], false, "{scale}");
        }
    }
}

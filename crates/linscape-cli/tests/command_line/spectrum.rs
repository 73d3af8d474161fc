//! `linscape spectrum`, run as users run it.

use serde_json::Value;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

/// Runs the program with the words of `line` in `folder`; `''` is the empty word.
pub(crate) fn run(folder: &Path, line: &str) -> Output {
    let words = line.split_whitespace().map(|word| if word == "''" { "" } else { word });
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_linscape"));
    command.args(words).current_dir(folder).output().unwrap()
}

pub(crate) fn json(folder: &Path, line: &str) -> Value {
    let output = run(folder, line);
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// `(value, multiplicity)` of every row.
pub(crate) fn rows(document: &Value) -> Vec<(f64, u64)> {
    let row = |row: &Value| (row["value"].as_f64().unwrap(), row["multiplicity"].as_u64().unwrap());
    document["rows"].as_array().unwrap().iter().map(row).collect()
}

/// A folder with balanced weights of a family.
pub(crate) fn balanced(problem: &str, subset: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &format!("represent {problem} --subset {subset} -o W.npz"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

const EIGHT: &str = "--sigma 8,1 --widths 2,2,2,2";

#[test]
fn the_closed_form_of_a_global_minimum_has_the_sharpness_of_the_theory() {
    let folder = tempfile::tempdir().unwrap();
    let document = json(folder.path(), &format!("spectrum {EIGHT} --subset 1,2 --json"));
    assert_eq!(document["schema"], "linscape.spectrum/1");
    assert_eq!(document["coordinates"], "whitened");
    // h σ₁^{2(h−1)/h} = 3·8^{4/3} = 48; both mixed pairs 16 + 4 + 1 = 21; 3·1; eight zeros.
    let expected = [(0.0, 8), (3.0, 1), (21.0, 2), (48.0, 1)];
    let found = rows(&document);
    assert_eq!(found.len(), expected.len());
    for ((value, times), (right, right_times)) in found.into_iter().zip(expected) {
        assert!((value - right).abs() < 1e-12 && times == right_times, "{value} × {times}");
    }
    assert_eq!(document["rows"][3]["cumulative"], 12);
    assert!((document["sharpness"].as_f64().unwrap() - 48.0).abs() < 1e-12);
    assert!((document["step_limit"].as_f64().unwrap() - 2.0 / 48.0).abs() < 1e-15);
    let table = run(folder.path(), &format!("spectrum {EIGHT} --subset 1,2")).stdout;
    let table = String::from_utf8(table).unwrap();
    assert!(table.contains("sharpness    48 ") && table.contains("{1,2}"), "{table}");
}

#[test]
fn a_saddle_has_no_sharpness_and_the_flat_origin_no_step_limit() {
    let folder = tempfile::tempdir().unwrap();
    let saddle = json(folder.path(), &format!("spectrum {EIGHT} --subset 2 --json"));
    assert_eq!(saddle["sharpness"], Value::Null);
    // σ_2^{4/3} − σ_1 σ_2^{1/3} = 1 − 8.
    assert!((saddle["smallest"].as_f64().unwrap() + 7.0).abs() < 1e-12);
    let origin = json(folder.path(), &format!("spectrum {EIGHT} --subset '' --json"));
    assert_eq!(rows(&origin), [(0.0, 12)]);
    assert_eq!(origin["step_limit"], Value::Null);
}

#[test]
fn dense_weights_have_the_eigenvalues_of_the_closed_form() {
    let folder = balanced(EIGHT, "2");
    let closed = rows(&json(folder.path(), &format!("spectrum {EIGHT} --subset 2 --json")));
    let document =
        json(folder.path(), &format!("spectrum {EIGHT} --weights W.npz --json --vectors V.npz"));
    assert_eq!((&document["method"], &document["coordinates"]), (&"dense".into(), &"data".into()));
    let found = rows(&document);
    assert_eq!(found.len(), closed.len());
    for ((value, times), (right, right_times)) in found.into_iter().zip(closed) {
        assert!((value - right).abs() < 1e-12 && times == right_times, "{value} × {times}");
    }
    for row in document["rows"].as_array().unwrap() {
        let shares: f64 = row["layers"].as_array().unwrap().iter().filter_map(Value::as_f64).sum();
        assert!((shares - 1.0).abs() < 1e-12 && row["residual"].as_f64().unwrap() < 1e-12);
    }
    let archive = std::fs::read(folder.path().join("V.npz")).unwrap();
    let vectors = linscape_formats::parse_npz(&archive, Some("vectors")).unwrap();
    assert!(
        (&vectors * vectors.transpose() - nalgebra::DMatrix::<f64>::identity(12, 12)).amax()
            < 1e-12
    );
}

#[test]
fn lanczos_finds_the_ends_that_the_dense_hessian_has() {
    let sigma = "--sigma 9,8,5,3,2,1 --widths 6,9,9,6";
    let folder = balanced(sigma, "2,4");
    let line = format!("spectrum {sigma} --weights W.npz --json");
    let dense = rows(&json(folder.path(), &line));
    let ends = json(folder.path(), &format!("{line} --hessian lanczos --ends 3"));
    assert_eq!(ends["method"], "lanczos");
    assert_eq!(ends["iteration"]["status"], "converged");
    let found = rows(&ends);
    assert!(found.len() >= 4);
    assert!((found[0].0 - dense[0].0).abs() < 1e-7);
    assert!((found[found.len() - 1].0 - dense[dense.len() - 1].0).abs() < 1e-7);
    assert_eq!(ends["rows"][found.len() - 1]["cumulative"], 6 * 9 * 2 + 81);
}

#[test]
fn in_the_datas_own_coordinates_one_layer_has_the_spectrum_of_the_covariance() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    // X Xᵀ = diag(9, 4): with one layer and one output that is the Hessian.
    write("x.csv", "3,0\n0,2\n");
    write("y.csv", "1\n1\n");
    let data = "--inputs x.csv --targets y.csv --widths 2,1";
    let made = run(folder.path(), &format!("represent {data} --subset 1 -o W.npz"));
    assert!(made.status.success());
    let mut checked = 0;
    let losses = [
        ("half-sum", 1.0),
        ("half-mean", 0.5),
        ("mean", 1.0),
        ("sum", 2.0),
        ("sample-mean", 1.0),
        ("half-sample-mean", 0.5),
    ];
    for (loss, factor) in losses {
        let line = format!("spectrum {data} --weights W.npz --loss {loss} --json");
        let document = json(folder.path(), &line);
        let values: Vec<f64> = rows(&document).iter().map(|row| row.0).collect();
        assert!((values[0] - 4.0 * factor).abs() < 1e-12, "{loss} {values:?}");
        assert!((values[1] - 9.0 * factor).abs() < 1e-12, "{loss} {values:?}");
        let limit = document["step_limit"].as_f64().unwrap();
        assert!((limit - 2.0 / (9.0 * factor)).abs() < 1e-12);
        assert!((document["sharpness"].as_f64().unwrap() - 9.0 * factor).abs() < 1e-12);
        checked += 1;
    }
    assert_eq!(checked, losses.len());
}

#[test]
fn bad_input_is_one_line_and_exit_code_two_and_nothing_is_written() {
    let folder = balanced(EIGHT, "2");
    std::fs::write(folder.path().join("broken.npz"), "no archive").unwrap();
    let cases = [
        ("--sigma 8,1 --widths 2,3,2 --weights W.npz", "widths [2, 2, 2, 2]"),
        ("--sigma 8,1 --widths 2,2,2,2 --weights none.npz", "none.npz"),
        ("--sigma 8,1 --widths 2,2,2,2 --weights broken.npz", "broken.npz"),
        ("--sigma 8,1 --widths 2,2,2,2 --weights W.npz --vectors V.txt", "V.txt"),
        ("--sigma 8,1 --widths 2,2,2,2 --subset 3", "--subset 3"),
        ("--sigma 8,1 --widths 2,2,2,2 --weights W.npz --hessian lanczos --ends 7", "at most 6"),
    ];
    for (line, fragment) in cases {
        let output = run(folder.path(), &format!("spectrum {line} -o out.json --json"));
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{line}: {said}");
        assert!(said.contains(fragment) && said.lines().count() == 1, "{line}: {said}");
        assert!(!folder.path().join("out.json").exists(), "{line}");
    }
    for line in ["", "--subset 1 --weights W.npz"] {
        let output = run(folder.path(), &format!("spectrum {EIGHT} {line}"));
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{line}");
    }
}

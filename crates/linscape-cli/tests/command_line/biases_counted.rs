//! What biases count for: in closed spectra, learning coefficients and rows of sweeps.

use crate::answer::linscape;
use serde_json::Value;

const DATA: &str = "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv \
                    --hidden 2,2";

/// On white inputs about their means the closed form is the Hessian of the data's own weights, the constant with them:
/// it is 1 in each sample.
#[test]
fn the_closed_form_counts_the_samples_that_a_bias_reads() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("x.csv"), ".5,.5\n.5,-.5\n-.5,.5\n-.5,-.5\n").unwrap();
    std::fs::write(path("y.csv"), "9,2,1\n5,3,0\n4,1,7\n1,0,6\n").unwrap();
    // Half as long, four times as heavy.
    std::fs::write(path("half.csv"), ".25,.25\n.25,-.25\n-.25,.25\n-.25,-.25\n").unwrap();
    std::fs::write(path("w.csv"), "4\n4\n4\n4\n").unwrap();
    let weighted = format!("{} --sample-weights {}", path("half.csv"), path("w.csv"));
    let cases = [
        ("last", "2", "half-sum", &path("x.csv")),
        ("all", "2,2", "half-mean", &path("x.csv")),
        ("2,3", "2,2", "mean", &weighted),
        ("all", "2,3,2", "sum", &path("x.csv")),
    ];
    for (biases, hidden, loss, inputs) in cases {
        let problem = format!(
            "--inputs {inputs} --targets {} --biases {biases} --hidden {hidden} --loss {loss} --header no",
            path("y.csv")
        );
        for family in ["1", "1,2"] {
            let closed = linscape(&format!("spectrum {problem} --subset {family} --json")).json();
            let file = path("point.npz");
            let line =
                format!("represent {problem} --subset {family} --balanced-in data -o {file}");
            assert_eq!(linscape(&line).code, Some(0), "{line}");
            let dense = linscape(&format!("spectrum {problem} --weights {file} --json")).json();
            let [closed, dense] = [closed, dense].map(|found| all_rows(&found));
            assert_eq!(closed.len(), dense.len(), "{problem}");
            for (one, other) in closed.iter().zip(&dense) {
                assert!(
                    (one - other).abs() < 1e-9 * dense[dense.len() - 1],
                    "{problem}: {closed:?} {dense:?}"
                );
            }
        }
    }
}

/// Every eigenvalue as often as it occurs.
fn all_rows(spectrum: &Value) -> Vec<f64> {
    let rows = spectrum["rows"].as_array().unwrap();
    let times = |row: &Value| row["multiplicity"].as_u64().unwrap_or(1);
    let all = rows.iter().flat_map(|row| (0..times(row)).map(|_| row["value"].as_f64().unwrap()));
    all.collect()
}

/// A bias in the last layer adds `d_h/2` to λ, of the family near by as of the weights' own function.
#[test]
fn the_learning_coefficient_of_the_family_near_by_counts_the_offset() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lb.npz").display().to_string();
    let made = linscape(&format!("represent {DATA} --biases all --subset 1,2 -o {file}"));
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let found = linscape(&format!("trace {DATA} {file} --times 0 --learning --json")).json();
    let seen = &found["checkpoints"][0];
    // ½ · 2 (3 + 3 − 2) without biases, and half of the 3 outputs.
    assert_eq!(seen["near"]["learning_coefficient"]["lambda"], "11/2", "{seen}");
    assert_eq!(seen["learning_coefficient"]["lambda"], "11/2", "{seen}");
}

/// What a row says is of the problem of its weights, which say themselves that they have biases.
#[test]
fn rows_of_sweeps_count_biases_and_keep_to_one_problem() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let file = path("point.npz");
    let made = linscape(&format!(
        "represent {DATA} --biases all --subset 1 --stratum random --seed 4 -o {file}"
    ));
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let problem = |biases: &str| {
        format!(
            r#"{{"inputs": "fixtures/linnerud-exercise.csv", "targets": "fixtures/linnerud-physiological.csv",
                "hidden": [2, 2]{biases}}}"#
        )
    };
    let spec = |problem: &str, task: &str| {
        std::fs::write(
            path("s.json"),
            format!(r#"{{"problems": [{problem}], "tasks": [{task}]}}"#),
        )
        .unwrap();
        let _ = std::fs::remove_dir_all(path("rows"));
        let said = linscape(&format!("sweep {} -o {}", path("s.json"), path("rows")));
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        let rows = std::fs::read_to_string(folder.path().join("rows/rows-1-of-1.jsonl")).unwrap();
        serde_json::from_str::<Value>(rows.lines().next().unwrap()).unwrap()
    };
    let counted = spec(&problem(r#", "biases": "all""#), r#""landscape""#);
    assert_eq!(counted["parameters"], 16 + 7, "{counted}");
    let first = spec(&problem(r#", "biases": "1""#), r#""landscape""#);
    assert_eq!(first["widths"], serde_json::json!([3, 2, 2, 3]), "{first}");
    let row = spec(&problem(""), &format!(r#"{{"task": "classify", "weights": "{file}"}}"#));
    assert_eq!(row["parameters"], 16 + 7, "{row}");
    let (loss, near) = (row["loss"].as_f64().unwrap(), row["nearest_loss"].as_f64().unwrap());
    assert!((loss / near - 1.0).abs() < 1e-12, "a critical point of {near} has {loss}");
}

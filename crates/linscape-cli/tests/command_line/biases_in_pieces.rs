//! Networks with biases whose Hessian is taken apart.

use crate::answer::linscape;
use serde_json::Value;
use std::path::Path;

/// Three exercises and three numbers of the body, of 20 people.
const DATA: &str =
    "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv";

/// A random point of a family in a network with these hidden widths.
fn point(folder: &Path, hidden: &str, biases: &str) -> String {
    let file = folder.join(format!("{hidden}-{biases}.npz")).display().to_string();
    let written = linscape(&format!(
        "represent {DATA} --hidden {hidden} --biases {biases} --subset 1 --stratum random --seed 4 -o {file}"
    ));
    assert_eq!(written.code, Some(0), "{}", written.stderr);
    file
}

fn number(of: &Value, name: &str) -> f64 {
    of[name].as_f64().unwrap_or_else(|| panic!("{name}: {of}"))
}

/// Checks by pieces and by the whole Hessian say the same of signs and of both ends.
fn hold(line: &str, dense: &Value) {
    let found = linscape(line).json();
    assert_eq!(found["agree"], true, "{line}: {found}");
    let (whole, pieces) = (&dense["hessian"], &found["hessian"]);
    assert_eq!(pieces["method"], "low_rank", "{line}");
    assert_eq!(whole["inertia"], pieces["inertia"], "{line}");
    let scale = number(whole, "largest");
    // Of a core that is not decomposed the low end may stay open.
    let is_open = pieces["smallest"].is_null();
    for name in ["smallest", "largest"].into_iter().skip(usize::from(is_open)) {
        let gap = number(whole, name) - number(pieces, name);
        assert!(gap.abs() < 1e-9 * scale, "{line}: {name} is off by {gap} of {scale}");
    }
}

#[test]
fn spectra_of_biases_in_pieces_are_those_of_the_whole_hessian() {
    let folder = tempfile::tempdir().unwrap();
    for biases in ["all", "last", "1,3", "1"] {
        let file = point(folder.path(), "6,7", biases);
        let line = format!("classify {DATA} --hidden 6,7 --weights {file} --json");
        let dense = linscape(&format!("{line} --hessian dense")).json();
        hold(&format!("{line} --hessian low-rank"), &dense);
        // Cores of the whole network beyond the limit: the offset is split off. A first bias alone is a column
        // of the inputs, and has none.
        if biases != "1" {
            hold(&format!("{line} --hessian low-rank --dense-limit 40"), &dense);
        }
        let spectrum = |method: &str| {
            let line = line.replace("classify", "spectrum");
            let listed = linscape(&format!("{line} --hessian {method}")).json();
            let rows = listed["rows"].as_array().unwrap().clone();
            rows.iter()
                .flat_map(|row| {
                    let copies = row["multiplicity"].as_u64().unwrap();
                    (0..copies).map(|_| number(row, "value")).collect::<Vec<_>>()
                })
                .collect::<Vec<f64>>()
        };
        let (all, pieces) = (spectrum("dense"), spectrum("low-rank"));
        assert_eq!(all.len(), pieces.len(), "{biases}");
        let scale = all[all.len() - 1];
        for (a, b) in all.iter().zip(&pieces) {
            assert!((a - b).abs() < 1e-8 * scale, "{biases}: {a} {b}");
        }
    }
}

#[test]
fn wide_networks_with_biases_are_checked_with_all_signs() {
    let folder = tempfile::tempdir().unwrap();
    let file = point(folder.path(), "60,50", "all");
    let line = format!("classify {DATA} --hidden 60,50 --weights {file} --json");
    let found = linscape(&line).json();
    let hessian = &found["hessian"];
    assert_eq!((&hessian["method"], &found["agree"]), (&"low_rank".into(), &true.into()));
    let counts = ["index", "nullity", "coindex"].map(|name| found[name].clone());
    assert_eq!(hessian["inertia"], Value::from(counts.to_vec()));
    let total: u64 = counts.iter().filter_map(Value::as_u64).sum();
    assert_eq!(total, 60 * 4 + 50 * 61 + 3 * 51);
}

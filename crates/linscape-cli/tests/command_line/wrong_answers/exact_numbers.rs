//! Differences of exact numbers are formed exactly.

use crate::answer::linscape;
use serde_json::Value;

fn family<'a>(document: &'a Value, subset: &Value) -> &'a Value {
    let families = document["families"].as_array().unwrap();
    families.iter().find(|family| family["subset"] == *subset).unwrap()
}

#[test]
fn rates_and_drops_of_close_values_have_all_their_digits() {
    let line = "dump --sigma 1000000000000000.1,1000000000000000 --widths 2,2,2,2";
    let document = linscape(line).json();
    // σ_k^{1/3} (σ_l − σ_k) = 10⁵ · 0.1.
    let rate = family(&document, &serde_json::json!([2]))["rate"].as_f64().unwrap();
    assert!((rate / 1e4 - 1.0).abs() < 1e-12, "{rate}");
    let swap = document["connections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|connection| connection["kind"] == "swap")
        .unwrap();
    // ½ (σ_1 − σ_2)(σ_1 + σ_2).
    let drop = swap["loss_drop"].as_f64().unwrap();
    assert!((drop / 1e14 - 1.0).abs() < 1e-15, "{drop}");
}

#[test]
fn an_index_of_one_has_a_rate() {
    let document = linscape("dump --sigma 1.0000000000000001,1 --widths 2,2,2,2").json();
    let second = family(&document, &serde_json::json!([2]));
    assert_eq!((&second["index"], &second["rate"]), (&1.into(), &1e-16.into()));
}

#[test]
fn small_eigenvalues_are_not_merged_with_zeros() {
    let line = "spectrum --sigma 1,1e-9 --widths 2,2,2,2,2,2 --subset 1,2 --json";
    let document = linscape(line).json();
    let rows = document["rows"].as_array().unwrap();
    let row = |at: usize| {
        (rows[at]["value"].as_f64().unwrap(), rows[at]["multiplicity"].as_u64().unwrap())
    };
    assert_eq!(row(0), (0.0, 16));
    // h σ_2^{2(h−1)/h} = 5 · 10^{−72/5}.
    let (value, times) = row(1);
    assert!((value / (5.0 * 10_f64.powf(-14.4)) - 1.0).abs() < 1e-12, "{value}");
    assert_eq!(times, 1);
}

#[test]
fn a_descent_ends_with_the_step_that_it_names() {
    for (until, steps) in [("0.3", 3), ("0.7", 7), ("0.35", 4)] {
        let line = format!(
            "flow --sigma 2,1 --widths 2,2,2 --init balanced:0.1 --method gd --step 0.1 --until {until}"
        );
        let reached: Value = serde_json::from_str(&linscape(&line).stdout).unwrap();
        let line =
            line.replace(&format!("--until {until}"), &format!("--until 9 --max-steps {steps}"));
        // Unfinished, so that the exit code is 3.
        let counted: Value = serde_json::from_str(&linscape(&line).stdout).unwrap();
        assert_eq!(reached["final"]["loss"], counted["final"]["loss"], "{until}");
        assert_eq!(reached["final"]["time"], counted["final"]["time"], "{until}");
    }
}

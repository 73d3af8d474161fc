//! A bound never certifies a zero: what lies below an error is undecided.

use crate::answer::linscape;
use serde_json::Value;

/// `(agree, undecided, disagree)` of `verify`.
fn verified(problem: &str) -> [u64; 3] {
    let document = linscape(&format!("verify {problem} --json")).json();
    ["agreed", "undecided", "disagreed"].map(|count| document["totals"][count].as_u64().unwrap())
}

#[test]
fn no_false_disagreement_over_gaps_and_ratios() {
    for gap in 1..=16 {
        let near = format!("0.{}", "9".repeat(gap));
        linscape(&format!("report --check --sigma 1,{near},1/2 --widths 3,3,3")).text();
        let [.., disagreed] =
            verified(&format!("--sigma 1,{near} --widths 2,2,2,2 --samples 12 --descent-up-to 0"));
        assert_eq!(disagreed, 0, "{near}");
    }
    for ratio in [1, 4, 8, 10, 12, 14, 15, 16, 17, 20, 50, 100] {
        let sigma = format!("1,1e-{ratio}");
        linscape(&format!("report --check --sigma {sigma} --widths 2,2,2,2,2,2")).text();
        let [.., disagreed] =
            verified(&format!("--sigma {sigma} --widths 2,2,2,2 --samples 12 --descent-up-to 0"));
        assert_eq!(disagreed, 0, "{sigma}");
    }
}

/// Bases that pair modes of such different size are long, and their product cancels: the loss of the
/// point is rounding.
#[test]
fn a_loss_that_the_layers_bury_in_rounding_refutes_nothing() {
    for ratio in [40, 80, 100] {
        let problem =
            format!("--sigma 1,1e-{ratio} --widths 3,2,3,2 --samples 30 --descent-up-to 0");
        let [.., disagreed] = verified(&problem);
        assert_eq!(disagreed, 0, "{ratio}");
    }
}

#[test]
fn ranks_below_rounding_contradict_no_explanation() {
    for ratio in ["1e-10", "1e-16", "1e-20", "1e-100"] {
        for subset in ["1", "2", "1,2"] {
            let line = format!("explain --sigma 1,{ratio} --widths 2,2,2,2 --subset {subset}");
            assert_eq!(linscape(&line).code, Some(0), "{line}");
        }
    }
}

#[test]
fn an_escape_slower_than_rounding_is_not_refuted_by_it() {
    let [agreed, _, disagreed] = verified("--sigma 1,1e-8 --widths 2,2,2,2 --samples 40");
    assert!(agreed > 10 && disagreed == 0, "{agreed} {disagreed}");
}

#[test]
fn what_double_precision_sees_is_still_decided() {
    let [agreed, undecided, disagreed] =
        verified("--sigma 1,0.99 --widths 2,2,2,2 --samples 40 --descent-up-to 0");
    assert_eq!([agreed, undecided, disagreed], [40, 0, 0]);
    let text = linscape("report --check --sigma 1,1e-4 --widths 2,2,2,2").text();
    assert!(text.contains("4 agree, 0 undecided, 0 disagree"), "{text}");
}

#[test]
fn centred_inputs_beside_a_large_offset_have_no_direction_of_rounding() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = String::new();
    let mut state = 7_u32;
    for _ in 0..20 {
        let mut entry = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            1000.0 + f64::from(state >> 8) / f64::from(1 << 24)
        };
        let row: Vec<String> = (0..64).map(|_| entry().to_string()).collect();
        rows += &(row.join(",") + "\n");
    }
    std::fs::write(folder.path().join("x.csv"), &rows).unwrap();
    let line = "dump --inputs x.csv --autoencode --center --hidden 4";
    let document: Value = crate::answer::linscape_in(folder.path(), line).json();
    assert_eq!(document["problem"]["input_rank"], 19);
    assert_eq!(document["problem"]["tolerance"]["inputs"]["origin"], "round-off");
}

/// A search that has not arrived at the lowest points of a sphere measures too small an exponent.
#[test]
fn a_descent_that_was_not_followed_to_its_end_refutes_no_escape_order() {
    for seed in [0, 1] {
        let line = format!("verify --sigma 1,5e-8 --widths 2,2,2,2 --samples 40 --seed {seed}");
        let answer = linscape(&line);
        assert_eq!(answer.code, Some(0), "{line}: {}", answer.stdout);
    }
}

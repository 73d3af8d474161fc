//! `linscape verify --exact` and `linscape classify --exact`.

use crate::answer::{linscape, linscape_in};
use serde_json::{Value, json};
use std::fs;

#[test]
fn every_stratum_is_proved_and_certified() {
    let folder = tempfile::tempdir().unwrap();
    let line = "verify --exact --sigma 2,1 --widths 2,2,2,2 --certificates proofs.jsonl --json";
    let document = linscape_in(folder.path(), line).json();
    assert_eq!(document["schema"], "linscape.verification/1");
    assert_eq!((&document["road"], &document["selection"]), (&json!("exact"), &json!("every")));
    let counts = json!({
        "points": 20, "agreed": 20, "undecided": 0, "disagreed": 0, "orders_settled": 20
    });
    assert_eq!(document["totals"], counts);
    assert_eq!(document["certificates"], "proofs.jsonl");
    let text = fs::read_to_string(folder.path().join("proofs.jsonl")).unwrap();
    let certificates: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(certificates.len(), 20);
    for (position, certificate) in certificates.iter().enumerate() {
        assert_eq!(certificate["schema"], "linscape.certificate/1");
        assert_eq!(certificate["position"], position);
        let claims = &certificate["claims"];
        let pivots = certificate["pivots"].as_array().unwrap();
        let rows: usize = pivots.iter().map(|pivot| pivot.as_array().unwrap().len()).sum();
        assert_eq!(claims["nullity"], 12 - rows);
        let cubic = claims["escape_order"] == 3;
        assert_eq!(certificate["escape"]["degree"] == 3, cubic);
    }
}

#[test]
fn values_that_doubles_take_for_equal_or_zero_are_told_apart() {
    let tied = linscape("verify --exact --sigma 1,0.99999999999999,1/2 --widths 3,3,3,3 --json");
    let tied = tied.json();
    assert_eq!((&tied["totals"]["agreed"], &tied["totals"]["points"]), (&json!(69), &json!(69)));
    let tiny = linscape("verify --exact --sigma 1,1e-8 --widths 2,2,2,2 --json").json();
    assert_eq!((&tiny["totals"]["agreed"], &tiny["totals"]["points"]), (&json!(20), &json!(20)));
}

#[test]
fn the_answer_does_not_depend_on_threads() {
    let line = "verify --exact --sigma 2,2,1 --widths 3,2,3,3 --samples 12 --certificates c.jsonl";
    let folder = tempfile::tempdir().unwrap();
    let outputs = ["1", "3"].map(|threads| {
        let text = linscape_in(folder.path(), &format!("{line} --threads {threads}")).text();
        (text, fs::read_to_string(folder.path().join("c.jsonl")).unwrap())
    });
    assert_eq!(outputs[0], outputs[1]);
}

#[test]
fn weights_as_fractions_are_classified_without_rounding() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("W.json");
    fs::write(
        &path,
        r#"{"W1": [[1, 0, 0], [0, 0, "1/2"], [0, 0, 0]],
            "W2": [[1, 0, 0], [0, 1, 0], [0, 0, 0]],
            "W3": [[1, 0, 0], [0, 0, 0], [0, 1, 0]]}"#,
    )
    .unwrap();
    let line = "classify --exact --sigma 1,0.99999999999999,1/2 --widths 3,3,3,3 --weights W.json";
    let document = linscape_in(folder.path(), &format!("{line} --json")).json();
    // {1,3} is learned, and the second value is larger than the third: one way down.
    assert_eq!(document["subset"], json!([1, 3]));
    assert_eq!((&document["type"], &document["index"]), (&json!("strict_saddle"), &json!(1)));
    assert_eq!(document["hessian"], json!({"method": "exact", "inertia": [1, 19, 7]}));
    assert_eq!(
        document["exact_loss"],
        "9999999999999800000000000001/20000000000000000000000000000"
    );
    assert_eq!(document["agree"], true);
    let text = linscape_in(folder.path(), line).text();
    assert!(text.contains("index/nullity/coindex 1/19/7, as the theorem has it: proved"), "{text}");

    // Off the point by less than any double sees.
    let moved = fs::read_to_string(&path)
        .unwrap()
        .replace(r#""W3": [[1"#, r#""W3": [["100000000000000000001/100000000000000000000""#);
    fs::write(&path, moved).unwrap();
    let document = linscape_in(folder.path(), &format!("{line} --json")).json();
    assert_eq!((&document["critical"], &document["agree"]), (&json!(false), &Value::Null));
    assert_eq!(document["type"], "not_critical");
}

#[test]
fn a_certificate_is_a_file_of_weights() {
    let folder = tempfile::tempdir().unwrap();
    let line = "verify --exact --sigma 2,1 --widths 2,3,2 --subset 2 --stratum p0-2.b1-1x2 \
                --certificates W.json --json";
    assert_eq!(linscape_in(folder.path(), line).json()["totals"]["agreed"], 1);
    let line = "classify --exact --sigma 2,1 --widths 2,3,2 --weights W.json --json";
    let document = linscape_in(folder.path(), line).json();
    assert_eq!(document["stratum"]["id"], "p0-2.b1-1x2");
    assert_eq!((&document["subset"], &document["agree"]), (&json!([2]), &json!(true)));
}

#[test]
fn what_is_not_exact_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let write = |text: &str| fs::write(folder.path().join("W.json"), text).unwrap();
    let refused = |line: &str, words: &str| {
        let answer = linscape_in(folder.path(), line);
        assert_eq!((answer.code, answer.stdout.as_str()), (Some(2), ""), "{line}");
        assert_eq!(answer.stderr.lines().count(), 1, "{}", answer.stderr);
        assert!(answer.stderr.contains(words), "{}", answer.stderr);
    };
    fs::write(folder.path().join("sigma.csv"), "1,2\n3,4\n").unwrap();
    refused("verify --exact --target sigma.csv --hidden 2,2", "state rational ones by --sigma");
    refused("verify --exact --sigma 1 --widths 2,2", "a single layer of weights");
    let line = "classify --exact --sigma 1 --widths 1,1,1 --weights W.json";
    write(r#"{"W1": [[0.3333333333333333]], "W2": [[1]]}"#);
    refused(line, "W.json: W1 holds 0.3333333333333333, a number of more than 15 digits");
    write(r#"{"W1": [["a third"]], "W2": [[1]]}"#);
    refused(line, "W.json: W1: 'a third' is not a number");
    write(r#"{"W1": [[1], [1, 2]], "W2": [[1]]}"#);
    refused(line, "W.json: W1 is no matrix");
    write(r#"{"W1": [[1, 2]], "W2": [[1]]}"#);
    refused(line, "W1, W2 chain to widths [2, 1, 1], but the problem has [1, 1, 1]");
    write(r#"{"W1": [[1], [1]], "W2": [[1]]}"#);
    refused(line, "W2 has 1 columns, but what comes before it has 2");
}

#[test]
fn large_networks_are_a_limit() {
    let answer = linscape("verify --exact --sigma 1 --widths 30,30,30");
    assert_eq!(answer.code, Some(3));
    assert!(answer.stderr.contains("1800 weights are more than 400"), "{}", answer.stderr);
}

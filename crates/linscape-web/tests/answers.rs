//! Questions and their answers, on this machine; `scripts/check_web.py` holds the module's against the binary's.

use linscape_critical::{Observer, Progress};
use linscape_formats::{WeightsFormat, write_weights};
use linscape_network::Weights;
use linscape_web::{Answer, answer, hold_file, release_file};
use nalgebra::{DMatrix, dmatrix};
use serde_json::Value;
use std::ops::ControlFlow;
use std::path::Path;

fn document(answer: &Answer) -> Value {
    assert_eq!(answer.code, 0, "{}", answer.message);
    serde_json::from_slice(&answer.document).expect("a document of JSON")
}

fn ask(question: &str) -> Value {
    document(&answer(question, &()))
}

#[test]
fn a_typed_problem_is_listed() {
    let found = ask(r#"{"ask": "dump", "problem": {"sigma": "3,2,1", "widths": "3,3,3,3"}}"#);
    assert_eq!(found["counts"]["families"], "8");
    assert_eq!(found["families"][1]["loss"], 0.5);
    let graph = answer(
        r#"{"ask": "graph", "format": "dot", "problem": {"sigma": [1], "widths": [2, 2, 2]}}"#,
        &(),
    );
    assert!(String::from_utf8_lossy(&graph.document).starts_with("digraph"), "{graph:?}");
}

#[test]
fn files_in_memory_have_their_names() {
    let (inputs, targets) = (Path::new("memory/x.csv"), Path::new("memory/y.csv"));
    hold_file(inputs, b"a,b\n2,0\n0,1\n".to_vec());
    hold_file(targets, b"c,d\n6,0\n0,1\n".to_vec());
    let question = r#"{"ask": "dump", "problem": {"inputs": "memory/x.csv", "targets": "memory/y.csv",
        "hidden": "2"}}"#;
    let said = answer(question, &());
    assert!(said.notes.iter().any(|note| note.starts_with("memory/x.csv: line 1")), "{said:?}");
    let problem = &document(&said)["problem"];
    // X = diag(2, 1) whitens to I, and YXᵀ to Σ = diag(6, 1).
    assert_eq!(problem["singular_values"], serde_json::json!([6.0, 1.0]));
    assert_eq!(problem["source"]["inputs"], "memory/x.csv");
    assert!(release_file(inputs));
    let refused = answer(question, &());
    assert_eq!(refused.code, 2);
    assert!(refused.message.starts_with("memory/x.csv: cannot be read"), "{}", refused.message);
}

#[test]
fn weights_in_memory_are_classified_and_flow() {
    let layer: DMatrix<f64> = dmatrix![3f64.sqrt(), 0.0; 0.0, 0.0];
    let weights = Weights::new(vec![layer.clone(), layer]).expect("they chain");
    let mut bytes = Vec::new();
    write_weights(&mut bytes, &weights, WeightsFormat::Safetensors).expect("memory takes them");
    hold_file(Path::new("W.safetensors"), bytes);
    let problem = r#""problem": {"sigma": "3,1", "widths": "2,2,2"}"#;
    let found = ask(&format!(r#"{{"ask": "classify", {problem}, "weights": ["W.safetensors"]}}"#));
    assert_eq!((&found["type"], &found["agree"]), (&"strict_saddle".into(), &true.into()));
    let flow = format!(
        r#"{{"ask": "flow", {problem}, "options": {{"init": "near:1", "points": 9, "seed": 1}}}}"#
    );
    let found = ask(&flow);
    let visits: Vec<_> = found["visits"].as_array().expect("visits").iter().collect();
    assert_eq!(visits[0]["subset"], serde_json::json!([1]));
    assert_eq!(visits[visits.len() - 1]["subset"], serde_json::json!([1, 2]));
}

#[test]
fn decay_is_a_question_like_any_other() {
    let problem = r#""problem": {"sigma": "3,2", "widths": "2,2,2,2", "decay": 0.5}"#;
    let found = ask(&format!(r#"{{"ask": "dump", {problem}}}"#));
    assert_eq!(found["problem"]["decay"]["mean"], 0.5);
    let drawn = answer(&format!(r#"{{"ask": "plot", "curve": "bifurcation", {problem}}}"#), &());
    assert!(drawn.document.starts_with(b"<svg"));
    // What does not know decay refuses it.
    let refused = answer(&format!(r#"{{"ask": "learning", {problem}}}"#), &());
    assert_eq!((refused.code, refused.document.len()), (2, 0));
}

#[test]
fn limits_and_nonsense_are_refused_by_their_codes() {
    let many: Vec<String> = (1..=40).map(|value| value.to_string()).collect();
    let many = format!(
        r#"{{"ask": "dump", "problem": {{"sigma": "{}", "widths": "40,40,40"}}}}"#,
        many.join(",")
    );
    assert_eq!(answer(&many, &()).code, 3);
    for nonsense in ["", "{}", r#"{"ask": "fly"}"#, r#"{"ask": "dump", "problme": {}}"#] {
        let refused = answer(nonsense, &());
        assert_eq!(refused.code, 2, "{nonsense}");
        assert!(!refused.message.is_empty() && refused.document.is_empty());
    }
}

struct Impatient;

impl Observer for Impatient {
    fn advance(&self, _: Progress) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}

#[test]
fn who_stops_gets_what_was_found() {
    let question = r#"{"ask": "flow", "problem": {"sigma": "3,2,1", "widths": "3,3,3,3"}}"#;
    let stopped = answer(question, &Impatient);
    assert_eq!(stopped.code, 130);
    let found: Value = serde_json::from_slice(&stopped.document).expect("what there is");
    assert_eq!(found["status"], "incomplete");
}

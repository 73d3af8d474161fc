//! Sweeps: rows by shards, gone on with, and refused.

use crate::answer::Answer;
use crate::folder::Folder;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

/// Two spectra × four networks, one of which cannot be; the landscape once, the verification for
/// each seed.
const SPEC: &str = r#"{
    "grid": {"sigma": [[3, 2, 1], ["5/2", 1, 1]], "ends": [[3, 3]], "width": [3, 0], "depth": [2, 3]},
    "tasks": ["landscape", {"task": "verify", "samples": 3, "descent_up_to": 0}],
    "seeds": [0, 1]
}"#;
const ROWS: usize = 2 * 4 * (1 + 2);

/// What a run says of the rows it wrote.
fn said(answer: Answer) -> String {
    assert_eq!((answer.code, answer.stdout.as_str()), (Some(0), ""), "{}", answer.stderr);
    answer.stderr
}

fn rows(folder: &Folder, name: &str) -> Vec<String> {
    let text = fs::read_to_string(folder.path().join(name)).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn shards_of_any_split_add_up_to_the_same_rows() {
    let folder = Folder::with(&[("sweep.json", SPEC)]);
    said(folder.run("sweep sweep.json -o whole"));
    let whole: BTreeSet<String> = rows(&folder, "whole/rows-1-of-1.jsonl").into_iter().collect();
    assert_eq!(whole.len(), ROWS);
    for count in [2, 5] {
        let mut parts = Vec::new();
        for index in 1..=count {
            said(folder.run(&format!("sweep sweep.json --shard {index}/{count} -o parts{count}")));
            parts.extend(rows(&folder, &format!("parts{count}/rows-{index}-of-{count}.jsonl")));
        }
        assert_eq!(parts.len(), ROWS);
        assert_eq!(parts.into_iter().collect::<BTreeSet<_>>(), whole);
    }
}

#[test]
fn a_row_says_what_was_asked_and_what_came_out() {
    let folder = Folder::with(&[("sweep.json", SPEC)]);
    said(folder.run("sweep sweep.json -o rows --threads 1"));
    let rows: Vec<Value> = rows(&folder, "rows/rows-1-of-1.jsonl")
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let first = &rows[0];
    assert_eq!(first["problem"], r#"{"sigma":["3","2","1"],"widths":[3,3,3]}"#);
    assert_eq!((&first["families"], &first["nonstrict"]), (&json!("8"), &json!("0")));
    // Depth 2 has no nonstrict strata.
    assert_eq!(first["nonstrict_share"], 0.0);
    assert_eq!(
        (&first["seed"], &first["version"]),
        (&json!(null), &json!(env!("CARGO_PKG_VERSION")))
    );
    assert_eq!((&rows[1]["points"], &rows[1]["disagreed"]), (&json!(3), &json!(0)));
    assert_eq!([&rows[1]["seed"], &rows[2]["seed"]], [0, 1]);
    let failed: Vec<&Value> = rows.iter().filter(|row| row["status"] == "error").collect();
    assert_eq!(failed.len(), 2 * 2 * 3);
    let expected = "width d_1 is 0: every layer needs at least one unit";
    assert!(failed.iter().all(|row| row["error"].as_str().unwrap().ends_with(expected)));
}

#[test]
fn a_run_that_was_cut_off_goes_on_with_whole_lines() {
    let folder = Folder::with(&[("sweep.json", SPEC)]);
    said(folder.run("sweep sweep.json -o rows"));
    let path = folder.path().join("rows/rows-1-of-1.jsonl");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    said(folder.run("sweep sweep.json -o rows"));
    assert_eq!(fs::read(&path).unwrap(), whole);
    let again = said(folder.run("sweep sweep.json -o rows"));
    assert!(again.contains(&format!(": 0 rows written, 0 of them errors; {ROWS} were")), "{again}");
    let retried = said(folder.run("sweep sweep.json -o rows --retry-errors"));
    assert!(retried.contains(": 12 rows written, 12 of them errors; 12 were"), "{retried}");
}

#[test]
fn what_is_no_sweep_is_refused_in_one_line() {
    let folder = Folder::with(&[
        ("good.json", SPEC),
        ("no.json", "{"),
        ("empty.json", r#"{"grid": {"width": []}, "tasks": ["verify"]}"#),
        ("task.json", r#"{"problems": [{"widths": [1, 1]}], "tasks": ["train"]}"#),
        ("field.json", r#"{"problems": [{"sigmas": [1]}], "tasks": ["verify"]}"#),
    ]);
    folder.refuses(
        2,
        &[
            ("sweep none.json -o rows", &["none.json: cannot be read"]),
            ("sweep no.json -o rows", &["no.json: not a sweep"]),
            ("sweep empty.json -o rows", &["empty.json: grid: width has no values"]),
            ("sweep task.json -o rows", &["task.json: task 1: unknown variant `train`"]),
            ("sweep field.json -o rows", &["field.json: problem 1: unknown field `sigmas`"]),
            ("sweep good.json -o kept.json", &["kept.json: ", "rows are written there"]),
        ],
    );
}

#[test]
fn checkpoints_of_a_pattern_are_a_row_each() {
    let spec = |weights: &str| {
        let problem = json!({"sigma": [2, 1], "widths": [2, 2, 2]});
        let task = json!({"task": "classify", "weights": weights});
        json!({"problems": [problem], "tasks": [task]}).to_string()
    };
    let (some, none) = (spec("step*.npz"), spec("epoch*.npz"));
    let folder = Folder::with(&[("some.json", &some), ("none.json", &none)]);
    for (step, subset) in [(2, "''"), (10, "1"), (9, "2")] {
        let problem = "--sigma 2,1 --widths 2,2,2";
        let line = format!("represent {problem} --subset {subset} -o step{step}.npz");
        assert_eq!(folder.run(&line).code, Some(0));
    }
    said(folder.run("sweep some.json -o rows"));
    let rows = rows(&folder, "rows/rows-1-of-1.jsonl");
    let subset = |row: &String| serde_json::from_str::<Value>(row).unwrap()["subset"].take();
    assert_eq!(rows.iter().map(subset).collect::<Vec<_>>(), [json!([]), json!([2]), json!([1])]);
    folder.refuses(2, &[("sweep none.json -o none", &["task 1", "epoch*.npz", "no file"])]);
}

//! `--problem` files that state no problem.

use crate::folder::Folder;
use std::fs;

/// A `problem` object, or a whole document, and what the refusal says.
const DOCUMENTS: [(&str, &str); 24] = [
    ("", "the text ends"),
    ("{", "the text ends"),
    ("[]", "a list stands where an object is expected"),
    ("{} {}", "missing field `problem`"),
    (r#"{"widths": [1, 1], "singular_values": [1]}"#, "missing field `problem`"),
    (r#"{"problem": {"singular_values": [1]}}"#, "missing field `widths`"),
    (r#"{"problem": {"widths": [1, 1]}}"#, "neither singular_values nor exact_singular_values"),
    (r#"{"problem": {"widths": [1, "1"], "singular_values": [1]}}"#, "invalid type"),
    (r#"{"problem": {"widths": [1, -1], "singular_values": [1]}}"#, "invalid value"),
    (r#"{"problem": {"widths": [1, 0, 1], "singular_values": [1]}}"#, "d_1 is 0"),
    (r#"{"problem": {"widths": [1], "singular_values": [1]}}"#, "input and an output width"),
    (r#"{"problem": {"widths": [1, 1], "singular_values": [-1]}}"#, "-1 is negative"),
    (r#"{"problem": {"widths": [1, 1], "singular_values": [NaN]}}"#, "line 1, column"),
    (r#"{"problem": {"widths": [1, 1], "singular_values": [1e999]}}"#, "out of range"),
    (
        r#"{"problem": {"widths": [1, 1], "singular_values": [1, 1]}}"#,
        "2 singular values are too many",
    ),
    (
        r#"{"problem": {"widths": [1, 1], "exact_singular_values": ["one"]}}"#,
        "'one' is not a number",
    ),
    (
        r#"{"problem": {"widths": [1, 1], "singular_values": [2], "exact_singular_values": ["1"]}}"#,
        "disagree at number 1",
    ),
    (r#"{"problem": {"widths": [2, 2], "singular_values": [1], "rank": 2}}"#, "rank = 2"),
    (r#"{"problem": {"widths": [2, 2], "singular_values": [1], "depth": 3}}"#, "depth = 3"),
    (
        r#"{"problem": {"widths": [2, 2], "singular_values": [1], "input_rank": 3}}"#,
        "input rank of 3",
    ),
    (
        r#"{"problem": {"widths": [2, 2], "singular_values": [1], "loss_offset": -1}}"#,
        "loss offset",
    ),
    (r#"{"problem": {"widths": [2, 2], "singular_values": [1], "loss": "half-mean"}}"#, "samples"),
    (r#"{"problem": {"widths": [2, 2], "singular_values": [1], "samples": 0}}"#, "samples"),
    (
        r#"{"schema": "linscape.landscape/2", "problem": {"widths": [1, 1], "singular_values": [1]}}"#,
        "linscape.landscape/2",
    ),
];

#[test]
fn documents_without_a_problem_are_refused_by_name() {
    let folder = Folder::with(&[("stated.json", "")]);
    for (text, expected) in DOCUMENTS {
        fs::write(folder.path().join("stated.json"), text).unwrap();
        folder.refuses(2, &[("dump --problem stated.json", &["stated.json: ", expected])]);
        let refusal = folder.run("report --problem stated.json").refusal(2);
        assert_eq!(refusal.matches(expected).count(), 1, "said twice: {refusal}");
    }
}

#[test]
fn options_that_contradict_the_document_are_refused() {
    let document = r#"{"problem": {"widths": [2, 2, 2], "singular_values": [2, 1]}}"#;
    let folder = Folder::with(&[("stated.json", document), ("two.csv", "1,2\n3,4\n")]);
    folder.refuses(
        2,
        &[
            ("dump --problem stated.json --hidden 2", &["--problem states the widths"]),
            ("dump --problem stated.json --widths 2,2,2", &["--problem states the widths"]),
            ("dump --problem stated.json --loss half-mean", &["--loss", "samples"]),
            ("dump --problem stated.json --center", &["--center goes with --inputs"]),
            (
                "represent --problem stated.json --subset 1 -o W.npz",
                &["singular bases", "--inputs"],
            ),
            ("dump --problem missing.json", &["missing.json", "cannot be read"]),
            ("dump --problem stated.json --sigma 1", &["--sigma and --problem", "exactly one"]),
            ("dump --problem stated.json --target two.csv", &["--target and --problem"]),
        ],
    );
}

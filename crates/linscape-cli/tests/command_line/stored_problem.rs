//! A dump fed back through `--problem` is the same problem.

use crate::answer::linscape;
use std::fs;

const COMMANDS: [&str; 11] = [
    "report",
    "report --limit 2",
    "dump",
    "graph --format dot",
    "graph --format graphml --all",
    "graph --format gexf --nodes families",
    "graph --format cytoscape",
    "values --all --json",
    "values --lowest 3",
    "values --highest 3 --json",
    "strata --subset 1 --json",
];

fn reproduces(sources: &[&str], commands: &[&str]) {
    assert!(!sources.is_empty());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stored.json");
    for source in sources {
        fs::write(&file, linscape(&format!("dump {source}")).text()).unwrap();
        for command in commands {
            let stated = linscape(&format!("{command} {source}")).text();
            let stored = linscape(&format!("{command} --problem {}", file.display())).text();
            assert!(!stated.is_empty());
            assert_eq!(stored, stated, "{command} {source}");
        }
    }
}

#[test]
fn spectra_and_targets_come_back_byte_for_byte() {
    let sources = [
        "--sigma 5,4,3 --widths 3,3,3,3",
        "--sigma 1e-3,3/7,0.1,0 --widths 5,2,4",
        "--target fixtures/target-221.csv --hidden 3,3",
        "--target fixtures/target-543.csv --hidden 3 --tolerance 0.3",
    ];
    reproduces(&sources, &COMMANDS);
}

#[test]
fn data_come_back_byte_for_byte_with_what_was_dropped() {
    let deficient =
        "--inputs fixtures/deficient-inputs.csv --targets fixtures/deficient-targets.csv";
    let centered = format!("{deficient} --center --hidden 4,4 --loss mean");
    let sources = [
        &format!("{deficient} --hidden 3,4"),
        &centered,
        "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv \
         --hidden 3 --loss half-mean --tolerance 1e-3",
    ];
    let report = linscape(&format!("report {centered}")).text();
    assert!(report.contains("dropped      2 of 5 input directions"), "{report}");
    reproduces(&sources, &COMMANDS);
}

#[test]
fn labels_come_back_byte_for_byte() {
    let kingdoms =
        "--inputs fixtures/hierarchy-inputs.csv --labels fixtures/hierarchy-kingdoms.csv";
    reproduces(&[&format!("{kingdoms} --hidden 3 --center --loss mean")], &COMMANDS);
    let digits = "--inputs fixtures/digits-pixels.npy --labels fixtures/digits-labels.csv";
    let digits = format!("{digits} --center --loss mean --hidden 4");
    reproduces(&[&digits], &["report", "dump", "graph --format dot", "values --all --json"]);
}

#[test]
fn what_the_command_line_adds_replaces_what_the_document_says() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stored.json");
    let data = "--inputs fixtures/linnerud-exercise.csv --targets \
                fixtures/linnerud-physiological.csv --hidden 3";
    fs::write(&file, linscape(&format!("dump {data}")).text()).unwrap();
    let stored = linscape(&format!("dump --problem {} --loss mean", file.display())).json();
    let stated = linscape(&format!("dump {data} --loss mean")).json();
    assert_eq!(stored["problem"]["loss"], "mean");
    let losses = |dump: &serde_json::Value| -> Vec<f64> {
        let families = dump["families"].as_array().unwrap().iter();
        families.map(|family| family["loss"].as_f64().unwrap()).collect()
    };
    let (stored, stated) = (losses(&stored), losses(&stated));
    assert_eq!(stored.len(), 8);
    for (stored, stated) in stored.iter().zip(&stated) {
        assert!((stored - stated).abs() <= 1e-12 * stated, "{stored} is not {stated}");
    }
}

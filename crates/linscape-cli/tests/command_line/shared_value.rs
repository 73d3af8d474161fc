//! σ = 5, 4, 3: 5² = 4² + 3², so that two families share a critical value.

use crate::answer::{is_close, linscape};
use serde_json::{Value, json};

const SOURCES: [&str; 2] =
    ["--sigma 5,4,3 --widths 3,3,3,3", "--target fixtures/target-543.csv --hidden 3,3"];

#[test]
fn eight_families_form_seven_fibers() {
    for source in SOURCES {
        let dump = linscape(&format!("dump {source}")).json();
        let fibers = dump["fibers"].as_array().unwrap();
        assert_eq!((dump["families"].as_array().unwrap().len(), fibers.len()), (8, 7), "{source}");
        assert_eq!(dump["counts"]["critical_values"], "7", "{source}");
        let shared: Vec<&Value> =
            fibers.iter().filter(|fiber| fiber["families"].as_array().unwrap().len() > 1).collect();
        assert_eq!(shared.len(), 1, "{source}");
        assert!(is_close(&shared[0]["loss"], 12.5), "{source}");
        let subsets = shared[0]["families"].as_array().unwrap().iter();
        let subsets: Vec<&Value> = subsets
            .map(|id| &dump["families"][usize::try_from(id.as_u64().unwrap()).unwrap()]["subset"])
            .collect();
        assert_eq!(subsets, [&json!([2, 3]), &json!([1])], "{source}");
    }
}

#[test]
fn the_graph_has_a_node_for_each_fiber_in_every_format() {
    let count = |text: &str, format: &str| -> (usize, usize) {
        match format {
            "dot" => {
                let lines: Vec<&str> = text
                    .lines()
                    .filter(|line| line.starts_with("  n") && line.contains("label="))
                    .collect();
                let edges = lines.iter().filter(|line| line.contains(" -> ")).count();
                (lines.len() - edges, edges)
            }
            "cytoscape" => {
                let document: Value = serde_json::from_str(text).unwrap();
                let size = |of: &str| document["elements"][of].as_array().unwrap().len();
                (size("nodes"), size("edges"))
            }
            _ => (text.matches("<node id=").count(), text.matches("<edge id=").count()),
        }
    };
    let drawings = [
        ("", (7, 8)),
        ("--all", (7, 18)),
        ("--nodes families", (8, 8)),
        ("--nodes families --all", (8, 18)),
    ];
    for format in ["dot", "graphml", "gexf", "cytoscape"] {
        for (options, expected) in drawings {
            let line = format!("graph {} --format {format} {options}", SOURCES[0]);
            let text = linscape(&line).text();
            assert_eq!(count(&text, format), expected, "{line}");
        }
    }
}

#[test]
fn values_give_the_multiplicity() {
    for source in SOURCES {
        let values = linscape(&format!("values --all --json {source}")).json();
        let expected = [(0.0, 1), (4.5, 1), (8.0, 1), (12.5, 2), (17.0, 1), (20.5, 1), (25.0, 1)];
        let rows = values["values"].as_array().unwrap();
        assert_eq!(rows.len(), expected.len(), "{source}");
        for (row, (loss, multiplicity)) in rows.iter().zip(expected) {
            assert!(is_close(&row["loss"], loss), "{source}: {row}");
            assert_eq!(row["multiplicity"], multiplicity, "{source}: {row}");
        }
    }
}

#[test]
fn values_below_a_loss_are_listed_counted_and_named() {
    for source in SOURCES {
        let below = |rest: &str| linscape(&format!("values {source} {rest} --json")).json();
        let listed = below("--below 17 --subsets");
        assert_eq!(listed["order"], "below");
        // 17 itself is not below; of data it coincides with the value, and is not called below.
        assert_eq!(listed["below"]["at_least"], "5", "{source}");
        let subsets: Vec<&Value> =
            listed["values"].as_array().unwrap().iter().map(|row| &row["subsets"]).collect();
        let expected = [json!([[1, 2, 3]]), json!([[1, 2]]), json!([[1, 3]]), json!([[2, 3], [1]])];
        assert_eq!(subsets, expected.iter().collect::<Vec<_>>(), "{source}");
        let counted = below("--count-below 17.5");
        assert_eq!(counted["below"]["families"], "6", "{source}");
        assert_eq!(counted["values"], json!([]));
    }
    let exact = linscape("values --sigma 5,4,3 --widths 3,3,3 --count-below 25/2 --json").json();
    assert_eq!(exact["below"]["families"], "3");
    let above = linscape("values --sigma 5,4,3 --widths 3,3,3 --below 1e9 --json").json();
    assert_eq!(
        (&above["below"]["families"], above["values"].as_array().unwrap().len()),
        (&"8".into(), 7)
    );
    let none = linscape("values --sigma 5,4,3 --widths 3,3,3 --below -1 --json").json();
    assert_eq!(
        (&none["below"]["families"], none["values"].as_array().unwrap().len()),
        (&"0".into(), 0)
    );
    // Hundreds of modes: bounds, and no list.
    let sigma: Vec<String> =
        (1..=200).map(|mode| format!("1.{:03}", (mode * 7919) % 1000)).collect();
    let line = format!("values --sigma {} --widths 200,200,200 --count-below 100", sigma.join(","));
    let text = linscape(&line).text();
    assert!(text.contains("below 100    between "), "{text}");
}

#[test]
fn families_below_a_loss_with_decay_are_those_of_the_report() {
    let source = "--sigma 3,2,1 --widths 3,3,3,3 --decay 1";
    let listed = linscape(&format!("values {source} --below 7 --subsets --json")).json();
    let subsets: Vec<&Value> =
        listed["values"].as_array().unwrap().iter().map(|row| &row["subsets"]).collect();
    assert_eq!(subsets, [&json!(["{1}", "{1,2}"]), &json!(["{1|2}"])]);
    let counted = linscape(&format!("values {source} --count-below 7.06 --json")).json();
    assert_eq!(counted["below"]["families"], "7");
}

#[test]
fn what_below_cannot_do_is_refused() {
    let folder = crate::folder::Folder::with(&[]);
    let problem = "--sigma 5,4,3 --widths 3,3,3";
    let cases = [
        (format!("values {problem} --below much"), vec!["--below", "'much' is not a number"]),
        (format!("values {problem} --count-below 1 -o n.csv"), vec!["n.csv", "--count-below"]),
    ];
    let cases: Vec<(&str, &[&str])> =
        cases.iter().map(|(line, said)| (line.as_str(), said.as_slice())).collect();
    folder.refuses(2, &cases);
}

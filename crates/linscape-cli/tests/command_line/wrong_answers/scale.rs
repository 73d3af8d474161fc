//! What works at scale 1 works at 10⁻¹²⁰ and 10¹²⁰.

use crate::answer::{Answer, linscape_in};
use serde_json::Value;
use std::path::Path;

const SCALES: [i32; 5] = [0, -120, -15, 15, 120];

fn problem(exponent: i32) -> String {
    format!("--sigma 3e{exponent},2e{exponent},1e{exponent} --widths 3,3,3,3")
}

/// Fields that have no units, wherever they stand.
fn without_units(value: &Value) -> Value {
    const KEPT: [&str; 20] = [
        "type",
        "index",
        "nullity",
        "coindex",
        "dimension",
        "escape_order",
        "agree",
        "critical",
        "subset",
        "stratum",
        "multiplicity",
        "agreed",
        "undecided",
        "disagreed",
        "counts",
        "kind",
        "verified",
        "is_cover",
        "rank",
        "descends",
    ];
    match value {
        Value::Array(all) => all.iter().map(without_units).collect(),
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .filter(|(name, value)| {
                    KEPT.contains(&name.as_str()) || value.is_array() || value.is_object()
                })
                .filter(|(name, _)| !["problem", "source", "tolerances"].contains(&name.as_str()))
                .map(|(name, value)| (name.clone(), without_units(value)))
                .collect(),
        ),
        Value::Number(number) if number.is_f64() => Value::Null,
        other => other.clone(),
    }
}

fn documents(text: &str) -> Vec<Value> {
    match serde_json::from_str(text) {
        Ok(document) => vec![document],
        Err(_) => text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
    }
}

fn ran(folder: &Path, line: &str) -> Answer {
    let answer = linscape_in(folder, line);
    assert_eq!(answer.code, Some(0), "{line}: {}", answer.stderr);
    answer
}

#[test]
fn every_command_says_the_same_at_every_scale() {
    let folder = tempfile::tempdir().unwrap();
    let mut first: Vec<Vec<Value>> = Vec::new();
    for exponent in SCALES {
        let problem = problem(exponent);
        ran(
            folder.path(),
            &format!("represent {problem} --subset 1 --stratum p0-2,0-3.b1-1,1-2 -o v.npz"),
        );
        ran(folder.path(), &format!("represent {problem} --subset 1,2 -o w.npz"));
        let lines = [
            format!("dump {problem}"),
            format!("verify {problem} --samples 10 --json"),
            format!("strata {problem} --subset 1 --json"),
            format!("explain {problem} --subset 1 --json"),
            format!("spectrum {problem} --subset 1,2 --json"),
            format!("spectrum {problem} --weights v.npz --json"),
            format!("classify {problem} --weights v.npz --json --directions d.npz"),
            format!("classify {problem} --weights w.npz --json --directions e.npz"),
            format!("classify {problem} --weights w.npz --json --hessian lanczos"),
            format!("graph {problem} --format cytoscape --verify"),
        ];
        let said: Vec<Vec<Value>> = lines
            .iter()
            .map(|line| {
                documents(&ran(folder.path(), line).stdout).iter().map(without_units).collect()
            })
            .collect();
        if first.is_empty() {
            first = said;
            continue;
        }
        for ((line, found), known) in lines.iter().zip(&said).zip(&first) {
            assert_eq!(found, known, "{line}");
        }
    }
}

#[test]
fn tables_and_pictures_are_made_at_every_scale() {
    let folder = tempfile::tempdir().unwrap();
    for exponent in SCALES {
        let problem = problem(exponent);
        let text = ran(folder.path(), &format!("report {problem} --check --dynamics")).stdout;
        assert!(text.contains("8 agree, 0 undecided, 0 disagree"), "{text}");
        for line in [
            format!("values {problem} --all"),
            format!("graph {problem} --format svg -o g.svg"),
            format!("view {problem} -o v.html"),
            format!("plot values {problem} -o p.svg"),
        ] {
            ran(folder.path(), &line);
        }
    }
}

#[test]
fn trajectories_pass_the_same_saddles_at_every_scale() {
    let folder = tempfile::tempdir().unwrap();
    for exponent in [-120, -15, 0, 15, 120] {
        // Lengths of weights go with the cube root.
        let length = format!("1e{}", exponent / 3 - 3);
        let line = format!("flow {} --init balanced:{length} -o f.json", problem(exponent));
        let answer = ran(folder.path(), &line);
        let document: Value =
            serde_json::from_slice(&std::fs::read(folder.path().join("f.json")).unwrap()).unwrap();
        let visits = document["visits"].as_array().unwrap();
        let visited: Vec<_> = visits.iter().map(|visit| visit["subset"].to_string()).collect();
        assert_eq!(visited, ["[]", "[1]", "[1,2]", "[1,2,3]"], "{line}: {}", answer.stderr);
        assert_eq!(document["status"], "finished");
    }
}

#[test]
fn inputs_of_any_size_are_the_same_problem() {
    let folder = tempfile::tempdir().unwrap();
    let rows = [[1.5, -0.25], [0.5, 2.0], [-1.0, 0.75], [0.25, 1.0]];
    let mut first = None;
    for size in [1.0, 1e-160, 1e150] {
        let csv = |scale: f64| {
            rows.map(|row| row.map(|entry| (entry * scale).to_string()).join(",")).join("\n")
        };
        std::fs::write(folder.path().join("x.csv"), csv(size)).unwrap();
        std::fs::write(folder.path().join("y.csv"), csv(1.0)).unwrap();
        let problem = "--inputs x.csv --targets y.csv --hidden 2,2";
        let document: Value =
            serde_json::from_str(&ran(folder.path(), &format!("dump {problem}")).stdout).unwrap();
        let said = without_units(&document["families"]);
        assert_eq!(first.get_or_insert_with(|| said.clone()), &said, "{size:e}");
        ran(folder.path(), &format!("represent {problem} --subset 1 -o w.npz"));
        let line = format!("classify {problem} --weights w.npz --json");
        let found = &documents(&ran(folder.path(), &line).stdout)[0];
        assert_eq!((&found["subset"], &found["critical"]), (&serde_json::json!([1]), &true.into()));
        assert_ne!(found["agree"], false);
    }
}

/// A power by a rounded exponent is wrong by the logarithm of its base.
#[test]
fn represented_points_are_critical_to_rounding_at_every_scale() {
    let folder = tempfile::tempdir().unwrap();
    for exponent in (-130..=130).step_by(10) {
        let sigma = [3, 2, 2, 1].map(|value| format!("{value}e{exponent}")).join(",");
        let problem = format!("--sigma {sigma} --widths 4,3,4,4");
        linscape_in(folder.path(), &format!("represent {problem} --subset 1 -o w.npz"));
        let found =
            linscape_in(folder.path(), &format!("classify {problem} --weights w.npz --json"));
        let found: Value = serde_json::from_str(&found.stdout).unwrap();
        assert_eq!(found["critical"], true, "{exponent}: {found}");
        assert!(found["gradient_in_errors"].as_f64().unwrap() < 0.1, "{exponent}: {found}");
    }
}

/// Weights of size one between inputs and targets of any size, with biases and without.
#[test]
fn trained_weights_are_read_alike_beside_inputs_of_every_size() {
    let folder = tempfile::tempdir().unwrap();
    let random = "flow {} --init gaussian:0.3 --until-loss 1e300 -o f.json --save w.npz";
    for (biases, made, exponents) in [
        ("none", "represent {} --subset 1 --balanced-in data -o w.npz", [0, -399, 399]),
        ("none", random, [0, -399, 399]),
        // Biases beside inputs of 10⁻¹²⁰ are too stiff to be followed at all.
        ("last", random, [0, 50, 399]),
        ("all", random, [0, 50, 399]),
        ("all", "represent {} --subset 1 -o w.npz", [0, -50, -399]),
    ] {
        let said = exponents.map(|exponent| {
            write_tables(folder.path(), exponent);
            let problem = format!("--inputs x.csv --targets y.csv --hidden 2,2 --biases {biases}");
            ran(folder.path(), &made.replace("{}", &problem));
            for line in [
                format!("classify {problem} --weights w.npz"),
                format!("trace {problem} w.npz"),
                format!("spectrum {problem} --weights w.npz"),
            ] {
                let text = ran(folder.path(), &line).stdout;
                assert!(!["inf", "NaN"].iter().any(|word| text.contains(word)), "{line}: {text}");
            }
            let line = format!("classify {problem} --weights w.npz --refine --json");
            let found = documents(&ran(folder.path(), &line).stdout);
            found.iter().map(without_units).collect::<Vec<_>>()
        });
        for (exponent, other) in exponents.iter().zip(&said) {
            assert_eq!(&said[0], other, "{made} at {exponent}");
        }
    }
}

/// Decay goes with the loss over the square of a layer.
#[test]
fn weights_that_decay_are_read_alike_beside_inputs_of_every_size() {
    let folder = tempfile::tempdir().unwrap();
    for (data, power) in [
        ("--inputs x.csv --autoencode --hidden 2,2 --center", 2.0),
        ("--inputs x.csv --autoencode --hidden 2,2 --biases last", 2.0),
        ("--inputs x.csv --targets y.csv --hidden 2,2 --center --decay-on activations", 4.0 / 3.0),
        ("--inputs x.csv --targets y.csv --hidden 2,2 --center --continue", 2.0),
    ] {
        let said = [0, -399, 399].map(|exponent| {
            write_tables(folder.path(), exponent);
            let decay = f64::powf(2.0, power * f64::from(exponent) - 8.0);
            let problem = format!("{data} --decay {decay:e}");
            ran(folder.path(), &format!("represent {problem} --subset 1 -o w.npz"));
            let lines = ["classify {} --weights w.npz", "trace {} w.npz", "verify {} --samples 4"];
            lines.map(|line| {
                let line = format!("{} --json", line.replace("{}", &problem));
                let text = ran(folder.path(), &line).stdout;
                assert!(!["inf", "NaN"].iter().any(|word| text.contains(word)));
                let found = documents(&text);
                let loss = found[0]["loss"].as_f64().or(found[0]["loss"][0].as_f64());
                let unit = f64::powi(2.0, 2 * exponent);
                let loss = loss.map(|loss| format!("{:.9e}", loss / unit));
                (loss, found.iter().map(without_units).collect::<Vec<_>>())
            })
        });
        assert_eq!(said[0], said[1], "{data}");
        assert_eq!(said[0], said[2], "{data}");
    }
}

/// Four samples of size `2^exponent`: no digit changes.
fn write_tables(folder: &Path, exponent: i32) {
    let inputs = [[1.5, -0.25], [0.5, 2.0], [-1.0, 0.75], [0.25, 1.0]];
    let targets = [[2.5, 0.25], [2.0, -1.0], [-0.5, 1.75], [0.75, 1.0]];
    for (file, table) in [("x.csv", inputs), ("y.csv", targets)] {
        let row = |row: [f64; 2]| {
            row.map(|entry| format!("{:e}", entry * f64::powi(2.0, exponent))).join(",")
        };
        std::fs::write(folder.join(file), table.map(row).join("\n")).unwrap();
    }
}

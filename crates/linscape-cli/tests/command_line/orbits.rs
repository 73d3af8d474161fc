//! `linscape graph --verify`: gradient flow along every connection.

use crate::answer::linscape;
use crate::folder::Folder;

const CUBE: &str = "--sigma 3,2,1 --widths 3,3,3,3";

#[test]
fn slow_modes_of_deep_networks_are_followed_from_farther_away() {
    let line = "graph --sigma 1,5,10 --widths 4,3,3,3,2,3 --format cytoscape --verify";
    let answer = linscape(line);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let document: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    let edges = document["elements"]["edges"].as_array().unwrap();
    let orbits: Vec<_> = edges.iter().map(|edge| &edge["data"]["orbit"]).collect();
    assert_eq!(orbits.len(), 7);
    let farther = orbits.iter().filter(|orbit| orbit["epsilon"].as_f64().unwrap() > 0.01);
    // {1} → {1,3} and {2} → {2,3}.
    assert_eq!(farther.count(), 2);
    assert!(orbits.iter().all(|orbit| orbit["verified"] == true), "{orbits:?}");
}

#[test]
fn covers_and_all_connections_are_followed_by_the_flow() {
    for (scope, number) in [("", 8), ("--all", 18)] {
        let answer = linscape(&format!("graph {CUBE} --verify {scope} --format cytoscape"));
        assert_eq!(answer.code, Some(0), "{}", answer.stderr);
        let noun = if number == 1 { "connection" } else { "connections" };
        let said = format!("orbits: {number} of {number} {noun} verified");
        assert!(answer.stderr.contains(&said), "{}", answer.stderr);
        assert_eq!(answer.stdout.matches("\"verified\":true").count(), number);
        assert_eq!(answer.stdout.matches("\"predicted_time\":").count(), number);
    }
}

#[test]
fn every_graph_file_carries_orbits_and_the_same_bytes_for_any_number_of_threads() {
    for format in ["dot", "graphml", "gexf", "cytoscape"] {
        let run = |threads: u32| {
            let line = format!("graph --sigma 2,1 --widths 2,2,2 --format {format} --verify");
            linscape(&format!("{line} --threads {threads}")).stdout
        };
        let one = run(1);
        assert!(one.contains("orbit"), "{format}: {one}");
        assert!(one == run(2), "{format}");
    }
}

#[test]
fn ties_zeros_and_bottlenecks_are_followed() {
    for (problem, number) in [
        ("--sigma 2,2,1 --widths 3,3,3,3", 9),
        ("--sigma 5,5,1 --widths 3,3,3,3", 9),
        ("--sigma 3,2,0 --widths 3,3,3,3", 5),
        ("--sigma 3,2,1 --widths 3,1,3", 6),
        ("--sigma 2 --widths 1,1,1,1,1,1,1", 1),
        ("--sigma 3,2,1 --widths 3,3,3,3 --epsilon 1e-6", 18),
    ] {
        let answer = linscape(&format!("graph {problem} --verify --all --format dot"));
        assert_eq!(answer.code, Some(0), "{problem}: {}", answer.stderr);
        let noun = if number == 1 { "connection" } else { "connections" };
        let said = format!("orbits: {number} of {number} {noun} verified");
        assert!(answer.stderr.contains(&said), "{problem}: {}", answer.stderr);
    }
}

#[test]
fn without_connections_there_is_nothing_to_verify() {
    for problem in ["--sigma 0 --widths 2,2,2", "--sigma 2,1 --widths 2,2"] {
        let answer = linscape(&format!("graph {problem} --verify --format dot"));
        assert_eq!(answer.code, Some(0), "{problem}: {}", answer.stderr);
        assert_eq!(answer.stderr, "orbits: no connections to verify\n", "{problem}");
    }
}

/// A swap between nearly equal values takes as long as their difference is small.
#[test]
fn orbits_that_take_too_long_are_not_called_wrong() {
    let answer = linscape("graph --sigma 3,2.9999999 --widths 2,2,2,2 --format dot --all --verify");
    assert_eq!(answer.code, Some(3), "{}", answer.stderr);
    assert!(answer.stderr.contains("{2} → {1}: it takes more steps"), "{}", answer.stderr);
    assert!(answer.stderr.contains("4 of 5 connections verified"), "{}", answer.stderr);
}

#[test]
fn distances_that_are_none_are_refused() {
    let folder = Folder::with(&[]);
    let graph = format!("graph {CUBE} --format dot --verify --epsilon");
    let lines = ["0", "nan", "1", "-1", "1e-7"].map(|epsilon| format!("{graph} {epsilon}"));
    let cases: Vec<(&str, &[&str])> =
        lines.iter().map(|l| (l.as_str(), &["--epsilon"][..])).collect();
    folder.refuses(2, &cases);
    folder.refuses(2, &[(&format!("graph {CUBE} --verify --format svg"), &["--verify goes with"])]);
}

fn verified(problem: &str, number: usize) -> String {
    let answer = linscape(&format!("graph {problem} --verify --all --format cytoscape"));
    assert_eq!(answer.code, Some(0), "{problem}: {}", answer.stderr);
    let noun = if number == 1 { "connection" } else { "connections" };
    let said = format!("orbits: {number} of {number} {noun} verified");
    assert!(answer.stderr.contains(&said), "{problem}: {}", answer.stderr);
    answer.stdout
}

/// Falls, growths, swaps on either root, and exchanges.
#[test]
fn with_weight_decay_the_regularised_flow_follows_every_move() {
    let whole = verified("--sigma 3,2 --widths 2,2,2,2 --decay 1/2 --nodes families", 15);
    assert_eq!(whole.matches("\"verified\":true").count(), 15);
    for kind in ["fall", "grow", "swap", "exchange"] {
        assert!(whole.contains(&format!("\"kind\":\"{kind}\"")), "{kind}");
    }
    // Depth 2 learns; ties, a bottleneck, a fold, unequal decays.
    for (problem, number) in [
        ("--sigma 3,2,1 --widths 3,3,3 --decay 1/2", 18),
        ("--sigma 2,2 --widths 2,3,2,2 --decay 1/2", 6),
        ("--sigma 3,2,1 --widths 3,1,3,3 --decay 1/10", 12),
        ("--sigma 4 --widths 1,1,1,1 --decay 3", 1),
        ("--sigma 3,2 --widths 2,2,2,2 --decay 1/4,1,1/2", 15),
    ] {
        verified(problem, number);
    }
}

/// The data's own weights, and problems of any size.
#[test]
fn moves_of_autoencoders_and_of_tiny_and_huge_problems_are_followed() {
    let data = "--inputs fixtures/linnerud-exercise.csv --autoencode --center";
    verified(&format!("{data} --hidden 3,2 --decay 3000"), 15);
    for (sigma, decay) in [("2e120,1e120", "1e159"), ("2e-120,1e-120", "1e-161")] {
        verified(&format!("--sigma {sigma} --widths 2,2,2,2 --decay {decay}"), 15);
    }
}

/// Two passes of nearly equal values: no double is near enough to the orbit from one to the other.
#[test]
fn moves_that_rounding_decides_are_not_called_wrong() {
    let problem = "--sigma 2.0001,2 --widths 2,2,2,2 --decay 1/2 --all";
    let answer = linscape(&format!("graph {problem} --verify --format dot"));
    assert_eq!(answer.code, Some(3), "{}", answer.stderr);
    assert!(answer.stderr.contains("{|2} → {|1}: it takes more steps"), "{}", answer.stderr);
}

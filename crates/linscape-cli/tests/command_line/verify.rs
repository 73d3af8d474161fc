//! `linscape verify`.

use crate::answer::{PROGRAM, linscape, words};
use serde_json::{Value, json};
use std::process::{Command, Stdio};

#[test]
fn every_stratum_of_widths_three_agrees_in_seconds() {
    let start = std::time::Instant::now();
    let document = linscape("verify --sigma 3,2,1 --widths 3,3,3,3 --json").json();
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    assert_eq!(document["schema"], "linscape.verification/1");
    assert_eq!((&document["selection"], &document["seed"]), (&json!("every"), &json!(0)));
    let rows = document["families"].as_array().unwrap();
    let points = |row: &Value| (row["subset"].clone(), row["points"].clone());
    let found: Vec<_> = rows.iter().map(points).collect();
    // Families in order of loss; 23, 11, 4 and 1 strata for ranks 0 to 3.
    let expected = [
        (json!([1, 2, 3]), json!(1)),
        (json!([1, 2]), json!(4)),
        (json!([1, 3]), json!(4)),
        (json!([1]), json!(11)),
        (json!([2, 3]), json!(4)),
        (json!([2]), json!(11)),
        (json!([3]), json!(11)),
        (json!([]), json!(23)),
    ];
    assert_eq!(found, expected);
    let totals = &document["totals"];
    assert_eq!(totals["points"], 69);
    assert_eq!((&totals["agreed"], &totals["disagreed"]), (&json!(69), &json!(0)));
    // The balanced points of ranks 0, 1 and 2 are the nonstrict ones.
    assert_eq!(totals["escape_consistent"], 3);
    assert!(totals["smallest_margin"].as_f64().unwrap() > 1e6);
    assert!(totals["largest_gradient"].as_f64().unwrap() < 1e-12);
    assert_eq!(document["offending"], Value::Null);
    assert_eq!(document.get("incomplete"), None);
}

#[test]
fn random_points_of_many_problems_agree_and_hardly_any_is_undecided() {
    let problems = [
        "--sigma 2,1 --widths 2,2,2,2 --samples 150",
        "--sigma 2,2,1 --widths 3,2,4,3 --samples 150",
        "--sigma 3,1,0 --widths 4,3,4,3 --samples 150 --seed 5",
        "--sigma 1,0 --widths 2,2,2,2,2,2 --samples 100",
        "--sigma 2,1 --widths 2,1,1,2 --samples 50",
        "--sigma 3,2,1 --widths 3,3,3,3 --samples 100 --loss half-sum",
        "--target fixtures/target-543.csv --hidden 3,3 --samples 50",
        "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv \
         --center --hidden 3,3 --samples 50",
    ];
    let (mut points, mut undecided) = (0, 0);
    for problem in problems {
        let document = linscape(&format!("verify {problem} --json")).json();
        let totals = &document["totals"];
        assert_eq!(document["selection"], "random");
        assert_eq!(totals["disagreed"], 0, "{problem}");
        points += totals["points"].as_u64().unwrap();
        undecided += totals["undecided"].as_u64().unwrap();
    }
    assert_eq!(points, 800);
    assert!(100 * undecided < points, "{undecided} of {points}");
}

#[test]
fn depth_one_and_a_zero_target_have_nothing_but_global_minima_and_agree() {
    for (problem, points) in [
        ("--sigma 2,1 --widths 2,2", 1),
        ("--sigma 2,0 --widths 3,2 --samples 3", 3),
        ("--sigma 0 --widths 2,2,2", 6),
        ("--sigma 0 --widths 1,1,1,1", 7),
    ] {
        let document = linscape(&format!("verify {problem} --json")).json();
        assert_eq!(document["families"].as_array().unwrap().len(), 1);
        let totals = &document["totals"];
        let found = (&totals["points"], &totals["agreed"], &totals["escape_consistent"]);
        assert_eq!(found, (&json!(points), &json!(points), &json!(0)), "{problem}");
    }
}

#[test]
fn conditions_choose_strata_and_a_limit_the_first_of_them() {
    let points = |line: &str| {
        let document =
            linscape(&format!("verify --sigma 2,1 --widths 2,2,2,2 --json {line}")).json();
        assert_eq!(document["totals"]["disagreed"], 0, "{line}");
        (document["selection"].as_str().unwrap().to_owned(), document["totals"]["points"].clone())
    };
    let expected = |selection: &str, number: u64| (selection.to_owned(), json!(number));
    assert_eq!(points(""), expected("every", 11 + 4 + 4 + 1));
    assert_eq!(points("--subset ''"), expected("every", 11));
    // Four components without anything learned, three each for {1} and {2}, one minimum.
    assert_eq!(points("--components"), expected("every", 4 + 3 + 3 + 1));
    assert_eq!(points("--components --subset '' --dimension 4"), expected("every", 3));
    assert_eq!(points("--subset '' --type nonstrict_saddle"), expected("every", 1));
    assert_eq!(points("--type nonstrict_saddle --samples 7"), expected("random", 7));
    assert_eq!(points("--index 100"), expected("every", 0));
    assert_eq!(points("--limit 3"), expected("first", 3));
    assert_eq!(points("--limit 20"), expected("every", 20));
    assert_eq!(points("--subset 1 --stratum p0-3.b1-2"), expected("named", 1));
    assert_eq!(points("--subset 1 --stratum p0-3.b1-2 --samples 9"), expected("named", 9));
}

#[test]
fn the_table_says_what_was_compared_and_how_it_went() {
    let text = linscape("verify --sigma 2,1 --widths 2,2,2,2 --seed 3").text();
    for said in [
        "seed         3",
        "20 random points of 4 families, one in every stratum asked for:",
        "theorem and dense Hessian agree at 20, 0 undecided, 0 disagree.",
        "Descent was searched for at 2 nonstrict points: at 2 the best one found",
    ] {
        assert!(text.contains(said), "{said}:\n{text}");
    }
    let silent = linscape("verify --sigma 2,1 --widths 2,2,2,2 --descent-up-to 0").text();
    assert!(silent.contains("Descent was not searched for"), "{silent}");
}

#[test]
fn the_bytes_depend_on_the_seed_but_not_on_the_number_of_threads() {
    let run = |more: &str| {
        let line = "verify --sigma 3,2,1,0 --widths 4,3,4,4 --samples 60 --json";
        linscape(&format!("{line} {more}")).text()
    };
    let once = run("--seed 4 --threads 1");
    assert_eq!(once, run("--seed 4 --threads 2"));
    assert_ne!(once, run("--seed 5 --threads 2"));
}

#[test]
fn a_dump_fed_back_is_verified_point_for_point() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("landscape.json");
    let problem = "--sigma 3,1 --widths 2,3,2";
    linscape(&format!("dump {problem} -o {}", file.display())).text();
    let fed_back = linscape(&format!("verify --problem {}", file.display())).text();
    assert_eq!(fed_back, linscape(&format!("verify {problem}")).text());
}

#[test]
fn bad_input_is_refused_in_one_line_that_names_it() {
    let problem = "--sigma 3,2,1 --widths 3,3,2,3";
    for (options, named) in [
        ("--subset 4", "4 is not an index"),
        ("--subset 1,1", "1 is in the subset twice"),
        ("--subset 1,2,3", "at most 2 can be learned"),
        ("--subset 1,x", "'x' is not an index"),
        ("--subset 1 --stratum q1", "--stratum q1: `q1`: a section starts with"),
        ("--subset 1 --stratum p0-3.b1-1", "2 unlearned modes"),
        ("--offending W.pt", "W.pt: weights are written as .npz or .safetensors"),
        ("--offending none/W.npz", "the directory none does not exist"),
    ] {
        let message = linscape(&format!("verify {problem} {options}")).refusal(2);
        assert!(message.contains(named), "{options}: {message}");
    }
    for options in ["--samples 0", "--samples 5 --limit 5", "--stratum p0-3", "--escape-order 1"] {
        let answer = linscape(&format!("verify {problem} {options}"));
        assert_eq!((answer.code, answer.stdout.as_str()), (Some(2), ""), "{options}");
    }
}

#[test]
fn limits_are_told_with_the_size_of_the_whole_and_the_option() {
    let sigma: Vec<String> = (1..=13).map(|value| value.to_string()).collect();
    let many = format!("verify --sigma {} --widths 13,13,13", sigma.join(","));
    let message = linscape(&many).refusal(3);
    assert!(message.contains("8192 families") && message.contains("--subset"), "{message}");
    let message = linscape("verify --sigma 1 --widths 40,40,40").refusal(3);
    assert!(message.contains("3200 parameters are more than 2000"), "{message}");
    let message = linscape("verify --sigma 1 --widths 40,3,40 --samples 1").refusal(3);
    assert!(message.contains("3200 unknowns are more than 2000"), "{message}");
    let message = linscape("verify --sigma 1 --widths 1,1,1 --samples 2000000").refusal(3);
    assert!(message.contains("2000000 points") && message.contains("--samples"), "{message}");
    let none = "verify --sigma 1 --widths 1,1,1 --samples 2 --index 5";
    let message = linscape(none).refusal(3);
    assert!(message.contains("of 2 meets the conditions"), "{message}");
}

/// Waits until the program has asked to be told of Ctrl-C (signal 2).
#[cfg(target_os = "linux")]
fn wait_for_handler(process: u32) {
    let start = std::time::Instant::now();
    let catches = || {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
        u64::from_str_radix(caught.trim(), 16).unwrap() & (1 << (2 - 1)) != 0
    };
    while !catches() {
        assert!(start.elapsed().as_secs() < 30, "no handler");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_was_checked_before_ctrl_c_is_written_and_marked_incomplete() {
    let line = "verify --sigma 3,2,1 --widths 3,3,3,3 --samples 300000 --json";
    let mut run = Command::new(PROGRAM);
    run.args(words(line)).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = run.spawn().unwrap();
    wait_for_handler(child.id());
    // Long enough for the first points on a machine with much else to do.
    std::thread::sleep(std::time::Duration::from_secs(2));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["incomplete"], true);
    let points = document["totals"]["points"].as_u64().unwrap();
    assert!(points > 0 && points < 300_000, "{points}");
}

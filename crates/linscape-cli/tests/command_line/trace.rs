//! `linscape trace`: somebody else's checkpoints.

use crate::answer::root;
use crate::folder::Folder;

const CUBE: &str = "--sigma 3,2,1 --widths 3,3,3,3";

fn checkpoints() -> Folder {
    let folder = Folder::with(&[]);
    for (name, subset) in [("a", "''"), ("b", "1"), ("c", "1,2"), ("d", "1,2,3")] {
        let line = format!("represent {CUBE} --subset {subset} -o {name}.npz");
        assert_eq!(folder.run(&line).code, Some(0));
    }
    folder
}

#[test]
fn checkpoints_are_visits_at_their_times() {
    let folder = checkpoints();
    let line = format!("trace {CUBE} a.npz b.npz c.npz d.npz --times -5,3,10,40 --json");
    let document = folder.run(&line).json();
    assert_eq!(document["schema"], "linscape.trace/1");
    assert_eq!(document["time"].to_string(), "[-5.0,3.0,10.0,40.0]");
    let visits = document["visits"].as_array().unwrap();
    let subsets: Vec<String> = visits.iter().map(|visit| visit["subset"].to_string()).collect();
    assert_eq!(subsets, ["[]", "[1]", "[1,2]", "[1,2,3]"]);
    assert_eq!(visits[1]["leave"], 10.0);
    assert!(visits.iter().all(|visit| visit["gradient_norm"].as_f64().unwrap() < 1e-12));
}

#[test]
fn a_stop_between_tied_modes_is_named_beside_the_path() {
    let folder = Folder::with(&[]);
    let tied = "--sigma 2,2,1 --widths 3,3,3,3";
    for (name, subset) in [("a", "''"), ("b", "1"), ("c", "1,2"), ("d", "1,2,3")] {
        let line = format!("represent {tied} --subset {subset} -o {name}.npz");
        assert_eq!(folder.run(&line).code, Some(0));
    }
    let expected = |files: &str| {
        let answer = folder.run(&format!("trace {tied} {files} --times index"));
        assert_eq!(answer.code, Some(0), "{}", answer.stderr);
        let mut lines = answer.stderr.lines();
        lines.find(|line| line.starts_with("expected")).unwrap().to_owned()
    };
    let path = "expected     ∅ → {1,2} → {1,2,3}, ";
    assert_eq!(expected("a.npz c.npz d.npz"), format!("{path}as visited"));
    let stopped = format!("{path}as visited, with {{1}} between tied modes");
    assert_eq!(expected("a.npz b.npz c.npz d.npz"), stopped);
    let beginning = format!("{path}whose beginning was visited, with {{1}} between tied modes");
    assert_eq!(expected("a.npz b.npz c.npz"), beginning);
}

#[test]
fn a_trace_is_drawn_like_a_trajectory() {
    let folder = checkpoints();
    folder.run(&format!("trace {CUBE} a.npz b.npz d.npz --json -o t.json")).text();
    folder.run(&format!("view {CUBE} --trajectory t.json -o t.html")).text();
    folder.run(&format!("plot trajectory {CUBE} --trajectory t.json -o t.svg")).text();
}

#[test]
fn steps_are_read_off_the_names_and_become_times_by_the_learning_rate() {
    let folder = checkpoints();
    for (from, to) in [("a", "step0"), ("b", "step2e2"), ("c", "step900"), ("d", "step1000")] {
        let path = |name: &str| folder.path().join(format!("{name}.npz"));
        std::fs::copy(path(from), path(to)).unwrap();
    }
    let line = format!("trace {CUBE} step*.npz --learning-rate 0.5 --learning --json");
    let document = folder.run(&line).json();
    assert_eq!(document["time"].to_string(), "[0.0,100.0,450.0,500.0]");
    assert_eq!(document["learning_rate"], 0.5);
    let rows = document["checkpoints"].as_array().unwrap();
    let said = |row: &serde_json::Value| {
        let near = &row["near"];
        assert_eq!(near["learning_coefficient"], row["learning_coefficient"], "{row}");
        assert!(row["undecided"].is_null());
        let lambda = near["learning_coefficient"]["lambda"].as_str().unwrap();
        format!("{} {} {} {lambda}", row["step"], near["subset"], near["type"])
    };
    assert_eq!(
        rows.iter().map(said).collect::<Vec<_>>(),
        [
            r#"0.0 [] "nonstrict_saddle" 3"#,
            r#"200.0 [1] "nonstrict_saddle" 4"#,
            r#"900.0 [1,2] "nonstrict_saddle" 9/2"#,
            r#"1000.0 [1,2,3] "global_minimum" 9/2"#
        ]
    );
    let plain = folder.run(&format!("trace {CUBE} step*.npz --times index --json")).json();
    assert_eq!(plain["time"].to_string(), "[0.0,1.0,2.0,3.0]");
    assert!(plain["checkpoints"][0].get("learning_coefficient").is_none());
}

#[test]
fn times_and_files_that_do_not_fit_are_refused() {
    let folder = checkpoints();
    let cases: [(&str, &str); 8] = [
        ("a.npz b.npz --times 0", "--times has 1 time for 2 checkpoints"),
        ("a.npz b.npz --times 1,1", "--times must increase"),
        ("a.npz b.npz --times 1,nan", "'nan' is not a finite number"),
        ("a.npz b.npz --times names", "--times names: the names have no numbers"),
        (
            "a.npz b.npz --learning-rate 0",
            "--learning-rate 0: a learning rate is positive and finite",
        ),
        ("a.npz nope.npz", "nope.npz: cannot be read"),
        ("a.npz --radius 0", "radius"),
        ("a.npz --csv kept.json", "two outputs cannot go to one place"),
    ];
    let lines = cases.map(|(rest, said)| (format!("trace {CUBE} {rest}"), [said]));
    let mut cases: Vec<(&str, &[&str])> = lines.iter().map(|(l, s)| (l.as_str(), &s[..])).collect();
    let wide = "trace --sigma 3,2,1 --widths 3,4,3 a.npz";
    cases.push((wide, &["a.npz", "[3, 3, 3, 3]"]));
    folder.refuses(2, &cases);
}

#[test]
fn a_run_in_one_file_is_its_checkpoints() {
    let folder = Folder::with(&[]);
    let run = root().join("fixtures/checkpoints/run.npz").display().to_string();
    let problem = "--sigma 3,2,1 --widths 3,4,2,3 --json";
    let whole = folder.run(&format!("trace {problem} {run}")).json();
    let named = [0, 1, 2].map(|at| format!("{run}:{at}"));
    let single = folder.run(&format!("trace {problem} {}", named.join(" "))).json();
    assert_eq!(whole, single);
    assert_eq!(whole["time"].to_string(), "[0.0,1.0,2.0]");
    assert_eq!(whole["files"][2], named[2].as_str());
    let later = format!("trace {problem} {} {}", named[0], named[2]);
    assert_eq!(folder.run(&later).json()["time"].to_string(), "[0.0,2.0]");
    let all = folder.run(&format!("classify {problem} --weights {run}")).stdout;
    let lines: Vec<&str> = all.lines().collect();
    for (line, name) in lines.iter().zip(&named) {
        let one = folder.run(&format!("classify {problem} --weights {name}")).stdout;
        assert_eq!(format!("{line}\n"), one);
    }
    assert_eq!(lines.len(), 3);
}

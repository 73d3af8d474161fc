//! Ctrl-C: what was computed is written and marked.

#![cfg(target_os = "linux")]

use crate::answer::{PROGRAM, words};
use crate::folder::Folder;
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Waits until the program has asked to be told of Ctrl-C (signal 2).
fn wait_for_handler(child: &Child) {
    const INTERRUPT: u64 = 1 << (2 - 1);
    let start = Instant::now();
    let catches = || {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
        u64::from_str_radix(caught.trim(), 16).unwrap() & INTERRUPT != 0
    };
    while !catches() {
        assert!(start.elapsed() < Duration::from_secs(30), "no handler");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Half a second on a machine that does nothing else. Patience counts processor time, of which a test
/// gets the less the more run beside it.
const AT_ONCE: Duration = Duration::from_secs(10);

/// Runs a command in a folder, presses Ctrl-C after a while, and gives what it said; it must end
/// at once with the exit code of an interruption.
fn interrupted(folder: &Folder, line: &str, after: Duration) -> String {
    stopped_by("-INT", folder, line, after)
}

fn stopped_by(signal: &str, folder: &Folder, line: &str, after: Duration) -> String {
    let mut run = Command::new(PROGRAM);
    let run = run.args(words(line)).current_dir(folder.path()).stderr(Stdio::piped());
    let mut child = run.spawn().unwrap();
    wait_for_handler(&child);
    std::thread::sleep(after);
    send(signal, &child);
    let pressed = Instant::now();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{line}: {said}");
    assert!(pressed.elapsed() < AT_ONCE, "{line}: {:?}", pressed.elapsed());
    said
}

/// The same after longer and longer, until what was computed by then is written: on a slow machine the
/// first decompositions may take longer than an interruption waits for.
fn interrupted_midway(folder: &Folder, line: &str) -> String {
    let mut said = String::new();
    for longer in [1, 2, 4] {
        said = interrupted(folder, line, longer * MEASURED);
        if said != "linscape: interrupted; nothing was written\n" {
            break;
        }
    }
    said
}

/// The last word on standard error; where much is to be written, that is said before.
const INCOMPLETE: &str = "linscape: interrupted; the output is incomplete\n";

/// 2⁶⁰ families.
fn huge_problem() -> String {
    let sigma: Vec<String> =
        (1..=60_u32).map(|k| format!("{}.{:04}", 100 - k, (k * k * 7919) % 9973)).collect();
    format!("--sigma {} --widths 60,60,60", sigma.join(","))
}

const SOON: Duration = Duration::from_millis(50);

/// By then the ranks of weights up to 600 wide are measured; what follows takes seconds.
const MEASURED: Duration = Duration::from_millis(1_500);

/// Runs much longer than the test waits, whatever the machine.
#[test]
fn what_was_listed_before_ctrl_c_is_written_and_marked_incomplete() {
    let problem = huge_problem();
    for (command, table) in
        [("values --highest 6000000", "values"), ("dump --limit 1000000", "families")]
    {
        let folder = Folder::with(&[]);
        let line = format!("{command} {problem} -o kept.json");
        let said = interrupted(&folder, &line, SOON);
        assert!(said.ends_with(INCOMPLETE), "{command}: {said}");
        let text = fs::read(folder.path().join("kept.json")).unwrap();
        let document: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(document["incomplete"], true, "{command}");
        let listed = document[table].as_array().unwrap().len();
        assert!(listed > 0 && listed < 1_000_000, "{command}: {listed}");
        assert_eq!(folder.contents().len(), 1, "{command} left a temporary file");
    }
}

/// The picture shows what was listed by then, and says how much that is.
#[test]
fn an_interrupted_picture_shows_what_was_listed() {
    let folder = Folder::with(&[]);
    let line = format!("plot values --lowest 1000000 {} -o values.svg", huge_problem());
    interrupted(&folder, &line, SOON);
    let picture = fs::read_to_string(folder.path().join("values.svg")).unwrap();
    let (_, shown) = picture.split_once("the lowest ").unwrap();
    let shown: usize = shown.split_whitespace().next().unwrap().parse().unwrap();
    assert!(shown > 0 && shown < 1_000_000, "{shown}");
}

#[test]
fn an_interrupted_flow_writes_the_trajectory_so_far() {
    let folder = Folder::with(&[]);
    let line = "flow --sigma 3,2,1 --widths 3,3,3,3 --init gaussian:0.1 --method gd --step 1e-9 \
                --until 1000 --max-steps 1000000000000 --json -o kept.json";
    let said = interrupted(&folder, line, SOON);
    assert!(said.ends_with(INCOMPLETE), "{said}");
    let text = fs::read(folder.path().join("kept.json")).unwrap();
    let document: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(
        (&document["status"], &document["ending"]),
        (&"incomplete".into(), &"interrupted".into())
    );
    assert!(!document["time"].as_array().unwrap().is_empty());
    assert_eq!(folder.contents().len(), 1);
}

#[test]
fn interrupted_orbits_leave_a_graph_that_says_so() {
    let folder = Folder::with(&[]);
    let line = "graph --sigma 10,9,8,7,6,5,4,3,2,1 --widths 10,10,10,10 --format dot --all \
                --verify -o orbits.dot";
    // On a busy machine nothing may be followed yet.
    for after in [300, 1_200, 5_000] {
        interrupted(&folder, line, Duration::from_millis(after));
        let graph = fs::read_to_string(folder.path().join("orbits.dot")).unwrap();
        assert!(graph.contains("(incomplete: interrupted)"));
        let connections = graph.matches(" -> ").count();
        let followed = graph.matches("\"orbit\"").count();
        assert!(followed < connections, "{followed} of {connections}");
        if followed > 0 {
            return;
        }
    }
    panic!("nothing was followed by then");
}

/// A problem with as many modes as layers are wide, and weights near the balanced point of {1-40}: many
/// eigenvalues take seconds, and of wide layers a refinement does.
fn near_a_saddle(folder: &Folder, width: usize, names: &[&str]) -> String {
    let size = width as f64;
    let layer = nalgebra::DMatrix::from_fn(width, width, |row, column| {
        let learned = if row == column && row < 40 { size.cbrt() } else { 0.0 };
        let moved = ((7 * row + 13 * column) % 31) as f64 - 15.0;
        learned * (1.0 - row as f64 / size).cbrt() + 1e-8 * moved
    });
    let weights = linscape_network::Weights::new(vec![layer; 3]).unwrap();
    for name in names {
        let mut bytes = Vec::new();
        let format = linscape_formats::WeightsFormat::Npz;
        linscape_formats::write_weights(&mut bytes, &weights, format).unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let sigma: Vec<String> = (1..=width).rev().map(|value| value.to_string()).collect();
    format!("--sigma {} --widths {}", sigma.join(","), [width.to_string().as_str(); 4].join(","))
}

#[test]
fn an_interrupted_refinement_leaves_what_the_weights_are_as_given() {
    let folder = Folder::with(&[]);
    let problem = near_a_saddle(&folder, 600, &["near1.npz", "near2.npz"]);
    let line = format!("classify {problem} --weights near*.npz --refine --json -o kept.json");
    let said = interrupted_midway(&folder, &line);
    if is_left_as_it_was(&folder, &said) {
        return;
    }
    assert!(said.ends_with(INCOMPLETE), "{said}");
    let text = fs::read_to_string(folder.path().join("kept.json")).unwrap();
    // The second file is not begun.
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&document["file"], &document["incomplete"]), (&"near1.npz".into(), &true.into()));
    assert_eq!(
        (&document["refined"], &document["hessian"]["method"]),
        (&Value::Null, &"skipped".into())
    );
    assert_eq!(document["nearest"]["subset"].as_array().map(Vec::len), Some(40));
}

/// The file before is whole, the one that was interrupted says so in words.
#[test]
fn an_interrupted_second_road_leaves_the_theorem() {
    let folder = Folder::with(&[]);
    let problem = near_a_saddle(&folder, 160, &["near.npz"]);
    let line = format!("classify {problem} --weights near.npz --hessian lanczos -o kept.txt");
    interrupted_midway(&folder, &line);
    let text = fs::read_to_string(folder.path().join("kept.txt")).unwrap();
    assert!(text.contains("nearest    {1-40}"), "{text}");
    assert!(text.contains("incomplete interrupted"), "{text}");
}

/// Without LAPACK, and with the kernels of old processors, a decomposition may take longer than an interruption
/// waits for, however late it comes: nothing is written then, and the older file stays.
fn is_left_as_it_was(folder: &Folder, said: &str) -> bool {
    if said != "linscape: interrupted; nothing was written\n" {
        return false;
    }
    assert_eq!(fs::read_to_string(folder.path().join("kept.json")).unwrap(), "older");
    true
}

#[test]
fn an_interrupted_spectrum_is_marked() {
    let folder = Folder::with(&[]);
    let problem = near_a_saddle(&folder, 160, &["near.npz"]);
    let line = format!("spectrum {problem} --weights near.npz --ends 60 --json -o kept.json");
    let said = interrupted_midway(&folder, &line);
    if is_left_as_it_was(&folder, &said) {
        return;
    }
    let text = fs::read_to_string(folder.path().join("kept.json")).unwrap();
    let document: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}, {said}: {text:?}"));
    assert_eq!(
        (&document["incomplete"], &document["iteration"]["status"]),
        (&true.into(), &"interrupted".into())
    );
    assert_eq!(folder.contents().len(), 2);
}

/// Searches and counts that find nothing for minutes ask whether to stop all the same.
#[test]
fn searches_counts_and_sums_stop_at_once() {
    let folder = Folder::with(&[]);
    let sigma = |modes: u32| (1..=modes).map(|k| k.to_string()).collect::<Vec<_>>().join(",");
    let family = format!("--sigma {} --widths 9,9,9,9,9,9,9,9 --subset ''", sigma(9));
    let halves: Vec<String> = (1..=400_u32).map(|k| format!("{k}")).collect();
    let squares = format!("--sigma {} --widths 400,200,400", halves.join(","));
    for line in [
        format!("strata {family} --dimension 1 --limit 2"),
        format!("strata {family} --components --dimension 1 --limit 2"),
        format!("strata {family} --count"),
        format!("values --lowest 1000000 {squares}"),
    ] {
        interrupted(&folder, &line, Duration::from_millis(700));
    }
}

/// Opening a pipe waits for whoever is at its other end, and no observer is asked meanwhile.
#[test]
fn nobody_has_to_wait_for_the_other_end_of_a_pipe() {
    let folder = Folder::with(&[]);
    let pipe = |name: &str| {
        let made = Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap();
        assert!(made.success());
    };
    pipe("silent.csv");
    pipe("unread.json");
    for line in [
        "report --target silent.csv --hidden 3",
        "dump --sigma 2,1 --widths 2,2,2 -o unread.json",
        "classify --weights silent.npz --sigma 2,1 --widths 2,2,2",
    ] {
        if line.contains("silent.npz") {
            pipe("silent.npz");
        }
        let said = interrupted(&folder, line, SOON);
        assert_eq!(said, "linscape: interrupted; nothing was written\n", "{line}");
    }
}

#[test]
fn a_sweep_that_is_terminated_ends_and_keeps_whole_rows() {
    let folder = Folder::with(&[(
        "sweep.json",
        r#"{"grid": {"sigma": [[6, 5, 4, 3, 2, 1]], "ends": [[6, 6]], "width": [6, 7, 8],
            "depth": [3, 4, 5]}, "tasks": [{"task": "verify", "samples": 20000}],
            "seeds": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]}"#,
    )]);
    stopped_by("-TERM", &folder, "sweep sweep.json -o rows", Duration::from_millis(500));
    let rows = fs::read_to_string(folder.path().join("rows/rows-1-of-1.jsonl")).unwrap();
    assert!(rows.is_empty() || rows.ends_with('\n'), "{rows}");
}

/// A decomposition asks nobody; it is left behind, and the program does not wait for it or die of it.
#[test]
fn decompositions_are_left_behind() {
    let folder = Folder::with(&[]);
    let wide = ["22"; 5].join(",");
    let line = format!("report --sigma 3,2,1 --widths {wide} --check -o checked.txt");
    let said = interrupted(&folder, &line, Duration::from_millis(300));
    assert!(said.ends_with(INCOMPLETE), "{said}");
    let text = fs::read_to_string(folder.path().join("checked.txt")).unwrap();
    assert!(text.contains("(incomplete: interrupted, of 8)") && text.contains("{1,2,3}"), "{text}");
    let line = format!("verify --sigma 3,2,1 --widths {wide} --samples 400 --json -o points.json");
    assert!(interrupted(&folder, &line, Duration::from_millis(300)).ends_with(INCOMPLETE));
    let text = fs::read(folder.path().join("points.json")).unwrap();
    let document: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(document["incomplete"], true);
}

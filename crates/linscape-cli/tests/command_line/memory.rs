//! Whatever an option can make large, within a few gigabytes of address space: counted, or refused
//! with the number.

#![cfg(target_os = "linux")]

use crate::answer::{Answer, PROGRAM, words};
use crate::folder::Folder;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

/// Address space of a run, in kilobytes: OpenBLAS alone maps a part of it for each thread.
const KILOBYTES: u32 = 3_500_000;

/// Runs the program in a folder within that address space.
fn confined(folder: &Folder, line: &str) -> Answer {
    let script = format!("ulimit -v {KILOBYTES} && exec \"$0\" \"$@\"");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, PROGRAM]).args(words(line)).args(["--threads", "2"]);
    let output = shell.current_dir(folder.path()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Answer { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A diagonal target with five large singular values and forty near 10⁻⁸.
fn forty_that_coincide() -> Folder {
    let mut text = String::new();
    for row in 0..45_u32 {
        let value =
            if row < 5 { f64::from(5 - row) } else { 1e-8 * (1.0 + f64::from(row) / 100.0) };
        let cells: Vec<String> = (0..45)
            .map(|column| if column == row { value.to_string() } else { "0".into() })
            .collect();
        writeln!(text, "{}", cells.join(",")).unwrap();
    }
    Folder::with(&[("tied.csv", &text)])
}

fn whole_numbers(last: u32) -> String {
    (1..=last).map(|value| value.to_string()).collect::<Vec<_>>().join(",")
}

#[test]
fn families_that_coincide_by_the_billion_are_counted() {
    let folder = forty_that_coincide();
    let problem = "--target tied.csv --hidden 45 --tolerance 1e-12";
    let tied = 1_u64 << 40;
    for order in ["--lowest", "--highest"] {
        let values = confined(&folder, &format!("values {order} 3 {problem} --json")).json();
        let rows = values["values"].as_array().unwrap();
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row["multiplicity"] == tied), "{values}");
        assert_eq!(values["counts"]["families"], (1_u64 << 45).to_string());
    }
    let dump = confined(&folder, &format!("dump --limit 3 {problem}")).json();
    // The lowest, by count vector, and the steps of the greedy path.
    assert_eq!(dump["counts"]["families"], (1_u64 << 45).to_string());
    let ids: Vec<i64> = dump["families"]
        .as_array()
        .unwrap()
        .iter()
        .map(|family| family["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids[..3], [0, 1, 2]);
    // {1-45} is the last of 2⁴⁰ in the order of count vectors, {1-5} the first.
    assert!(ids.contains(&(i64::try_from(tied).unwrap() - 1)), "{ids:?}");
    assert_eq!(dump["families"][0]["subset"], serde_json::json!([1, 2, 3, 4, 5]));
    let report = confined(&folder, &format!("report --limit 3 {problem}")).text();
    assert!(report.contains("families     35184372088832: "), "{report}");
    let view = confined(&folder, &format!("view {problem} -o page.html"));
    assert_eq!((view.code, view.stderr.as_str()), (Some(0), ""));
}

#[test]
fn whole_singular_values_are_counted_by_their_sums() {
    let folder = Folder::with(&[]);
    let problem = format!("--sigma {} --widths 60,60,60", whole_numbers(60));
    let values = confined(&folder, &format!("values --lowest 20000 {problem} --json")).json();
    let rows = values["values"].as_array().unwrap();
    // 29 = 2² + 5², and 25 = 5² = 3² + 4²: left out, half the sum.
    let at =
        |loss: f64| rows.iter().find(|row| row["loss"] == loss).unwrap()["multiplicity"].clone();
    assert_eq!((at(12.5), at(14.5)), (2.into(), 2.into()));
    assert_eq!(rows.len(), 20_000);
    let picture = confined(&folder, &format!("plot values {problem} -o values.svg"));
    assert_eq!((picture.code, picture.stderr.as_str()), (Some(0), ""));
    let view = confined(&folder, &format!("view {problem} -o page.html"));
    assert_eq!((view.code, view.stderr.as_str()), (Some(0), ""));
}

#[test]
fn wide_and_deep_networks_are_described() {
    let folder = Folder::with(&[]);
    let wide = "--sigma 3,2,1 --widths 1000,1000,1000,1000,1000";
    assert!(confined(&folder, &format!("report {wide}")).text().contains("8 critical values"));
    let dump = confined(&folder, &format!("dump {wide}")).json();
    // Null bars of 997 directions end in too many ways; the numbers of strata take too long a series.
    assert_eq!(dump["families"][0]["components"], serde_json::Value::Null);
    let view = confined(&folder, &format!("view {wide} -o page.html"));
    assert_eq!((view.code, view.stderr.as_str()), (Some(0), ""));
    let deep = vec!["3"; 1001].join(",");
    let strata = format!("strata --sigma 2,1 --widths {deep} --subset '' --limit 3 --json");
    assert_eq!(confined(&folder, &strata).json()["listed"], 3);
    let dump = format!("dump --sigma 2,1 --widths {}", vec!["3"; 101].join(","));
    assert_eq!(confined(&folder, &dump).json()["counts"]["listed"], 4);
}

#[test]
fn conditions_that_few_strata_meet_do_not_search_all() {
    let folder = Folder::with(&[]);
    let family = format!("--sigma {} --widths 9,9,9,9,9,9,9,9 --subset ''", whole_numbers(9));
    let slow = confined(&folder, &format!("strata {family} --escape-order 7 --limit 2 --json"));
    assert_eq!(slow.json()["listed"], 1);
}

#[test]
fn what_does_not_fit_is_refused_with_the_number() {
    let folder = Folder::with(&[]);
    let huge = "--sigma 2,1 --widths 1000000,1000000,1000000";
    let decayed = &format!("{huge},1000000 --decay 0.01");
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("endless.csv")).unwrap();
    let sparse = fs::File::create(folder.path().join("sparse.npy")).unwrap();
    sparse.set_len(5 << 30).unwrap();
    let wide = "160,160,160,160";
    let made =
        confined(&folder, &format!("represent --sigma 1 --widths {wide} --subset 1 -o W.npz"));
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    for (line, words) in [
        (format!("represent {huge} --subset 1 -o W.npz"), &["GB", "2.1 GB", "--widths"][..]),
        (format!("explain {huge} --subset 1"), &["GB", "2.1 GB", "--widths"]),
        (format!("graph {huge} --format dot --verify"), &["GB", "2.1 GB", "--widths"]),
        (format!("learning {huge}"), &["8.2 GB", "2.1 GB", "--widths"]),
        (format!("flow {huge} --init balanced:1e-3"), &["GB", "2.1 GB", "--widths"]),
        (format!("represent {decayed} --subset 1 -o W.npz"), &["GB", "2.1 GB", "--widths"]),
        (format!("graph {decayed} --format dot --verify"), &["GB", "2.1 GB", "--widths"]),
        (
            format!(
                "values --lowest 67108864 --sigma {} --widths 40,40,40 --decay 0.01",
                whole_numbers(40)
            ),
            &["GB", "2.1 GB", "--lowest"],
        ),
        (
            format!("values --lowest 67108864 --sigma {} --widths 40,40,40", whole_numbers(40)),
            &["21.5 GB", "2.1 GB", "--lowest"],
        ),
        (
            format!("spectrum --sigma 1 --widths {wide} --weights W.npz --dense-limit 1000000"),
            &["142 GB", "2.1 GB", "Lanczos"],
        ),
        (
            format!("classify --sigma 1 --widths {wide} --weights W.npz --hessian dense"),
            &["142 GB", "2.1 GB", "Lanczos"],
        ),
        ("report --target endless.csv --hidden 2".to_owned(), &["endless.csv", "536.9 MB"]),
        ("report --target sparse.npy --hidden 2".to_owned(), &["sparse.npy", "5.4 GB"]),
    ] {
        let refusal = confined(&folder, &line).refusal(3);
        for word in words {
            assert!(refusal.contains(word), "{line}: {refusal}");
        }
    }
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused() {
    let folder = Folder::with(&[]);
    let mut archive =
        zip::ZipWriter::new(fs::File::create(folder.path().join("bomb.npz")).unwrap());
    archive.start_file("a.npy", zip::write::FileOptions::default()).unwrap();
    let header = "{'descr': '|i1', 'fortran_order': False, 'shape': (20000, 10000)}\n";
    let mut start = b"\x93NUMPY\x01\x00".to_vec();
    start.extend(u16::try_from(header.len()).unwrap().to_le_bytes());
    start.extend(header.as_bytes());
    std::io::Write::write_all(&mut archive, &start).unwrap();
    std::io::copy(&mut std::io::Read::take(std::io::repeat(0), 200_000_000), &mut archive).unwrap();
    archive.finish().unwrap();
    let refusal = confined(&folder, "report --target bomb.npz --hidden 2").refusal(3);
    assert!(refusal.contains("3.2 GB"), "{refusal}");
}

/// A network too deep is an error in its row, and the others are computed.
#[test]
fn one_bad_problem_does_not_end_a_sweep() {
    let folder = Folder::with(&[(
        "sweep.json",
        r#"{"grid": {"sigma": [[2, 1]], "ends": [[2, 2]], "width": [2],
            "depth": [3, 65536, 9223372036854775807]}, "tasks": ["landscape"]}"#,
    )]);
    let sweep = confined(&folder, "sweep sweep.json -o rows");
    assert_eq!(sweep.code, Some(0), "{}", sweep.stderr);
    let rows = fs::read_to_string(folder.path().join("rows/rows-1-of-1.jsonl")).unwrap();
    let rows: Vec<serde_json::Value> =
        rows.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    let states: Vec<&str> = rows.iter().map(|row| row["status"].as_str().unwrap()).collect();
    assert_eq!(states, ["done", "error", "error"]);
    assert!(rows[2]["error"].as_str().unwrap().contains("9223372036854775807"), "{}", rows[2]);
}

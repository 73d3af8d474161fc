//! What only a terminal sees: colours and the progress bar. `script` lends one.

#![cfg(target_os = "linux")]

use crate::answer::{PROGRAM, root};
use crate::folder::Folder;
use std::process::{Command, Stdio};

const ESCAPE: char = '\u{1b}';

/// What the terminal shows of a shell command in which `linscape` is the program.
fn on_terminal(command: &str, no_colour: Option<&str>) -> String {
    let command = command.replace("linscape", PROGRAM);
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &command, "/dev/null"]);
    script.current_dir(root()).stdin(Stdio::null()).env_remove("NO_COLOR").env("TERM", "xterm");
    if let Some(value) = no_colour {
        script.env("NO_COLOR", value);
    }
    let output = script.output().unwrap();
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_table_has_colours_on_a_terminal_only_and_not_against_the_readers_will() {
    let report = "linscape report --sigma 3,2,1 --widths 3,3,3,3";
    let values = "linscape values --all --sigma 3,2,1 --widths 3,3,3,3";
    for table in [report, values] {
        assert!(on_terminal(table, None).contains(ESCAPE), "{table}");
        assert!(
            on_terminal(table, Some("")).contains(ESCAPE),
            "an empty NO_COLOR asks for nothing"
        );
        assert!(!on_terminal(table, Some("1")).contains(ESCAPE), "{table}");
        assert!(!on_terminal(&format!("{table} | cat"), None).contains(ESCAPE), "{table}");
    }
    let folder = Folder::with(&[]);
    let file = folder.path().join("report.txt");
    on_terminal(&format!("{report} -o {}", file.display()), None);
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("nonstrict saddle") && !text.contains(ESCAPE));
}

#[test]
fn the_summary_of_a_flow_has_colours_on_a_terminal_only() {
    let flow = "linscape flow --sigma 2,1 --widths 2,2,2 --init balanced:0.1";
    assert!(on_terminal(&format!("{flow} >/dev/null"), None).contains(ESCAPE));
    assert!(!on_terminal(&format!("{flow} >/dev/null"), Some("1")).contains(ESCAPE));
    assert!(!on_terminal(&format!("{flow} 2>&1 | cat"), None).contains(ESCAPE));
}

#[test]
fn quick_work_shows_no_progress_bar() {
    let shown = on_terminal("linscape dump --sigma 3,2,1 --widths 3,3,3,3 >/dev/null", None);
    assert_eq!(shown, "");
}

/// A terminal of 80 columns whose locale is `locale`.
fn on_eighty_columns(command: &str, locale: &str) -> String {
    on_terminal(&format!("stty cols 80 rows 24; LC_ALL={locale} {command}"), Some("1"))
}

#[test]
fn everything_for_people_fits_eighty_columns() {
    let digits =
        "--inputs fixtures/digits-pixels.npy --labels fixtures/digits-labels.csv --hidden 32,32";
    for command in [
        &format!("linscape report {digits} --limit 4"),
        "linscape report --sigma 3,2,1 --widths 3,3,3,3 --dynamics --learning",
        "linscape report --sigma 3,2 --widths 2,2,2,2 --decay 1/2",
        "linscape explain --sigma 3,2,1 --widths 3,3,3,3 --subset 1",
        "linscape verify --sigma 2,1 --widths 2,2,2,2",
        "linscape strata --sigma 2,1 --widths 2,2,2,2 --subset 1",
        "linscape learning --sigma 3,1 --widths 2,2,2 --samples 10 --noise 8",
        "linscape flow --sigma 2,1 --widths 2,2,2 --init balanced:0.1",
        "linscape glossary",
    ] {
        let shown = on_eighty_columns(command, "C.UTF-8");
        let without_notes = shown.lines().filter(|line| !line.starts_with("linscape: "));
        for line in without_notes {
            assert!(line.trim_end().chars().count() <= 80, "{command}: {line}");
        }
        assert!(shown.lines().count() > 10, "{command}: {shown}");
    }
}

#[test]
fn a_terminal_without_our_symbols_gets_others() {
    let shown = on_eighty_columns("linscape report --sigma 3,2,1 --widths 3,3,3,3", "C");
    assert!(shown.is_ascii(), "{shown}");
    assert!(shown.contains("Sigma        rank 3; sigma = 3, 2, 1"), "{shown}");
    assert!(shown.contains("Greedy path  {} -> {1} -> {1,2} -> {1,2,3}"), "{shown}");
    for (command, words) in [
        ("linscape learning --sigma 3,1 --widths 2,2,2 --samples 10 --noise 8", "2s^2lambda/n"),
        ("linscape report --help", "--sigma <sigma,...>"),
        ("linscape values --sigma 2,1 --widths 2,2,2 || true", "Usage: linscape values"),
    ] {
        let shown = on_eighty_columns(command, "C");
        assert!(shown.is_ascii() && shown.contains(words), "{shown}");
        let is_table = |line: &&str| !line.contains("linscape");
        for line in shown.lines().filter(is_table) {
            assert!(line.trim_end().chars().count() <= 80, "{command}: {line}");
        }
    }
}

#[test]
fn colours_are_chosen() {
    let report = "linscape report --sigma 3,2,1 --widths 3,3,3,3";
    assert!(!on_terminal(&format!("TERM=dumb {report}"), None).contains(ESCAPE));
    assert!(on_terminal(&format!("TERM=dumb {report} --color always"), None).contains(ESCAPE));
    assert!(on_terminal(&format!("{report} --color always | cat"), Some("1")).contains(ESCAPE));
    assert!(!on_terminal(&format!("{report} --color never"), None).contains(ESCAPE));
}

#[test]
fn no_long_document_goes_to_a_terminal_unasked() {
    let refused = |command: &str| on_terminal(&format!("{command} || echo code $?"), Some("1"));
    let dump = "linscape dump --sigma 9,8,7,6,5,4,3,2,1 --widths 9,9,9,9";
    let said = refused(dump);
    assert!(
        said.starts_with("linscape: more than 128 KiB for the terminal; write it with -o FILE")
    );
    assert!(said.contains("code 3") && said.lines().count() == 2, "{said}");
    assert!(refused(&format!("{dump} -o -")).contains("linscape.landscape/1"));
    let page = refused("linscape view --sigma 2,1 --widths 2,2,2");
    assert!(page.contains("-o FILE.html") && page.contains("code 2"), "{page}");
    let flow = refused("linscape flow --sigma 2,1 --widths 2,2,2 --init balanced:0.1");
    assert!(flow.contains("kept by -o FILE.json") && !flow.contains("schema"), "{flow}");
}

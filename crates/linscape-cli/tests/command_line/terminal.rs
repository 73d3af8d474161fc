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

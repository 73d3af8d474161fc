//! What `--help` promises.

use crate::answer::{PROGRAM, linscape, root};
use crate::folder::Folder;
use std::path::Path;
use std::process::Command;

const COMMANDS: [&str; 27] = [
    "",
    "report",
    "dump",
    "graph",
    "values",
    "strata",
    "learning",
    "sweep",
    "represent",
    "classify",
    "spectrum",
    "explain",
    "verify",
    "problem",
    "plot",
    "plot values",
    "plot spectrum",
    "plot bifurcation",
    "plot barriers",
    "plot surface",
    "plot trajectory",
    "view",
    "flow",
    "trace",
    "glossary",
    "man",
    "completions",
];

/// The examples of a help page, continued lines joined.
fn examples(help: &str) -> Vec<String> {
    let joined = help.replace("\\\n", "");
    let after = joined.lines().skip_while(|line| !line.starts_with("Example")).skip(1);
    let block = after.take_while(|line| line.starts_with("  "));
    block.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
#[cfg(unix)]
fn every_command_has_an_example_and_every_example_runs() {
    let mut written = std::collections::BTreeMap::new();
    let program = Path::new(PROGRAM).parent().unwrap().display().to_string();
    let path = format!("{program}:{}", std::env::var("PATH").unwrap());
    for command in COMMANDS {
        let help = linscape(&format!("{command} --help")).text();
        let examples = examples(&help);
        // A folder each: what an example reads is there, or an example before it on the same page makes it.
        let folder = Folder::with(&[]);
        std::os::unix::fs::symlink(root().join("fixtures"), folder.path().join("fixtures"))
            .unwrap();
        assert!(!examples.is_empty(), "{command} has no example:\n{help}");
        for example in examples {
            assert!(example.contains(&format!("linscape {command}")), "{command}: {example}");
            let mut shell = Command::new("sh");
            shell.args(["-c", &example]).current_dir(folder.path()).env("PATH", &path);
            let output = shell.output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{example}: {said}");
        }
        written.extend(folder.contents());
    }
    for file in [
        "landscape.json",
        "landscape.graphml",
        "values.csv",
        "W.npz",
        "linscape.bash",
        "flow.html",
        "trajectory.svg",
        "table.tex",
    ] {
        assert!(written[file].len() > 200, "{file}");
    }
}

#[test]
fn no_example_is_wrapped_in_a_window_of_eighty_columns() {
    for command in COMMANDS {
        let help = linscape(&format!("{command} --help")).text();
        let block = help.lines().skip_while(|line| !line.starts_with("Example")).skip(1);
        for line in block.take_while(|line| line.starts_with("  ")) {
            assert!(line.chars().count() <= 80, "{command}: {line}");
        }
    }
}

#[test]
fn completions_know_every_command_in_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = linscape(&format!("completions {shell}")).text();
        for word in ["report", "dump", "graph", "values", "completions", "tolerance", "cytoscape"] {
            // Elvish and PowerShell complete names of options, not their values.
            let names_only = matches!(shell, "elvish" | "powershell");
            if !(names_only && word == "cytoscape") {
                assert!(script.contains(word), "{shell}: {word}");
            }
        }
    }
}

#[test]
fn the_version_and_an_empty_command_line_are_answered() {
    let version = linscape("--version").text();
    assert_eq!(version, format!("linscape {}\n", env!("CARGO_PKG_VERSION")));
    let nothing = linscape("");
    assert_eq!((nothing.code, nothing.stdout.as_str()), (Some(2), ""));
    assert!(nothing.stderr.contains("Usage: linscape"), "{}", nothing.stderr);
}

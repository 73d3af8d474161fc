//! Outputs: what is replaced, what is written through, and what never reaches the terminal.

use crate::answer::PROGRAM;
use crate::folder::Folder;
use std::fs;
use std::process::{Command, Stdio};

const SMALL: &str = "--sigma 2,1 --widths 2,2,2";

#[test]
fn no_command_writes_over_what_it_reads() {
    let folder = Folder::with(&[
        ("t.csv", "2,0\n0,1\n"),
        ("x.csv", "1,2\n3,5\n4,4\n"),
        ("y.csv", "a\nb\na\n"),
        ("s.json", "{\"problem\": {\"widths\": [2, 2, 2], \"singular_values\": [2, 1]}}"),
    ]);
    folder.run(&format!("represent {SMALL} --subset 1 -o W.npz")).code.unwrap();
    fs::copy(folder.path().join("t.csv"), folder.path().join("t")).unwrap();
    let before = folder.contents();
    let lines = [
        "values --all --target t.csv --hidden 2 -o t.csv",
        "values --lowest 2 --inputs x.csv --labels y.csv --hidden 2 -o y.csv",
        "dump --problem s.json -o s.json",
        "report --json --problem s.json -o s.json",
        "graph --format cytoscape --problem s.json -o s.json",
        "represent --sigma 2,1 --widths 2,2,2 --subset 1 -o W.npz --problem s.json",
        "classify --sigma 2,1 --widths 2,2,2 --weights W.npz --directions W.npz",
        "spectrum --sigma 2,1 --widths 2,2,2 --weights W.npz --vectors W.npz",
        "flow --sigma 2,1 --widths 2,2,2 --init file:W.npz --until 1 --save W.npz",
        "trace --target t.csv --hidden 2 W.npz --csv t.csv",
        "verify --json --problem s.json -o s.json",
    ];
    for line in lines {
        let refusal = folder.run(line).refusal(2);
        let is_told =
            refusal.contains("also an output") || refusal.contains("both state a problem");
        assert!(is_told, "{line}: {refusal}");
        assert_eq!(folder.contents(), before, "{line}");
    }
}

#[test]
fn an_extension_that_the_output_is_not_is_refused() {
    let folder = Folder::with(&[]);
    let cases = [
        (format!("dump {SMALL} -o l.csv"), "l.csv: the output is JSON, not .csv"),
        (format!("report {SMALL} -o l.svg"), "l.svg: the output is text, not .svg"),
        (format!("report {SMALL} --format latex -o l.html"), "the output is LaTeX"),
        (format!("graph {SMALL} --format dot -o l.gexf"), "the output is dot"),
        (format!("strata {SMALL} --subset 1 --json -o l.npz"), "the output is JSON"),
        (format!("flow {SMALL} --init balanced:1e-2 --until 1 --csv l.json"), "the output is csv"),
    ];
    for (line, told) in &cases {
        let refusal = folder.run(line).refusal(2);
        assert!(refusal.contains(told), "{line}: {refusal}");
    }
    for line in [format!("report {SMALL} -o table"), format!("report {SMALL} -o table.txt")] {
        assert_eq!(folder.run(&line).code, Some(0), "{line}");
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use super::*;
    use std::fs::{File, OpenOptions};
    use std::os::unix::fs::symlink;

    fn run(folder: &Folder, line: &str, stdout: impl Into<Stdio>) -> std::process::Output {
        let mut command = Command::new(PROGRAM);
        command.args(crate::answer::words(line)).current_dir(folder.path());
        command.stdout(stdout).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap()
    }

    #[test]
    fn streams_and_links_are_written_through() {
        let folder = Folder::with(&[("log", "before\n")]);
        let log = folder.path().join("log");
        for stream in ["/dev/stdout", "/dev/fd/1", "-"] {
            fs::write(&log, "before\n").unwrap();
            let file = OpenOptions::new().append(true).open(&log).unwrap();
            run(&folder, &format!("dump {SMALL} -o {stream}"), file);
            let text = fs::read_to_string(&log).unwrap();
            assert!(text.starts_with("before\n{") && text.ends_with("}\n"), "{stream}: {text}");
        }
        let said = run(&folder, &format!("dump {SMALL} -o /dev/stderr"), Stdio::null());
        assert!(said.stderr.starts_with(b"{\n"));
        symlink("later.json", folder.path().join("link.json")).unwrap();
        run(&folder, &format!("dump {SMALL} -o link.json"), Stdio::null());
        assert!(fs::symlink_metadata(folder.path().join("link.json")).unwrap().is_symlink());
        assert!(fs::read_to_string(folder.path().join("later.json")).unwrap().starts_with("{\n"));
    }

    #[test]
    fn help_that_nobody_hears_is_a_failure() {
        let folder = Folder::with(&[]);
        let full = || File::options().write(true).open("/dev/full").unwrap();
        assert_eq!(run(&folder, "--help", full()).status.code(), Some(2));
        assert_eq!(run(&folder, "report --help", full()).status.code(), Some(2));
        assert_eq!(run(&folder, "--help", Stdio::null()).status.code(), Some(0));
    }

    #[test]
    fn a_folder_for_temporary_files_that_is_not_there_is_named() {
        let folder = Folder::with(&[]);
        let mut command = Command::new(PROGRAM);
        command.args(crate::answer::words(&format!("represent {SMALL} --subset 1 -o W.npz")));
        let said = command.env("TMPDIR", "/nowhere").current_dir(folder.path()).output().unwrap();
        let said_text = String::from_utf8(said.stderr).unwrap();
        assert_eq!(said.status.code(), Some(2), "{said_text}");
        assert!(said_text.contains("/nowhere") && said_text.contains("TMPDIR"), "{said_text}");
    }

    #[test]
    fn no_control_character_of_a_name_reaches_the_terminal() {
        let folder = Folder::with(&[("evil\x1b[2J\n.csv", "1,2\nx,3\n")]);
        folder.run(&format!("represent {SMALL} --subset 1 -o W.npz")).code.unwrap();
        fs::copy(folder.path().join("W.npz"), folder.path().join("w\x1b[31m\n.csv\u{9b}1m.npz"))
            .unwrap();
        let document = "{\"schema\": \"\\u001b[2J\\n\", \"problem\": {\"widths\": [2, 2]}}";
        fs::write(folder.path().join("p.json"), document).unwrap();
        let lines: [&[&str]; 6] = [
            &["report", "--target", "evil\x1b[2J\n.csv", "--hidden", "2"],
            &["report", "--target", "none\x1b[2J\n.csv", "--hidden", "2"],
            &["classify", "--sigma", "2,1", "--widths", "2,2,2", "--weights", "w*.npz"],
            &[
                "classify",
                "--sigma",
                "2,1",
                "--widths",
                "2,2,2",
                "--weights",
                "w*.npz",
                "--decay",
                "0.1",
            ],
            &["report", "--problem", "p.json"],
            &["report", "--sigma", "\x1b[2J\n", "--widths", "2,2", "--\x1b[2J"],
        ];
        for line in lines {
            let said =
                Command::new(PROGRAM).args(line).current_dir(folder.path()).output().unwrap();
            for text in [said.stdout, said.stderr] {
                let text = String::from_utf8(text).unwrap();
                let is_bad = |found: char| found.is_control() && found != '\n';
                assert!(!text.contains(is_bad), "{line:?}: {text:?}");
                assert!(!text.lines().any(|line| line.starts_with(".csv")), "{text:?}");
            }
        }
    }

    #[test]
    fn long_messages_are_cut() {
        let folder = Folder::with(&[]);
        let digits = "9".repeat(100_000);
        for sigma in [digits.clone(), format!("1e{digits}"), format!("x{digits}")] {
            let said = Command::new(PROGRAM)
                .args(["report", "--sigma", &sigma, "--widths", "2,2,2"])
                .current_dir(folder.path())
                .output()
                .unwrap();
            assert!(
                said.stderr.len() < 2_000 && said.stdout.len() < 20_000,
                "{}",
                said.stderr.len()
            );
        }
    }
}

//! Files are written whole or not at all, and hold what standard output would.

use crate::answer::root;
use crate::folder::Folder;
use std::fs;

#[test]
fn a_file_holds_what_standard_output_would_and_nothing_else_is_left() {
    let cases = [
        ("report", "out.txt", "report"),
        ("dump", "out.json", "dump"),
        ("graph --format dot", "out.dot", "graph --format dot"),
        ("graph --format graphml", "out.graphml", "graph --format graphml"),
        ("values --all --json", "out.json", "values --all --json"),
        ("values --all", "out.json", "values --all --json"),
    ];
    for (command, file, printed) in cases {
        let folder = Folder::with(&[(file, "older")]);
        let problem = "--sigma 5,4,3 --widths 3,3,3";
        let silent = folder.run(&format!("{command} {problem} -o {file}")).text();
        assert_eq!(silent, "", "{command}");
        let expected = folder.run(&format!("{printed} {problem} -o -")).text();
        assert!(!expected.is_empty());
        assert_eq!(fs::read_to_string(folder.path().join(file)).unwrap(), expected, "{command}");
        assert_eq!(folder.contents().len(), 2, "{command}: {:?}", folder.contents().keys());
    }
}

#[test]
fn values_are_written_as_csv_and_as_arrays() {
    let folder = Folder::with(&[]);
    let line = "values --all --sigma 5,4,3 --widths 3,3,3 -o";
    folder.run(&format!("{line} values.csv")).text();
    let text = fs::read_to_string(folder.path().join("values.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 8);
    assert_eq!(
        (lines[0], lines[2], lines[4]),
        ("loss,exact_loss,multiplicity", "4.5,9/2,1", "12.5,25/2,2")
    );
    // An archive opens with the reader that opens numpy's: seven losses, as a column.
    folder.run(&format!("{line} values.npz")).text();
    let dump = folder.run("dump --target values.npz:values --hidden 2").json();
    assert_eq!(dump["problem"]["widths"], serde_json::json!([1, 2, 7]));
    let dump = folder.run("dump --target values.npz:multiplicities --hidden 2").json();
    // √(6·1² + 2²)
    let sigma = dump["problem"]["singular_values"][0].as_f64().unwrap();
    assert!((sigma * sigma - 10.0).abs() < 1e-12);
}

#[test]
fn weights_are_not_written_over_by_an_answer_about_them() {
    let folder = Folder::with(&[]);
    let problem = "--sigma 2,1 --widths 2,2,2";
    assert_eq!(folder.run(&format!("represent {problem} --subset 1 -o W.npz")).code, Some(0));
    let before = fs::read(folder.path().join("W.npz")).unwrap();
    let line = |command: &str, words: &str| format!("{command} {problem} {words}");
    let lines = [
        line("classify", "--weights ./W*.npz --directions W.npz"),
        line("spectrum", "--weights W.npz --vectors ./W.npz"),
        line("flow", "--init file:W.npz --until 1 --save W.npz"),
    ];
    for line in &lines {
        folder.refuses(2, &[(line, &["W.npz", "another file"])]);
    }
    assert_eq!(fs::read(folder.path().join("W.npz")).unwrap(), before);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_device_is_named() {
    let folder = Folder::with(&[]);
    let families = "1.3,2.7,3.1,4.9,5.3,6.1,7.7,8.9,9.4,10.6";
    let long = format!("dump --sigma {families} --widths 10,10,10 -o /dev/full");
    let fragments: &[&str] = &["/dev/full", "cannot be written", "No space left"];
    folder
        .refuses(2, &[("dump --sigma 1 --widths 1,1 -o /dev/full", fragments), (&long, fragments)]);
    for command in
        ["dump --sigma 1 --widths 1,1", "completions bash", "report --sigma 1 --widths 1,1"]
    {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut run = std::process::Command::new(crate::answer::PROGRAM);
        let run = run.args(crate::answer::words(command)).current_dir(root()).stdout(full);
        let output = run.output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{command}: {message}");
        let expected = "linscape: standard output: cannot be written: No space left";
        assert!(message.starts_with(expected), "{command}: {message}");
        assert_eq!(message.lines().count(), 1, "{command}: {message}");
    }
}

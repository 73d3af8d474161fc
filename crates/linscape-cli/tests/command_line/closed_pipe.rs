//! A reader that has seen enough is no error.

use crate::answer::{PROGRAM, root, words};
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

/// More than a pipe holds, so that the program does write to a closed one.
const LONG: [&str; 6] = [
    "values --highest 20000 --sigma 15,14,13.5,12,11.1,10,9,8,7,6,5,4,3,2,1 --widths 15,15,15",
    "values --all --json --sigma 15,14,13.5,12,11.1,10,9,8,7,6,5,4,3,2,1 --widths 15,15,15",
    "dump --sigma 10.1,9,8,7,6,5,4,3,2,1 --widths 10,10,10",
    "report --sigma 10.1,9,8,7,6,5,4,3,2,1 --widths 10,10,10",
    "flow --sigma 3,2,1 --widths 3,3,3,3 --init balanced:0.1 --until 20 --every 0.01 --json",
    "graph --format graphml --sigma 10.1,9,8,7,6,5,4,3,2,1 --widths 10,10,10",
];

#[test]
fn a_reader_that_leaves_after_one_line_is_no_error() {
    for line in LONG {
        let mut run = Command::new(PROGRAM);
        let run = run.args(words(line)).current_dir(root());
        let mut child = run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(!first.is_empty(), "{line}");
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let status = child.wait().unwrap();
        assert_eq!((status.code(), said.as_str()), (Some(0), ""), "{line}");
    }
}

#[test]
fn nothing_but_the_answer_goes_into_a_pipe() {
    for line in LONG {
        let answer = crate::answer::linscape(line);
        assert_eq!((answer.code, answer.stderr.as_str()), (Some(0), ""), "{line}");
        assert!(answer.stdout.len() > 1 << 16, "{line} is short: {}", answer.stdout.len());
        assert!(!answer.stdout.contains('\u{1b}'), "{line} is coloured");
    }
}

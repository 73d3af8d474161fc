//! One run of the program and what it answered.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_linscape");

/// What a run left behind.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    /// Exit code; none after a signal.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The root of the repository, where examples are run.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The words of a command line; `''` is the empty word.
pub(crate) fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().map(|word| if word == "''" { "" } else { word }).collect()
}

/// Runs the program with the words of `line` in the root of the repository.
pub(crate) fn linscape(line: &str) -> Answer {
    linscape_in(&root(), line)
}

/// Runs the program with the words of `line` in `folder`.
pub(crate) fn linscape_in(folder: &Path, line: &str) -> Answer {
    let mut command = assert_cmd::Command::new(PROGRAM);
    // No test takes a tenth of this; a run that hangs ends all the same.
    let command = command.args(words(line)).current_dir(folder).timeout(Duration::from_secs(60));
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Answer { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

impl Answer {
    /// Standard error without the notes on how files were read.
    fn without_notes(&self) -> String {
        let is_note = |line: &&str| line.starts_with("linscape: note: ");
        self.stderr.split_inclusive('\n').filter(|line| !is_note(line)).collect()
    }

    /// Standard output of a run that succeeded in silence, but for notes on how files were read.
    pub(crate) fn text(self) -> String {
        assert_eq!((self.code, self.without_notes().as_str()), (Some(0), ""));
        self.stdout
    }

    /// The JSON document of a run that succeeded in silence.
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.text()).unwrap()
    }

    /// The one line on standard error of a run that printed nothing else.
    pub(crate) fn refusal(self, code: i32) -> String {
        assert_eq!((self.code, self.stdout.as_str()), (Some(code), ""), "{}", self.stderr);
        let line = self.without_notes();
        assert_eq!(line.lines().count(), 1, "{}", self.stderr);
        assert!(line.starts_with("linscape: ") && line.ends_with('\n'));
        line
    }
}

/// Whether a JSON number is `expected` up to rounding.
pub(crate) fn is_close(number: &Value, expected: f64) -> bool {
    let number = number.as_f64().unwrap();
    (number - expected).abs() <= 1e-12 * expected.abs().max(1.0)
}

//! One run of the program and what it answered.

use serde_json::Value;
use std::path::Path;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_linscape");

/// What a run left behind.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The words of a command line; `''` is the empty word.
pub(crate) fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().map(|word| if word == "''" { "" } else { word }).collect()
}

/// Runs the program with the words of `line` in the root of the repository, where fixtures are.
pub(crate) fn linscape(line: &str) -> Answer {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut command = assert_cmd::Command::new(PROGRAM);
    let output = command.args(words(line)).current_dir(root).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Answer { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

impl Answer {
    /// Standard output of a run that succeeded in silence.
    pub(crate) fn text(self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""));
        self.stdout
    }

    /// The JSON document of a run that succeeded in silence.
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.text()).unwrap()
    }

    /// The one line on standard error of a run that printed nothing else.
    pub(crate) fn refusal(self, code: i32) -> String {
        assert_eq!((self.code, self.stdout.as_str()), (Some(code), ""), "{}", self.stderr);
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        self.stderr
    }
}

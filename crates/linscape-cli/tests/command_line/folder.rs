//! A folder of small files in which bad input is tried.

use crate::answer::{Answer, linscape_in};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A temporary folder with the file `kept.json` in it, which no failing run may touch.
pub(crate) struct Folder {
    folder: TempDir,
}

/// Commands that write text for people, or graphs.
const TEXTS: [&str; 7] = ["report", "strata", "explain", "verify", "spectrum", "classify", "graph"];

/// What it holds.
const KEPT: &str = "older";

impl Folder {
    /// A folder with files of these names and contents.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files.iter().chain(&[("kept.json", KEPT)]) {
            fs::write(folder.path().join(name), text).unwrap();
        }
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn run(&self, line: &str) -> Answer {
        linscape_in(self.path(), line)
    }

    /// Names and contents of the files; directories have none.
    pub(crate) fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap());
        let name = |entry: &fs::DirEntry| entry.file_name().into_string().unwrap();
        entries.map(|entry| (name(&entry), fs::read(entry.path()).unwrap_or_default())).collect()
    }

    /// Each line with `-o kept.json` (`-o kept.txt` where the output is text) fails with this exit code and one line on standard error that
    /// says all the fragments; standard output and the folder stay as they were.
    pub(crate) fn refuses(&self, code: i32, cases: &[(&str, &[&str])]) {
        assert!(!cases.is_empty());
        fs::write(self.path().join("kept.txt"), KEPT).unwrap();
        let before = self.contents();
        for (line, fragments) in cases {
            let is_text =
                TEXTS.iter().any(|text| line.starts_with(text)) && !line.contains("--json");
            let output = match (line.contains("-o "), is_text) {
                (true, _) => "",
                (false, true) => "-o kept.txt",
                (false, false) => "-o kept.json",
            };
            let line = format!("{line} {output}");
            let refusal = self.run(&line).refusal(code);
            assert!(!fragments.is_empty(), "{line}: nothing is expected of\n{refusal}");
            for fragment in *fragments {
                assert!(refusal.contains(fragment), "{line}: no '{fragment}' in\n{refusal}");
            }
            assert!(refusal.chars().count() < 600, "{line}: a long line\n{refusal}");
            assert_eq!(self.contents(), before, "{line}");
        }
    }
}

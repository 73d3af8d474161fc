//! No file of a crate needs, by way of others, a file that needs it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which files of a crate a file imports from, as far as names tell: a name counts where one file
/// alone defines it. Face files, which only pass names on, are left out, and so are tests.
pub(crate) struct Imports {
    edges: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Imports {
    pub(crate) fn of(files: &[PathBuf]) -> Self {
        let texts: BTreeMap<&PathBuf, String> =
            files.iter().map(|file| (file, code(file))).collect();
        let mut defined: BTreeMap<&str, BTreeSet<&PathBuf>> = BTreeMap::new();
        for (file, text) in &texts {
            for name in text.lines().filter_map(definition) {
                defined.entry(name).or_default().insert(file);
            }
        }
        let sole = |name: &str| match defined.get(name) {
            Some(files) if files.len() == 1 => files.first().copied(),
            _ => None,
        };
        let mut edges: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
        for (&file, text) in &texts {
            if text.lines().any(|line| line.trim_end().ends_with(';') && is_module(line)) {
                continue;
            }
            let needed = imported(text).into_iter().filter_map(|name| sole(&name).cloned());
            edges.insert(file.clone(), needed.filter(|other| other != file).collect());
        }
        Self { edges }
    }

    /// The files from which one comes back to them.
    pub(crate) fn circles(&self) -> Vec<&Path> {
        let comes_back = |start: &PathBuf| {
            let mut seen = BTreeSet::new();
            let mut open: Vec<&PathBuf> = self.edges[start].iter().collect();
            while let Some(file) = open.pop() {
                if file == start {
                    return true;
                }
                if seen.insert(file) {
                    open.extend(self.edges.get(file).into_iter().flatten());
                }
            }
            false
        };
        self.edges.keys().filter(|file| comes_back(file)).map(PathBuf::as_path).collect()
    }
}

/// The text without comments and tests.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a readable file");
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

fn without_visibility(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub")?;
    let rest =
        rest.strip_prefix("(crate)").or_else(|| rest.strip_prefix("(super)")).unwrap_or(rest);
    rest.strip_prefix(' ')
}

fn is_module(line: &str) -> bool {
    without_visibility(line).unwrap_or(line).starts_with("mod ")
}

/// The name that a line at the beginning of an item defines for other files.
fn definition(line: &str) -> Option<&str> {
    let mut words = without_visibility(line)?
        .split(' ')
        .skip_while(|word| *word == "const" && line.contains(" fn "));
    let kinds = ["fn", "struct", "enum", "trait", "const", "type", "static"];
    words.next().filter(|word| kinds.contains(word))?;
    let name = words.next()?;
    Some(name.split(|letter: char| !is_of_name(letter)).next().unwrap_or(name))
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Every word of the paths that begin in the crate itself.
fn imported(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for root in ["crate::", "super::"] {
        for (at, _) in text.match_indices(root) {
            let path = &text[at + root.len()..];
            let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
            let is_use = line.trim_start().trim_start_matches("pub(crate) ").starts_with("use ");
            let end = if is_use {
                path.find(';')
            } else {
                path.find(|letter: char| !is_of_name(letter) && letter != ':')
            };
            let words = path[..end.unwrap_or(path.len())].split(|letter: char| !is_of_name(letter));
            names.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
        }
    }
    names
}

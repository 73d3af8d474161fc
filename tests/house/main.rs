//! How the house is built: rooms of a size one can survey, and mathematics that does not know who asks.

mod circles;

use circles::Imports;
use std::fs;
use std::path::{Path, PathBuf};

/// More files than that are not seen at a glance.
const LARGEST_ROOM: usize = 15;

/// Crates that state and check mathematics, and those that are asked by more than the command line:
/// its words are none of their business. Errors name an option by
/// [`OptionName`](linscape_formats::OptionName), and who shows them how it is spelt.
const WITHOUT_DASHES: [&str; 12] = [
    "linscape-lapack",
    "linscape-critical",
    "linscape-exact",
    "linscape-network",
    "linscape-strata",
    "linscape-decay",
    "linscape-curvature",
    "linscape-points",
    "linscape-quotient",
    "linscape-flow",
    "linscape",
    "linscape-python",
];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates")
}

/// Calls `visit` with every folder below this one, itself first, and the files of Rust in it.
fn visit_rooms(folder: &Path, visit: &mut impl FnMut(&Path, &[PathBuf])) {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let (folders, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.is_dir());
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    visit(folder, &files.into_iter().filter(is_rust).collect::<Vec<_>>());
    for inner in folders {
        visit_rooms(&inner, visit);
    }
}

#[test]
fn no_room_holds_more_than_fifteen_files() {
    let (mut rooms, mut crowded) = (0, Vec::new());
    for member in fs::read_dir(crates()).expect("crates") {
        visit_rooms(&member.expect("an entry").path().join("src"), &mut |folder, files| {
            rooms += 1;
            if files.len() > LARGEST_ROOM {
                crowded.push((folder.to_path_buf(), files.len()));
            }
        });
    }
    assert!(rooms > 40 && crowded.is_empty(), "{rooms} rooms, crowded: {crowded:?}");
}

/// Words of the shortest paragraph that says what a room is for.
const SHORTEST_PARAGRAPH: usize = 18;

#[test]
fn every_room_has_a_face_file_that_says_what_it_is_for() {
    let (mut rooms, mut faceless) = (0, Vec::new());
    for member in fs::read_dir(crates()).expect("crates") {
        let source = member.expect("an entry").path().join("src");
        visit_rooms(&source, &mut |folder, files| {
            let text = fs::read_to_string(folder.with_extension("rs")).unwrap_or_default();
            let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
            let words: usize = lines.map(|line| line.split_whitespace().count()).sum();
            if folder != source && !files.is_empty() {
                rooms += 1;
                if words < SHORTEST_PARAGRAPH {
                    faceless.push(folder.to_path_buf());
                }
            }
        });
    }
    assert!(rooms > 80 && faceless.is_empty(), "{rooms} rooms, without a paragraph: {faceless:#?}");
}

/// Whether a line of code holds an option as one types it: two dashes at the beginning of a word.
fn names_an_option(line: &str) -> bool {
    line.match_indices("--").any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + 2..].chars().next();
        before.is_none_or(|before| " \"`(".contains(before))
            && after.is_some_and(|after| after.is_ascii_lowercase())
    })
}

#[test]
fn only_the_binary_knows_the_command_line() {
    let (mut read, mut words) = (0, Vec::new());
    for name in WITHOUT_DASHES {
        visit_rooms(&crates().join(name).join("src"), &mut |_, files| {
            for file in files {
                read += 1;
                let text = fs::read_to_string(file).expect("a readable file");
                let said = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                words.extend(said.filter(|line| names_an_option(line)).map(|_| file.clone()));
            }
        });
    }
    assert!(read > 100 && words.is_empty(), "{read} files, words of the command line: {words:?}");
}

/// Names after `impl Worded for` in a file, where they are errors.
fn worded_errors(text: &str) -> impl Iterator<Item = &str> {
    let names = text.lines().filter_map(|line| line.strip_prefix("impl Worded for "));
    names.filter_map(|rest| rest.split([' ', '<']).next())
}

#[test]
fn the_terminal_knows_every_error_that_names_options() {
    let known = fs::read_to_string(crates().join("linscape-cli/src/terminal/failure.rs"));
    let known = known.expect("the file that words failures");
    let (mut errors, mut unknown) = (0, Vec::new());
    for member in fs::read_dir(crates()).expect("crates") {
        visit_rooms(&member.expect("an entry").path().join("src"), &mut |_, files| {
            for file in files {
                let text = fs::read_to_string(file).expect("a source file");
                for name in worded_errors(&text) {
                    // Notes are no errors, and other parts are worded by the error that holds them.
                    let is_error = name.ends_with("Error")
                        || name.ends_with("Fault")
                        || name.ends_with("Limit");
                    errors += usize::from(is_error);
                    if is_error && !known.contains(&format!("of::<{name}>")) {
                        unknown.push(name.to_owned());
                    }
                }
            }
        });
    }
    assert!(errors > 15 && unknown.is_empty(), "{errors} errors, unknown: {unknown:?}");
}

#[test]
fn no_file_needs_a_file_that_needs_it() {
    let (mut files_read, mut circles) = (0, Vec::new());
    for member in fs::read_dir(crates()).expect("crates") {
        let mut files = Vec::new();
        visit_rooms(&member.expect("an entry").path().join("src"), &mut |_, found| {
            files.extend(found.iter().cloned());
        });
        files_read += files.len();
        circles.extend(Imports::of(&files).circles().into_iter().map(Path::to_path_buf));
    }
    assert!(files_read > 300 && circles.is_empty(), "{files_read} files, in circles: {circles:#?}");
}

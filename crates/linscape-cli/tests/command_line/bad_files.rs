//! Files that cannot be read: one line naming file and place, exit code 2, nothing written.

use crate::answer::root;
use crate::folder::Folder;
use std::fs;

const FILES: [(&str, &str); 15] = [
    ("two.csv", "1,2\n3,4\n"),
    ("three.csv", "1,2\n3,4\n5,6\n"),
    ("two.txt", "1,2\n3,4\n"),
    ("ragged.csv", "a,b\n1,2\n3\n"),
    ("text.csv", "1,2\n3,x\n"),
    ("hole.csv", "1,2\n,4\n"),
    ("nan.csv", "a,b\n1,2\n3,nan\n"),
    ("infinite.csv", "1,2\n-inf,4\n"),
    ("empty.csv", ""),
    ("header.csv", "a,b\n"),
    ("zero.csv", "0,0\n0,0\n"),
    ("three-labels.csv", "b\na\nb\n"),
    ("pairs.csv", "a,b\nb,a\n"),
    ("not.npy", "1,2\n"),
    ("not.npz", "1,2\n"),
];

#[test]
fn matrices_that_cannot_be_read_are_named_with_the_place() {
    let folder = Folder::with(&FILES);
    fs::create_dir(folder.path().join("directory.csv")).unwrap();
    folder.refuses(
        2,
        &[
            ("dump --target missing.csv --hidden 2", &["missing.csv", "No such file"]),
            ("dump --target missing/two.csv --hidden 2", &["missing/two.csv", "No such file"]),
            ("dump --target directory.csv --hidden 2", &["directory.csv", "cannot be read"]),
            (
                "dump --target two.txt --hidden 2",
                &["two.txt", "extension", ".csv, .tsv, .npy, .npz"],
            ),
            ("dump --target two --hidden 2", &["two: ", "extension"]),
            ("dump --target ragged.csv --hidden 2", &["ragged.csv", "line 3"]),
            ("dump --target text.csv --hidden 2", &["text.csv", "line 2", "column 2", "\"x\""]),
            ("dump --target hole.csv --hidden 2", &["hole.csv", "line 2", "column 1", "empty"]),
            ("dump --target nan.csv --hidden 2", &["nan.csv", "line 3", "row 2", "column 2"]),
            ("dump --target infinite.csv --hidden 2", &["infinite.csv", "row 2", "column 1"]),
            ("dump --target empty.csv --hidden 2", &["empty.csv", "no rows"]),
            ("dump --target header.csv --hidden 2", &["header.csv", "no rows"]),
            ("dump --target not.npy --hidden 2", &["not.npy", "not an npy array"]),
            ("dump --target not.npz --hidden 2", &["not.npz", "not an npz archive"]),
            ("dump --inputs missing.csv --autoencode --hidden 2", &["missing.csv"]),
            ("dump --inputs two.csv --targets nan.csv --hidden 2", &["nan.csv", "row 2"]),
            ("dump --inputs two.csv --labels missing.csv --hidden 2", &["missing.csv"]),
            ("values --all --target ragged.csv --hidden 2", &["ragged.csv", "line 3"]),
            ("graph --format dot --target ragged.csv --hidden 2", &["ragged.csv", "line 3"]),
            ("report --target ragged.csv --hidden 2", &["ragged.csv", "line 3"]),
        ],
    );
}

#[test]
fn data_that_do_not_fit_together_are_named_with_both_sizes() {
    let folder = Folder::with(&FILES);
    folder.refuses(
        2,
        &[
            (
                "dump --inputs two.csv --targets three.csv --hidden 2",
                &["three.csv has 3 rows", "two.csv has 2 rows"],
            ),
            (
                "dump --inputs two.csv --labels three-labels.csv --hidden 2",
                &["three-labels.csv has 3 labels", "two.csv has 2 rows"],
            ),
            (
                "dump --inputs two.csv --labels pairs.csv --hidden 2",
                &["pairs.csv", "line 1", "2 cells"],
            ),
            (
                "dump --target three.csv --widths 3,2,2",
                &["three.csv", "d_0 = 3", "d_h = 2", "2 inputs to 3 outputs"],
            ),
            (
                "dump --inputs two.csv --autoencode --widths 2,2,5",
                &["d_h = 5", "2 inputs to 2 outputs"],
            ),
            (
                "dump --inputs zero.csv --targets two.csv --hidden 2",
                &["zero.csv", "all inputs are zero"],
            ),
        ],
    );
}

#[test]
fn an_archive_without_the_key_lists_its_keys() {
    let folder = Folder::with(&[]);
    fs::copy(root().join("fixtures/digits.npz"), folder.path().join("digits.npz")).unwrap();
    folder.refuses(
        2,
        &[
            (
                "dump --inputs digits.npz:pixel --autoencode --hidden 2",
                &["digits.npz:pixel", "\"pixel\"", "labels, pixels"],
            ),
            ("dump --inputs digits.npz: --autoencode --hidden 2", &["labels, pixels"]),
            (
                "dump --inputs digits.npz --autoencode --hidden 2",
                &["file.npz:key", "labels, pixels"],
            ),
        ],
    );
}

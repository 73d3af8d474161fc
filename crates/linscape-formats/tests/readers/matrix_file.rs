//! Files by path: which reader they get, and errors of one line that name them.

use std::{fs, path::Path};

use linscape_formats::{read_labels, read_matrix};
use nalgebra::DMatrix;
use zip::CompressionMethod::Stored;

use crate::npy_bytes::{doubles, npy, zip};

#[test]
fn the_same_matrix_is_read_from_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let array = npy("'<f8'", "False", "(2, 1)", &doubles(&[1.0, 2.0]));
    let other = npy("'<f8'", "False", "(1,)", &doubles(&[3.0]));
    fs::write(folder.path().join("x.csv"), "1\n2\n").unwrap();
    fs::write(folder.path().join("x.NPY"), &array).unwrap();
    fs::write(folder.path().join("one.npz"), zip(&[("k.npy", &array)], Stored)).unwrap();
    let several = zip(&[("k.npy", &array), ("l.npy", &other)], Stored);
    fs::write(folder.path().join("two.npz"), several).unwrap();
    for name in ["x.csv", "x.NPY", "one.npz", "one.npz:k", "two.npz:k", "two.npz:k.npy"] {
        let matrix = read_matrix(&folder.path().join(name)).unwrap();
        assert_eq!(matrix, DMatrix::from_row_slice(2, 1, &[1.0, 2.0]), "{name}");
    }
}

#[test]
fn labels_are_integers_floats_truth_values_or_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("y.npy");
    let text = |words: [&str; 3]| -> Vec<u8> {
        let padded = words.map(|word| format!("{word:\0<3}"));
        padded
            .iter()
            .flat_map(|word| word.chars().map(u32::from))
            .flat_map(u32::to_le_bytes)
            .collect()
    };
    let cases: [(&str, Vec<u8>, [&str; 2]); 7] = [
        ("'<i8'", [10_i64, 9, 10].iter().flat_map(|x| x.to_le_bytes()).collect(), ["9", "10"]),
        ("'|u1'", vec![10, 9, 10], ["9", "10"]),
        ("'<f8'", doubles(&[1.5, -2.0, 1.5]), ["-2", "1.5"]),
        ("'|b1'", vec![1, 0, 1], ["False", "True"]),
        ("'<U3'", text(["rös", "oak", "rös"]), ["oak", "rös"]),
        ("'<U3'", text(["10", "9", "10"]), ["9", "10"]),
        ("'|S3'", b"fiscatfis".to_vec(), ["cat", "fis"]),
    ];
    for (descr, data, classes) in cases {
        for shape in ["(3,)", "(3, 1)"] {
            fs::write(&path, npy(descr, "False", shape, &data)).unwrap();
            let labels = read_labels(&path).unwrap();
            assert_eq!(labels.classes, classes, "{descr}");
            assert_eq!(labels.index, [1, 0, 1], "{descr}");
        }
    }
}

#[test]
fn every_error_is_one_line_that_begins_with_the_path() {
    let folder = tempfile::tempdir().unwrap();
    let array = npy("'<f8'", "False", "(1, 2)", &doubles(&[1.0, f64::NAN]));
    let files: [(&str, &[u8]); 8] = [
        ("ragged.csv", b"1,2\n3\n"),
        ("word.csv", b"a\n1\n\"two\nlines\"\n"),
        ("nan.csv", b"a,b\n1,nan\n"),
        ("latin1.csv", b"1\n\xe9\n"),
        ("empty.csv", b""),
        ("short.npy", b"\x93NUMPY\x01\x00"),
        ("nan.npy", &array),
        ("not.npz", b"text"),
    ];
    for (name, contents) in files {
        fs::write(folder.path().join(name), contents).unwrap();
    }
    fs::create_dir(folder.path().join("folder.csv")).unwrap();
    fs::write(folder.path().join("a.npz"), zip(&[("k.npy", &array)], Stored)).unwrap();
    let cases = [
        ("missing.csv", "cannot be read: "),
        ("folder.csv", "cannot be read: "),
        (
            "table.txt",
            "unknown extension; arrays are read from .csv, .tsv, .npy, .npz or file.npz:key",
        ),
        ("ragged.csv", "line 2 has 1 cell(s) where the first has 2; "),
        ("word.csv", "line 3, column 1: \"two\\nlines\" is not a number; "),
        ("nan.csv", "line 2 (row 1), column 2: \"nan\" is not finite; "),
        ("latin1.csv", "line 2 is not UTF-8 text; "),
        ("empty.csv", "there are no rows of numbers; "),
        ("short.npy", "the header is cut short; "),
        ("nan.npy", "row 1, column 2 is NaN; "),
        ("not.npz", "not an npz archive, or cut short ("),
        ("missing.npz:k", "cannot be read: "),
        ("a.npz:W", "the archive has no array \"W\"; its keys are k"),
        ("a.npz:k", "array \"k\": row 1, column 2 is NaN; "),
    ];
    for (name, expected) in cases {
        let path = folder.path().join(name);
        let message = read_matrix(&path).unwrap_err().to_string();
        let start = format!("{}: {expected}", path.display());
        assert!(message.starts_with(&start), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

#[test]
fn labels_that_are_missing_or_in_several_columns_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("y.csv", b"a\n\nb\n".to_vec(), "line 2 is blank; "),
        ("y.csv", b"a,b\n".to_vec(), "line 1 has 2 cells; "),
        (
            "y.npy",
            npy("'<f8'", "False", "(1, 2)", &doubles(&[1.0, 2.0])),
            "an array of shape (1, 2) is not one label a row; ",
        ),
        (
            "y.npy",
            npy("'<f8'", "False", "(1,)", &doubles(&[f64::NAN])),
            "row 1 has the label NaN; ",
        ),
        ("y.npy", npy("'|S1'", "False", "(2,)", b"a\0"), "row 2 has an empty label; "),
    ];
    for (name, contents, expected) in cases {
        let path = folder.path().join(name);
        fs::write(&path, contents).unwrap();
        let message = read_labels(&path).unwrap_err().to_string();
        assert!(message.starts_with(&format!("{}: {expected}", path.display())), "{message}");
    }
    assert!(read_labels(Path::new("labels.json")).is_err());
}

#[test]
fn tables_packed_by_gzip_and_separated_by_tabs_are_the_same_tables() {
    use std::io::Write as _;
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let packed = |bytes: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    };
    let expected = DMatrix::from_row_slice(2, 2, &[1.0, 2.5, 3.0, -4.0]);
    let (commas, tabs) = (b"a,b\n1,2.5\n3,-4\n", b"a\tb\n1\t2.5\n3\t-4\n");
    let twice = [packed(&commas[..4]), packed(&commas[4..])].concat();
    let files = [
        written("x.csv.gz", &packed(commas)),
        written("x.tsv", tabs),
        written("x.TSV.gz", &packed(tabs)),
        written("two-members.csv.gz", &twice),
        // Some programs unpack what they load and keep the name.
        written("unpacked.csv.gz", commas),
    ];
    for file in files {
        assert_eq!(read_matrix(&file).unwrap(), expected, "{}", file.display());
    }
    let cut = written("cut.csv.gz", &packed(commas)[..20]);
    let message = read_matrix(&cut).unwrap_err().to_string();
    assert!(message.contains("cut.csv.gz: cannot be unpacked"), "{message}");
}

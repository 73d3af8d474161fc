//! Files that have led the fuzzer somewhere new, or the readers astray, are read again.

#![expect(clippy::unwrap_used, reason = "a test without its files cannot go on")]

use std::{fs, path::Path};

use linscape_critical::{Architecture, Problem, Spectrum};
use linscape_formats::{
    parse_csv, parse_csv_labels, parse_npy, parse_npy_labels, parse_npz, parse_npz_weights,
    parse_problem, parse_safetensors, parse_torch, parse_trajectory, read_labels, read_matrix,
};
use nalgebra::DMatrix;

/// What came of the files: how many were read and how many refused.
#[derive(Default, Debug)]
struct Outcomes {
    read: usize,
    refused: usize,
}

/// Gives the bytes of each file of `fixtures/corpus/<reader>` to `read`, whose errors are one line.
fn replay(reader: &str, read: impl Fn(&[u8]) -> Result<(), String>) -> Outcomes {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/corpus").join(reader);
    let mut outcomes = Outcomes::default();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        match read(&fs::read(&path).unwrap()) {
            Ok(()) => outcomes.read += 1,
            Err(message) => {
                assert_eq!(message.lines().count(), 1, "{}: {message}", path.display());
                outcomes.refused += 1;
            }
        }
    }
    outcomes
}

fn outcome<T, E: ToString>(result: Result<T, E>) -> Result<(), String> {
    result.map(drop).map_err(|error| error.to_string())
}

/// The problem to which the trajectories of the corpus belong.
fn two_modes() -> Problem {
    let network = Architecture::new(vec![2, 2, 2]).unwrap();
    Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1])).unwrap()
}

#[test]
fn every_file_of_the_corpus_is_read_or_refused_in_one_line() {
    let csv = replay("csv", |bytes| outcome(parse_csv(bytes)));
    let npy = replay("npy", |bytes| outcome(parse_npy(bytes)));
    let npz = replay("npz", |bytes| {
        outcome(parse_npz(bytes, None)).or_else(|_| outcome(parse_npz(bytes, Some("W1"))))
    });
    let labels = replay("labels", |bytes| {
        outcome(parse_csv_labels(bytes)).or_else(|_| outcome(parse_npy_labels(bytes)))
    });
    let problem = replay("problem", |bytes| outcome(parse_problem(bytes, None)));
    let trajectory = replay("trajectory", |bytes| outcome(parse_trajectory(bytes, &two_modes())));
    for outcomes in [csv, npy, npz, labels, problem, trajectory] {
        assert!(outcomes.read >= 4 && outcomes.refused >= 3, "{outcomes:?}");
    }
    let weights = replay("weights", |bytes| {
        outcome(parse_npz_weights(bytes, None, false))
            .or_else(|_| outcome(parse_safetensors(bytes, None, false)))
            .or_else(|_| outcome(parse_torch(bytes, None, false)))
    });
    assert_eq!((weights.read, weights.refused), (2, 2), "{weights:?}");
}

#[test]
fn arrays_written_by_numpy_hold_what_numpy_wrote() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/corpus");
    let matrix = DMatrix::from_row_slice(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.5]);
    let integers = matrix.map(f64::floor);
    let cases = [
        ("npy/numpy_f2.npy", &matrix),
        ("npy/numpy_f4.npy", &matrix),
        ("npy/numpy_f8_big.npy", &matrix),
        ("npy/numpy_fortran.npy", &matrix),
        ("npy/numpy_version2.npy", &matrix),
        ("npy/numpy_version3.npy", &matrix),
        ("npy/numpy_i1.npy", &integers),
        ("npy/numpy_i2_big.npy", &integers),
        ("npy/numpy_i4.npy", &integers),
        ("npy/numpy_i8.npy", &integers),
        ("npy/numpy_u1.npy", &integers),
        ("npy/numpy_u2.npy", &integers),
        ("npy/numpy_u4_big.npy", &integers),
        ("npy/numpy_u8.npy", &integers),
        ("npy/numpy_b1.npy", &DMatrix::from_element(2, 3, 1.0)),
        ("npy/numpy_column.npy", &DMatrix::from_row_slice(2, 1, &[1.0, 4.0])),
        ("npz/savez_one.npz", &matrix),
        ("npz/savez.npz:W1", &matrix),
        ("npz/savez.npz:W2", &matrix.transpose()),
        ("npz/compressed_one.npz", &matrix),
        ("npz/compressed.npz:W1", &DMatrix::from_element(8, 8, 1.0)),
    ];
    for (name, expected) in cases {
        assert_eq!(&read_matrix(&folder.join(name)).unwrap(), expected, "{name}");
    }
    let labels = [
        ("labels/unicode.npy", ["oak", "rös"], [1, 0]),
        ("labels/unicode_big.npy", ["a", "bcd"], [0, 1]),
        ("labels/bytes.npy", ["a", "cat"], [1, 0]),
        ("labels/floats.npy", ["0", "1.5"], [1, 0]),
        ("labels/bool.npy", ["False", "True"], [1, 0]),
    ];
    for (name, classes, index) in labels {
        let labels = read_labels(&folder.join(name)).unwrap();
        assert_eq!(labels.classes, classes, "{name}");
        assert_eq!(labels.index, index, "{name}");
    }
}

#[test]
fn arrays_of_numpy_that_are_no_real_matrix_are_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/corpus");
    let cases = [
        ("npy/numpy_scalar.npy", "an array of shape () is not a matrix"),
        ("npy/numpy_cube.npy", "an array of shape (1, 2, 1) is not a matrix"),
        ("npy/numpy_empty.npy", "an array of shape (0, 3) is empty"),
        ("npy/numpy_nan.npy", "row 2, column 1 is NaN"),
        ("npy/numpy_object.npy", "elements of type \"|O\" are not real numbers"),
        ("npy/numpy_complex.npy", "elements of type \"<c16\" are not real numbers"),
        ("npy/numpy_structured.npy", "elements of type \"[('a', '<f8'), "),
        ("npy/numpy_date.npy", "elements of type \"<M8[D]\" are not real numbers"),
        ("npy/numpy_longdouble.npy", "elements of type \"<f16\" are not real numbers"),
        ("npz/object.npz", "array \"W1\": elements of type \"|O\" are not real numbers"),
        ("npz/none.npz", "the archive holds no arrays"),
        ("npz/bzip2.npz", "array \"W1\" cannot be unpacked ("),
        ("npz/savez.npz", "several arrays; name one as file.npz:key, where the keys are W1, W2"),
    ];
    for (name, expected) in cases {
        let path = folder.join(name);
        let message = read_matrix(&path).unwrap_err().to_string();
        assert!(message.starts_with(&format!("{}: {expected}", path.display())), "{message}");
    }
}

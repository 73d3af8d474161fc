//! Arrays of Python objects: `scripts/make_checkpoints.py` made `objects.npz`, `objects.npy` and
//! `dictionary.npy`.

use std::path::PathBuf;

use linscape_formats::{PickleFault, WeightsFault, read_weights};
use zip::CompressionMethod::Stored;

use crate::npy_bytes::{npy, zip};

fn fixture(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../../fixtures/checkpoints", name].iter().collect()
}

#[test]
fn a_list_and_a_dictionary_of_arrays_are_a_network() {
    let expected = read_weights(&fixture("saved.npz"), None, false).unwrap();
    let cases = [
        ("objects.npz", ["0", "1", "2"]),
        ("objects.npy", ["0", "1", "2"]),
        ("dictionary.npy", ["0.weight", "1.weight", "2.weight"]),
    ];
    for (name, names) in cases {
        let read = read_weights(&fixture(name), None, false).unwrap();
        assert_eq!(read.weights, expected.weights, "{name}");
        assert_eq!(read.dtype_epsilon.to_bits(), expected.dtype_epsilon.to_bits(), "{name}");
        assert_eq!(read.names, names);
    }
    let chosen = [String::from("0.weight"), String::from("1.weight")];
    let read = read_weights(&fixture("dictionary.npy"), Some(&chosen), false).unwrap();
    assert_eq!(read.weights.widths(), [3, 4, 2]);
}

#[test]
fn no_code_of_objects_is_run() {
    let fault = |name: &str| read_weights(&fixture(name), None, false).unwrap_err().fault;
    let WeightsFault::Objects { fault: PickleFault::Class { class }, .. } = fault("code.npy")
    else {
        panic!("code.npy is refused by the name of what it calls");
    };
    assert_eq!(class.rsplit('.').next(), Some("print"), "{class}");
}

/// An array of objects with this program for its contents.
fn objects(pickle: &[u8]) -> WeightsFault {
    let bytes = zip(&[("w.npy", &npy("'|O'", "False", "(1,)", pickle))], Stored);
    linscape_formats::parse_npz_weights(&bytes, None, false).unwrap_err()
}

#[test]
fn damaged_objects_are_refused() {
    assert!(matches!(
        objects(b"\x80\x03"),
        WeightsFault::Objects { fault: PickleFault::CutShort { .. }, .. }
    ));
    // An array put into itself, one of a type that is none, one without a type.
    let array = b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85C\x01b\x87R";
    let object = b"cnumpy\ndtype\nX\x02\0\0\0O8\x89\x88\x87R(K\x03X\x01\0\0\0|tb";
    let double = b"cnumpy\ndtype\nX\x02\0\0\0f8\x89\x88\x87R(K\x03X\x01\0\0\0<tb";
    let program = |parts: &[&[u8]]| objects(&parts.concat());
    let itself = program(&[array, b"q\x01(K\x01K\x01\x85", object, b"\x89]h\x01atb."]);
    let untyped = program(&[array, b"(K\x01K\x01\x85N\x89C\x01atb."]);
    for fault in [itself, untyped] {
        assert!(
            matches!(fault, WeightsFault::Objects { fault: PickleFault::Malformed { .. }, .. }),
            "{fault}"
        );
    }
    // Numbers of another length than the shape.
    let one = b"\x89C\x08\0\0\0\0\0\0\0\0tb.";
    let short = program(&[array, b"(K\x01K\x02K\x02\x86", double, one]);
    assert!(matches!(short, WeightsFault::Npz(_)), "{short}");
    // All truncations of a file end in words.
    let whole = std::fs::read(fixture("dictionary.npy")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for length in (0..whole.len()).step_by(3) {
        let path = folder.path().join("cut.npy");
        std::fs::write(&path, &whole[..length]).unwrap();
        assert!(read_weights(&path, None, false).is_err(), "{length}");
    }
}

#[test]
fn one_array_of_numbers_is_no_network() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.npy");
    std::fs::write(&path, npy("'<f8'", "False", "(1, 1)", &[0; 8])).unwrap();
    let fault = read_weights(&path, None, false).unwrap_err().fault;
    assert!(matches!(fault, WeightsFault::OneArray));
}

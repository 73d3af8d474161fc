//! Archives saved with `numpy.savez` and `numpy.savez_compressed`.

use linscape_formats::{NpyError, NpzError, parse_npz};
use nalgebra::DMatrix;
use zip::CompressionMethod::{self, Deflated, Stored};

use crate::npy_bytes::{doubles, npy, zip};

fn weights(method: CompressionMethod) -> Vec<u8> {
    let first = npy("'<f8'", "False", "(1, 2)", &doubles(&[3.0, 4.0]));
    let second = npy("'<f8'", "False", "(1, 1)", &doubles(&[5.0]));
    zip(&[("W2.npy", &second), ("W1.npy", &first), ("notes.txt", b"by hand")], method)
}

#[test]
fn a_key_chooses_the_array_stored_or_compressed() {
    for method in [Stored, Deflated] {
        let bytes = weights(method);
        let expected = DMatrix::from_row_slice(1, 2, &[3.0, 4.0]);
        assert_eq!(parse_npz(&bytes, Some("W1")).unwrap(), expected);
        assert_eq!(parse_npz(&bytes, Some("W1.npy")).unwrap(), expected);
        assert_eq!(parse_npz(&bytes, Some("W2")).unwrap(), DMatrix::from_element(1, 1, 5.0));
    }
}

#[test]
fn a_single_array_needs_no_key() {
    let array = npy("'<f8'", "False", "(1,)", &doubles(&[5.0]));
    let bytes = zip(&[("readme", b""), ("arr_0.npy", &array)], Deflated);
    assert_eq!(parse_npz(&bytes, None).unwrap(), DMatrix::from_element(1, 1, 5.0));
}

#[test]
fn the_keys_are_listed_when_one_is_missing_or_needed() {
    let bytes = weights(Stored);
    let message = |key| parse_npz(&bytes, key).unwrap_err().to_string();
    assert_eq!(
        message(None),
        "several arrays; name one as file.npz:key, where the keys are W1, W2"
    );
    assert_eq!(message(Some("W3")), "the archive has no array \"W3\"; its keys are W1, W2");
    assert_eq!(message(Some("")), "the archive has no array \"\"; its keys are W1, W2");
    let names: Vec<String> = (10..40).map(|number| format!("a\n{number}.npy")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let message = parse_npz(&zip(&entries, Stored), None).unwrap_err().to_string();
    assert!(message.ends_with(r"a\n28, a\n29, …"), "{message}");
    assert_eq!(message.lines().count(), 1);
}

#[test]
fn what_is_not_an_archive_of_arrays_is_refused() {
    for bytes in [&b""[..], b"not a zip", &npy("'<f8'", "False", "(1,)", &doubles(&[5.0]))] {
        assert!(matches!(parse_npz(bytes, None), Err(NpzError::NotZip(_))));
    }
    for entries in [&[][..], &[("data.csv", &b"1"[..])]] {
        assert!(matches!(parse_npz(&zip(entries, Stored), None), Err(NpzError::NoArrays)));
    }
}

#[test]
fn the_fault_of_an_array_is_told_with_its_key() {
    let bytes = zip(&[("W.npy", &npy("'|O'", "False", "(1,)", b"pickle"))], Deflated);
    let refused = parse_npz(&bytes, None).unwrap_err();
    assert!(
        matches!(&refused, NpzError::Array { key, fault: NpyError::Element { .. } } if key == "W")
    );
    assert_eq!(
        refused.to_string(),
        "array \"W\": elements of type \"|O\" are not real numbers; save array.astype(float)"
    );
}

#[test]
fn a_wrong_check_sum_or_size_is_refused() {
    let array = npy("'<f8'", "False", "(1,)", &doubles(&[5.0]));
    for method in [Stored, Deflated] {
        let whole = zip(&[("W.npy", &array)], method);
        assert!(parse_npz(&whole, None).is_ok());
        // Offsets in the central directory: 16 check sum, 24 unpacked size.
        let directory = whole.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
        for (offset, change) in [(16, 1), (24, 1), (24, 255), (27, 1)] {
            let mut bytes = whole.clone();
            bytes[directory + offset] = bytes[directory + offset].wrapping_add(change);
            let refused = parse_npz(&bytes, None);
            assert!(matches!(refused, Err(NpzError::Damaged { .. })), "{offset}: {refused:?}");
        }
        let mut bytes = whole;
        // A size that memory has no room for is refused before anything is unpacked.
        bytes[directory + 24..directory + 28].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff]);
        let refused = parse_npz(&bytes, None);
        assert!(matches!(refused, Err(NpzError::TooLarge { .. })), "{refused:?}");
    }
}

#[test]
fn an_archive_cut_short_anywhere_is_refused() {
    let whole = weights(Deflated);
    for length in 0..whole.len() {
        assert!(parse_npz(&whole[..length], Some("W1")).is_err(), "{length} bytes");
    }
}

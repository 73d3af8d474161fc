//! Arrays saved with `numpy.save`.

use linscape_formats::{NpyError, parse_npy};
use nalgebra::DMatrix;

use crate::npy_bytes::{doubles, npy};

#[test]
fn every_real_type_gives_the_same_matrix_in_both_byte_orders() {
    let expected = DMatrix::from_row_slice(2, 2, &[0.0, 1.0, 2.0, 100.0]);
    let integers = [0_u8, 1, 2, 100];
    let mut read = 0;
    for letter in ["i", "u"] {
        for size in [1, 2, 4, 8] {
            for order in ["<", ">"] {
                let mut data = Vec::new();
                for integer in integers {
                    let mut element = vec![0; size];
                    element[if order == "<" { 0 } else { size - 1 }] = integer;
                    data.extend(element);
                }
                let descr = format!("'{order}{letter}{size}'");
                let bytes = npy(&descr, "False", "(2, 2)", &data);
                assert_eq!(parse_npy(&bytes).as_ref(), Ok(&expected), "{descr}");
                read += 1;
            }
        }
    }
    assert_eq!(read, 16);
    let half = [0_u16, 0x3c00, 0x4000, 0x5640];
    let floats = [
        ("'<f2'", half.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>()),
        ("'>f2'", half.iter().flat_map(|x| x.to_be_bytes()).collect()),
        ("'<f4'", integers.iter().flat_map(|&x| f32::from(x).to_le_bytes()).collect()),
        ("'>f4'", integers.iter().flat_map(|&x| f32::from(x).to_be_bytes()).collect()),
        ("'<f8'", integers.iter().flat_map(|&x| f64::from(x).to_le_bytes()).collect()),
        ("'>f8'", integers.iter().flat_map(|&x| f64::from(x).to_be_bytes()).collect()),
    ];
    for (descr, data) in floats {
        let bytes = npy(descr, "False", "(2, 2)", &data);
        assert_eq!(parse_npy(&bytes).as_ref(), Ok(&expected), "{descr}");
    }
}

#[test]
fn signs_truth_values_and_large_integers_become_doubles() {
    let one = |descr, data: &[u8]| parse_npy(&npy(descr, "False", "(1,)", data)).unwrap()[0];
    assert_eq!(one("'|i1'", &[0xff]).to_bits(), f64::to_bits(-1.0));
    assert_eq!(one("'|b1'", &[1]).to_bits(), f64::to_bits(1.0));
    assert_eq!(one("'<f8'", &doubles(&[-0.5])).to_bits(), f64::to_bits(-0.5));
    // 2⁵³ + 1 lies between two doubles and goes to the even one.
    let odd = (1_i64 << 53) + 1;
    let rounded = one("'<i8'", &odd.to_le_bytes());
    assert_eq!(rounded.to_bits(), 2_f64.powi(53).to_bits());
    assert_eq!(one("'<u8'", &[0xff; 8]).to_bits(), 2_f64.powi(64).to_bits());
}

#[test]
fn fortran_order_runs_down_the_columns() {
    let data = doubles(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let read = |order| parse_npy(&npy("'<f8'", order, "(2, 3)", &data)).unwrap();
    assert_eq!(read("False"), DMatrix::from_row_slice(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]));
    assert_eq!(read("True"), DMatrix::from_row_slice(2, 3, &[1.0, 3.0, 5.0, 2.0, 4.0, 6.0]));
}

#[test]
fn a_one_dimensional_array_is_a_column() {
    for order in ["False", "True"] {
        let column = parse_npy(&npy("'<f8'", order, "(2,)", &doubles(&[7.0, 8.0])));
        assert_eq!(column, Ok(DMatrix::from_row_slice(2, 1, &[7.0, 8.0])));
    }
}

#[test]
fn versions_two_and_three_have_a_longer_length() {
    let text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }\n";
    let length = u32::try_from(text.len()).unwrap().to_le_bytes();
    for version in [2, 3] {
        let start = [b"\x93NUMPY", &[version, 0][..], &length].concat();
        let bytes = [&start, &text[..], &doubles(&[4.0])].concat();
        assert_eq!(parse_npy(&bytes), Ok(DMatrix::from_element(1, 1, 4.0)));
    }
}

#[test]
fn what_is_not_a_real_matrix_is_refused_with_the_reason() {
    let one = doubles(&[1.0]);
    let element = |descr: &str| NpyError::Element { descr: descr.to_owned() };
    let cases = [
        ("'|O'", "(1,)", element("|O")),
        ("'<c16'", "(1,)", NpyError::Length { shape: "(1,)".into(), size: 16, present: 8 }),
        ("'<c8'", "(1,)", element("<c8")),
        ("'<M8[ns]'", "(1,)", element("<M8[ns]")),
        ("'<U2'", "(1,)", element("<U2")),
        ("'|V8'", "(1,)", element("|V8")),
        ("[('a', '<f4'), ('b', '<f4')]", "(1,)", element("[('a', '<f4'), ('b', '<f4')]")),
        ("'<f8'", "()", NpyError::Dimensions { shape: "()".into() }),
        ("'<f8'", "(1, 1, 1)", NpyError::Dimensions { shape: "(1, 1, 1)".into() }),
        ("'<f8'", "(0,)", NpyError::Empty { shape: "(0,)".into() }),
        ("'<f8'", "(3, 0)", NpyError::Empty { shape: "(3, 0)".into() }),
        ("'<f8'", "(2,)", NpyError::Length { shape: "(2,)".into(), size: 8, present: 8 }),
        ("'<f4'", "(1,)", NpyError::Length { shape: "(1,)".into(), size: 4, present: 8 }),
    ];
    for (descr, shape, error) in cases {
        let bytes = npy(descr, "False", shape, &one);
        assert_eq!(parse_npy(&bytes), Err(error), "{descr} {shape}");
    }
}

#[test]
fn a_shape_beyond_the_data_allocates_nothing() {
    let shapes = [
        "(1000000000000000000,)",
        "(1000000000, 1000000000)",
        "(18446744073709551615, 18446744073709551615)",
        "(4294967296, 4294967296)",
    ];
    for shape in shapes {
        for descr in ["'<f8'", "'|u1'", "'<U4294967295'"] {
            let refused = parse_npy(&npy(descr, "False", shape, b"12345678"));
            assert!(matches!(refused, Err(NpyError::Length { present: 8, .. })), "{refused:?}");
        }
    }
}

#[test]
fn a_file_that_ends_anywhere_early_is_refused() {
    let whole = npy("'<f8'", "False", "(2, 1)", &doubles(&[1.0, 2.0]));
    assert!(parse_npy(&whole).is_ok());
    for length in 0..whole.len() {
        assert!(parse_npy(&whole[..length]).is_err(), "{length} bytes");
    }
    assert_eq!(parse_npy(b"PK\x03\x04"), Err(NpyError::NotNpy));
    assert_eq!(parse_npy(&whole[..9]), Err(NpyError::HeaderCutShort));
    assert_eq!(parse_npy(b"\x93NUMPY\x02\x00\xff\xff\xff\xff{"), Err(NpyError::HeaderCutShort));
    let later = parse_npy(b"\x93NUMPY\x04\x00\x00\x00\x00\x00");
    assert_eq!(later, Err(NpyError::Version { major: 4, minor: 0 }));
}

#[test]
fn nan_and_infinity_are_refused_by_row_and_column() {
    let data = doubles(&[1.0, 2.0, 3.0, 4.0, f64::INFINITY, 6.0]);
    for (order, row, column) in [("False", 2, 2), ("True", 1, 3)] {
        let refused = parse_npy(&npy("'<f8'", order, "(2, 3)", &data));
        assert_eq!(refused, Err(NpyError::NotFinite { row, column, value: f64::INFINITY }));
    }
    let refused = parse_npy(&npy("'<f8'", "False", "(1,)", &doubles(&[f64::NAN])));
    assert_eq!(
        refused.unwrap_err().to_string(),
        "row 1, column 1 is NaN; every entry must be finite"
    );
}

#[test]
fn brackets_without_end_are_refused_at_once() {
    for bracket in ["{", "[", "("] {
        let descr = bracket.repeat(20_000);
        assert!(parse_npy(&npy(&descr, "False", "(1,)", &doubles(&[1.0]))).is_err());
    }
}

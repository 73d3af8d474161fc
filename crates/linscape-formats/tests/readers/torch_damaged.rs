//! Checkpoints that were cut, altered, or made to ask for more than they hold.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use linscape_formats::parse_torch;
use zip::{CompressionMethod, ZipWriter, write::FileOptions};

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/checkpoints").join(name))
        .unwrap()
}

/// An archive as `torch.save` writes it, with this pickle and storage `0` of three floats.
fn archive(pickle: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = FileOptions::default().compression_method(CompressionMethod::Stored);
    let numbers: Vec<u8> = [1_f32, 2.0, 3.0].iter().flat_map(|value| value.to_le_bytes()).collect();
    for (name, bytes) in [("m/data.pkl", pickle), ("m/data/0", &numbers)] {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The pickle of a view of storage `0`, which says that it has so many floats.
fn view(length: u8, offset: u8, shape: [u32; 2], strides: [u32; 2]) -> Vec<u8> {
    let pair = |pair: [u32; 2]| {
        let [a, b] = pair.map(u32::to_le_bytes);
        [&b"J"[..], &a, b"J", &b, b"\x86"].concat()
    };
    [
        &b"\x80\x02}\x8c\x01wctorch._utils\n_rebuild_tensor_v2\n((\x8c\x07storagectorch\nFloatStorage\n"[..],
        b"\x8c\x010\x8c\x03cpuK",
        &[length],
        b"tQK",
        &[offset],
        &pair(shape),
        &pair(strides),
        b"\x89}tRs.",
    ]
    .concat()
}

#[test]
fn cut_files_are_refused() {
    for name in ["bare.pt", "nested.pt", "legacy.pt", "legacy-nested.pt", "protocol4.pt"] {
        let bytes = fixture(name);
        for end in 0..bytes.len() {
            let read = parse_torch(&bytes[..end], None, false);
            // Only what follows the last number a stream needs can be missing.
            assert!(read.is_err(), "{name} read up to byte {end}");
        }
    }
}

#[test]
fn altered_bytes_are_read_or_refused_in_one_line() {
    for name in ["legacy-nested.pt", "protocol4.pt", "nested.pt"] {
        let bytes = fixture(name);
        for at in 0..bytes.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut altered = bytes.clone();
                altered[at] ^= change;
                if let Err(fault) = parse_torch(&altered, None, false) {
                    assert_eq!(fault.to_string().lines().count(), 1, "{name}: {fault}");
                }
            }
        }
    }
}

#[test]
fn a_damaged_number_is_noticed() {
    let mut bytes = archive(&view(3, 0, [1, 3], [3, 1]));
    assert!(parse_torch(&bytes, None, false).is_ok());
    let at = bytes.windows(4).position(|four| four == 2_f32.to_le_bytes()).unwrap();
    bytes[at] ^= 1;
    let message = parse_torch(&bytes, None, false).unwrap_err().to_string();
    assert!(message.contains("storage \"0\""), "{message}");
}

#[test]
fn views_hold_what_the_storage_holds() {
    let rows = |length, offset, shape, strides| {
        let read = parse_torch(&archive(&view(length, offset, shape, strides)), None, false);
        read.map(|read| read.weights.matrices()[0].clone()).map_err(|fault| fault.to_string())
    };
    let overlapping = rows(3, 0, [2, 2], [1, 1]).unwrap();
    assert_eq!(overlapping, nalgebra::DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 2.0, 3.0]));
    assert_eq!(rows(3, 2, [2, 1], [0, 0]).unwrap(), nalgebra::DMatrix::from_element(2, 1, 3.0));
    let beyond = [
        rows(3, 1, [1, 3], [3, 1]),
        rows(3, 0, [2, 2], [2, 1]),
        rows(9, 0, [1, 9], [9, 1]),
        rows(3, 0, [3, 3], [u32::MAX >> 1, u32::MAX >> 1]),
    ];
    for read in beyond {
        assert!(read.unwrap_err().contains("does not fit its storage"));
    }
    // One number repeated without end.
    let message = rows(3, 0, [1 << 30, 1 << 30], [0, 0]).unwrap_err();
    assert!(message.contains("the numbers of a tensor"), "{message}");
}

#[test]
fn values_that_hold_themselves_end() {
    // Forty lists, each twice in the next, and a dictionary in itself.
    let mut program = b"\x80\x02]".to_vec();
    for _ in 0..40 {
        program.extend(b"q\x00]q\x01(h\x00h\x00e");
    }
    program.push(b'.');
    assert!(
        parse_torch(&archive(&program), None, false).unwrap_err().to_string().contains("no weight")
    );
    let itself = b"\x80\x02}q\x00\x8c\x01ah\x00s.";
    assert!(
        parse_torch(&archive(itself), None, false).unwrap_err().to_string().contains("no weight")
    );
    // A million tuples, each in the next.
    let nested = [&b"\x80\x02)"[..], &b"\x85".repeat(1_000_000), b"."].concat();
    assert!(parse_torch(&archive(&nested), None, false).is_err());
    // Longer than any description of tensors.
    let long = b"N".repeat((1 << 24) + 1);
    assert!(parse_torch(&archive(&long), None, false).unwrap_err().to_string().contains("longer"));
}

//! Any bytes are a finite matrix or an error of one line, with a key or without.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for key in [None, Some("W1")] {
        match linscape_formats::parse_npz(bytes, key) {
            Ok(matrix) => {
                assert!(!matrix.is_empty() && matrix.iter().all(|entry| entry.is_finite()));
            }
            Err(error) => assert_eq!(error.to_string().lines().count(), 1),
        }
    }
});

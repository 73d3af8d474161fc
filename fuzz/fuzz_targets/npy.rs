//! Any bytes are a finite matrix or an error of one line.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    match linscape_formats::parse_npy(bytes) {
        Ok(matrix) => assert!(!matrix.is_empty() && matrix.iter().all(|entry| entry.is_finite())),
        Err(error) => assert_eq!(error.to_string().lines().count(), 1),
    }
});

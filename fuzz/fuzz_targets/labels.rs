//! Any bytes are labels that all have a class, or an error of one line.
#![no_main]

use linscape_formats::{parse_csv_labels, parse_npy_labels};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for labels in [parse_csv_labels(bytes), parse_npy_labels(bytes)] {
        match labels {
            Ok(labels) => {
                assert!(!labels.index.is_empty());
                for class in 0..labels.classes.len() {
                    assert!(labels.index.contains(&class));
                }
                assert!(labels.index.iter().all(|&class| class < labels.classes.len()));
            }
            Err(error) => assert_eq!(error.to_string().lines().count(), 1),
        }
    }
});

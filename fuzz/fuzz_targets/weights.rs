//! Any bytes are finite weights or an error of one line, as any format.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let parsers = [
        linscape_formats::parse_npz_weights,
        linscape_formats::parse_safetensors,
        linscape_formats::parse_torch,
    ];
    for parse in parsers {
        match parse(bytes, None, false) {
            Ok(read) => assert_eq!(read.names.len(), read.weights.depth()),
            Err(error) => assert_eq!(error.to_string().lines().count(), 1),
        }
    }
});

//! Any bytes are a problem that survives being written and read, or an error.
//!
//! Messages may quote text with line breaks in it; the program that prints them makes one line.
#![no_main]

use linscape_formats::{ProblemRecord, parse_problem};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(stored) = parse_problem(bytes, None) {
        let record = ProblemRecord::new(&stored.problem, stored.source.as_ref());
        let document = serde_json::json!({ "problem": record });
        let again = serde_json::to_vec(&document).expect("memory");
        let again = parse_problem(&again, None).expect("a problem that was written");
        assert_eq!(ProblemRecord::new(&again.problem, again.source.as_ref()), record);
    }
});

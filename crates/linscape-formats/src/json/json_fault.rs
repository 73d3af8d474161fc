//! What is wrong with a JSON text, in words of people who did not write its reader.

use crate::arrays::excerpt;

/// The fault of a JSON text with its place.
#[must_use]
pub fn json_fault(error: &serde_json::Error) -> String {
    let place = format!("line {}, column {}", error.line(), error.column());
    let text = error.to_string();
    let found = text.rsplit_once(" at line ").map_or(text.as_str(), |(found, _)| found);
    let mut words: Vec<&str> = found.split(' ').collect();
    // `struct Fields` is a name of the reader's own.
    if let Some(at) = words.iter().position(|word| *word == "struct") {
        words.splice(at..(at + 2).min(words.len()), ["an", "object"]);
    }
    let plain: Vec<&str> = words
        .into_iter()
        .map(|word| match word {
            "map" | "map," => "an object",
            "sequence" | "sequence," => "a list",
            "usize" | "u64" | "i64" => "a whole number",
            "f64" => "a number",
            other => other,
        })
        .collect();
    // The reader takes a list for an object by its fields in order.
    if found.starts_with("invalid length") && words_are_of_an_object(&plain) {
        return format!("a list stands where an object is expected ({place})");
    }
    let plain = plain.join(" ").replace("a a ", "a ").replace("a an ", "an ");
    let found = shortened(&in_plain_words(&plain));
    if error.line() == 0 { found } else { format!("{found} ({place})") }
}

/// Without words of the reader's trade.
fn in_plain_words(fault: &str) -> String {
    let control = "control character (\\u0000-\\u001F) found while parsing a string";
    match fault {
        "EOF while parsing a value" => "the text ends where a value is expected".to_owned(),
        "expected value" | "expected ident" => "what stands there is no value".to_owned(),
        fault if fault == control => "a control character stands in a text".to_owned(),
        fault => fault.replace("EOF while parsing", "the text ends within"),
    }
}

/// Whether what was expected is an object with so many fields.
fn words_are_of_an_object(words: &[&str]) -> bool {
    words.windows(3).any(|three| matches!(three, ["an", "object", "with"]))
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 200;
    if text.chars().count() <= LONGEST {
        return text.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\"");
    }
    let quotes =
        |text: &str| text.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\"");
    // The names of the fields are ours, and whole; what was found may be anything.
    if let Some((found, expected)) = text.split_once(", expected ") {
        return format!("{}, expected {expected}", quotes(&excerpt(found)));
    }
    let end: String = text.chars().skip(text.chars().count() - LONGEST / 2).collect();
    quotes(&format!("{} … {}", excerpt(text), end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct Fields {
        #[serde(rename = "widths")]
        _widths: Vec<usize>,
    }

    #[test]
    fn no_name_of_the_reader_is_told() {
        let cases = [
            ("3", "expected an object"),
            ("[]", "a list stands where an object is expected"),
            (r#"{"widths": 3}"#, "expected a list"),
            (r#"{"widths": ["a"]}"#, "expected a whole number"),
            ("", "the text ends where a value is expected (line 1, column 0)"),
            ("{", "the text ends within an object (line 1, column 1)"),
            (r#"{"widths": ["#, "the text ends within a list"),
            (r#"{"wid"#, "the text ends within a string"),
            ("nothing", "what stands there is no value"),
            ("{\"\u{1}\"}", "a control character stands in a text"),
            ("{}", "missing field `widths` (line 1, column 2)"),
        ];
        for (text, expected) in cases {
            let error = serde_json::from_str::<Fields>(text).expect_err(text);
            let told = json_fault(&error);
            assert!(told.contains(expected) && !told.contains("struct"), "{text}: {told}");
        }
    }

    #[test]
    fn long_texts_are_cut() {
        let text = format!(r#"{{"widths": "{}"}}"#, "x".repeat(100_000));
        let error = serde_json::from_str::<Fields>(&text).expect_err("text");
        assert!(json_fault(&error).len() < 300);
    }
}

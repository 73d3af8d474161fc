//! Labels written as csv.

use crate::arrays::csv::{CsvError, CsvRows};
use crate::arrays::{LabelError, Labels, excerpt, is_not_finite};

/// Cells that head a column of labels.
const HEADERS: [&str; 5] = ["label", "labels", "class", "target", "y"];

/// The labels in a csv text of one column.
///
/// With labels that are text nothing tells a header from a label, so the first line is a header
/// only in two cases: it is not a number and every other line is one; or it is `label`, `labels`,
/// `class`, `target` or `y`, in any case, and no other line says the same.
///
/// # Errors
/// [`LabelError`] with the line: no labels, several cells on a line, a blank line before another,
/// NaN or infinity, text that is not UTF-8.
///
/// # Complexity
/// `O(m log m)` for `m` lines.
///
/// # Examples
/// ```
/// let labels = linscape_formats::parse_csv_labels(b"digit\n10\n9\n")?;
/// assert_eq!(labels.classes, ["9", "10"]);
/// let labels = linscape_formats::parse_csv_labels(b"rose\noak\n")?;
/// assert_eq!(labels.classes, ["oak", "rose"]);
/// # Ok::<(), linscape_formats::LabelError>(())
/// ```
pub fn parse_csv_labels(bytes: &[u8]) -> Result<Labels, LabelError> {
    parse_labels(bytes, None)
}

/// The labels, when there should be one for each of `samples` samples: a line too many, whose text
/// is no number and on no other line, is a header as well.
pub(crate) fn parse_labels(bytes: &[u8], samples: Option<usize>) -> Result<Labels, LabelError> {
    let mut rows = CsvRows::new(bytes);
    let mut texts = Vec::new();
    while rows.advance()? {
        let cells = rows.cells();
        if cells.len() != 1 {
            return Err(LabelError::NotOneCell { line: rows.line(), found: cells.len() });
        }
        // The first line may still be a header: as a number it is not, so it is judged as one.
        if is_not_finite(&cells[0]) {
            let (line, row, column, text) = (rows.line(), texts.len() + 1, 1, excerpt(&cells[0]));
            return Err(CsvError::NotFinite { line, row, column, text }.into());
        }
        texts.push(cells[0].to_owned());
    }
    let labels = if has_header(&texts, samples) { &texts[1..] } else { &texts };
    Labels::from_texts(labels)
}

fn has_header(texts: &[String], samples: Option<usize>) -> bool {
    let Some((first, others)) = texts.split_first() else {
        return false;
    };
    let is_number = |text: &String| text.parse::<f64>().is_ok();
    let heads_numbers = !others.is_empty() && others.iter().all(is_number);
    let is_known = HEADERS.iter().any(|header| first.eq_ignore_ascii_case(header));
    let is_spare = samples == Some(others.len());
    !is_number(first) && (heads_numbers || (is_known || is_spare) && !others.contains(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_told_from_a_label() {
        let cases: [(&str, &[&str]); 10] = [
            ("digit\n1\n2\n", &["1", "2"]),
            ("label\nrose\noak\n", &["oak", "rose"]),
            ("\u{feff}Target\r\nrose\r\noak\r\n\r\n", &["oak", "rose"]),
            ("rose\noak\n", &["oak", "rose"]),
            ("rose\n", &["rose"]),
            ("rose\n1\nx\n", &["1", "rose", "x"]),
            ("y\nn\ny\n", &["n", "y"]),
            ("Y\nn\ny\n", &["n", "y"]),
            ("1\n2\n", &["1", "2"]),
            ("\"a, b\"\nc\n", &["a, b", "c"]),
        ];
        for (text, classes) in cases {
            assert_eq!(parse_csv_labels(text.as_bytes()).unwrap().classes, classes, "{text:?}");
        }
    }

    #[test]
    fn a_spare_first_line_is_a_header_when_no_label_says_the_same() {
        let cases: [(&str, &[&str]); 4] = [
            ("kingdom\nplant\nanimal\n", &["animal", "plant"]),
            ("plant\nplant\nanimal\n", &["animal", "plant"]),
            ("rose\noak\n", &["oak", "rose"]),
            ("7\nplant\nanimal\n", &["7", "animal", "plant"]),
        ];
        for (text, classes) in cases {
            assert_eq!(parse_labels(text.as_bytes(), Some(2)).unwrap().classes, classes, "{text}");
        }
        let labels = parse_labels(b"plant\nplant\nanimal\n", Some(2)).unwrap();
        assert_eq!(labels.index, [1, 1, 0]);
    }

    #[test]
    fn bad_labels_are_refused_with_their_line() {
        let not_finite =
            |line, row, text: &str| CsvError::NotFinite { line, row, column: 1, text: text.into() };
        let cases: [(&[u8], LabelError); 8] = [
            (b"", LabelError::None),
            (b"label\n", LabelError::None),
            (b"a\n\nb\n", CsvError::BlankLine { line: 2 }.into()),
            (b"a\n\"\"\nb\n", CsvError::BlankLine { line: 2 }.into()),
            (b"a\nb,c\n", LabelError::NotOneCell { line: 2, found: 2 }),
            (b"a,\n", LabelError::NotOneCell { line: 1, found: 2 }),
            (b"a\n1\nnan\n", not_finite(3, 3, "nan").into()),
            (b"a\n\xe9\n", CsvError::NotUtf8 { line: 2 }.into()),
        ];
        for (bytes, error) in cases {
            assert_eq!(parse_csv_labels(bytes), Err(error), "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}

//! The rows of a csv text, with their lines in the file.

use crate::CsvError;
use csv::{Reader, ReaderBuilder, StringRecord, Trim};

/// Steps through the rows of a csv text.
///
/// A byte order mark and blank lines at the end are skipped; a blank line before a row is an error,
/// since in a file of one column it is a missing value.
pub(crate) struct CsvRows<'a> {
    text: &'a [u8],
    delimiter: u8,
    reader: Reader<&'a [u8]>,
    record: StringRecord,
    start: usize,
}

impl<'a> CsvRows<'a> {
    /// The rows of a text without byte order mark.
    pub(crate) fn new(bytes: &'a [u8], delimiter: u8) -> Self {
        // A tab at the end of a line may be an empty cell; a blank never is.
        let text = bytes.trim_ascii_end();
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(text);
        Self { text, delimiter, reader, record: StringRecord::new(), start: 0 }
    }

    /// Moves to the next row; `false` after the last.
    pub(crate) fn advance(&mut self) -> Result<bool, CsvError> {
        // The text is a slice, so its length and every position in it fit a `usize`.
        self.start = usize::try_from(self.reader.position().byte()).unwrap_or(self.text.len());
        // The csv reader leaves the second byte of `\r\n` for the next row, and skips blank lines.
        if self.text[..self.start].ends_with(b"\r") && self.text[self.start..].starts_with(b"\n") {
            self.start += 1;
        }
        if matches!(self.text.get(self.start), Some(b'\r' | b'\n')) {
            return Err(CsvError::BlankLine { line: self.line() });
        }
        match self.reader.read_record(&mut self.record) {
            // Reading from memory fails for no other reason.
            Err(_) => Err(CsvError::NotUtf8 { line: self.line() }),
            Ok(true) if self.record.len() == 1 && self.record[0].is_empty() => {
                Err(CsvError::BlankLine { line: self.line() })
            }
            Ok(more) if self.ends_inside_a_quote() => {
                debug_assert!(more, "a quote is in a row");
                Err(CsvError::UnclosedQuote { line: self.line() })
            }
            Ok(more) => Ok(more),
        }
    }

    /// Whether the current row is the last because a quote in it is never closed.
    fn ends_inside_a_quote(&self) -> bool {
        let is_last =
            usize::try_from(self.reader.position().byte()).is_ok_and(|at| at >= self.text.len());
        let row = self.text.get(self.start..).filter(|_| is_last).unwrap_or_default();
        let is_odd = row.iter().fold(false, |is_odd, &byte| is_odd ^ (byte == b'"'));
        let opens = |pair: &[u8]| pair == [self.delimiter, b'"'];
        is_odd && (row.starts_with(b"\"") || row.windows(2).any(opens))
    }

    /// The cells of the current row without the blanks around them.
    pub(crate) fn cells(&self) -> &StringRecord {
        &self.record
    }

    /// The line on which the current row begins, found by counting: only messages ask.
    pub(crate) fn line(&self) -> usize {
        let ends_a_line = |&at: &usize| match self.text[at] {
            b'\n' => true,
            b'\r' => self.text.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        1 + (0..self.start).filter(ends_a_line).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrays::plain_text::plain_text;

    fn lines_and_lengths(text: &str) -> Result<Vec<(usize, usize)>, CsvError> {
        let text = plain_text(text.as_bytes());
        let mut rows = CsvRows::new(&text, b',');
        let mut found = Vec::new();
        while rows.advance()? {
            found.push((rows.line(), rows.cells().len()));
        }
        Ok(found)
    }

    #[test]
    fn every_line_ending_counts_the_same_lines() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["\u{feff}a,b", "1,2", "\"x\ny\",3", "4,5", "", " "].join(end);
            assert_eq!(
                lines_and_lengths(&text),
                Ok(vec![(1, 2), (2, 2), (3, 2), (5, 2)]),
                "{end:?}"
            );
        }
    }

    #[test]
    fn a_blank_line_before_a_row_is_refused_on_its_line() {
        for end in ["\n", "\r\n", "\r"] {
            for blank in ["", "  ", "\"\""] {
                let text = ["1", "2", blank, "3"].join(end);
                let refused = Err(CsvError::BlankLine { line: 3 });
                assert_eq!(lines_and_lengths(&text), refused, "{text:?}");
                let text = [blank, "3"].join(end);
                let refused = Err(CsvError::BlankLine { line: 1 });
                assert_eq!(lines_and_lengths(&text), refused, "{text:?}");
            }
        }
    }

    #[test]
    fn a_text_without_rows_has_none() {
        for text in ["", "\u{feff}", "\n \r\n\t"] {
            assert_eq!(lines_and_lengths(text), Ok(vec![]), "{text:?}");
        }
    }
}

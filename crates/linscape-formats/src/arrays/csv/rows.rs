//! The rows of a csv text, with their lines in the file.

use csv::{Reader, ReaderBuilder, StringRecord, Trim};
use linscape_critical::TooLarge;
use thiserror::Error;

/// What is wrong with a csv text; lines and columns count from 1.
#[derive(Debug, PartialEq, Error)]
pub enum CsvError {
    /// A row that is not UTF-8.
    #[error("line {line} is not UTF-8 text; save the file as UTF-8")]
    NotUtf8 {
        /// Line in the file.
        line: usize,
    },
    /// A blank line with rows after it, which could be a missing value.
    #[error("line {line} is blank; fill it in or take it out")]
    BlankLine {
        /// Line in the file.
        line: usize,
    },
    /// Rows of different lengths.
    #[error(
        "line {line} has {found} cell(s) where the first has {expected}; make the rows equally long"
    )]
    Ragged {
        /// Line in the file.
        line: usize,
        /// Cells on that line.
        found: usize,
        /// Cells on the first line.
        expected: usize,
    },
    /// A cell without text.
    #[error("line {line}, column {column} is empty; fill in a number or drop the row")]
    EmptyCell {
        /// Line in the file.
        line: usize,
        /// Cell in the line.
        column: usize,
    },
    /// A cell that is not a number.
    #[error(
        "line {line}, column {column}: {text:?} is not a number; \
         write cells as 1.5 or 2e-3, with commas between them"
    )]
    NotANumber {
        /// Line in the file.
        line: usize,
        /// Cell in the line.
        column: usize,
        /// The beginning of the cell.
        text: String,
    },
    /// A cell that is NaN, infinite or too large for a double.
    #[error(
        "line {line} (row {row}), column {column}: {text:?} is not finite; \
         fill in a number or drop the row"
    )]
    NotFinite {
        /// Line in the file.
        line: usize,
        /// Row of the matrix.
        row: usize,
        /// Column of the matrix.
        column: usize,
        /// The beginning of the cell.
        text: String,
    },
    /// More numbers than memory has room for.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// A first line that is neither names nor numbers.
    #[error(
        "line 1 is neither a line of numbers nor one of names: column {column} is {text:?}; \
         mend the cell, or say --header yes or --header no"
    )]
    HeaderInDoubt {
        /// The cell that keeps it from being either.
        column: usize,
        /// The beginning of the cell.
        text: String,
    },
    /// A first line of numbers that may be the names of columns.
    #[error(
        "line 1 ({first}) may be the first sample, or the names that a program gave to columns; \
         say --header no or --header yes"
    )]
    NumbersAsNames {
        /// The beginning of the line.
        first: String,
    },
    /// A column that may number the rows.
    #[error(
        "column 1 ({}) {} and may be an index of the rows; leave it out by --index-column 1, or \
         say --index-column none",
        name.as_ref().map_or_else(|| "without a name".to_owned(), |name| format!("{name:?}")),
        if *counts { "counts the rows" } else { "is no sure feature" }
    )]
    IndexInDoubt {
        /// Its name, if it has one.
        name: Option<String>,
        /// It holds 0, 1, 2, … or 1, 2, 3, ….
        counts: bool,
    },
    /// A column that is not there.
    #[error("{option} names {name:?}, which is none (or several) of the {width} columns")]
    NoSuchColumn {
        /// The option.
        option: &'static str,
        /// The name.
        name: String,
        /// How many columns there are.
        width: usize,
    },
    /// A column named twice.
    #[error("{option} names column {column} twice")]
    ColumnTwice {
        /// The option.
        option: &'static str,
        /// From 1.
        column: usize,
    },
    /// Every column is left out.
    #[error("no column is left; name those that are data with --columns")]
    NoColumnLeft,
    /// Cells that something else than a comma separates.
    #[error("cells seem to be separated by {delimiter:?}; say --delimiter '{}'", shown(*delimiter))]
    OtherDelimiter {
        /// What seems to separate them.
        delimiter: char,
    },
    /// A quotation that never ends.
    #[error("line {line} opens a quote that is not closed; close it, or take it out")]
    UnclosedQuote {
        /// Line in the file.
        line: usize,
    },
    /// No row besides a header.
    #[error("there are no rows of numbers; write one sample a line, with commas between the cells")]
    Empty,
}

/// A delimiter as `--delimiter` takes it.
fn shown(delimiter: char) -> String {
    if delimiter == '\t' { "tab".to_owned() } else { delimiter.to_string() }
}

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

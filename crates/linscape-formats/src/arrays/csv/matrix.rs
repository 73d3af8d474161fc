//! Matrices written as csv.

use linscape_critical::room_for;
use nalgebra::DMatrix;

use crate::arrays::csv::{CsvError, CsvRows};
use crate::arrays::excerpt;

/// The `m × n` matrix written in a csv text, one sample a line.
///
/// Cells are separated by commas and written with a decimal point; a first line with any cell that
/// is not a number is a header and is skipped.
///
/// # Edge cases
/// A UTF-8 byte order mark, any line ending, blank lines at the end, quoted cells and blanks around
/// numbers are accepted. A cell such as `nan` or `1e999` counts as a number and is refused.
///
/// # Errors
/// [`CsvError`] with the line and column: no rows, rows of different lengths, a cell that is empty,
/// not a number or not finite, a blank line between rows, text that is not UTF-8.
///
/// # Complexity
/// Linear in the length of the text.
///
/// # Examples
/// ```
/// let matrix = linscape_formats::parse_csv(b"a,b\n1,2\n3,4.5\n")?;
/// assert_eq!(matrix, nalgebra::DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.5]));
/// # Ok::<(), linscape_formats::CsvError>(())
/// ```
pub fn parse_csv(bytes: &[u8]) -> Result<DMatrix<f64>, CsvError> {
    let mut rows = CsvRows::new(bytes);
    let mut more = rows.advance()?;
    let columns = rows.cells().len();
    if rows.cells().iter().any(|cell| number(cell).is_none()) {
        more = rows.advance()?;
    }
    let mut numbers = Vec::new();
    let mut row_count = 0;
    while more {
        row_count += 1;
        append_row(&rows, row_count, columns, &mut numbers)?;
        more = rows.advance()?;
    }
    if numbers.is_empty() {
        return Err(CsvError::Empty);
    }
    Ok(DMatrix::from_row_slice(row_count, columns, &numbers))
}

fn append_row(
    rows: &CsvRows,
    row: usize,
    columns: usize,
    numbers: &mut Vec<f64>,
) -> Result<(), CsvError> {
    let (cells, line) = (rows.cells(), || rows.line());
    // Twice: in the order of the file and in columns.
    room_for("the numbers of the file", numbers.len(), 16)?;
    if cells.len() != columns {
        return Err(CsvError::Ragged { line: line(), found: cells.len(), expected: columns });
    }
    for (column, cell) in (1..).zip(cells) {
        match number(cell) {
            Some(value) if value.is_finite() => numbers.push(value),
            Some(_) => {
                let text = excerpt(cell);
                return Err(CsvError::NotFinite { line: line(), row, column, text });
            }
            None if cell.is_empty() => return Err(CsvError::EmptyCell { line: line(), column }),
            None => {
                let text = excerpt(cell);
                return Err(CsvError::NotANumber { line: line(), column, text });
            }
        }
    }
    Ok(())
}

/// The number a cell says. Quotes that follow a blank (`1, "2"`) are still in the cell.
pub(crate) fn number(cell: &str) -> Option<f64> {
    let quoted = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    quoted.unwrap_or(cell).trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_matrix_is_read_from_every_way_to_write_it() {
        let texts = [
            "1,2\n3,4.5",
            "1,2\n3,4.5\n",
            "1,2\r\n3,4.5\r\n\r\n\r\n",
            "1,2\r3,4.5\r",
            "\u{feff}1,2\n3,4.5\n",
            "a,b\n1,2\n3,4.5\n",
            "\u{feff}\"a, b\",2\r\n1,2\r\n3,4.5\r\n",
            ",b\n1,2\n3,4.5\n  \n\t\n",
            " 1 ,\t2\n3 , 4.5 \n",
            "\"1\",\"2\"\n\"3\", \" 4.5\"\n",
            "+1,2.\n3e0,45E-1",
        ];
        for text in texts {
            assert_eq!(
                parse_csv(text.as_bytes()),
                Ok(DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.5])),
                "{text:?}"
            );
        }
    }

    #[test]
    fn one_column_needs_no_comma() {
        assert_eq!(parse_csv(b"7"), Ok(DMatrix::from_row_slice(1, 1, &[7.0])));
        assert_eq!(parse_csv(b"x\n-7\n8\n"), Ok(DMatrix::from_row_slice(2, 1, &[-7.0, 8.0])));
    }

    #[test]
    fn bad_text_is_refused_with_its_place() {
        let text = |text: &str| text.to_owned();
        let cases: [(&[u8], CsvError); 15] = [
            (b"", CsvError::Empty),
            (b"\n\n", CsvError::Empty),
            (b"a,b\n", CsvError::Empty),
            (b"\xef\xbb\xbfa,b", CsvError::Empty),
            (b"1,2\n3\n", CsvError::Ragged { line: 2, found: 1, expected: 2 }),
            (b"a,b\n1,2\n3,4,5\n", CsvError::Ragged { line: 3, found: 3, expected: 2 }),
            (b"a,b,c\n1,2\n", CsvError::Ragged { line: 2, found: 2, expected: 3 }),
            (b"1,2\n3,x\n", CsvError::NotANumber { line: 2, column: 2, text: text("x") }),
            (b"a\n1;2\n", CsvError::NotANumber { line: 2, column: 1, text: text("1;2") }),
            (b"1,2\n,4\n", CsvError::EmptyCell { line: 2, column: 1 }),
            (
                b"a,b\n1,NaN\n",
                CsvError::NotFinite { line: 2, row: 1, column: 2, text: text("NaN") },
            ),
            (b"-inf\n1", CsvError::NotFinite { line: 1, row: 1, column: 1, text: text("-inf") }),
            (b"1\n1e999", CsvError::NotFinite { line: 2, row: 2, column: 1, text: text("1e999") }),
            (b"1\n\n2", CsvError::BlankLine { line: 2 }),
            (b"1\n2\n\xff\n", CsvError::NotUtf8 { line: 3 }),
        ];
        for (bytes, error) in cases {
            assert_eq!(parse_csv(bytes), Err(error), "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_message_stays_on_one_line_however_long_the_cell() {
        let cell = "two\nlines\r".repeat(100);
        let message = parse_csv(format!("1\n\"{cell}\"").as_bytes()).unwrap_err().to_string();
        assert_eq!(message.lines().count(), 1);
        assert!(message.len() < 200, "{message}");
        assert!(message.starts_with("line 2, column 1: \"two\\nlines"), "{message}");
    }
}

//! Matrices written as csv.

use linscape_critical::room_for;
use nalgebra::DMatrix;

use crate::arrays::ReadMatrix;
use crate::arrays::csv::{CsvError, CsvRows};
use crate::arrays::csv::{number, truth_value};
use crate::arrays::excerpt;
use crate::arrays::plain_text::table_text;
use crate::arrays::tables::{
    HeaderChoice, IndexWatch, TableHead, TableNote, TableOptions, WrittenDigits,
    leaves_row_names_out,
};
use linscape_critical::Precision;

/// The `m × n` matrix written in a csv text, one sample a line; see [`parse_csv_table`], of which
/// this is the matrix alone with the usual options.
///
/// # Errors
/// Those of [`parse_csv_table`].
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
    parse_csv_table(bytes, &TableOptions::default()).map(|read| read.matrix)
}

/// The `m × n` matrix written in a csv text, one sample a line, with what was taken for a header or
/// an index and the precision in which the numbers were written.
///
/// Cells are separated by commas, or what the options say, and written with a decimal point. A first
/// line of names is a header; a first column without a name that counts the rows, or names them, is
/// an index. A line or a column that may be either is refused with the option that decides.
///
/// # Edge cases
/// A byte order mark (also that of UTF-16), any line ending, blank lines at the end, quoted cells and
/// blanks around numbers are accepted. A cell such as `nan` or `1e999` counts as a number and is
/// refused. Cells of columns that are left out are not looked at.
///
/// # Errors
/// [`CsvError`] with the line and column: no rows, rows of different lengths, a cell that is empty,
/// not a number or not finite, a blank line between rows, text that is not UTF-8, an open quote, a
/// header or an index in doubt.
///
/// # Complexity
/// Linear in the length of the text.
///
/// # Examples
/// ```
/// use linscape_formats::{TableOptions, parse_csv_table};
/// // As pandas writes a frame: the index has no name.
/// let read = parse_csv_table(b",a,b\n0,1,2\n1,3,4.5\n", &TableOptions::default())?;
/// assert_eq!(read.matrix.shape(), (2, 2));
/// assert_eq!(read.notes.len(), 2);
/// # Ok::<(), linscape_formats::CsvError>(())
/// ```
pub fn parse_csv_table(bytes: &[u8], options: &TableOptions) -> Result<ReadMatrix, CsvError> {
    let text = table_text(bytes, options);
    let mut rows = CsvRows::new(&text, options.delimiter.unwrap_or(b','));
    if !rows.advance()? {
        return Err(CsvError::Empty);
    }
    let mut first: Vec<String> = rows.cells().iter().map(str::to_owned).collect();
    let mut second = CsvRows::new(&text, options.delimiter.unwrap_or(b','));
    // What is wrong with the second line is said in its turn.
    let is_table = matches!((second.advance(), second.advance()), (Ok(true), Ok(true)));
    if is_table && leaves_row_names_out(&first, second.cells().len(), options) {
        first.insert(0, String::new());
    }
    let head = TableHead::new(&first, options)?;
    let mut table = Table::new(&head, options);
    let mut more = if head.names.is_some() { rows.advance()? } else { true };
    while more {
        table.add(&rows)?;
        more = rows.advance()?;
    }
    table.finish(&first, options)
}

/// What the first line of numbers may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FirstLine {
    /// A sample.
    Sample,
    /// A sample, or names.
    InDoubt,
    /// A sample of two classes, most likely.
    Indicators,
}

/// The numbers of a table in the making.
struct Table<'a> {
    head: &'a TableHead,
    index: IndexWatch,
    rows: usize,
    numbers: Vec<f64>,
    /// For each column that is kept.
    written: Vec<WrittenDigits>,
    /// Whether all rows but the first have a point or an exponent in every cell.
    later_are_fractional: bool,
    first_is_whole: bool,
}

impl<'a> Table<'a> {
    fn new(head: &'a TableHead, options: &TableOptions) -> Self {
        Self {
            head,
            index: IndexWatch::new(head, options),
            rows: 0,
            numbers: Vec::new(),
            written: vec![WrittenDigits::default(); head.kept.len()],
            later_are_fractional: true,
            first_is_whole: true,
        }
    }

    fn add(&mut self, rows: &CsvRows) -> Result<(), CsvError> {
        let (cells, line) = (rows.cells(), || rows.line());
        if cells.len() != self.head.width {
            let (found, expected) = (cells.len(), self.head.width);
            return Err(CsvError::Ragged { line: line(), found, expected });
        }
        // Twice: in the order of the file and in columns.
        room_for("the numbers of the file", self.numbers.len(), 16)?;
        self.index.add(&cells[0]);
        self.rows += 1;
        for (&at, written) in self.head.kept.iter().zip(&mut self.written) {
            let (cell, column) = (&cells[at], at + 1);
            let truth = truth_value(cell);
            match truth.or_else(|| number(cell)) {
                Some(value) if value.is_finite() => self.numbers.push(value),
                Some(_) => {
                    let (text, row) = (excerpt(cell), self.rows);
                    return Err(CsvError::NotFinite { line: line(), row, column, text });
                }
                None if cell.is_empty() => {
                    return Err(CsvError::EmptyCell { line: line(), column });
                }
                None => {
                    let text = excerpt(cell);
                    return Err(CsvError::NotANumber { line: line(), column, text });
                }
            }
            let is_fractional = truth.is_none() && written.add(cell);
            if self.rows == 1 {
                self.first_is_whole &= !is_fractional;
            } else {
                self.later_are_fractional &= is_fractional;
            }
        }
        Ok(())
    }

    fn finish(self, first: &[String], options: &TableOptions) -> Result<ReadMatrix, CsvError> {
        if self.numbers.is_empty() {
            return Err(CsvError::Empty);
        }
        let is_open = options.header == HeaderChoice::Auto && self.head.names.is_none();
        let indicators = match self.first_line() {
            FirstLine::InDoubt if is_open => {
                return Err(CsvError::NumbersAsNames { first: excerpt(&first.join(", ")) });
            }
            FirstLine::Indicators if is_open => Some(TableNote::Indicators),
            _ => None,
        };
        let index = self.index.verdict()?;
        let matrix = DMatrix::from_row_slice(self.rows, self.head.kept.len(), &self.numbers);
        let columns = self.written.iter().zip(matrix.column_iter());
        let precision = columns
            .map(|(written, column)| written.precision(column.iter().copied()))
            .fold(Precision::DOUBLE, Precision::or_coarser);
        let notes = self.head.note.iter().cloned().chain(indicators).chain(index).collect();
        let name =
            |names: &Vec<String>| self.head.kept.iter().map(|&at| names[at].clone()).collect();
        let names = self.head.names.as_ref().map(name);
        Ok(ReadMatrix { matrix, precision, notes, names })
    }

    /// What the first line may be: the names 0 and 1 that pandas gives to two columns, the name 0 of a
    /// series, or numbers that count, 2019, 2020, 2021, above columns that were all written with a point.
    fn first_line(&self) -> FirstLine {
        const NO_CHANCE: usize = 4;
        const LARGEST: f64 = 1e6;
        let is_range =
            |cells: &[f64]| cells.iter().enumerate().all(|(at, cell)| cell - at as f64 == 0.0);
        let (first, others) = self.numbers.split_at(self.head.kept.len());
        if self.rows > 1 && self.head.width == 2 && is_range(first) {
            let is_indicator = others.iter().all(|&cell| cell == 0.0 || cell - 1.0 == 0.0);
            return if is_indicator { FirstLine::Indicators } else { FirstLine::InDoubt };
        }
        if self.rows >= NO_CHANCE
            && self.head.width == 1
            && is_range(first)
            && !others.contains(&0.0)
        {
            return FirstLine::InDoubt;
        }
        let counts = first.iter().all(|name| (0.0..LARGEST).contains(name))
            && first.windows(2).all(|pair| (pair[1] - pair[0] - 1.0).abs() < 0.5)
            && (first.len() > 1 || first[0] < 0.5);
        let is_above =
            self.rows >= NO_CHANCE && self.first_is_whole && self.later_are_fractional && counts;
        if is_above { FirstLine::InDoubt } else { FirstLine::Sample }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OptionName;

    #[test]
    fn truth_values_are_one_and_zero_and_no_decimals() {
        let read =
            parse_csv_table(b"a,b\nTrue,1.5\nFALSE,2.5\n\"true\",0\n", &TableOptions::default());
        let read = read.expect("a table");
        assert_eq!(read.matrix.column(0).as_slice(), [1.0, 0.0, 1.0]);
        assert_eq!(read.precision, Precision::DOUBLE);
        // The first line may be one of values.
        let read = parse_csv(b"True,False\nFalse,False\n").expect("a table");
        assert_eq!(read.as_slice(), [1.0, 0.0, 0.0, 0.0]);
        assert!(parse_csv(b"a\nyes\n").is_err());
    }

    #[test]
    fn the_same_matrix_is_read_from_every_way_to_write_it() {
        let texts = [
            "1,2\n3,4.5",
            "1,2\n3,4.5\n",
            "1,2\r\n3,4.5\r\n\r\n\r\n",
            "1,2\r3,4.5\r",
            "\u{feff}1,2\n3,4.5\n",
            "a,b\n1,2\n3,4.5\n",
            "\u{feff}\"a, b\",c\r\n1,2\r\n3,4.5\r\n",
            "a,b\n1,2\n3,4.5\n  \n\t\n",
            ",a,b\n0,1,2\n1,3,4.5\n",
            "\"\",\"a\",\"b\"\n\"1\",1,2\n\"2\",3,4.5\n",
            ",0,1\nanna,1,2\nbert,3,4.5\n",
            "# a,b\n1,2\n3,4.5\n",
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
    fn numbers_above_decimals_may_be_names() {
        let decimals = |first: &str, row: &str| format!("{first}\n{}", row.repeat(3));
        let doubtful = [
            decimals("0", "1.5\n"),
            decimals("2019,2020", "1.5,2.5\n"),
            decimals("1,2,3,4", "1.5,2.5,-1.0,1e-3\n"),
            decimals("0,1,2,3", "1,2,0,0\n"),
            // Two columns and a series of whole numbers, as pandas names them.
            decimals("0,1", "7,-2\n"),
            decimals("0", "7\n"),
            decimals("0.0,1.0", "0,2\n"),
        ];
        for text in doubtful {
            let refused = parse_csv(text.as_bytes());
            assert!(matches!(refused, Err(CsvError::NumbersAsNames { .. })), "{text}: {refused:?}");
            let rows = |header| {
                let options = TableOptions { header, ..TableOptions::default() };
                parse_csv_table(text.as_bytes(), &options).expect("told").matrix.nrows()
            };
            assert_eq!((rows(HeaderChoice::Yes), rows(HeaderChoice::No)), (3, 4));
        }
        // Two classes, one-hot: taken as a sample, and said.
        let read = parse_csv_table(decimals("0,1", "1,0\n").as_bytes(), &TableOptions::default());
        let read = read.expect("indicators");
        assert_eq!((read.matrix.nrows(), &read.notes[..]), (4, &[TableNote::Indicators][..]));
        let series = "0\n7\n0\n7\n".to_owned();
        for text in [
            series,
            "0,1\n1,0\n0,1\n0,1\n".to_owned(),
            decimals("3", "1.5\n"),
            decimals("7,9", "1.5,2.5\n"),
        ] {
            assert_eq!(parse_csv(text.as_bytes()).map(|matrix| matrix.nrows()), Ok(4), "{text}");
        }
    }

    #[test]
    fn a_column_that_may_be_an_index_is_refused_and_options_decide() {
        let doubtful = [
            "id,a\n7,1.5\n9,2.5\n",
            ",a\n7,1.5\n9,2.5\n",
            "row,a\n1,1.5\n2,2.5\n",
            "0,1.5\n1,2.5\n2,3.5\n3,3.5\n4,1.5\n",
        ];
        for text in doubtful {
            let refused = parse_csv(text.as_bytes());
            assert!(matches!(refused, Err(CsvError::IndexInDoubt { .. })), "{text}: {refused:?}");
            let columns = |index: &str| {
                let options =
                    TableOptions::new(None, Some(index), None, None, None).expect("options");
                parse_csv_table(text.as_bytes(), &options).expect("told").matrix.ncols()
            };
            assert_eq!((columns("1"), columns("none")), (1, 2), "{text}");
        }
        for text in ["1,2\n2,4\n3,7\n", "t,a\n0,1.5\n1,2.5\n", "row,a\n7,1\n3,2\n"] {
            assert_eq!(parse_csv(text.as_bytes()).map(|matrix| matrix.ncols()), Ok(2), "{text}");
        }
    }

    #[test]
    fn columns_are_chosen_by_name_or_number_and_others_are_not_looked_at() {
        let text = "day;height;note;width\nmon;1.5;x;3\ntue;2,5;y;4\n";
        let read = |columns, drop| {
            let options = TableOptions::new(None, None, columns, drop, Some(";")).expect("options");
            parse_csv_table(text.as_bytes(), &options).map(|read| read.matrix.as_slice().to_vec())
        };
        assert_eq!(read(Some("width"), None), Ok(vec![3.0, 4.0]));
        assert_eq!(read(None, Some("1-3")), Ok(vec![3.0, 4.0]));
        let text = |text: &str| text.to_owned();
        assert_eq!(
            read(Some("height,width"), None),
            Err(CsvError::NotANumber { line: 3, column: 2, text: text("2,5") })
        );
        assert_eq!(read(None, Some("1-4")), Err(CsvError::NoColumnLeft));
        let name = text("depth");
        let known = text("day, height, note, width");
        let missing = CsvError::NoSuchColumn { option: OptionName::Columns, name, width: 4, known };
        assert_eq!(read(Some("depth"), None), Err(missing));
        let blanks = TableOptions::new(None, None, None, None, Some(" ")).expect("options");
        let read = parse_csv_table(b"  1.5   2\n3\t 4 \n", &blanks).expect("numbers");
        assert_eq!(read.matrix, DMatrix::from_row_slice(2, 2, &[1.5, 2.0, 3.0, 4.0]));
    }

    #[test]
    fn one_column_needs_no_comma() {
        assert_eq!(parse_csv(b"7"), Ok(DMatrix::from_row_slice(1, 1, &[7.0])));
        assert_eq!(parse_csv(b"x\n-7\n8\n"), Ok(DMatrix::from_row_slice(2, 1, &[-7.0, 8.0])));
    }

    #[test]
    fn bad_text_is_refused_with_its_place() {
        let text = |text: &str| text.to_owned();
        let cases: [(&[u8], CsvError); 18] = [
            (b"", CsvError::Empty),
            (b"\n\n", CsvError::Empty),
            (b"a,b\n", CsvError::Empty),
            (b"\xef\xbb\xbfa,b", CsvError::Empty),
            (b"1,2\n3\n", CsvError::Ragged { line: 2, found: 1, expected: 2 }),
            (b"a,b\n1,2\n3,4,5\n", CsvError::Ragged { line: 3, found: 3, expected: 2 }),
            (b"a,b,c\n1,2\n", CsvError::Ragged { line: 2, found: 2, expected: 3 }),
            (b"1,2\n3,x\n", CsvError::NotANumber { line: 2, column: 2, text: text("x") }),
            (b"a\n1;2\n", CsvError::NotANumber { line: 2, column: 1, text: text("1;2") }),
            (b"1,2\n\"3,4\n5,6\n", CsvError::UnclosedQuote { line: 2 }),
            (b"\"a\n1\n2\n", CsvError::UnclosedQuote { line: 1 }),
            (b"1;2\n3;4\n", CsvError::OtherDelimiter { delimiter: ';' }),
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

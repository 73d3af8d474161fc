//! The first line of a table: names of columns, or the first sample.

use super::{HeaderChoice, IndexChoice, TableNote, TableOptions};
use crate::OptionName;
use crate::arrays::csv::CsvError;
use crate::arrays::csv::{number, truth_value};
use crate::arrays::excerpt;

/// What a cell of the first line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A number, NaN and infinity included, or a truth value.
    Number,
    /// A word that may name a column.
    Name,
    /// Nothing.
    Empty,
    /// Neither: `3%`, `NA`, `1;2`, `−3` with a minus sign of typography.
    Odd,
}

/// Words that stand for a missing value, and so name no column.
const NO_NAMES: [&str; 8] = ["na", "n/a", "nan", "null", "none", "nil", "missing", "unknown"];

/// What a cell looks like.
pub(crate) fn kind_of(cell: &str) -> Kind {
    let word = unquoted(cell);
    if word.is_empty() {
        return Kind::Empty;
    }
    if number(cell).or_else(|| truth_value(cell)).is_some() {
        return Kind::Number;
    }
    let is_word = word.starts_with(|first: char| first.is_alphabetic() || first == '_');
    if is_word && !NO_NAMES.contains(&word.to_ascii_lowercase().as_str()) {
        Kind::Name
    } else {
        Kind::Odd
    }
}

/// A cell without the quotes that follow a blank, and without the mark of a comment.
fn unquoted(cell: &str) -> &str {
    let quoted = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    quoted.unwrap_or(cell).trim()
}

/// What the first line of a table says of the others.
#[derive(Debug, Clone)]
pub(crate) struct TableHead {
    /// The names of all columns, when the first line holds them.
    pub(crate) names: Option<Vec<String>>,
    /// Cells of the first line.
    pub(crate) width: usize,
    /// 0-based positions of the columns that are data, in their order.
    pub(crate) kept: Vec<usize>,
    /// The first column has no name, as pandas and R write an index: what it holds decides.
    pub(crate) is_first_unnamed: bool,
    /// The first line was taken for a header unasked.
    pub(crate) note: Option<TableNote>,
}

impl TableHead {
    /// Judges the first line of a table.
    pub(crate) fn new(first: &[String], options: &TableOptions) -> Result<Self, CsvError> {
        let has_header = match options.header {
            HeaderChoice::Yes => true,
            HeaderChoice::No => false,
            HeaderChoice::Auto => is_header(first, options)?,
        };
        let bare = |(at, cell): (usize, &String)| {
            let name = if at == 0 { cell.trim_start_matches('#') } else { cell };
            unquoted(name.trim()).to_owned()
        };
        let names: Option<Vec<String>> =
            has_header.then(|| first.iter().enumerate().map(bare).collect());
        let is_auto = options.header == HeaderChoice::Auto;
        let note = names.clone().filter(|_| is_auto).map(|names| TableNote::Header { names });
        let width = first.len();
        let is_unnamed = names
            .as_ref()
            .is_some_and(|names| names[0].is_empty() || names[0].starts_with("Unnamed: "));
        let is_first_unnamed = is_unnamed && width > 1 && options.index == IndexChoice::Auto;
        let kept = kept_columns(names.as_deref(), width, is_first_unnamed, options)?;
        Ok(Self { names, width, kept, is_first_unnamed, note })
    }
}

/// Whether the first line names all columns but that of the row names, as R's `write.table` writes it.
pub(crate) fn leaves_row_names_out(
    first: &[String],
    second: usize,
    options: &TableOptions,
) -> bool {
    options.header != HeaderChoice::No
        && second == first.len() + 1
        && first.iter().all(|cell| kind_of(cell) == Kind::Name)
}

/// Whether the first line names the columns; refuses to guess.
fn is_header(first: &[String], options: &TableOptions) -> Result<bool, CsvError> {
    if let [only] = first
        && let Some(delimiter) = other_delimiter(only, options.delimiter)
    {
        return Err(CsvError::OtherDelimiter { delimiter });
    }
    if let Some(delimiter) = said_to_spreadsheets(first, options.delimiter) {
        return Err(CsvError::SeparatorLine { delimiter });
    }
    if options.delimiter.is_none() && has_decimal_commas(first) {
        return Err(CsvError::DecimalCommas);
    }
    let uncommented = first.first().map(|cell| cell.trim_start_matches('#').trim());
    let kinds: Vec<Kind> = uncommented
        .into_iter()
        .chain(first.iter().skip(1).map(String::as_str))
        .map(kind_of)
        .collect();
    let all = |kinds: &[Kind], kind| kinds.iter().all(|&found| found == kind);
    if all(&kinds, Kind::Number) {
        // The names that pandas gives: 0, 1, 2, …. Of one or two columns the other lines decide.
        if first.len() > 2 && counts_from_zero(first) {
            return Err(CsvError::NumbersAsNames { first: shown(first) });
        }
        return Ok(false);
    }
    match kinds.split_first() {
        Some((Kind::Name, rest)) if all(rest, Kind::Name) => Ok(true),
        // An index without a name, before names or before those that pandas gives.
        Some((Kind::Empty, rest)) if !rest.is_empty() => {
            if all(rest, Kind::Name) || all(rest, Kind::Number) && counts_from_zero(&first[1..]) {
                Ok(true)
            } else {
                Err(in_doubt(first, &kinds))
            }
        }
        _ => Err(in_doubt(first, &kinds)),
    }
}

/// The first cell that keeps a line from being either names or numbers.
fn in_doubt(first: &[String], kinds: &[Kind]) -> CsvError {
    let is_odd = |kind: &Kind| matches!(kind, Kind::Odd | Kind::Empty);
    // Of names and numbers those that are fewer are the odd ones.
    let names = kinds.iter().filter(|kind| **kind == Kind::Name).count();
    let odd = if 2 * names > kinds.len() { Kind::Number } else { Kind::Name };
    let column = kinds.iter().position(is_odd).or(kinds.iter().position(|kind| *kind == odd));
    let column = column.unwrap_or(0);
    CsvError::HeaderInDoubt { column: column + 1, text: excerpt(&first[column]) }
}

/// The character of a line `sep=;`, which tells spreadsheets what separates the cells.
fn said_to_spreadsheets(first: &[String], said: Option<u8>) -> Option<char> {
    let line = first.join(&char::from(said.unwrap_or(b',')).to_string());
    let mut said = line.trim().strip_prefix("sep=")?.chars();
    let delimiter = said.next()?;
    said.next().is_none().then_some(delimiter)
}

/// Whether a line between commas is one of numbers with decimal commas between semicolons.
fn has_decimal_commas(first: &[String]) -> bool {
    let line = first.join(",");
    let cells: Vec<&str> = line.split(';').map(str::trim).collect();
    let is_number = |cell: &&str| {
        cell.matches(',').count() <= 1 && number(&cell.replacen(',', ".", 1)).is_some()
    };
    cells.len() > 1 && line.contains(',') && cells.iter().all(is_number)
}

/// Whether cells are `0, 1, 2, …`, perhaps with a point.
fn counts_from_zero(cells: &[String]) -> bool {
    cells
        .iter()
        .enumerate()
        .all(|(at, cell)| number(unquoted(cell)).is_some_and(|number| number - at as f64 == 0.0))
}

/// The character that seems to separate the cells of a line without commas, or without what was said to
/// separate them.
fn other_delimiter(line: &str, said: Option<u8>) -> Option<char> {
    let parts = |delimiter: char| -> Vec<&str> {
        line.split(delimiter).map(str::trim).filter(|part| !part.is_empty()).collect()
    };
    let separates = |delimiter: &char| {
        let parts = parts(*delimiter);
        parts.len() > 1 && parts.iter().all(|part| number(part).is_some())
    };
    let names = |delimiter: &char| {
        let parts = parts(*delimiter);
        parts.len() > 1 && parts.iter().all(|part| kind_of(part) == Kind::Name)
    };
    let others = [',', ';', '\t', '|', ' '].into_iter();
    let others = others.filter(|&other| char::from(said.unwrap_or(b',')) != other);
    let of_names = others.clone().filter(|&other| other != ' ');
    others.clone().find(separates).or(of_names.clone().find(names))
}

/// The columns that are data.
fn kept_columns(
    names: Option<&[String]>,
    width: usize,
    is_first_unnamed: bool,
    options: &TableOptions,
) -> Result<Vec<usize>, CsvError> {
    let positions = |option, list: &super::ColumnList| list.positions(option, names, width);
    let mut left_out = match &options.index {
        IndexChoice::Column(list) => positions(OptionName::IndexColumn, list)?,
        IndexChoice::Auto | IndexChoice::None => vec![],
    };
    if let Some(list) = &options.drop {
        left_out.extend(positions(OptionName::Drop, list)?);
    }
    if is_first_unnamed {
        left_out.push(0);
    }
    let chosen = match &options.columns {
        Some(list) => positions(OptionName::Columns, list)?,
        None => (0..width).collect(),
    };
    let kept: Vec<usize> = chosen.into_iter().filter(|column| !left_out.contains(column)).collect();
    if kept.is_empty() { Err(CsvError::NoColumnLeft) } else { Ok(kept) }
}

/// The beginning of a line.
fn shown(cells: &[String]) -> String {
    const SHOWN: usize = 4;
    let more = if cells.len() > SHOWN { ", …" } else { "" };
    let cells: Vec<String> = cells.iter().take(SHOWN).map(|cell| excerpt(cell)).collect();
    format!("{}{more}", cells.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(line: &str) -> Result<bool, CsvError> {
        let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        TableHead::new(&cells, &TableOptions::default()).map(|head| head.names.is_some())
    }

    #[test]
    fn names_are_a_header_and_numbers_are_none() {
        for names in ["a,b", "height (cm),width", "# a,b", ",a,b", ",0,1,2", ",0", "x", "_1", "Ä"]
        {
            assert_eq!(head(names), Ok(true), "{names}");
        }
        for numbers in ["1,2", "0,1", "nan,0", "-.5,1e3", "7", "0", "2,1,0"] {
            assert_eq!(head(numbers), Ok(false), "{numbers}");
        }
    }

    #[test]
    fn a_line_with_one_bad_cell_is_neither() {
        let bad = [
            "3,", "NA,0", "3%,0", "−3,0", "a,2", "2,a", "?,0", "-,0", "1 000,0", "$3,0", "N/A",
            "null,0", "yes,0", "3kg,0", "1.2.3,0", "--1,0", ",1.5,2", "a,,b", "1/2,0", "0x1F,0",
        ];
        for line in bad {
            assert!(matches!(head(line), Err(CsvError::HeaderInDoubt { .. })), "{line}");
        }
        assert_eq!(head("TRUE,0"), Ok(false), "a truth value is a number");
        assert!(matches!(head("0,1,2"), Err(CsvError::NumbersAsNames { .. })));
    }

    #[test]
    fn another_delimiter_is_named() {
        for (line, delimiter) in [("1;2", ';'), ("a;b", ';'), ("1\t2", '\t'), ("1.5  2", ' ')] {
            assert_eq!(head(line), Err(CsvError::OtherDelimiter { delimiter }), "{line}");
        }
        assert_eq!(head("petal length"), Ok(true));
        for line in ["1,5;2,5", "1,5;2", "1;2,5;-3,25e1"] {
            assert_eq!(head(line), Err(CsvError::DecimalCommas), "{line}");
        }
        assert_eq!(head("sep=;"), Err(CsvError::SeparatorLine { delimiter: ';' }));
        assert_eq!(head("sep=,"), Err(CsvError::SeparatorLine { delimiter: ',' }));
    }

    #[test]
    fn the_odd_one_of_names_and_numbers_is_named() {
        for (line, column) in [("a-b,1,c", 2), ("1,a,2", 2), ("1,2,b c", 3), ("a,b,3", 3)] {
            let found = head(line).expect_err("neither");
            assert!(
                matches!(found, CsvError::HeaderInDoubt { column: at, .. } if at == column),
                "{line}"
            );
        }
    }

    #[test]
    fn row_names_have_no_name_of_their_own_in_r() {
        let options = TableOptions::default();
        for text in ["a,b\n1,5,7\n2,6,8\n", "\"a\",\"b\"\n\"x\",5,7\n\"y\",6,8\n"] {
            let read = crate::parse_csv_table(text.as_bytes(), &options).expect(text);
            assert_eq!(read.matrix.as_slice(), [5.0, 6.0, 7.0, 8.0], "{text}");
            assert_eq!(
                (read.notes.len(), read.names.map(|names| names[1].clone())),
                (2, Some("b".into()))
            );
        }
        // A first column that may be data is in doubt, and a line of numbers names nothing.
        for text in ["a,b\n3,5,7\n9,6,8\n", "1,2\n1,5,7\n"] {
            assert!(crate::parse_csv_table(text.as_bytes(), &options).is_err(), "{text}");
        }
    }
}

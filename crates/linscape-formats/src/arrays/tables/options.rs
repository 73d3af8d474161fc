//! How tables are to be read, as options say it.

use super::columns::ColumnList;
use crate::{OptionName, Voice, Worded};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Whether the first line of a table names its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HeaderChoice {
    /// A line of names is a header, a line of numbers is none, and anything else is refused.
    #[default]
    Auto,
    /// The first line is a header, whatever it says.
    Yes,
    /// The first line is the first sample.
    No,
}

/// Which column numbers the rows, and is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum IndexChoice {
    /// The one that pandas and R write without a name; what only looks like one is refused.
    #[default]
    Auto,
    /// None.
    None,
    /// The column of this name or 1-based number.
    Column(ColumnList),
}

/// How tables are read: `--header`, `--index-column`, `--columns`, `--drop` and `--delimiter`.
///
/// # Examples
/// ```
/// use linscape_formats::{TableOptions, parse_csv_table};
/// let options = TableOptions::new(None, None, Some("height"), None, Some(";"))?;
/// let read = parse_csv_table(b"name;height\nanna;1.5\nbert;1.75\n", &options)?;
/// assert_eq!(read.matrix.as_slice(), [1.5, 1.75]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableOptions {
    /// Whether the first line is a header.
    pub header: HeaderChoice,
    /// The column that numbers the rows.
    pub index: IndexChoice,
    /// The columns that are kept, in this order; all unless stated.
    pub columns: Option<ColumnList>,
    /// Columns that are left out.
    pub drop: Option<ColumnList>,
    /// What separates cells; a comma unless stated.
    pub delimiter: Option<u8>,
}

/// An option of tables that says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum TableOptionError {
    /// Neither auto, yes nor no.
    Header {
        /// What was given.
        text: String,
    },
    /// No column named.
    NoColumn {
        /// The option.
        option: OptionName,
    },
    /// Several columns that are the index.
    SeveralIndices {
        /// What was given.
        text: String,
    },
    /// No character of ASCII that stands between numbers.
    Delimiter {
        /// What was given.
        text: String,
    },
}

impl Worded for TableOptionError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        match self {
            Self::Header { text } => {
                write!(out, "{} '{text}' is none of auto, yes, no", say(OptionName::Header))
            }
            Self::NoColumn { option } => write!(
                out,
                "{} names no column; write names or numbers with commas, such as a,b or 1,3-5",
                say(*option)
            ),
            Self::SeveralIndices { text } => write!(
                out,
                "{} {text} names several columns; the index is one",
                say(OptionName::IndexColumn)
            ),
            Self::Delimiter { text } => write!(
                out,
                "{} '{text}' separates no cells; write , ; | : tab or space",
                say(OptionName::Delimiter)
            ),
        }
    }
}

impl FromStr for HeaderChoice {
    type Err = TableOptionError;

    fn from_str(text: &str) -> Result<Self, TableOptionError> {
        match text {
            "auto" => Ok(Self::Auto),
            "yes" => Ok(Self::Yes),
            "no" => Ok(Self::No),
            _ => Err(TableOptionError::Header { text: text.to_owned() }),
        }
    }
}

impl TableOptions {
    /// The options from their texts.
    ///
    /// # Errors
    /// [`TableOptionError`], which names the option.
    pub fn new(
        header: Option<&str>,
        index: Option<&str>,
        columns: Option<&str>,
        drop: Option<&str>,
        delimiter: Option<&str>,
    ) -> Result<Self, TableOptionError> {
        let list = |option: OptionName, text: Option<&str>| {
            let list = text.map(ColumnList::new);
            match list {
                Some(list) if list.is_empty() => Err(TableOptionError::NoColumn { option }),
                list => Ok(list),
            }
        };
        let index = match index {
            Some("none") => IndexChoice::None,
            text => match list(OptionName::IndexColumn, text)? {
                None => IndexChoice::Auto,
                Some(list) if list.is_one() => IndexChoice::Column(list),
                Some(_) => {
                    let text = text.unwrap_or_default().to_owned();
                    return Err(TableOptionError::SeveralIndices { text });
                }
            },
        };
        Ok(Self {
            header: header.map_or(Ok(HeaderChoice::Auto), str::parse)?,
            index,
            columns: list(OptionName::Columns, columns)?,
            drop: list(OptionName::Drop, drop)?,
            delimiter: delimiter.map(delimiter_of).transpose()?,
        })
    }

    /// The same for a file whose cells are separated by tabs, unless a delimiter was given.
    #[must_use]
    pub fn for_table(&self, tabs: bool) -> Self {
        Self { delimiter: self.delimiter.or(tabs.then_some(b'\t')), ..self.clone() }
    }

    /// The same for a file whose columns are all wanted, such as one of targets or labels.
    #[must_use]
    pub fn of_all_columns(&self) -> Self {
        Self { columns: None, drop: None, ..self.clone() }
    }
}

fn delimiter_of(text: &str) -> Result<u8, TableOptionError> {
    match (text, text.as_bytes()) {
        ("tab" | "\\t", _) => Ok(b'\t'),
        ("space", _) => Ok(b' '),
        (_, &[byte])
            if byte.is_ascii() && !b"\"\r\n\0".contains(&byte) && !byte.is_ascii_alphanumeric() =>
        {
            Ok(byte)
        }
        _ => Err(TableOptionError::Delimiter { text: text.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_one_character_or_its_name() {
        for (text, byte) in
            [(";", b';'), ("tab", b'\t'), ("\t", b'\t'), ("\\t", b'\t'), (" ", b' ')]
        {
            assert_eq!(delimiter_of(text), Ok(byte));
        }
        for text in ["", ";;", "\"", "é", "\n", "1", "e"] {
            assert!(delimiter_of(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn options_that_say_nothing_are_refused_by_name() {
        let refused = |header, index, columns| {
            TableOptions::new(header, index, columns, None, None)
                .unwrap_err()
                .in_words(Voice::Terminal)
                .to_string()
        };
        assert!(refused(Some("maybe"), None, None).starts_with("--header 'maybe'"));
        assert!(refused(None, Some("1,2"), None).starts_with("--index-column 1,2"));
        assert!(refused(None, None, Some("")).starts_with("--columns names no column"));
    }
}

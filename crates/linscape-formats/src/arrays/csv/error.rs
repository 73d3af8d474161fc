//! What is wrong with a csv text.

use crate::{OptionName, Voice, Worded};
use linscape_critical::TooLarge;
use std::fmt;
use thiserror::Error;

/// What is wrong with a csv text; lines and columns count from 1.
#[derive(Debug, PartialEq, Error)]
#[error("{}", self.in_words(Voice::Fields))]
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
    HeaderInDoubt {
        /// The cell that keeps it from being either.
        column: usize,
        /// The beginning of the cell.
        text: String,
    },
    /// A first line of numbers that may be the names of columns.
    NumbersAsNames {
        /// The beginning of the line.
        first: String,
    },
    /// A column that may number the rows.
    IndexInDoubt {
        /// Its name, if it has one.
        name: Option<String>,
        /// It holds 0, 1, 2, … or 1, 2, 3, ….
        counts: bool,
    },
    /// A column that is not there.
    NoSuchColumn {
        /// The option.
        option: OptionName,
        /// The name.
        name: String,
        /// How many columns there are.
        width: usize,
        /// Their names, the first of them, or nothing.
        known: String,
    },
    /// A column named twice.
    ColumnTwice {
        /// The option.
        option: OptionName,
        /// From 1.
        column: usize,
    },
    /// Every column is left out.
    NoColumnLeft,
    /// Cells that something else than a comma separates.
    OtherDelimiter {
        /// What seems to separate them.
        delimiter: char,
    },
    /// Numbers with decimal commas.
    DecimalCommas,
    /// A line that says to a spreadsheet what separates the cells.
    SeparatorLine {
        /// What it says.
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

impl CsvError {
    /// The same about a text that stands below `lines` others.
    pub(crate) fn moved_down(mut self, lines: usize) -> Self {
        match &mut self {
            Self::NotUtf8 { line }
            | Self::BlankLine { line }
            | Self::Ragged { line, .. }
            | Self::EmptyCell { line, .. }
            | Self::NotANumber { line, .. }
            | Self::UnclosedQuote { line } => *line += lines,
            Self::NotFinite { line, row, .. } => {
                *line += lines;
                *row += lines;
            }
            _ => {}
        }
        self
    }
}

impl Worded for CsvError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        match self {
            Self::HeaderInDoubt { column, text } => write!(
                out,
                "line 1 is neither a line of numbers nor one of names: column {column} is {text:?}; \
                 mend the cell, or say {} or {}",
                voice.choice(OptionName::Header, "yes"),
                voice.choice(OptionName::Header, "no")
            ),
            Self::NumbersAsNames { first } => write!(
                out,
                "line 1 ({first}) may be the first sample, or the names that a program gave to columns; \
                 say {} or {}",
                voice.choice(OptionName::Header, "no"),
                voice.choice(OptionName::Header, "yes")
            ),
            Self::IndexInDoubt { name, counts } => write!(
                out,
                "column 1 ({}) {} and may be an index of the rows; leave it out by {}, or say {}",
                name.as_ref()
                    .map_or_else(|| "without a name".to_owned(), |name| format!("{name:?}")),
                if *counts { "counts the rows" } else { "is no sure feature" },
                voice.choice(OptionName::IndexColumn, "1"),
                voice.choice(OptionName::IndexColumn, "none")
            ),
            Self::NoSuchColumn { option, name, width, known } => write!(
                out,
                "{} names {name:?}, which is none (or several) of the {width} columns{}{known}",
                say(*option),
                if known.is_empty() { "" } else { ": " }
            ),
            Self::ColumnTwice { option, column } => {
                write!(out, "{} names column {column} twice", say(*option))
            }
            Self::NoColumnLeft => write!(
                out,
                "no column is left; name those that are data with {}",
                say(OptionName::Columns)
            ),
            Self::DecimalCommas => write!(
                out,
                "cells seem to be separated by ';' and their numbers to have decimal commas; write decimal points, \
                 and say {} ';'",
                say(OptionName::Delimiter)
            ),
            Self::SeparatorLine { delimiter } => write!(
                out,
                "line 1 says to a spreadsheet what separates the cells; take it out, and say {} '{}'",
                say(OptionName::Delimiter),
                shown(*delimiter)
            ),
            Self::OtherDelimiter { delimiter } => write!(
                out,
                "cells seem to be separated by {delimiter:?}; say {} '{}'",
                say(OptionName::Delimiter),
                shown(*delimiter)
            ),
            Self::NotUtf8 { .. }
            | Self::BlankLine { .. }
            | Self::Ragged { .. }
            | Self::EmptyCell { .. }
            | Self::NotANumber { .. }
            | Self::NotFinite { .. }
            | Self::TooLarge(_)
            | Self::UnclosedQuote { .. }
            | Self::Empty => write!(out, "{self}"),
        }
    }
}

/// A delimiter as `--delimiter` takes it.
fn shown(delimiter: char) -> String {
    if delimiter == '\t' { "tab".to_owned() } else { delimiter.to_string() }
}

//! Whether the first column of a table numbers its rows.

use super::{IndexChoice, IndexContent, TableHead, TableNote, TableOptions};
use crate::arrays::csv::CsvError;
use crate::arrays::csv::{number, truth_value};
use crate::arrays::excerpt;

/// Names of columns that hold no feature.
const NAMES_OF_INDICES: [&str; 6] = ["id", "index", "idx", "rowid", "row_id", "rownames"];
/// Names of columns that hold none if they count the rows.
const NAMES_OF_COUNTERS: [&str; 8] =
    ["no", "nr", "row", "obs", "sample", "sample_id", "observation", "number"];
/// Rows from which a column without a name that counts them is no chance.
const NO_CHANCE: usize = 5;

/// What a column holds so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Numbers,
    /// A cell that is no number, and none that is empty.
    Text,
    /// An empty cell.
    Holes,
}

/// Watches the first column, row by row.
#[derive(Debug, Clone)]
pub(crate) struct IndexWatch {
    /// Nobody said what it is.
    is_open: bool,
    is_unnamed: bool,
    name: Option<String>,
    rows: usize,
    /// 0 or 1, if the column counts from there so far.
    counts_from: Option<u8>,
    content: Content,
}

impl IndexWatch {
    pub(crate) fn new(head: &TableHead, options: &TableOptions) -> Self {
        let is_first_data = head.kept.contains(&0) && head.kept.len() > 1;
        Self {
            is_open: options.index == IndexChoice::Auto && (head.is_first_unnamed || is_first_data),
            is_unnamed: head.is_first_unnamed,
            name: head.names.as_ref().map(|names| names[0].clone()),
            rows: 0,
            counts_from: None,
            content: Content::Numbers,
        }
    }

    /// Takes note of the first cell of a row.
    pub(crate) fn add(&mut self, cell: &str) {
        if !self.is_open {
            return;
        }
        let counted: Option<usize> = cell.parse().ok();
        self.counts_from = match (self.rows, counted) {
            (0, Some(0)) => Some(0),
            (0, Some(1)) => Some(1),
            (row, Some(counted)) => {
                self.counts_from.filter(|&from| counted == row + usize::from(from))
            }
            _ => None,
        };
        self.content = match (self.content, cell.is_empty()) {
            (_, true) | (Content::Holes, _) => Content::Holes,
            (_, false) if number(cell).or_else(|| truth_value(cell)).is_none() => Content::Text,
            (content, false) => content,
        };
        self.rows += 1;
    }

    /// What was taken for an index.
    ///
    /// # Errors
    /// When the column may be one or may be data.
    pub(crate) fn verdict(&self) -> Result<Option<TableNote>, CsvError> {
        if !self.is_open {
            return Ok(None);
        }
        let counts = self.counts_from;
        let in_doubt = || {
            let name = self.name.as_deref().filter(|name| !name.is_empty()).map(excerpt);
            CsvError::IndexInDoubt { name, counts: counts.is_some() }
        };
        if self.is_unnamed {
            let content = match counts {
                Some(from) => Some(IndexContent::Counts(from)),
                None => (self.content == Content::Text).then_some(IndexContent::Text),
            };
            return match content {
                Some(content) => Ok(Some(TableNote::Index { content })),
                None => Err(in_doubt()),
            };
        }
        let is_one_of = |names: &[&str]| {
            let name = self.name.as_ref().map(|name| name.to_ascii_lowercase());
            name.is_some_and(|name| names.contains(&name.as_str()))
        };
        let looks_like_one = is_one_of(&NAMES_OF_INDICES)
            || counts.is_some() && is_one_of(&NAMES_OF_COUNTERS)
            || counts.is_some() && self.name.is_none() && self.rows >= NO_CHANCE;
        if looks_like_one { Err(in_doubt()) } else { Ok(None) }
    }
}

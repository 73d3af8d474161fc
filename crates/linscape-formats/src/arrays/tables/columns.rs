//! Columns of a table by name or number.

use crate::OptionName;
use crate::arrays::csv::CsvError;
use crate::arrays::excerpt;

/// Columns as an option lists them: names of a header, 1-based numbers, and ranges of numbers, with
/// commas; a name that has a comma stands in double quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnList {
    parts: Vec<String>,
}

impl ColumnList {
    /// The columns that a text lists.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
        let parts = record.iter().filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Self { parts }
    }

    /// Whether it names nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether it names one column (or range).
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.parts.len() == 1
    }

    /// The 0-based positions in a table of `width` columns; a name of the header comes before a
    /// number.
    pub(crate) fn positions(
        &self,
        option: OptionName,
        names: Option<&[String]>,
        width: usize,
    ) -> Result<Vec<usize>, CsvError> {
        let mut found = Vec::new();
        for part in &self.parts {
            let at = position(part, names, width).ok_or_else(|| CsvError::NoSuchColumn {
                option,
                name: excerpt(part),
                width,
                known: known(names.unwrap_or_default()),
            })?;
            if let Some(&twice) = at.iter().find(|column| found.contains(*column)) {
                return Err(CsvError::ColumnTwice { option, column: twice + 1 });
            }
            found.extend(at);
        }
        Ok(found)
    }
}

/// The first names of a header as they are quoted, and whether there are more.
fn known(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| excerpt(name)).collect();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// The columns that a part of the list means.
fn position(part: &str, names: Option<&[String]>, width: usize) -> Option<Vec<usize>> {
    let named: Vec<usize> = names
        .into_iter()
        .flatten()
        .enumerate()
        .filter_map(|(at, name)| (name == part).then_some(at))
        .collect();
    if !named.is_empty() {
        // Two columns of one name are told apart by number.
        return (named.len() == 1).then_some(named);
    }
    let number = |text: &str| text.trim().parse::<usize>().ok().filter(|n| (1..=width).contains(n));
    if let Some(column) = number(part) {
        return Some(vec![column - 1]);
    }
    let (first, last) = part.split_once('-')?;
    let (first, last) = (number(first)?, number(last)?);
    (first <= last).then(|| (first - 1..last).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_before_numbers_and_ranges_are_closed() {
        let names = ["2", "b", "a, c", "b"].map(str::to_owned);
        let positions = |text: &str, named: bool| {
            ColumnList::new(text).positions(OptionName::Columns, named.then_some(&names[..]), 4)
        };
        assert_eq!(positions("2,\"a, c\"", true), Ok(vec![0, 2]));
        assert_eq!(positions("2,4", false), Ok(vec![1, 3]));
        assert_eq!(positions("4,1-3", false), Ok(vec![3, 0, 1, 2]));
        for bad in ["b", "5", "0", "3-2", "x", "1-9"] {
            assert!(positions(bad, true).is_err(), "{bad}");
        }
        assert!(matches!(positions("1,1-2", false), Err(CsvError::ColumnTwice { column: 1, .. })));
    }
}

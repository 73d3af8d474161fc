//! Labels written as csv.

use crate::arrays::csv::{CsvError, CsvRows};
use crate::arrays::plain_text::table_text;
use crate::arrays::tables::{
    HeaderChoice, IndexWatch, Kind, TableHead, TableNote, TableOptions, kind_of,
};
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
    parse_labels(bytes, None, &TableOptions::default()).map(|(labels, _)| labels)
}

/// The labels, when there should be one for each of `samples` samples: a line too many, whose text
/// is no number and on no other line, is a header as well. An index beside them is left out as
/// [`parse_csv_table`](crate::parse_csv_table) does.
pub(crate) fn parse_labels(
    bytes: &[u8],
    samples: Option<usize>,
    options: &TableOptions,
) -> Result<(Labels, Vec<TableNote>), LabelError> {
    let text = table_text(bytes, options);
    let mut rows = CsvRows::new(&text, options.delimiter.unwrap_or(b','));
    let mut lines: Vec<Line> = Vec::new();
    while rows.advance()? {
        let cells: Vec<String> = rows.cells().iter().map(str::to_owned).collect();
        lines.push(Line { number: rows.line(), cells });
    }
    let Some(first) = lines.first() else { return Err(LabelError::None) };
    let width = first.cells.len();
    let mut notes = Vec::new();
    let (mut column, mut is_headed) = (0, None);
    if width > 1 {
        let head = labels_head(first, options)?;
        let mut index = IndexWatch::new(&head, options);
        is_headed = Some(head.names.is_some());
        lines[usize::from(head.names.is_some())..]
            .iter()
            .for_each(|line| index.add(&line.cells[0]));
        notes.extend(head.note.clone());
        notes.extend(index.verdict()?);
        column = head.kept[0];
    }
    let texts = column_of(&lines, column, width)?;
    let has_header = match (options.header, is_headed) {
        (HeaderChoice::Yes, _) => true,
        (HeaderChoice::No, _) => false,
        (HeaderChoice::Auto, Some(is_headed)) => is_headed,
        (HeaderChoice::Auto, None) => {
            let found = has_header(&texts, samples)?;
            if found {
                notes.push(TableNote::Header { names: vec![texts[0].clone()] });
            }
            found
        }
    };
    let labels = if has_header { &texts[1..] } else { &texts[..] };
    Ok((Labels::from_texts(labels)?, notes))
}

/// A line of the file.
struct Line {
    number: usize,
    cells: Vec<String>,
}

/// The first line of a table in which labels stand beside an index. A line with a number in it is no
/// header: labels may be words.
fn labels_head(first: &Line, options: &TableOptions) -> Result<TableHead, LabelError> {
    let kinds: Vec<Kind> = first.cells.iter().map(|cell| kind_of(cell)).collect();
    let may_be_names = kinds[0] == Kind::Empty || kinds.iter().all(|&kind| kind == Kind::Name);
    let header = match options.header {
        HeaderChoice::Auto if !may_be_names => HeaderChoice::No,
        other => other,
    };
    let head = TableHead::new(&first.cells, &TableOptions { header, ..options.clone() })?;
    if head.kept.len() == 1 {
        return Ok(head);
    }
    Err(LabelError::NotOneCell { line: first.number, found: first.cells.len() })
}

/// The cells of a column, one a line.
fn column_of(lines: &[Line], column: usize, width: usize) -> Result<Vec<String>, LabelError> {
    let mut texts = Vec::with_capacity(lines.len());
    for line in lines {
        let (number, found) = (line.number, line.cells.len());
        if found != width {
            return Err(LabelError::NotOneCell { line: number, found });
        }
        let cell = &line.cells[column];
        // The first line may still be a header: as a number it is not, so it is judged as one.
        if is_not_finite(cell) {
            let (row, column, text) = (texts.len() + 1, column + 1, excerpt(cell));
            return Err(CsvError::NotFinite { line: number, row, column, text }.into());
        }
        texts.push(cell.clone());
    }
    Ok(texts)
}

fn has_header(texts: &[String], samples: Option<usize>) -> Result<bool, LabelError> {
    let Some((first, others)) = texts.split_first() else {
        return Ok(false);
    };
    let is_number = |text: &String| text.parse::<f64>().is_ok();
    let heads_numbers = !others.is_empty() && others.iter().all(is_number);
    let is_known = HEADERS.iter().any(|header| first.eq_ignore_ascii_case(header));
    let is_spare = samples == Some(others.len());
    let heads =
        !is_number(first) && (heads_numbers || (is_known || is_spare) && !others.contains(first));
    if heads && heads_numbers && kind_of(first) != Kind::Name {
        return Err(CsvError::HeaderInDoubt { column: 1, text: excerpt(first) }.into());
    }
    Ok(heads)
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
            assert_eq!(
                parse_labels(text.as_bytes(), Some(2), &TableOptions::default()).unwrap().0.classes,
                classes,
                "{text}"
            );
        }
        let labels =
            parse_labels(b"plant\nplant\nanimal\n", Some(2), &TableOptions::default()).unwrap().0;
        assert_eq!(labels.index, [1, 1, 0]);
    }

    #[test]
    fn an_index_beside_labels_is_left_out_and_said() {
        let options = TableOptions::default();
        for text in [
            ",0\n0,rose\n1,oak\n",
            ",label\n0,rose\n1,oak\n",
            "\"\",\"x\"\n\"1\",rose\n\"2\",oak\n",
        ] {
            let (labels, notes) = parse_labels(text.as_bytes(), Some(2), &options).expect(text);
            assert_eq!(labels.classes, ["oak", "rose"], "{text}");
            assert_eq!(notes.len(), 2, "{text}");
        }
        let named = TableOptions::new(None, Some("id"), None, None, None).expect("options");
        let (labels, _) = parse_labels(b"id,y\n7,rose\n9,oak\n", None, &named).expect("labels");
        assert_eq!(labels.classes, ["oak", "rose"]);
        let refused = parse_labels(b"id,y\n7,rose\n9,oak\n", None, &options);
        assert!(matches!(refused, Err(LabelError::NotOneCell { line: 1, found: 2 })));
    }

    #[test]
    fn a_first_line_that_is_no_name_is_no_header_of_numbers() {
        for text in ["NA\n1\n2\n", "3%\n1\n2\n", "\"1,234.5\"\n1\n2\n", "−3\n1\n2\n"] {
            let refused = parse_csv_labels(text.as_bytes());
            assert!(
                matches!(refused, Err(LabelError::Csv(CsvError::HeaderInDoubt { .. }))),
                "{text}: {refused:?}"
            );
        }
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

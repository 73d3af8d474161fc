//! A report in Markdown.

use crate::report::{Caption, is_text};
use crate::text::REPORT_HEADER;
use std::io::{self, Write};

/// A pipe table whose columns are aligned in the source as well.
pub(crate) fn write_markdown(
    mut out: impl Write,
    caption: &Caption,
    rows: &[Vec<String>],
) -> io::Result<()> {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0).max(REPORT_HEADER[column].len())
    };
    let widths: Vec<usize> = (0..REPORT_HEADER.len()).map(width).collect();
    let header: Vec<String> = REPORT_HEADER.iter().map(ToString::to_string).collect();
    let rule: Vec<String> = (0..widths.len()).map(|column| rule(column, widths[column])).collect();
    writeln!(out, "{}\n", caption.text())?;
    for row in [&header, &rule].into_iter().chain(rows) {
        let cells =
            row.iter().enumerate().map(|(column, cell)| padded(cell, column, widths[column]));
        writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "))?;
    }
    Ok(())
}

fn rule(column: usize, width: usize) -> String {
    if is_text(column) {
        format!(":{}", "-".repeat(width - 1))
    } else {
        format!("{}:", "-".repeat(width - 1))
    }
}

fn padded(cell: &str, column: usize, width: usize) -> String {
    if is_text(column) { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
}

//! A report as a table to be pasted into a document.

use crate::report::{Caption, write_csv_table, write_html, write_latex, write_markdown};
use crate::text::{critical_losses, report_cells};
use linscape_quotient::Landscape;
use std::io::{self, Write};

/// The document that a table is pasted into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportTableFormat {
    /// GitHub's and Pandoc's.
    Markdown,
    /// A `table` element.
    Html,
    /// A `table` with a `tabular` and the rules of booktabs.
    Latex,
    /// For programs, without a caption: numbers in full.
    Csv,
}

/// Writes a table, one row a family in the order of their losses, each with its critical value, and a
/// caption that states the problem.
///
/// # Errors
/// When the output cannot be written.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape_formats::{ReportTableFormat, write_report_table};
/// use linscape_quotient::Landscape;
/// let problem = Problem::exact(&[2, 2, 2], &[2, 1])?;
/// let landscape = Landscape::new(problem, None, &())?;
/// let mut text = Vec::new();
/// write_report_table(&mut text, &landscape, ReportTableFormat::Markdown)?;
/// assert!(String::from_utf8(text)?.contains("|     1 |  0.5 | {1}     |"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_report_table(
    out: impl Write,
    landscape: &Landscape,
    format: ReportTableFormat,
) -> io::Result<()> {
    let losses = critical_losses(landscape);
    let rows: Vec<Vec<String>> =
        landscape.families().map(|family| report_cells(landscape, family, &losses)).collect();
    let caption = Caption::of(landscape);
    match format {
        ReportTableFormat::Markdown => write_markdown(out, &caption, &rows),
        ReportTableFormat::Html => write_html(out, &caption, &rows),
        ReportTableFormat::Latex => write_latex(out, &caption, &rows),
        ReportTableFormat::Csv => write_csv_table(out, landscape),
    }
}

//! A report in HTML.

use crate::report::{Caption, is_text};
use crate::text::REPORT_HEADER;
use quick_xml::escape::escape;
use std::io::{self, Write};

/// A `table` element without a page around it.
pub(crate) fn write_html(
    mut out: impl Write,
    caption: &Caption,
    rows: &[Vec<String>],
) -> io::Result<()> {
    writeln!(out, "<table>")?;
    writeln!(out, "  <caption>{}</caption>", escape(caption.text()))?;
    let head = REPORT_HEADER
        .iter()
        .enumerate()
        .map(|(column, name)| format!("<th scope=\"col\"{}>{name}</th>", alignment(column)));
    writeln!(out, "  <thead>\n    <tr>{}</tr>\n  </thead>", head.collect::<String>())?;
    writeln!(out, "  <tbody>")?;
    for row in rows {
        let cells = row
            .iter()
            .enumerate()
            .map(|(column, cell)| format!("<td{}>{}</td>", alignment(column), escape(cell)));
        writeln!(out, "    <tr>{}</tr>", cells.collect::<String>())?;
    }
    writeln!(out, "  </tbody>\n</table>")
}

fn alignment(column: usize) -> &'static str {
    if is_text(column) { "" } else { " style=\"text-align: right\"" }
}

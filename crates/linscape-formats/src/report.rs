//! The report in markdown, HTML and LaTeX.

mod html;
mod latex;
mod markdown;
mod table;

pub use table::{ReportTableFormat, write_report_table};

pub(crate) use html::write_html;
pub(crate) use latex::write_latex;
pub(crate) use markdown::write_markdown;
pub(crate) use table::{Caption, POINTS, is_text};

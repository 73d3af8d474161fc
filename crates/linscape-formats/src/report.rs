//! The report in markdown, HTML, LaTeX and csv.
//!
//! One table with a caption is written in whatever a document needs; the cells are those of the terminal's table.

mod caption;
mod csv_table;
mod html;
mod latex;
mod markdown;
mod table;

pub use table::{ReportTableFormat, write_report_table};

pub(crate) use caption::{Caption, POINTS, is_text};
pub(crate) use csv_table::write_csv_table;
pub(crate) use html::write_html;
pub(crate) use latex::write_latex;
pub(crate) use markdown::write_markdown;

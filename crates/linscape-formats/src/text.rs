//! Tables and drawings in text, for terminals.
//!
//! What a person reads first: the problem in a few lines, tables aligned, strata drawn by what is alive in which
//! layer. Numbers that differ are written differently.

mod classification_text;
mod dynamics_table;
mod escape_drawing;
mod explanation_text;
mod learning_table;
mod proof_table;
mod report;
mod report_cells;
mod report_header;
mod stratum_drawing;
mod table;
mod trajectory_text;
mod values_table;
mod verification_table;
mod weights_proof_text;

pub use dynamics_table::write_dynamics;
pub use learning_table::write_learning;
pub use report::{ReportStyle, write_report};
pub use stratum_drawing::stratum_text;

pub(crate) use classification_text::{write_file_and_layers, write_offset};
pub(crate) use escape_drawing::{escape_drawing, link_text};
pub(crate) use learning_table::{bounds_text, coefficient_cells, coefficient_text};
pub(crate) use report_cells::{REPORT_HEADER, critical_losses, report_cells};
pub(crate) use report_header::{values_text, write_header, write_problem, write_problem_of_loss};
pub(crate) use table::{Tone, text_table};

//! Readers, JSON records, graph files and tables of linscape: the one crate that serialises.
//!
//! - read: [`read_matrix`], [`read_labels`] (csv, npy, npz), [`parse_problem`] (JSON);
//! - JSON: [`write_landscape`], [`ValueListing::write_json`], both with a [`ProblemRecord`];
//! - graph files: [`GraphDocument`] as dot, GraphML, GEXF and Cytoscape JSON;
//! - for people: [`write_report`], [`ValueListing::write_table`];
//! - [`OutputFile`]: written whole or not at all.
//!
//! `docs/formats.md` states every format.

mod array_file;
mod csv_labels;
mod csv_matrix;
mod csv_rows;
mod cytoscape;
mod dot;
mod excerpt;
mod family_spectrum;
mod gexf;
mod graph_document;
mod graphml;
mod json_document;
mod labels;
mod landscape_record;
mod matrix_file;
mod natural_order;
mod npy_array;
mod npy_element;
mod npy_header;
mod npy_labels;
mod npy_matrix;
mod npz_archive;
mod npz_file;
mod npz_weights;
mod output_file;
mod problem_file;
mod problem_record;
mod read_error;
mod report;
mod report_header;
mod safetensors_weights;
mod source_record;
mod strata_record;
mod stratum_drawing;
mod subset_text;
mod table;
mod values_record;
mod values_table;
mod weights_fault;
mod weights_file;
mod weights_reader;
mod weights_spectrum_record;

pub use csv_labels::parse_csv_labels;
pub use csv_matrix::parse_csv;
pub use csv_rows::CsvError;
pub use family_spectrum::FamilySpectrum;
pub use graph_document::{GraphDocument, GraphNodes};
pub use labels::{LabelError, Labels, read_labels, read_labels_of};
pub use landscape_record::{LANDSCAPE_SCHEMA, write_landscape};
pub use matrix_file::read_matrix;
pub use npy_array::NpyError;
pub use npy_labels::parse_npy_labels;
pub use npy_matrix::parse_npy;
pub use npz_archive::{NpzError, parse_npz};
pub use output_file::{OutputError, OutputFile, remove_unfinished_outputs};
pub use problem_file::{ProblemFileError, StoredProblem, parse_problem};
pub use problem_record::ProblemRecord;
pub use read_error::{ReadError, ReadFault};
pub use report::{ReportStyle, write_report};
pub use source_record::{DroppedRecord, SourceRecord};
pub use strata_record::{StrataOf, StratumRecord};
pub use stratum_drawing::stratum_text;
pub use subset_text::{number_text, subset_text};
pub use values_record::{ValueListing, ValueOrder, ValueRow, ValueRows};
pub use weights_fault::{ReadWeightsError, WeightsFault};
pub use weights_file::{WeightsFormat, WeightsFormatError, write_weights};
pub use weights_reader::{ReadWeights, parse_npz_weights, parse_safetensors, read_weights};
pub use weights_spectrum_record::{SpectrumOfWeights, write_eigenvectors};

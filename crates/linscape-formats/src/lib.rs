//! Readers, JSON records, graph files and tables of linscape: the one crate that serialises.
//!
//! - read: [`read_matrix`], [`read_labels`] (csv, npy, npz), [`parse_problem`] (JSON);
//! - JSON: [`write_landscape`], [`ValueListing::write_json`], both with a [`ProblemRecord`];
//! - graph files: [`GraphDocument`] as dot, GraphML, GEXF and Cytoscape JSON;
//! - for people: [`write_report`], [`write_dynamics`], [`ValueListing::write_table`];
//! - [`OutputFile`]: written whole or not at all.
//!
//! `docs/formats.md` states every format.

mod arrays;
mod decay;
mod graphs;
mod json;
mod output_file;
mod report;
mod text;
mod weights;
mod words;

pub use arrays::{
    CsvError, LabelError, Labels, NpyError, NpzError, ReadError, ReadFault, WholeFileError,
    parse_csv, parse_csv_labels, parse_npy, parse_npy_labels, parse_npz, read_labels,
    read_labels_of, read_matrix, read_whole,
};
pub use decay::{
    DecayRecord, DecayedSpectrum, DecayedVerificationReport, DecayedWeightsReport, word_text,
    write_decayed_landscape, write_decayed_report,
};
pub use graphs::{GraphDocument, GraphFormat, GraphNodes, UnknownGraphFormat};
pub use json::{
    CLASSIFICATION_SCHEMA, ClassifiedWeights, DroppedRecord, Explanation, FamilySpectrum,
    LANDSCAPE_SCHEMA, LearningReport, Measurement, PointSelection, ProblemFileError, ProblemRecord,
    ProofReport, ProvedWeights, SourceRecord, SpectrumOfWeights, StoredProblem, StoredTrajectory,
    StoredVisit, StrataOf, StratumRecord, TRACE_SCHEMA, TRAJECTORY_SCHEMA, TrajectoryDocument,
    TrajectoryFileError, TrajectoryOrigin, ValueListing, ValueOrder, ValueRow, ValueRows,
    VerificationReport, parse_problem, parse_trajectory, write_certificate, write_eigenvectors,
    write_landscape,
};
pub use output_file::{OutputError, OutputFile, bytes_written, remove_unfinished_outputs};
pub use report::{ReportTableFormat, write_report_table};
pub use text::{ReportStyle, stratum_text, write_dynamics, write_learning, write_report};
pub use weights::{
    ExactWeights, ExactWeightsError, GivenTensor, PatternError, ReadWeights, ReadWeightsError,
    WeightsFault, WeightsFormat, WeightsFormatError, parse_npz_weights, parse_safetensors,
    read_exact_weights, read_weights, weights_files, weights_of_tensors, write_directions,
    write_weights,
};
pub use words::{number_text, subset_text};

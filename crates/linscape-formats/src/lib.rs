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
mod files;
mod graphs;
mod json;
mod own;
mod report;
mod text;
mod weights;
mod words;

pub use arrays::{
    ColumnList, CsvError, HeaderChoice, IndexChoice, IndexContent, LabelError, Labels,
    MatrixBlocks, NpyError, NpzError, PendingRows, ReadError, ReadFault, ReadMatrix, TableNote,
    TableOptionError, TableOptions, may_be_table, parse_csv, parse_csv_labels, parse_csv_table,
    parse_npy, parse_npy_labels, parse_npz, parse_stored_npy, read_labels, read_labels_of,
    read_matrix, read_stored_labels, read_stored_matrix,
};
pub use decay::{
    DecayRecord, DecayedSpectrum, DecayedTrajectory, DecayedVerificationReport,
    DecayedWeightsReport, StoredOwnDecay, word_text, write_decayed_landscape, write_decayed_report,
};
pub use files::{
    FittedText, OutputError, OutputFile, Screen, VisibleText, WholeFileError, bytes_written,
    hold_file, is_stream, read_document, read_json, read_whole, release_file,
    remove_unfinished_outputs, visible,
};
pub use graphs::{GraphDocument, GraphFormat, GraphNodes, UnknownGraphFormat};
pub use json::{
    BelowLoss, CLASSIFICATION_SCHEMA, ClassifiedWeights, DroppedRecord, Explanation,
    FamilySpectrum, KeptProblem, LANDSCAPE_SCHEMA, LearningReport, ListedFamily, Measurement,
    PointSelection, ProblemFileError, ProblemRecord, ProofReport, ProvedWeights, SeenCheckpoint,
    SourceRecord, SpectrumOfWeights, StoredPoint, StoredProblem, StoredTrajectory, StoredVisit,
    StrataOf, StratumRecord, TRACE_SCHEMA, TRAJECTORY_SCHEMA, TrajectoryDocument,
    TrajectoryFileError, TrajectoryOrigin, ValueListing, ValueOrder, ValueRow, ValueRows,
    VerificationReport, VisitOrder, WrittenTrajectory, json_fault, nearest_time,
    parse_decayed_trajectory, parse_problem, parse_problem_archive, parse_trajectory,
    parse_trajectory_among_points, write_certificate, write_eigenvectors, write_landscape,
    write_problem_archive,
};
pub use own::{
    OwnReport, OwnTrajectory, OwnVerificationReport, OwnWeightsReport, completeness_name,
};
pub use report::{ReportTableFormat, write_report_table};
pub use text::{ReportStyle, stratum_text, write_dynamics, write_learning, write_report};
pub use weights::{
    ExactWeights, ExactWeightsError, GivenTensor, PatternError, PickleFault, ReadWeights,
    ReadWeightsError, TorchFault, WeightsFault, WeightsFormat, WeightsFormatError, order_note,
    parse_npz_weights, parse_safetensors, parse_torch, read_checkpoints, read_exact_weights,
    read_weights, steps_in_names, weights_files, weights_of_tensors, write_directions,
    write_weights,
};
pub use words::{
    InWords, NumbersApart, OptionName, SaidOption, Term, Voice, Worded, exact_text,
    family_type_name, glossary, glossary_entries, number_text, subset_text, type_name,
    write_glossary, write_glossary_page, write_term,
};

//! The program as its users meet it: every test runs the binary.

#![expect(clippy::unwrap_used, reason = "a test without its answer cannot go on")]

mod answer;
mod bad_documents;
mod bad_files;
mod bad_options;
mod biases;
mod classify;
mod closed_pipe;
mod decay;
mod decayed_motion;
mod decayed_own_weights;
mod dynamics;
mod expected_answers;
mod explain;
mod flow;
mod folder;
mod glossary;
mod help;
mod interruption;
mod labels;
mod learning;
mod limits;
mod listing_order;
mod low_rank;
mod memory;
mod orbits;
mod output_files;
mod pictures;
mod proofs;
mod reading;
mod report_formats;
mod represent;
mod shared_value;
mod spectrum;
mod stored_problem;
mod strata;
mod sweep;
mod terminal;
mod threads;
mod trace;
mod truncated_listing;
mod verify;
mod view;
mod writing;
mod wrong_answers;

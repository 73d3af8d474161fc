//! Where a problem came from.

use linscape_network::Dropped;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The provenance of a problem: the `source` object of the JSON documents.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum SourceRecord {
    /// Singular values on the command line.
    Sigma {
        /// The option as it was given.
        values: String,
    },
    /// The matrix Σ itself.
    Target {
        /// The file.
        file: String,
        /// Rows and columns.
        shape: (usize, usize),
        /// What was taken for a header or an index.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        notes: Vec<String>,
        /// Options of reading that were given, by name.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        options: BTreeMap<&'static str, String>,
    },
    /// Second moments in place of samples.
    Moments {
        /// The file of `Σ_xx`.
        input: String,
        /// The file of `Σ_yx`.
        cross: String,
        /// The file of `Σ_yy`.
        output: Option<String>,
        /// What the inputs do not determine.
        dropped: DroppedRecord,
        /// The names of the inputs.
        #[serde(skip_serializing_if = "Option::is_none")]
        input_names: Option<Vec<String>>,
        /// What was taken for a header or an index, and what moments do not say.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        notes: Vec<String>,
        /// Options of reading that were given, by name.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        options: BTreeMap<&'static str, String>,
    },
    /// Inputs and targets.
    Data {
        /// The file of the inputs.
        inputs: String,
        /// The file of the targets, if they are numbers.
        targets: Option<String>,
        /// The file of the targets, if they are labels.
        labels: Option<String>,
        /// The inputs are their own targets.
        autoencode: bool,
        /// Column means were subtracted.
        center: bool,
        /// The file of the samples' weights.
        #[serde(skip_serializing_if = "Option::is_none")]
        sample_weights: Option<String>,
        /// The names of the input columns.
        #[serde(skip_serializing_if = "Option::is_none")]
        input_names: Option<Vec<String>>,
        /// The names of the target columns.
        #[serde(skip_serializing_if = "Option::is_none")]
        target_names: Option<Vec<String>>,
        /// The classes behind one-hot targets, in the order of the output units.
        classes: Option<Vec<String>>,
        /// What the data do not determine.
        dropped: DroppedRecord,
        /// What was taken for a header or an index, and questions about the data.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        notes: Vec<String>,
        /// Options of reading that were given, by name.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        options: BTreeMap<&'static str, String>,
    },
}

/// Input directions that no sample excites.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct DroppedRecord {
    directions: usize,
    zero_columns: Vec<usize>,
    duplicate_columns: Vec<(usize, usize)>,
}

impl From<DroppedRecord> for Dropped {
    fn from(record: DroppedRecord) -> Self {
        let DroppedRecord { directions, zero_columns, duplicate_columns } = record;
        Self { directions, zero_columns, duplicate_columns }
    }
}

impl From<&Dropped> for DroppedRecord {
    fn from(dropped: &Dropped) -> Self {
        Self {
            directions: dropped.directions,
            zero_columns: dropped.zero_columns.clone(),
            duplicate_columns: dropped.duplicate_columns.clone(),
        }
    }
}

impl DroppedRecord {
    /// The record as it stands in a document.
    #[must_use]
    pub fn to_value(&self) -> Value {
        in_document(self)
    }
}

impl SourceRecord {
    /// The record as it stands in a document.
    #[must_use]
    pub fn to_value(&self) -> Value {
        in_document(self)
    }
}

fn in_document(record: &impl Serialize) -> Value {
    match serde_json::to_value(record) {
        Ok(value) => value,
        Err(error) => unreachable!("records are JSON objects: {error}"),
    }
}

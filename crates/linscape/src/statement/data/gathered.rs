//! Data as they were read.

use crate::Note;
use linscape_network::Dataset;

/// What was read.
pub(super) struct Gathered {
    pub(super) data: Dataset,
    pub(super) classes: Option<Vec<String>>,
    pub(super) notes: Vec<Note>,
    pub(super) input_names: Option<Vec<String>>,
    pub(super) target_names: Option<Vec<String>>,
}

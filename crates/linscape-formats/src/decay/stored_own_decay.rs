//! Decay of the data's own weights as a document keeps it.

use linscape_decay::Decay;

/// Decay of the data's own weights that closed forms of words do not cover: what a document says of it. The
/// points themselves depend on the data.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredOwnDecay {
    /// The decay, one number a layer, in units of `½‖·‖²`.
    pub decay: Decay,
    /// Whether points aligned with common singular bases were listed.
    pub is_aligned: bool,
    /// Whether families of isotropic inputs were followed.
    pub is_continued: bool,
    /// The case's name in documents.
    pub case: &'static str,
}

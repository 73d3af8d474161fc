//! A report for every file of weights.

use crate::terminal::{Failure, is_interrupted};
use linscape_formats::{OutputFile, ReadWeights};
use std::path::PathBuf;

/// Writes a report for every file, and fails where theorem and Hessian disagree; `report` writes one and says
/// whether they agree.
pub(super) fn each_file(
    checkpoints: &[(PathBuf, ReadWeights)],
    mut out: OutputFile,
    mut report: impl FnMut(&str, &ReadWeights, &mut OutputFile) -> Result<Option<bool>, Failure>,
) -> Result<(), Failure> {
    let mut disagreeing = Vec::new();
    for (path, read) in checkpoints {
        let file = path.display().to_string();
        if report(&file, read, &mut out)? == Some(false) {
            disagreeing.push(file);
        }
        if is_interrupted() {
            out.finish()?;
            return Err(Failure::Interrupted);
        }
    }
    out.finish()?;
    if disagreeing.is_empty() {
        return Ok(());
    }
    let files = disagreeing.join(", ");
    Err(Failure::Disagreement(format!("theorem and Hessian disagree at {files}")))
}

//! `linscape classify --exact`.

use crate::arguments::load_exactly;
use crate::commands::points::classify::ClassifyArguments;
use crate::terminal::{Failure, is_interrupted};
use linscape::{ProvedFile, classify_exactly};
use linscape_formats::weights_files;
use std::io::Write;

/// Says what the files hold by rational arithmetic.
pub(super) fn prove(arguments: &ClassifyArguments) -> Result<(), Failure> {
    let paths = weights_files(&arguments.weights)?;
    let mut out = arguments.output.create(arguments.written())?;
    let stated = load_exactly(&arguments.problem)?;
    // All files are read before anything is said of one.
    let files = paths.iter().map(|path| arguments.tensors.read_exactly(path));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    let mut refuted = Vec::new();
    for (path, weights) in paths.iter().zip(files) {
        if is_interrupted() {
            out.finish()?;
            return Err(Failure::Interrupted);
        }
        let proved = classify_exactly(&stated, path.display().to_string(), weights)?;
        if arguments.output.is_json(arguments.json) {
            writeln!(out, "{}", proved.record().to_json())?;
        } else {
            proved.record().write_text(&mut out)?;
        }
        let ProvedFile { file, proof, .. } = proved;
        if proof.agrees() == Some(false) {
            refuted.push(file);
        }
    }
    out.finish()?;
    if refuted.is_empty() {
        return Ok(());
    }
    Err(Failure::Disagreement(format!("the theorem is refuted at {}", refuted.join(", "))))
}

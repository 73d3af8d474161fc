//! `linscape sweep`.

use crate::terminal::{Failure, TerminalObserver, say, standard_error};
use anyhow::{Context, anyhow};
use linscape::{Shard, run_shard, sweep_jobs};
use linscape_critical::numbered;
use linscape_formats::{read_json, visible};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Ask many problems at once: problems × tasks × seeds, one row each, as JSON lines
///
/// The rows of shard i of n go to DIR/rows-i-of-n.jsonl. Rows that a .jsonl file of DIR holds already
/// are not computed again, so an interrupted run goes on when it is repeated. Spec and rows:
/// docs/formats.md, "Sweeps".
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    echo '{\"grid\": {\"sigma\": [[2,1]], \"ends\": [[2,2]], \"width\": [2,3],' \\\n    \
    '\"depth\": [2,3]}, \"tasks\": [\"landscape\"]}' > sweep.json && \\\n    \
    linscape sweep sweep.json -o rows\n  \
    linscape sweep sweep.json --shard 1/2 -o halves && \\\n    \
    linscape sweep sweep.json --shard 2/2 -o halves")]
pub(crate) struct SweepArguments {
    /// The sweep (JSON)
    #[arg(value_name = "SPEC.json")]
    spec: PathBuf,
    /// The share of the rows to compute: every n-th, from the i-th on
    #[arg(long, value_name = "i/n", default_value = "1/1")]
    shard: Shard,
    /// Compute rows again that tell of an error
    #[arg(long)]
    retry_errors: bool,
    /// Folder of the rows, made if need be
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

pub(crate) fn run(arguments: &SweepArguments) -> Result<(), Failure> {
    let name = arguments.spec.display().to_string();
    let text = read_json(&arguments.spec).with_context(|| name.clone())?;
    let jobs = sweep_jobs(&text).with_context(|| name.clone())?;
    let observer = TerminalObserver::new("computing rows");
    let folder = &arguments.output;
    for note in stale_files(folder) {
        say(&note);
    }
    let run = run_shard(&jobs, arguments.shard, folder, arguments.retry_errors, &observer)
        .map_err(|error| anyhow!("{}: {error}; rows are written there", folder.display()))?;
    drop(observer);
    let file = arguments.shard.path(folder);
    // For the person at the terminal; the rows are the output.
    let _ = writeln!(
        standard_error(),
        "{}: {} written, {}; {} there already",
        visible(&file.display().to_string()),
        numbered(run.written, "row", "rows"),
        numbered(run.errors, "of them an error", "of them errors"),
        numbered(run.present, "was", "were")
    );
    if run.interrupted { Err(Failure::Interrupted) } else { Ok(()) }
}

/// What runs that were killed left behind, which nobody reads.
fn stale_files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_stale = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "part");
    let mut stale: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_stale).collect();
    stale.sort();
    let note = |path: &PathBuf| {
        format!("linscape: note: {}: left by a run that was killed; remove it", path.display())
    };
    stale.iter().map(note).collect()
}

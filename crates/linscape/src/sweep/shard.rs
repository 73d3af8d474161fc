//! A share of a sweep's rows, written as JSON lines.

use crate::{Stated, SweepJob};
use linscape_critical::{Observer, Progress};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use thiserror::Error;

/// Jobs done together: their rows are written when all are there, in order.
const TOGETHER: usize = 64;

/// One of `count` shares of a list of jobs: those at positions `index − 1`, `index − 1 + count`, ….
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: usize,
    count: usize,
}

/// A text that names no share.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{text}' is no share; write i/n with 1 ≤ i ≤ n, such as 1/4")]
pub struct ShardError {
    /// The text.
    pub text: String,
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let parts = text.split_once('/');
        let parsed =
            parts.and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        match parsed {
            Some((index, count)) if 1 <= index && index <= count => Ok(Self { index, count }),
            _ => Err(ShardError { text: text.to_owned() }),
        }
    }
}

impl Shard {
    /// The file of its rows.
    #[must_use]
    pub fn path(&self, folder: &Path) -> PathBuf {
        folder.join(format!("rows-{}-of-{}.jsonl", self.index, self.count))
    }

    /// Its jobs.
    pub fn jobs<'a>(&self, jobs: &'a [SweepJob]) -> impl Iterator<Item = &'a SweepJob> {
        jobs.iter().skip(self.index - 1).step_by(self.count)
    }
}

/// How a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShardRun {
    /// Rows that were there already.
    pub present: usize,
    /// Rows written.
    pub written: usize,
    /// Of these, rows with an error.
    pub errors: usize,
    /// The observer stopped the run; run it again to go on.
    pub interrupted: bool,
}

/// Does the jobs of a share whose rows are in no `.jsonl` file of the folder yet, and adds their rows
/// to the file of the share, in order and whole lines at a time: a run that is killed leaves all
/// lines but perhaps the last, which the next run takes away and does again.
///
/// # Errors
/// When the folder or a file of it cannot be read or written.
pub fn run_shard(
    jobs: &[SweepJob],
    shard: Shard,
    folder: &Path,
    retry_errors: bool,
    observer: &impl Observer,
) -> io::Result<ShardRun> {
    fs::create_dir_all(folder)?;
    let path = shard.path(folder);
    let mut out = OpenOptions::new().create(true).append(true).open(&path)?;
    // Before rows are read: those that another run writes until it ends would be missed.
    lock(&out, &path)?;
    let present = present_rows(folder, retry_errors)?;
    drop_torn_line(&path)?;
    let all: Vec<&SweepJob> = shard.jobs(jobs).collect();
    let missing: Vec<&SweepJob> =
        all.iter().copied().filter(|job| !present.contains(&job.id)).collect();
    let mut run = ShardRun { present: all.len() - missing.len(), ..ShardRun::default() };
    let total = Some(missing.len() as u64);
    for together in missing.chunks(TOGETHER) {
        if observer.advance(Progress { done: run.written as u64, total }).is_break() {
            run.interrupted = true;
            break;
        }
        let rows = rows_of(together, &Quiet(observer, run.written as u64, total));
        run.interrupted = rows.iter().any(Option::is_none);
        for (text, is_error) in rows.into_iter().flatten() {
            out.write_all(text.as_bytes())?;
            run.written += 1;
            run.errors += usize::from(is_error);
        }
        out.sync_data()?;
        if run.interrupted {
            break;
        }
    }
    Ok(run)
}

/// Keeps two runs from writing the rows of one share: the lock ends with the run, however it ends.
fn lock(rows: &File, path: &Path) -> io::Result<()> {
    match rows.try_lock() {
        Err(TryLockError::WouldBlock) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let message =
                format!("{name} is being written by another run of this share; wait for it");
            Err(io::Error::new(io::ErrorKind::ResourceBusy, message))
        }
        // Some network file systems have no locks.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}

/// Passes on the wish to stop, but tells of jobs and not of what is inside them.
struct Quiet<'a, O>(&'a O, u64, Option<u64>);

impl<O: Observer> Observer for Quiet<'_, O> {
    fn advance(&self, _progress: Progress) -> std::ops::ControlFlow<()> {
        self.0.advance(Progress { done: self.1, total: self.2 })
    }
}

/// A line for each job and whether it tells of an error; `None` where the work was stopped. A
/// problem is stated once.
fn rows_of(jobs: &[&SweepJob], observer: &impl Observer) -> Vec<Option<(String, bool)>> {
    let texts: Vec<String> = jobs.iter().map(|job| job.problem_text()).collect();
    let distinct: HashMap<&str, &SweepJob> =
        texts.iter().map(String::as_str).zip(jobs.iter().copied()).collect();
    let is_stopped = || observer.advance(Progress { done: 0, total: None }).is_break();
    let state = |job: &SweepJob| {
        if is_stopped() { Err("interrupted".to_owned()) } else { job.state() }
    };
    let stated: HashMap<&str, Result<Stated, String>> =
        distinct.into_par_iter().map(|(text, job)| (text, state(job))).collect();
    let row = |(job, text): (&&SweepJob, &String)| {
        // What was not begun is left for the next run.
        if is_stopped() {
            return None;
        }
        let row = job.run(stated[text.as_str()].as_ref(), observer)?;
        Some((format!("{}\n", row.to_json()), row.is_error()))
    };
    jobs.par_iter().zip(&texts).map(row).collect()
}

#[derive(Deserialize)]
struct PresentRow {
    id: String,
    status: String,
}

/// Identities of the rows in all `.jsonl` files of a folder; lines that are not whole, or no text, do
/// not count.
fn present_rows(folder: &Path, retry_errors: bool) -> io::Result<HashSet<String>> {
    let mut present = HashSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "jsonl") {
            continue;
        }
        for_whole_lines(&path, |line, _| {
            let row = serde_json::from_slice::<PresentRow>(line).ok();
            present.extend(
                row.filter(|row| !(retry_errors && row.status == "error")).map(|row| row.id),
            );
        })?;
    }
    Ok(present)
}

/// Cuts a file after its last whole line.
fn drop_torn_line(path: &Path) -> io::Result<()> {
    let mut whole = 0;
    let length = match fs::metadata(path) {
        Ok(metadata) => metadata.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for_whole_lines(path, |_, end| whole = end)?;
    if whole < length {
        File::options().write(true).open(path)?.set_len(whole)?;
    }
    Ok(())
}

/// Hands out the whole lines of a file, each with its end, one in memory at a time.
fn for_whole_lines(path: &Path, mut visit: impl FnMut(&[u8], u64)) -> io::Result<()> {
    let mut reader = BufReader::new(File::open(path)?);
    let (mut line, mut end) = (Vec::new(), 0);
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        end += read as u64;
        if line.ends_with(b"\n") {
            visit(&line, end);
        }
    }
}

//! Rows of a `.csv` file.

use crate::ReadFault;
use crate::arrays::ReadMatrix;
use crate::arrays::csv::{CsvError, parse_csv_table};
use crate::arrays::tables::{ColumnList, HeaderChoice, IndexChoice, TableNote, TableOptions};
use linscape_critical::Precision;
use nalgebra::DMatrix;
use rayon::prelude::*;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes that are parsed at once; also those that a header and an index are judged by.
const CHUNK: usize = 1 << 20;
/// Chunks parsed side by side.
const AT_ONCE: usize = 8;

/// A table that is parsed a piece of whole lines at a time.
#[derive(Debug)]
pub(super) struct CsvBlocks {
    file: File,
    length: u64,
    read: u64,
    /// The beginning of a line whose end is not read yet.
    rest: Vec<u8>,
    /// The header, which stands before every piece.
    head: Vec<u8>,
    options: TableOptions,
    /// Lines before the next piece.
    lines: usize,
    waiting: VecDeque<DMatrix<f64>>,
    /// Rows taken from the first that waits.
    taken: usize,
    first: ReadMatrix,
    precision: Precision,
}

impl CsvBlocks {
    /// `None` where the text is not read so: without line feeds, in UTF-16, packed.
    pub(super) fn open(path: &Path, options: &TableOptions) -> Result<Option<Self>, ReadFault> {
        let mut file = File::open(path).map_err(ReadFault::Unreadable)?;
        let length = file.metadata().map_err(ReadFault::Unreadable)?.len();
        let mut beginning = read_up_to(&mut file, CHUNK).map_err(ReadFault::Unreadable)?;
        let is_other = [&b"\xff\xfe"[..], b"\xfe\xff", b"\x1f\x8b"];
        let is_other = is_other.iter().any(|mark| beginning.starts_with(mark));
        let Some(end) = beginning.iter().rposition(|&byte| byte == b'\n') else { return Ok(None) };
        if is_other {
            return Ok(None);
        }
        let read = beginning.len() as u64;
        let rest = if read < length { beginning.split_off(end + 1) } else { Vec::new() };
        let mut first = parse_csv_table(&beginning, options)?;
        let has_header = first.names.is_some();
        let first_line = beginning.iter().position(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let head = if has_header { beginning[..first_line].to_vec() } else { Vec::new() };
        let was_index = first.notes.iter().any(|note| matches!(note, TableNote::Index { .. }));
        let index = match &options.index {
            IndexChoice::Auto if was_index => IndexChoice::Column(ColumnList::new("1")),
            IndexChoice::Auto => IndexChoice::None,
            stated => stated.clone(),
        };
        let header = if has_header { HeaderChoice::Yes } else { HeaderChoice::No };
        let precision = first.precision;
        let matrix = std::mem::replace(&mut first.matrix, DMatrix::zeros(0, 0));
        Ok(Some(Self {
            file,
            length,
            read,
            rest,
            head,
            options: TableOptions { header, index, ..options.clone() },
            lines: line_ends(&beginning),
            first: ReadMatrix { matrix: DMatrix::zeros(0, matrix.ncols()), ..first },
            waiting: VecDeque::from([matrix]),
            taken: 0,
            precision,
        }))
    }

    pub(super) fn columns(&self) -> usize {
        self.first.matrix.ncols()
    }

    pub(super) fn notes(&self) -> &[TableNote] {
        &self.first.notes
    }

    pub(super) fn names(&self) -> Option<Vec<String>> {
        self.first.names.clone()
    }

    pub(super) fn precision(&self) -> Precision {
        self.precision
    }

    pub(super) fn progress(&self) -> (u64, u64) {
        (self.read, self.length)
    }

    pub(super) fn take(&mut self, rows: usize) -> Result<Option<DMatrix<f64>>, ReadFault> {
        let mut parts: Vec<DMatrix<f64>> = Vec::new();
        let mut missing = rows;
        while missing > 0 {
            let Some(next) = self.waiting.front() else {
                if self.parse_more()? {
                    continue;
                }
                break;
            };
            let count = missing.min(next.nrows() - self.taken);
            parts.push(next.rows(self.taken, count).into_owned());
            self.taken += count;
            missing -= count;
            if self.taken == next.nrows() {
                self.waiting.pop_front();
                self.taken = 0;
            }
        }
        if missing == rows {
            return Ok(None);
        }
        let mut together = DMatrix::zeros(rows - missing, self.columns());
        let mut top = 0;
        for part in parts {
            together.rows_mut(top, part.nrows()).copy_from(&part);
            top += part.nrows();
        }
        Ok(Some(together))
    }

    /// Parses the next pieces; `false` at the end.
    fn parse_more(&mut self) -> Result<bool, ReadFault> {
        let mut pieces: Vec<(usize, Vec<u8>)> = Vec::new();
        while pieces.len() < AT_ONCE {
            let Some(piece) = self.piece().map_err(ReadFault::Unreadable)? else { break };
            let before = self.lines;
            self.lines += line_ends(&piece);
            pieces.push((before, piece));
        }
        if pieces.is_empty() {
            return Ok(false);
        }
        let (head, options) = (&self.head, &self.options);
        let parse = |(before, piece): (usize, Vec<u8>)| {
            if piece.trim_ascii().is_empty() {
                return Ok(None);
            }
            let text = [&head[..], &piece[..]].concat();
            let above = before - line_ends(head).min(before);
            parse_csv_table(&text, options).map(Some).map_err(|fault| fault.moved_down(above))
        };
        let parsed: Vec<Result<Option<ReadMatrix>, CsvError>> =
            pieces.into_par_iter().map(parse).collect();
        for read in parsed {
            let Some(read) = read? else { continue };
            if read.matrix.ncols() != self.columns() {
                let (found, expected) = (read.matrix.ncols(), self.columns());
                return Err(CsvError::Ragged { line: self.lines, found, expected }.into());
            }
            self.precision = self.precision.or_coarser(read.precision);
            self.waiting.push_back(read.matrix);
        }
        Ok(true)
    }

    /// The next piece of whole lines.
    fn piece(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let more = read_up_to(&mut self.file, CHUNK)?;
            self.read += more.len() as u64;
            let is_end = more.is_empty();
            self.rest.extend(more);
            if is_end {
                let last = std::mem::take(&mut self.rest);
                return Ok((!last.is_empty()).then_some(last));
            }
            if let Some(end) = self.rest.iter().rposition(|&byte| byte == b'\n') {
                let after = self.rest.split_off(end + 1);
                return Ok(Some(std::mem::replace(&mut self.rest, after)));
            }
        }
    }
}

fn line_ends(text: &[u8]) -> usize {
    text.split(|&byte| byte == b'\n').count() - 1
}

fn read_up_to(file: &mut File, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(most);
    file.by_ref().take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

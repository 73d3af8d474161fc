//! Matrices in files that are read a block of rows at a time.
//!
//! Rows are handed over in the order of the file and never held together, so that a file may be larger than memory.

mod csv_blocks;
mod npy_blocks;

use crate::arrays::tables::{TableNote, TableOptions};
use crate::arrays::{ArrayFormat, locate};
use crate::{ReadError, ReadFault};
use csv_blocks::CsvBlocks;
use linscape_critical::Precision;
use nalgebra::DMatrix;
use npy_blocks::NpyBlocks;
use std::path::{Path, PathBuf};

/// A matrix in a `.npy` or `.csv` file, of which only the rows asked for are in memory.
///
/// What is taken for a header or an index of a table is judged by its first megabyte; numbers and the
/// precision in which they were written by all of it.
///
/// # Examples
/// ```
/// use linscape_formats::{MatrixBlocks, TableOptions};
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("x.csv");
/// std::fs::write(&path, "a,b\n1,2\n3,4\n5,6\n")?;
/// let mut blocks = MatrixBlocks::open(&path, &TableOptions::default(), 0)?.ok_or("a long file")?;
/// assert_eq!(blocks.columns(), 2);
/// let first = blocks.take(2)?.ok_or("rows")?.read()?;
/// assert_eq!(first, nalgebra::DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.0]));
/// assert_eq!(blocks.take(2)?.ok_or("rows")?.read()?.nrows(), 1);
/// assert!(blocks.take(2)?.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct MatrixBlocks {
    path: PathBuf,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Npy(NpyBlocks),
    Csv(Box<CsvBlocks>),
}

/// Rows that were taken from a file, and still have to be made numbers of: on any thread.
#[derive(Debug)]
pub struct PendingRows {
    path: PathBuf,
    rows: Rows,
}

#[derive(Debug)]
enum Rows {
    Bytes(npy_blocks::RowBytes),
    Matrix(DMatrix<f64>),
}

impl PendingRows {
    /// How many they are.
    #[must_use]
    pub fn rows(&self) -> usize {
        match &self.rows {
            Rows::Matrix(matrix) => matrix.nrows(),
            Rows::Bytes(bytes) => bytes.rows(),
        }
    }

    /// The numbers, one sample a row.
    ///
    /// # Errors
    /// When one of them is none, with its place in the file.
    pub fn read(self) -> Result<DMatrix<f64>, ReadError> {
        match self.rows {
            Rows::Matrix(matrix) => Ok(matrix),
            Rows::Bytes(bytes) => {
                bytes.matrix().map_err(|fault| ReadError { path: self.path, fault: fault.into() })
            }
        }
    }
}

impl MatrixBlocks {
    /// Opens a file of at least `shortest` bytes; `None` for one that is shorter, is packed, is standard
    /// input or an archive: these are read as a whole.
    ///
    /// # Errors
    /// When the file cannot be read, or its beginning is no matrix.
    pub fn open(
        path: &Path,
        options: &TableOptions,
        shortest: u64,
    ) -> Result<Option<Self>, ReadError> {
        let found = |fault| ReadError { path: path.to_path_buf(), fault };
        let Some((file, format)) = locate(path) else { return Ok(None) };
        let is_long = std::fs::metadata(&file)
            .is_ok_and(|metadata| metadata.is_file() && metadata.len() >= shortest.max(1));
        if !is_long {
            return Ok(None);
        }
        let source = match format {
            ArrayFormat::Npy => NpyBlocks::open(&file, options).map(|npy| npy.map(Source::Npy)),
            ArrayFormat::Csv { tabs } => CsvBlocks::open(&file, &options.for_table(tabs))
                .map(|csv| csv.map(|csv| Source::Csv(Box::new(csv)))),
            ArrayFormat::Npz { .. } => Ok(None),
        };
        Ok(source.map_err(found)?.map(|source| Self { path: path.to_path_buf(), source }))
    }

    /// The number of columns that are kept.
    #[must_use]
    pub fn columns(&self) -> usize {
        match &self.source {
            Source::Npy(npy) => npy.columns(),
            Source::Csv(csv) => csv.columns(),
        }
    }

    /// The number of rows, where the file says it.
    #[must_use]
    pub fn rows(&self) -> Option<usize> {
        match &self.source {
            Source::Npy(npy) => Some(npy.rows()),
            Source::Csv(_) => None,
        }
    }

    /// Bytes read and bytes there are.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        match &self.source {
            Source::Npy(npy) => npy.progress(),
            Source::Csv(csv) => csv.progress(),
        }
    }

    /// What was taken for a header or an index.
    #[must_use]
    pub fn notes(&self) -> Vec<TableNote> {
        match &self.source {
            Source::Npy(_) => vec![],
            Source::Csv(csv) => csv.notes().to_vec(),
        }
    }

    /// The names of the columns, where a header has them.
    #[must_use]
    pub fn names(&self) -> Option<Vec<String>> {
        match &self.source {
            Source::Npy(_) => None,
            Source::Csv(csv) => csv.names(),
        }
    }

    /// How precisely the numbers read so far were stored.
    #[must_use]
    pub fn precision(&self) -> Precision {
        match &self.source {
            Source::Npy(npy) => npy.precision(),
            Source::Csv(csv) => csv.precision(),
        }
    }

    /// The next rows, at most `rows` of them; fewer at the end, and `None` after it.
    ///
    /// # Errors
    /// When the file cannot be read, or holds something else than numbers.
    pub fn take(&mut self, rows: usize) -> Result<Option<PendingRows>, ReadError> {
        let taken = match &mut self.source {
            Source::Npy(npy) => {
                npy.take(rows).map(|bytes| bytes.map(Rows::Bytes)).map_err(ReadFault::Unreadable)
            }
            Source::Csv(csv) => csv.take(rows).map(|matrix| matrix.map(Rows::Matrix)),
        };
        let path = self.path.clone();
        match taken {
            Ok(rows) => Ok(rows.map(|rows| PendingRows { path, rows })),
            Err(fault) => Err(ReadError { path, fault }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_stored_matrix;
    use std::fmt::Write as _;

    fn all(path: &Path, options: &TableOptions, step: usize) -> (DMatrix<f64>, MatrixBlocks) {
        let mut blocks = MatrixBlocks::open(path, options, 0).expect("reads").expect("a file");
        let mut rows = vec![];
        while let Some(pending) = blocks.take(step).expect("reads") {
            let block = pending.read().expect("numbers");
            rows.extend(block.row_iter().map(nalgebra::Matrix::into_owned));
        }
        (DMatrix::from_rows(&rows), blocks)
    }

    #[test]
    fn blocks_are_the_rows_of_the_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let csv = folder.path().join("x.csv");
        let mut text = String::from(",a,b,c\n");
        for row in 0..70_000 {
            writeln!(text, "{row},{}.5,{},-1e-3", row % 17, row * 3).expect("memory");
        }
        std::fs::write(&csv, &text).expect("writes");
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
        let npy =
            ["digits-pixels.npy", "corpus/npy/numpy_fortran.npy", "corpus/npy/numpy_f8_big.npy"];
        let paths = npy.iter().map(|name| corpus.join(name)).chain([csv]);
        for path in paths {
            let whole = read_stored_matrix(&path, &TableOptions::default()).expect("reads");
            let (rows, blocks) = all(&path, &TableOptions::default(), 4097);
            assert_eq!(rows, whole.matrix, "{}", path.display());
            assert_eq!(blocks.notes(), whole.notes);
            assert_eq!(blocks.names(), whole.names);
            let (done, total) = blocks.progress();
            assert_eq!(done, total);
        }
    }

    #[test]
    fn columns_are_chosen_and_faults_have_their_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.csv");
        let mut text = String::from("a,b\n");
        for row in 0..200_000 {
            writeln!(text, "{row}.25,2.5").expect("memory");
        }
        std::fs::write(&path, text.clone() + "x,1\n").expect("writes");
        let options = TableOptions::new(None, None, Some("b"), None, None).expect("options");
        let (rows, _) = all(&path, &options, 10_000);
        assert_eq!(rows.shape(), (200_001, 1));
        let mut blocks =
            MatrixBlocks::open(&path, &TableOptions::default(), 0).expect("reads").expect("long");
        let fault = loop {
            match blocks.take(10_000) {
                Ok(Some(_)) => {}
                Ok(None) => panic!("the last line is no number"),
                Err(fault) => break fault.to_string(),
            }
        };
        assert!(fault.contains("line 200002, column 1: \"x\" is not a number"), "{fault}");
    }
}

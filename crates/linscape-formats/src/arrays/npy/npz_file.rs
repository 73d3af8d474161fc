//! Archives of arrays, written in the order given and without time stamps.

use npyz::{AutoSerialize, Order, WriteOptions, WriterBuilder};
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use zip::write::FileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An `.npz` file in the making. Its parts are put together in a temporary file, because an archive
/// is written out of order while a pipe takes bytes in order only.
pub(crate) struct NpzFile {
    archive: ZipWriter<BufWriter<File>>,
}

impl NpzFile {
    pub(crate) fn begin() -> io::Result<Self> {
        let temporary = tempfile::tempfile().map_err(|error| {
            let place = std::env::temp_dir();
            let place = place.display();
            io::Error::new(
                error.kind(),
                format!("{place}, where temporary files go (TMPDIR): {error}"),
            )
        })?;
        Ok(Self { archive: ZipWriter::new(BufWriter::new(temporary)) })
    }

    /// Adds an array in C order.
    pub(crate) fn array<T: AutoSerialize>(
        &mut self,
        name: &str,
        shape: &[usize],
        entries: impl IntoIterator<Item = T>,
    ) -> io::Result<()> {
        let options = FileOptions::default().compression_method(CompressionMethod::Stored);
        let options = options.large_file(true).last_modified_time(zip::DateTime::default());
        self.archive.start_file(format!("{name}.npy"), options).map_err(io::Error::other)?;
        let shape: Vec<u64> = shape.iter().map(|&extent| extent as u64).collect();
        let mut writer = WriteOptions::new()
            .default_dtype()
            .shape(&shape)
            .order(Order::C)
            .writer(&mut self.archive)
            .begin_nd()?;
        writer.extend(entries)?;
        writer.finish()
    }

    /// Adds a text beside the arrays.
    pub(crate) fn text(&mut self, name: &str, text: &[u8]) -> io::Result<()> {
        let options = FileOptions::default().compression_method(CompressionMethod::Stored);
        let options = options.last_modified_time(zip::DateTime::default());
        self.archive.start_file(name, options).map_err(io::Error::other)?;
        self.archive.write_all(text)
    }

    /// Copies the finished archive to its place.
    pub(crate) fn finish(mut self, mut out: impl Write) -> io::Result<()> {
        let buffered = self.archive.finish().map_err(io::Error::other)?;
        let mut file = buffered.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        io::copy(&mut file, &mut out).map(drop)
    }
}

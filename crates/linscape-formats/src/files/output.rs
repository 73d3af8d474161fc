//! Output that appears whole or not at all.

use super::fitted::FittedText;
use super::open_outputs::{outputs, unfinished};
use super::output_error::OutputError;
use super::screen::Screen;
use super::sink::{Sink, Stream};
use super::visible::VisibleText;
use std::fmt;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A file that is written under a temporary name and gets its own when [`finish`](Self::finish) is
/// called; dropped before that, it leaves nothing behind and an older file as it was.
///
/// The path `-` is standard output, where a reader that goes away is no error.
///
/// # Edge cases
/// The temporary name is in the same directory, so the directory must be writable. A symbolic link
/// is followed, to a file that is not there yet as well. An existing file keeps its permissions; a
/// new one has those the umask leaves. What is not a regular file (a named pipe), and whatever is
/// named under `/dev` or `/proc` (`/dev/stdout`, `/dev/fd/3`), is written to and never replaced.
/// Standard output shows text without control characters ([`VisibleText`]); [`of_bytes`](Self::of_bytes) is for
/// what is no text.
///
/// # Examples
/// ```
/// use std::io::Write;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("values.csv");
/// let mut output = linscape_formats::OutputFile::create(&path)?;
/// writeln!(output, "loss")?;
/// assert!(!path.exists());
/// output.finish()?;
/// assert_eq!(std::fs::read_to_string(&path)?, "loss\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct OutputFile {
    /// The path as it was given, for messages.
    path: PathBuf,
    sink: BufWriter<Sink>,
}

/// Bytes handed to all outputs so far.
static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// How many bytes were written to outputs so far: whether this number grows tells somebody who waits
/// for the end of a program that it is still at it.
#[must_use]
pub fn bytes_written() -> u64 {
    WRITTEN.load(Ordering::Relaxed)
}

impl OutputFile {
    /// Opens the output, so that a bad path is known before the work begins.
    ///
    /// # Errors
    /// [`OutputError`]: the directory does not exist or is not writable, the path is a directory.
    pub fn create(path: &Path) -> Result<Self, OutputError> {
        let standard = |stream| {
            let screen = if stream == Stream::Error { Screen::error() } else { Screen::output() };
            let fitted = FittedText::new(stream, screen);
            Sink::Standard { stream: VisibleText::new(fitted, screen.colour), open: true }
        };
        let sink = match path.to_str() {
            Some("-" | "/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1") => standard(Stream::Output),
            Some("/dev/stderr" | "/dev/fd/2" | "/proc/self/fd/2") => standard(Stream::Error),
            _ => Sink::open(path)?,
        };
        Ok(Self { path: path.to_path_buf(), sink: BufWriter::new(sink) })
    }

    /// The same output with long lines of prose broken to fit the terminal, if it goes to one.
    #[must_use]
    pub fn filled(mut self) -> Self {
        if let Some(text) = self.sink.get_mut().fitted() {
            text.width = Screen::output().width;
        }
        self
    }

    /// The same output, which is refused whole when a terminal would get more than `most` bytes: writing
    /// then fails with [`ErrorKind::FileTooLarge`].
    #[must_use]
    pub fn at_most(mut self, most: usize) -> Self {
        if let Some(text) = self.sink.get_mut().fitted().filter(|_| Screen::output().is_terminal) {
            text.most = Some(most);
        }
        self
    }

    /// The same output for what is no text: standard output gets the bytes as they are.
    #[must_use]
    pub fn of_bytes(mut self) -> Self {
        if let Some(text) = self.sink.get_mut().fitted() {
            let stream = *text.below();
            *self.sink.get_mut() = Sink::Bytes { stream, open: true };
        }
        self
    }

    /// Writes what is still buffered and gives the file its name.
    ///
    /// # Errors
    /// [`OutputError::Unwritable`]; the file is then as it was before.
    pub fn finish(self) -> Result<(), OutputError> {
        let Self { path, sink } = self;
        let finish = || {
            let mut sink = sink.into_inner().map_err(io::IntoInnerError::into_error)?;
            sink.flush()?;
            if let Sink::Renamed { temporary, target } = &mut sink
                && let Some(temporary) = temporary.take()
            {
                unfinished().retain(|path| path != temporary.path());
                temporary.persist(target).map_err(|failure| failure.error)?;
            }
            Ok(())
        };
        finish().map_err(|error: io::Error| match error.kind() {
            ErrorKind::FileTooLarge => OutputError::TooLong { error },
            _ => OutputError::Unwritable { path, error },
        })
    }
}

impl OutputFile {
    /// Finishes an output that was interrupted and whose format has no room to say so: a file appears
    /// as `values.incomplete.csv` beside its place, so that no older complete one is replaced. Says
    /// the name, unless the output is no regular file.
    ///
    /// # Errors
    /// Those of [`finish`](Self::finish).
    pub fn finish_incomplete(mut self) -> Result<Option<PathBuf>, OutputError> {
        let mut renamed = None;
        if let Sink::Renamed { target, .. } = self.sink.get_mut() {
            let stem = target.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let extension = target.extension().map(|found| found.to_string_lossy().into_owned());
            let name = extension.map_or_else(
                || format!("{stem}.incomplete"),
                |extension| format!("{stem}.incomplete.{extension}"),
            );
            outputs().retain(|path| path != target);
            *target = target.with_file_name(name);
            renamed = Some(target.clone());
        }
        self.finish()?;
        Ok(renamed)
    }
}

/// Errors name the output: whoever writes through a format sees no [`OutputError`].
impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        WRITTEN.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.sink.write(bytes).map_err(|error| named(&self.path, error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush().map_err(|error| named(&self.path, error))
    }
}

fn named(path: &Path, error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::FileTooLarge && path == Path::new("-") {
        return error;
    }
    let path = path.to_path_buf();
    io::Error::new(error.kind(), OutputError::Unwritable { path, error })
}

impl fmt::Debug for OutputFile {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("OutputFile").field("path", &self.path).finish_non_exhaustive()
    }
}

//! Output that appears whole or not at all.

use std::{
    fmt,
    fs::{self, OpenOptions},
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use super::fitted::FittedText;
use super::output_error::OutputError;
use super::screen::Screen;
use super::visible::VisibleText;
use tempfile::{Builder, NamedTempFile};

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

enum Sink {
    /// Standard output or error, with whether its reader is still there.
    Standard { stream: VisibleText<FittedText<Stream>>, open: bool },
    /// The same for what is no text.
    Bytes { stream: Stream, open: bool },
    /// A device or a named pipe.
    Direct(fs::File),
    /// A temporary file, and the file it becomes.
    Renamed { temporary: Option<NamedTempFile>, target: PathBuf },
}

/// Where text for people goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stream {
    Output,
    Error,
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Output => io::stdout().write(bytes),
            Self::Error => io::stderr().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Output => io::stdout().flush(),
            Self::Error => io::stderr().flush(),
        }
    }
}

/// Files that are written now, by their final place.
static OUTPUTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn outputs() -> MutexGuard<'static, Vec<PathBuf>> {
    OUTPUTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a path means a file that is being written.
pub(super) fn is_output(path: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|place| outputs().contains(&place))
}

/// Temporary files that are being written: an exit without clean-up must not leave them behind.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    // A panic elsewhere leaves the list as it is; it is only ever pushed to and searched.
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes the temporary files of all outputs that are not finished, for a program that is about
/// to exit without dropping them. Outputs written afterwards have no file to write to.
pub fn remove_unfinished_outputs() {
    for path in unfinished().drain(..) {
        // It may have been renamed or removed in the same moment.
        let _ = fs::remove_file(path);
    }
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

impl Drop for Sink {
    fn drop(&mut self) {
        if let Self::Renamed { target, temporary } = self {
            outputs().retain(|path| path != target);
            if let Some(temporary) = temporary {
                unfinished().retain(|path| path != temporary.path());
            }
        }
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

impl Sink {
    /// The text of standard output or error.
    fn fitted(&mut self) -> Option<&mut FittedText<Stream>> {
        match self {
            Self::Standard { stream, .. } => Some(stream.inner()),
            _ => None,
        }
    }

    fn open(path: &Path) -> Result<Self, OutputError> {
        let unwritable = |error| OutputError::Unwritable { path: path.to_path_buf(), error };
        // What is there already, links followed; what is not there is a new file.
        let existing = fs::metadata(path).ok();
        if path.as_os_str().is_empty() {
            return Err(OutputError::NoName);
        }
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(OutputError::IsDirectory { path: path.to_path_buf() });
        }
        if existing.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            return OpenOptions::new().write(true).open(path).map(Sink::Direct).map_err(unwritable);
        }
        let target = place_of(path)?;
        if is_stream(&target) {
            let opened = OpenOptions::new().append(true).open(&target);
            return opened.map(Sink::Direct).map_err(unwritable);
        }
        let directory = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if !directory.is_dir() {
            let (path, directory) = (path.to_path_buf(), directory.to_path_buf());
            return Err(OutputError::NoDirectory { path, directory });
        }
        let mut builder = Builder::new();
        builder.prefix(".linscape-").suffix(".part");
        set_permissions(&mut builder, existing.as_ref());
        let temporary = builder.tempfile_in(directory).map_err(unwritable)?;
        unfinished().push(temporary.path().to_path_buf());
        outputs().push(target.clone());
        Ok(Sink::Renamed { temporary: Some(temporary), target })
    }
}

/// Where a path leads, links followed even if nothing is there yet.
fn place_of(path: &Path) -> Result<PathBuf, OutputError> {
    /// More links than a file system follows.
    const MOST_LINKS: usize = 40;
    let mut place = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        if is_stream(&place) {
            return Ok(place);
        }
        if let Ok(next) = fs::read_link(&place) {
            let directory = place.parent().map(Path::to_path_buf).unwrap_or_default();
            place = directory.join(next);
            continue;
        }
        let directory = place.parent().filter(|parent| !parent.as_os_str().is_empty());
        let directory = fs::canonicalize(directory.unwrap_or_else(|| Path::new(".")));
        return Ok(match (directory, place.file_name()) {
            (Ok(directory), Some(name)) => directory.join(name),
            _ => place,
        });
    }
    Err(OutputError::CircularLink { path: path.to_path_buf() })
}

/// Whether a name stands for a stream or a device, whatever it leads to: `-`, and what is named under
/// `/dev` or `/proc`.
#[must_use]
pub fn is_stream(path: &Path) -> bool {
    path == Path::new("-")
        || path.starts_with("/dev") && !path.starts_with("/dev/shm")
        || path.starts_with("/proc")
}

/// Those of the existing file, or what programs ask for when they create one: the umask takes its
/// part away.
#[cfg(unix)]
fn set_permissions(builder: &mut Builder, existing: Option<&fs::Metadata>) {
    use std::os::unix::fs::PermissionsExt;
    let usual = fs::Permissions::from_mode(0o666);
    builder.permissions(existing.map_or(usual, fs::Metadata::permissions));
}

/// Elsewhere a temporary file has the permissions of any other.
#[cfg(not(unix))]
fn set_permissions(_: &mut Builder, _: Option<&fs::Metadata>) {}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Standard { stream, open } => {
                unless_closed(open, bytes.len(), || stream.write(bytes))
            }
            Sink::Bytes { stream, open } => {
                unless_closed(open, bytes.len(), || stream.write(bytes))
            }
            Sink::Direct(file) => file.write(bytes),
            Sink::Renamed { temporary: Some(temporary), .. } => temporary.write(bytes),
            Sink::Renamed { temporary: None, .. } => Err(ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Standard { stream, open } => unless_closed(open, (), || stream.flush()),
            Sink::Bytes { stream, open } => unless_closed(open, (), || stream.flush()),
            Sink::Direct(file) => file.flush(),
            Sink::Renamed { temporary: Some(temporary), .. } => temporary.flush(),
            Sink::Renamed { temporary: None, .. } => Ok(()),
        }
    }
}

/// Does `write` while the reader is there; after it has gone, `ignored` is the answer.
fn unless_closed<T>(
    open: &mut bool,
    ignored: T,
    write: impl FnOnce() -> io::Result<T>,
) -> io::Result<T> {
    if !*open {
        return Ok(ignored);
    }
    match write() {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            *open = false;
            Ok(ignored)
        }
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_goes_away_is_no_error_and_is_not_written_to_again() {
        let mut open = true;
        assert_eq!(unless_closed(&mut open, 0, || Ok(3)).unwrap(), 3);
        let gone = || Err(ErrorKind::BrokenPipe.into());
        assert_eq!(unless_closed(&mut open, 5, gone).unwrap(), 5);
        let full = || Err(ErrorKind::StorageFull.into());
        assert_eq!(unless_closed(&mut open, 7, full).unwrap(), 7);
        assert!(unless_closed(&mut true, 7, full).is_err());
    }
}

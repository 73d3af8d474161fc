//! What an output goes to: a standard stream, a device, or a file that is renamed at the end.

use super::fitted::FittedText;
use super::open_outputs::{outputs, unfinished};
use super::output_error::OutputError;
use super::place::{is_stream, place_of};
use super::visible::VisibleText;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// Where bytes of an output go.
pub(super) enum Sink {
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
pub(super) enum Stream {
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

impl Sink {
    /// The text of standard output or error.
    pub(super) fn fitted(&mut self) -> Option<&mut FittedText<Stream>> {
        match self {
            Self::Standard { stream, .. } => Some(stream.inner()),
            _ => None,
        }
    }

    /// A file or a device; a file gets a temporary name.
    pub(super) fn open(path: &Path) -> Result<Self, OutputError> {
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

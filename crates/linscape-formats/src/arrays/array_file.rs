//! Which file a path means, and which format it is read in.

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use linscape_critical::{LARGEST_WORK, TooLarge};

use crate::files::STANDARD_INPUT;
use crate::{ReadError, ReadFault, read_whole};

/// The formats an array is read from.
#[derive(Debug, PartialEq)]
pub(crate) enum ArrayFormat {
    /// A table, and whether its cells are separated by tabs unless something else is said.
    Csv {
        tabs: bool,
    },
    Npy,
    Npz {
        key: Option<String>,
    },
}

/// Reads the file that `path` means and hands its bytes to `parse`; errors are given the path.
pub(crate) fn read_array<T>(
    path: &Path,
    parse: impl FnOnce(&ArrayFormat, &[u8]) -> Result<T, ReadFault>,
) -> Result<T, ReadError> {
    let read = || {
        let located = locate(path);
        let is_input = path.as_os_str() == STANDARD_INPUT;
        let (file, format) = match located {
            None if is_parquet(path) => return Err(ReadFault::Parquet),
            None if !is_input => return Err(ReadFault::UnknownExtension),
            None => (path.to_path_buf(), None),
            Some((file, format)) => (file, Some(format)),
        };
        let bytes = unpacked(read_whole(&file)?)?;
        parse(&format.unwrap_or_else(|| of_contents(&bytes)), &bytes)
    };
    read().map_err(|fault| ReadError { path: path.to_path_buf(), fault })
}

/// Tables of data frames.
fn is_parquet(path: &Path) -> bool {
    path.extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("parquet") || end.eq_ignore_ascii_case("pq"))
}

/// What standard input holds, which has no name: arrays begin in a way of their own.
fn of_contents(bytes: &[u8]) -> ArrayFormat {
    if bytes.starts_with(b"\x93NUMPY") {
        ArrayFormat::Npy
    } else if bytes.starts_with(b"PK\x03\x04") {
        ArrayFormat::Npz { key: None }
    } else {
        ArrayFormat::Csv { tabs: false }
    }
}

/// The contents of what gzip has packed, and anything else as it is.
fn unpacked(bytes: Vec<u8>) -> Result<Vec<u8>, ReadFault> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(bytes);
    }
    let mut contents = Vec::new();
    MultiGzDecoder::new(&bytes[..])
        .take(LARGEST_WORK + 1)
        .read_to_end(&mut contents)
        .map_err(ReadFault::Packed)?;
    let length = contents.len() as u64;
    if length > LARGEST_WORK {
        return Err(
            TooLarge { what: "the unpacked file", bytes: length, most: LARGEST_WORK }.into()
        );
    }
    Ok(contents)
}

/// Whether a path may mean a table of text, for which there are options: not an array of NumPy.
///
/// # Examples
/// ```
/// use linscape_formats::may_be_table;
/// use std::path::Path;
/// assert!(may_be_table(Path::new("x.tsv.gz")) && may_be_table(Path::new("-")));
/// assert!(!may_be_table(Path::new("x.npz:key")));
/// ```
#[must_use]
pub fn may_be_table(path: &Path) -> bool {
    !matches!(locate(path), Some((_, ArrayFormat::Npy | ArrayFormat::Npz { .. })))
}

/// Splits `file.npz:key` at the first `.npz:`; any other path is a file, its format the extension.
pub(crate) fn locate(path: &Path) -> Option<(PathBuf, ArrayFormat)> {
    const ARCHIVE: &str = ".npz";
    // Keys are text, so a path that is not text has none. ASCII lower case keeps byte positions.
    if let Some(text) = path.to_str()
        && let Some(at) = text.to_ascii_lowercase().find(".npz:")
    {
        let (file, key) = text.split_at(at + ARCHIVE.len());
        return Some((file.into(), ArrayFormat::Npz { key: Some(key[1..].to_owned()) }));
    }
    let lower = |path: &Path| Some(path.extension()?.to_str()?.to_ascii_lowercase());
    let (extension, is_packed) = match lower(path)? {
        packed if packed == "gz" => (lower(Path::new(path.file_stem()?))?, true),
        plain => (plain, false),
    };
    let format = match extension.as_str() {
        "csv" => ArrayFormat::Csv { tabs: false },
        "tsv" => ArrayFormat::Csv { tabs: true },
        _ if is_packed => return None,
        "npy" => ArrayFormat::Npy,
        "npz" => ArrayFormat::Npz { key: None },
        _ => return None,
    };
    Some((path.to_path_buf(), format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_its_format_by_extension_and_its_array_by_key() {
        let keyed = |key: &str| ArrayFormat::Npz { key: Some(key.to_owned()) };
        let cases = [
            ("a/x.csv", "a/x.csv", ArrayFormat::Csv { tabs: false }),
            ("X.CSV", "X.CSV", ArrayFormat::Csv { tabs: false }),
            ("x.tsv", "x.tsv", ArrayFormat::Csv { tabs: true }),
            ("x.csv.gz", "x.csv.gz", ArrayFormat::Csv { tabs: false }),
            ("x.TSV.GZ", "x.TSV.GZ", ArrayFormat::Csv { tabs: true }),
            ("x.y.Npy", "x.y.Npy", ArrayFormat::Npy),
            ("x.npz", "x.npz", ArrayFormat::Npz { key: None }),
            ("x.npz:W1", "x.npz", keyed("W1")),
            ("x.NPZ:a:b.npy", "x.NPZ", keyed("a:b.npy")),
            ("x.npz:", "x.npz", keyed("")),
        ];
        for (path, file, format) in cases {
            assert_eq!(locate(Path::new(path)), Some((file.into(), format)), "{path}");
        }
    }

    #[test]
    fn other_names_have_no_format() {
        for path in ["", "x", "x.txt", "x.npy.gz", "csv.gz", ".csv", "x.npy:key", "csv", "-"] {
            assert_eq!(locate(Path::new(path)), None, "{path}");
        }
    }
}

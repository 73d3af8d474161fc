//! Which file a path means, and which format it is read in.

use std::path::{Path, PathBuf};

use crate::{ReadError, ReadFault, read_whole};

/// The formats an array is read from.
#[derive(Debug, PartialEq)]
pub(crate) enum ArrayFormat {
    Csv,
    Npy,
    Npz { key: Option<String> },
}

/// Reads the file that `path` means and hands its bytes to `parse`; errors are given the path.
pub(crate) fn read_array<T>(
    path: &Path,
    parse: impl FnOnce(&ArrayFormat, &[u8]) -> Result<T, ReadFault>,
) -> Result<T, ReadError> {
    let read = || {
        let (file, format) = locate(path).ok_or(ReadFault::UnknownExtension)?;
        let bytes = read_whole(&file)?;
        parse(&format, &bytes)
    };
    read().map_err(|fault| ReadError { path: path.to_path_buf(), fault })
}

/// Splits `file.npz:key` at the first `.npz:`; any other path is a file, its format the extension.
fn locate(path: &Path) -> Option<(PathBuf, ArrayFormat)> {
    const ARCHIVE: &str = ".npz";
    // Keys are text, so a path that is not text has none. ASCII lower case keeps byte positions.
    if let Some(text) = path.to_str()
        && let Some(at) = text.to_ascii_lowercase().find(".npz:")
    {
        let (file, key) = text.split_at(at + ARCHIVE.len());
        return Some((file.into(), ArrayFormat::Npz { key: Some(key[1..].to_owned()) }));
    }
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    let format = match extension.as_str() {
        "csv" => ArrayFormat::Csv,
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
            ("a/x.csv", "a/x.csv", ArrayFormat::Csv),
            ("X.CSV", "X.CSV", ArrayFormat::Csv),
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
        for path in ["", "x", "x.txt", "x.csv.gz", ".csv", "x.npy:key", "csv"] {
            assert_eq!(locate(Path::new(path)), None, "{path}");
        }
    }
}

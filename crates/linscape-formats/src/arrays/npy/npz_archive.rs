//! Arrays in npz archives.

use std::io::{Cursor, Read};

use linscape_critical::LARGEST_WORK;
use nalgebra::DMatrix;
use thiserror::Error;
use zip::{CompressionMethod, ZipArchive, result::ZipError};

use crate::arrays::excerpt;
use crate::arrays::npy::{NpyArray, NpyError, NpyHeader};

/// An array that unpacks to more bytes than this is left to `numpy.save`, so that a small archive
/// cannot fill the memory.
const LARGEST_ARRAY: u64 = LARGEST_WORK;

/// What is wrong with the bytes of an npz archive, or with the key asked of it.
#[derive(Debug, Error)]
pub enum NpzError {
    /// The bytes are not a zip archive, or a damaged one.
    #[error("not an npz archive, or cut short ({0}); write it with numpy.savez")]
    NotZip(ZipError),
    /// The archive holds no arrays.
    #[error("the archive holds no arrays; write it with numpy.savez")]
    NoArrays,
    /// Several arrays and no key.
    #[error("several arrays; name one as file.npz:key, where the keys are {}", listed(keys))]
    KeyNeeded {
        /// The keys there are, sorted.
        keys: Vec<String>,
    },
    /// A key that is not there.
    #[error("the archive has no array {key:?}; its keys are {}", listed(keys))]
    KeyMissing {
        /// The key asked for.
        key: String,
        /// The keys there are, sorted.
        keys: Vec<String>,
    },
    /// An entry of the archive that cannot be unpacked.
    #[error("array {key:?} cannot be unpacked ({reason}); write it with numpy.savez")]
    Damaged {
        /// The key of the array.
        key: String,
        /// What went wrong.
        reason: String,
    },
    /// An array above the limit.
    #[error("array {key:?} unpacks to {size} bytes, more than {LARGEST_ARRAY}; save it as .npy")]
    TooLarge {
        /// The key of the array.
        key: String,
        /// The bytes it says it unpacks to.
        size: u64,
    },
    /// An array that is unpacked and cannot be used.
    #[error("array {key:?}: {fault}")]
    Array {
        /// The key of the array.
        key: String,
        /// What is wrong with it.
        fault: NpyError,
    },
}

impl NpzError {
    /// Whether the archive is sound, but an array more than memory has room for.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        match self {
            Self::TooLarge { .. } => true,
            Self::Array { fault, .. } => fault.is_too_large(),
            _ => false,
        }
    }
}

/// Keys on one line, however they are spelled and however many.
fn listed(keys: &[String]) -> String {
    const MOST: usize = 20;
    let shown: Vec<String> = keys.iter().take(MOST).map(|key| excerpt(key)).collect();
    let more = if keys.len() > MOST { ", …" } else { "" };
    format!("{}{more}", shown.join(", ").escape_debug())
}

/// The `m × n` matrix under `key` in the bytes of an npz archive, stored or deflated.
///
/// Without a key the archive must hold exactly one array. A key may be written with or without the
/// `.npy` that it carries inside the archive.
///
/// # Edge cases
/// What [`parse_npy`](crate::parse_npy) says of an array holds for each array of the archive.
///
/// # Errors
/// [`NpzError`], which lists the keys there are when the key is missing or needed; an array whose
/// unpacked size is not the one the archive states, or is above 2 GiB, is refused.
///
/// # Complexity
/// Linear in the unpacked size of the one array read; memory grows with what is really unpacked.
///
/// # Examples
/// ```
/// use std::io::{Cursor, Write};
///
/// let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
/// archive.start_file("W1.npy", zip::write::FileOptions::default())?;
/// archive.write_all(b"\x93NUMPY\x01\x00\x3a\x00")?;
/// archive.write_all(b"{'descr': '|i1', 'fortran_order': False, 'shape': (1, 2)}\n\x03\x04")?;
/// let bytes = archive.finish()?.into_inner();
/// let matrix = linscape_formats::parse_npz(&bytes, Some("W1"))?;
/// assert_eq!(matrix, nalgebra::DMatrix::from_row_slice(1, 2, &[3.0, 4.0]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn parse_npz(bytes: &[u8], key: Option<&str>) -> Result<DMatrix<f64>, NpzError> {
    with_array(bytes, key, |array| array.matrix())
}

/// Unpacks the array under `key` and hands it to `read`.
pub(crate) fn with_array<T>(
    bytes: &[u8],
    key: Option<&str>,
    read: impl FnOnce(NpyArray) -> Result<T, NpyError>,
) -> Result<T, NpzError> {
    NpzArchive::open(bytes)?.array(key, read)
}

/// An archive whose directory is read, once for all its arrays.
pub(crate) struct NpzArchive<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> NpzArchive<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, NpzError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(NpzError::NotZip)?;
        Ok(Self { archive })
    }

    /// Unpacks the array under `key` and hands it to `read`.
    pub(crate) fn array<T>(
        &self,
        key: Option<&str>,
        read: impl FnOnce(NpyArray) -> Result<T, NpyError>,
    ) -> Result<T, NpzError> {
        let (key, unpacked) = self.unpacked(key)?;
        NpyArray::parse(&unpacked).and_then(read).map_err(|fault| NpzError::Array { key, fault })
    }

    /// Unpacks the array under `key` and hands over what stands under each of its first indices.
    pub(crate) fn slices<T>(
        &self,
        key: &str,
        read: impl FnMut(NpyArray) -> Result<T, NpyError>,
    ) -> Result<Vec<T>, NpzError> {
        let (key, unpacked) = self.unpacked(Some(key))?;
        NpyArray::each_slice(&unpacked, read).map_err(|fault| NpzError::Array { key, fault })
    }

    fn unpacked(&self, key: Option<&str>) -> Result<(String, Vec<u8>), NpzError> {
        let key = choose_key(&self.archive, key)?;
        // A copy has a place of its own in the bytes; the directory is shared.
        let unpacked = unpack(&mut self.archive.clone(), &key)?;
        Ok((key, unpacked))
    }

    /// The key and header of every array, by key; only the headers are unpacked.
    pub(crate) fn headers(&self) -> Result<Vec<(String, NpyHeader)>, NpzError> {
        /// More than any header that numpy writes.
        const LONGEST_HEADER: u64 = 1 << 17;
        let mut archive = self.archive.clone();
        let mut headers = Vec::new();
        for key in sorted_keys(&self.archive) {
            let mut start = Vec::new();
            let entry = archive.by_name(&format!("{key}.npy"));
            let damaged = |reason: String| NpzError::Damaged { key: key.clone(), reason };
            let mut entry = entry.map_err(|e| damaged(e.to_string()))?.take(LONGEST_HEADER);
            entry.read_to_end(&mut start).map_err(|e| damaged(e.to_string()))?;
            let array = |fault| NpzError::Array { key: key.clone(), fault };
            let (header, _) = NpyHeader::split(&start).map_err(array)?;
            headers.push((key, header));
        }
        Ok(headers)
    }
}

/// The text of a member that is no array; `None` when it is not there.
pub(crate) fn member_text(bytes: &[u8], name: &str) -> Result<Option<Vec<u8>>, NpzError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(NpzError::NotZip)?;
    if !archive.file_names().any(|known| known == name) {
        return Ok(None);
    }
    let damaged = |reason: String| NpzError::Damaged { key: name.to_owned(), reason };
    let entry = archive.by_name(name).map_err(|e| damaged(e.to_string()))?;
    let mut text = Vec::new();
    entry.take(LARGEST_ARRAY).read_to_end(&mut text).map_err(|e| damaged(e.to_string()))?;
    Ok(Some(text))
}

/// The matrix under `key`; `None` when it is not there.
pub(crate) fn array_if_there(bytes: &[u8], key: &str) -> Result<Option<DMatrix<f64>>, NpzError> {
    match parse_npz(bytes, Some(key)) {
        Ok(matrix) => Ok(Some(matrix)),
        Err(NpzError::KeyMissing { .. } | NpzError::NoArrays) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The key of a member, if it is an array: macOS puts a shadow of each file beside it.
fn key_of(name: &str) -> Option<&str> {
    let is_shadow = name.starts_with("__MACOSX/") || name.rsplit('/').next()?.starts_with("._");
    name.strip_suffix(".npy").filter(|_| !is_shadow)
}

/// The keys of all arrays, in order.
fn sorted_keys(archive: &ZipArchive<Cursor<&[u8]>>) -> Vec<String> {
    let mut keys: Vec<String> =
        archive.file_names().filter_map(key_of).map(str::to_owned).collect();
    keys.sort();
    keys
}

/// The key that is meant, without `.npy`. One that is there is found without a look at the others.
fn choose_key(archive: &ZipArchive<Cursor<&[u8]>>, key: Option<&str>) -> Result<String, NpzError> {
    let is_there = |name: &&str| {
        let member = format!("{name}.npy");
        key_of(&member).is_some()
            && !matches!(archive.clone().by_name(&member), Err(ZipError::FileNotFound))
    };
    let spelt = key.map(|key| [key, key.strip_suffix(".npy").unwrap_or(key)]);
    if let Some(name) = spelt.into_iter().flatten().find(is_there) {
        return Ok(name.to_owned());
    }
    let mut keys = sorted_keys(archive);
    if keys.is_empty() {
        return Err(NpzError::NoArrays);
    }
    match key {
        None if keys.len() == 1 => Ok(keys.remove(0)),
        None => Err(NpzError::KeyNeeded { keys }),
        Some(key) => Err(NpzError::KeyMissing { key: key.to_owned(), keys }),
    }
}

fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, key: &str) -> Result<Vec<u8>, NpzError> {
    let damaged = |reason: String| NpzError::Damaged { key: key.to_owned(), reason };
    let entry = archive.by_name(&format!("{key}.npy")).map_err(|e| damaged(e.to_string()))?;
    // What other methods there are depends on how the zip crate was built.
    let method = entry.compression();
    if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(damaged(format!("it is compressed by {method}, which numpy does not use")));
    }
    let size = entry.size();
    if size > LARGEST_ARRAY {
        return Err(NpzError::TooLarge { key: key.to_owned(), size });
    }
    // The stated size is a bound, not an allocation; one byte more shows that it is a lie, and
    // reading to the end checks the sum over the contents.
    let mut unpacked = Vec::new();
    entry.take(size + 1).read_to_end(&mut unpacked).map_err(|e| damaged(e.to_string()))?;
    if unpacked.len() as u64 != size {
        return Err(damaged(format!("it does not unpack to the {size} bytes stated")));
    }
    Ok(unpacked)
}

//! The zip archives that `torch.save` writes since version 1.6.

use std::io::{self, Cursor, Read};

use zip::{CompressionMethod, ZipArchive};

use crate::weights::torch::TorchFault;

/// Longest pickle that is read, in bytes: it describes tensors and holds none of their numbers.
const LONGEST: usize = 1 << 24;

/// Whether bytes are such an archive.
pub(crate) fn is_torch_archive(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| root_of(&archive).is_some())
}

/// An archive: `root/data.pkl`, and a storage a member `root/data/key`.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    zip: ZipArchive<Cursor<&'a [u8]>>,
    root: String,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, TorchFault> {
        let none = |reason: String| TorchFault::NoCheckpoint { reason };
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| none(error.to_string()))?;
        let root = root_of(&zip).ok_or_else(|| none("the archive has no data.pkl".to_owned()))?;
        let mut archive = Self { bytes, zip, root };
        if archive.member("byteorder").is_ok_and(|order| order == b"big") {
            return Err(TorchFault::BigEndian);
        }
        Ok(archive)
    }

    /// The pickle.
    pub(super) fn pickle(&mut self) -> Result<Vec<u8>, TorchFault> {
        self.member("data.pkl").map_err(|reason| TorchFault::NoCheckpoint { reason })
    }

    /// A short member: what unpacks to more than a pickle may have is not unpacked.
    fn member(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let member = self.zip.by_name(&format!("{}/{name}", self.root));
        let mut bytes = Vec::new();
        let mut member = member.map_err(|error| error.to_string())?.take(LONGEST as u64 + 1);
        member.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        if bytes.len() > LONGEST {
            return Err(format!("{name} is longer than {LONGEST} bytes"));
        }
        Ok(bytes)
    }

    /// The bytes of a storage, which torch stores as they are; the sum over them is checked.
    pub(super) fn storage(&self, key: &str) -> Result<&'a [u8], TorchFault> {
        let damaged = |reason: String| TorchFault::Damaged { key: key.to_owned(), reason };
        let mut zip = self.zip.clone();
        let member = zip.by_name(&format!("{}/data/{key}", self.root));
        let mut member = member.map_err(|error| damaged(format!("cannot be read ({error})")))?;
        if member.compression() != CompressionMethod::Stored {
            return Err(damaged("is compressed, which torch.save does not do".to_owned()));
        }
        let start = usize::try_from(member.data_start()).unwrap_or(usize::MAX);
        let length = usize::try_from(member.size()).unwrap_or(usize::MAX);
        let bytes = start.checked_add(length).and_then(|end| self.bytes.get(start..end));
        let bytes = bytes.ok_or_else(|| damaged("is cut short".to_owned()))?;
        io::copy(&mut member, &mut io::sink()).map_err(|error| damaged(format!("({error})")))?;
        Ok(bytes)
    }
}

/// The folder of the archive in which everything is.
fn root_of(zip: &ZipArchive<Cursor<&[u8]>>) -> Option<String> {
    zip.file_names().find_map(|name| name.strip_suffix("/data.pkl")).map(str::to_owned)
}

//! Files of `torch.save` under other names.

use std::io::Cursor;

use zip::ZipArchive;

/// Whether bytes begin like a pickle of protocol 2 or later: what `torch.save` wrote before 1.6.
pub(crate) fn is_pickle(bytes: &[u8]) -> bool {
    matches!(bytes, [0x80, 2..=5, ..])
}

/// Whether bytes are the zip archive that `torch.save` writes, with the pickle inside.
pub(crate) fn is_torch_archive(bytes: &[u8]) -> bool {
    let archive = ZipArchive::new(Cursor::new(bytes));
    archive.is_ok_and(|archive| archive.file_names().any(|name| name.ends_with("/data.pkl")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use zip::{ZipWriter, write::FileOptions};

    #[test]
    fn an_archive_with_a_pickle_is_no_npz() {
        for (member, is_torch) in [("model/data.pkl", true), ("W1.npy", false)] {
            let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
            archive.start_file(member, FileOptions::default()).expect("begun");
            let bytes = archive.finish().expect("memory").into_inner();
            assert_eq!(is_torch_archive(&bytes), is_torch, "{member}");
            let read = crate::parse_npz_weights(&bytes, None, false);
            assert_eq!(matches!(read, Err(crate::WeightsFault::Pickle)), is_torch, "{member}");
        }
    }
}

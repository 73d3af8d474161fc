//! Archives that another program has packed again.

use crate::folder::Folder;
use std::fs::File;
use std::io::{Cursor, Read, Write};
use zip::write::FileOptions;
use zip::{ZipArchive, ZipWriter};

/// The same arrays as a Mac packs them: beside every file its shadow, and what the Finder leaves.
fn rezipped(folder: &Folder, from: &str, to: &str) {
    let mut archive = ZipArchive::new(File::open(folder.path().join(from)).unwrap()).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = FileOptions::default();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).unwrap();
        let (name, mut bytes) = (member.name().to_owned(), Vec::new());
        member.read_to_end(&mut bytes).unwrap();
        out.start_file(&name, stored).unwrap();
        out.write_all(&bytes).unwrap();
        out.start_file(format!("__MACOSX/._{name}"), stored).unwrap();
        out.write_all(b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X").unwrap();
    }
    out.start_file(".DS_Store", stored).unwrap();
    out.write_all(b"\x00\x00\x00\x01Bud1").unwrap();
    std::fs::write(folder.path().join(to), out.finish().unwrap().into_inner()).unwrap();
}

#[test]
fn an_archive_rezipped_on_a_mac_is_read_as_before() {
    let folder = Folder::with(&[]);
    let problem = "--sigma 3,2 --widths 2,2,2";
    assert_eq!(folder.run(&format!("represent {problem} --subset 1 -o W.npz")).code, Some(0));
    rezipped(&folder, "W.npz", "mac.npz");
    let [plain, mac] = ["W.npz", "mac.npz"].map(|file| {
        let text = folder.run(&format!("classify {problem} --weights {file}")).text();
        text.replace(file, "FILE")
    });
    assert_eq!(plain, mac);
    let [plain, mac] = ["W.npz", "mac.npz"].map(|file| {
        let line = format!("report --target {file}:W2 --hidden 2 --format csv");
        folder.run(&line).text()
    });
    assert_eq!(plain, mac);
}

//! Output files appear whole or not at all.

#![expect(clippy::unwrap_used, reason = "a test without its files cannot go on")]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use linscape_formats::{OutputError, OutputFile};

fn names_in(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into()).collect();
    names.sort();
    names
}

fn write_all(path: &Path, text: &str) {
    let mut output = OutputFile::create(path).unwrap();
    output.write_all(text.as_bytes()).unwrap();
    output.finish().unwrap();
}

#[test]
fn a_finished_file_replaces_the_older_one_and_leaves_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.json");
    for text in ["first", "second, longer", "", "x"] {
        write_all(&path, text);
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    assert_eq!(names_in(folder.path()), [Path::new("out.json")]);
}

#[test]
fn an_unfinished_file_leaves_nothing_behind_and_the_older_one_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.json");
    let mut output = OutputFile::create(&path).unwrap();
    output.write_all(&vec![b'x'; 100_000]).unwrap();
    output.flush().unwrap();
    assert_eq!(names_in(folder.path()).len(), 1);
    drop(output);
    assert!(names_in(folder.path()).is_empty());

    fs::write(&path, "older").unwrap();
    let mut output = OutputFile::create(&path).unwrap();
    output.write_all(b"newer").unwrap();
    drop(output);
    assert_eq!(fs::read_to_string(&path).unwrap(), "older");
    assert_eq!(names_in(folder.path()), [Path::new("out.json")]);
}

#[test]
fn a_bad_path_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let refused = OutputFile::create(&missing.join("out.json")).unwrap_err();
    assert!(
        matches!(&refused, OutputError::NoDirectory { directory, .. } if *directory == missing)
    );
    let under_a_file = folder.path().join("file");
    fs::write(&under_a_file, "").unwrap();
    let cases = [missing.join("out.json"), folder.path().into(), under_a_file.join("out.json")];
    for path in cases {
        let message = OutputFile::create(&path).unwrap_err().to_string();
        assert!(message.starts_with(&format!("{}: ", path.display())), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
    let refused = OutputFile::create(folder.path()).unwrap_err();
    assert!(matches!(refused, OutputError::IsDirectory { .. }));
    assert!(matches!(OutputFile::create(Path::new("")), Err(OutputError::NoName)));
    assert_eq!(names_in(folder.path()), [Path::new("file")]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_has_the_permissions_of_any_new_file() {
        let folder = tempfile::tempdir().unwrap();
        let (usual, ours) = (folder.path().join("usual"), folder.path().join("ours"));
        fs::write(&usual, "").unwrap();
        write_all(&ours, "");
        assert_eq!(mode(&ours), mode(&usual));
    }

    #[test]
    fn an_existing_file_keeps_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        write_all(&path, "new");
        assert_eq!((mode(&path), fs::read_to_string(&path).unwrap()), (0o600, "new".to_owned()));
    }

    #[test]
    fn a_symbolic_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        symlink(&file, &link).unwrap();
        write_all(&link, "new");
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn a_device_is_written_to_and_not_replaced() {
        let null = Path::new("/dev/null");
        write_all(null, "text");
        assert!(!fs::metadata(null).unwrap().is_file());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_directory_that_takes_no_files_is_refused_before_anything_is_written() {
        let message = OutputFile::create(Path::new("/proc/out.json")).unwrap_err().to_string();
        assert!(message.starts_with("/proc/out.json: cannot be written: "), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }

    #[test]
    fn a_full_device_is_an_error_of_one_line() {
        let full = Path::new("/dev/full");
        if !full.exists() {
            return;
        }
        let mut output = OutputFile::create(full).unwrap();
        output.write_all(b"text").unwrap();
        let message = output.finish().unwrap_err().to_string();
        assert!(message.starts_with("/dev/full: cannot be written: "), "{message}");
    }
}

//! `linscape view --live`: the page that computes.

use anyhow::{Context, Result, bail};
use linscape::{Given, ProblemOptions};
use linscape_formats::{OutputFile, read_whole};
use linscape_web::{LivePage, PageStart};
use std::collections::BTreeSet;
use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The module's name beside the binary, where `scripts/build_web.sh` puts it.
const MODULE: &str = "linscape_web.wasm";

/// The page with the problem at hand and the files it names, in one file.
pub(super) fn page(options: &ProblemOptions, module: Option<&Path>) -> Result<String> {
    let module = module_bytes(module)?;
    Ok(LivePage { module: &module, start: &start(options)? }.html()?)
}

/// The same as a folder for a host of static files.
pub(super) fn folder(options: &ProblemOptions, module: Option<&Path>, folder: &Path) -> Result<()> {
    let module = module_bytes(module)?;
    let files = LivePage { module: &module, start: &start(options)? }.folder()?;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, bytes) in files {
        let mut out = OutputFile::create(&folder.join(name))?;
        out.write_all(&bytes)?;
        out.finish()?;
    }
    Ok(())
}

fn start(options: &ProblemOptions) -> Result<PageStart> {
    let mut files = Vec::new();
    for name in named_files(options) {
        let bytes = read_whole(&name).with_context(|| name.display().to_string())?;
        files.push((name.display().to_string(), bytes));
    }
    Ok(PageStart { problem: Some(options.clone()), files })
}

fn module_bytes(given: Option<&Path>) -> Result<Vec<u8>> {
    let beside = || Some(env::current_exe().ok()?.with_file_name(MODULE));
    let path = match given {
        Some(path) => path.to_path_buf(),
        None => beside().filter(|path| path.is_file()).with_context(|| {
            format!(
                "--live needs {MODULE} beside this program, which `just web` (scripts/build_web.sh) \
                 builds and puts there; or name it with --module FILE"
            )
        })?,
    };
    let bytes = read_whole(&path).with_context(|| path.display().to_string())?;
    if !bytes.starts_with(b"\0asm") {
        bail!("{}: this is no WebAssembly module; `just web` builds {MODULE}", path.display());
    }
    Ok(bytes)
}

/// The files that the problem names, each once; of an array in an archive the archive.
fn named_files(options: &ProblemOptions) -> BTreeSet<PathBuf> {
    let matrices =
        [&options.target, &options.inputs, &options.targets].map(|given| file(given.as_ref()));
    let others = [file(options.labels.as_ref()), file(options.problem.as_ref())];
    matrices.into_iter().chain(others).flatten().map(archive).collect()
}

fn file<T>(given: Option<&Given<T>>) -> Option<&Path> {
    match given {
        Some(Given::File(path)) => Some(path),
        Some(Given::Value { .. }) | None => None,
    }
}

fn archive(path: &Path) -> PathBuf {
    let name = path.to_string_lossy();
    match name.rfind(".npz:") {
        Some(at) => name[..at + ".npz".len()].into(),
        None => path.to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_once_and_without_keys() {
        let data = || Some(Given::File("data.npz:x".into()));
        let options = ProblemOptions { inputs: data(), targets: data(), ..Default::default() };
        assert_eq!(named_files(&options), BTreeSet::from(["data.npz".into()]));
    }
}

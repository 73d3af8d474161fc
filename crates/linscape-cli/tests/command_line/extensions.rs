//! The name of an output decides its format, or the name is refused: no file holds what its name does not say.

use crate::answer::linscape;
use crate::folder::Folder;
use std::fs;

const EXTENSIONS: [&str; 19] = [
    "csv",
    "tsv",
    "json",
    "jsonl",
    "md",
    "tex",
    "html",
    "svg",
    "png",
    "pdf",
    "dot",
    "graphml",
    "gexf",
    "npz",
    "safetensors",
    "pt",
    "pkl",
    "xlsx",
    "gz",
];

/// How files of these names begin.
fn begins(extension: &str, bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match extension {
        "json" | "jsonl" => text.starts_with('{'),
        "csv" => text.lines().next().is_some_and(|line| line.contains(',')),
        "md" => text.starts_with("# ") || text.contains("\n| ---"),
        "tex" => text.contains("\\begin{table}"),
        "html" => text.starts_with("<table") || text.starts_with("<!DOCTYPE html>"),
        "svg" => text.starts_with("<svg"),
        "png" => bytes.starts_with(b"\x89PNG"),
        "pdf" => bytes.starts_with(b"%PDF-"),
        "dot" => text.starts_with("digraph"),
        "graphml" => text.contains("<graphml"),
        "gexf" => text.contains("<gexf"),
        "npz" => bytes.starts_with(b"PK"),
        "safetensors" => bytes.get(8) == Some(&b'{'),
        _ => false,
    }
}

#[test]
fn a_file_is_what_its_name_says_or_is_not_written() {
    let folder = Folder::with(&[]);
    let place = folder.path().display().to_string();
    let problem = "--sigma 2,1 --widths 2,2,2";
    linscape(&format!("represent {problem} --subset 1 -o {place}/W.npz"));
    for (command, written) in [
        ("report", "csv json md tex html"),
        ("dump", "json"),
        ("graph", "json svg png pdf dot graphml gexf"),
        ("values --all", "csv json npz"),
        ("strata --subset 1", "json"),
        ("learning", "json"),
        ("represent --subset 1", "npz safetensors"),
        ("problem", "npz"),
        (&format!("classify --weights {place}/W.npz"), "json jsonl"),
        ("explain --subset 1", "json"),
        ("verify", "json"),
        ("spectrum --subset 1", "json"),
        ("plot values", "svg png pdf"),
        ("view", "html"),
        ("flow --init aligned:0.1", "json"),
    ] {
        for extension in EXTENSIONS {
            let file = format!("{place}/out.{extension}");
            let answer = linscape(&format!("{command} {problem} -o {file}"));
            let said = format!("{command} -o out.{extension}: {}", answer.stderr);
            if written.split(' ').any(|known| known == extension) {
                assert_eq!(answer.code, Some(0), "{said}");
                assert!(begins(extension, &fs::read(&file).unwrap()), "{said}");
                fs::remove_file(&file).unwrap();
            } else {
                assert_eq!(answer.code, Some(2), "{said}");
                assert!(answer.stderr.contains(&format!("out.{extension}")), "{said}");
                assert!(!fs::exists(&file).unwrap(), "{said}");
            }
        }
    }
}

//! Words are explained, and words that are none are refused.

use crate::answer::linscape;
use crate::folder::Folder;
use linscape_formats::glossary;

#[test]
fn a_word_is_explained_by_its_name_its_symbol_or_a_part() {
    for word in ["fiber", "Fiber", "fib"] {
        let said = linscape(&format!("glossary {word}")).text();
        let beginning = "fiber\n  All critical points with one critical value;";
        assert!(said.starts_with(beginning), "{said}");
        assert!(said.contains("docs/theory.md, \"Critical values\""), "{said}");
    }
    assert!(linscape("glossary σ_l").text().starts_with("singular value"));
}

#[test]
fn a_word_that_is_none_is_refused() {
    let said = linscape("glossary epoch").refusal(2);
    assert!(said.contains("'epoch' is no word of the glossary"), "{said}");
}

#[test]
fn the_name_of_the_file_says_whether_it_is_the_page() {
    let folder = Folder::with(&[]);
    let [page, text] = ["glossary.md", "glossary.txt"].map(|name| folder.path().join(name));
    for file in [&page, &text] {
        linscape(&format!("glossary -o {}", file.display())).text();
    }
    assert!(std::fs::read_to_string(page).unwrap().starts_with("# Glossary"));
    assert!(std::fs::read_to_string(text).unwrap().starts_with("adjacency matrix"));
    let one = folder.path().join("fiber.md");
    let said = linscape(&format!("glossary fiber -o {}", one.display())).refusal(2);
    assert!(said.contains("the output is text, not .md"), "{said}");
}

/// Above columns, words of every day.
const PLAIN: [&str; 8] = ["says", "from", "to", "over", "up", "down", "i", "j"];

/// The headings of a table: the lines above its rule, in the columns that two spaces part.
fn headings(output: &str) -> Vec<String> {
    let lines: Vec<&str> = output.lines().collect();
    let above = |at: usize| lines[at - 1].split("  ").map(|cell| cell.trim().to_owned());
    let ruled = (1..lines.len()).filter(|&at| lines[at].starts_with("────"));
    ruled.flat_map(above).filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn every_heading_of_a_table_is_a_word_of_the_glossary() {
    let folder = Folder::with(&[]);
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (weights, flow, deep) = (file("W.npz"), file("flow.json"), "--sigma 2,1 --widths 2,2,2,2");
    assert_eq!(linscape(&format!("represent {deep} --subset 1 -o {weights}")).code, Some(0));
    let (terms, mut seen) = (glossary(), 0);
    for command in [
        &format!("report {deep} --dynamics --learning"),
        "report --sigma 3,2 --widths 2,2,2,2 --decay 1/2",
        &format!("values {deep} --all"),
        &format!("explain {deep} --subset 1"),
        &format!("verify {deep}"),
        &format!("spectrum {deep} --weights {weights}"),
        &format!("learning {deep} --samples 10 --noise 8"),
        &format!("flow {deep} --init aligned:0.1 -o {flow}"),
        &format!("trace {deep} {weights} --learning -o {flow}"),
    ] {
        let answer = linscape(command);
        let said = format!("{}{}", answer.stdout, answer.stderr);
        for heading in headings(&said) {
            let word = heading.split(" (").next().unwrap();
            if !PLAIN.contains(&word) {
                let known = terms.iter().any(|term| term.is_called(word));
                assert!(known, "{command}: '{word}' is no word of the glossary");
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "{seen} headings");
}

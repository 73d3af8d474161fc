//! Whether the usual font has the letters that pictures use.

use crate::rendered::writers::tree;
use resvg::usvg::{Group, Node};
use std::path::Path;

/// The texts for which the font has no shape.
fn shapeless(group: &Group) -> Vec<String> {
    let of_node = |node: &Node| match node {
        Node::Group(group) => shapeless(group),
        Node::Text(text) => {
            let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
            glyphs.filter(|glyph| glyph.id.0 == 0).map(|glyph| glyph.text.clone()).collect()
        }
        Node::Path(_) | Node::Image(_) => Vec::new(),
    };
    group.children().iter().flat_map(of_node).collect()
}

fn letters_of(folder: &Path, letters: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            letters_of(&entry.path(), letters);
        } else {
            let source = std::fs::read_to_string(entry.path()).expect("a source file");
            letters.extend(source.lines().filter(|line| !line.trim().starts_with("//")));
        }
    }
}

#[test]
fn the_usual_font_has_every_letter_that_this_crate_writes() {
    let mut letters = String::new();
    letters_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut letters);
    letters.retain(|letter| !letter.is_ascii());
    let mut letters: Vec<char> = letters.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    assert!(letters.contains(&'\u{304}') && letters.contains(&'∅'));
    for style in ["normal", "bold"] {
        // Each behind a letter, as a bar stands above one.
        let text: String = letters.iter().flat_map(|letter| ['a', *letter]).collect();
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
             <text font-weight='{style}'>{text}</text></svg>"
        );
        let picture = tree(&svg, None).expect("a picture");
        assert_eq!(shapeless(picture.root()), Vec::<String>::new(), "{style}");
    }
}

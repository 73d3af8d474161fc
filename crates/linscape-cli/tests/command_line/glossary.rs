//! Words are explained, and words that are none are refused.

use crate::answer::linscape;

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

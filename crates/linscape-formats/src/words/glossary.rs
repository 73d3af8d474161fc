//! The words for people: one list behind `linscape glossary` and `docs/glossary.md`.
//!
//! A term has one sentence, which help, page and documents share, and a command that shows it.

mod landscape;
mod points;
mod tables;
mod term;
mod training;
mod written;

pub use term::Term;
pub use written::{write_glossary, write_glossary_page, write_term};

/// All terms in alphabetical order.
///
/// # Examples
/// ```
/// use linscape_formats::glossary;
/// let terms = glossary();
/// let index = terms.iter().find(|term| term.is_called("index")).expect("a term");
/// assert!(index.sentence.ends_with("the number of negative eigenvalues of the Hessian."));
/// ```
#[must_use]
pub fn glossary() -> Vec<Term> {
    let mut terms =
        [landscape::LANDSCAPE, points::POINTS, tables::TABLES, training::TRAINING].concat();
    terms.sort_by_key(Term::place);
    terms
}

/// The term called `word`, or, if there is none, all that mention it.
///
/// # Examples
/// ```
/// use linscape_formats::glossary_entries;
/// let names = |word| glossary_entries(word).iter().map(|term| term.name).collect::<Vec<_>>();
/// assert_eq!(names("RLCT"), ["learning coefficient"]);
/// assert_eq!(names("saddle"), ["connection", "nonstrict saddle", "strict saddle"]);
/// assert!(names("epoch").is_empty());
/// ```
#[must_use]
pub fn glossary_entries(word: &str) -> Vec<Term> {
    let terms = glossary();
    let called: Vec<Term> = terms.iter().filter(|term| term.is_called(word)).copied().collect();
    if called.is_empty() {
        return terms.into_iter().filter(|term| term.mentions(word)).collect();
    }
    called
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_names_one_term() {
        for term in glossary() {
            for name in std::iter::once(&term.name).chain(term.also) {
                assert_eq!(glossary_entries(name), [term], "{name}");
            }
        }
    }

    #[test]
    fn terms_are_sentences_with_commands() {
        for term in glossary() {
            assert!(term.sentence.ends_with('.'), "{}", term.name);
            assert!(term.command.starts_with("linscape "), "{}", term.name);
            assert!(term.page.contains(".md"), "{}", term.name);
        }
    }
}

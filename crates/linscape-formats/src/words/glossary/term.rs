//! One word of the glossary.

/// A word with one sentence, its symbol, where it is treated and a command that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The word.
    pub name: &'static str,
    /// Other words for it.
    pub also: &'static [&'static str],
    /// Its symbol or formula, empty if it has none.
    pub symbol: &'static str,
    /// What it is.
    pub sentence: &'static str,
    /// The page of `docs/` that treats it, with the anchor of the section.
    pub page: &'static str,
    /// The section's heading.
    pub section: &'static str,
    /// A command that shows it, in a copy of the repository.
    pub command: &'static str,
}

impl Term {
    /// Whether this is the term called `word`, by its name, another word for it or its symbol, in
    /// capitals or not.
    #[must_use]
    pub fn is_called(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.names().any(|name| name.to_lowercase() == word)
    }

    /// Whether `part` occurs in one of its names.
    #[must_use]
    pub fn mentions(&self, part: &str) -> bool {
        let part = part.to_lowercase();
        self.names().any(|name| name.to_lowercase().contains(&part))
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        let symbol = (!self.symbol.is_empty()).then_some(self.symbol);
        std::iter::once(self.name).chain(self.also.iter().copied()).chain(symbol)
    }

    /// Where it stands in the alphabet; Σ as sigma.
    pub(super) fn place(&self) -> String {
        self.name.replace('Σ', "sigma").to_lowercase()
    }
}

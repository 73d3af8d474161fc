//! Words of families.

use crate::subset_text;
use linscape_decay::Word;

/// The key of a family as people read it: `{learned|passes}`, runs shortened: `{1-16|17}`, `{1,2}`
/// without passes, `∅` for the origin.
///
/// # Examples
/// ```
/// use linscape_decay::Word;
/// use linscape_formats::word_text;
/// let word = Word::new(vec![1, 1, 0], vec![0, 0, 1]);
/// assert_eq!(word_text(&word, &[1, 1, 1]), "{1,2|3}");
/// assert_eq!(word_text(&Word::new(vec![0], vec![1]), &[1]), "{|1}");
/// ```
#[must_use]
pub fn word_text(word: &Word, multiplicities: &[usize]) -> String {
    let (learned, passes) = word.indices(multiplicities);
    if passes.is_empty() {
        return subset_text(&learned);
    }
    let inside = |indices: &[usize]| {
        let text = subset_text(indices);
        text.trim_matches(['{', '}', '∅']).to_owned()
    };
    format!("{{{}|{}}}", inside(&learned), inside(&passes))
}

//! How wide a text will be, without a font at hand.

/// Width of a text of font size 1 in a common sans serif, rounded up: labels that fit by this
/// measure fit in Helvetica, Arial, Liberation Sans and (barely) DejaVu Sans.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    let width = |character: char| match character {
        '{' | '}' | '(' | ')' | '-' | 'f' | 't' | 'r' => 0.38,
        ',' | '.' | ':' | ';' | ' ' | 'i' | 'l' | 'j' | '|' => 0.31,
        '∅' | 'm' | 'w' | 'M' | 'W' | '→' | '−' => 0.85,
        'A'..='Z' | 'Σ' => 0.7,
        // A bar above the letter before it.
        '\u{304}' => 0.0,
        _ => 0.6,
    };
    text.chars().map(width).sum::<f64>() * size
}

/// A text cut in the middle to at most `longest` characters.
pub(crate) fn abridged(text: &str, longest: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= longest || longest < 3 {
        return text.to_owned();
    }
    let (head, tail) = ((longest - 1).div_ceil(2), (longest - 1) / 2);
    let start: String = characters[..head].iter().collect();
    let end: String = characters[characters.len() - tail..].iter().collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_keep_both_ends() {
        assert_eq!(abridged("{1,2,3}", 9), "{1,2,3}");
        assert_eq!(abridged("{1,2,3,4,5}", 7), "{1,…,5}");
        assert!(text_width("{1,2}", 10.0) < text_width("{1,2,3}", 10.0));
        let (with_bar, without) = (text_width("λ̄", 10.0), text_width("λ", 10.0));
        assert!((with_bar - without).abs() < 1e-12);
    }
}

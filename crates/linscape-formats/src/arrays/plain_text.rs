//! Texts as other programs save them, brought to UTF-8.

use crate::arrays::tables::TableOptions;
use std::borrow::Cow;

/// The text without its byte order mark; UTF-16 with a mark, as spreadsheets and PowerShell save it,
/// becomes UTF-8. Anything else is left as it is, and whoever reads it says what is wrong.
pub(crate) fn plain_text(bytes: &[u8]) -> Cow<'_, [u8]> {
    let decoded = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        let text = String::from_utf16(&pairs.iter().map(|&pair| unit(pair)).collect::<Vec<_>>());
        text.ok().filter(|_| odd.is_empty()).map(String::into_bytes)
    };
    let utf16 = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => return Cow::Borrowed(rest),
        [0xff, 0xfe, rest @ ..] => decoded(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => decoded(rest, u16::from_be_bytes),
        _ => None,
    };
    utf16.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// The text of a table: where blanks separate cells, one blank for each run of them.
pub(crate) fn table_text<'a>(bytes: &'a [u8], options: &TableOptions) -> Cow<'a, [u8]> {
    let text = plain_text(bytes);
    if options.delimiter != Some(b' ') {
        return text;
    }
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let line = |line: &[u8]| {
        let words: Vec<&[u8]> = line.split(is_blank).filter(|word| !word.is_empty()).collect();
        words.join(&b' ')
    };
    Cow::Owned(text.split(|&byte| byte == b'\n').map(line).collect::<Vec<_>>().join(&b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_two_byte_texts_become_utf8() {
        let little: Vec<u8> = "\u{feff}σ,1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}σ,1".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big, "\u{feff}σ,1".into(), "σ,1".into()] {
            assert_eq!(plain_text(&bytes), "σ,1".as_bytes());
        }
    }

    #[test]
    fn half_a_letter_is_left_for_others_to_refuse() {
        assert_eq!(plain_text(b"\xff\xfea"), &b"\xff\xfea"[..]);
        assert_eq!(plain_text(b"\xff\xfe\x00\xd8"), &b"\xff\xfe\x00\xd8"[..]);
    }
}

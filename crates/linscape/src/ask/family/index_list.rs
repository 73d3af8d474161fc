//! Lists of indices as people write them and as the outputs print them.

/// The indices of a list with commas: `1,3`, `1-4,6`, `{1,2}`, and nothing, `{}` or `∅` for none. No index is
/// larger than `most`, so that no range is longer than a list of indices can be.
///
/// # Errors
/// The part that is no index.
pub(crate) fn read_indices(text: &str, most: usize) -> Result<Vec<usize>, String> {
    let text = text.trim();
    let bare = text.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
    let list = bare.unwrap_or(text).trim();
    if list.is_empty() || list == "∅" {
        return Ok(Vec::new());
    }
    let mut indices = Vec::new();
    for part in list.split(',') {
        let number = |text: &str| text.trim().parse::<usize>().ok();
        let range = match part.split_once('-') {
            None => number(part).map(|index| (index, index)),
            Some((first, last)) => number(first)
                .zip(number(last))
                .filter(|(first, last)| first <= last && *last <= most),
        };
        let (first, last) = range.ok_or_else(|| part.trim().to_owned())?;
        indices.extend(first..=last);
    }
    Ok(indices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_outputs_print_is_read() {
        for (text, indices) in [
            ("1,2", vec![1, 2]),
            (" { 1, 3 } ", vec![1, 3]),
            ("{1-4,6}", vec![1, 2, 3, 4, 6]),
            ("7-7", vec![7]),
            ("", vec![]),
            ("{}", vec![]),
            ("∅", vec![]),
        ] {
            assert_eq!(read_indices(text, 9), Ok(indices), "{text}");
        }
        for (text, part) in [
            ("{1", "{1"),
            ("1;2", "1;2"),
            ("1,,2", ""),
            ("3-1", "3-1"),
            ("1-99999999999", "1-99999999999"),
            ("-1", "-1"),
        ] {
            assert_eq!(read_indices(text, 9), Err(part.to_owned()), "{text}");
        }
    }
}

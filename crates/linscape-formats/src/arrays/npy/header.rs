//! The header of an npy file.
//!
//! The header is a Python dictionary of three entries. It is read here and not by npyz, which
//! multiplies the extents unchecked and descends into nested brackets without a bound: a file of a
//! hundred bytes could stop the program.

use crate::arrays::excerpt;
use crate::arrays::npy::NpyError;

/// What an npy header says about the data after it.
#[derive(Debug, PartialEq)]
pub(crate) struct NpyHeader {
    /// The element type as numpy writes it: `<f8`, or a list for a structured type.
    pub(crate) descr: String,
    pub(crate) fortran_order: bool,
    pub(crate) shape: Vec<u64>,
}

impl NpyHeader {
    /// The header at the beginning of `bytes`, and the bytes after it.
    pub(crate) fn split(bytes: &[u8]) -> Result<(Self, &[u8]), NpyError> {
        let rest = bytes.strip_prefix(b"\x93NUMPY").ok_or(NpyError::NotNpy)?;
        let (version, rest) = rest.split_first_chunk().ok_or(NpyError::HeaderCutShort)?;
        let (length, rest) = match version {
            [1, 0] => {
                let (length, rest) = rest.split_first_chunk().ok_or(NpyError::HeaderCutShort)?;
                (u32::from(u16::from_le_bytes(*length)), rest)
            }
            [2 | 3, 0] => {
                let (length, rest) = rest.split_first_chunk().ok_or(NpyError::HeaderCutShort)?;
                (u32::from_le_bytes(*length), rest)
            }
            &[major, minor] => return Err(NpyError::Version { major, minor }),
        };
        let length = usize::try_from(length).map_err(|_| NpyError::HeaderCutShort)?;
        let (text, data) = rest.split_at_checked(length).ok_or(NpyError::HeaderCutShort)?;
        // Only the names inside a structured type can hold more than ASCII, and those are refused.
        let text = String::from_utf8_lossy(text);
        Ok((Dictionary { rest: &text }.header()?, data))
    }
}

/// The part of the dictionary that is still to be read.
struct Dictionary<'a> {
    rest: &'a str,
}

impl<'a> Dictionary<'a> {
    fn header(mut self) -> Result<NpyHeader, NpyError> {
        let (mut descr, mut fortran_order, mut shape) = (None, None, None);
        self.expect("{")?;
        while !self.take("}") {
            let key = self.quoted()?;
            self.expect(":")?;
            match key {
                "descr" => descr = Some(self.descr()?),
                "fortran_order" => fortran_order = Some(self.boolean()?),
                "shape" => shape = Some(self.extents()?),
                _ => return Err(self.unexpected("descr, fortran_order or shape")),
            }
            if !self.take(",") {
                self.expect("}")?;
                break;
            }
        }
        if !self.rest.trim().is_empty() {
            return Err(self.unexpected("the end of the header"));
        }
        let missing = |key| move || NpyError::HeaderKeyMissing { key };
        let descr = descr.ok_or_else(missing("descr"))?.to_owned();
        let fortran_order = fortran_order.ok_or_else(missing("fortran_order"))?;
        let shape = shape.ok_or_else(missing("shape"))?;
        Ok(NpyHeader { descr, fortran_order, shape })
    }

    /// The element type: the text in quotes, or the whole list of a structured type.
    fn descr(&mut self) -> Result<&'a str, NpyError> {
        if !self.rest.trim_start().starts_with('[') {
            return self.quoted();
        }
        let list = self.rest.trim_start();
        let mut depth = 0_usize;
        for (at, letter) in list.char_indices() {
            match letter {
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let (descr, rest) = list.split_at(at + 1);
                self.rest = rest;
                return Ok(descr);
            }
        }
        Err(self.unexpected("a list that ends"))
    }

    fn boolean(&mut self) -> Result<bool, NpyError> {
        match (self.take("True"), self.take("False")) {
            (true, false) => Ok(true),
            (false, true) => Ok(false),
            _ => Err(self.unexpected("True or False")),
        }
    }

    /// `()`, `(3,)`, `(3, 4)`; old writers add an `L` to an integer.
    fn extents(&mut self) -> Result<Vec<u64>, NpyError> {
        let mut extents = Vec::new();
        self.expect("(")?;
        while !self.take(")") {
            let digits = self.rest.trim_start();
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            let extent = digits[..end].parse().map_err(|_| self.unexpected("an extent"))?;
            extents.push(extent);
            self.rest = &digits[end..];
            self.take("L");
            if !self.take(",") {
                self.expect(")")?;
                break;
            }
        }
        Ok(extents)
    }

    fn quoted(&mut self) -> Result<&'a str, NpyError> {
        let quote = if self.take("\"") { '"' } else { '\'' };
        if quote == '\'' {
            self.expect("'")?;
        }
        let (text, rest) =
            self.rest.split_once(quote).ok_or_else(|| self.unexpected("a closing quote"))?;
        self.rest = rest;
        Ok(text)
    }

    fn take(&mut self, token: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, token: &'static str) -> Result<(), NpyError> {
        if self.take(token) { Ok(()) } else { Err(self.unexpected(token)) }
    }

    fn unexpected(&self, expected: &'static str) -> NpyError {
        NpyError::HeaderText { expected, found: excerpt(self.rest.trim()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Result<NpyHeader, NpyError> {
        Dictionary { rest: text }.header()
    }

    #[test]
    fn the_entries_may_come_in_any_order_and_spacing() {
        let expected =
            NpyHeader { descr: "<f8".to_owned(), fortran_order: true, shape: vec![3, 4] };
        let texts = [
            "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), }          \n",
            "{'descr':'<f8','fortran_order':True,'shape':(3,4)}",
            "{\"shape\": (3L, 4L,), \"fortran_order\": True, \"descr\": \"<f8\"}\n",
        ];
        for text in texts {
            assert_eq!(header(text).as_ref(), Ok(&expected), "{text}");
        }
    }

    #[test]
    fn a_structured_type_is_named_whole() {
        let text = "{'descr': [('a', '<f8', (2,)), ('b', [('c', '<i4')])], 'shape': (1,), \
                    'fortran_order': False}";
        let descr = "[('a', '<f8', (2,)), ('b', [('c', '<i4')])]";
        assert_eq!(header(text).unwrap().descr, descr);
    }

    #[test]
    fn a_header_that_is_not_a_dictionary_of_three_is_refused() {
        let texts = [
            "",
            "{",
            "{}",
            "[1, 2]",
            "{'descr': '<f8'}",
            "{'descr': '<f8', 'fortran_order': False}",
            "{'descr': '<f8', 'shape': (1,)}",
            "{'fortran_order': False, 'shape': (1,)}",
            "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': 3}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (-3,)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (3.5,)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (3 4)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (3,",
            "{'descr': '<f8, 'fortran_order': False, 'shape': (3,)}",
            "{'descr': [[[, 'fortran_order': False, 'shape': (3,)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (3,)} more",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), 'extra': 1}",
        ];
        for text in texts {
            let refused = header(text);
            assert!(
                matches!(
                    refused,
                    Err(NpyError::HeaderText { .. } | NpyError::HeaderKeyMissing { .. })
                ),
                "{text}: {refused:?}"
            );
        }
    }
}

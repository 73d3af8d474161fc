//! The element types of npy files, and how their bytes become numbers and text.

use linscape_critical::Precision;

/// The type of an array's elements, as numpy names it: `<f8` is little-endian, `f`, 8 bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NpyElement {
    big_endian: bool,
    letter: char,
    /// Bytes an element takes, never 0.
    pub(crate) size: usize,
}

impl NpyElement {
    /// The type that numpy writes as `descr`; none for objects, structures and dates.
    pub(crate) fn from_descr(descr: &str) -> Option<Self> {
        let mut letters = descr.chars();
        let big_endian = match letters.next()? {
            '<' | '|' => false,
            '>' => true,
            _ => return None,
        };
        let letter = letters.next()?;
        let length = letters.as_str().parse::<u32>().ok().filter(|&length| length > 0)?;
        let size = usize::try_from(length).ok()?;
        // Unicode text is counted in characters of four bytes.
        let size = if letter == 'U' { size.checked_mul(4)? } else { size };
        Some(Self { big_endian, letter, size })
    }

    /// The elements in `data` as doubles; none if they are not real numbers.
    ///
    /// A 64-bit integer that no double equals is rounded to the nearest one; a truth value is 0 or 1.
    #[expect(clippy::cast_precision_loss, reason = "the rounding is documented")]
    pub(crate) fn numbers(self, data: &[u8]) -> Option<Vec<f64>> {
        Some(match (self.letter, self.size) {
            ('b', 1) => self.decode(data, |[byte]| f64::from(u8::from(byte != 0))),
            ('i', 1) => self.decode(data, |bytes| f64::from(i8::from_le_bytes(bytes))),
            ('i', 2) => self.decode(data, |bytes| f64::from(i16::from_le_bytes(bytes))),
            ('i', 4) => self.decode(data, |bytes| f64::from(i32::from_le_bytes(bytes))),
            ('i', 8) => self.decode(data, |bytes| i64::from_le_bytes(bytes) as f64),
            ('u', 1) => self.decode(data, |bytes| f64::from(u8::from_le_bytes(bytes))),
            ('u', 2) => self.decode(data, |bytes| f64::from(u16::from_le_bytes(bytes))),
            ('u', 4) => self.decode(data, |bytes| f64::from(u32::from_le_bytes(bytes))),
            ('u', 8) => self.decode(data, |bytes| u64::from_le_bytes(bytes) as f64),
            ('f', 2) => self.decode(data, |bytes| half_precision(u16::from_le_bytes(bytes))),
            ('f', 4) => self.decode(data, |bytes| f64::from(f32::from_le_bytes(bytes))),
            ('f', 8) => self.decode(data, f64::from_le_bytes),
            _ => return None,
        })
    }

    /// The precision of the elements: that of doubles for everything exact in a double.
    pub(crate) fn precision(self) -> Precision {
        match (self.letter, self.size) {
            ('f', 2) => Precision::HALF,
            ('f', 4) => Precision::SINGLE,
            _ => Precision::DOUBLE,
        }
    }

    /// The elements in `data` written out; none if they are neither real numbers nor text.
    pub(crate) fn texts(self, data: &[u8]) -> Option<Vec<String>> {
        Some(match (self.letter, self.size) {
            ('b', 1) => {
                self.decode(data, |[byte]| if byte == 0 { "False" } else { "True" }.to_owned())
            }
            ('i', 8) => self.decode(data, |bytes| i64::from_le_bytes(bytes).to_string()),
            ('u', 8) => self.decode(data, |bytes| u64::from_le_bytes(bytes).to_string()),
            ('U', size) => data.chunks_exact(size).map(|text| self.unicode(text)).collect(),
            ('S', size) => data
                .chunks_exact(size)
                .map(|text| String::from_utf8_lossy(text).trim_end_matches('\0').to_owned())
                .collect(),
            _ => self.numbers(data)?.iter().map(f64::to_string).collect(),
        })
    }

    /// Each `N` bytes of `data` in little-endian order, turned into a value.
    fn decode<const N: usize, T>(self, data: &[u8], value: impl Fn([u8; N]) -> T) -> Vec<T> {
        let (elements, _) = data.as_chunks::<N>();
        let in_order = elements.iter().map(|&element| {
            let mut bytes = element;
            if self.big_endian {
                bytes.reverse();
            }
            value(bytes)
        });
        in_order.collect()
    }

    /// Text in 32-bit code points, padded with zeros on the right.
    fn unicode(self, text: &[u8]) -> String {
        let letter = |point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
        let points = self.decode(text, |bytes| letter(u32::from_le_bytes(bytes)));
        String::from_iter(points).trim_end_matches('\0').to_owned()
    }
}

/// The value of an IEEE 754 half-precision number: 1 bit of sign, 5 of exponent, 10 of fraction.
pub(crate) fn half_precision(bits: u16) -> f64 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from((bits >> 10) & 0x1f);
    let fraction = bits & 0x3ff;
    let magnitude = match exponent {
        0 => f64::from(fraction) * 2_f64.powi(-24),
        0x1f if fraction == 0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => f64::from(1024 + fraction) * 2_f64.powi(exponent - 25),
    };
    sign * magnitude
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_follows_the_standard() {
        let cases = [
            (0x0000, 0.0),
            (0x0001, 2_f64.powi(-24)),
            (0x03ff, 1023.0 * 2_f64.powi(-24)),
            (0x0400, 2_f64.powi(-14)),
            (0x3555, 0.333_251_953_125),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x7c00, f64::INFINITY),
            (0xfc00, f64::NEG_INFINITY),
        ];
        for (bits, value) in cases {
            assert_eq!(half_precision(bits).to_bits(), f64::to_bits(value), "{bits:#06x}");
        }
        assert!(half_precision(0x7e00).is_nan());
    }

    #[test]
    fn types_that_are_neither_numbers_nor_text_have_no_element_type() {
        for descr in ["", "<", "<f", "f8", "=f8", "|O", "<M8[ns]", "<U0", "<f-8", "[('a', '<f8')]"]
        {
            assert_eq!(NpyElement::from_descr(descr), None, "{descr}");
        }
        for descr in ["<c16", "|V8", "<f16", "<i3", "<U3", "|S4"] {
            let element = NpyElement::from_descr(descr).unwrap();
            assert_eq!(element.numbers(&[0; 16]), None, "{descr}");
        }
    }
}

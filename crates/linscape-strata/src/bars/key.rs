//! Stable text keys of strata.

use std::fmt;
use std::str::FromStr;

use crate::{Bar, ModePair, Stratum, Summand};

/// What the stratum without summands is called: nothing but full bars.
const ONLY_FULL_BARS: &str = "full";

/// Why a text is no stratum key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StratumKeyError {
    /// Nothing at all.
    #[error("a stratum key is not empty; the stratum with nothing but full bars is `full`")]
    Empty,
    /// A section that starts with none of the four letters.
    #[error(
        "`{section}`: a section starts with p (pairs), i (input-null ends), o (output-null starts) or b (interior bars)"
    )]
    UnknownSection {
        /// The section.
        section: String,
    },
    /// Something between commas that is not as the grammar has it.
    #[error(
        "`{item}` in section `{section}`: expected {expected}, with `xN` after it for N ≥ 2 copies"
    )]
    MalformedItem {
        /// What was read.
        item: String,
        /// The section's letter.
        section: char,
        /// What the section holds.
        expected: &'static str,
    },
    /// Two sections, or two items of a section, that are equal or in the wrong order.
    #[error(
        "`{second}` cannot come after `{first}`: sections are in the order p, i, o, b and items increase"
    )]
    OutOfOrder {
        /// What came first.
        first: String,
        /// What came after it.
        second: String,
    },
}

/// The key of a stratum: short, stable, without spaces or characters special to a shell.
///
/// ```text
/// key      = "full" | section *( "." section )      sections in the order p, i, o, b; none empty
/// section  = "p" pair  *( "," pair )                 pairs (b,a) of unlearned modes
///          | "i" layer *( "," layer )                ends b of input-null bars
///          | "o" layer *( "," layer )                starts a of output-null bars
///          | "b" bar   *( "," bar )                  interior bars [x,y]
/// pair     = number "-" number [ copies ]            items of a section increase
/// bar      = number "-" number [ copies ]
/// layer    = number [ copies ]
/// copies   = "x" number                              at least 2; left out for one copy
/// number   = "0" | nonzero digit *digit
/// ```
///
/// # Examples
/// ```
/// use linscape_strata::Stratum;
/// let key = "p0-3x2,1-4.i0.o4x3.b1-1x2,2-3";
/// let stratum: Stratum = key.parse()?;
/// assert_eq!(stratum.unlearned().map(|(_, count)| count).sum::<usize>(), 3);
/// assert_eq!(stratum.to_string(), key);
/// # Ok::<(), linscape_strata::StratumKeyError>(())
/// ```
impl fmt::Display for Stratum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.key())
    }
}

impl Stratum {
    /// The key as a string: what [`Display`](fmt::Display) writes, without a detour.
    #[must_use]
    pub fn key(&self) -> String {
        if self.summands().is_empty() {
            return ONLY_FULL_BARS.to_owned();
        }
        let mut key = String::with_capacity(8 * self.summands().len());
        let mut section = None;
        for &(summand, count) in self.summands() {
            let letter = letter(summand);
            if section == Some(letter) {
                key.push(',');
            } else {
                if section.is_some() {
                    key.push('.');
                }
                key.push(letter);
                section = Some(letter);
            }
            push_item(&mut key, summand, count);
        }
        key
    }
}

impl FromStr for Stratum {
    type Err = StratumKeyError;

    /// Reads a key. It need not belong to any family: see [`Stratum::check`].
    fn from_str(key: &str) -> Result<Self, StratumKeyError> {
        if key.is_empty() {
            return Err(StratumKeyError::Empty);
        }
        let mut summands: Vec<(Summand, usize)> = Vec::new();
        if key == ONLY_FULL_BARS {
            return Ok(Self::from_sorted(summands));
        }
        for section in key.split('.') {
            let mut characters = section.chars();
            let letter = characters.next().filter(|letter| "piob".contains(*letter));
            let Some(letter) = letter else {
                return Err(StratumKeyError::UnknownSection { section: section.to_owned() });
            };
            if let Some(&(last, _)) = summands.last()
                && self::letter(last) == letter
            {
                let (first, second) = (letter.to_string(), section.to_owned());
                return Err(StratumKeyError::OutOfOrder { first, second });
            }
            for item in characters.as_str().split(',') {
                let (summand, count) = parse_item(letter, item)?;
                if let Some(&(last, copies)) = summands.last()
                    && last >= summand
                {
                    let mut first = self::letter(last).to_string();
                    push_item(&mut first, last, copies);
                    return Err(StratumKeyError::OutOfOrder {
                        first,
                        second: format!("{letter}{item}"),
                    });
                }
                summands.push((summand, count));
            }
        }
        Ok(Self::from_sorted(summands))
    }
}

/// The section a summand is written in.
fn letter(summand: Summand) -> char {
    match summand {
        Summand::Unlearned(_) => 'p',
        Summand::InputNull { .. } => 'i',
        Summand::OutputNull { .. } => 'o',
        Summand::Interior(_) => 'b',
    }
}

fn push_item(key: &mut String, summand: Summand, count: usize) {
    let (first, second) = match summand {
        Summand::Unlearned(pair) => (pair.input_end, Some(pair.output_start)),
        Summand::InputNull { end: layer } | Summand::OutputNull { start: layer } => (layer, None),
        Summand::Interior(bar) => (bar.start, Some(bar.end)),
    };
    push_number(key, first);
    if let Some(second) = second {
        key.push('-');
        push_number(key, second);
    }
    if count > 1 {
        key.push('x');
        push_number(key, count);
    }
}

/// Writes a number, most often a single digit.
fn push_number(key: &mut String, number: usize) {
    const DIGITS: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    if number > 9 {
        push_number(key, number / 10);
    }
    key.push(DIGITS[number % 10]);
}

fn parse_item(section: char, item: &str) -> Result<(Summand, usize), StratumKeyError> {
    let expected = match section {
        'p' => "a pair of layers such as 0-3",
        'b' => "a bar such as 1-2",
        _ => "a layer such as 1",
    };
    let malformed = || StratumKeyError::MalformedItem { item: item.to_owned(), section, expected };
    let (layers, count) = match item.split_once('x') {
        None => (item, 1),
        Some((layers, copies)) => {
            let count = number(copies).filter(|&count| count >= 2);
            (layers, count.ok_or_else(malformed)?)
        }
    };
    let summand = if matches!(section, 'p' | 'b') {
        let (first, second) = layers.split_once('-').ok_or_else(malformed)?;
        let first = number(first).ok_or_else(malformed)?;
        let second = number(second).ok_or_else(malformed)?;
        if section == 'p' {
            Summand::Unlearned(ModePair { input_end: first, output_start: second })
        } else {
            Summand::Interior(Bar { start: first, end: second })
        }
    } else {
        let layer = number(layers).ok_or_else(malformed)?;
        if section == 'i' {
            Summand::InputNull { end: layer }
        } else {
            Summand::OutputNull { start: layer }
        }
    };
    Ok((summand, count))
}

/// A number as it is printed: digits only, no leading zeros.
fn number(text: &str) -> Option<usize> {
    text.parse().ok().filter(|value: &usize| value.to_string() == text)
}

//! Which layers have biases.

use crate::Beside;
use std::fmt;
use thiserror::Error;

/// Which of the layers `1, …, h` have a bias: `x ↦ W_i x + b_i`. A bias that is zero is one.
///
/// What they do to the landscape depends on the last layer that has one
/// ([`place`](Self::place)).
///
/// # Examples
/// ```
/// use linscape_critical::{Beside, Biases};
/// let all = Biases::parse("all", 3)?;
/// // Widths 3,2,2,2: the offset of the outputs has one best value in 2 coordinates, whatever the
/// // other 4 biases are.
/// assert_eq!(all.beside(&[3, 2, 2, 2]), Beside { flat: 4, positive: 2 });
/// assert_eq!(Biases::parse("1,3", 3)?.to_string(), "1,3");
/// assert!(Biases::parse("2", 3).is_err());
/// # Ok::<(), linscape_critical::BiasesError>(())
/// ```
///
/// Source: `docs/theory.md`, "Biases".
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Biases {
    layers: Vec<bool>,
}

/// Where biases enter the landscape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BiasPlace {
    /// There are none.
    Nowhere,
    /// The last layer has one: the offset of the outputs is free at any weights, and splits off
    /// when inputs and outputs are centred.
    Output,
    /// The first layer alone: its bias is the weight of an input that is always 1.
    Input,
}

/// Why layers cannot have biases.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BiasesError {
    /// Neither a word nor a list of layers.
    #[error("'{text}' is none of none, last, all or a list of layers such as 1,3")]
    Unknown {
        /// What was given.
        text: String,
    },
    /// No such layer.
    #[error("there is no layer {layer} in a network of depth {depth}")]
    NoLayer {
        /// The layer given.
        layer: usize,
        /// `h`.
        depth: usize,
    },
    /// A constant that enters half-way.
    #[error(
        "the last bias is in layer {layer} of {depth}, and for a constant that enters half-way no closed form is \
         known: give the last layer a bias too (last or all), or leave biases to layer 1 alone"
    )]
    HalfWay {
        /// The last layer with a bias.
        layer: usize,
        /// `h`.
        depth: usize,
    },
}

impl Biases {
    /// None at all.
    #[must_use]
    pub fn none(depth: usize) -> Self {
        Self { layers: vec![false; depth] }
    }

    /// In the layers marked, from the input on.
    ///
    /// # Errors
    /// When the last of them is neither the last layer nor the first.
    pub fn of_layers(layers: Vec<bool>) -> Result<Self, BiasesError> {
        let depth = layers.len();
        match layers.iter().rposition(|&has_bias| has_bias) {
            Some(last) if last > 0 && last + 1 < depth => {
                Err(BiasesError::HalfWay { layer: last + 1, depth })
            }
            _ => Ok(Self { layers }),
        }
    }

    /// `none`, `last`, `all`, or the numbers of layers from 1 with commas, in a network of depth `h`.
    ///
    /// # Errors
    /// When the text is none of these, or as [`of_layers`](Self::of_layers).
    pub fn parse(text: &str, depth: usize) -> Result<Self, BiasesError> {
        let mut layers = vec![false; depth];
        match text.trim() {
            "none" => {}
            "all" => layers.fill(true),
            "last" => layers[depth - 1] = true,
            list => {
                let unknown = || BiasesError::Unknown { text: text.to_owned() };
                for part in list.split(',') {
                    let layer: usize = part.trim().parse().map_err(|_| unknown())?;
                    let place = layer.checked_sub(1).and_then(|at| layers.get_mut(at));
                    *place.ok_or(BiasesError::NoLayer { layer, depth })? = true;
                }
            }
        }
        Self::of_layers(layers)
    }

    /// Where they enter the landscape. The bias of a network of one layer is at its output.
    #[must_use]
    pub fn place(&self) -> BiasPlace {
        match self.layers.iter().rposition(|&has_bias| has_bias) {
            None => BiasPlace::Nowhere,
            Some(last) if last + 1 == self.layers.len() => BiasPlace::Output,
            Some(_) => BiasPlace::Input,
        }
    }

    /// No layer has one.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.place() == BiasPlace::Nowhere
    }

    /// The last layer has one, and no other.
    #[must_use]
    pub fn is_last_alone(&self) -> bool {
        self.layers() == [self.layers.len()]
    }

    /// For every layer from the input on, whether it has one.
    #[must_use]
    pub fn in_layers(&self) -> &[bool] {
        &self.layers
    }

    /// The numbers of the layers that have one, from 1.
    #[must_use]
    pub fn layers(&self) -> Vec<usize> {
        let numbered = (1..).zip(&self.layers);
        numbered.filter(|(_, has_bias)| **has_bias).map(|(layer, _)| layer).collect()
    }

    /// How many numbers they are, in a network of widths `d_0, …, d_h`.
    #[must_use]
    pub fn parameters(&self, widths: &[usize]) -> usize {
        self.layers().into_iter().map(|layer| widths[layer]).sum()
    }

    /// What stands beside the landscape of the product: the offset of the outputs, `d_h`
    /// coordinates in which the loss rises, and every other bias, on which it then does not
    /// depend. Nothing where the only bias is one of the inputs' weights.
    #[must_use]
    pub fn beside(&self, widths: &[usize]) -> Beside {
        if self.place() != BiasPlace::Output {
            return Beside::default();
        }
        let positive = widths[self.layers.len()];
        Beside { flat: self.parameters(widths) - positive, positive }
    }
}

impl fmt::Display for Biases {
    /// As [`parse`](Self::parse) reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.layers().iter().map(ToString::to_string).collect();
        let (has_all, depth) = (numbers.len() == self.layers.len(), self.layers.len());
        match self.place() {
            BiasPlace::Nowhere => f.pad("none"),
            BiasPlace::Output if numbers.len() == 1 && depth > 1 => f.pad("last"),
            _ if has_all => f.pad("all"),
            _ => f.pad(&numbers.join(",")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_lists_are_read_as_they_are_written() {
        for (text, depth, layers, place) in [
            ("none", 3, &[][..], BiasPlace::Nowhere),
            ("last", 3, &[3], BiasPlace::Output),
            ("all", 2, &[1, 2], BiasPlace::Output),
            ("1", 3, &[1], BiasPlace::Input),
            ("1,3", 3, &[1, 3], BiasPlace::Output),
            ("all", 1, &[1], BiasPlace::Output),
        ] {
            let read = Biases::parse(text, depth).expect(text);
            assert_eq!((read.layers(), read.place()), (layers.to_vec(), place), "{text}");
            assert_eq!(read.to_string(), text);
        }
        assert_eq!(Biases::parse(" 3 , 1 ", 3), Biases::parse("1,3", 3));
    }

    #[test]
    fn what_is_no_list_of_layers_is_refused_by_name() {
        let fault = |text: &str| Biases::parse(text, 3).expect_err(text).to_string();
        assert!(fault("first").contains("'first'"));
        assert!(fault("").contains("''"));
        assert!(fault("0").contains("no layer 0"));
        assert!(fault("1,4").contains("no layer 4 in a network of depth 3"));
        assert!(fault("1,2").contains("the last bias is in layer 2 of 3"));
    }

    #[test]
    fn an_input_that_is_always_one_is_no_coordinate_beside() {
        let first = Biases::parse("1", 2).expect("first");
        assert_eq!(first.beside(&[4, 3, 2]), Beside::default());
        assert_eq!(first.parameters(&[4, 3, 2]), 3);
    }
}

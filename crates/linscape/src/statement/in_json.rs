//! How options that are texts on a command line stand in JSON: lists as lists, numbers as numbers.

#![allow(clippy::ref_option, reason = "the signature that serde asks for")]

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};

/// Singular values: a list of numbers or of texts such as `5/2`, or one text with commas.
pub(super) mod numbers {
    use super::{Deserialize, Deserializer, Error, Serialize, Serializer, Value, parts};

    pub(crate) fn serialize<S: Serializer>(
        text: &Option<String>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        text.as_deref().map(parts).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<String>, D::Error> {
        let one = |value: Value| match value {
            Value::Number(number) => Ok(number.to_string()),
            Value::String(text) => Ok(text.trim().to_owned()),
            other => Err(D::Error::custom(format!("{other} is neither a number nor its text"))),
        };
        match Option::<Value>::deserialize(from)? {
            None => Ok(None),
            Some(Value::Array(values)) => {
                let texts = values.into_iter().map(one).collect::<Result<Vec<_>, _>>()?;
                // No values: Σ = 0.
                Ok(Some(if texts.is_empty() { "0".to_owned() } else { texts.join(",") }))
            }
            Some(value) => one(value).map(Some),
        }
    }
}

/// Widths: a list of whole numbers, or one text with commas.
pub(super) mod widths {
    use super::{Deserialize, Deserializer, Serialize, Serializer, parts};

    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a list of whole numbers")]
    enum Widths {
        List(Vec<usize>),
        Text(String),
    }

    pub(crate) fn serialize<S: Serializer>(
        text: &Option<String>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let Some(text) = text else { return to.serialize_none() };
        match parts(text).iter().map(|part| part.parse()).collect::<Result<Vec<usize>, _>>() {
            Ok(widths) => widths.serialize(to),
            Err(_) => text.serialize(to),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<String>, D::Error> {
        Ok(Option::<Widths>::deserialize(from)?.map(|widths| match widths {
            Widths::List(widths) => {
                widths.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
            }
            Widths::Text(text) => text,
        }))
    }
}

/// Layers: a list of their numbers, or a word such as `all`.
pub(super) mod layers {
    pub(crate) use super::widths::{deserialize, serialize};
}

/// One number, as it was written.
pub(super) mod number {
    use super::{Deserialize, Deserializer, Number, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        text: &Option<String>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let Some(text) = text else { return to.serialize_none() };
        match serde_json::from_str::<Number>(text) {
            Ok(number) => number.serialize(to),
            Err(_) => text.serialize(to),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<String>, D::Error> {
        Ok(Option::<Number>::deserialize(from)?.map(|number| number.to_string()))
    }
}

/// A real number; whole ones stand without a point, so that `10` and `10.0` are one question.
pub(crate) mod real {
    use super::{Deserialize, Deserializer, Serialize, Serializer};

    /// Whole numbers below this one are told apart by doubles.
    const WHOLE: f64 = 9_007_199_254_740_992.0;

    #[allow(clippy::cast_possible_truncation, reason = "a whole number within the range")]
    pub(crate) fn serialize<S: Serializer>(value: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
        match *value {
            Some(value) if value.fract() == 0.0 && value.abs() < WHOLE => {
                (value as i64).serialize(to)
            }
            other => other.serialize(to),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
        Option::deserialize(from)
    }
}

/// The parts between commas; no text at all has none.
fn parts(text: &str) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { text.split(',').map(str::trim).collect() }
}

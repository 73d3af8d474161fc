//! Weights as fractions.

use std::{fmt, path::Path};

use linscape_critical::{ExactNumberError, parse_exact};
use linscape_exact::Matrix;
use num_rational::BigRational;
use serde_json::Value;

use crate::weights::{ReadWeights, ReadWeightsError, read_weights};
use crate::{OptionName, Voice, WholeFileError, Worded};

/// Most significant digits that a floating-point number may need to count as a decimal: every
/// decimal of so many digits survives a double.
const DIGITS: usize = 15;

/// Why a file holds no rational weights.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum ExactWeightsError {
    /// A file of arrays that cannot be read.
    #[error(transparent)]
    Weights(#[from] ReadWeightsError),
    /// A file that cannot be read at all.
    #[error("{file}: {fault}")]
    Unreadable {
        /// The file.
        file: String,
        /// What is wrong.
        fault: WholeFileError,
    },
    /// A text that is no JSON.
    #[error("{file}: no JSON: {fault}")]
    NoJson {
        /// The file.
        file: String,
        /// What is wrong, with line and column.
        fault: serde_json::Error,
    },
    /// Neither `W1`, `W2`, … nor `weights`.
    #[error(
        "{file}: expected an object with W1, W2, … or with a list weights, each a list of rows"
    )]
    NoWeights {
        /// The file.
        file: String,
    },
    /// A layer that is no matrix.
    #[error("{file}: {layer} is no matrix: a list of rows of one length")]
    NoMatrix {
        /// The file.
        file: String,
        /// The layer.
        layer: String,
    },
    /// A bias that is no list of numbers.
    #[error("{file}: {bias} is no list of numbers")]
    NoBias {
        /// The file.
        file: String,
        /// The bias.
        bias: String,
    },
    /// A bias of no layer.
    #[error("{file}: {bias} is the bias of no layer: the last one is {layers}")]
    BiasOfNone {
        /// The file.
        file: String,
        /// The bias.
        bias: String,
        /// How many layers there are.
        layers: usize,
    },
    /// An entry that is no number.
    #[error("{file}: {layer}: {fault}")]
    Entry {
        /// The file.
        file: String,
        /// The layer.
        layer: String,
        /// What is wrong.
        fault: ExactNumberError,
    },
    /// An entry that was computed.
    Rounded {
        /// The file.
        file: String,
        /// The layer.
        layer: String,
        /// The entry.
        value: f64,
    },
}

impl Worded for ExactWeightsError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weights(fault) => fault.word(voice, out),
            Self::Rounded { file, layer, value } => write!(
                out,
                "{file}: {layer} holds {value}, a number of more than {DIGITS} digits: rounded, it \
                 proves nothing; write exact entries as strings in JSON (\"1/3\"), or classify without \
                 {}",
                voice.option(OptionName::Exact)
            ),
            Self::Unreadable { .. }
            | Self::NoJson { .. }
            | Self::NoWeights { .. }
            | Self::NoMatrix { .. }
            | Self::NoBias { .. }
            | Self::BiasOfNone { .. }
            | Self::Entry { .. } => write!(out, "{self}"),
        }
    }
}

/// Rational weights with the names of their layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactWeights {
    /// `W_1, …, W_h`.
    pub weights: Vec<Matrix<BigRational>>,
    /// `b_1, …, b_h`, where there are any.
    pub biases: Vec<Option<Vec<BigRational>>>,
    /// What the matrices are called.
    pub names: Vec<String>,
}

/// Reads rational weights: JSON with `W1`, `W2`, … or with a list `weights` (a certificate), rows of
/// numbers or of strings such as `"1/3"`, and biases `b1`, `b2`, … or a list `biases` beside them, null where a layer has
/// none; or arrays as [`read_weights`] reads them.
///
/// Floating-point numbers are read as the shortest decimals that are rounded to them: 0.1 is `1/10`,
/// not the binary fraction nearest to it. One that needs more than 15 digits was computed, and is
/// refused.
///
/// # Errors
/// One line that names the file and the layer.
///
/// # Examples
/// ```
/// use linscape_formats::read_exact_weights;
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("W.json");
/// std::fs::write(&path, r#"{"W1": [["1/3", 0.1]], "W2": [[3]]}"#)?;
/// let read = read_exact_weights(&path, None, false)?;
/// assert_eq!(read.names, ["W1", "W2"]);
/// assert_eq!(read.weights[0].row(0)[1].to_string(), "1/10");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_exact_weights(
    path: &Path,
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ExactWeights, ExactWeightsError> {
    let file = path.display().to_string();
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if !is_json {
        return of_floats(&file, &read_weights(path, layers, transpose)?);
    }
    let text = crate::read_json(path)
        .map_err(|fault| ExactWeightsError::Unreadable { file: file.clone(), fault })?;
    let document: Value = serde_json::from_str(&text)
        .map_err(|fault| ExactWeightsError::NoJson { file: file.clone(), fault })?;
    let named = match layers {
        Some(names) => names.iter().map(|name| (name.clone(), document.get(name))).collect(),
        None => layers_of(&document),
    };
    if named.is_empty() || named.iter().any(|(_, value)| value.is_none()) {
        return Err(ExactWeightsError::NoWeights { file });
    }
    let (names, values): (Vec<_>, Vec<_>) = named.into_iter().unzip();
    let matrices = names.iter().zip(values.into_iter().flatten());
    let matrices = matrices.map(|(layer, value)| {
        let matrix = matrix(&file, layer, value)?;
        Ok(if transpose { matrix.transposed() } else { matrix })
    });
    let weights = matrices.collect::<Result<_, ExactWeightsError>>()?;
    let biases = biases_of(&file, &document, names.len())?;
    Ok(ExactWeights { weights, biases, names })
}

/// `b1`, `b2`, …, or the entries of `biases`, for so many layers.
fn biases_of(
    file: &str,
    document: &Value,
    layers: usize,
) -> Result<Vec<Option<Vec<BigRational>>>, ExactWeightsError> {
    let name = |at: usize| format!("b{}", at + 1);
    let fields: Vec<(String, &Value)> = match document.get("biases") {
        Some(Value::Array(list)) => (0..).map(name).zip(list).collect(),
        Some(Value::Null) => Vec::new(),
        Some(_) => {
            let (file, bias) = (file.to_owned(), "biases".to_owned());
            return Err(ExactWeightsError::NoBias { file, bias });
        }
        None => {
            let fields = document.as_object().into_iter().flatten();
            fields
                .filter(|(key, _)| is_bias(key))
                .map(|(key, value)| (key.clone(), value))
                .collect()
        }
    };
    let mut biases = vec![None; layers];
    for (bias, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
        let at: usize = bias[1..].parse().unwrap_or(usize::MAX);
        let Some(place) = at.checked_sub(1).and_then(|at| biases.get_mut(at)) else {
            return Err(ExactWeightsError::BiasOfNone { file: file.to_owned(), bias, layers });
        };
        let no_bias = || ExactWeightsError::NoBias { file: file.to_owned(), bias: bias.clone() };
        let list = value.as_array().ok_or_else(no_bias)?;
        let entries =
            list.iter().map(|value| entry(file, &bias, value).unwrap_or_else(|| Err(no_bias())));
        *place = Some(entries.collect::<Result<_, _>>()?);
    }
    Ok(biases)
}

/// `b` and a number.
fn is_bias(key: &str) -> bool {
    key.strip_prefix('b')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `W1`, `W2`, … as far as they go, or the entries of `weights`.
fn layers_of(document: &Value) -> Vec<(String, Option<&Value>)> {
    let name = |at: usize| format!("W{}", at + 1);
    if let Some(list) = document.get("weights").and_then(Value::as_array) {
        return list.iter().enumerate().map(|(at, value)| (name(at), Some(value))).collect();
    }
    let named = (0..).map(|at| (name(at), document.get(name(at))));
    named.take_while(|(_, value)| value.is_some()).collect()
}

fn matrix(
    file: &str,
    layer: &str,
    value: &Value,
) -> Result<Matrix<BigRational>, ExactWeightsError> {
    let no_matrix =
        || ExactWeightsError::NoMatrix { file: file.to_owned(), layer: layer.to_owned() };
    let rows = value.as_array().ok_or_else(no_matrix)?;
    let rows: Vec<&Vec<Value>> =
        rows.iter().map(Value::as_array).collect::<Option<_>>().ok_or_else(no_matrix)?;
    let columns = rows.first().map_or(0, |row| row.len());
    if columns == 0 || rows.iter().any(|row| row.len() != columns) {
        return Err(no_matrix());
    }
    let entries = rows.iter().flat_map(|row| row.iter());
    let entries =
        entries.map(|value| entry(file, layer, value).unwrap_or_else(|| Err(no_matrix())));
    let entries: Vec<BigRational> = entries.collect::<Result<_, _>>()?;
    Ok(Matrix::from_fn(rows.len(), columns, |row, column| entries[row * columns + column].clone()))
}

/// A number or a fraction as text; none of anything else.
fn entry(file: &str, layer: &str, value: &Value) -> Option<Result<BigRational, ExactWeightsError>> {
    match value {
        Value::String(text) => Some(exact(file, layer, text)),
        Value::Number(number) => Some(match number.as_f64() {
            Some(value) if !(number.is_i64() || number.is_u64()) => decimal(file, layer, value),
            _ => exact(file, layer, &number.to_string()),
        }),
        _ => None,
    }
}

fn exact(file: &str, layer: &str, text: &str) -> Result<BigRational, ExactWeightsError> {
    parse_exact(text).map_err(|fault| ExactWeightsError::Entry {
        file: file.to_owned(),
        layer: layer.to_owned(),
        fault,
    })
}

/// The decimal that a double stands for, if it can stand for one.
fn decimal(file: &str, layer: &str, value: f64) -> Result<BigRational, ExactWeightsError> {
    let text = format!("{value:e}");
    let mantissa = text.split('e').next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    // Whole numbers of a double have up to 16 digits and are what they are.
    if digits > DIGITS && value.fract() != 0.0 {
        let (file, layer) = (file.to_owned(), layer.to_owned());
        return Err(ExactWeightsError::Rounded { file, layer, value });
    }
    exact(file, layer, &text)
}

fn of_floats(file: &str, read: &ReadWeights) -> Result<ExactWeights, ExactWeightsError> {
    let layers = read.names.iter().zip(read.weights.matrices());
    let weights = layers.map(|(layer, matrix)| {
        let (rows, columns) = matrix.shape();
        let mut entries = Vec::with_capacity(rows * columns);
        for row in 0..rows {
            for column in 0..columns {
                entries.push(decimal(file, layer, matrix[(row, column)])?);
            }
        }
        Ok(Matrix::from_fn(rows, columns, |row, column| entries[row * columns + column].clone()))
    });
    let weights = weights.collect::<Result<_, ExactWeightsError>>()?;
    let bias = |(at, bias): (usize, &Option<_>)| {
        let bias: &nalgebra::DVector<f64> = bias.as_ref()?;
        let name = format!("b{}", at + 1);
        Some(bias.iter().map(|&value| decimal(file, &name, value)).collect())
    };
    let biases = read.weights.biases().iter().enumerate().map(|at| bias(at).transpose());
    let biases = biases.collect::<Result<_, ExactWeightsError>>()?;
    Ok(ExactWeights { weights, biases, names: read.names.clone() })
}

//! What can be wrong with a file of weights.

use std::{fmt, io, path::PathBuf};

use linscape_critical::{TooLarge, numbered};
use thiserror::Error;

use crate::weights::{PickleFault, TorchFault};
use crate::{NpyError, NpzError, OptionName, Voice, WholeFileError, Worded};

/// A file of weights that could not be read: which one, and what is wrong with it.
#[derive(Debug, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub struct ReadWeightsError {
    /// The path as it was given.
    pub path: PathBuf,
    /// What is wrong.
    pub fault: WeightsFault,
}

/// What is wrong with a file of weights, whatever its name.
#[derive(Debug, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum WeightsFault {
    /// The name ends in no extension that is read.
    #[error("unknown extension; weights are read from .npz, .safetensors, .pt and .pth")]
    UnknownExtension,
    /// A checkpoint of PyTorch under another name.
    #[error("holds a checkpoint of PyTorch; name it .pt, and it is read")]
    TorchUnderOtherName,
    /// A checkpoint of PyTorch that is not read.
    #[error(transparent)]
    Torch(#[from] TorchFault),
    /// A pickle of Python, by its name.
    #[error(
        "a Python pickle, which may run code and is not read; save the arrays with \
         numpy.savez('W.npz', W1=…, W2=…)"
    )]
    PythonPickle,
    /// The operating system refuses the file.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    /// It does not fit into memory.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// Nothing in it.
    #[error("the file is empty; save the weights again")]
    EmptyFile,
    /// The bytes are no npz archive, or an array of it is damaged.
    #[error(transparent)]
    Npz(#[from] NpzError),
    /// The bytes are no safetensors file.
    #[error("not a safetensors file, or cut short ({reason}); save it again with safetensors")]
    NotSafetensors {
        /// What the format's own reader says.
        reason: String,
    },
    /// An array of Python objects whose pickle is not read.
    #[error(
        "array {name:?} holds Python objects, and {fault}; save the arrays with \
         numpy.savez('W.npz', W1=…, W2=…)"
    )]
    Objects {
        /// Its name.
        name: String,
        /// What is wrong with the pickle.
        fault: PickleFault,
    },
    /// The bytes are no npy file.
    #[error(transparent)]
    Array {
        /// What is wrong with them.
        fault: NpyError,
    },
    /// One array of numbers.
    #[error(
        "one array of numbers, and a network has an array a layer; save them with numpy.savez('W.npz', \
         W1=…, W2=…)"
    )]
    OneArray,
    /// No tensor is a matrix.
    #[error("holds no weight matrix; save one 2-dimensional tensor a layer")]
    NoMatrices,
    /// A bias of no layer.
    Bias {
        /// Its name.
        name: String,
        /// How many numbers it holds.
        length: usize,
    },
    /// A bias of another length than its layer.
    #[error(
        "bias {name:?} has {}, but its layer {layer:?} has {}",
        numbered(length, "entry", "entries"),
        numbered(width, "unit", "units")
    )]
    BiasLength {
        /// Its name.
        name: String,
        /// How many numbers it holds.
        length: usize,
        /// The name of the layer's matrix.
        layer: String,
        /// How many rows that has.
        width: usize,
    },
    /// A vector where a matrix was named.
    Vector {
        /// Its name.
        name: String,
        /// How many numbers it holds.
        length: usize,
    },
    /// A vector that a layer of normalisation calls its own.
    Scale {
        /// Its name.
        name: String,
        /// How many numbers it holds.
        length: usize,
    },
    /// A tensor of three or more dimensions, or a number.
    Dimensions {
        /// Its name.
        name: String,
        /// How many.
        dimensions: usize,
    },
    /// A run where one checkpoint is asked for.
    #[error("holds a run of {checkpoints} checkpoints; take one of them, FILE:0 being the first")]
    Stacked {
        /// How many.
        checkpoints: usize,
    },
    /// A checkpoint that a run does not have.
    #[error("has no checkpoint {at}: it holds {checkpoints}, counted from 0")]
    NoCheckpoint {
        /// The one asked for.
        at: usize,
        /// How many there are.
        checkpoints: usize,
    },
    /// One array that may be either.
    #[error(
        "array {name:?} of shape {count}×{rows}×{rows} may hold {count} layers, or {count} checkpoints of \
         one; save an array a layer, W1, W2, …"
    )]
    LayersOrCheckpoints {
        /// Its name.
        name: String,
        /// The first extent.
        count: usize,
        /// The others.
        rows: usize,
    },
    /// A matrix without rows or columns.
    EmptyTensor {
        /// Its name.
        name: String,
        /// Its rows.
        rows: usize,
        /// Its columns.
        columns: usize,
    },
    /// Elements that are not floating numbers of 16, 32 or 64 bits.
    #[error("tensor {name:?} holds {dtype}; float64, float32, float16 and bfloat16 are read")]
    Element {
        /// Its name.
        name: String,
        /// The element type.
        dtype: String,
    },
    /// A name of `--layers` that is not there, or a gap in `W1`, `W2`, ….
    #[error("there is no tensor {name:?}; there are {}", present.join(", "))]
    Missing {
        /// The name.
        name: String,
        /// The names there are.
        present: Vec<String>,
    },
    /// A name twice in `--layers`.
    Repeated {
        /// The name.
        name: String,
    },
    /// The names do not tell which layer comes first.
    NoOrder {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// Two neighbours do not chain.
    Chain {
        /// Name of the first of the two.
        this_name: String,
        /// Its shape.
        this: (usize, usize),
        /// Name of the second.
        next_name: String,
        /// Its shape.
        next: (usize, usize),
        /// With every matrix transposed they would chain.
        transposes_chain: bool,
    },
    /// An entry that is NaN or infinite.
    #[error("tensor {name:?}, row {row}, column {column} is {value}; every weight must be finite")]
    NotFinite {
        /// Name of the tensor.
        name: String,
        /// 1-based row.
        row: usize,
        /// 1-based column.
        column: usize,
        /// NaN or an infinity.
        value: f64,
    },
}

impl Worded for ReadWeightsError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path.display(), self.fault.in_words(voice))
    }
}

impl Worded for WeightsFault {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let layers = voice.option(OptionName::Layers);
        match self {
            Self::Bias { name, length } => write!(
                out,
                "tensor {name:?} of length {length} is called a bias, but no layer bears its name; call \
                 it as its layer (0.weight and 0.bias, W1 and b1), or name the weights with {layers}"
            ),
            Self::Vector { name, length } => write!(
                out,
                "tensor {name:?} is a vector of {length} and no matrix; name the weights with {layers}"
            ),
            Self::Scale { name, length } => write!(
                out,
                "tensor {name:?} of length {length} belongs to a layer that is not linear, such as a \
                 normalisation; leave it out by naming the weights with {layers}"
            ),
            Self::Dimensions { name, dimensions } => write!(
                out,
                "tensor {name:?} has {} and is no matrix; name the weights with {layers}",
                numbered(dimensions, "dimension", "dimensions")
            ),
            Self::EmptyTensor { name, rows, columns } => write!(
                out,
                "tensor {name:?} of shape {rows}×{columns} is empty; name the weights with {layers}"
            ),
            Self::Repeated { name } => write!(out, "{layers} names tensor {name:?} twice"),
            Self::NoOrder { first, second } => write!(
                out,
                "no order of layers: tensors {first:?} and {second:?} differ in more than numbers; \
                 name them from the input on with {layers} a,b,c"
            ),
            Self::Chain { this_name, this, next_name, next, transposes_chain } => {
                write!(
                    out,
                    "{next_name:?} is {}×{} and cannot follow {this_name:?}, which is {}×{}",
                    next.0, next.1, this.0, this.1
                )?;
                if *transposes_chain {
                    let transpose = voice.option(OptionName::Transpose);
                    let kernels = "; all would chain transposed (in × out kernels): add";
                    write!(out, "{kernels} {transpose}")?;
                }
                Ok(())
            }
            Self::UnknownExtension
            | Self::BiasLength { .. }
            | Self::TorchUnderOtherName
            | Self::Torch(_)
            | Self::PythonPickle
            | Self::Unreadable(_)
            | Self::TooLarge(_)
            | Self::EmptyFile
            | Self::Npz(_)
            | Self::NotSafetensors { .. }
            | Self::NoMatrices
            | Self::Objects { .. }
            | Self::Array { .. }
            | Self::OneArray
            | Self::Stacked { .. }
            | Self::NoCheckpoint { .. }
            | Self::LayersOrCheckpoints { .. }
            | Self::Element { .. }
            | Self::Missing { .. }
            | Self::NotFinite { .. } => write!(out, "{self}"),
        }
    }
}

impl WeightsFault {
    /// A fault of one array of an archive, in the words used for tensors.
    pub(crate) fn of_array(name: &str, fault: NpzError) -> Self {
        match fault {
            NpzError::Array { fault: NpyError::NotFinite { row, column, value }, .. } => {
                Self::NotFinite { name: name.to_owned(), row, column, value }
            }
            fault => fault.into(),
        }
    }
}

impl From<WholeFileError> for WeightsFault {
    fn from(error: WholeFileError) -> Self {
        match error {
            WholeFileError::Unreadable(fault) => Self::Unreadable(fault),
            WholeFileError::TooLarge(fault) => Self::TooLarge(fault),
        }
    }
}

impl ReadWeightsError {
    /// Whether the file is sound, but more than memory has room for.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        match &self.fault {
            WeightsFault::TooLarge(_) | WeightsFault::Torch(TorchFault::TooLarge(_)) => true,
            WeightsFault::Npz(fault) => fault.is_too_large(),
            _ => false,
        }
    }
}

//! The element types of stored tensors.

use crate::arrays::npy::half_precision;

/// The type of the elements of a storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    /// `DoubleStorage`.
    Double,
    /// `FloatStorage`.
    Single,
    /// `HalfStorage`.
    Half,
    /// `BFloat16Storage`.
    Brain,
    /// Elements that are no floating numbers of real weights.
    Other {
        /// How torch calls the type.
        name: &'static str,
        /// Bytes an element takes.
        size: usize,
    },
}

impl Element {
    /// The type that a class of storages holds, by the name of the class in `torch`.
    pub(crate) fn of_storage(class: &str) -> Option<Self> {
        let other = |name, size| Self::Other { name, size };
        Some(match class {
            "DoubleStorage" => Self::Double,
            "FloatStorage" => Self::Single,
            "HalfStorage" => Self::Half,
            "BFloat16Storage" => Self::Brain,
            "LongStorage" => other("int64", 8),
            "IntStorage" => other("int32", 4),
            "ShortStorage" => other("int16", 2),
            "CharStorage" => other("int8", 1),
            "ByteStorage" => other("uint8", 1),
            "BoolStorage" => other("bool", 1),
            "ComplexFloatStorage" => other("complex64", 8),
            "ComplexDoubleStorage" => other("complex128", 16),
            _ => return None,
        })
    }

    /// Bytes an element takes.
    pub(crate) fn size(self) -> usize {
        match self {
            Self::Double => 8,
            Self::Single => 4,
            Self::Half | Self::Brain => 2,
            Self::Other { size, .. } => size,
        }
    }

    /// How torch calls the type.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Double => "float64",
            Self::Single => "float32",
            Self::Half => "float16",
            Self::Brain => "bfloat16",
            Self::Other { name, .. } => name,
        }
    }

    /// Relative spacing of the numbers of the type.
    pub(crate) fn epsilon(self) -> f64 {
        match self {
            Self::Double | Self::Other { .. } => f64::EPSILON,
            Self::Single => f64::from(f32::EPSILON),
            Self::Half => 2_f64.powi(-10),
            Self::Brain => 2_f64.powi(-7),
        }
    }
}

/// Little-endian bytes of a half-precision number.
pub(crate) fn half(bytes: [u8; 2]) -> f64 {
    half_precision(u16::from_le_bytes(bytes))
}

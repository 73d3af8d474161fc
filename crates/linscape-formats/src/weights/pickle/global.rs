//! The few names of Python that a pickle of tensors needs.

use crate::weights::pickle::element::Element;

/// A name that the pickle may use. What is called is done here, and nothing of Python.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Global {
    /// `collections.OrderedDict`.
    OrderedDict,
    /// `torch.Size`, a tuple.
    Size,
    /// Calls whose results no tensor depends on: sets, devices, bytes written as text.
    Ignored,
    /// An element type as a value, of no interest.
    ElementType,
    /// A class of storages.
    Storage(Element),
    /// `torch._utils._rebuild_tensor` and `_rebuild_tensor_v2`.
    RebuildTensor,
    /// `torch._utils._rebuild_parameter`: a tensor that is trained.
    RebuildParameter,
    /// `numpy.core.multiarray._reconstruct`, which makes an array without elements.
    EmptyArray,
    /// `numpy.ndarray`, the class of arrays.
    ArrayClass,
    /// `numpy.dtype`.
    ArrayType,
}

impl Global {
    /// The name that is meant, if it may be used.
    pub(super) fn named(module: &str, name: &str) -> Option<Self> {
        match (module, name) {
            ("collections", "OrderedDict") => Some(Self::OrderedDict),
            ("builtins" | "__builtin__", "set" | "frozenset")
            | ("torch", "device")
            | ("_codecs", "encode") => Some(Self::Ignored),
            ("torch", "Size") => Some(Self::Size),
            ("torch._utils", "_rebuild_tensor" | "_rebuild_tensor_v2") => Some(Self::RebuildTensor),
            ("torch._utils", "_rebuild_parameter") => Some(Self::RebuildParameter),
            ("numpy.core.multiarray" | "numpy._core.multiarray", "_reconstruct") => {
                Some(Self::EmptyArray)
            }
            ("numpy", "ndarray") => Some(Self::ArrayClass),
            ("numpy", "dtype") => Some(Self::ArrayType),
            ("torch", name) if ELEMENT_TYPES.contains(&name) => Some(Self::ElementType),
            ("torch", name) => Element::of_storage(name).map(Self::Storage),
            _ => None,
        }
    }
}

/// The element types that a checkpoint may mention.
const ELEMENT_TYPES: [&str; 12] = [
    "float64",
    "float32",
    "float16",
    "bfloat16",
    "int64",
    "int32",
    "int16",
    "int8",
    "uint8",
    "bool",
    "complex64",
    "complex128",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_code_has_no_name_here() {
        let refused = [
            ("os", "system"),
            ("posix", "system"),
            ("builtins", "eval"),
            ("builtins", "getattr"),
            ("torch", "load"),
            ("torch.serialization", "load"),
            ("torch.nn.modules.linear", "Linear"),
            ("torch._utils", "_rebuild_wrapper_subclass"),
            ("numpy.core.multiarray", "scalar"),
            ("numpy", "load"),
        ];
        for (module, name) in refused {
            assert_eq!(Global::named(module, name), None, "{module}.{name}");
        }
        let single = Global::Storage(Element::Single);
        assert_eq!(Global::named("torch", "FloatStorage"), Some(single));
    }
}

//! Values of a pickle, by position, so that sharing costs nothing and nesting is no recursion.

use crate::weights::pickle::element::Element;
use crate::weights::pickle::global::Global;
use crate::weights::pickle::ndarray::{SavedArray, SavedType};

/// A value; containers, storages and tensors are positions in a [`Heap`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value<'a> {
    /// A whole number that fits.
    Integer(i64),
    Boolean(bool),
    Text(&'a str),
    Bytes(&'a [u8]),
    /// `None`, numbers and objects that no tensor depends on.
    Opaque,
    /// A tuple, or a list.
    Sequence(usize),
    Dictionary(usize),
    Global(Global),
    Storage(usize),
    Tensor(usize),
    Array(usize),
    /// A type of the elements of arrays.
    Type(usize),
}

/// Numbers stored under a key of the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Storage<'a> {
    pub(crate) element: Element,
    pub(crate) key: &'a str,
    /// How many elements.
    pub(crate) length: usize,
    /// The element at which a view into it starts: 0 but in files of old.
    pub(crate) start: usize,
}

/// A view of a storage: entry `(i_1, …)` is element `offset + Σ i_k stride_k`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Strided<'a> {
    pub(crate) storage: Storage<'a>,
    pub(crate) offset: usize,
    pub(crate) shape: Vec<usize>,
    pub(crate) strides: Vec<usize>,
}

impl Strided<'_> {
    /// Whether every entry lies in the storage.
    pub(crate) fn fits(&self) -> bool {
        if self.shape.contains(&0) {
            return true;
        }
        let reach =
            self.shape.iter().zip(&self.strides).try_fold(self.offset, |last, (&n, &step)| {
                last.checked_add((n - 1).checked_mul(step)?)
            });
        self.shape.len() == self.strides.len()
            && reach.is_some_and(|last| last < self.storage.length)
    }
}

/// Everything that values point to.
#[derive(Debug, Default)]
pub(crate) struct Heap<'a> {
    pub(crate) sequences: Vec<Vec<Value<'a>>>,
    pub(crate) dictionaries: Vec<Vec<(Value<'a>, Value<'a>)>>,
    pub(crate) storages: Vec<Storage<'a>>,
    pub(crate) tensors: Vec<Strided<'a>>,
    pub(crate) arrays: Vec<SavedArray<'a>>,
    pub(crate) types: Vec<SavedType<'a>>,
}

impl<'a> Heap<'a> {
    pub(crate) fn sequence(&mut self, items: Vec<Value<'a>>) -> Value<'a> {
        self.sequences.push(items);
        Value::Sequence(self.sequences.len() - 1)
    }

    pub(crate) fn dictionary(&mut self, items: Vec<(Value<'a>, Value<'a>)>) -> Value<'a> {
        self.dictionaries.push(items);
        Value::Dictionary(self.dictionaries.len() - 1)
    }

    pub(crate) fn storage(&mut self, storage: Storage<'a>) -> Value<'a> {
        self.storages.push(storage);
        Value::Storage(self.storages.len() - 1)
    }

    pub(crate) fn tensor(&mut self, tensor: Strided<'a>) -> Value<'a> {
        self.tensors.push(tensor);
        Value::Tensor(self.tensors.len() - 1)
    }

    /// The items of a tuple or a list.
    pub(crate) fn items(&self, value: Value<'a>) -> Option<&[Value<'a>]> {
        match value {
            Value::Sequence(at) => Some(&self.sequences[at]),
            _ => None,
        }
    }

    /// A tuple of whole numbers that are not negative.
    pub(crate) fn extents(&self, value: Value<'a>) -> Option<Vec<usize>> {
        let extent = |&item: &Value<'a>| match item {
            Value::Integer(number) => usize::try_from(number).ok(),
            _ => None,
        };
        self.items(value)?.iter().map(extent).collect()
    }
}

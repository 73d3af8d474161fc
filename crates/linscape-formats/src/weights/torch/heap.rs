//! Values of a pickle, by position, so that sharing costs nothing and nesting is no recursion.

use crate::weights::torch::element::Element;
use crate::weights::torch::global::Global;

/// A value; containers, storages and tensors are positions in a [`Heap`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'a> {
    /// A whole number that fits.
    Integer(i64),
    Boolean(bool),
    Text(&'a str),
    /// `None`, numbers, bytes and objects that no tensor depends on.
    Opaque,
    /// A tuple, or a list.
    Sequence(usize),
    Dictionary(usize),
    Global(Global),
    Storage(usize),
    Tensor(usize),
}

/// Numbers stored under a key of the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Storage<'a> {
    pub(super) element: Element,
    pub(super) key: &'a str,
    /// How many elements.
    pub(super) length: usize,
    /// The element at which a view into it starts: 0 but in files of old.
    pub(super) start: usize,
}

/// A view of a storage: entry `(i_1, …)` is element `offset + Σ i_k stride_k`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Strided<'a> {
    pub(super) storage: Storage<'a>,
    pub(super) offset: usize,
    pub(super) shape: Vec<usize>,
    pub(super) strides: Vec<usize>,
}

impl Strided<'_> {
    /// Whether every entry lies in the storage.
    pub(super) fn fits(&self) -> bool {
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
pub(super) struct Heap<'a> {
    pub(super) sequences: Vec<Vec<Value<'a>>>,
    pub(super) dictionaries: Vec<Vec<(Value<'a>, Value<'a>)>>,
    pub(super) storages: Vec<Storage<'a>>,
    pub(super) tensors: Vec<Strided<'a>>,
}

impl<'a> Heap<'a> {
    pub(super) fn sequence(&mut self, items: Vec<Value<'a>>) -> Value<'a> {
        self.sequences.push(items);
        Value::Sequence(self.sequences.len() - 1)
    }

    pub(super) fn dictionary(&mut self, items: Vec<(Value<'a>, Value<'a>)>) -> Value<'a> {
        self.dictionaries.push(items);
        Value::Dictionary(self.dictionaries.len() - 1)
    }

    pub(super) fn storage(&mut self, storage: Storage<'a>) -> Value<'a> {
        self.storages.push(storage);
        Value::Storage(self.storages.len() - 1)
    }

    pub(super) fn tensor(&mut self, tensor: Strided<'a>) -> Value<'a> {
        self.tensors.push(tensor);
        Value::Tensor(self.tensors.len() - 1)
    }

    /// The items of a tuple or a list.
    pub(super) fn items(&self, value: Value<'a>) -> Option<&[Value<'a>]> {
        match value {
            Value::Sequence(at) => Some(&self.sequences[at]),
            _ => None,
        }
    }

    /// A tuple of whole numbers that are not negative.
    pub(super) fn extents(&self, value: Value<'a>) -> Option<Vec<usize>> {
        let extent = |&item: &Value<'a>| match item {
            Value::Integer(number) => usize::try_from(number).ok(),
            _ => None,
        };
        self.items(value)?.iter().map(extent).collect()
    }
}

//! Arrays of NumPy as a pickle puts them together.

use crate::weights::pickle::heap::{Heap, Value};
use crate::weights::pickle::ndarray::{Contents, SavedArray, SavedType};

impl<'a> Heap<'a> {
    /// `numpy.core.multiarray._reconstruct(class, shape, code)`: an array without elements.
    pub(super) fn empty_array(&mut self) -> Value<'a> {
        self.arrays.push(SavedArray::default());
        Value::Array(self.arrays.len() - 1)
    }

    /// `numpy.dtype(name, align, copy)`.
    pub(super) fn element_type(&mut self, given: &[Value<'a>]) -> Option<Value<'a>> {
        let [Value::Text(name), ..] = *given else { return None };
        self.types.push(SavedType { name, order: "|" });
        Some(Value::Type(self.types.len() - 1))
    }

    /// Sets the state `(version, order, …)` of a type.
    pub(super) fn set_type(&mut self, at: usize, state: Value<'a>) -> Option<()> {
        let &[_, Value::Text(order), ..] = self.items(state)? else { return None };
        self.types[at].order = order;
        Some(())
    }

    /// Sets the state `(version, shape, type, Fortran's order, elements)` of an array.
    pub(super) fn set_array(&mut self, at: usize, state: Value<'a>) -> Option<()> {
        let &[_, shape, Value::Type(kind), Value::Boolean(fortran_order), elements] =
            self.items(state)?
        else {
            return None;
        };
        let SavedType { name, order } = self.types[kind];
        let shape = self.extents(shape)?;
        let contents = match elements {
            Value::Bytes(bytes) => Contents::Numbers(bytes),
            // An array among its own elements would have no end.
            Value::Sequence(items) if !self.sequences[items].contains(&Value::Array(at)) => {
                Contents::Objects(items)
            }
            _ => return None,
        };
        self.arrays[at] =
            SavedArray { shape, descr: format!("{order}{name}"), fortran_order, contents };
        Some(())
    }
}

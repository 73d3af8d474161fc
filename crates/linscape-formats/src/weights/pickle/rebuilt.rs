//! Storages and tensors as a pickle describes them.

use crate::weights::pickle::global::Global;
use crate::weights::pickle::heap::{Heap, Storage, Strided, Value};

impl<'a> Heap<'a> {
    /// What a call of a name stands for; none if the arguments are not those it takes.
    pub(super) fn called(&mut self, function: Global, arguments: Value<'a>) -> Option<Value<'a>> {
        let given = self.items(arguments)?.to_vec();
        match function {
            Global::OrderedDict => self.ordered(&given),
            Global::Size => match given[..] {
                [extents] => self.items(extents).map(|_| extents),
                _ => None,
            },
            Global::Ignored => Some(Value::Opaque),
            Global::RebuildTensor => self.rebuilt(&given),
            Global::RebuildParameter => {
                given.first().copied().filter(|value| matches!(value, Value::Tensor(_)))
            }
            Global::EmptyArray => match given[..] {
                [Value::Global(Global::ArrayClass), ..] => Some(self.empty_array()),
                _ => None,
            },
            Global::ArrayType => self.element_type(&given),
            Global::Storage(_) | Global::ElementType | Global::ArrayClass => None,
        }
    }

    /// A dictionary, empty or of a list of pairs.
    fn ordered(&mut self, given: &[Value<'a>]) -> Option<Value<'a>> {
        let pairs = match *given {
            [] => Vec::new(),
            [list] => {
                let pair = |&pair: &Value<'a>| match self.items(pair)? {
                    &[key, value] => Some((key, value)),
                    _ => None,
                };
                self.items(list)?.iter().map(pair).collect::<Option<Vec<_>>>()?
            }
            _ => return None,
        };
        Some(self.dictionary(pairs))
    }

    /// `_rebuild_tensor_v2(storage, offset, shape, strides, …)`.
    fn rebuilt(&mut self, given: &[Value<'a>]) -> Option<Value<'a>> {
        let &[Value::Storage(at), Value::Integer(offset), shape, strides, ..] = given else {
            return None;
        };
        let storage = self.storages[at];
        let offset = usize::try_from(offset).ok()?;
        let (shape, strides) = (self.extents(shape)?, self.extents(strides)?);
        let is_chain = shape.len() == strides.len();
        is_chain.then(|| self.tensor(Strided { storage, offset, shape, strides }))
    }

    /// The storage that an identifier outside the pickle names: `("storage", class, key, device,
    /// elements)`, in files of old with a view of it, `(key, offset, elements)`.
    pub(super) fn stored(&self, id: Value<'a>) -> Option<Storage<'a>> {
        let (parts, view) = match *self.items(id)? {
            [word, class, key, _, length] => ([word, class, key, length], None),
            [word, class, key, _, length, view] => ([word, class, key, length], Some(view)),
            _ => return None,
        };
        let [Value::Text("storage"), Value::Global(Global::Storage(element)), key, length] = parts
        else {
            return None;
        };
        let (Value::Text(key), Value::Integer(length)) = (key, length) else { return None };
        let whole = Storage { element, key, length: usize::try_from(length).ok()?, start: 0 };
        match view {
            None | Some(Value::Opaque) => Some(whole),
            Some(view) => match *self.items(view)? {
                [_, Value::Integer(start), Value::Integer(length)] => Some(Storage {
                    start: usize::try_from(start).ok()?,
                    length: usize::try_from(length).ok()?,
                    ..whole
                }),
                _ => None,
            },
        }
    }
}

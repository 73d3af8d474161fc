//! The streams of pickles that `torch.save` wrote before version 1.6.

use std::collections::HashMap;

use crate::weights::pickle::Element;
use crate::weights::pickle::unpickle;
use crate::weights::pickle::{Heap, Storage, Value};
use crate::weights::torch::TorchFault;

/// `0x1950a86a20f9469cfc6c`, with which a stream begins, and the version of the format.
const MAGIC: &[u8] = b"\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";
const VERSION: i64 = 1001;

/// Whether bytes begin like a pickle of protocol 2 or later.
pub(crate) fn is_pickle(bytes: &[u8]) -> bool {
    matches!(bytes, [0x80, 2..=5, ..])
}

/// A stream whose pickles are read: its value, and where the numbers are.
pub(super) struct Stream<'a> {
    pub(super) value: Value<'a>,
    pub(super) heap: Heap<'a>,
    /// The bytes of every storage by its key.
    storages: HashMap<&'a str, &'a [u8]>,
}

impl<'a> Stream<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, TorchFault> {
        let none = |reason: &str| TorchFault::NoCheckpoint { reason: reason.to_owned() };
        if !bytes.get(2..).is_some_and(|rest| rest.starts_with(MAGIC)) {
            return Err(none("a pickle that torch.save has not written"));
        }
        let mut heap = Heap::default();
        let mut rest = &bytes[2 + MAGIC.len()..];
        let mut next = |heap: &mut Heap<'a>| {
            let (value, length) = unpickle(rest, heap)?;
            rest = &rest[length..];
            Ok::<_, TorchFault>(value)
        };
        if next(&mut heap)? != Value::Integer(VERSION) {
            return Err(none("another version of its format than 1001"));
        }
        let system = next(&mut heap)?;
        if heap.entry(system, "little_endian") == Some(Value::Boolean(false)) {
            return Err(TorchFault::BigEndian);
        }
        let value = next(&mut heap)?;
        let keys = next(&mut heap)?;
        let keys = heap.items(keys).map(<[_]>::to_vec).unwrap_or_default();
        let storages = located(&keys, &heap.storages, rest)?;
        Ok(Self { value, heap, storages })
    }

    /// The bytes of a storage.
    pub(super) fn storage(&self, key: &str) -> Result<&'a [u8], TorchFault> {
        self.storages.get(key).copied().ok_or_else(|| damaged(key, "is missing"))
    }
}

/// The bytes of every storage: they follow one another in the order of the keys, each after the number of its elements.
fn located<'a>(
    keys: &[Value<'a>],
    storages: &[Storage<'a>],
    mut rest: &'a [u8],
) -> Result<HashMap<&'a str, &'a [u8]>, TorchFault> {
    let known: HashMap<&str, Element> =
        storages.iter().map(|storage| (storage.key, storage.element)).collect();
    let mut located = HashMap::new();
    for key in keys {
        let Value::Text(key) = *key else { continue };
        let element = known.get(key).ok_or_else(|| damaged(key, "belongs to no tensor"))?;
        let cut = || damaged(key, "is cut short");
        let (count, after) = rest.split_first_chunk().ok_or_else(cut)?;
        let count = usize::try_from(i64::from_le_bytes(*count)).ok();
        let length = count.and_then(|count| count.checked_mul(element.size()));
        let (bytes, after) = after.split_at_checked(length.ok_or_else(cut)?).ok_or_else(cut)?;
        located.insert(key, bytes);
        rest = after;
    }
    Ok(located)
}

fn damaged(key: &str, reason: &str) -> TorchFault {
    TorchFault::Damaged { key: key.to_owned(), reason: reason.to_owned() }
}

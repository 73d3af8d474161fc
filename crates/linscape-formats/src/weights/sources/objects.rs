//! Arrays of Python objects: the layers of a network as `numpy.save` keeps a list of them, or a dictionary.

use crate::arrays::excerpt;
use crate::arrays::npy::{NpyArray, NpyHeader, NpzArchive, member_text};
use crate::weights::pickle::{Contents, Entry, Heap, Network, SavedArray, Value, joined, unpickle};
use crate::weights::{GivenTensor, WeightsFault};

/// The arrays inside, by the names or numbers that lead to them, and what is to be said about their choice.
#[derive(Debug, Default)]
pub(crate) struct ObjectArrays {
    pub(crate) tensors: Vec<GivenTensor>,
    pub(crate) note: Option<String>,
}

/// Those of an archive that holds arrays of objects and beside them no matrix; none of other archives. Of several their
/// keys come first: `weights.0`, `biases.0`.
pub(crate) fn objects_in_npz(bytes: &[u8]) -> Result<Option<ObjectArrays>, WeightsFault> {
    // What is wrong with an archive is said where its arrays are read.
    let Ok(headers) = NpzArchive::open(bytes).and_then(|archive| archive.headers()) else {
        return Ok(None);
    };
    let is_object = |header: &NpyHeader| header.descr.ends_with('O');
    let mut others = headers.iter().filter(|(_, header)| !is_object(header));
    let objects: Vec<&String> =
        headers.iter().filter(|(_, header)| is_object(header)).map(|(key, _)| key).collect();
    if objects.is_empty() || others.any(|(_, header)| header.shape.len() > 1) {
        return Ok(None);
    }
    let mut found = ObjectArrays::default();
    for key in &objects {
        let Some(member) = member_text(bytes, &format!("{key}.npy"))? else { return Ok(None) };
        let mut within = objects_in(&member, key)?;
        if objects.len() > 1 {
            for tensor in &mut within.tensors {
                tensor.name = format!("{key}.{}", tensor.name);
            }
        }
        found.tensors.append(&mut within.tensors);
        found.note = found.note.or(within.note);
    }
    Ok(Some(found))
}

/// Those of a file of one array.
pub(crate) fn objects_in_npy(bytes: &[u8]) -> Result<ObjectArrays, WeightsFault> {
    let fault = |fault| WeightsFault::Array { fault };
    let (header, _) = NpyHeader::split(bytes).map_err(fault)?;
    if header.descr.ends_with('O') { objects_in(bytes, "") } else { Err(WeightsFault::OneArray) }
}

/// Those of an npy file of objects.
fn objects_in(bytes: &[u8], key: &str) -> Result<ObjectArrays, WeightsFault> {
    let (_, pickle) = NpyHeader::split(bytes).map_err(|fault| WeightsFault::Array { fault })?;
    let mut heap = Heap::default();
    let refused = |fault| WeightsFault::Objects { name: excerpt(key), fault };
    let (value, _) = unpickle(pickle, &mut heap).map_err(refused)?;
    let entries = heap.tensors_of(alone(&heap, value)).map_err(refused)?;
    let is_matrix =
        |entry: &Entry| matches!(entry.value, Value::Array(at) if heap.arrays[at].shape.len() == 2);
    let network = Network::among(&entries, is_matrix);
    let tensor = |entry: &Entry| {
        let (Value::Array(at), Some(keys)) = (entry.value, network.own_keys(entry)) else {
            return None;
        };
        Some(given(joined(keys), &heap.arrays[at]))
    };
    let tensors = entries.iter().filter_map(tensor).collect::<Result<_, _>>()?;
    Ok(ObjectArrays { tensors, note: network.note() })
}

/// What an array without dimensions holds; everything else as it is.
fn alone<'a>(heap: &Heap<'a>, value: Value<'a>) -> Value<'a> {
    let Value::Array(at) = value else { return value };
    match &heap.arrays[at] {
        SavedArray { shape, contents: Contents::Objects(items), .. } if shape.is_empty() => {
            heap.sequences[*items].first().copied().unwrap_or(value)
        }
        _ => value,
    }
}

/// An array with its numbers, if they are those of a matrix or a vector.
fn given(name: String, array: &SavedArray) -> Result<GivenTensor, WeightsFault> {
    let SavedArray { shape, descr, fortran_order, contents } = array;
    let mut elements = None;
    if let (Contents::Numbers(data), 1..=2) = (contents, shape.len()) {
        let header = NpyHeader {
            descr: descr.clone(),
            fortran_order: *fortran_order,
            shape: shape.iter().map(|&extent| extent as u64).collect(),
        };
        let read = NpyArray::of(header, data)
            .and_then(|array| Ok((array.matrix()?, 2.0 * array.precision().unit_roundoff())));
        elements = Some(read.map_err(|fault| {
            let key = name.clone();
            WeightsFault::of_array(&name, crate::NpzError::Array { key, fault })
        })?);
    }
    Ok(GivenTensor { name, shape: shape.clone(), dtype: descr.clone(), elements })
}

//! The tensors of a checkpoint of PyTorch.

use crate::arrays::excerpt;
use crate::weights::pickle::{Entry, Heap, Network, Storage, Strided, Value, joined, unpickle};
use crate::weights::torch::archive::Archive;
use crate::weights::torch::legacy::{Stream, is_pickle};
use crate::weights::torch::{TorchFault, strided};
use crate::weights::{Tensor, TensorShape, TensorSource, WeightsFault};

/// A checkpoint whose pickle is read.
pub(crate) struct TorchFile<'a> {
    numbers: Numbers<'a>,
    tensors: Vec<Stored>,
    /// Of the network, named from its dictionary on.
    network: Vec<TensorShape>,
    /// The same and all tensors there are, named from the top.
    all: Vec<TensorShape>,
    note: Option<String>,
}

/// Where the numbers are.
enum Numbers<'a> {
    Archive(Archive<'a>),
    Stream(Stream<'a>),
}

/// A tensor without its numbers.
struct Stored {
    /// From the top.
    name: String,
    /// From the network's dictionary on, if it is there.
    short: Option<String>,
    /// The key of its storage.
    key: String,
    view: Strided<'static>,
}

impl<'a> TorchFile<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, WeightsFault> {
        if bytes.is_empty() {
            return Err(WeightsFault::EmptyFile);
        }
        if is_pickle(bytes) {
            let stream = Stream::open(bytes)?;
            let (tensors, note) = stored(&stream.heap, stream.value)?;
            return Ok(Self::of(Numbers::Stream(stream), tensors, note));
        }
        let mut archive = Archive::open(bytes)?;
        let pickle = archive.pickle()?;
        let mut heap = Heap::default();
        let (value, _) = unpickle(&pickle, &mut heap).map_err(TorchFault::Pickle)?;
        let (tensors, note) = stored(&heap, value)?;
        Ok(Self::of(Numbers::Archive(archive), tensors, note))
    }

    fn of(numbers: Numbers<'a>, tensors: Vec<Stored>, note: Option<String>) -> Self {
        let shape = |name: &String, tensor: &Stored| TensorShape {
            name: name.clone(),
            shape: tensor.view.shape.clone(),
        };
        let network: Vec<TensorShape> = tensors
            .iter()
            .filter_map(|tensor| Some(shape(tensor.short.as_ref()?, tensor)))
            .collect();
        let from_the_top = tensors
            .iter()
            .filter(|tensor| tensor.short.as_ref() != Some(&tensor.name))
            .map(|tensor| shape(&tensor.name, tensor));
        let all = network.iter().cloned().chain(from_the_top).collect();
        Self { numbers, tensors, network, all, note }
    }
}

impl TensorSource for TorchFile<'_> {
    const NUMBERED: bool = true;

    fn tensors(&self) -> &[TensorShape] {
        &self.network
    }

    fn nameable(&self) -> &[TensorShape] {
        &self.all
    }

    fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    fn matrix(&self, name: &str) -> Result<Tensor, WeightsFault> {
        let Stored { key, view, .. } = self.stored(name)?;
        self.gathered(name, key, view)
    }

    fn slices(&self, name: &str) -> Result<Vec<Tensor>, WeightsFault> {
        let Stored { key, view, .. } = self.stored(name)?;
        let (&[count, ref shape @ ..], &[step, ref strides @ ..]) =
            (&view.shape[..], &view.strides[..])
        else {
            return Err(WeightsFault::NoMatrices);
        };
        let slice = |at: usize| {
            // A step beyond all storages is one at which the slice does not fit.
            let offset = view.offset.saturating_add(at.saturating_mul(step));
            let (shape, strides) = (shape.to_vec(), strides.to_vec());
            self.gathered(name, key, &Strided { storage: view.storage, offset, shape, strides })
        };
        (0..count).map(slice).collect()
    }
}

impl TorchFile<'_> {
    fn stored(&self, name: &str) -> Result<&Stored, WeightsFault> {
        let in_network = self.tensors.iter().find(|tensor| tensor.short.as_deref() == Some(name));
        let tensor = in_network.or_else(|| self.tensors.iter().find(|tensor| tensor.name == name));
        tensor.ok_or(WeightsFault::NoMatrices)
    }

    /// The numbers of a view of the storage under a key.
    fn gathered(&self, name: &str, key: &str, view: &Strided) -> Result<Tensor, WeightsFault> {
        let element = view.storage.element;
        let misfit = || TorchFault::Storage { name: excerpt(name), shape: view.shape.clone() };
        let data = match &self.numbers {
            Numbers::Archive(archive) => archive.storage(key)?,
            Numbers::Stream(stream) => stream.storage(key)?,
        };
        let length = view.storage.start.checked_add(view.storage.length);
        if !view.fits() || length.is_none_or(|length| length > data.len() / element.size()) {
            return Err(misfit().into());
        }
        let matrix = strided::matrix(view, data)?;
        let matrix = matrix.ok_or_else(|| {
            let (name, dtype) = (excerpt(name), element.name().to_owned());
            WeightsFault::Element { name, dtype }
        })?;
        Ok((matrix, element.epsilon()))
    }
}

/// The tensors of a checkpoint, which of them are the network's, and what to say about that.
fn stored(heap: &Heap, value: Value) -> Result<(Vec<Stored>, Option<String>), TorchFault> {
    let entries = heap.tensors_of(value)?;
    let is_matrix = |entry: &Entry| matches!(entry.value, Value::Tensor(at) if heap.tensors[at].shape.len() == 2);
    let network = Network::among(&entries, is_matrix);
    let tensor = |entry: &Entry| {
        // Arrays of NumPy in a checkpoint are none of its tensors.
        let Value::Tensor(at) = entry.value else { return None };
        let Strided { storage, offset, shape, strides } = &heap.tensors[at];
        let Storage { element, key, length, start } = *storage;
        let storage = Storage { element, key: "", length, start };
        let (shape, strides) = (shape.clone(), strides.clone());
        Some(Stored {
            name: joined(&entry.path),
            short: network.own_keys(entry).map(joined),
            key: key.to_owned(),
            view: Strided { storage, offset: *offset, shape, strides },
        })
    };
    Ok((entries.iter().filter_map(tensor).collect(), network.note()))
}

//! The arrays of an npz archive as tensors with names.

use crate::arrays::npy::{NpyHeader, NpzArchive};
use crate::weights::{
    Tensor, TensorShape, TensorSource, WeightsFault, is_pickle, is_torch_archive,
};

/// An archive whose headers are read.
pub(crate) struct NpzTensors<'a> {
    archive: NpzArchive<'a>,
    tensors: Vec<TensorShape>,
}

impl<'a> NpzTensors<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, WeightsFault> {
        if bytes.is_empty() {
            return Err(WeightsFault::EmptyFile);
        }
        if is_pickle(bytes) || is_torch_archive(bytes) {
            return Err(WeightsFault::TorchUnderOtherName);
        }
        let archive = NpzArchive::open(bytes)?;
        let headers = archive.headers()?;
        let tensor = |(name, header): (String, NpyHeader)| {
            let shape = header
                .shape
                .into_iter()
                .map(|extent| usize::try_from(extent).unwrap_or(usize::MAX));
            TensorShape { name, shape: shape.collect() }
        };
        Ok(Self { archive, tensors: headers.into_iter().map(tensor).collect() })
    }
}

impl TensorSource for NpzTensors<'_> {
    const NUMBERED: bool = true;

    fn tensors(&self) -> &[TensorShape] {
        &self.tensors
    }

    fn matrix(&self, name: &str) -> Result<Tensor, WeightsFault> {
        let read = self.archive.array(Some(name), |array| {
            Ok((array.matrix()?, 2.0 * array.precision().unit_roundoff()))
        });
        read.map_err(|fault| WeightsFault::of_array(name, fault))
    }

    fn slices(&self, name: &str) -> Result<Vec<Tensor>, WeightsFault> {
        let read = self
            .archive
            .slices(name, |array| Ok((array.matrix()?, 2.0 * array.precision().unit_roundoff())));
        read.map_err(|fault| WeightsFault::of_array(name, fault))
    }
}

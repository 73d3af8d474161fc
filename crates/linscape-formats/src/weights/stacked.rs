//! Files of a whole run: every tensor with the checkpoints as its first dimension.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::arrays::excerpt;
use crate::weights::{
    LayerNames, ReadWeights, Tensor, TensorShape, TensorSource, WeightsFault, assemble, layer_names,
};

/// The weights of every checkpoint in a file: one, or as many as its arrays `T × d_i × d_{i−1}` hold.
pub(crate) fn checkpoints(
    source: &impl TensorSource,
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<Vec<ReadWeights>, WeightsFault> {
    let Some(count) = stacked(source, layers)? else {
        return Ok(vec![assemble(source, layers, transpose)?]);
    };
    let run = Run::of(source, count);
    (0..count).map(|at| assemble(&Checkpoint { run: &run, at }, layers, transpose)).collect()
}

/// The only checkpoint of a file.
pub(crate) fn only_checkpoint(
    source: &impl TensorSource,
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, WeightsFault> {
    match stacked(source, layers)? {
        Some(checkpoints) => Err(WeightsFault::Stacked { checkpoints }),
        None => assemble(source, layers, transpose),
    }
}

/// Of how many checkpoints a file holds the arrays; none if its layers are matrices.
///
/// One array of square matrices alone may hold checkpoints as well as layers, and is refused.
fn stacked(
    source: &impl TensorSource,
    layers: Option<&[String]>,
) -> Result<Option<usize>, WeightsFault> {
    let is_asked = |tensor: &&TensorShape| {
        layers.is_none_or(|names| names.contains(&tensor.name)) && tensor.shape.len() == 3
    };
    let all = if layers.is_some() { source.nameable() } else { source.tensors() };
    let stacks: Vec<&TensorShape> = all.iter().filter(is_asked).collect();
    let Some(TensorShape { name, shape }) = stacks.first() else { return Ok(None) };
    let count = shape[0];
    if stacks.iter().any(|tensor| tensor.shape[0] != count) || count == 0 {
        return Ok(None);
    }
    let run = Run::of(source, count);
    let Ok(LayerNames { tensors, .. }) =
        layer_names(&Checkpoint { run: &run, at: 0 }, layers, false)
    else {
        // What is wrong is said of the arrays as they are.
        return Ok(None);
    };
    match &tensors[..] {
        [only] if only.shape[0] == only.shape[1] && layers.is_none() => {
            let (name, rows) = (excerpt(name), only.shape[0]);
            Err(WeightsFault::LayersOrCheckpoints { name, count, rows })
        }
        _ => Ok(Some(count)),
    }
}

/// Tensors whose first dimension counts checkpoints.
struct Run<'s, S> {
    source: &'s S,
    tensors: Vec<TensorShape>,
    nameable: Vec<TensorShape>,
    /// Read when first asked for; a slice is handed out once.
    read: RefCell<HashMap<String, Vec<Option<Tensor>>>>,
}

impl<'s, S: TensorSource> Run<'s, S> {
    fn of(source: &'s S, count: usize) -> Self {
        let slices = |tensors: &[TensorShape]| {
            tensors.iter().map(|tensor| slice_of(tensor, count)).collect::<Vec<_>>()
        };
        let (tensors, nameable) = (slices(source.tensors()), slices(source.nameable()));
        Self { source, tensors, nameable, read: RefCell::default() }
    }
}

/// The shape at one checkpoint; what does not count them is left as it is.
fn slice_of(tensor: &TensorShape, count: usize) -> TensorShape {
    let shape = match tensor.shape[..] {
        [first, ref rest @ ..] if first == count => rest.to_vec(),
        ref shape => shape.to_vec(),
    };
    TensorShape { name: tensor.name.clone(), shape }
}

/// One of them.
struct Checkpoint<'r, 's, S> {
    run: &'r Run<'s, S>,
    at: usize,
}

impl<S: TensorSource> TensorSource for Checkpoint<'_, '_, S> {
    const NUMBERED: bool = S::NUMBERED;

    fn tensors(&self) -> &[TensorShape] {
        &self.run.tensors
    }

    fn nameable(&self) -> &[TensorShape] {
        &self.run.nameable
    }

    fn note(&self) -> Option<&str> {
        self.run.source.note()
    }

    fn matrix(&self, name: &str) -> Result<Tensor, WeightsFault> {
        let mut read = self.run.read.borrow_mut();
        if !read.contains_key(name) {
            let slices = self.run.source.slices(name)?.into_iter().map(Some).collect();
            read.insert(name.to_owned(), slices);
        }
        let slices = read.get_mut(name).map_or(&mut [][..], Vec::as_mut_slice);
        slices.get_mut(self.at).and_then(Option::take).ok_or(WeightsFault::NoMatrices)
    }

    fn slices(&self, _: &str) -> Result<Vec<Tensor>, WeightsFault> {
        Err(WeightsFault::NoMatrices)
    }
}

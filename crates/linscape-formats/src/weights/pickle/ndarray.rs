//! NumPy's arrays as a pickle describes them.

/// An array; before its state is set it has no elements.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct SavedArray<'a> {
    pub(crate) shape: Vec<usize>,
    /// The type of the elements as an npy header writes it.
    pub(crate) descr: String,
    pub(crate) fortran_order: bool,
    pub(crate) contents: Contents<'a>,
}

/// What an array holds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) enum Contents<'a> {
    #[default]
    Nothing,
    Numbers(&'a [u8]),
    /// Python objects, a sequence of the heap.
    Objects(usize),
}

/// The type of the elements: letter and size, and which byte comes first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SavedType<'a> {
    pub(super) name: &'a str,
    pub(super) order: &'a str,
}

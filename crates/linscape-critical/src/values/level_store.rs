//! Room for long lists of machine numbers.

use bytemuck::Pod;
use memmap2::MmapMut;
use std::ops::{Deref, DerefMut};

/// A fixed number of machine numbers, zero at first.
///
/// A long list is written once from end to end; on pages of 4 KiB the operating system then spends
/// more time on handing out pages than a merge spends on filling them. Long lists therefore get a
/// mapping of their own with a request for large pages, which Linux grants where it can.
pub(crate) enum LevelStore<T> {
    Short(Vec<T>),
    Long(MmapMut),
}

/// Lists of this many bytes are long.
const LONG: usize = 1 << 22;

impl<T: Pod> LevelStore<T> {
    pub(crate) fn zeros(length: usize) -> Self {
        let size = length * size_of::<T>();
        let mapping = if size >= LONG { MmapMut::map_anon(size).ok() } else { None };
        let Some(mapping) = mapping else { return Self::Short(vec![T::zeroed(); length]) };
        // A wish: where it is not granted, small pages serve as well.
        #[cfg(target_os = "linux")]
        let _ = mapping.advise(memmap2::Advice::HugePage);
        Self::Long(mapping)
    }
}

impl<T> From<Vec<T>> for LevelStore<T> {
    fn from(levels: Vec<T>) -> Self {
        Self::Short(levels)
    }
}

impl<T: Pod> Deref for LevelStore<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Short(levels) => levels,
            Self::Long(mapping) => bytemuck::cast_slice(mapping),
        }
    }
}

impl<T: Pod> DerefMut for LevelStore<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Self::Short(levels) => levels,
            Self::Long(mapping) => bytemuck::cast_slice_mut(mapping),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_lists_are_zero_and_keep_what_is_written() {
        for length in [0, 3, LONG / 8, LONG / 8 + 1] {
            let mut store = LevelStore::<u64>::zeros(length);
            assert_eq!(store.len(), length);
            assert!(store.iter().all(|&level| level == 0));
            if let Some(last) = store.last_mut() {
                *last = 7;
            }
            assert_eq!(store.iter().sum::<u64>(), if length == 0 { 0 } else { 7 });
        }
    }
}

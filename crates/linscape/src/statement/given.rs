//! What a problem is made of: a file, or a value that is in memory already.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A file to read, or a value with the name it goes by in messages and in the `source` object.
#[derive(Debug, Clone, PartialEq)]
pub enum Given<T> {
    /// The file's name as it was given.
    File(PathBuf),
    /// A value of a program that has no file.
    Value {
        /// The name of the argument that holds it, for messages.
        name: &'static str,
        /// The value.
        value: T,
    },
}

/// What stands in the `source` object for a value that came from no file.
pub const IN_MEMORY: &str = "<array>";

impl<T: Clone> Given<T> {
    /// The value, read from its file if need be.
    pub(crate) fn read<E>(&self, read: impl FnOnce(&Path) -> Result<T, E>) -> Result<T, E> {
        match self {
            Self::File(path) => read(path),
            Self::Value { value, .. } => Ok(value.clone()),
        }
    }

    /// The file, if it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Value { .. } => None,
        }
    }

    /// What messages call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Value { name, .. } => (*name).to_owned(),
        }
    }

    /// What the `source` object calls it.
    pub(crate) fn provenance(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Value { .. } => IN_MEMORY.to_owned(),
        }
    }
}

impl<T> From<OsString> for Given<T> {
    fn from(name: OsString) -> Self {
        Self::File(name.into())
    }
}

/// A file by its name; a value in memory by what stands for it in documents.
impl<T> Serialize for Given<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::File(path) => path.serialize(to),
            Self::Value { .. } => IN_MEMORY.serialize(to),
        }
    }
}

/// A file by its name: no value comes out of a text.
impl<'de, T> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        if name == IN_MEMORY {
            return Err(D::Error::custom("an array in memory cannot be read from a text"));
        }
        Ok(Self::File(name.into()))
    }
}

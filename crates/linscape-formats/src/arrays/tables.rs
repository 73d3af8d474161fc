//! Tables of text as people save them: what is header, what is index, which columns are data, and
//! how precisely their numbers were written. Nothing is taken for something else than data without
//! a [`TableNote`], and what is in doubt is refused with the option that decides.

mod columns;
mod digits;
mod head;
mod index;
mod note;
mod options;

pub use columns::ColumnList;
pub(crate) use digits::WrittenDigits;
pub(crate) use head::{Kind, TableHead, kind_of, leaves_row_names_out};
pub(crate) use index::IndexWatch;
pub use note::{IndexContent, TableNote};
pub use options::{HeaderChoice, IndexChoice, TableOptionError, TableOptions};

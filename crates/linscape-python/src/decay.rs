//! Problems with weight decay: families that words name (`words`), and points of decay of the data's own weights (`own`).

pub(crate) mod own;
pub(crate) mod words;

//! Why a picture was not made.

use thiserror::Error;

/// A picture that could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RenderError {
    /// More pixels than make sense.
    #[error(
        "a picture of {width} × {height} pixels is too large; ask for a smaller width or density"
    )]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// The program was built without this.
    #[error(
        "this linscape was built without PNG and PDF (the feature `render`); name the picture .svg"
    )]
    NotBuilt,
    /// A font that is none.
    #[error("no font: a file such as .ttf or .otf is meant")]
    NoFont,
    /// The renderer refuses.
    #[error("the picture cannot be rendered: {0}")]
    Renderer(String),
}

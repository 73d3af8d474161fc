//! Pictures as files for other programs: PNG and PDF beside SVG.
//!
//! Rendered by resvg and svg2pdf with a font of our own, so that a picture is the same bytes on every
//! machine, whatever fonts it has.

mod look;
mod typeface;
mod writers;

pub use look::{Length, LengthError, PictureLook};
pub use typeface::Typeface;
pub use writers::{PictureFormat, RenderError};

//! Pictures as files for other programs: PNG and PDF beside SVG.
//!
//! Rendered by resvg and svg2pdf with a font of our own, so that a picture is the same bytes on every
//! machine, whatever fonts it has.

#[cfg(all(test, feature = "render"))]
mod letters;
mod look;
mod render_error;
mod typeface;
mod writers;

pub use look::{Length, LengthError, PictureLook};
pub use render_error::RenderError;
pub use typeface::Typeface;
pub use writers::PictureFormat;

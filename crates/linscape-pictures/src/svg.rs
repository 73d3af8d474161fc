//! Text of SVG: elements, palette, widths of words.
//!
//! Elements are written as text, numbers rounded to a hundredth, and widths of words come from a table, so that
//! equal pictures are equal bytes.

mod palette;
mod picture_header;
mod text;
mod text_width;

pub(crate) use palette::{standalone_style, variables};
pub(crate) use picture_header::{
    TITLE_HEIGHT, begin_picture, begin_picture_of, problem_line, write_title,
};
pub(crate) use text::{Escaped, Px, SvgText};
pub(crate) use text_width::{abridged, text_width};

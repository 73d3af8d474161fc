//! What another page of linscape has in common with this one.

use crate::page::frame::page_style;

/// Scripts that draw what they are given and know nothing of the page around them: elements, words, spectra
/// and bars, in the order in which they run.
pub const SHARED_SCRIPTS: [&str; 4] = [
    include_str!("../../page/elements.js"),
    include_str!("../../page/wording.js"),
    include_str!("../../page/spectrum_figure.js"),
    include_str!("../../page/bar_diagram.js"),
];

/// The style of pages: colours on light and on dark paper, drawings, and what stands around them.
#[must_use]
pub fn shared_style() -> String {
    let drawings =
        concat!(include_str!("../../page/picture.css"), include_str!("../../page/diagram.css"));
    format!("{}\n{drawings}", page_style())
}

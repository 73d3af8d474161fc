//! The page's own script, and the policy that lets no other run.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The files of the script, one concept each, in the order in which they run.
const FILES: [&str; 18] = [
    include_str!("../../page/records.js"),
    include_str!("../../page/wording.js"),
    include_str!("../../page/words.js"),
    include_str!("../../page/elements.js"),
    include_str!("../../page/tooltip.js"),
    include_str!("../../page/explanations.js"),
    include_str!("../../page/saved_picture.js"),
    include_str!("../../page/filters.js"),
    include_str!("../../page/permalink.js"),
    include_str!("../../page/balanced_spectrum.js"),
    include_str!("../../page/spectrum_figure.js"),
    include_str!("../../page/bar_diagram.js"),
    include_str!("../../page/commands.js"),
    include_str!("../../page/family_panel.js"),
    include_str!("../../page/decayed_panel.js"),
    include_str!("../../page/pan_zoom.js"),
    include_str!("../../page/pinned_axes.js"),
    include_str!("../../page/descent_diagram.js"),
];

/// The script as it stands between the tags: all files in one function.
pub(crate) fn script() -> String {
    format!(
        "(() => {{\n\"use strict\";\n{}{}}})();\n",
        FILES.concat(),
        include_str!("../../page/page.js")
    )
}

/// A content security policy: no request of any kind, and no script but the one with this hash,
/// whatever the data contain. Images may come from the page's own data: a drawing is one on its way to a PNG.
pub(crate) fn content_policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(script().as_bytes()));
    format!(
        "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data:; \
         base-uri 'none'; form-action 'none'"
    )
}

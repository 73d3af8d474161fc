//! The colours of all pictures, on white and on black.
//!
//! Types are told apart by the palette of Okabe and Ito, which people with any colour vision can
//! tell apart, and by shape; learns and swaps by colour and by dashes.

/// A colour by the name that style sheets call it: on light and on dark paper.
pub(crate) struct Colour {
    pub(crate) name: &'static str,
    pub(crate) light: &'static str,
    pub(crate) dark: &'static str,
}

const fn colour(name: &'static str, light: &'static str, dark: &'static str) -> Colour {
    Colour { name, light, dark }
}

/// All colours.
pub(crate) const PALETTE: [Colour; 18] = [
    colour("paper", "#ffffff", "#14171b"),
    colour("panel", "#f6f7f9", "#1c2025"),
    colour("ink", "#1b1f24", "#e9ecef"),
    colour("muted", "#59636e", "#a3adb8"),
    colour("faint", "#d9dee4", "#343b43"),
    colour("level", "#e8ecf1", "#2a3138"),
    colour("node-ink", "#10141a", "#10141a"),
    colour("minimum", "#2bb58a", "#35c79b"),
    colour("strict", "#6cbdeb", "#6fbfee"),
    colour("pass", "#e58fb8", "#ee9fc6"),
    colour("nonstrict", "#f0ac1d", "#f2b83c"),
    colour("mixed", "#c3c8cf", "#9aa1aa"),
    colour("outline", "#2f3842", "#0b0d10"),
    colour("learn", "#7b8794", "#8794a2"),
    colour("swap", "#b3588f", "#d98fbc"),
    colour("greedy", "#d55e00", "#ff8b4a"),
    colour("trajectory", "#4a3aa7", "#c0b3ff"),
    colour("accent", "#0b62b8", "#7ab8ff"),
];

/// The style sheet that drawings and page share, with `var(--name)` for colours.
const PICTURE_STYLE: &str = include_str!("../../page/picture.css");

/// The style of a picture that stands alone: light, and without variables, which not every
/// converter of SVG knows.
pub(crate) fn standalone_style() -> String {
    PALETTE.iter().fold(PICTURE_STYLE.to_owned(), |style, colour| {
        style.replace(&format!("var(--{})", colour.name), colour.light)
    })
}

/// The variables of one theme as CSS declarations.
pub(crate) fn variables(of: impl Fn(&Colour) -> &'static str) -> String {
    let declared = PALETTE.iter().map(|colour| format!("--{}:{};", colour.name, of(colour)));
    declared.collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standalone_picture_needs_no_variable() {
        assert!(PICTURE_STYLE.contains("var(--"));
        assert!(!standalone_style().contains("var("));
    }
}

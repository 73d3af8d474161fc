//! How large a picture is, and whether it is for a screen or for print.

use crate::svg::{Px, TITLE_HEIGHT};
use std::str::FromStr;
use thiserror::Error;

/// A length in CSS pixels, 96 an inch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Length(f64);

/// What is no length.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "'{0}' is no length: a positive number with px, pt, mm, cm or in (8.5cm; px if there is no unit)"
)]
pub struct LengthError(String);

impl Length {
    /// In pixels.
    #[must_use]
    pub fn pixels(self) -> f64 {
        self.0
    }
}

impl FromStr for Length {
    type Err = LengthError;

    /// # Examples
    /// ```
    /// use linscape_pictures::Length;
    /// assert_eq!("1in".parse::<Length>()?.pixels(), 96.0);
    /// assert_eq!("9pt".parse::<Length>()?.pixels(), 12.0);
    /// assert!("wide".parse::<Length>().is_err());
    /// # Ok::<(), linscape_pictures::LengthError>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, LengthError> {
        const UNITS: [(&str, f64); 5] = [
            ("px", 1.0),
            ("pt", 96.0 / 72.0),
            ("mm", 96.0 / 25.4),
            ("cm", 96.0 / 2.54),
            ("in", 96.0),
        ];
        let found = UNITS.iter().find_map(|(unit, size)| Some((text.strip_suffix(unit)?, size)));
        let (number, size) = found.unwrap_or((text, &1.0));
        let length = number.trim().parse::<f64>().ok().map(|number| number * size);
        length
            .filter(|length| length.is_finite() && (1.0..=1e5).contains(length))
            .map(Self)
            .ok_or_else(|| LengthError(text.to_owned()))
    }
}

/// How a picture is to look.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PictureLook {
    /// Its width; the height follows, unless it is stated.
    pub width: Option<Length>,
    /// Its height; with a width, too, the drawing is as large as fits, in the middle.
    pub height: Option<Length>,
    /// The size of its text, instead of width and height.
    pub font_size: Option<Length>,
    /// For print: no title (a caption says it), no paper, darker lines and text.
    pub print: bool,
}

/// Size of the usual text in the units that pictures are drawn in.
const TEXT: f64 = 12.0;

/// What is too pale on paper, and what stands for it there.
const DARKER: [(&str, &str); 5] = [
    ("#59636e", "#1a1a1a"),
    ("#1b1f24", "#000000"),
    ("#d9dee4", "#7a7a7a"),
    ("#e8ecf1", "#cccccc"),
    ("#7b8794", "#4d4d4d"),
];

impl PictureLook {
    /// A picture of this crate with this look.
    ///
    /// # Edge cases
    /// A text that is no picture of this crate stays as it is.
    #[must_use]
    pub fn of(&self, svg: &str) -> String {
        let Some((root, rest)) = svg.split_once('>') else { return svg.to_owned() };
        let Some((width, height)) = size(root) else { return svg.to_owned() };
        if *self == Self::default() {
            return svg.to_owned();
        }
        let top = if self.print { TITLE_HEIGHT - 8.0 } else { 0.0 };
        let shown = height - top;
        let scale = match (self.width, self.height, self.font_size) {
            (Some(wanted), _, _) => wanted.pixels() / width,
            (None, Some(wanted), _) => wanted.pixels() / shown,
            (None, None, Some(text)) => text.pixels() / TEXT,
            (None, None, None) => 1.0,
        };
        let (wide, tall) = match (self.width, self.height) {
            (Some(width), Some(height)) => (width.pixels(), height.pixels()),
            _ => (width * scale, shown * scale),
        };
        // What is seen: the drawing in the middle, and as much beside or above it as the sizes leave.
        let drawn = (wide / width).min(tall / shown);
        let seen = (wide / drawn, tall / drawn);
        let corner = (0.5 * (width - seen.0), top + 0.5 * (shown - seen.1));
        let box_of = |(x, y): (f64, f64), (w, h): (f64, f64)| {
            format!("viewBox=\"{} {} {} {}\"", Px(x), Px(y), Px(w), Px(h))
        };
        let sized = |(w, h): (f64, f64)| format!("width=\"{}\" height=\"{}\"", Px(w), Px(h));
        let old = format!("{} {}", sized((width, height)), box_of((0.0, 0.0), (width, height)));
        let new = format!("{} {}", sized((wide, tall)), box_of(corner, seen));
        let picture = format!("{}>{rest}", root.replacen(&old, &new, 1));
        if self.print {
            return printed(picture);
        }
        // Paper wherever something is seen, and a little beyond, for what is rounded.
        let place = format!("x=\"{}\" y=\"{}\"", Px(corner.0 - 1.0), Px(corner.1 - 1.0));
        let paper = format!("{PAPER}{place} {}", sized((seen.0 + 2.0, seen.1 + 2.0)));
        picture.replacen(&format!("{PAPER}{}", sized((width, height))), &paper, 1)
    }
}

/// How the sheet under a drawing begins.
const PAPER: &str = "<rect class=\"paper\" ";

fn printed(mut picture: String) -> String {
    for (pale, dark) in DARKER {
        picture = picture.replace(pale, dark);
    }
    picture.replacen("</style>", ".title,.subtitle{display:none}.paper{display:none}</style>", 1)
}

/// Width and height of the root element, from its `viewBox`.
fn size(root: &str) -> Option<(f64, f64)> {
    let numbers = root.split_once("viewBox=\"0 0 ")?.1.split_once('"')?.0;
    let (width, height) = numbers.split_once(' ')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Problem, Spectrum};

    #[test]
    fn a_look_changes_the_size_and_not_the_drawing() {
        let network = Architecture::new(vec![3, 3, 3]).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[3, 2, 1]));
        let problem = problem.expect("a problem");
        let svg = crate::spectrum_picture(&problem, None);
        assert_eq!(PictureLook::default().of(&svg), svg);
        let look = |text: &str| PictureLook { width: text.parse().ok(), ..PictureLook::default() };
        let half = look("380px").of(&svg);
        assert!(half.contains("width=\"380\" height=\"204\" viewBox=\"0 0 760 408\""));
        let drawing = |svg: &str| {
            let kept = svg.lines().skip(1).filter(|line| !line.starts_with(PAPER));
            kept.collect::<String>()
        };
        assert_eq!(drawing(&half), drawing(&svg));
        let both = PictureLook { height: "100px".parse().ok(), ..look("380px") };
        // 408 units are 100 pixels, so 380 pixels are 1550.4 units, and all of them have paper.
        let wide = both.of(&svg);
        assert!(wide.contains("width=\"380\" height=\"100\" viewBox=\"-395.2 0 1550.4 408\""));
        assert!(wide.contains(
            "<rect class=\"paper\" x=\"-396.2\" y=\"-1\" width=\"1552.4\" height=\"410\"/>"
        ));
        let low = PictureLook { height: "204px".parse().ok(), ..PictureLook::default() };
        assert!(low.of(&svg).contains("width=\"380\" height=\"204\""));
        let text = PictureLook { font_size: "9pt".parse().ok(), ..PictureLook::default() };
        assert!(text.of(&svg).contains("width=\"760\" height=\"408\""));
        let print = PictureLook { print: true, ..PictureLook::default() }.of(&svg);
        assert!(print.contains("viewBox=\"0 54 760 354\"") && !print.contains("#59636e"));
    }
}

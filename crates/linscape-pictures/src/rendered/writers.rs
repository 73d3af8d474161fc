//! The formats.

use crate::rendered::{RenderError, Typeface};

#[cfg(feature = "render")]
use resvg::{tiny_skia, usvg};

/// A format of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// Lines and text, for browsers and to be edited.
    Svg,
    /// Pixels.
    Png,
    /// Lines, text as outlines, for LaTeX.
    Pdf,
}

impl PictureFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Svg, Self::Png, Self::Pdf];

    /// The extension of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// A picture of this crate in this format; `density` is the number of pixels an inch of a PNG. PNG and PDF
    /// contain the shapes of the font's letters, SVG its name.
    ///
    /// # Errors
    /// [`RenderError`]: more than 10⁸ pixels, or a build without the feature `render`.
    pub fn render(
        self,
        svg: &str,
        density: f64,
        typeface: Option<&Typeface>,
    ) -> Result<Vec<u8>, RenderError> {
        let svg = typeface.map_or_else(|| svg.to_owned(), |typeface| typeface.set(svg));
        match self {
            Self::Svg => Ok(svg.into_bytes()),
            Self::Png => png(&svg, density, typeface),
            Self::Pdf => pdf(&svg, typeface),
        }
    }
}

/// Pixels an inch of SVG.
#[cfg(feature = "render")]
const USUAL_DENSITY: f32 = 96.0;

#[cfg(feature = "render")]
pub(super) fn tree(svg: &str, typeface: Option<&Typeface>) -> Result<usvg::Tree, RenderError> {
    let mut options =
        usvg::Options { font_family: "Landscape Sans".to_owned(), ..Default::default() };
    let fonts = options.fontdb_mut();
    fonts.load_font_data(include_bytes!("../../fonts/LandscapeSans-Regular.ttf").to_vec());
    fonts.load_font_data(include_bytes!("../../fonts/LandscapeSans-Bold.ttf").to_vec());
    fonts.set_sans_serif_family("Landscape Sans");
    if let Some(typeface) = typeface {
        fonts.load_font_data(typeface.data().to_vec());
    }
    usvg::Tree::from_str(svg, &options).map_err(|error| RenderError::Renderer(error.to_string()))
}

#[cfg(feature = "render")]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers of pixels are positive, and capped just below"
)]
fn png(svg: &str, density: f64, typeface: Option<&Typeface>) -> Result<Vec<u8>, RenderError> {
    const MOST: u64 = 100_000_000;
    let tree = tree(svg, typeface)?;
    let scale = density as f32 / USUAL_DENSITY;
    let pixels = |length: f32| (length * scale).ceil().clamp(1.0, 1e6) as u32;
    let (width, height) = (pixels(tree.size().width()), pixels(tree.size().height()));
    let too_large = RenderError::TooLarge { width, height };
    if u64::from(width) * u64::from(height) > MOST {
        return Err(too_large);
    }
    let mut picture = tiny_skia::Pixmap::new(width, height).ok_or(too_large)?;
    let transform = tiny_skia::Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut picture.as_mut());
    picture.encode_png().map_err(|error| RenderError::Renderer(error.to_string()))
}

#[cfg(feature = "render")]
fn pdf(svg: &str, typeface: Option<&Typeface>) -> Result<Vec<u8>, RenderError> {
    let page = svg2pdf::PageOptions { dpi: USUAL_DENSITY };
    // Fonts that are embedded are numbered in an order that changes from run to run; outlines are not.
    let options = svg2pdf::ConversionOptions { embed_text: false, ..Default::default() };
    svg2pdf::to_pdf(&tree(svg, typeface)?, options, page)
        .map_err(|error| RenderError::Renderer(error.to_string()))
}

#[cfg(not(feature = "render"))]
fn png(_: &str, _: f64, _: Option<&Typeface>) -> Result<Vec<u8>, RenderError> {
    Err(RenderError::NotBuilt)
}

#[cfg(not(feature = "render"))]
fn pdf(_: &str, _: Option<&Typeface>) -> Result<Vec<u8>, RenderError> {
    Err(RenderError::NotBuilt)
}

#[cfg(all(test, feature = "render"))]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Problem, Spectrum};

    #[test]
    fn pictures_are_the_same_bytes_every_time_and_as_large_as_asked() {
        let network = Architecture::new(vec![3, 3, 3]).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[3, 2, 1]));
        let problem = problem.expect("a problem");
        let svg = crate::spectrum_picture(&problem, None);
        for format in PictureFormat::ALL {
            let once = format.render(&svg, 96.0, None).expect("a picture");
            assert_eq!(once, format.render(&svg, 96.0, None).expect("a picture"));
        }
        let png = PictureFormat::Png.render(&svg, 192.0, None).expect("a picture");
        assert_eq!(png[16..24], [0, 0, 0x05, 0xf0, 0, 0, 0x03, 0x30]); // 1520 × 816
        let pdf = PictureFormat::Pdf.render(&svg, 96.0, None).expect("a picture");
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.starts_with("%PDF-") && text.contains("/MediaBox [0 0 570 306]"));
        let refused = PictureFormat::Png.render(&svg, 1e5, None);
        assert!(matches!(refused, Err(RenderError::TooLarge { .. })), "{refused:?}");
    }

    #[test]
    fn a_font_of_ones_own_is_named_in_svg_and_drawn_in_png() {
        let bold = include_bytes!("../../fonts/LandscapeSans-Bold.ttf");
        let typeface = Typeface::read(bold).expect("a font");
        assert_eq!(typeface.family(), "Landscape Sans");
        let network = Architecture::new(vec![3, 3, 3]).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[3, 2, 1]));
        let svg = crate::spectrum_picture(&problem.expect("a problem"), None);
        let named = PictureFormat::Svg.render(&svg, 96.0, Some(&typeface)).expect("a picture");
        let named = String::from_utf8(named).expect("text");
        assert_eq!(named.replacen("&quot;Landscape Sans&quot;, ", "", 1), svg);
        assert_eq!(Typeface::read(b"no font"), Err(RenderError::NoFont));
    }
}

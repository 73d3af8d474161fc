//! A font for the text of pictures, instead of the usual ones.

use crate::rendered::RenderError;

/// A font file and the name of its family.
///
/// # Examples
/// ```
/// use linscape_pictures::Typeface;
/// assert!(Typeface::read(b"no font").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typeface {
    family: String,
    data: Vec<u8>,
}

/// The families of a picture's text, as its style names them.
const USUAL: &str = "font-family: ";

impl Typeface {
    /// A font from the bytes of a `.ttf` or `.otf` file.
    ///
    /// # Errors
    /// [`RenderError::NoFont`] when they are no font, [`RenderError::NotBuilt`] without the feature `render`.
    pub fn read(data: &[u8]) -> Result<Self, RenderError> {
        family(data).map(|family| Self { family, data: data.to_vec() })
    }

    /// The name of its family.
    #[must_use]
    pub fn family(&self) -> &str {
        &self.family
    }

    /// The file.
    #[cfg(feature = "render")]
    pub(crate) fn data(&self) -> &[u8] {
        &self.data
    }

    /// A picture whose text is set in this font, where the program that shows it has it.
    ///
    /// # Edge cases
    /// Characters of the name that mean something to XML or CSS are left out.
    pub(crate) fn set(&self, svg: &str) -> String {
        let plain = |character: &char| !"\"'<>&\\{};".contains(*character);
        let name: String = self.family.chars().filter(plain).collect();
        svg.replacen(USUAL, &format!("{USUAL}&quot;{name}&quot;, "), 1)
    }
}

#[cfg(feature = "render")]
fn family(data: &[u8]) -> Result<String, RenderError> {
    let mut fonts = resvg::usvg::fontdb::Database::new();
    fonts.load_font_data(data.to_vec());
    let face = fonts.faces().next().ok_or(RenderError::NoFont)?;
    face.families.first().map(|(name, _)| name.clone()).ok_or(RenderError::NoFont)
}

#[cfg(not(feature = "render"))]
fn family(_: &[u8]) -> Result<String, RenderError> {
    Err(RenderError::NotBuilt)
}

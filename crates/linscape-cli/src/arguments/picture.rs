//! How pictures are drawn and written.

use crate::arguments::OutputArguments;
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use linscape_formats::{OutputFile, read_whole};
use linscape_pictures::{HeightChoice, Length, PictureFormat, PictureLook, Typeface};
use std::io::Write;
use std::path::{Path, PathBuf};

/// `--scale`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ScaleArgument {
    /// How a picture spreads losses over its height
    #[arg(help_heading = "Output", long, value_enum, default_value_t = Scale::Auto)]
    scale: Scale,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Scale {
    /// Linear, unless most critical values would lie on top of each other
    Auto,
    /// Equal distances are equal differences of loss
    Linear,
    /// Logarithmic above the minimum
    Log,
    /// Critical values at equal distances
    Even,
}

impl ScaleArgument {
    /// The choice as pictures know it.
    pub(crate) fn choice(&self) -> HeightChoice {
        match self.scale {
            Scale::Auto => HeightChoice::Automatic,
            Scale::Linear => HeightChoice::Linear,
            Scale::Log => HeightChoice::Logarithmic,
            Scale::Even => HeightChoice::Even,
        }
    }
}

/// Size, style and format of a picture.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Picture")]
pub(crate) struct PictureArguments {
    /// Width: a number with px, pt, mm, cm or in (8.5cm); the height follows
    #[arg(long, value_name = "LENGTH", conflicts_with = "font_size")]
    width: Option<Length>,
    /// Height; with --width, too, the drawing is as large as fits
    #[arg(long, value_name = "LENGTH", conflicts_with = "font_size")]
    height: Option<Length>,
    /// Size of the text instead (9pt)
    #[arg(long, value_name = "LENGTH")]
    font_size: Option<Length>,
    /// A font for the text (.ttf, .otf): PNG and PDF contain its letters, SVG names it
    #[arg(long, value_name = "FILE")]
    font: Option<PathBuf>,
    /// Pixels an inch of a PNG
    #[arg(long, value_name = "PIXELS", default_value = "192")]
    density: f64,
    /// For a screen, or for print: no title, darker lines
    #[arg(long, value_enum, default_value_t)]
    style: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Default, ValueEnum)]
enum Style {
    /// With a title above
    #[default]
    Screen,
    /// For a caption below: no title, no paper, darker lines and text
    Print,
}

/// The font of a file.
fn typeface(file: &Path) -> Result<Typeface> {
    let option = || format!("--font {}", file.display());
    let data = read_whole(file).with_context(option)?;
    Typeface::read(&data).with_context(option)
}

impl PictureArguments {
    /// Opens the output, whose name says the format: .svg, .png or .pdf; SVG on standard output.
    pub(crate) fn create(&self, output: &OutputArguments) -> Result<(OutputFile, PictureFormat)> {
        if !self.density.is_finite() || self.density <= 0.0 {
            bail!("--density {}: a positive number of pixels an inch", self.density);
        }
        let extension = output.extension();
        let named = PictureFormat::ALL.into_iter().find(|format| format.extension() == extension);
        let format = match named {
            Some(format) => format,
            None if !output.is_file() => PictureFormat::Svg,
            None => {
                bail!("{}: pictures are written as .svg, .png or .pdf", output.path().display())
            }
        };
        let out = output.create_as(format.extension(), "the picture")?;
        Ok((if format == PictureFormat::Svg { out } else { out.of_bytes() }, format))
    }

    /// Writes a picture that was drawn as SVG.
    pub(crate) fn write(
        &self,
        svg: &str,
        (mut out, format): (OutputFile, PictureFormat),
    ) -> Result<()> {
        let &Self { width, height, font_size, style, .. } = self;
        let look = PictureLook { width, height, font_size, print: style == Style::Print };
        let typeface = self.font.as_deref().map(typeface).transpose()?;
        out.write_all(&format.render(&look.of(svg), self.density, typeface.as_ref())?)?;
        Ok(out.finish()?)
    }
}

//! How losses become heights.

use clap::ValueEnum;
use linscape_pictures::HeightChoice;

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

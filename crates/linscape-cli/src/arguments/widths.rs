//! Layer widths from the command line.

use linscape::NetworkWidths;

/// `--widths` or `--hidden`, as given.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct WidthArguments {
    /// All widths d_0,…,d_h: input, hidden layers, output
    #[arg(long, value_name = "d_0,…,d_h", allow_hyphen_values = true)]
    widths: Option<String>,
    /// Hidden widths only, when the source gives both ends ('' for none)
    #[arg(long, value_name = "d_1,…", allow_hyphen_values = true)]
    hidden: Option<String>,
}

impl WidthArguments {
    /// The options as plain texts.
    pub(crate) fn network(&self) -> NetworkWidths {
        NetworkWidths { widths: self.widths.clone(), hidden: self.hidden.clone() }
    }
}

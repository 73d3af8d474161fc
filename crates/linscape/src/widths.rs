//! Layer widths from the command line.

use anyhow::{Context, Result, anyhow, bail};
use linscape_critical::Architecture;

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
    /// Whether either option was given.
    pub(crate) fn is_given(&self) -> bool {
        self.widths.is_some() || self.hidden.is_some()
    }

    /// The network between an input and an output of known width.
    pub(crate) fn between(&self, inputs: usize, outputs: usize) -> Result<Architecture> {
        match (&self.widths, &self.hidden) {
            (Some(_), Some(_)) => bail!("give --widths or --hidden, not both"),
            (Some(widths), None) => architecture("--widths", widths, parse("--widths", widths)?),
            (None, Some(hidden)) => {
                let inner =
                    if hidden.trim().is_empty() { vec![] } else { parse("--hidden", hidden)? };
                let widths = [vec![inputs], inner, vec![outputs]].concat();
                architecture("--hidden", hidden, widths)
            }
            (None, None) => {
                bail!(
                    "the network is missing: give --hidden d_1,… (or --widths {inputs},…,{outputs})"
                )
            }
        }
    }

    /// The network when the source does not know its ends.
    pub(crate) fn complete(&self) -> Result<Architecture> {
        if self.hidden.is_some() {
            bail!("--hidden needs a source that gives both ends; with --sigma give --widths");
        }
        let widths =
            self.widths.as_ref().ok_or_else(|| anyhow!("--sigma needs --widths d_0,…,d_h"))?;
        architecture("--widths", widths, parse("--widths", widths)?)
    }
}

fn architecture(option: &str, text: &str, widths: Vec<usize>) -> Result<Architecture> {
    Architecture::new(widths).with_context(|| format!("{option} {text}"))
}

fn parse(option: &str, text: &str) -> Result<Vec<usize>> {
    let width = |part: &str| {
        part.trim().parse().map_err(|_| {
            anyhow!(
                "{option} {text}: '{}' is not a width; write whole numbers with commas",
                part.trim()
            )
        })
    };
    text.split(',').map(width).collect()
}

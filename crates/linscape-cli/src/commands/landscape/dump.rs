//! `linscape dump`.

use crate::arguments::{OutputArguments, Written};
use crate::commands::decay;
use crate::commands::landscape::{LandscapeArguments, finished};
use crate::terminal::Failure;
use linscape::Stated;
use linscape_formats::{ReportStyle, write_landscape};

/// Write the whole landscape as JSON (linscape.landscape/1)
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape dump --sigma 5,4,3 --widths 3,3,3,3 -o landscape.json\n  \
    linscape dump --target fixtures/target-221.csv --hidden 3,3 --limit 4")]
pub(crate) struct DumpArguments {
    #[command(flatten)]
    landscape: LandscapeArguments,
    #[command(flatten)]
    output: OutputArguments,
}

pub(crate) fn run(arguments: &DumpArguments) -> Result<(), Failure> {
    let mut out = arguments.output.create(Written::JSON)?;
    match arguments.landscape.any_decay()? {
        Some((Stated::Decayed(stated), limit)) => return decay::dump(&stated, limit, out),
        Some((Stated::Own(stated), limit)) => {
            return decay::own::report(&stated, limit, true, out, ReportStyle::default());
        }
        _ => {}
    }
    let listed = arguments.landscape.list_with_strata()?;
    write_landscape(&mut out, &listed.landscape, listed.source())?;
    out.finish()?;
    finished(&listed.landscape)
}

//! `linscape values`.

use crate::arguments::{OutputArguments, ProblemArguments, finish_table, load, load_decayed};
use crate::terminal::{Failure, TerminalObserver};
use anyhow::anyhow;
use linscape::{ListedValues, LossLimit, ValuesWanted, values, values_with_decay};
use std::num::NonZeroUsize;

/// List critical values in order, with the number of families that share each
///
/// With -o FILE they are written by extension: .csv, .json (linscape.values/1) or .npz (arrays
/// `values` and `multiplicities`).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape values --lowest 5 --sigma 5,4,3 --widths 3,3,3\n  \
    linscape values --lowest 1000 --inputs fixtures/digits-pixels.npy \\\n      \
    --autoencode --hidden 16 -o values.csv\n  \
    linscape values --all --target fixtures/target-543.csv --hidden 3 --json\n  \
    linscape values --below 25/2 --subsets --sigma 5,4,3 --widths 3,3,3\n  \
    linscape values --count-below 200000 --inputs fixtures/digits-pixels.npy \\\n      \
    --autoencode --hidden 16")]
pub(crate) struct ValuesArguments {
    #[command(flatten)]
    problem: ProblemArguments,
    #[command(flatten)]
    which: Which,
    /// The families that have each value, too
    #[arg(help_heading = "Output", long, conflicts_with = "count_below")]
    subsets: bool,
    /// Print JSON (linscape.values/1) instead of a table
    #[arg(help_heading = "Output", long)]
    json: bool,
    #[command(flatten)]
    output: OutputArguments,
}

/// Exactly one of them.
#[derive(Debug, Clone, clap::Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// The K lowest values, from the global minimum up
    #[arg(help_heading = "Output", long, value_name = "K")]
    lowest: Option<NonZeroUsize>,
    /// The K highest values, from the origin down
    #[arg(help_heading = "Output", long, value_name = "K")]
    highest: Option<NonZeroUsize>,
    /// Every value, increasing
    #[arg(help_heading = "Output", long)]
    all: bool,
    /// The values below a loss (a decimal or a fraction), increasing
    #[arg(help_heading = "Output", long, value_name = "L", allow_hyphen_values = true)]
    below: Option<String>,
    /// Only how many families are below a loss: a number, or bounds where there are too many to tell
    #[arg(help_heading = "Output", long, value_name = "L", allow_hyphen_values = true)]
    count_below: Option<String>,
}

/// What to write.
#[derive(Debug, Clone, Copy)]
enum Form {
    Table,
    Json,
    Csv,
    Npz,
}

pub(crate) fn run(arguments: &ValuesArguments) -> Result<(), Failure> {
    let form = form(arguments)?;
    let out = arguments.output.create_checked()?;
    let (wanted, subsets) = (arguments.which.wanted()?, arguments.subsets);
    let observe = || TerminalObserver::new("listing values");
    if let Some(stated) = load_decayed(&arguments.problem)? {
        let found = values_with_decay(&stated, &wanted, subsets, &observe())?;
        return write(&found, form, out, &arguments.output);
    }
    let stated = load(&arguments.problem)?;
    let found = values(&stated, &wanted, subsets, &observe())?.ok_or(Failure::Interrupted)?;
    write(&found, form, out, &arguments.output)
}

impl Which {
    fn wanted(&self) -> Result<ValuesWanted, Failure> {
        let limit = |option: &str, text: &str| {
            text.parse::<LossLimit>().map_err(|error| anyhow!("{option}: {error}"))
        };
        Ok(match self {
            Self { lowest: Some(length), .. } => ValuesWanted::Lowest(length.get()),
            Self { highest: Some(length), .. } => ValuesWanted::Highest(length.get()),
            Self { below: Some(loss), .. } => ValuesWanted::Below(limit("--below", loss)?),
            Self { count_below: Some(loss), .. } => {
                ValuesWanted::CountBelow(limit("--count-below", loss)?)
            }
            _ => ValuesWanted::All,
        })
    }
}

fn form(arguments: &ValuesArguments) -> Result<Form, Failure> {
    if !arguments.output.is_file() {
        return Ok(if arguments.json { Form::Json } else { Form::Table });
    }
    let path = arguments.output.path();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let form = match extension.to_ascii_lowercase().as_str() {
        "csv" => Form::Csv,
        "json" => Form::Json,
        "npz" => Form::Npz,
        _ => {
            let name = path.display();
            return Err(anyhow!("{name}: values are written as .csv, .json or .npz").into());
        }
    };
    if arguments.which.count_below.is_some() && !matches!(form, Form::Json) {
        let name = path.display();
        return Err(anyhow!("{name}: --count-below lists no values; write it as .json").into());
    }
    if arguments.json && !matches!(form, Form::Json) {
        return Err(anyhow!("--json contradicts the extension of {}", path.display()).into());
    }
    Ok(form)
}

fn write(
    found: &ListedValues<'_>,
    form: Form,
    mut out: linscape_formats::OutputFile,
    output: &OutputArguments,
) -> Result<(), Failure> {
    let listing = found.listing();
    match form {
        Form::Table => {
            out = out.filled();
            listing.write_table(&mut out, output.style())
        }
        Form::Json => listing.write_json(&mut out),
        Form::Csv => listing.write_csv(&mut out),
        Form::Npz => listing.write_npz(&mut out),
    }?;
    let is_bare = matches!(form, Form::Csv | Form::Npz);
    finish_table(out, listing.incomplete && is_bare)?;
    if found.is_interrupted() { Err(Failure::Interrupted) } else { Ok(()) }
}

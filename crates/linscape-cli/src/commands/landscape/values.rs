//! `linscape values`.

use crate::arguments::{OutputArguments, ProblemArguments, StatedProblem, finish_table, load};
use crate::commands::decay;
use crate::terminal::{Failure, TerminalObserver};
use anyhow::anyhow;
use linscape::Limit;
use linscape_critical::{AllValues, Direction, Observer, Problem, ValueCounts, ValuesError};
use linscape_critical::{all_values, family_count};
use linscape_formats::{ValueListing, ValueOrder, ValueRow, ValueRows};
use serde_json::Value;
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
    linscape values --all --target fixtures/target-543.csv --hidden 3 --json")]
pub(crate) struct ValuesArguments {
    #[command(flatten)]
    problem: ProblemArguments,
    #[command(flatten)]
    which: Which,
    /// Print JSON (linscape.values/1) instead of a table
    #[arg(help_heading = "Output", long)]
    json: bool,
    #[command(flatten)]
    output: OutputArguments,
}

/// Exactly one of three.
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
    if let Some(stated) = arguments.problem.state_decayed()? {
        let (order, length) = match (arguments.which.lowest, arguments.which.highest) {
            (Some(length), _) => (ValueOrder::Lowest, Some(length.get())),
            (_, Some(length)) => (ValueOrder::Highest, Some(length.get())),
            _ => (ValueOrder::All, None),
        };
        return decay::values(&stated, order, length, |listing| {
            write(listing, form, out, &arguments.output)
        });
    }
    let StatedProblem { problem, source, .. } = load(&arguments.problem)?;
    let observer = TerminalObserver::new("listing values");
    let everything: AllValues;
    let listing = match (arguments.which.lowest, arguments.which.highest) {
        (Some(length), _) => {
            some(&problem, source.as_ref(), Direction::Lowest, length.get(), &observer)?
        }
        (_, Some(length)) => {
            some(&problem, source.as_ref(), Direction::Highest, length.get(), &observer)?
        }
        _ => {
            everything = all_values(&problem, &observer).map_err(|error| match error {
                ValuesError::TooMany { .. } => {
                    Failure::Limit(format!("{error}; use --lowest K or --highest K"))
                }
                ValuesError::Interrupted => Failure::Interrupted,
                error => Limit::from(error).into(),
            })?;
            ValueListing {
                critical_values: Some(everything.len() as u64),
                rows: ValueRows::All(&everything),
                ..empty(&problem, source.as_ref(), ValueOrder::All)
            }
        }
    };
    drop(observer);
    write(&listing, form, out, &arguments.output)?;
    if listing.incomplete { Err(Failure::Interrupted) } else { Ok(()) }
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
    if arguments.json && !matches!(form, Form::Json) {
        return Err(anyhow!("--json contradicts the extension of {}", path.display()).into());
    }
    Ok(form)
}

fn empty<'a>(
    problem: &'a Problem,
    source: Option<&'a Value>,
    order: ValueOrder,
) -> ValueListing<'a> {
    ValueListing {
        problem,
        decay: None,
        source,
        order,
        families: family_count(problem).to_string(),
        critical_values: None,
        incomplete: false,
        rows: ValueRows::List(Vec::new()),
    }
}

/// The `length` first values from one end.
fn some<'a>(
    problem: &'a Problem,
    source: Option<&'a Value>,
    direction: Direction,
    length: usize,
    observer: &impl Observer,
) -> Result<ValueListing<'a>, Failure> {
    let order = match direction {
        Direction::Lowest => ValueOrder::Lowest,
        Direction::Highest => ValueOrder::Highest,
    };
    let counts = match ValueCounts::new(problem, direction, length, observer) {
        Err(error @ ValuesError::Memory(_)) => {
            let option = order.name();
            return Err(Failure::Limit(format!("{error}; ask --{option} for fewer")));
        }
        counts => counts.map_err(Limit::from)?,
    };
    Ok(ValueListing {
        critical_values: counts.exhausted.then_some(counts.values.len() as u64),
        incomplete: counts.interrupted,
        rows: ValueRows::List(counts.values.iter().map(ValueRow::from).collect()),
        ..empty(problem, source, order)
    })
}

fn write(
    listing: &ValueListing,
    form: Form,
    mut out: linscape_formats::OutputFile,
    output: &OutputArguments,
) -> Result<(), Failure> {
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
    Ok(finish_table(out, listing.incomplete && is_bare)?)
}

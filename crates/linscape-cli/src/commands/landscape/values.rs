//! `linscape values`.

use crate::arguments::{OutputArguments, ProblemArguments, StatedProblem, finish_table, load};
use crate::terminal::{Failure, TerminalObserver};
use anyhow::anyhow;
use linscape_critical::{
    ALL_VALUES_LIMIT, AllValues, CriticalValues, Direction, Observer, Problem, Progress,
    ValuesError,
};
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
    if length > ALL_VALUES_LIMIT {
        return Err(Failure::Limit(format!(
            "{length} values are more than the {ALL_VALUES_LIMIT} that are listed at once; ask \
             --lowest or --highest for fewer"
        )));
    }
    let order = match direction {
        Direction::Lowest => ValueOrder::Lowest,
        Direction::Highest => ValueOrder::Highest,
    };
    let mut listing = empty(problem, source, order);
    let mut values = CriticalValues::new(problem, direction);
    let mut rows = Vec::new();
    while rows.len() < length {
        let progress = Progress { done: rows.len() as u64, total: Some(length as u64) };
        if rows.len() % 1024 == 0 && observer.advance(progress).is_break() {
            listing.incomplete = true;
            break;
        }
        match values.next() {
            Some(value) => rows.push(ValueRow::from(&value)),
            None => break,
        }
    }
    if !listing.incomplete && values.is_exhausted() {
        listing.critical_values = Some(rows.len() as u64);
    }
    listing.rows = ValueRows::List(rows);
    Ok(listing)
}

fn write(
    listing: &ValueListing,
    form: Form,
    mut out: linscape_formats::OutputFile,
    output: &OutputArguments,
) -> Result<(), Failure> {
    match form {
        Form::Table => listing.write_table(&mut out, output.style()),
        Form::Json => listing.write_json(&mut out),
        Form::Csv => listing.write_csv(&mut out),
        Form::Npz => listing.write_npz(&mut out),
    }?;
    let is_bare = matches!(form, Form::Csv | Form::Npz);
    Ok(finish_table(out, listing.incomplete && is_bare)?)
}

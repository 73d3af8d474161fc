//! The lines above a table: the problem, and what was dropped from the data.

use crate::arrays::excerpt;
use crate::words::surd_text;
use crate::{NumbersApart, number_text, subset_text, visible};
use linscape_critical::{Beside, BiasPlace, Origin, Problem, Threshold, Tolerance, numbered};
use linscape_quotient::Landscape;
use serde_json::Value;
use std::io::{self, Write};

pub(crate) fn write_header(
    out: &mut impl Write,
    landscape: &Landscape,
    source: Option<&Value>,
) -> io::Result<()> {
    let counts = landscape.counts();
    write_problem(out, landscape.problem(), source)?;
    let minima = "1 holds the global minima";
    writeln!(
        out,
        "families     {}: {minima}, {}, {}",
        counts.families,
        numbered(&counts.strict, "strict saddle", "strict saddles"),
        numbered(&counts.nonstrict, "nonstrict saddle", "nonstrict saddles")
    )?;
    match landscape.critical_values() {
        Some(values) => writeln!(out, "values       {}", values_text(&values.to_string())),
        None => writeln!(out, "values       critical values not counted (too many families)"),
    }
}

/// `1 critical value`, `8 critical values`.
pub(crate) fn values_text(number: &str) -> String {
    numbered(number, "critical value", "critical values")
}

/// What is being looked at: widths, data, spectrum, loss and tolerances.
pub(crate) fn write_problem(
    out: &mut impl Write,
    problem: &Problem,
    source: Option<&Value>,
) -> io::Result<()> {
    let largest = problem.leading(problem.maximal_rank());
    let least = subset_text(&largest.indices(problem.spectrum().multiplicities()));
    let loss =
        format!("never below {}, the global minimum {least}", number_text(least_loss(problem)));
    let beside = problem.biases().beside(problem.architecture().widths());
    write_problem_of_loss(out, problem, source, ("", loss.as_str()), beside)
}

/// The same with what a penalty adds to the formula of the loss, with words of its global minimum, and with what
/// biases are beside the landscape.
pub(crate) fn write_problem_of_loss(
    out: &mut impl Write,
    problem: &Problem,
    source: Option<&Value>,
    (penalty, least): (&str, &str),
    beside: Beside,
) -> io::Result<()> {
    let architecture = problem.architecture();
    let widths: Vec<String> = problem.stated_widths().iter().map(ToString::to_string).collect();
    writeln!(out, "Loss landscape of a deep linear network")?;
    writeln!(
        out,
        "network      widths {} (depth {}, {}, at most {} learned)",
        widths.join(" - "),
        architecture.depth(),
        numbered(problem.parameters(), "parameter", "parameters"),
        numbered(problem.maximal_rank(), "mode", "modes")
    )?;
    write_biases(out, problem, beside)?;
    write_data(out, problem, source)?;
    writeln!(
        out,
        "Σ            rank {}; σ = {}",
        problem.spectrum().rank(),
        spectrum_text(problem)
    )?;
    let formula = problem.loss_formula();
    let of_bias = if problem.offset_decay() > 0.0 { " + ½ μ ‖b_h‖²" } else { "" };
    writeln!(out, "loss         {formula} ({}){penalty}{of_bias}, {least}", problem.convention())?;
    let Some(tolerance) = problem.tolerance() else {
        return writeln!(out, "tolerance    none: exact input, exact comparisons");
    };
    write_tolerance(out, tolerance)
}

/// The loss of the global minimum, 0 where what is left of the targets is rounding.
fn least_loss(problem: &Problem) -> f64 {
    let least = problem.loss(&problem.leading(problem.maximal_rank()));
    let rounding = problem
        .tolerance()
        .map_or(0.0, |tolerance| tolerance.coincident.value * problem.signal_energy());
    if least <= rounding { 0.0 } else { least }
}

/// Which layers have biases, and what that does to the counts.
fn write_biases(out: &mut impl Write, problem: &Problem, beside: Beside) -> io::Result<()> {
    let biases = problem.biases();
    let layers: Vec<String> = biases.layers().iter().map(ToString::to_string).collect();
    let plural = if layers.len() == 1 { "layer" } else { "layers" };
    let effect = match (biases.place(), beside.flat) {
        (BiasPlace::Nowhere, _) => return Ok(()),
        (BiasPlace::Input, _) => "the weights of an input that is always 1".to_owned(),
        (BiasPlace::Output, 0) => offset_words(problem),
        (BiasPlace::Output, free) => {
            format!("{}; {} free (nullity)", offset_words(problem), free_words(free))
        }
    };
    writeln!(out, "biases       in {plural} {}: {effect}", layers.join(", "))?;
    let decay = problem.offset_decay();
    if decay <= 0.0 {
        return Ok(());
    }
    // Σ alone is that of centred data.
    let best = if problem.samples().is_some() { "−m/(m+μ)·(W x̄ − ȳ)" } else { "0" };
    writeln!(
        out,
        "bias decay   μ = {} in layer {}: b = {best} at every critical point, as with a sample more of weight {} \
         at the origin",
        number_text(decay * problem.factor()),
        layers.join(", "),
        number_text(decay)
    )
}

fn free_words(free: usize) -> String {
    let verb = if free == 1 { "is" } else { "are" };
    format!("{} {verb}", numbered(free, "other bias", "other biases"))
}

fn offset_words(problem: &Problem) -> String {
    let outputs = problem.architecture().output();
    let of_data = if problem.samples().is_some() { ", inputs and targets are centred" } else { "" };
    let outputs = numbered(outputs, "output", "outputs");
    format!("the offset of {outputs} is at its best (coindex){of_data}")
}

/// The thresholds, what set them, and a warning where what was stored coarsely decided by little.
fn write_tolerance(out: &mut impl Write, tolerance: &Tolerance) -> io::Result<()> {
    let inputs = tolerance.inputs.as_ref().map(|threshold| ("rank of inputs", threshold));
    let thresholds = [
        ("rank", &tolerance.rank),
        ("repeated values", &tolerance.repeated),
        ("coincident losses", &tolerance.coincident),
    ];
    let texts: Vec<String> = inputs
        .into_iter()
        .chain(thresholds)
        .map(|(name, threshold)| threshold_text(name, threshold))
        .collect();
    let origin = match tolerance.rank.origin {
        Origin::Stored => {
            format!("{}, {}", origin_words(tolerance.rank.origin), tolerance.precision)
        }
        origin => origin_words(origin).to_owned(),
    };
    writeln!(out, "tolerance    {} [{origin}]", texts.join("; "))?;
    let Some(gap) = tolerance.doubtful_gap() else { return Ok(()) };
    writeln!(
        out,
        "warning      a relative gap of {} decided a rank or told two singular values apart, on data stored with {}",
        brief(gap),
        tolerance.precision
    )
}

fn threshold_text(name: &str, threshold: &Threshold) -> String {
    let gap = threshold
        .smallest_gap
        .map_or_else(|| "no gap met".to_owned(), |gap| format!("smallest gap {}", brief(gap)));
    format!("{name} {} ({gap})", brief(threshold.value))
}

fn brief(value: f64) -> String {
    format!("{value:.1e}")
}

fn write_data(out: &mut impl Write, problem: &Problem, source: Option<&Value>) -> io::Result<()> {
    let inputs = problem.architecture().input();
    let rank = problem.input_rank();
    let weight =
        problem.total_weight().map(|total| format!(" of total weight {}", number_text(total)));
    let weight = weight.unwrap_or_default();
    if let Some(samples) = problem.samples() {
        writeln!(
            out,
            "data         {}{weight}, inputs of rank {rank} in {}",
            numbered(samples, "sample", "samples"),
            numbered(inputs, "dimension", "dimensions")
        )?;
    }
    let dropped = inputs - rank;
    if dropped == 0 {
        return Ok(());
    }
    let first_width = problem.architecture().widths()[1];
    let ignored = first_width * dropped;
    let carry = format!("{inputs} input directions carry");
    writeln!(
        out,
        "dropped      {dropped} of {} no data: {} of W1 {} as nullity{}",
        if inputs == 1 { "1 input direction carries" } else { &carry },
        numbered(ignored, "weight", "weights"),
        if ignored == 1 { "does not matter and counts" } else { "do not matter and count" },
        blame(source)
    )
}

/// Which columns are to blame, as far as the source says.
fn blame(source: Option<&Value>) -> String {
    const SHOWN: usize = 8;
    let Some(dropped) = source.and_then(|source| source.get("dropped")) else {
        return String::new();
    };
    let list =
        |name: &str| dropped.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    // Some data have names for their columns.
    let names = source.and_then(|source| source.get("input_names")).and_then(Value::as_array);
    let named = |column: &Value| {
        let at = column.as_u64().and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
        let name = names.zip(at).and_then(|(names, at)| names.get(at)?.as_str());
        name.map_or_else(
            || column.to_string(),
            |name| format!("{column} ({})", visible(&excerpt(name))),
        )
    };
    let abridged = |mut texts: Vec<String>| {
        if texts.len() > SHOWN {
            texts.truncate(SHOWN);
            texts.push("…".to_owned());
        }
        texts.join(", ")
    };
    let mut reasons = Vec::new();
    let zero = list("zero_columns");
    if !zero.is_empty() {
        let columns = abridged(zero.iter().map(named).collect());
        reasons.push(format!("zero columns {columns}"));
    }
    let duplicates = list("duplicate_columns");
    if !duplicates.is_empty() {
        let pair = |pair: &Value| format!("{} = {}", named(&pair[0]), named(&pair[1]));
        let columns = abridged(duplicates.iter().map(pair).collect());
        reasons.push(format!("equal columns {columns}"));
    }
    if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join("; ")) }
}

fn spectrum_text(problem: &Problem) -> String {
    const SHOWN: usize = 12;
    let spectrum = problem.spectrum();
    let exact = spectrum.exact();
    let apart = NumbersApart::of(spectrum.distinct().iter().copied());
    let text = |t: usize| match exact {
        Some(exact) => surd_text(&exact[t]),
        None => apart.text(spectrum.distinct()[t]),
    };
    let with_multiplicity = |t: usize| match spectrum.multiplicities()[t] {
        1 => text(t),
        times => format!("{} (×{times})", text(t)),
    };
    let distinct = spectrum.distinct().len();
    let mut texts: Vec<String> = if distinct <= SHOWN {
        (0..distinct).map(with_multiplicity).collect()
    } else {
        let mut shown: Vec<String> = (0..SHOWN - 2).map(with_multiplicity).collect();
        shown.push("…".to_owned());
        shown.push(with_multiplicity(distinct - 1));
        shown
    };
    match spectrum.zeros() {
        0 => {}
        1 => texts.push("0".to_owned()),
        zeros => texts.push(format!("0 (×{zeros})")),
    }
    texts.join(", ")
}

/// Where a threshold came from, in the words of who set it.
fn origin_words(origin: Origin) -> &'static str {
    match origin {
        Origin::RoundOff => "round-off",
        Origin::Stored => "stored precision",
        Origin::Option => "--tolerance",
    }
}

//! Whether a trajectory belongs to a landscape.

use super::TrajectoryFileError;
use crate::DecayRecord;
use linscape_critical::Problem;
use serde_json::Value;

/// Relative to `σ_1`: the same data reduced on another machine differ by no more.
const SAME: f64 = 1e-9;

/// What is said of a problem without decay.
const NO_DECAY: &str = "none";

/// Whether the trajectory's weight decay is the landscape's.
pub(super) fn check_decay(
    document: &Value,
    expected: Option<&DecayRecord>,
) -> Result<(), TrajectoryFileError> {
    let layers = |record: &Value| -> Option<Vec<f64>> {
        record.get("layers")?.as_array()?.iter().map(Value::as_f64).collect()
    };
    let text = |record: Option<&Value>| {
        let Some(record) = record else { return NO_DECAY.to_owned() };
        let [layers, on] = ["layers", "on"].map(|name| record.get(name).unwrap_or(&Value::Null));
        format!("{layers} on {}", on.as_str().unwrap_or("?"))
    };
    let stated = document.get("problem").and_then(|problem| problem.get("decay"));
    let expected = expected.map(|record| serde_json::to_value(record).unwrap_or(Value::Null));
    let same = |one: &Value, other: &Value| {
        let (ours, theirs) = (layers(one), layers(other));
        let near = |(a, b): (&f64, &f64)| (a - b).abs() <= SAME * a.abs();
        let fits = |ours: &Vec<f64>, theirs: &Vec<f64>| {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(near)
        };
        ours.zip(theirs).is_some_and(|(ours, theirs)| fits(&ours, &theirs))
            && one.get("on") == other.get("on")
    };
    let is_same = match (stated, &expected) {
        (None, None) => true,
        (Some(stated), Some(expected)) => same(expected, stated),
        _ => false,
    };
    if is_same {
        return Ok(());
    }
    let (stated, expected) = (text(stated), text(expected.as_ref()));
    Err(TrajectoryFileError::OtherProblem { field: "decay", stated, expected })
}

/// Whether the trajectory's problem is the landscape's: widths, singular values, loss convention and loss offset.
pub(super) fn check_problem(
    stated: &Problem,
    expected: &Problem,
) -> Result<(), TrajectoryFileError> {
    let differs = |field, stated: String, expected: String| {
        Err(TrajectoryFileError::OtherProblem { field, stated, expected })
    };
    let widths = |problem: &Problem| {
        let widths = problem.stated_widths().into_iter().map(|width| width.to_string());
        widths.collect::<Vec<_>>().join(",")
    };
    let (ours, theirs) = (widths(expected), widths(stated));
    if ours != theirs {
        return differs("list of widths", theirs, ours);
    }
    let ours = expected.spectrum().singular_values();
    let theirs = stated.spectrum().singular_values();
    let scale = ours.first().copied().unwrap_or(0.0);
    let differing = ours.iter().zip(&theirs).position(|(a, b)| (a - b).abs() > SAME * scale);
    if let Some(at) = differing {
        let (stated, expected) = (theirs[at], ours[at]);
        return differs("spectrum", format!("σ_{} = {stated}", at + 1), expected.to_string());
    }
    if stated.convention() != expected.convention() {
        let (stated, expected) = (stated.convention(), expected.convention());
        return differs("loss", stated.to_string(), expected.to_string());
    }
    let (ours, theirs) = (expected.loss_offset(), stated.loss_offset());
    if (ours - theirs).abs() > SAME * (expected.signal_energy() + ours.abs()) {
        return differs("loss_offset", theirs.to_string(), ours.to_string());
    }
    Ok(())
}

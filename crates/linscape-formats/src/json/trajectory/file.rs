//! `linscape.trajectory/1` and `linscape.trace/1` read back: what `flow` and `trace` found on the way
//! down.

use crate::arrays::plain_text::plain_text;
use crate::json::trajectory::{TRACE_SCHEMA, TRAJECTORY_SCHEMA};
use crate::{DecayRecord, ProblemFileError, parse_problem};
use linscape_critical::{Problem, numbered};
use linscape_decay::{DecayedProblem, Word};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

/// A trajectory through a landscape: times with the loss and the strengths of the modes.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredTrajectory {
    /// The document as it was read.
    pub document: Value,
    /// Times, strictly increasing, at least one.
    pub time: Vec<f64>,
    /// The loss at each time, in the problem's loss.
    pub loss: Vec<f64>,
    /// `u_lᵀ W(t) v_l` at each time: one row a time, one number a singular value of Σ.
    pub modes: Vec<Vec<f64>>,
    /// The critical points passed, in order.
    pub visits: Vec<StoredVisit>,
}

/// A stay near a critical point.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct StoredVisit {
    /// The modes learned there, 1-based, sorted.
    #[serde(alias = "learned")]
    pub subset: Vec<usize>,
    /// With weight decay the modes on a pass; none without.
    #[serde(default)]
    pub passes: Vec<usize>,
    /// When it was reached.
    pub enter: f64,
    /// When it was left; `None` when the trajectory ends there.
    pub leave: Option<f64>,
    /// Among listed points: which, in place of modes.
    #[serde(skip)]
    pub point: Option<StoredPoint>,
}

/// A listed point that was visited.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct StoredPoint {
    /// Its key.
    pub key: String,
    /// Its loss.
    pub loss: f64,
}

/// A stay near a listed point.
#[derive(Deserialize)]
struct PointVisit {
    #[serde(flatten)]
    point: StoredPoint,
    enter: f64,
    leave: Option<f64>,
}

impl From<PointVisit> for StoredVisit {
    fn from(visit: PointVisit) -> Self {
        let PointVisit { point, enter, leave } = visit;
        Self { subset: vec![], passes: vec![], enter, leave, point: Some(point) }
    }
}

/// Why a document is no trajectory through a landscape.
#[derive(Debug, Error)]
pub enum TrajectoryFileError {
    /// Not JSON, or a field of the wrong kind or missing.
    #[error("not a trajectory document: {}", crate::json_fault(.0))]
    Json(serde_json::Error),
    /// A document of another kind or of a later version.
    #[error(
        "schema '{schema}' is not known here; trajectories are {TRAJECTORY_SCHEMA} or {TRACE_SCHEMA}"
    )]
    Schema {
        /// The schema the document names.
        schema: String,
    },
    /// The problem object of the trajectory states no problem.
    #[error(transparent)]
    Problem(#[from] ProblemFileError),
    /// It belongs to another problem.
    #[error("the trajectory belongs to another problem: its {field} is {stated}, not {expected}")]
    OtherProblem {
        /// The field that differs.
        field: &'static str,
        /// What the trajectory says.
        stated: String,
        /// What the landscape says.
        expected: String,
    },
    /// No time at all.
    #[error("the trajectory has no times")]
    Empty,
    /// Two columns of different length.
    #[error(
        "the trajectory has {} but {} of {field}",
        numbered(times, "time", "times"),
        numbered(length, "row", "rows")
    )]
    Length {
        /// Number of times.
        times: usize,
        /// The column.
        field: &'static str,
        /// Its length.
        length: usize,
    },
    /// A row of modes that does not go with the spectrum.
    #[error("row {row} of modes has {length} numbers, and Σ has {expected} singular values")]
    Modes {
        /// 1-based row.
        row: usize,
        /// Numbers in the row.
        length: usize,
        /// Numbers wanted.
        expected: usize,
    },
    /// A number too large for a double.
    #[error("row {row} of {field} is not a finite number")]
    NotFinite {
        /// The column.
        field: &'static str,
        /// 1-based row.
        row: usize,
    },
    /// Time stands still or runs backwards.
    #[error("row {row} of time is {time}, not later than the row before")]
    Order {
        /// 1-based row.
        row: usize,
        /// The time there.
        time: f64,
    },
    /// A visit to a subset that the problem has not.
    #[error("visit {visit} names the subset {subset:?}, which is no family of the problem")]
    StoredVisit {
        /// 1-based position of the visit.
        visit: usize,
        /// What it names.
        subset: Vec<usize>,
    },
    /// The same with weight decay.
    #[error("visit {visit} names {{{learned:?}|{passes:?}}}, which is no family of the problem")]
    StoredWord {
        /// 1-based position of the visit.
        visit: usize,
        /// The modes learned that it names.
        learned: Vec<usize>,
        /// The modes on a pass that it names.
        passes: Vec<usize>,
    },
}

#[derive(Deserialize)]
struct Document<V> {
    time: Vec<f64>,
    loss: Vec<f64>,
    modes: Vec<Vec<f64>>,
    #[serde(default = "Vec::new")]
    visits: Vec<V>,
}

/// Reads a trajectory and checks that it belongs to the problem: same widths, singular values, loss
/// convention and loss offset.
///
/// # Errors
/// [`TrajectoryFileError`], which names the field that is wrong or differs.
pub fn parse_trajectory(
    bytes: &[u8],
    problem: &Problem,
) -> Result<StoredTrajectory, TrajectoryFileError> {
    let read = read::<StoredVisit>(bytes, problem)?;
    check_decay(&read.document, None)?;
    for (at, visit) in read.visits.iter().enumerate() {
        if problem.subset(&visit.subset).is_err() {
            let subset = visit.subset.clone();
            return Err(TrajectoryFileError::StoredVisit { visit: at + 1, subset });
        }
    }
    Ok(read)
}

/// The same of a trajectory with weight decay, which has to be the landscape's.
///
/// # Errors
/// As [`parse_trajectory`].
pub fn parse_decayed_trajectory(
    bytes: &[u8],
    problem: &Problem,
    decayed: &DecayedProblem,
) -> Result<StoredTrajectory, TrajectoryFileError> {
    let read = read::<StoredVisit>(bytes, problem)?;
    check_decay(&read.document, Some(&DecayRecord::new(decayed)))?;
    for (at, visit) in read.visits.iter().enumerate() {
        if Word::from_indices(decayed, &visit.subset, &visit.passes).is_err() {
            let (learned, passes) = (visit.subset.clone(), visit.passes.clone());
            return Err(TrajectoryFileError::StoredWord { visit: at + 1, learned, passes });
        }
    }
    Ok(read)
}

/// The same of a trajectory among listed points, whose losses are those of the document.
///
/// # Errors
/// As [`parse_trajectory`].
pub fn parse_trajectory_among_points(
    bytes: &[u8],
    problem: &Problem,
    decay: &DecayRecord,
) -> Result<StoredTrajectory, TrajectoryFileError> {
    let read = read::<PointVisit>(bytes, problem)?;
    check_decay(&read.document, Some(decay))?;
    Ok(read)
}

fn read<V: DeserializeOwned + Into<StoredVisit>>(
    bytes: &[u8],
    problem: &Problem,
) -> Result<StoredTrajectory, TrajectoryFileError> {
    let document: Value =
        serde_json::from_slice(&plain_text(bytes)).map_err(TrajectoryFileError::Json)?;
    let schema = document.get("schema").and_then(Value::as_str).unwrap_or("none");
    if ![TRAJECTORY_SCHEMA, TRACE_SCHEMA].contains(&schema) {
        return Err(TrajectoryFileError::Schema { schema: schema.to_owned() });
    }
    let stated = parse_problem(bytes, None)?.problem;
    check_problem(&stated, problem)?;
    let columns: Document<V> =
        Document::deserialize(&document).map_err(TrajectoryFileError::Json)?;
    check_columns(&columns, problem.spectrum().singular_values().len())?;
    let Document { time, loss, modes, visits } = columns;
    let visits = visits.into_iter().map(Into::into).collect();
    Ok(StoredTrajectory { document, time, loss, modes, visits })
}

/// Relative to `σ_1`: the same data reduced on another machine differ by no more.
const SAME: f64 = 1e-9;

/// What is said of a problem without decay.
const NO_DECAY: &str = "none";

/// Whether the trajectory's weight decay is the landscape's.
fn check_decay(
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

fn check_problem(stated: &Problem, expected: &Problem) -> Result<(), TrajectoryFileError> {
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

fn check_columns<V>(columns: &Document<V>, values: usize) -> Result<(), TrajectoryFileError> {
    let times = columns.time.len();
    if times == 0 {
        return Err(TrajectoryFileError::Empty);
    }
    for (field, length) in [("loss", columns.loss.len()), ("modes", columns.modes.len())] {
        if length != times {
            return Err(TrajectoryFileError::Length { times, field, length });
        }
    }
    let infinite = |numbers: &[f64]| numbers.iter().any(|number| !number.is_finite());
    for (at, modes) in columns.modes.iter().enumerate() {
        let row = at + 1;
        if modes.len() != values {
            return Err(TrajectoryFileError::Modes { row, length: modes.len(), expected: values });
        }
        let cells: [(&str, &[f64]); 3] =
            [("time", &[columns.time[at]]), ("loss", &[columns.loss[at]]), ("modes", modes)];
        if let Some((field, _)) = cells.into_iter().find(|(_, numbers)| infinite(numbers)) {
            return Err(TrajectoryFileError::NotFinite { field, row });
        }
        if at > 0 && columns.time[at] <= columns.time[at - 1] {
            return Err(TrajectoryFileError::Order { row, time: columns.time[at] });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Spectrum};

    fn problem(widths: &[usize], values: &[u32]) -> Problem {
        let network = Architecture::new(widths.to_vec()).expect("widths");
        Problem::from_spectrum(network, Spectrum::exact_integers(values)).expect("fits")
    }

    fn document(change: impl FnOnce(&mut Value)) -> Vec<u8> {
        let mut document = serde_json::json!({
            "schema": "linscape.trajectory/1",
            "problem": { "widths": [2, 2, 2], "exact_singular_values": ["2", "1"] },
            "time": [0.0, 1.0], "loss": [2.5, 0.5], "modes": [[0.0, 0.0], [2.0, 0.0]],
            "visits": [{ "subset": [1], "enter": 0.5, "leave": null, "gradient_norm": 0.1 }],
        });
        change(&mut document);
        serde_json::to_vec(&document).expect("memory")
    }

    #[test]
    fn a_trajectory_of_the_problem_is_read() {
        let read = parse_trajectory(&document(|_| {}), &problem(&[2, 2, 2], &[2, 1])).expect("one");
        assert_eq!(read.modes[1], [2.0, 0.0]);
        assert_eq!(
            read.visits,
            [StoredVisit { subset: vec![1], passes: vec![], enter: 0.5, leave: None, point: None }]
        );
    }

    #[test]
    fn the_trace_of_a_training_run_is_read_alike() {
        let problem = problem(&[2, 2, 2], &[2, 1]);
        let trace = document(|document| document["schema"] = "linscape.trace/1".into());
        let read = parse_trajectory(&trace, &problem).expect("a trace");
        let flow = parse_trajectory(&document(|_| {}), &problem).expect("a trajectory");
        assert_eq!((read.time, read.modes, read.visits), (flow.time, flow.modes, flow.visits));
    }

    #[test]
    fn a_trajectory_of_another_problem_is_named() {
        let error = |widths: &[usize], values: &[u32]| {
            let read = parse_trajectory(&document(|_| {}), &problem(widths, values));
            read.expect_err("another problem").to_string()
        };
        assert!(error(&[2, 3, 2], &[2, 1]).ends_with("list of widths is 2,2,2, not 2,3,2"));
        assert!(error(&[2, 2, 2], &[3, 1]).ends_with("spectrum is σ_1 = 2, not 3"));
    }

    #[test]
    fn columns_that_do_not_fit_are_named() {
        let cases: [(&str, Value, &str); 8] = [
            ("schema", "linscape.trajectory/2".into(), "'linscape.trajectory/2' is not known"),
            ("time", Value::Array(vec![]), "no times"),
            ("loss", serde_json::json!([1.0]), "2 times but 1 row of loss"),
            ("modes", serde_json::json!([[0.0, 0.0], [1.0]]), "row 2 of modes has 1 numbers"),
            ("time", serde_json::json!([0.0, 0.0]), "row 2 of time is 0"),
            ("loss", serde_json::json!([1.0, "x"]), "not a trajectory document"),
            ("problem", serde_json::json!({ "widths": [2, 2] }), "neither singular_values"),
            ("visits", serde_json::json!([{ "subset": [9], "enter": 0.0, "leave": 1.0 }]), "[9]"),
        ];
        for (field, value, expected) in cases {
            let bytes = document(|document| document[field] = value);
            let read = parse_trajectory(&bytes, &problem(&[2, 2, 2], &[2, 1]));
            let error = read.expect_err(field).to_string();
            assert!(error.contains(expected), "{field}: {error}");
        }
    }
}

//! `linscape.trajectory/1` and `linscape.trace/1` read back: what `flow` and `trace` found on the way
//! down.

use super::same_problem::{check_decay, check_problem};
use super::{TRACE_SCHEMA, TRAJECTORY_SCHEMA, TrajectoryFileError};
use crate::arrays::plain_text::plain_text;
use crate::{DecayRecord, parse_problem};
use linscape_critical::Problem;
use linscape_decay::{DecayedProblem, Word};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

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

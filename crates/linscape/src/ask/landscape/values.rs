//! Critical values in order.

use crate::{Limit, StatedDecay, StatedProblem, ValuesLimit};
use linscape_critical::{
    AllValues, Direction, Observer, Problem, Progress, ValueCounts, ValuesError, all_values,
    family_count,
};
use linscape_decay::{DecayedProblem, End, Values, exact_loss};
use linscape_formats::{OptionName, ValueListing, ValueOrder, ValueRow, ValueRows};
use serde_json::Value;

/// Most families with weight decay whose values are all listed.
const LARGEST_COMPLETE: u64 = 1 << 22;

/// Values after which the observer is asked.
const BETWEEN_LOOKS: usize = 1024;

/// Which critical values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValuesWanted {
    /// As many of the lowest, from the global minimum up.
    Lowest(usize),
    /// As many of the highest, from the origin down.
    Highest(usize),
    /// Every value, increasing.
    All,
}

impl ValuesWanted {
    fn order(self) -> ValueOrder {
        match self {
            Self::Lowest(_) => ValueOrder::Lowest,
            Self::Highest(_) => ValueOrder::Highest,
            Self::All => ValueOrder::All,
        }
    }

    fn length(self) -> Option<usize> {
        match self {
            Self::Lowest(length) | Self::Highest(length) => Some(length),
            Self::All => None,
        }
    }
}

/// Critical values of a problem with the number of families that share each.
#[derive(Debug)]
pub struct ListedValues<'a> {
    problem: &'a Problem,
    decay: Option<&'a DecayedProblem>,
    source: Option<&'a Value>,
    order: ValueOrder,
    families: String,
    critical_values: Option<u64>,
    incomplete: bool,
    found: Found<'a>,
}

/// Rows, or a complete table to read them off.
#[derive(Debug)]
enum Found<'a> {
    Rows(Vec<ValueRow>),
    All(AllValues<'a>),
}

impl ListedValues<'_> {
    /// Whether the work was interrupted: these are the first values only.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.incomplete
    }

    /// What is written of them: a table, JSON (`linscape.values/1`), csv or npz.
    #[must_use]
    pub fn listing(&self) -> ValueListing<'_> {
        ValueListing {
            problem: self.problem,
            decay: self.decay,
            source: self.source,
            order: self.order,
            families: self.families.clone(),
            critical_values: self.critical_values,
            incomplete: self.incomplete,
            rows: match &self.found {
                Found::Rows(rows) => ValueRows::List(rows.clone()),
                Found::All(all) => ValueRows::All(all),
            },
        }
    }
}

/// Critical values of a problem without weight decay, in order; `None` when the work for all of them
/// was interrupted.
///
/// # Errors
/// [`ValuesLimit`] when they are more than memory has room for.
///
/// # Complexity
/// Of [`ValueCounts`] for values from one end, of [`all_values`] for all.
///
/// # Examples
/// ```
/// use linscape::{ProblemOptions, ValuesWanted, values};
/// let options = ProblemOptions {
///     sigma: Some("2,1".to_owned()),
///     widths: Some("2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let stated = options.state()?;
/// let found = values(&stated, ValuesWanted::All, &())?.expect("nobody interrupts");
/// // ½·(sums of squares not learned): 0, ½, 2, 5/2.
/// assert_eq!(found.listing().critical_values, Some(4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn values<'a>(
    stated: &'a StatedProblem,
    wanted: ValuesWanted,
    observer: &impl Observer,
) -> Result<Option<ListedValues<'a>>, Limit> {
    let problem = &stated.problem;
    let (found, critical_values, incomplete) = match wanted {
        ValuesWanted::Lowest(length) => some(problem, Direction::Lowest, length, observer)?,
        ValuesWanted::Highest(length) => some(problem, Direction::Highest, length, observer)?,
        ValuesWanted::All => match all_values(problem, observer) {
            Err(ValuesError::Interrupted) => return Ok(None),
            Err(fault @ ValuesError::TooMany { .. }) => return Err(ValuesLimit::All(fault).into()),
            all => {
                let all = all.map_err(Limit::from)?;
                let count = all.len() as u64;
                (Found::All(all), Some(count), false)
            }
        },
    };
    Ok(Some(ListedValues {
        problem,
        decay: None,
        source: stated.source.as_ref(),
        order: wanted.order(),
        families: family_count(problem).to_string(),
        critical_values,
        incomplete,
        found,
    }))
}

/// The `length` first values from one end, how many there are if all were seen, and whether the work
/// was interrupted.
fn some<'a>(
    problem: &Problem,
    direction: Direction,
    length: usize,
    observer: &impl Observer,
) -> Result<(Found<'a>, Option<u64>, bool), Limit> {
    let counts = match ValueCounts::new(problem, direction, length, observer) {
        Err(fault @ ValuesError::Memory(_)) => {
            let option = match direction {
                Direction::Lowest => OptionName::Lowest,
                Direction::Highest => OptionName::Highest,
            };
            return Err(ValuesLimit::Some { fault, option }.into());
        }
        counts => counts.map_err(Limit::from)?,
    };
    let rows = counts.values.iter().map(ValueRow::from).collect();
    let seen = counts.exhausted.then_some(counts.values.len() as u64);
    Ok((Found::Rows(rows), seen, counts.interrupted))
}

/// Critical values of a problem with weight decay, in order.
///
/// # Errors
/// [`ValuesLimit`] when all are asked for and they are too many.
pub fn values_with_decay<'a>(
    stated: &'a StatedDecay,
    wanted: ValuesWanted,
    observer: &impl Observer,
) -> Result<ListedValues<'a>, Limit> {
    let (families, length) = (linscape_decay::family_count(&stated.decayed), wanted.length());
    if length.is_none() && families > LARGEST_COMPLETE.into() {
        return Err(ValuesLimit::Decayed { families, most: LARGEST_COMPLETE }.into());
    }
    let is_highest = matches!(wanted, ValuesWanted::Highest(_));
    let end = if is_highest { End::Highest } else { End::Lowest };
    let mut search = Values::new(&stated.decayed, end);
    let (mut rows, mut incomplete) = (Vec::new(), false);
    while length.is_none_or(|length| rows.len() < length) {
        let progress = Progress { done: rows.len() as u64, total: length.map(|all| all as u64) };
        if rows.len() % BETWEEN_LOOKS == 0 && observer.advance(progress).is_break() {
            incomplete = true;
            break;
        }
        let Some(value) = search.next() else { break };
        let exact = value.families.first().and_then(|word| exact_loss(&stated.decayed, word));
        rows.push(ValueRow {
            loss: value.loss,
            exact_loss: exact.map(|loss| loss.to_string()),
            multiplicity: value.families.len().into(),
            undecided: value.is_undecided,
        });
    }
    let is_open = rows.iter().any(|row| row.undecided);
    let all = !incomplete && !is_open && search.is_exhausted();
    Ok(ListedValues {
        problem: &stated.stated.problem,
        decay: Some(&stated.decayed),
        source: stated.stated.source.as_ref(),
        order: wanted.order(),
        families: families.to_string(),
        critical_values: all.then_some(rows.len() as u64),
        incomplete,
        found: Found::Rows(rows),
    })
}

//! Critical values in order.

use super::loss_limit::LossLimit;
use super::value_subsets::{BETWEEN_LOOKS, Wanted, with_families};
use crate::{Limit, StatedDecay, StatedProblem, ValuesLimit};
use linscape_critical::{
    AllValues, Direction, FamiliesBelow, Observer, Problem, Progress, ValueCounts, ValuesError,
    all_values, family_count, room_for,
};
use linscape_decay::{DecayedProblem, End, Values, Word, exact_loss};
use linscape_formats::{
    BelowLoss, ListedFamily, OptionName, ValueListing, ValueOrder, ValueRow, ValueRows, word_text,
};
use num_bigint::BigUint;
use num_traits::ToPrimitive;
use serde_json::Value;

/// Most families with weight decay whose values are all listed.
const LARGEST_COMPLETE: u64 = 1 << 22;

/// What a critical value with weight decay takes beside those before it, in the list and in the search.
const BYTES_OF_A_ROW: usize = 1024;

/// Which critical values.
#[derive(Debug, Clone, PartialEq)]
pub enum ValuesWanted {
    /// As many of the lowest, from the global minimum up.
    Lowest(usize),
    /// As many of the highest, from the origin down.
    Highest(usize),
    /// Every value, increasing.
    All,
    /// Those below a loss, increasing.
    Below(LossLimit),
    /// None of them: only how many families are below a loss.
    CountBelow(LossLimit),
}

impl ValuesWanted {
    fn order(&self) -> ValueOrder {
        match self {
            Self::Lowest(_) => ValueOrder::Lowest,
            Self::Highest(_) => ValueOrder::Highest,
            Self::All => ValueOrder::All,
            Self::Below(_) => ValueOrder::Below,
            Self::CountBelow(_) => ValueOrder::CountBelow,
        }
    }

    fn length(&self) -> Option<usize> {
        match *self {
            Self::Lowest(length) | Self::Highest(length) => Some(length),
            _ => None,
        }
    }

    fn limit(&self) -> Option<&LossLimit> {
        match self {
            Self::Below(limit) | Self::CountBelow(limit) => Some(limit),
            _ => None,
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
    below: Option<BelowLoss>,
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
            below: self.below.as_ref(),
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

/// Critical values of a problem without weight decay, in order, with `subsets` beside the families that have them; `None` when the work for all of them
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
/// let found = values(&stated, &ValuesWanted::All, false, &())?.expect("nobody interrupts");
/// // ½·(sums of squares not learned): 0, ½, 2, 5/2.
/// assert_eq!(found.listing().critical_values, Some(4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn values<'a>(
    stated: &'a StatedProblem,
    wanted: &ValuesWanted,
    subsets: bool,
    observer: &impl Observer,
) -> Result<Option<ListedValues<'a>>, Limit> {
    let problem = &stated.problem;
    let below = match wanted.limit().map(|limit| limit.families_below(problem, observer)) {
        Some(Err(ValuesError::Interrupted)) => return Ok(None),
        Some(counted) => Some(counted.map_err(|fault| ValuesLimit::Below { fault })?),
        None => None,
    };
    let (found, critical_values, incomplete) = match wanted {
        ValuesWanted::CountBelow(_) => (Found::Rows(Vec::new()), None, false),
        wanted if subsets => {
            let (direction, complete) = match wanted {
                ValuesWanted::Lowest(length) => (Direction::Lowest, Wanted::Values(*length)),
                ValuesWanted::Highest(length) => (Direction::Highest, Wanted::Values(*length)),
                ValuesWanted::Below(_) => {
                    let counted = below.as_ref().map(|below| below.families.at_least.clone());
                    (Direction::Lowest, Wanted::Families(counted.unwrap_or_default()))
                }
                _ => (Direction::Lowest, Wanted::All),
            };
            let (rows, seen, stopped) = with_families(problem, direction, &complete, observer)?;
            (Found::Rows(rows), seen, stopped)
        }
        ValuesWanted::Lowest(length) => some(problem, Direction::Lowest, *length, observer)?,
        ValuesWanted::Highest(length) => some(problem, Direction::Highest, *length, observer)?,
        ValuesWanted::Below(_) => lowest_families(problem, below.as_ref(), observer)?,
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
        below,
        found,
    }))
}

/// The values of the families below a loss: from the lowest one up, in portions that double, until all these families
/// are among them.
fn lowest_families<'a>(
    problem: &Problem,
    below: Option<&BelowLoss>,
    observer: &impl Observer,
) -> Result<(Found<'a>, Option<u64>, bool), Limit> {
    const FIRST: usize = 1 << 10;
    let wanted = below.map_or(BigUint::ZERO, |below| below.families.at_least.clone());
    let mut length = FIRST;
    loop {
        let counts = ValueCounts::new(problem, Direction::Lowest, length, observer);
        let counts = counts.map_err(|fault| ValuesLimit::Below { fault })?;
        let mut families = BigUint::ZERO;
        let mut rows = Vec::new();
        for value in &counts.values {
            if families >= wanted {
                return Ok((Found::Rows(rows), None, false));
            }
            families += &value.multiplicity;
            rows.push(ValueRow::from(value));
        }
        if counts.exhausted || counts.interrupted || families >= wanted {
            let seen = counts.exhausted.then_some(counts.values.len() as u64);
            return Ok((Found::Rows(rows), seen, counts.interrupted));
        }
        length *= 2;
    }
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
    wanted: &ValuesWanted,
    subsets: bool,
    observer: &impl Observer,
) -> Result<ListedValues<'a>, Limit> {
    let (families, length) = (linscape_decay::family_count(&stated.decayed), wanted.length());
    let limit = wanted.limit();
    let multiplicities = stated.decayed.multiplicities();
    let named = |word: &Word| ListedFamily::Word(word_text(word, &multiplicities));
    if length.is_none() && families > LARGEST_COMPLETE.into() {
        return Err(ValuesLimit::Decayed { families, most: LARGEST_COMPLETE }.into());
    }
    let listed =
        length.map_or(0, |length| families.to_usize().map_or(length, |all| all.min(length)));
    let is_highest = matches!(wanted, ValuesWanted::Highest(_));
    if let Err(need) = room_for("critical values", listed, BYTES_OF_A_ROW) {
        let option = if is_highest { OptionName::Highest } else { OptionName::Lowest };
        return Err(ValuesLimit::Some { fault: ValuesError::Memory(need), option }.into());
    }
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
        if limit.is_some_and(|limit| value.loss >= limit.loss) {
            break;
        }
        let exact = value.families.first().and_then(|word| exact_loss(&stated.decayed, word));
        rows.push(ValueRow {
            loss: value.loss,
            exact_loss: exact.map(|loss| loss.to_string()),
            multiplicity: value.families.len().into(),
            undecided: value.is_undecided,
            subsets: subsets.then(|| value.families.iter().map(named).collect()),
        });
    }
    if let Some(most) = search.too_many() {
        return Err(ValuesLimit::Together { most }.into());
    }
    let is_open = rows.iter().any(|row| row.undecided);
    let all = !incomplete && !is_open && search.is_exhausted();
    let below = limit.map(|limit| {
        let number: BigUint = rows.iter().map(|row| &row.multiplicity).sum();
        limit.counting(FamiliesBelow { at_least: number.clone(), at_most: number })
    });
    if matches!(wanted, ValuesWanted::CountBelow(_)) {
        rows.clear();
    }
    Ok(ListedValues {
        problem: &stated.stated.problem,
        decay: Some(&stated.decayed),
        source: stated.stated.source.as_ref(),
        order: wanted.order(),
        families: families.to_string(),
        critical_values: (all && limit.is_none()).then_some(rows.len() as u64),
        incomplete,
        below,
        found: Found::Rows(rows),
    })
}

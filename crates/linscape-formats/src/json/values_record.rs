//! `linscape.values/1` and its tables: critical values in order.

use crate::arrays::npy::NpzFile;
use crate::json::JsonDocument;
use crate::words::subset_text;
use crate::{DecayRecord, ProblemRecord};
use linscape_critical::{AllValue, AllValues, CountedValue, FamiliesBelow, Problem};
use linscape_decay::DecayedProblem;
use num_bigint::BigUint;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::io::{self, Write};

/// Which critical values a listing holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueOrder {
    /// From the lowest up.
    Lowest,
    /// From the highest down.
    Highest,
    /// All, increasing.
    All,
    /// Those below a loss, from the lowest up.
    Below,
    /// None: only how many families are below a loss.
    CountBelow,
}

impl ValueOrder {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lowest => "lowest",
            Self::Highest => "highest",
            Self::All => "all",
            Self::Below => "below",
            Self::CountBelow => "count_below",
        }
    }
}

/// A row of a listing of critical values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueRow {
    /// The critical value.
    pub loss: f64,
    /// As a fraction, when the problem is exact.
    pub exact_loss: Option<String>,
    /// Number of families that have it.
    #[serde(serialize_with = "whole_number")]
    pub multiplicity: BigUint,
    /// With decay: losses of these families are closer than rounding and not proved equal.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undecided: bool,
    /// These families, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsets: Option<Vec<ListedFamily>>,
}

/// A family that has a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ListedFamily {
    /// The modes learned.
    Subset(Vec<usize>),
    /// With weight decay: the modes learned and those on a pass, `{1,2|3}`.
    Word(String),
}

impl fmt::Display for ListedFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subset(indices) => f.write_str(&subset_text(indices)),
            Self::Word(text) => f.write_str(text),
        }
    }
}

impl ValueRow {
    /// Its families in words, with spaces between.
    pub(crate) fn subsets_text(&self) -> String {
        let families = self.subsets.iter().flatten().map(ToString::to_string);
        families.collect::<Vec<_>>().join(" ")
    }
}

/// How many families are below a loss.
#[derive(Debug, Clone, PartialEq)]
pub struct BelowLoss {
    /// The loss as it was given.
    pub text: String,
    /// The same as a number.
    pub loss: f64,
    /// How many there are, or bounds on it.
    pub families: FamiliesBelow,
}

/// A whole number with all its digits; beyond 128 bits as a text.
fn whole_number<S: Serializer>(number: &BigUint, serializer: S) -> Result<S::Ok, S::Error> {
    match (u64::try_from(number), u128::try_from(number)) {
        (Ok(short), _) => serializer.serialize_u64(short),
        (_, Ok(long)) => serializer.serialize_u128(long),
        _ => serializer.collect_str(number),
    }
}

impl From<&CountedValue> for ValueRow {
    fn from(value: &CountedValue) -> Self {
        Self {
            loss: value.loss,
            exact_loss: value.exact_loss.as_ref().map(ToString::to_string),
            multiplicity: value.multiplicity.clone(),
            undecided: false,
            subsets: None,
        }
    }
}

/// Critical values in order, with what is known of their number.
#[derive(Debug, Clone)]
pub struct ValueListing<'a> {
    /// The problem they belong to.
    pub problem: &'a Problem,
    /// The same with weight decay, when it has some.
    pub decay: Option<&'a DecayedProblem>,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// Which values these are.
    pub order: ValueOrder,
    /// The loss that they are below.
    pub below: Option<&'a BelowLoss>,
    /// Exact number of families, decimal.
    pub families: String,
    /// Exact number of critical values, when all were seen.
    pub critical_values: Option<u64>,
    /// The work was interrupted: these are the first values of the listing only.
    pub incomplete: bool,
    /// The values.
    pub rows: ValueRows<'a>,
}

/// Rows held as a list, or read off a complete table on demand.
#[derive(Debug, Clone)]
pub enum ValueRows<'a> {
    /// A list.
    List(Vec<ValueRow>),
    /// Every value of the problem.
    All(&'a AllValues<'a>),
}

impl ValueRows<'_> {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::List(rows) => rows.len(),
            Self::All(values) => values.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows in order.
    #[must_use]
    pub fn rows(&self) -> Box<dyn Iterator<Item = ValueRow> + '_> {
        match self {
            Self::List(rows) => Box::new(rows.iter().cloned()),
            Self::All(values) => Box::new(values.iter().map(ValueRow::from)),
        }
    }

    /// The rows at some increasing positions.
    pub(crate) fn at(&self, positions: &[usize]) -> Vec<ValueRow> {
        match self {
            Self::List(rows) => positions.iter().map(|&at| rows[at].clone()).collect(),
            Self::All(values) => values.pick(positions).into_iter().map(ValueRow::from).collect(),
        }
    }

    /// Whether some neighbours are closer than rounding and not proved equal.
    pub(crate) fn has_undecided(&self) -> bool {
        match self {
            Self::List(rows) => rows.iter().any(|row| row.undecided),
            // Grouped exactly or within the tolerance.
            Self::All(_) => false,
        }
    }

    /// Losses in order.
    fn losses(&self) -> Box<dyn Iterator<Item = f64> + '_> {
        match self {
            Self::List(rows) => Box::new(rows.iter().map(|row| row.loss)),
            Self::All(values) => Box::new(values.iter().map(|value| value.loss())),
        }
    }

    /// Multiplicities in the order of the losses, as numbers of 64 bits.
    fn multiplicities(&self) -> io::Result<Box<dyn Iterator<Item = i64> + '_>> {
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        Ok(match self {
            Self::List(rows) => {
                let number = |row: &ValueRow| i64::try_from(&row.multiplicity);
                if let Some(ValueRow { multiplicity, .. }) =
                    rows.iter().find(|row| number(row).is_err())
                {
                    return Err(io::Error::other(format!(
                        "{multiplicity} families share a value, more than an int64 counts; write \
                         the values as .json or .csv"
                    )));
                }
                Box::new(rows.iter().map(move |row| number(row).unwrap_or(i64::MAX)))
            }
            // There are fewer than 2³² families.
            Self::All(values) => {
                Box::new(values.iter().map(move |value| signed(value.multiplicity)))
            }
        })
    }
}

impl From<AllValue<'_>> for ValueRow {
    fn from(value: AllValue) -> Self {
        Self {
            loss: value.loss(),
            exact_loss: value.exact_loss().map(|loss| loss.to_string()),
            multiplicity: value.multiplicity.into(),
            undecided: false,
            subsets: None,
        }
    }
}

#[derive(Serialize)]
struct ValueCounts<'a> {
    families: &'a str,
    critical_values: Option<String>,
    listed: usize,
}

#[derive(Serialize)]
struct BelowRecord {
    loss: f64,
    families: Option<String>,
    at_least: String,
    at_most: String,
}

impl From<&BelowLoss> for BelowRecord {
    fn from(below: &BelowLoss) -> Self {
        let FamiliesBelow { at_least, at_most } = &below.families;
        Self {
            loss: below.loss,
            families: below.families.number().ok().map(ToString::to_string),
            at_least: at_least.to_string(),
            at_most: at_most.to_string(),
        }
    }
}

impl ValueListing<'_> {
    /// Writes `linscape.values/1`; see `docs/formats.md`, "Values".
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let mut document = JsonDocument::of_schema(out, "linscape.values/1")?;
        let record = ProblemRecord::new(self.problem, self.source);
        let record = match self.decay {
            Some(decayed) => record.with_decay(DecayRecord::new(decayed)),
            None => record,
        };
        document.field("problem", &record)?;
        let counts = ValueCounts {
            families: &self.families,
            critical_values: self.critical_values.map(|number| number.to_string()),
            listed: self.rows.len(),
        };
        document.field("counts", &counts)?;
        document.field("order", &self.order.name())?;
        if let Some(below) = self.below {
            document.field("below", &BelowRecord::from(below))?;
        }
        document.rows("values", self.rows.rows())?;
        document.end_of_work(self.incomplete)
    }

    /// Writes a table with the columns `loss`, `exact_loss`, `multiplicity`, and `subsets` where they were asked for. Numbers are the
    /// shortest that read back as the same double.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_csv(&self, out: impl Write) -> io::Result<()> {
        let mut table = csv::WriterBuilder::new().has_headers(false).from_writer(out);
        let mut rows = self.rows.rows().peekable();
        let has_subsets = rows.peek().is_some_and(|row| row.subsets.is_some());
        let columns = ["loss", "exact_loss", "multiplicity", "subsets"];
        table.write_record(&columns[..if has_subsets { 4 } else { 3 }])?;
        for mut row in rows {
            let families = row.subsets_text();
            row.subsets = None;
            if has_subsets {
                table.serialize((row, families))?;
            } else {
                table.serialize(row)?;
            }
        }
        table.flush()
    }

    /// Writes the arrays `values` (`float64`) and `multiplicities` (`int64`).
    ///
    /// # Errors
    /// When the output, or the temporary file in which the archive is put together, cannot be
    /// written, or a multiplicity does not fit.
    pub fn write_npz(&self, out: impl Write) -> io::Result<()> {
        let shape = [self.rows.len()];
        let multiplicities = self.rows.multiplicities()?;
        let mut file = NpzFile::begin()?;
        file.array("values", &shape, self.rows.losses())?;
        file.array("multiplicities", &shape, multiplicities)?;
        file.finish(out)
    }
}

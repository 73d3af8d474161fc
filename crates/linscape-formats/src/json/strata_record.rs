//! `linscape.strata/1`: the strata of one family.

use crate::ProblemRecord;
use crate::json::{CoefficientRecord, JsonDocument};
use crate::words::type_name;
use linscape_critical::{EscapeOrder, Problem, SingularSubset};
use linscape_strata::{FamilyShape, ListedStratum, StratumCounts};
use num_bigint::BigUint;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// A family whose strata are listed or counted.
#[derive(Debug, Clone, Copy)]
pub struct StrataOf<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// The modes learned.
    pub subset: &'a SingularSubset,
    /// Exact number of strata of the family; `None` where counting would take too much memory.
    pub total: Option<&'a BigUint>,
}

/// One stratum; the fields of `docs/formats.md`, "Strata".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StratumRecord {
    id: String,
    unlearned: Vec<PairRecord>,
    input_null: Vec<EndRecord>,
    output_null: Vec<StartRecord>,
    interior: Vec<BarRecord>,
    #[serde(rename = "type")]
    point_type: &'static str,
    index: usize,
    nullity: usize,
    coindex: usize,
    dimension: usize,
    morse_bott: bool,
    escape_order: Option<usize>,
    learning_coefficient: CoefficientRecord,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct PairRecord {
    input_end: usize,
    output_start: usize,
    count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct EndRecord {
    input_end: usize,
    count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct StartRecord {
    output_start: usize,
    count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct BarRecord {
    start: usize,
    end: usize,
    count: usize,
}

impl StratumRecord {
    /// The record of a stratum of a family.
    #[must_use]
    pub fn new(listed: &ListedStratum, shape: &FamilyShape) -> Self {
        let (stratum, profile) = (&listed.stratum, &listed.profile);
        let pair = |(pair, count): (linscape_strata::ModePair, usize)| PairRecord {
            input_end: pair.input_end,
            output_start: pair.output_start,
            count,
        };
        let bar = |(bar, count): (linscape_strata::Bar, usize)| BarRecord {
            start: bar.start,
            end: bar.end,
            count,
        };
        let end = |(input_end, count)| EndRecord { input_end, count };
        let start = |(output_start, count)| StartRecord { output_start, count };
        Self {
            id: stratum.key(),
            unlearned: stratum.unlearned().map(pair).collect(),
            input_null: stratum.input_null().map(end).collect(),
            output_null: stratum.output_null().map(start).collect(),
            interior: stratum.interior().map(bar).collect(),
            point_type: type_name(profile.point_type),
            index: profile.inertia.negative,
            nullity: profile.inertia.zero,
            coindex: profile.inertia.positive,
            dimension: profile.dimension,
            morse_bott: profile.is_morse_bott(),
            escape_order: profile.escape_order.map(EscapeOrder::degree),
            learning_coefficient: CoefficientRecord::within(
                &stratum.learning_coefficient(shape),
                stratum.learning_bounds(shape),
            ),
        }
    }
}

impl StrataOf<'_> {
    fn begin<W: Write>(&self, out: W) -> io::Result<JsonDocument<W>> {
        let mut document = JsonDocument::of_schema(out, "linscape.strata/1")?;
        document.field("problem", &ProblemRecord::new(self.problem, self.source))?;
        let subset = self.subset.indices(self.problem.spectrum().multiplicities());
        document.field("subset", &subset)?;
        document.field("total", &self.total.map(ToString::to_string))?;
        Ok(document)
    }

    /// Writes strata that are rendered as JSON already, one a line; `truncated` says that others
    /// of those asked for were left out.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(
        &self,
        out: impl Write,
        rendered: &[String],
        truncated: bool,
        incomplete: bool,
    ) -> io::Result<()> {
        let mut document = self.begin(out)?;
        document.field("listed", &rendered.len())?;
        document.field("truncated", &truncated)?;
        document.raw_rows("strata", rendered)?;
        document.end_of_work(incomplete)
    }

    /// Writes exact numbers of strata by type.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_counts(&self, out: impl Write, counts: &StratumCounts) -> io::Result<()> {
        #[derive(Serialize)]
        struct Counts {
            global_minimum: String,
            strict_saddle: String,
            nonstrict_saddle: String,
        }
        let mut document = self.begin(out)?;
        let by_type = Counts {
            global_minimum: counts.global_minima.to_string(),
            strict_saddle: counts.strict.to_string(),
            nonstrict_saddle: counts.nonstrict.to_string(),
        };
        document.field("by_type", &by_type)?;
        document.end()
    }
}

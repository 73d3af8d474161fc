//! `linscape.explanation/1`: why a stratum is what it is.

use crate::json::JsonDocument;
use crate::{Explanation, ProblemRecord, StratumRecord};
use linscape_strata::{Bar, EscapePath, IndexSources, Link, Pivot, PivotVerdict};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Debug, Serialize)]
struct FamilyRecord<'a> {
    rank: usize,
    maximal_rank: usize,
    loss: f64,
    exact_loss: Option<&'a str>,
    leading: bool,
    misplaced: Option<MisplacedRecord>,
}

#[derive(Debug, Serialize)]
struct MisplacedRecord {
    left_out: usize,
    learned: usize,
}

#[derive(Debug, Serialize)]
struct ResidualRecord {
    rank: usize,
    modes: Vec<usize>,
    singular_values: Vec<f64>,
}

#[derive(Debug, Serialize)]
struct PairRecord {
    i: usize,
    j: usize,
    residual_rank: usize,
    product_rank: usize,
    verdict: &'static str,
    measured_residual_rank: Option<usize>,
    measured_product_rank: Option<usize>,
}

#[derive(Debug, Serialize)]
struct MeasuredRecord {
    seed: u64,
    stratum: Option<String>,
    smallest_margin: Option<f64>,
    agree: Option<bool>,
}

#[derive(Debug, Serialize)]
struct IndexRecord {
    swaps: usize,
    interior: usize,
    modes: usize,
    input_null: usize,
    output_null: usize,
}

/// A path of escape.
#[derive(Debug, Serialize)]
pub(crate) struct EscapeRecord {
    order: usize,
    input_end: usize,
    output_start: usize,
    links: Vec<LinkRecord>,
}

#[derive(Debug, Serialize)]
struct LinkRecord {
    layer: usize,
    from: [usize; 2],
    to: [usize; 2],
    across_null: bool,
}

impl Explanation<'_> {
    /// Writes `linscape.explanation/1`; see `docs/formats.md`, "Explanation".
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let mut document = JsonDocument::of_schema(out, "linscape.explanation/1")?;
        document.field("problem", &ProblemRecord::new(self.problem, self.source))?;
        document.field("subset", &self.subset)?;
        document.field("family", &self.family_record())?;
        document.field("residual", &self.residual_record())?;
        document.field("stratum", &StratumRecord::new(&self.listed, &self.shape))?;
        let pairs = self.pairs().map(|(stated, measured)| PairRecord::new(stated, measured));
        document.rows("pairs", pairs)?;
        document.field("measured", &self.measured_record())?;
        document.field("index", &IndexRecord::from(self.sources))?;
        document.field("escape", &self.path.as_ref().map(EscapeRecord::from))?;
        document.end()
    }

    fn family_record(&self) -> FamilyRecord<'_> {
        FamilyRecord {
            rank: self.shape.learned(),
            maximal_rank: self.shape.maximal_rank(),
            loss: self.loss,
            exact_loss: self.exact_loss.as_deref(),
            leading: self.shape.is_leading(),
            misplaced: self
                .misplaced
                .map(|pair| MisplacedRecord { left_out: pair.left_out, learned: pair.learned }),
        }
    }

    fn residual_record(&self) -> ResidualRecord {
        let values = self.problem.spectrum().singular_values();
        ResidualRecord {
            rank: self.unlearned.len(),
            modes: self.unlearned.clone(),
            singular_values: self.unlearned.iter().map(|&mode| values[mode - 1]).collect(),
        }
    }

    fn measured_record(&self) -> MeasuredRecord {
        let ranks = &self.measurement.ranks;
        let stratum = ranks.pattern.as_ref().and_then(|pattern| pattern.stratum().ok());
        MeasuredRecord {
            seed: self.measurement.seed,
            stratum: stratum.map(|stratum| stratum.key()),
            smallest_margin: ranks.margin.is_finite().then_some(ranks.margin),
            agree: self.agrees(),
        }
    }
}

impl PairRecord {
    fn new(stated: Pivot, measured: Option<Pivot>) -> Self {
        Self {
            i: stated.i,
            j: stated.j,
            residual_rank: stated.residual_rank,
            product_rank: stated.product_rank,
            verdict: match stated.verdict {
                PivotVerdict::NothingToLearn => "nothing_to_learn",
                PivotVerdict::NothingPasses => "nothing_passes",
                PivotVerdict::Strict => "strict",
            },
            measured_residual_rank: measured.map(|pivot| pivot.residual_rank),
            measured_product_rank: measured.map(|pivot| pivot.product_rank),
        }
    }
}

impl From<IndexSources> for IndexRecord {
    fn from(sources: IndexSources) -> Self {
        let IndexSources { swaps, interior, modes, input_null, output_null } = sources;
        Self { swaps, interior, modes, input_null, output_null }
    }
}

impl From<&EscapePath> for EscapeRecord {
    fn from(path: &EscapePath) -> Self {
        let link = |link: &Link| LinkRecord {
            layer: link.layer,
            from: ends(link.from),
            to: ends(link.to),
            across_null: link.across_null,
        };
        Self {
            order: path.order().degree(),
            input_end: path.pair.input_end,
            output_start: path.pair.output_start,
            links: path.links.iter().map(link).collect(),
        }
    }
}

fn ends(bar: Bar) -> [usize; 2] {
    [bar.start, bar.end]
}

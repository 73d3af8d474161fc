//! The report for people and the document.

use super::words::{case_text, completeness_name, completeness_text, status_name};
use crate::json::JsonDocument;
use crate::text::{Tone, text_table, write_problem_of_loss};
use crate::words::family_type_name;
use crate::{DecayRecord, ProblemRecord, ReportStyle, number_text};
use linscape_critical::Problem;
use linscape_decay::FamilyType;
use linscape_points::{OwnLandscape, OwnPoint, OwnProblem};
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// Critical points with decay on the data's own weights.
#[derive(Debug, Clone, Copy)]
pub struct OwnReport<'a> {
    /// The problem without its decay.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// The problem with its decay.
    pub own: &'a OwnProblem,
    /// What was found.
    pub landscape: &'a OwnLandscape,
}

#[derive(Serialize)]
struct PointRecord<'a> {
    id: usize,
    key: &'a str,
    rank: usize,
    amplitudes: &'a [f64],
    loss: f64,
    #[serde(rename = "type")]
    family_type: &'static str,
    index: Option<usize>,
    nullity: Option<usize>,
    coindex: Option<usize>,
    dimension: usize,
    status: &'static str,
    certificate: Option<CertificateRecord>,
}

#[derive(Serialize)]
struct CertificateRecord {
    radius: f64,
    /// `null` where nothing can fail: the origin.
    margin: Option<f64>,
}

#[derive(Serialize)]
struct LostRecord<'a> {
    key: &'a str,
    at: f64,
}

#[derive(Serialize)]
struct RankSumRecord {
    rank: usize,
    points: usize,
    sum: Option<i64>,
}

const NONE: &str = "-";

impl OwnReport<'_> {
    /// Writes the document `linscape.points/1`; see `docs/formats.md`, "With weight decay".
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let landscape = self.landscape;
        let mut document = JsonDocument::of_schema(out, "linscape.points/1")?;
        document.field("problem", &self.problem_record())?;
        document.field("completeness", &completeness_name(landscape.completeness))?;
        document.field("undecided", &landscape.undecided)?;
        document.field("truncated", &landscape.truncated)?;
        let points = landscape.points.iter().enumerate();
        document.rows("points", points.map(|(id, point)| PointRecord::new(id, point)))?;
        let lost = landscape.lost.iter();
        document.rows("lost", lost.map(|(key, at)| LostRecord { key, at: *at }))?;
        let sums = landscape.rank_sums(self.own).into_iter();
        let record = |own: linscape_points::RankSum| RankSumRecord {
            rank: own.rank,
            points: own.points,
            sum: own.sum,
        };
        document.rows("rank_sums", sums.map(record))?;
        document.end_of_work(landscape.interrupted)
    }

    /// Writes the report.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_text(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        self.write_header(&mut out)?;
        writeln!(out, "\n{}\n", self.table(style))?;
        let landscape = self.landscape;
        if landscape.undecided {
            writeln!(
                out,
                "Undecided: within the tolerance of the data, a fold makes or unmakes points."
            )?;
        }
        if landscape.truncated {
            writeln!(out, "The list was cut at its limit: there are more points of this kind.")?;
        }
        for (key, at) in &landscape.lost {
            writeln!(
                out,
                "lost         {key}: its path changes its index or ends at θ = {}",
                number_text(*at)
            )?;
        }
        for sum in landscape.rank_sums(self.own) {
            let verdict = match sum.sum {
                Some(0) => "0, as it has to be: no sign of missing points".to_owned(),
                Some(sum) => format!("{sum}, not 0: points of this rank are missing"),
                None => "undecided".to_owned(),
            };
            writeln!(out, "referee      rank {}: Σ(−1)^index = {verdict}", sum.rank)?;
        }
        let proved = landscape.points.iter().filter(|point| point.certificate.is_some()).count();
        if self.own.depth() > 1 {
            writeln!(
                out,
                "certificates {proved} of {} points: one critical point, of that index, within the \
                 radius",
                landscape.points.len()
            )?;
        }
        if landscape.interrupted {
            writeln!(out, "Interrupted: what was found so far.")?;
        }
        Ok(())
    }

    /// Problem, decay, case and how much is listed.
    pub(crate) fn write_header(&self, out: &mut impl Write) -> io::Result<()> {
        let penalty = " + ½ Σ_i λ_i ‖W_i‖²";
        let (least, beside) = (self.least(), self.own.biases());
        let said = (penalty, least.as_str());
        write_problem_of_loss(&mut *out, self.problem, self.source, said, beside)?;
        let (decay, factor) = (self.own.decay(), self.own.factor());
        let layers: Vec<String> =
            decay.stated_layers().iter().map(|&layer| number_text(layer)).collect();
        if decay.is_uniform() {
            let layer = number_text(decay.mean() * factor);
            writeln!(out, "decay        λ = {layer} in every layer, on the data's own weights")?;
        } else {
            writeln!(
                out,
                "decay        λ = {} from the input on (geometric mean {}), on the data's own weights",
                layers.join(", "),
                number_text(decay.mean() * factor)
            )?;
        }
        writeln!(out, "case         {}", case_text(self.landscape.case))?;
        writeln!(
            out,
            "points       {}: {}",
            self.landscape.points.len(),
            completeness_text(self.landscape.completeness)
        )
    }

    /// The smallest loss and the points that have it, as far as that is proved.
    fn least(&self) -> String {
        let points = &self.landscape.points;
        let global = |point: &&OwnPoint| point.family_type == FamilyType::GlobalMinimum;
        let keys: Vec<&str> = points.iter().filter(global).map(|own| own.key.as_str()).collect();
        match (points.iter().find(global), points.first()) {
            (Some(point), _) => {
                let loss = number_text(point.loss);
                let names = if keys == ["minimum"] {
                    String::new()
                } else {
                    " ".to_owned() + &keys.join(" and ")
                };
                format!("never below {loss}, the global minimum{names}")
            }
            (None, Some(point)) => {
                format!(
                    "{} at the lowest point below, its global minimum not proved",
                    number_text(point.loss)
                )
            }
            (None, None) => "its global minimum not known".to_owned(),
        }
    }

    pub(crate) fn problem_record(&self) -> ProblemRecord {
        let decay = DecayRecord::of_own(self.own, self.landscape.case);
        ProblemRecord::new(self.problem, self.source).with_decay(decay)
    }

    fn table(&self, style: ReportStyle) -> String {
        let header = [
            "id",
            "loss",
            "key",
            "rank",
            "type",
            "index",
            "nullity",
            "coindex",
            "amplitudes",
            "radius",
            "how",
        ];
        let rows = self.landscape.points.iter().enumerate().map(|(id, point)| {
            let inertia = point.inertia;
            let count = |own: Option<usize>| {
                own.map_or_else(|| "undecided".to_owned(), |count| count.to_string())
            };
            let shown: Vec<String> =
                point.amplitudes.iter().take(4).map(|&own| number_text(own)).collect();
            let more = if point.amplitudes.len() > 4 { ", …" } else { "" };
            let radius = point.certificate.map(|own| number_text(own.radius));
            let cells = vec![
                id.to_string(),
                number_text(point.loss),
                point.key.clone(),
                point.rank().to_string(),
                point.family_type.to_string(),
                count(inertia.map(|own| own.negative)),
                count(inertia.map(|own| own.zero)),
                count(inertia.map(|own| own.positive)),
                if shown.is_empty() { NONE.to_owned() } else { shown.join(", ") + more },
                radius.unwrap_or_else(|| NONE.to_owned()),
                status_name(point.status).to_owned(),
            ];
            (Tone::Plain, cells)
        });
        text_table(&header, rows, style)
    }
}

impl<'a> PointRecord<'a> {
    fn new(id: usize, point: &'a OwnPoint) -> Self {
        let certificate = point.certificate.map(|own| CertificateRecord {
            radius: own.radius,
            margin: own.margin.is_finite().then_some(own.margin),
        });
        Self {
            id,
            key: &point.key,
            rank: point.rank(),
            amplitudes: &point.amplitudes,
            loss: point.loss,
            family_type: family_type_name(point.family_type),
            index: point.inertia.map(|own| own.negative),
            nullity: point.inertia.map(|own| own.zero),
            coindex: point.inertia.map(|own| own.positive),
            dimension: point.dimension,
            status: status_name(point.status),
            certificate,
        }
    }
}

//! `linscape.verification/1` of listed points.

use super::OwnReport;
use crate::json::JsonDocument;
use crate::number_text;
use linscape_critical::Inertia;
use linscape_points::OwnRoad;
use serde::Serialize;
use std::io::{self, Write};

/// How listed points fared against dense Hessians of the regularised loss.
#[derive(Debug, Clone, Copy)]
pub struct OwnVerificationReport<'a> {
    /// The points.
    pub landscape: OwnReport<'a>,
    /// The seed of the networks.
    pub seed: u64,
    /// Networks that agree.
    pub agreed: usize,
    /// Networks that are undecided.
    pub undecided: usize,
    /// Networks that do not agree: number, key, the numerics.
    pub disagreed: &'a [(usize, String, OwnRoad)],
    /// Largest relative gradient.
    pub largest_gradient: f64,
    /// The work was interrupted.
    pub incomplete: bool,
}

#[derive(Serialize)]
struct Disagreement<'a> {
    point: usize,
    key: &'a str,
    numerics: Option<[usize; 3]>,
    relative_gradient: f64,
    relative_loss: f64,
}

impl OwnVerificationReport<'_> {
    fn rows(&self) -> impl Iterator<Item = Disagreement<'_>> {
        self.disagreed.iter().map(|(point, key, road)| Disagreement {
            point: *point,
            key,
            numerics: road.numerics.decided().map(|own| [own.negative, own.zero, own.positive]),
            relative_gradient: road.relative_gradient,
            relative_loss: road.relative_loss,
        })
    }

    /// Signs where they differ, or else how far gradient and loss are from those of the listed point.
    fn words(&self, key: &str, road: &OwnRoad) -> String {
        let signs = |own: Option<Inertia>| {
            own.map_or_else(|| "undecided".to_owned(), |own| own.to_string())
        };
        let listed = self.landscape.landscape.point(key).and_then(|point| point.inertia);
        let found = road.numerics.decided();
        if listed != found {
            return format!("{key} says {}, the Hessian {}", signs(listed), signs(found));
        }
        format!(
            "{key}: relative gradient {}, loss off by {}",
            number_text(road.relative_gradient),
            number_text(road.relative_loss)
        )
    }

    fn points(&self) -> usize {
        self.agreed + self.undecided + self.disagreed.len()
    }

    /// Writes the JSON document.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let mut document = JsonDocument::of_schema(out, "linscape.verification/1")?;
        document.field("problem", &self.landscape.problem_record())?;
        document.field("road", &"dense")?;
        document.field("seed", &self.seed)?;
        document.field("points", &self.points())?;
        document.field("agreed", &self.agreed)?;
        document.field("undecided", &self.undecided)?;
        document.field("disagreed", &self.disagreed.len())?;
        document.field("largest_gradient", &self.largest_gradient)?;
        document.rows("disagreements", self.rows())?;
        document.end_of_work(self.incomplete)
    }

    /// Writes it for people.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_text(&self, mut out: impl Write) -> io::Result<()> {
        self.landscape.write_header(&mut out)?;
        writeln!(
            out,
            "networks     {} random ones of these points (seed {}), dense Hessian of the regularised loss",
            self.points(),
            self.seed
        )?;
        writeln!(
            out,
            "outcome      {} agree in gradient, loss and inertia; {} undecided; {} disagree",
            self.agreed,
            self.undecided,
            self.disagreed.len()
        )?;
        writeln!(
            out,
            "margins      largest relative gradient {}",
            number_text(self.largest_gradient)
        )?;
        for (at, key, road) in self.disagreed.iter().take(20) {
            writeln!(out, "disagree     network {at}: {}", self.words(key, road))?;
        }
        if self.incomplete {
            writeln!(out, "Interrupted: the first {} networks only.", self.points())?;
        }
        Ok(())
    }
}

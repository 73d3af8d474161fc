//! `linscape.verification/1` with decay.

use super::{DecayRecord, word_text, write_decayed_problem};
use crate::json::JsonDocument;
use crate::{ProblemRecord, number_text};
use linscape_critical::Problem;
use linscape_decay::{DecayedProblem, Word};
use linscape_points::DecayedRoad;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// How the closed forms fared against dense Hessians of the regularised loss.
#[derive(Debug, Clone, Copy)]
pub struct DecayedVerificationReport<'a> {
    /// The problem without its decay.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// The problem with its decay.
    pub decayed: &'a DecayedProblem,
    /// The seed of the points.
    pub seed: u64,
    /// Points that agree.
    pub agreed: usize,
    /// Points that are undecided.
    pub undecided: usize,
    /// Points that do not agree: number, family, both roads.
    pub disagreed: &'a [(usize, Word, DecayedRoad)],
    /// Largest relative gradient.
    pub largest_gradient: f64,
    /// Largest relative difference of an eigenvalue.
    pub largest_difference: f64,
    /// The work was interrupted.
    pub incomplete: bool,
}

#[derive(Serialize)]
struct Disagreement {
    point: usize,
    key: String,
    theorem: Option<[usize; 3]>,
    numerics: Option<[usize; 3]>,
    relative_gradient: f64,
    relative_loss: f64,
    relative_spectrum: f64,
}

impl Disagreement {
    /// Signs where they differ, or else how far gradient, loss and spectrum are from the closed forms.
    fn words(&self) -> String {
        let signs = |own: Option<[usize; 3]>| {
            own.map_or_else(|| "undecided".to_owned(), |[a, b, c]| format!("{a}/{b}/{c}"))
        };
        if self.theorem != self.numerics {
            let (theorem, numerics) = (signs(self.theorem), signs(self.numerics));
            return format!("{} says {theorem}, the Hessian {numerics}", self.key);
        }
        format!(
            "{}: relative gradient {}, loss off by {}, spectrum by {}",
            self.key,
            number_text(self.relative_gradient),
            number_text(self.relative_loss),
            number_text(self.relative_spectrum)
        )
    }
}

impl DecayedVerificationReport<'_> {
    fn rows(&self) -> Vec<Disagreement> {
        let counts = |inertia: linscape_critical::Inertia| {
            [inertia.negative, inertia.zero, inertia.positive]
        };
        let row = |(point, word, road): &(usize, Word, DecayedRoad)| Disagreement {
            point: *point,
            key: word_text(word, &self.decayed.multiplicities()),
            theorem: road.theorem.inertia.map(counts),
            numerics: road.numerics.decided().map(counts),
            relative_gradient: road.relative_gradient,
            relative_loss: road.relative_loss,
            relative_spectrum: road.relative_spectrum,
        };
        self.disagreed.iter().map(row).collect()
    }

    /// Writes the JSON document.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let record = ProblemRecord::new(self.problem, self.source);
        let mut document = JsonDocument::of_schema(out, "linscape.verification/1")?;
        document.field("problem", &record.with_decay(DecayRecord::new(self.decayed)))?;
        document.field("road", &"dense")?;
        document.field("seed", &self.seed)?;
        document.field("points", &(self.agreed + self.undecided + self.disagreed.len()))?;
        document.field("agreed", &self.agreed)?;
        document.field("undecided", &self.undecided)?;
        document.field("disagreed", &self.disagreed.len())?;
        document.field("largest_gradient", &self.largest_gradient)?;
        document.field("largest_spectrum_difference", &self.largest_difference)?;
        document.rows("disagreements", self.rows())?;
        document.end_of_work(self.incomplete)
    }

    /// Writes it for people.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_text(&self, mut out: impl Write) -> io::Result<()> {
        write_decayed_problem(&mut out, self.problem, self.source, self.decayed)?;
        let points = self.agreed + self.undecided + self.disagreed.len();
        writeln!(
            out,
            "points       {points} random points of families with decay (seed {}), dense Hessian of \
             the regularised loss",
            self.seed
        )?;
        writeln!(
            out,
            "outcome      {} agree in gradient, loss, inertia and spectrum; {} undecided; {} disagree",
            self.agreed,
            self.undecided,
            self.disagreed.len()
        )?;
        writeln!(
            out,
            "margins      largest relative gradient {}, largest relative difference of eigenvalues {}",
            number_text(self.largest_gradient),
            number_text(self.largest_difference)
        )?;
        for row in self.rows().iter().take(20) {
            writeln!(out, "disagree     point {}: {}", row.point, row.words())?;
        }
        if self.incomplete {
            writeln!(out, "Interrupted: the first {points} points only.")?;
        }
        Ok(())
    }
}

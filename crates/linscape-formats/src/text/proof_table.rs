//! Proofs as a table for people.

use crate::text::{Tone, text_table, write_problem};
use crate::words::subset_text;
use crate::{ProofReport, ReportStyle};
use linscape_critical::{EscapeOrder, numbered};
use linscape_points::{PointProof, ProofTally};
use std::io::{self, Write};

impl ProofReport<'_> {
    /// Writes a table with one row a family, and what it comes to in words.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_table(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        write_problem(&mut out, self.problem, self.source)?;
        writeln!(out, "road         rational arithmetic, nothing rounded")?;
        writeln!(out, "seed         {}\n", self.seed)?;
        let header = ["learned", "points", "proved", "refuted", "order proved"];
        let multiplicities = self.problem.spectrum().multiplicities();
        let rows = self.families.iter().map(|(subset, tally)| {
            let tone = if tally.disagreed == 0 { Tone::Good } else { Tone::Warning };
            (tone, cells(subset_text(&subset.indices(multiplicities)), tally))
        });
        if !self.families.is_empty() {
            writeln!(out, "{}\n", text_table(&header, rows, style))?;
        }
        self.write_summary(&mut out)
    }

    fn write_summary(&self, out: &mut impl Write) -> io::Result<()> {
        let total = &self.total;
        if total.stopped {
            writeln!(out, "Interrupted: what was proved until then.")?;
        }
        let strata = self.selection.words();
        writeln!(
            out,
            "{} of {}, {strata}:\nthe theorem is proved at {}, refuted at {}.",
            numbered(total.points(), "random rational point", "random rational points"),
            numbered(self.families.len(), "family", "families"),
            total.agreed,
            total.disagreed
        )?;
        writeln!(
            out,
            "Proved: the gradient is zero, the loss, every rank, inertia and dimension are as stated, \
             and the loss\nfalls along the stated paths in the stated degree. That it falls no \
             faster is proved at {} of {}\n(orders beyond 4 from above only).",
            total.orders_settled,
            total.points()
        )?;
        if let Some(file) = &self.certificates {
            writeln!(out, "Certificates in {file}: python3 scripts/check_certificate.py {file}")?;
        }
        let Some(point) = &total.first_disagreement else { return Ok(()) };
        let subset = subset_text(&point.subset.indices(self.problem.spectrum().multiplicities()));
        writeln!(
            out,
            "\nFirst refutation, point {} ({subset}, stratum {}):\n{}",
            point.position,
            point.proof.stratum,
            comparison(&point.proof)
        )
    }
}

fn cells(learned: String, tally: &ProofTally) -> Vec<String> {
    let numbers = [tally.points(), tally.agreed, tally.disagreed, tally.orders_settled];
    let numbers = numbers.iter().map(ToString::to_string);
    [learned].into_iter().chain(numbers).collect()
}

/// What either side says of a point.
fn comparison(proof: &PointProof) -> String {
    let (theorem, found) = (&proof.theorem, &proof.inertia);
    let order = theorem.escape_order.map_or_else(|| "none".to_owned(), |order| order.to_string());
    format!(
        "  index/nullity/coindex  {} stated, {}/{}/{} found\n  \
           dimension              {} stated, {} found\n  \
           escape order           {order} stated, {}\n  \
           gradient zero {}, loss as stated {}, ranks as stated {}",
        theorem.inertia,
        found.negative,
        found.zero,
        found.positive,
        theorem.dimension,
        proof.dimension,
        if proof.escape.agrees(theorem.escape_order.map(EscapeOrder::degree)) {
            "proved"
        } else {
            "refuted"
        },
        proof.critical,
        proof.loss_agrees,
        proof.ranks_agree
    )
}

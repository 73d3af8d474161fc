//! A verification as a table for people.

use crate::text::{Tone, coefficient_text, text_table, write_problem};
use crate::words::subset_text;
use crate::{ReportStyle, VerificationReport};
use linscape_critical::numbered;
use linscape_points::{NumericalEscape, PointCheck, Verification};
use std::io::{self, Write};

impl VerificationReport<'_> {
    /// Writes a table with one row a family, and what it comes to in words.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_table(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        write_problem(&mut out, self.problem, self.source)?;
        writeln!(out, "seed         {}\n", self.seed)?;
        let header = [
            "learned",
            "points",
            "agree",
            "undecided",
            "disagree",
            "descent found",
            "not found",
            "smallest margin",
            "largest gradient",
        ];
        let multiplicities = self.problem.spectrum().multiplicities();
        let rows = self.families.iter().map(|(subset, outcome)| {
            (tone(outcome), cells(subset_text(&subset.indices(multiplicities)), outcome))
        });
        if !self.families.is_empty() {
            writeln!(out, "{}\n", text_table(&header, rows, style))?;
        }
        self.write_summary(&mut out)
    }

    fn write_summary(&self, out: &mut impl Write) -> io::Result<()> {
        let total = &self.total;
        if total.stopped {
            writeln!(out, "Interrupted: what was checked until then.")?;
        }
        let strata = self.selection.words();
        writeln!(
            out,
            "{} of {}, {strata}:\ntheorem and dense Hessian agree at {}, {} undecided, {} disagree.",
            numbered(total.points(), "random point", "random points"),
            numbered(self.families.len(), "family", "families"),
            total.agreed,
            total.undecided,
            total.disagreed
        )?;
        writeln!(
            out,
            "Compared: gradient, loss, inertia and dimension (rank of the group action). A margin \
             is how far\nthe smallest number taken for nonzero lies above rounding; gradients are \
             relative to their scale."
        )?;
        self.write_learning(out)?;
        self.write_descents(out)?;
        let Some(point) = &total.first_disagreement else { return Ok(()) };
        let subset = subset_text(&point.subset.indices(self.problem.spectrum().multiplicities()));
        writeln!(
            out,
            "\nFirst disagreement, point {} ({subset}, stratum {}):\n{}",
            point.position,
            point.check.stratum,
            comparison(&point.check)
        )
    }

    fn write_learning(&self, out: &mut impl Write) -> io::Result<()> {
        let (agreed, open) = (self.total.learning_agreed, self.total.learning_undecided);
        writeln!(
            out,
            "Learning coefficients: from measured ranks, and against lists of components, minimisers and \
             chains:\n{agreed} agree, {open} undecided."
        )
    }

    fn write_descents(&self, out: &mut impl Write) -> io::Result<()> {
        let (found, missed) = (self.total.escape_consistent, self.total.escape_undecided);
        if found + missed == 0 {
            return writeln!(
                out,
                "Descent was not searched for: no nonstrict point with at most {}.",
                numbered(self.descent_up_to, "parameter", "parameters")
            );
        }
        writeln!(
            out,
            "Descent was searched for at {}: at {found} the best one found has the stated \
             order,\nat {missed} none told the order. A search can refute an order, never confirm \
             it.",
            numbered(found + missed, "nonstrict point", "nonstrict points")
        )
    }
}

fn cells(learned: String, outcome: &Verification) -> Vec<String> {
    vec![
        learned,
        outcome.points().to_string(),
        outcome.agreed.to_string(),
        outcome.undecided.to_string(),
        outcome.disagreed.to_string(),
        outcome.escape_consistent.to_string(),
        outcome.escape_undecided.to_string(),
        // Without an error, as at weights that are zero, the margin is beyond all bounds.
        outcome
            .smallest_margin
            .filter(|margin| margin.is_finite())
            .map_or_else(|| "-".to_owned(), |margin| format!("{margin:.1e}")),
        format!("{:.1e}", outcome.largest_gradient),
    ]
}

fn tone(outcome: &Verification) -> Tone {
    match (outcome.disagreed, outcome.undecided) {
        (0, 0) => Tone::Good,
        _ => Tone::Warning,
    }
}

/// A verdict in a word.
fn verdict(agrees: Option<bool>) -> &'static str {
    match agrees {
        Some(true) => "agree",
        Some(false) => "DISAGREE",
        None => "silent",
    }
}

/// What the search for descent found.
fn escape_text(escape: NumericalEscape) -> String {
    match escape {
        NumericalEscape::Consistent { exponent } => {
            format!("a descent of exponent {exponent:.2} found")
        }
        NumericalEscape::Refuted { exponent } => {
            format!("refuted by a descent of exponent {exponent:.2}")
        }
        NumericalEscape::Undecided { exponent: Some(exponent) } => {
            format!("undecided: the best descent has exponent {exponent:.2}")
        }
        NumericalEscape::Undecided { exponent: None } => "undecided: no descent told it".to_owned(),
    }
}

/// What either side says of a point.
fn comparison(check: &PointCheck) -> String {
    let theorem = &check.theorem;
    let found =
        check.inertia.decided().map_or_else(|| "undecided".to_owned(), |found| found.to_string());
    let dimension =
        check.dimension.decided().map_or_else(|| "undecided".to_owned(), |rank| rank.to_string());
    let order = theorem.escape_order.map_or_else(|| "none".to_owned(), |order| order.to_string());
    let escape = check.escape.map_or_else(|| "not searched for".to_owned(), escape_text);
    let learning = &check.learning;
    let coefficient = format!(
        "{} stated; kernels {}, lists {}, Hessian {}",
        coefficient_text(&learning.stated),
        verdict(learning.kernels),
        verdict(learning.lists),
        verdict(learning.hessian)
    );
    format!(
        "  index/nullity/coindex  {} stated, {found} found\n  \
           dimension              {} stated, {dimension} found\n  \
           escape order           {order} stated, {escape}\n  \
           learning coefficient   {coefficient}\n  \
           relative gradient      {:.1e}, relative error of the loss {:.1e}",
        theorem.inertia, theorem.dimension, check.relative_gradient, check.loss_error
    )
}

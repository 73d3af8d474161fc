//! Learning coefficients as tables for people.

use std::io::{self, Write};

use linscape_quotient::Landscape;
use linscape_strata::{FamilyShape, HalfInteger, LearningCoefficient, LearningRung};

use crate::json::LearningReport;
use crate::text::{Tone, text_table, write_problem};
use crate::{ReportStyle, number_text, subset_text};

impl LearningReport<'_> {
    /// Writes the ladder of ranks.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_table(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        write_problem(&mut out, self.problem, self.source)?;
        self.write_parameters(&mut out)?;
        let (samples, noise) = (self.sampling.samples, self.sampling.noise);
        let both = samples.is_some() && noise.is_some();
        let lowest = self.ladder.chosen.and_then(|rank| self.ladder.rungs[rank].free_energy);
        let mut header = vec!["rank", "coindex/2", "λ", "codim/2", "m", "components", "loss"];
        header.extend(samples.map(|_| "λ/n"));
        header.extend(both.then_some(["2s²λ/n", "F − min F"]).into_iter().flatten());
        let rows = self.rungs().map(|rung| {
            let mut cells = vec![rung.rank.to_string()];
            let [lambda, multiplicity, components] = coefficient_cells(&rung.coefficient);
            let bounds = rung.bounds;
            let (below, above) = (bounds.half_coindex, bounds.half_codimension);
            cells.extend([below.to_string(), lambda, above.to_string(), multiplicity, components]);
            cells.push(cell(rung.loss));
            cells.extend(samples.map(|_| cell(rung.expected_excess)));
            if both {
                let above = rung.free_energy.zip(lowest).map(|(here, lowest)| here - lowest);
                cells.extend([cell(rung.squared_error), cell(above)]);
            }
            (self.tone(rung), cells)
        });
        writeln!(out, "\n{}\n", text_table(&header, rows, style))?;
        writeln!(
            out,
            "λ, m: learning coefficient and multiplicity if the truth has this rank, the least over all weights of the\n\
             rank, attained at balanced ones; components of the fiber that have codimension 2λ.\n\
             coindex/2 ≤ λ ≤ codim/2 there: half the positive eigenvalues of the Hessian of ½‖W(w') − W(w)‖², half the\n\
             codimension of the balanced stratum."
        )?;
        self.write_minimum(&mut out)?;
        self.write_choice(&mut out)
    }

    fn write_parameters(&self, out: &mut impl Write) -> io::Result<()> {
        let (all, effective) = (self.ladder.half_parameters, self.ladder.half_effective);
        let ignored =
            if all == effective { String::new() } else { format!(" ({all} with ignored weights)") };
        writeln!(out, "N/2          {effective}{ignored}: λ of a model without degeneracy (BIC)")
    }

    fn tone(&self, rung: &LearningRung) -> Tone {
        if self.ladder.chosen == Some(rung.rank) { Tone::Good } else { Tone::Plain }
    }

    fn write_minimum(&self, out: &mut impl Write) -> io::Result<()> {
        let Some(minimum) = &self.ladder.minimum else { return Ok(()) };
        writeln!(
            out,
            "The target is out of reach (its rank {} is more than {}): the loss less its minimum has λ = {}, m = 1.",
            self.problem.spectrum().rank(),
            self.problem.bottleneck(),
            minimum.lambda
        )
    }

    fn write_choice(&self, out: &mut impl Write) -> io::Result<()> {
        let (Some(samples), Some(noise)) = (self.sampling.samples, self.sampling.noise) else {
            return Ok(());
        };
        let Some(chosen) = self.ladder.chosen else {
            return writeln!(
                out,
                "No free energy: the best functions of every rank are many (tied singular values)."
            );
        };
        writeln!(
            out,
            "F = nL/s² + λ log n − (m − 1) log log n in nats, n = {samples}, s² = {}: smallest at rank {chosen}.\n\
             A heuristic: of lower ranks F is that of a saddle's neighbourhood, which the expansion does not cover;\n\
             '-' where it says nothing: no best function of the rank, or many (tied singular values).",
            number_text(noise)
        )
    }
}

/// Writes the learning coefficients of the balanced points of a landscape's families.
///
/// # Errors
/// When the output cannot be written.
pub fn write_learning(
    mut out: impl Write,
    landscape: &Landscape,
    style: ReportStyle,
) -> io::Result<()> {
    let problem = landscape.problem();
    let multiplicities = problem.spectrum().multiplicities();
    let rows = landscape.families().map(|family| {
        let coefficient = FamilyShape::new(problem, &family.subset).balanced_learning_coefficient();
        let learned = subset_text(&family.subset.indices(multiplicities));
        let mut cells = vec![learned, number_text(family.loss)];
        cells.extend(coefficient_cells(&coefficient));
        (Tone::Plain, cells)
    });
    let header = ["learned", "loss", "λ", "m", "components"];
    writeln!(out, "{}", text_table(&header, rows, style))?;
    writeln!(
        out,
        "Learning coefficient λ and multiplicity m of the function computed at the balanced point, as if it were the\n\
         truth, and how many components of codimension 2λ its fiber has; at saddles the loss itself has no such number."
    )
}

/// `λ`, `m` and the number of components.
pub(crate) fn coefficient_cells(coefficient: &LearningCoefficient) -> [String; 3] {
    let components = coefficient.components.as_ref();
    [
        coefficient.lambda.to_string(),
        coefficient.multiplicity.to_string(),
        components.map_or_else(|| "?".to_owned(), ToString::to_string),
    ]
}

/// `λ = 7/2, m = 2; 2 components of codimension 7`.
pub(crate) fn coefficient_text(coefficient: &LearningCoefficient) -> String {
    let [lambda, multiplicity, components] = coefficient_cells(coefficient);
    let plural = if components == "1" { "" } else { "s" };
    format!(
        "λ = {lambda}, m = {multiplicity}; {components} component{plural} of codimension {} through it",
        coefficient.lambda.twice()
    )
}

/// `coindex/2 = 3/2 of the function at w, codimension/2 = 2 of the stratum`.
pub(crate) fn bounds_text(
    half_coindex: HalfInteger,
    half_codimension: Option<HalfInteger>,
) -> String {
    let below = format!("coindex/2 = {half_coindex} of ½‖W(w') − W(w)‖²");
    half_codimension.map_or_else(
        || below.clone(),
        |above| format!("{below}, codimension/2 = {above} of the stratum"),
    )
}

fn cell(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), number_text)
}

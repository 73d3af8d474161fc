//! What given weights are, for people.

use crate::visible;
use std::io::{self, Write};

use linscape_critical::{EscapeOrder, Inertia, PointType};
use linscape_points::{CountEnd, DescentDirection, HessianSigns, OffsetCheck};
use linscape_strata::{EscapePath, Link};

use crate::json::points::{IterationRecord, pieces};
use crate::text::{bounds_text, coefficient_text};
use crate::words::{Voice, Worded, subset_text};
use crate::{ClassifiedWeights, number_text};

impl ClassifiedWeights<'_> {
    /// Writes a block of lines for one file.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_text(&self, mut out: impl Write) -> io::Result<()> {
        let diagnosis = self.diagnosis;
        let given = &diagnosis.given;
        write_file_and_layers(&mut out, self.file, self.layers)?;
        let convention = self.problem.convention();
        let loss = loss_text(given.loss, given.loss_error);
        writeln!(out, "  loss       {loss} ({convention})")?;
        let verdict = match given.critical {
            Some(true) => "zero to rounding",
            Some(false) => "not zero",
            None => "undecided",
        };
        let units = given.gradient_in_errors;
        let gradient = number_text(diagnosis.gradient_norm);
        let units = times_text(units);
        writeln!(out, "  gradient   {gradient}, {units} times its error: {verdict}")?;
        write_offset(&mut out, diagnosis.offset.as_ref())?;
        let nearest = &given.modes;
        writeln!(
            out,
            "  nearest    {}, loss {}, ‖W − W_J‖ = {}",
            subset_text(&self.indices(given)),
            number_text(self.problem.loss(&nearest.subset)),
            number_text(nearest.distance)
        )?;
        if let Some(refined) = &diagnosis.refined {
            let moved = number_text(refined.moved);
            write!(out, "  refined    moved by {moved} onto a stratum")?;
            match refined.steps {
                0 => writeln!(out)?,
                steps => writeln!(out, ", {steps} Gauss–Newton steps")?,
            }
        } else if self.options.refine && given.stratum.is_none() && !diagnosis.is_interrupted {
            writeln!(out, "  refined    no: no critical point was found near enough")?;
        }
        self.write_point(&mut out)?;
        self.write_learning(&mut out)?;
        self.write_hessian(&mut out)?;
        if self.options.directions && diagnosis.directions.is_empty() && !diagnosis.is_interrupted {
            writeln!(out, "  directions none: {}", self.why_no_direction())?;
        }
        for (at, direction) in diagnosis.directions.iter().enumerate() {
            writeln!(out, "  direction{} {}", at + 1, direction_text(direction))?;
        }
        if diagnosis.is_interrupted {
            writeln!(out, "  incomplete interrupted: what was not reached is missing")?;
        }
        Ok(())
    }

    fn why_no_direction(&self) -> &'static str {
        match self.diagnosis.said().point_type() {
            Some(PointType::GlobalMinimum) => "the loss is as low as it gets",
            Some(_) => "none was found",
            None => "the point is no saddle that is known",
        }
    }

    fn write_point(&self, out: &mut impl Write) -> io::Result<()> {
        let said = self.diagnosis.said();
        let Some(listed) = self.diagnosis.stratum() else {
            return match &said.open {
                Some(open) => {
                    writeln!(out, "  point      undecided: {}", open.in_words(Voice::Terminal))
                }
                None => writeln!(out, "  point      not critical"),
            };
        };
        let profile = listed.profile;
        let escape = profile.escape_order.map_or_else(
            || "no escape".to_owned(),
            |order: EscapeOrder| format!("escape order {order}"),
        );
        writeln!(
            out,
            "  point      {}, {} learned, {escape}",
            profile.point_type,
            subset_text(&self.indices(said))
        )?;
        writeln!(
            out,
            "  stratum    {}, index/nullity/coindex {}, dimension {}",
            listed.stratum, profile.inertia, profile.dimension
        )?;
        if said.rank_margin.is_infinite() {
            return writeln!(
                out,
                "  margin     no rank rests on an error: nothing is taken for nonzero"
            );
        }
        writeln!(out, "  margin     ranks {:.1e} times the error", said.rank_margin)
    }

    /// The learning coefficient of the function computed, and that of the plateau near by.
    fn write_learning(&self, out: &mut impl Write) -> io::Result<()> {
        let said = self.diagnosis.said();
        match said.learning_coefficient() {
            Ok(coefficient) => {
                writeln!(out, "  learning   {}", coefficient_text(&coefficient))?;
                if let Some((below, above)) = self.learning_bounds() {
                    writeln!(out, "             beside {}", bounds_text(below, above))?;
                }
            }
            Err(open) => {
                writeln!(out, "  learning   undecided: {}", open.in_words(Voice::Terminal))?;
            }
        }
        if said.stratum.is_some() {
            return Ok(());
        }
        let given = &self.diagnosis.given;
        let nearest = given.nearest_learning_coefficient(self.problem);
        let (lambda, order) = (nearest.lambda, nearest.multiplicity);
        let family = subset_text(&self.indices(given));
        writeln!(out, "             λ = {lambda}, m = {order} at the balanced point of {family}")
    }

    fn write_hessian(&self, out: &mut impl Write) -> io::Result<()> {
        let Some(check) = &self.diagnosis.hessian else {
            let why =
                if self.diagnosis.is_interrupted { "not reached" } else { "the theorem alone" };
            return writeln!(out, "  hessian    skipped: {why}");
        };
        let iteration = IterationRecord::new(check.method, self.options.seed);
        if let Some(iteration) = iteration {
            writeln!(out, "  lanczos    {}", iteration.text())?;
        }
        if let Some((core_order, bound)) = pieces(check.method) {
            let of_core = if iteration.is_some() { "beside" } else { "from" };
            writeln!(
                out,
                "  low rank   all eigenvalues {of_core} a core of order {core_order}, each within {bound:.1e}"
            )?;
        }
        let inertia = signs_text(&check.signs, self.diagnosis.hessian_is_silent());
        let agree = match self.diagnosis.agree() {
            Some(true) => ", as the theorem says",
            Some(false) => ", AGAINST the theorem",
            // Fewer than the theorem names: the rest may hide below the error.
            None if self.diagnosis.stratum().is_some() => ", undecided",
            None => "",
        };
        let largest = number_text(check.largest);
        let values = match check.smallest {
            Some(smallest) => format!("eigenvalues {} to {largest}", number_text(smallest)),
            None => format!("largest eigenvalue {largest}"),
        };
        writeln!(out, "  hessian    {inertia}{agree}; {values}")?;
        check
            .step_limit()
            .map_or(Ok(()), |limit| writeln!(out, "  step limit {}", number_text(limit)))
    }
}

/// A loss, with its error where that shows in the digits printed.
/// How far biases are from the best offset of the outputs, where the last layer has one.
/// Which file it is about and which of its tensors are the layers: other people's names.
pub(crate) fn write_file_and_layers(
    out: &mut impl Write,
    file: &str,
    layers: &[String],
) -> io::Result<()> {
    writeln!(out, "{}", visible(file))?;
    writeln!(out, "  layers     {}", visible(&layers.join(" → ")))
}

pub(crate) fn write_offset(out: &mut impl Write, offset: Option<&OffsetCheck>) -> io::Result<()> {
    let Some(offset) = offset else { return Ok(()) };
    let verdict = match offset.vanishes() {
        Some(true) => "zero to rounding",
        Some(false) => "the biases are not at their best",
        None => "undecided",
    };
    writeln!(
        out,
        "  offset     ‖c‖ = {}, {} times its error: {verdict}; gradient of the biases {}",
        number_text(offset.norm),
        times_text(offset.in_errors),
        number_text(offset.gradient_norm)
    )
}

fn times_text(times: f64) -> String {
    if times > 0.0 { format!("{times:.1e}") } else { "0".to_owned() }
}

fn loss_text(loss: f64, error: f64) -> String {
    const SHOWN: f64 = 1e-6;
    if error > SHOWN * loss.abs() && loss > 0.0 {
        return format!("{} ± {error:.1e}", number_text(loss));
    }
    number_text(loss)
}

/// What the signs of the eigenvalues are known to be.
fn signs_text(signs: &HessianSigns, is_silent: bool) -> String {
    match signs {
        HessianSigns::Whole(found) => match (found.decided(), found.counts.open) {
            (Some(Inertia { negative, zero, positive }), _) if is_silent => format!(
                "≥ {negative} negative and ≥ {positive} positive eigenvalues, {zero} within their error"
            ),
            (Some(inertia), _) if found.counts.margin.is_infinite() => {
                format!("index/nullity/coindex {inertia} (nothing taken for nonzero)")
            }
            (Some(inertia), _) => {
                format!("index/nullity/coindex {inertia} (margin {:.1e})", found.counts.margin)
            }
            (None, open) => format!(
                "inertia undecided: eigenvalue {:.1e} against an error of {:.1e}",
                open.unwrap_or(f64::NAN),
                found.error
            ),
        },
        HessianSigns::Ends(ends) => {
            let count = |count: usize, end: CountEnd| match end {
                CountEnd::Proved => count.to_string(),
                CountEnd::Open | CountEnd::NoneFound => format!("≥ {count}"),
            };
            let note = match ends.negative_end {
                CountEnd::NoneFound => " (no more negative ones found, which is no proof)",
                CountEnd::Open | CountEnd::Proved => "",
            };
            let noun = if ends.positive == 1 { "eigenvalue" } else { "eigenvalues" };
            format!(
                "{} negative and {} positive {noun}{note}",
                count(ends.negative, ends.negative_end),
                count(ends.positive, ends.positive_end)
            )
        }
    }
}

/// What a direction is and how the loss changes along it.
fn direction_text(direction: &DescentDirection) -> String {
    let monomial = |path: &EscapePath| {
        let factor = |link: &Link| {
            let null = if link.across_null { " (null bars)" } else { "" };
            format!("W{}{null}", link.layer)
        };
        let factors: Vec<String> = path.links.iter().map(factor).collect();
        format!("monomial {}", factors.join(" · "))
    };
    let what = match (direction.eigenvalue, &direction.path) {
        (Some(eigenvalue), _) => format!("eigenvalue {}", number_text(eigenvalue)),
        (None, path) => path.as_ref().map(monomial).unwrap_or_default(),
    };
    let at: Vec<String> = direction
        .checked
        .iter()
        .map(|&(radius, change)| format!("{change:+.2e} at {}", number_text(radius)))
        .collect();
    let verdict = if direction.descends() { "descends" } else { "does NOT descend" };
    format!("{what}, {verdict}: {}", at.join(", "))
}

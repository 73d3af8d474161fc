//! The tables of a report with decay.

use super::word_text;
use crate::text::{Tone, text_table};
use crate::{NumbersApart, ReportStyle, number_text};
use linscape_decay::{
    DecayedFamily, DecayedLandscape, DecayedProblem, FamilyType, Phase, Threshold,
};

const NONE: &str = "-";

/// One row a distinct singular value: its thresholds and roots.
pub(super) fn mode_table(problem: &DecayedProblem, style: ReportStyle) -> String {
    let header =
        ["σ", "modes", "λ* (fold)", "λ_g (coexistence)", "x₊", "x₋", "learned part", "says"];
    let folds = problem.thresholds(Threshold::Fold);
    let coexistence = problem.thresholds(Threshold::Coexistence);
    let text = |value: Option<f64>| value.map_or_else(|| NONE.to_owned(), number_text);
    let rows = problem.classes().iter().enumerate().map(|(at, class)| {
        let (large, small) = (class.roots.large(), class.roots.small());
        let cells = vec![
            number_text(class.mode.singular_value()),
            class.multiplicity.to_string(),
            text(folds[at]),
            text(coexistence[at]),
            text(large.map(|root| root.amplitude)),
            text(small.map(|root| root.amplitude)),
            text(large.map(|root| root.fraction)),
            phase_words(problem, class.phase()).to_owned(),
        ];
        (Tone::Plain, cells)
    });
    text_table(&header, rows, style)
}

fn phase_words(problem: &DecayedProblem, phase: Phase) -> &'static str {
    match phase {
        Phase::Absent => "never learned",
        Phase::Fold if problem.depth() == 2 => "exactly at the fold: not learned",
        Phase::Fold => "exactly at the fold: a double root",
        Phase::Metastable => "learned, a local minimum only",
        Phase::Coexisting => "exactly at coexistence",
        Phase::Dominant => "learned",
        Phase::Undecided(Threshold::Fold) => "undecided: at the fold within tolerance",
        Phase::Undecided(Threshold::Coexistence) => "undecided: at coexistence within tolerance",
    }
}

/// One row a family, grouped by critical value.
pub(super) fn family_table(landscape: &DecayedLandscape, style: ReportStyle) -> String {
    let header = [
        "value",
        "loss",
        "learned",
        "rank",
        "type",
        "index",
        "nullity",
        "coindex",
        "dimension",
        "rate",
        "step limit",
    ];
    let losses = critical_losses(landscape);
    let mut last = None;
    let rows = landscape.families().iter().map(|family| {
        let mut cells = family_cells(landscape, family, &losses);
        if last.replace(family.fiber) == Some(family.fiber) {
            let open = landscape.fibers().get(family.fiber).is_some_and(|fiber| fiber.is_undecided);
            "\"".clone_into(&mut cells[0]);
            if open { "≈" } else { "\"" }.clone_into(&mut cells[1]);
        }
        (tone(family), cells)
    });
    text_table(&header, rows, style)
}

/// The losses of the critical values: those that differ are written differently.
pub(super) fn critical_losses(landscape: &DecayedLandscape) -> NumbersApart {
    NumbersApart::of(landscape.fibers().iter().map(|fiber| fiber.loss))
}

/// The critical value of a family.
pub(super) fn critical_loss(
    landscape: &DecayedLandscape,
    family: &DecayedFamily,
    losses: &NumbersApart,
) -> String {
    let fiber = landscape.fibers().get(family.fiber);
    losses.text(fiber.map_or(family.loss, |fiber| fiber.loss))
}

fn family_cells(
    landscape: &DecayedLandscape,
    family: &DecayedFamily,
    losses: &NumbersApart,
) -> Vec<String> {
    let multiplicities = landscape.problem().multiplicities();
    let inertia = family.form.inertia;
    let count = |of: Option<usize>| of.map_or_else(|| "?".to_owned(), |number| number.to_string());
    vec![
        family.fiber.to_string(),
        critical_loss(landscape, family, losses),
        word_text(&family.word, &multiplicities),
        family.word.rank().to_string(),
        family.form.family_type.to_string(),
        count(inertia.map(|inertia| inertia.negative)),
        count(inertia.map(|inertia| inertia.zero)),
        count(inertia.map(|inertia| inertia.positive)),
        family.form.dimension.to_string(),
        family.rate.map_or_else(|| NONE.to_owned(), number_text),
        match family.sharpness {
            Some(sharpness) if sharpness > 0.0 => number_text(2.0 / sharpness),
            Some(_) => NONE.to_owned(),
            None => "?".to_owned(),
        },
    ]
}

fn tone(family: &DecayedFamily) -> Tone {
    match family.form.family_type {
        FamilyType::GlobalMinimum => Tone::Good,
        FamilyType::StrictSaddle => Tone::Plain,
        FamilyType::LocalMinimum | FamilyType::NonstrictSaddle | FamilyType::Undecided => {
            Tone::Warning
        }
    }
}

/// One row a barrier.
pub(super) fn barrier_table(landscape: &DecayedLandscape, style: ReportStyle) -> String {
    let multiplicities = landscape.problem().multiplicities();
    let header = ["from", "to", "over", "height", "up", "down", "amplitude"];
    let rows = landscape.barriers().iter().map(|barrier| {
        let name = |word| word_text(word, &multiplicities);
        let cells = vec![
            name(&barrier.from),
            name(&barrier.to),
            name(&barrier.at),
            number_text(barrier.height),
            number_text(barrier.up),
            number_text(barrier.down),
            number_text(barrier.amplitude),
        ];
        (Tone::Plain, cells)
    });
    text_table(&header, rows, style)
}

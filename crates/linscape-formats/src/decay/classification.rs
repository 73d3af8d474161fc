//! `linscape.classification/1` with decay.

use super::word_text;
use crate::json::points::{OffsetRecord, three_valued};
use crate::number_text;
use crate::text::{write_file_and_layers, write_offset};
use crate::words::family_type_name;
use linscape_critical::{EscapeOrder, Inertia, euclidean_length};
use linscape_curvature::NumericalInertia;
use linscape_decay::{Class, DecayedProblem, form};
use linscape_points::{Criticality, DecayedClassification, DecayedHessian};
use serde::Serialize;
use std::io::{self, Write};

/// What given weights are at a problem with decay.
#[derive(Debug, Clone, Copy)]
pub struct DecayedWeightsReport<'a> {
    /// What the weights are called.
    pub file: &'a str,
    /// Their tensors, from the input on.
    pub layers: &'a [String],
    /// The problem.
    pub problem: &'a DecayedProblem,
    /// What was found out.
    pub found: &'a DecayedClassification,
}

#[derive(Serialize)]
struct Record<'a> {
    schema: &'static str,
    file: &'a str,
    layers: &'a [String],
    coordinates: &'static str,
    dtype_epsilon: f64,
    loss: f64,
    loss_convention: &'static str,
    gradient_norm: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    bias: Option<OffsetRecord>,
    critical: serde_json::Value,
    undecided: Option<&'static str>,
    /// The modes on their large root, by both names.
    subset: Option<Vec<usize>>,
    learned: Option<Vec<usize>>,
    passes: Option<Vec<usize>>,
    /// With decay a family is one stratum.
    stratum: Option<()>,
    counts: Option<Vec<usize>>,
    #[serde(rename = "type")]
    family_type: &'static str,
    index: Option<usize>,
    nullity: Option<usize>,
    coindex: Option<usize>,
    dimension: Option<usize>,
    escape_order: Option<usize>,
    hessian: DecayedHessianRecord,
    agree: Option<bool>,
    margins: MarginsRecord,
    near: NearRecord,
    nearest: NearestRecord,
}

/// By how much what was decided was decided.
#[derive(Serialize)]
pub(crate) struct MarginsRecord {
    /// No rank decides anything here.
    rank: Option<f64>,
    eigenvalue: Option<f64>,
}

impl MarginsRecord {
    pub(crate) fn new(signs: &NumericalInertia) -> Self {
        let margin = signs.counts.open.map_or(signs.counts.margin, |open| open.abs() / signs.error);
        Self { rank: None, eigenvalue: Some(margin).filter(|margin| margin.is_finite()) }
    }
}

/// The contract's shorter `near`.
#[derive(Serialize)]
struct NearestRecord {
    subset: Vec<usize>,
    passes: Vec<usize>,
    loss: f64,
    distance_to_product: f64,
}

/// The `hessian` of weights with decay.
#[derive(Serialize)]
pub(crate) struct DecayedHessianRecord {
    method: &'static str,
    at: &'static str,
    smallest: f64,
    largest: f64,
    step_limit: Option<f64>,
    /// Nothing was iterated.
    residual: Option<f64>,
    inertia: Option<[usize; 3]>,
}

impl DecayedHessianRecord {
    pub(crate) fn new(found: &DecayedHessian) -> Self {
        Self {
            method: "dense",
            at: found.place_name(),
            smallest: found.smallest,
            largest: found.largest,
            step_limit: found.step_limit(),
            residual: None,
            inertia: found.inertia.decided().map(counts),
        }
    }
}

/// Why weights are neither critical nor not.
pub(crate) fn undecided_text(critical: Criticality) -> Option<&'static str> {
    (critical == Criticality::Undecided).then_some(
        "the nearest critical point is farther than the precision of the file explains, and not clearly so",
    )
}

#[derive(Serialize)]
struct NearRecord {
    subset: Vec<usize>,
    learned: Vec<usize>,
    passes: Vec<usize>,
    loss: f64,
    #[serde(rename = "type")]
    family_type: &'static str,
    index: Option<usize>,
    escape_order: Option<usize>,
    /// `‖W − W_J‖_F` in the coordinates of Σ, by both its names.
    distance: f64,
    distance_to_product: f64,
    /// The same in units of `‖Σ‖_F`; `null` for Σ = 0.
    relative_distance: Option<f64>,
    /// Distance of the weights to the critical point that was found, relative to their norm; `null` where
    /// none was.
    moved: Option<f64>,
}

impl DecayedWeightsReport<'_> {
    fn is_critical(&self) -> bool {
        self.found.critical == Criticality::Critical
    }

    fn type_name(&self) -> &'static str {
        match self.found.critical {
            Criticality::Critical => family_type_name(self.found.form.family_type),
            Criticality::Not => "not_critical",
            Criticality::Undecided => "undecided",
        }
    }

    /// One line of JSON.
    ///
    /// # Errors
    /// When a number is not finite.
    pub fn to_json(&self) -> serde_json::Result<String> {
        let found = self.found;
        let multiplicities = self.problem.multiplicities();
        let (learned, passes) = found.family.indices(&multiplicities);
        let known = self.is_critical();
        let inertia = found.form.inertia.filter(|_| known);
        serde_json::to_string(&Record {
            schema: crate::CLASSIFICATION_SCHEMA,
            file: self.file,
            layers: self.layers,
            coordinates: "data",
            dtype_epsilon: found.dtype_epsilon,
            loss: found.loss,
            loss_convention: self.problem.convention().name(),
            gradient_norm: found.gradient_norm,
            bias: found.offset.as_ref().map(OffsetRecord::new),
            critical: three_valued(found.critical.decided()),
            undecided: undecided_text(found.critical),
            subset: known.then(|| learned.clone()),
            learned: known.then_some(learned),
            passes: known.then_some(passes),
            stratum: None,
            counts: known.then(|| found.family.large().to_vec()),
            family_type: self.type_name(),
            index: inertia.map(|inertia| inertia.negative),
            nullity: inertia.map(|inertia| inertia.zero),
            coindex: inertia.map(|inertia| inertia.positive),
            dimension: known.then_some(found.form.dimension),
            escape_order: found.form.escape_order.filter(|_| known).map(EscapeOrder::degree),
            hessian: DecayedHessianRecord::new(&found.hessian),
            agree: found.agree,
            margins: MarginsRecord::new(&found.hessian.inertia),
            near: self.near(),
            nearest: self.nearest(),
        })
    }

    fn nearest(&self) -> NearestRecord {
        let near = &self.found.nearest;
        let (subset, passes) = near.word.indices(&self.problem.multiplicities());
        let loss = self.problem.loss(&near.word);
        NearestRecord { subset, passes, loss, distance_to_product: near.distance }
    }

    fn near(&self) -> NearRecord {
        let near = &self.found.nearest;
        let form = form(self.problem, &near.word);
        let (learned, passes) = near.word.indices(&self.problem.multiplicities());
        let classes = self.problem.classes();
        let entry =
            |class: &Class| class.mode.singular_value() * (class.multiplicity as f64).sqrt();
        let signal = euclidean_length(&classes.iter().map(entry).collect::<Vec<_>>());
        NearRecord {
            subset: learned.clone(),
            learned,
            passes,
            loss: self.problem.loss(&near.word),
            family_type: family_type_name(form.family_type),
            index: form.inertia.map(|inertia| inertia.negative),
            escape_order: form.escape_order.map(EscapeOrder::degree),
            distance: near.distance,
            distance_to_product: near.distance,
            relative_distance: (signal > 0.0).then_some(near.distance / signal),
            moved: self.found.moved,
        }
    }

    /// Some lines for people.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_text(&self, out: &mut impl Write) -> io::Result<()> {
        let found = self.found;
        let multiplicities = self.problem.multiplicities();
        let family = word_text(&found.family, &multiplicities);
        let near = word_text(&found.nearest.word, &multiplicities);
        write_file_and_layers(out, self.file, self.layers)?;
        writeln!(out, "  loss       {} with its penalty", number_text(found.loss))?;
        writeln!(out, "  gradient   {}", number_text(found.gradient_norm))?;
        write_offset(out, found.offset.as_ref())?;
        match found.critical {
            Criticality::Critical => {
                let kind = found.form.family_type;
                writeln!(out, "  point      {family}, {kind}, {}", signs(found.form.inertia))?;
            }
            Criticality::Not => writeln!(out, "  point      not critical")?,
            Criticality::Undecided => writeln!(out, "  point      undecided: near {family}")?,
        }
        let distance = match found.moved {
            Some(moved) => format!("weights at relative distance {}", number_text(moved)),
            None => "Newton's method finds no critical point nearby".to_owned(),
        };
        writeln!(
            out,
            "  near       {near}, {}, loss {}; {distance}; ‖W − W_J‖ {}",
            form(self.problem, &found.nearest.word).family_type,
            number_text(self.problem.loss(&found.nearest.word)),
            number_text(found.nearest.distance)
        )?;
        let (smallest, largest) = (found.hessian.smallest, found.hessian.largest);
        let numerics = found
            .hessian
            .inertia
            .decided()
            .map_or_else(|| "signs undecided".to_owned(), |inertia| signs(Some(inertia)));
        writeln!(
            out,
            "  Hessian    dense, at the {} weights: eigenvalues from {} to {}, {numerics}",
            found.hessian.place_name(),
            number_text(smallest),
            number_text(largest)
        )?;
        if let Some(limit) = found.hessian.step_limit() {
            writeln!(out, "  step limit {}", number_text(limit))?;
        }
        match found.agree {
            Some(true) => writeln!(out, "  verdict    theorem and Hessian agree"),
            Some(false) => writeln!(out, "  verdict    theorem and Hessian DISAGREE"),
            None => Ok(()),
        }
    }
}

fn counts(inertia: Inertia) -> [usize; 3] {
    [inertia.negative, inertia.zero, inertia.positive]
}

fn signs(inertia: Option<Inertia>) -> String {
    inertia.map_or_else(
        || "index undecided".to_owned(),
        |inertia| format!("index/nullity/coindex {inertia}"),
    )
}

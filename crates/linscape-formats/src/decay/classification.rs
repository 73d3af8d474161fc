//! `linscape.classification/1` with decay.

use super::{family_type_name, word_text};
use crate::number_text;
use linscape_critical::{EscapeOrder, Inertia};
use linscape_decay::DecayedProblem;
use linscape_points::{Criticality, DecayedClassification};
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
    loss: f64,
    gradient_norm: f64,
    critical: serde_json::Value,
    learned: Option<Vec<usize>>,
    passes: Option<Vec<usize>>,
    #[serde(rename = "type")]
    family_type: &'static str,
    index: Option<usize>,
    nullity: Option<usize>,
    coindex: Option<usize>,
    dimension: Option<usize>,
    escape_order: Option<usize>,
    hessian: HessianRecord,
    agree: Option<bool>,
    step_limit: Option<f64>,
    near: NearRecord,
}

#[derive(Serialize)]
struct HessianRecord {
    method: &'static str,
    at: &'static str,
    smallest: f64,
    largest: f64,
    inertia: Option<[usize; 3]>,
}

#[derive(Serialize)]
struct NearRecord {
    learned: Vec<usize>,
    passes: Vec<usize>,
    loss: f64,
    #[serde(rename = "type")]
    family_type: &'static str,
    index: Option<usize>,
    escape_order: Option<usize>,
    /// `‖W − W_J‖_F` in the coordinates that decay, by both its names.
    distance: f64,
    distance_to_product: f64,
    /// Distance of the weights to the critical point that was found, relative.
    relative_distance: Option<f64>,
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
        let (learned, passes) = found.nearest.indices(&self.problem.multiplicities());
        let known = self.is_critical();
        let inertia = found.form.inertia.filter(|_| known);
        let largest = found.hessian.largest;
        serde_json::to_string(&Record {
            schema: crate::CLASSIFICATION_SCHEMA,
            file: self.file,
            layers: self.layers,
            loss: found.loss,
            gradient_norm: found.gradient_norm,
            critical: match found.critical {
                Criticality::Critical => true.into(),
                Criticality::Not => false.into(),
                Criticality::Undecided => "undecided".into(),
            },
            learned: known.then(|| learned.clone()),
            passes: known.then(|| passes.clone()),
            family_type: self.type_name(),
            index: inertia.map(|inertia| inertia.negative),
            nullity: inertia.map(|inertia| inertia.zero),
            coindex: inertia.map(|inertia| inertia.positive),
            dimension: known.then_some(found.form.dimension),
            escape_order: found.form.escape_order.filter(|_| known).map(EscapeOrder::degree),
            hessian: HessianRecord {
                method: "dense",
                at: found.hessian.place_name(),
                smallest: found.hessian.smallest,
                largest,
                inertia: found.hessian.inertia.decided().map(counts),
            },
            agree: found.agree,
            step_limit: (largest > 0.0).then_some(2.0 / largest),
            near: NearRecord {
                learned,
                passes,
                loss: self.problem.loss(&found.nearest),
                family_type: family_type_name(found.form.family_type),
                index: found.form.inertia.map(|inertia| inertia.negative),
                escape_order: found.form.escape_order.map(EscapeOrder::degree),
                distance: found.product_distance,
                distance_to_product: found.product_distance,
                relative_distance: found.moved,
            },
        })
    }

    /// Some lines for people.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_text(&self, out: &mut impl Write) -> io::Result<()> {
        let found = self.found;
        let family = word_text(&found.nearest, &self.problem.multiplicities());
        writeln!(out, "{}", self.file)?;
        writeln!(out, "  layers     {}", self.layers.join(" → "))?;
        writeln!(out, "  loss       {} with its penalty", number_text(found.loss))?;
        writeln!(out, "  gradient   {}", number_text(found.gradient_norm))?;
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
            "  near       {family}, {}, loss {}; {distance}; ‖W − W_J‖ {}",
            found.form.family_type,
            number_text(self.problem.loss(&found.nearest)),
            number_text(found.product_distance)
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
        if largest > 0.0 {
            writeln!(out, "  step limit {}", number_text(2.0 / largest))?;
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

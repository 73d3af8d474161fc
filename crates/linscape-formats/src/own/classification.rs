//! `linscape.classification/1` among listed points.

use super::words::completeness_text;
use crate::decay::{DecayedHessianRecord, MarginsRecord, undecided_text};
use crate::json::points::{OffsetRecord, three_valued};
use crate::number_text;
use crate::text::{write_file_and_layers, write_offset};
use crate::words::family_type_name;
use linscape_critical::Inertia;
use linscape_decay::FamilyType;
use linscape_points::{Criticality, OwnClassification, OwnLandscape, OwnPoint};
use serde_json::json;
use std::io::{self, Write};

/// What given weights are at a problem with decay on the data's own weights.
#[derive(Debug, Clone, Copy)]
pub struct OwnWeightsReport<'a> {
    /// What the weights are called.
    pub file: &'a str,
    /// Their tensors, from the input on.
    pub layers: &'a [String],
    /// The listed points.
    pub landscape: &'a OwnLandscape,
    /// What was found out.
    pub found: &'a OwnClassification,
}

/// The degree in which the loss falls: strict saddles are all that is proved to fall.
fn escape_order(point: &OwnPoint) -> Option<u8> {
    (point.family_type == FamilyType::StrictSaddle).then_some(2)
}

impl OwnWeightsReport<'_> {
    /// One line of JSON.
    ///
    /// # Errors
    /// When a number is not finite.
    pub fn to_json(&self) -> serde_json::Result<String> {
        let found = self.found;
        let near = &self.landscape.points[found.nearest];
        let is_listed = found.critical == Criticality::Critical && found.listed == Some(true);
        let inertia = near.inertia.filter(|_| is_listed);
        let family_type = match (found.critical, is_listed) {
            (Criticality::Critical, true) => family_type_name(near.family_type),
            (Criticality::Critical, false) => "unlisted",
            (Criticality::Not, _) => "not_critical",
            (Criticality::Undecided, _) => "undecided",
        };
        let mut record = json!({
            "schema": crate::CLASSIFICATION_SCHEMA,
            "file": self.file,
            "layers": self.layers,
            "coordinates": "data",
            "dtype_epsilon": found.dtype_epsilon,
            "loss": found.loss,
            "loss_convention": found.convention.name(),
            "gradient_norm": found.gradient_norm,
            "critical": three_valued(found.critical.decided()),
            "undecided": undecided_text(found.critical),
            "key": is_listed.then_some(&near.key),
            // Points have keys, and no modes that words or subsets could name.
            "subset": null,
            "stratum": null,
            "type": family_type,
            "index": inertia.map(|own| own.negative),
            "nullity": inertia.map(|own| own.zero),
            "coindex": inertia.map(|own| own.positive),
            "dimension": is_listed.then_some(near.dimension),
            "escape_order": escape_order(near).filter(|_| is_listed),
            "hessian": DecayedHessianRecord::new(&found.hessian),
            "agree": found.agree,
            "margins": MarginsRecord::new(&found.hessian.inertia),
            "near": self.near(near),
            "nearest": {
                "key": near.key,
                "subset": null,
                "loss": near.loss,
                "distance_to_product": found.distance,
            },
        });
        if let Some(offset) = &found.offset {
            record["bias"] = json!(OffsetRecord::new(offset));
        }
        serde_json::to_string(&record)
    }

    fn near(&self, near: &OwnPoint) -> serde_json::Value {
        let found = self.found;
        json!({
            "key": near.key,
            "subset": null,
            "loss": near.loss,
            "type": family_type_name(near.family_type),
            "index": near.inertia.map(|own| own.negative),
            "escape_order": escape_order(near),
            "distance": found.distance,
            "product_distance": found.product_distance,
            "relative_distance": found.product_distance,
            "moved": found.moved,
            "listed": found.listed,
        })
    }

    /// Some lines for people.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_text(&self, out: &mut impl Write) -> io::Result<()> {
        let found = self.found;
        let near = &self.landscape.points[found.nearest];
        let signs = |own: Option<Inertia>| {
            own.map_or_else(
                || "signs undecided".to_owned(),
                |own| format!("index/nullity/coindex {own}"),
            )
        };
        write_file_and_layers(out, self.file, self.layers)?;
        writeln!(out, "  loss       {} with its penalty", number_text(found.loss))?;
        writeln!(out, "  gradient   {}", number_text(found.gradient_norm))?;
        write_offset(out, found.offset.as_ref())?;
        match (found.critical, found.listed) {
            (Criticality::Critical, Some(true)) => writeln!(
                out,
                "  point      {}, {}, {}",
                near.key,
                near.family_type,
                signs(near.inertia)
            )?,
            (Criticality::Critical, _) => writeln!(
                out,
                "  point      critical, and not on the list ({})",
                completeness_text(self.landscape.completeness)
            )?,
            (Criticality::Not, _) => writeln!(out, "  point      not critical")?,
            (Criticality::Undecided, _) => {
                writeln!(out, "  point      undecided: near {}", near.key)?;
            }
        }
        let moved = match found.moved {
            Some(moved) => format!("weights at relative distance {}", number_text(moved)),
            None => "Newton's method finds no critical point nearby".to_owned(),
        };
        writeln!(
            out,
            "  near       {}, {}, loss {}; {moved}; products at relative distance {}",
            near.key,
            near.family_type,
            number_text(near.loss),
            number_text(found.product_distance)
        )?;
        writeln!(
            out,
            "  Hessian    dense, at the {} weights: eigenvalues from {} to {}, {}",
            found.hessian.place_name(),
            number_text(found.hessian.smallest),
            number_text(found.hessian.largest),
            signs(found.hessian.inertia.decided())
        )?;
        match found.agree {
            Some(true) => writeln!(out, "  verdict    theorem and Hessian agree"),
            Some(false) => writeln!(out, "  verdict    theorem and Hessian DISAGREE"),
            None => Ok(()),
        }
    }
}

//! What given rational weights are, for people.

use std::io::{self, Write};

use linscape_points::Place;

use super::write_file_and_layers;
use crate::ProvedWeights;
use crate::words::subset_text;

impl ProvedWeights<'_> {
    /// Writes a block of lines for one file.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_text(&self, mut out: impl Write) -> io::Result<()> {
        let proof = self.proof;
        write_file_and_layers(&mut out, self.file, self.layers)?;
        writeln!(out, "  road       rational arithmetic, nothing rounded")?;
        writeln!(out, "  loss       {} (half-sum)", proof.loss)?;
        let gradient = if proof.critical { "zero" } else { "not zero" };
        writeln!(out, "  gradient   {gradient}")?;
        match (&proof.place, self.indices()) {
            (Some(place), Some(indices)) => self.write_place(&mut out, place, &indices)?,
            _ if proof.critical => {
                writeln!(out, "  point      critical, but its ranks are those of no stratum")?;
            }
            _ => writeln!(out, "  point      not critical")?,
        }
        let (negative, zero, positive) =
            (proof.inertia.negative, proof.inertia.zero, proof.inertia.positive);
        let verdict = match proof.agrees() {
            Some(true) => ", as the theorem has it: proved",
            Some(false) => ": the theorem is refuted",
            None => "",
        };
        writeln!(out, "  hessian    index/nullity/coindex {negative}/{zero}/{positive}{verdict}")
    }

    fn write_place(
        &self,
        out: &mut impl Write,
        place: &Place,
        learned: &[usize],
    ) -> io::Result<()> {
        let theorem = &place.theorem;
        let order = match (theorem.escape_order, place.order_at_least) {
            (Some(order), Some(least)) if order.degree() == least => {
                format!(", escape order {order}")
            }
            (Some(order), Some(least)) => {
                format!(", escape order {order} by the theorem, at least {least} proved")
            }
            _ => String::new(),
        };
        let kind = self.type_text().replace('_', " ");
        writeln!(out, "  point      {kind}, {} learned{order}", subset_text(learned))?;
        writeln!(
            out,
            "  stratum    {}, index/nullity/coindex {}, dimension {}",
            place.stratum, theorem.inertia, place.dimension
        )
    }
}

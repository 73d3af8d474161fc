//! Proofs, added up.

use super::PointProved;

/// Outcome of proofs at many random points.
#[derive(Debug, Clone, Default)]
pub struct ProofTally {
    /// Points at which everything stated is proved.
    pub agreed: usize,
    /// Points at which something stated is refuted.
    pub disagreed: usize,
    /// Points at which the escape order is proved from both sides, of all points.
    pub orders_settled: usize,
    /// The first point at which something stated is refuted.
    pub first_disagreement: Option<Box<PointProved>>,
    /// The observer stopped the work before its end.
    pub stopped: bool,
}

impl ProofTally {
    /// Number of points.
    #[must_use]
    pub fn points(&self) -> usize {
        self.agreed + self.disagreed
    }

    /// Adds the outcome of later points.
    pub fn absorb(&mut self, later: &Self) {
        self.agreed += later.agreed;
        self.disagreed += later.disagreed;
        self.orders_settled += later.orders_settled;
        if self.first_disagreement.is_none() {
            self.first_disagreement.clone_from(&later.first_disagreement);
        }
        self.stopped |= later.stopped;
    }

    /// Adds a point.
    pub fn record(&mut self, point: PointProved) {
        self.orders_settled += usize::from(point.proof.escape.is_settled());
        if point.proof.agrees() {
            self.agreed += 1;
        } else {
            self.disagreed += 1;
            self.first_disagreement.get_or_insert_with(|| Box::new(point));
        }
    }
}

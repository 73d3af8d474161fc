//! Why a stratum is what it is.

use linscape_critical::{Problem, SingularSubset};
use linscape_points::MeasuredRanks;
use linscape_strata::{
    EscapePath, FamilyShape, IndexSources, ListedStratum, Pivot, RankPattern, Stratum,
};
use serde_json::Value;

/// A stratum with everything that decides its type, index and escape order.
#[derive(Debug, Clone)]
pub struct Explanation<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) source: Option<&'a Value>,
    pub(crate) subset: Vec<usize>,
    pub(crate) loss: f64,
    pub(crate) exact_loss: Option<String>,
    pub(crate) shape: FamilyShape,
    pub(crate) listed: ListedStratum,
    /// Unlearned modes: the singular values of the residual.
    pub(crate) unlearned: Vec<usize>,
    /// The best mode left out and the worst one learned, when the first is better.
    pub(crate) misplaced: Option<Misplaced>,
    pub(crate) pivots: Vec<Pivot>,
    pub(crate) sources: IndexSources,
    pub(crate) path: Option<EscapePath>,
    pub(crate) measurement: Measurement,
}

/// Two modes that show that a family is not leading, by 1-based index: `σ_l > σ_k`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Misplaced {
    /// `l`, not learned.
    pub left_out: usize,
    /// `k`, learned.
    pub learned: usize,
}

/// The ranks at a random point of the stratum.
#[derive(Debug, Clone)]
pub struct Measurement {
    /// The seed of the point.
    pub seed: u64,
    /// What was measured there.
    pub ranks: MeasuredRanks,
}

impl<'a> Explanation<'a> {
    /// Explains a stratum of a family of the problem.
    ///
    /// # Panics
    /// When subset or stratum belong to another problem.
    #[must_use]
    pub fn new(
        problem: &'a Problem,
        source: Option<&'a Value>,
        subset: &SingularSubset,
        stratum: Stratum,
        measurement: Measurement,
    ) -> Self {
        let shape = FamilyShape::new(problem, subset);
        let indices = subset.indices(problem.spectrum().multiplicities());
        let modes = 1..=problem.spectrum().rank();
        let unlearned: Vec<usize> = modes.filter(|mode| !indices.contains(mode)).collect();
        let values = problem.spectrum().singular_values();
        let misplaced = match (unlearned.first(), indices.last()) {
            (Some(&left_out), Some(&learned)) if values[left_out - 1] > values[learned - 1] => {
                Some(Misplaced { left_out, learned })
            }
            _ => None,
        };
        let profile = stratum.profile(&shape);
        Self {
            problem,
            source,
            subset: indices,
            loss: problem.loss(subset),
            exact_loss: problem.exact_loss(subset).map(|loss| loss.to_string()),
            unlearned,
            misplaced,
            pivots: RankPattern::of(&stratum, &shape).pivots().collect(),
            sources: stratum.index_sources(&shape),
            path: stratum.escape_path(&shape),
            listed: ListedStratum { stratum, profile },
            shape,
            measurement,
        }
    }

    /// The measured ranks are the stated ones; `None` when some could not be decided, or are
    /// smaller: what is missing may lie below rounding.
    #[must_use]
    pub fn agrees(&self) -> Option<bool> {
        let measured = self.measurement.ranks.pattern.as_ref()?;
        let stated = RankPattern::of(&self.listed.stratum, &self.shape);
        if measured.exceeds(&stated) {
            return Some(false);
        }
        (*measured == stated).then_some(true)
    }

    /// Each pair of layers with the ranks of `B_ij` and `M_ij` that were measured, if they were
    /// decided.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (Pivot, Option<Pivot>)> {
        let measured = self.measurement.ranks.pattern.as_ref();
        let measured: Vec<Pivot> = measured.into_iter().flat_map(RankPattern::pivots).collect();
        let stated = self.pivots.iter().enumerate();
        stated.map(move |(at, &pivot)| (pivot, measured.get(at).copied()))
    }
}

//! How gradient flow connects one family with another.

use linscape_critical::{EscapeOrder, Problem, SingularSubset};
use linscape_strata::swap_rate;
use std::fmt;

/// What happens along a connecting orbit between balanced representatives.
///
/// The fields are 0-based positions of distinct singular values (`τ_{t+1}` for `t`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionKind {
    /// `J → J ∪ {l}`: one mode grows from zero.
    Learn {
        /// Class of `l`.
        learned: usize,
    },
    /// `J → J ∖ {k} ∪ {l}` with `σ_l > σ_k`: a better mode displaces a worse one.
    Swap {
        /// Class of `k`.
        dropped: usize,
        /// Class of `l`.
        learned: usize,
    },
}

/// A connection that leaves a family.
///
/// Source: `docs/theory.md`, "Connections".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Connection {
    /// Learn or swap.
    pub kind: ConnectionKind,
    /// 1-based index of the singular value that is learned.
    pub learned: usize,
    /// 1-based index of the singular value that is given up.
    pub dropped: Option<usize>,
    /// Loss at the start minus loss at the end, positive, in the problem's loss.
    pub loss_drop: f64,
    /// Order of the loss along this direction: `h` for learning, 2 for swapping.
    pub escape_order: EscapeOrder,
    /// Exponential rate of departure when the order is 2, whitened coordinates, in the problem's
    /// loss.
    pub rate: Option<f64>,
    /// Whether no other family lies between in the partial order that the connections generate.
    pub cover: bool,
}

impl fmt::Display for ConnectionKind {
    /// `learn` or `swap`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Learn { .. } => "learn",
            Self::Swap { .. } => "swap",
        })
    }
}

impl ConnectionKind {
    /// The subset at the other end.
    #[must_use]
    pub fn apply(self, subset: &SingularSubset) -> SingularSubset {
        match self {
            Self::Learn { learned } => subset.with(learned),
            Self::Swap { dropped, learned } => subset.without(dropped).with(learned),
        }
    }

    /// Whether the connection is a cover: learning the smallest distinct value, or swapping to the
    /// next larger one. All others are composed of these.
    #[must_use]
    pub fn is_cover(self, distinct: usize) -> bool {
        match self {
            Self::Learn { learned } => learned + 1 == distinct,
            Self::Swap { dropped, learned } => learned + 1 == dropped,
        }
    }
}

/// Which connections to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionScope {
    /// Every learn and swap.
    All,
    /// Those between which no family lies; every other one is composed of them.
    Covers,
}

/// The connections that leave a family, learns first, by the class learned, then by the class
/// dropped. A network of depth 1 has none.
///
/// # Complexity
/// `O(q)` covers, or `O(q²)` in all, for `q` distinct singular values.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, SingularSubset};
/// use linscape_quotient::{ConnectionScope, outgoing};
/// let problem = Problem::exact(&[3, 3, 3, 3], &[3, 2, 1])?;
/// // From {2}: learn 1 or 3, swap 2 for 1; covers are learn 3 and swap 2 → 1.
/// let second = SingularSubset::from_counts(vec![0, 1, 0]);
/// let all = outgoing(&problem, &second, ConnectionScope::All);
/// assert_eq!(all.iter().map(|c| c.loss_drop).collect::<Vec<_>>(), [4.5, 0.5, 2.5]);
/// assert_eq!(all.iter().filter(|c| c.cover).count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn outgoing(
    problem: &Problem,
    subset: &SingularSubset,
    scope: ConnectionScope,
) -> Vec<Connection> {
    if problem.architecture().depth() == 1 {
        return Vec::new();
    }
    let multiplicities = problem.spectrum().multiplicities();
    let counts = subset.counts();
    let distinct = counts.len();
    let open = |t: &usize| counts[*t] < multiplicities[*t];
    let has_slot = subset.rank() < problem.maximal_rank();
    let learns = (0..distinct).filter(open).filter(|_| has_slot);
    let learns = learns.map(|learned| ConnectionKind::Learn { learned });
    let swaps = (0..distinct).filter(open).flat_map(|learned| {
        let worse = match scope {
            ConnectionScope::All => learned + 1..distinct,
            ConnectionScope::Covers => learned + 1..distinct.min(learned + 2),
        };
        let held = worse.filter(|&dropped| counts[dropped] > 0);
        held.map(move |dropped| ConnectionKind::Swap { dropped, learned })
    });
    let wanted = |kind: &ConnectionKind| scope == ConnectionScope::All || kind.is_cover(distinct);
    learns.chain(swaps).filter(wanted).map(|kind| describe(problem, subset, kind)).collect()
}

fn describe(problem: &Problem, subset: &SingularSubset, kind: ConnectionKind) -> Connection {
    let spectrum = problem.spectrum();
    let first_of = |t: usize| spectrum.multiplicities()[..t].iter().sum::<usize>() + 1;
    let sigma = |t: usize| spectrum.distinct()[t];
    let depth = problem.architecture().depth();
    let factor = problem.factor();
    let cover = kind.is_cover(spectrum.distinct().len());
    match kind {
        ConnectionKind::Learn { learned: l } => Connection {
            kind,
            learned: first_of(l) + subset.counts()[l],
            dropped: None,
            loss_drop: problem.loss_of_squares(sigma(l) * sigma(l)),
            escape_order: EscapeOrder::new(depth),
            rate: (depth == 2).then(|| factor * sigma(l)),
            cover,
        },
        ConnectionKind::Swap { dropped: k, learned: l } => Connection {
            kind,
            learned: first_of(l) + subset.counts()[l],
            dropped: Some(first_of(k) + subset.counts()[k] - 1),
            // The difference of squares, without cancellation.
            loss_drop: problem.loss_of_squares(spectrum.difference_of_squares(l, k)),
            escape_order: EscapeOrder::QUADRATIC,
            rate: Some(factor * swap_rate(depth, sigma(k), spectrum.difference(l, k))),
            cover,
        },
    }
}

//! The whole landscape of a problem.

use crate::listing::{LOCATED, Listing, index_by_subset};
use crate::{Connection, ConnectionScope, Family, Fiber, outgoing};
use linscape_critical::all_values;
use linscape_critical::{Observer, Problem, Progress, ValuesError};
use linscape_strata::{FamilyShape, PointCounts, RankStrata};
use num_bigint::BigUint;
use num_traits::ToPrimitive;
use petgraph::graph::{DiGraph, NodeIndex};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use thiserror::Error;

/// Most families that are listed unless a limit is given.
pub const LARGEST_UNLIMITED: usize = LOCATED;

/// Most families whose connections are all drawn; beyond, covers only.
pub const LARGEST_ALL_CONNECTIONS: usize = 4096;

/// Most families of which the distinct critical values are counted without listing them.
const LARGEST_COUNTED: u64 = 1 << 20;

/// The families of a problem in the order of their losses, the fibers they form and the
/// connections between them.
///
/// # Invariants
/// Families and fibers are in increasing order of loss. Every connection goes from a family to one
/// of strictly lower loss. Both hold for exact losses and for floating ones beyond the tolerance.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape_quotient::Landscape;
/// let problem = Problem::exact(&[3, 3, 3, 3], &[3, 2, 1])?;
/// let landscape = Landscape::new(problem, None, &())?;
/// assert_eq!(landscape.families().count(), 8);
/// assert_eq!(landscape.graph().edge_count(), 18);
/// assert_eq!(landscape.graph().edge_weights().filter(|edge| edge.cover).count(), 8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Landscape {
    problem: Problem,
    counts: PointCounts,
    critical_values: Option<BigUint>,
    fibers: Vec<Fiber>,
    graph: DiGraph<Family, Connection>,
    scope: ConnectionScope,
    greedy_path: Vec<NodeIndex>,
    interrupted: bool,
}

/// Why a landscape is not listed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LandscapeError {
    /// More families than anybody wants to see at once.
    #[error("{families} families are more than {limit}")]
    TooManyFamilies {
        /// How many there are.
        families: BigUint,
        /// Most that are listed unasked.
        limit: usize,
    },
    /// Families that coincide in ways that cannot be counted.
    #[error(transparent)]
    Values(#[from] ValuesError),
}

impl Landscape {
    /// Lists all families or, with a limit, the lowest ones and the greedy path, with the
    /// connections among them: every learn and swap when the problem has at most
    /// [`LARGEST_ALL_CONNECTIONS`] families, covers otherwise.
    ///
    /// An observer that stops leaves the families found so far ([`is_interrupted`]).
    ///
    /// # Errors
    /// Without a limit, when there are more than [`LARGEST_UNLIMITED`] families; when a crowd of
    /// families that coincide cannot be counted.
    ///
    /// # Complexity
    /// `O(K log K)` for `K` listed families (at least 65,536 are located, so that identifiers do
    /// not change with the limit), and `O(q)` to `O(q²)` a family for the connections.
    ///
    /// [`is_interrupted`]: Self::is_interrupted
    pub fn new(
        problem: Problem,
        limit: Option<usize>,
        observer: &impl Observer,
    ) -> Result<Self, LandscapeError> {
        let counts = PointCounts::new(&problem);
        let families = counts.families.to_u64().unwrap_or(u64::MAX);
        if limit.is_none() && families > LARGEST_UNLIMITED as u64 {
            let families = counts.families;
            return Err(LandscapeError::TooManyFamilies { families, limit: LARGEST_UNLIMITED });
        }
        let listing = Listing::new(&problem, limit.unwrap_or(LARGEST_UNLIMITED), observer)?;
        let scope = if families > LARGEST_ALL_CONNECTIONS as u64 {
            ConnectionScope::Covers
        } else {
            ConnectionScope::All
        };
        let critical_values = listing.critical_values.or_else(|| {
            let countable = families <= LARGEST_COUNTED && !listing.interrupted;
            let values = countable.then(|| all_values(&problem, observer).ok()).flatten();
            values.map(|values| values.len() as u64)
        });
        let problem = problem.with_tolerance(listing.tolerance);
        let (graph, connected) = connect(&problem, listing.families, scope, observer);
        let greedy_path = greedy_path(&problem, &graph);
        Ok(Self {
            problem,
            counts,
            critical_values: critical_values.map(BigUint::from),
            fibers: listing.fibers,
            graph,
            scope,
            greedy_path,
            interrupted: listing.interrupted || !connected,
        })
    }

    /// Counts the strata of the listed families, and their components, rank by rank: numbers that a
    /// table of families does not show, and that take longer than the families themselves.
    ///
    /// An observer that stops leaves the other ranks uncounted ([`is_interrupted`]).
    ///
    /// # Complexity
    /// One [`RankStrata::of`] for each rank.
    ///
    /// [`is_interrupted`]: Self::is_interrupted
    #[must_use]
    pub fn with_strata(mut self, observer: &impl Observer) -> Self {
        // Strata exist by rank: count them once for each.
        let mut by_rank: BTreeMap<usize, RankStrata> = BTreeMap::new();
        for family in self.graph.node_weights_mut() {
            let shape = FamilyShape::new(&self.problem, &family.subset);
            let rank = shape.learned();
            let strata = match by_rank.entry(rank) {
                Entry::Occupied(counted) => counted.into_mut(),
                Entry::Vacant(place) => {
                    let Some(strata) = RankStrata::of(&shape, observer) else {
                        self.interrupted = true;
                        break;
                    };
                    place.insert(strata)
                }
            };
            family.strata = strata.family(&shape);
        }
        self
    }

    /// The problem, its tolerance completed with the gaps between losses that were met.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Exact numbers of families by type, listed or not.
    #[must_use]
    pub fn counts(&self) -> &PointCounts {
        &self.counts
    }

    /// Exact number of critical values, where it was found.
    #[must_use]
    pub fn critical_values(&self) -> Option<&BigUint> {
        self.critical_values.as_ref()
    }

    /// The listed families, in the order of their loss.
    #[must_use]
    pub fn families(&self) -> impl ExactSizeIterator<Item = &Family> {
        self.graph.raw_nodes().iter().map(|node| &node.weight)
    }

    /// The fibers of the listed families, in the order of their loss.
    #[must_use]
    pub fn fibers(&self) -> &[Fiber] {
        &self.fibers
    }

    /// Families as nodes, connections as edges. Edges are ordered by their start, then as
    /// [`outgoing`] orders them.
    #[must_use]
    pub fn graph(&self) -> &DiGraph<Family, Connection> {
        &self.graph
    }

    /// The quotient graph: one node a fiber, in order, one edge a connection (parallel edges are
    /// kept). An edge carries the connection and the identifiers of the families it joins.
    #[must_use]
    pub fn quotient_graph(&self) -> DiGraph<&Fiber, QuotientEdge<'_>> {
        let mut quotient = DiGraph::with_capacity(self.fibers.len(), self.graph.edge_count());
        let nodes: std::collections::HashMap<i64, NodeIndex> =
            self.fibers.iter().map(|fiber| (fiber.id, quotient.add_node(fiber))).collect();
        for edge in self.graph.raw_edges() {
            let (from, to) = (&self.graph[edge.source()], &self.graph[edge.target()]);
            let joined = QuotientEdge { connection: &edge.weight, from: from.id, to: to.id };
            quotient.add_edge(nodes[&from.fiber], nodes[&to.fiber], joined);
        }
        quotient
    }

    /// Which connections were drawn.
    #[must_use]
    pub fn scope(&self) -> ConnectionScope {
        self.scope
    }

    /// `∅ → {1} → {1, 2} → …`, the saddles met from generic small initial weights: proved for the
    /// first step (Jacot et al., arXiv:2106.15933), conjectured beyond.
    #[must_use]
    pub fn greedy_path(&self) -> impl ExactSizeIterator<Item = &Family> {
        self.greedy_path.iter().map(|&node| &self.graph[node])
    }

    /// Whether families exist that are not listed.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        BigUint::from(self.graph.node_count()) < self.counts.families
    }

    /// Whether the observer stopped the listing.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.interrupted
    }
}

/// An edge of the quotient graph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuotientEdge<'a> {
    /// What happens along it.
    pub connection: &'a Connection,
    /// Identifier of the family it leaves.
    pub from: i64,
    /// Identifier of the family it reaches.
    pub to: i64,
}

/// The graph, and whether all its edges are there: an observer that stops leaves some out.
fn connect(
    problem: &Problem,
    families: Vec<Family>,
    scope: ConnectionScope,
    observer: &impl Observer,
) -> (DiGraph<Family, Connection>, bool) {
    /// Families connected between two calls of the observer.
    const TOGETHER: usize = 4096;
    let mut edges: Vec<(usize, usize, Connection)> = Vec::new();
    let mut done = 0;
    let goes_on = |done| {
        let progress = Progress { done: done as u64, total: Some(families.len() as u64) };
        observer.advance(progress).is_continue()
    };
    // The index of many families takes its time too.
    if goes_on(done) {
        let index = index_by_subset(&families);
        let leaving = |(from, family): (usize, &Family)| {
            let connections = outgoing(problem, &family.subset, scope).into_iter();
            let listed = connections.filter_map(|connection| {
                let to = *index.get(&connection.kind.apply(&family.subset))?;
                Some((from, to, connection))
            });
            listed.collect::<Vec<_>>()
        };
        for together in families.chunks(TOGETHER) {
            let numbered = together.par_iter().enumerate().map(|(at, family)| (done + at, family));
            edges.par_extend(numbered.flat_map_iter(leaving));
            done += together.len();
            if done < families.len() && !goes_on(done) {
                break;
            }
        }
    }
    let connected = done == families.len();
    let mut graph = DiGraph::with_capacity(families.len(), edges.len());
    let nodes: Vec<NodeIndex> = families.into_iter().map(|family| graph.add_node(family)).collect();
    for (from, to, connection) in edges {
        graph.add_edge(nodes[from], nodes[to], connection);
    }
    (graph, connected)
}

fn greedy_path(problem: &Problem, graph: &DiGraph<Family, Connection>) -> Vec<NodeIndex> {
    let leading = |node: &NodeIndex| {
        let subset = &graph[*node].subset;
        problem.leading(subset.rank()) == *subset
    };
    let mut path: Vec<NodeIndex> = graph.node_indices().filter(leading).collect();
    path.sort_by_key(|&node| graph[node].subset.rank());
    path
}

//! `linscape.landscape/1`: the JSON dump of a landscape.

use crate::ProblemRecord;
use crate::json::{CoefficientRecord, DynamicsRecord, JsonDocument};
use crate::words::type_name;
use linscape_critical::{PointType, Problem};
use linscape_quotient::{Connection, ConnectionScope, Family, Fiber, Landscape};
use linscape_strata::{ComponentKind, FamilyShape};
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// Schema of the dump.
pub const LANDSCAPE_SCHEMA: &str = "linscape.landscape/1";

/// Writes the dump of a landscape; see `docs/formats.md`, "Landscape".
///
/// # Errors
/// When the output cannot be written.
pub fn write_landscape(
    out: impl Write,
    landscape: &Landscape,
    source: Option<&Value>,
) -> io::Result<()> {
    let problem = landscape.problem();
    let mut document = JsonDocument::of_schema(out, LANDSCAPE_SCHEMA)?;
    document.field("problem", &ProblemRecord::new(problem, source))?;
    document.field("counts", &CountsRecord::new(landscape))?;
    document.rows("families", landscape.families().map(|f| FamilyRecord::new(problem, f)))?;
    document.rows("fibers", landscape.fibers().iter().map(FiberRecord::new))?;
    document.rows("connections", connection_records(landscape))?;
    let scope = match landscape.scope() {
        ConnectionScope::All => "all",
        ConnectionScope::Covers => "covers",
    };
    document.field("connections_scope", &scope)?;
    let path: Vec<i64> = landscape.greedy_path().map(|family| family.id).collect();
    document.field("greedy_path", &path)?;
    document.end_of_work(landscape.is_interrupted())
}

#[derive(Serialize)]
struct CountsRecord {
    families: String,
    critical_values: Option<String>,
    strict: String,
    nonstrict: String,
    listed: usize,
    truncated: bool,
}

impl CountsRecord {
    fn new(landscape: &Landscape) -> Self {
        let counts = landscape.counts();
        Self {
            families: counts.families.to_string(),
            critical_values: landscape.critical_values().map(ToString::to_string),
            strict: counts.strict.to_string(),
            nonstrict: counts.nonstrict.to_string(),
            listed: landscape.families().len(),
            truncated: landscape.is_truncated(),
        }
    }
}

/// One family; the fields of the contract, in its order.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FamilyRecord {
    id: i64,
    subset: Vec<usize>,
    counts: Vec<usize>,
    rank: usize,
    loss: f64,
    exact_loss: Option<String>,
    #[serde(rename = "type")]
    point_type: &'static str,
    index: usize,
    nullity: usize,
    coindex: usize,
    escape_order: Option<usize>,
    rate: Option<f64>,
    strata: Option<String>,
    fiber_types: Option<Vec<&'static str>>,
    components: Option<Vec<ComponentRecord>>,
    learning_coefficient: CoefficientRecord,
    dynamics: DynamicsRecord,
    fiber: i64,
}

impl FamilyRecord {
    pub(crate) fn new(problem: &Problem, family: &Family) -> Self {
        let (balanced, strata) = (&family.balanced, &family.strata);
        let shape = FamilyShape::new(problem, &family.subset);
        let coefficient = shape.balanced_learning_coefficient();
        Self {
            id: family.id,
            subset: family.subset.indices(problem.spectrum().multiplicities()),
            counts: family.subset.counts().to_vec(),
            rank: family.subset.rank(),
            loss: family.loss,
            exact_loss: family.exact_loss.as_ref().map(ToString::to_string),
            point_type: type_name(balanced.point_type),
            index: balanced.inertia.negative,
            nullity: balanced.inertia.zero,
            coindex: balanced.inertia.positive,
            escape_order: balanced.escape_order.map(linscape_critical::EscapeOrder::degree),
            rate: balanced.rate,
            strata: strata.count.as_ref().map(ToString::to_string),
            fiber_types: strata.types.as_ref().map(|types| type_names(types)),
            components: strata.components.as_ref().map(|kinds| component_records(kinds)),
            learning_coefficient: CoefficientRecord::from(&coefficient),
            dynamics: DynamicsRecord::balanced(&shape),
            fiber: family.fiber,
        }
    }
}

/// Components of one kind.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ComponentRecord {
    dimension: usize,
    index: usize,
    coindex: usize,
    nullity: usize,
    count: usize,
}

fn component_records(kinds: &[ComponentKind]) -> Vec<ComponentRecord> {
    let record = |kind: &ComponentKind| ComponentRecord {
        dimension: kind.dimension,
        index: kind.inertia.negative,
        coindex: kind.inertia.positive,
        nullity: kind.inertia.zero,
        count: kind.count,
    };
    kinds.iter().map(record).collect()
}

fn type_names(types: &[PointType]) -> Vec<&'static str> {
    types.iter().map(|&point_type| type_name(point_type)).collect()
}

/// One critical value.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FiberRecord<'a> {
    id: i64,
    loss: f64,
    exact_loss: Option<String>,
    families: &'a [i64],
}

impl<'a> FiberRecord<'a> {
    pub(crate) fn new(fiber: &'a Fiber) -> Self {
        Self {
            id: fiber.id,
            loss: fiber.loss,
            exact_loss: fiber.exact_loss.as_ref().map(ToString::to_string),
            families: &fiber.families,
        }
    }
}

/// One connection; `from` and `to` are identifiers of families.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ConnectionRecord {
    from: i64,
    to: i64,
    kind: String,
    learned: usize,
    dropped: Option<usize>,
    loss_drop: f64,
    escape_order: usize,
    rate: Option<f64>,
    cover: bool,
}

impl ConnectionRecord {
    pub(crate) fn new(from: i64, to: i64, connection: &Connection) -> Self {
        Self {
            from,
            to,
            kind: connection.kind.to_string(),
            learned: connection.learned,
            dropped: connection.dropped,
            loss_drop: connection.loss_drop,
            escape_order: connection.escape_order.degree(),
            rate: connection.rate,
            cover: connection.cover,
        }
    }
}

fn connection_records(landscape: &Landscape) -> impl Iterator<Item = ConnectionRecord> {
    let graph = landscape.graph();
    graph.raw_edges().iter().map(|edge| {
        let (from, to) = (graph[edge.source()].id, graph[edge.target()].id);
        ConnectionRecord::new(from, to, &edge.weight)
    })
}

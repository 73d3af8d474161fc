//! `linscape.landscape/1` with decay.

use super::DecayRecord;
use crate::json::JsonDocument;
use crate::words::family_type_name;
use crate::{LANDSCAPE_SCHEMA, ProblemRecord};
use linscape_critical::{EscapeOrder, Problem};
use linscape_decay::{
    Barrier, DecayedConnection, DecayedFamily, DecayedFiber, DecayedLandscape, DecayedProblem,
    FamilyType, Globality, Phase, Threshold, Word,
};
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// Writes the dump of a landscape with decay; see `docs/formats.md`, "With weight decay".
///
/// # Errors
/// When the output cannot be written.
pub fn write_decayed_landscape(
    out: impl Write,
    problem: &Problem,
    landscape: &DecayedLandscape,
    source: Option<&Value>,
) -> io::Result<()> {
    let decayed = landscape.problem();
    let record = ProblemRecord::new(problem, source).with_decay(DecayRecord::new(decayed));
    let mut document = JsonDocument::of_schema(out, LANDSCAPE_SCHEMA)?;
    document.field("problem", &record)?;
    document.field("counts", &CountsRecord::new(landscape))?;
    document.rows("thresholds", threshold_records(decayed))?;
    let families = landscape.families().iter();
    document.rows("families", families.map(|family| FamilyRecord::new(decayed, family)))?;
    document.rows("fibers", landscape.fibers().iter().map(FiberRecord::new))?;
    document.rows("connections", landscape.connections().iter().map(ConnectionRecord::new))?;
    document.field("connections_scope", &if landscape.covers_only() { "covers" } else { "all" })?;
    let barriers = landscape.barriers().iter();
    document.rows("barriers", barriers.map(|barrier| BarrierRecord::new(decayed, barrier)))?;
    document.end_of_work(landscape.is_interrupted())
}

#[derive(Serialize)]
struct CountsRecord {
    families: String,
    /// Whether every fold was decided: else there may be more families.
    complete: bool,
    critical_values: Option<String>,
    local_minima: String,
    strict: String,
    nonstrict: String,
    listed: usize,
    truncated: bool,
}

impl CountsRecord {
    fn new(landscape: &DecayedLandscape) -> Self {
        let counts = landscape.counts();
        let phases = landscape.problem().classes().iter().map(linscape_decay::Class::phase);
        Self {
            families: counts.families.to_string(),
            complete: !phases.into_iter().any(|phase| phase == Phase::Undecided(Threshold::Fold)),
            critical_values: landscape.critical_values().map(|number| number.to_string()),
            local_minima: counts.local_minima.to_string(),
            strict: counts.strict.to_string(),
            nonstrict: counts.nonstrict.to_string(),
            listed: landscape.families().len(),
            truncated: landscape.is_truncated(),
        }
    }
}

/// One distinct singular value.
#[derive(Serialize)]
struct ThresholdRecord {
    sigma: f64,
    multiplicity: usize,
    /// `λ*` and `λ_g`, in `λ̄` and units of the loss.
    fold: Option<f64>,
    coexistence: Option<f64>,
    phase: &'static str,
    roots: Vec<f64>,
    learned_fractions: Vec<f64>,
}

fn threshold_records(problem: &DecayedProblem) -> Vec<ThresholdRecord> {
    let folds = problem.thresholds(Threshold::Fold);
    let coexistence = problem.thresholds(Threshold::Coexistence);
    let record = |(at, class): (usize, &linscape_decay::Class)| {
        let roots = [class.roots.large(), class.roots.small()];
        ThresholdRecord {
            sigma: class.mode.singular_value(),
            multiplicity: class.multiplicity,
            fold: folds[at],
            coexistence: coexistence[at],
            phase: phase_name(class.phase()),
            roots: roots.iter().flatten().map(|root| root.amplitude).collect(),
            learned_fractions: roots.iter().flatten().map(|root| root.fraction).collect(),
        }
    };
    problem.classes().iter().enumerate().map(record).collect()
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Absent => "absent",
        Phase::Fold => "fold",
        Phase::Metastable => "metastable",
        Phase::Coexisting => "coexisting",
        Phase::Dominant => "dominant",
        Phase::Undecided(Threshold::Fold) => "undecided_fold",
        Phase::Undecided(Threshold::Coexistence) => "undecided_coexistence",
    }
}

/// A family by its modes.
#[derive(Debug, Clone, Serialize)]
struct KeyRecord {
    learned: Vec<usize>,
    passes: Vec<usize>,
}

impl KeyRecord {
    fn new(problem: &DecayedProblem, word: &Word) -> Self {
        let (learned, passes) = word.indices(&problem.multiplicities());
        Self { learned, passes }
    }
}

/// One family.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FamilyRecord {
    id: usize,
    key: String,
    learned: Vec<usize>,
    passes: Vec<usize>,
    amplitudes: Vec<f64>,
    rank: usize,
    loss: f64,
    exact_loss: Option<String>,
    #[serde(rename = "type")]
    family_type: &'static str,
    /// `null` where undecided.
    global: Option<bool>,
    metastable: bool,
    index: Option<usize>,
    nullity: Option<usize>,
    coindex: Option<usize>,
    dimension: usize,
    components: String,
    morse_bott: bool,
    escape_order: Option<usize>,
    rate: Option<f64>,
    /// `null` where it is not known.
    sharpness: Option<f64>,
    fiber: usize,
}

impl FamilyRecord {
    pub(crate) fn new(problem: &DecayedProblem, family: &DecayedFamily) -> Self {
        let KeyRecord { learned, passes } = KeyRecord::new(problem, &family.word);
        let form = &family.form;
        Self {
            id: family.id,
            key: super::word_text(&family.word, &problem.multiplicities()),
            learned,
            passes,
            amplitudes: family.amplitudes(problem),
            rank: family.word.rank(),
            loss: family.loss,
            exact_loss: family.exact_loss.as_ref().map(ToString::to_string),
            family_type: family_type_name(form.family_type),
            global: match form.global {
                Globality::Global => Some(true),
                Globality::Not => Some(false),
                Globality::Undecided => None,
            },
            metastable: form.family_type == FamilyType::LocalMinimum
                && form.global == Globality::Not,
            index: form.inertia.map(|inertia| inertia.negative),
            nullity: form.inertia.map(|inertia| inertia.zero),
            coindex: form.inertia.map(|inertia| inertia.positive),
            dimension: form.dimension,
            components: (num_bigint::BigUint::from(1_u8) << form.components_log2).to_string(),
            morse_bott: form.morse_bott,
            escape_order: form.escape_order.map(EscapeOrder::degree),
            rate: family.rate,
            sharpness: family.sharpness,
            fiber: family.fiber,
        }
    }
}

/// One critical value.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FiberRecord<'a> {
    id: usize,
    loss: f64,
    families: &'a [usize],
    undecided: bool,
}

impl<'a> FiberRecord<'a> {
    pub(crate) fn new(fiber: &'a DecayedFiber) -> Self {
        Self {
            id: fiber.id,
            loss: fiber.loss,
            families: &fiber.families,
            undecided: fiber.is_undecided,
        }
    }
}

/// One connection; `source` and `target` are distinct singular values, from 1.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ConnectionRecord {
    from: usize,
    to: usize,
    kind: &'static str,
    value_from: usize,
    value_to: usize,
    loss_drop: f64,
    escape_order: usize,
    rate: Option<f64>,
    cover: bool,
}

impl ConnectionRecord {
    pub(crate) fn new(connection: &DecayedConnection) -> Self {
        let step = &connection.step;
        Self {
            from: connection.from,
            to: connection.to,
            kind: step.kind.name(),
            value_from: step.source + 1,
            value_to: step.target + 1,
            loss_drop: step.loss_drop,
            escape_order: step.escape_order.degree(),
            rate: step.rate,
            cover: step.is_cover,
        }
    }
}

/// The pass between two minima of consecutive ranks.
#[derive(Debug, Clone, Serialize)]
struct BarrierRecord {
    from: KeyRecord,
    to: KeyRecord,
    at: KeyRecord,
    height: f64,
    up: f64,
    down: f64,
    amplitude: f64,
}

impl BarrierRecord {
    fn new(problem: &DecayedProblem, barrier: &Barrier) -> Self {
        Self {
            from: KeyRecord::new(problem, &barrier.from),
            to: KeyRecord::new(problem, &barrier.to),
            at: KeyRecord::new(problem, &barrier.at),
            height: barrier.height,
            up: barrier.up,
            down: barrier.down,
            amplitude: barrier.amplitude,
        }
    }
}

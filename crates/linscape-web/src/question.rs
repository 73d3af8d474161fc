//! Questions as JSON: the commands and options of the binary under their own names.

use linscape::{FlowOptions, ProblemOptions};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// A question of a problem.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) problem: ProblemOptions,
    pub(crate) question: Question,
}

impl Asked {
    /// Reads both out of one object, where the problem stands beside the options of the command: a flattened
    /// field could not refuse options that nobody knows.
    pub(crate) fn from_json(text: &str) -> serde_json::Result<Self> {
        let mut fields: Map<String, Value> = serde_json::from_str(text)?;
        let problem = fields.remove("problem").map(ProblemOptions::deserialize).transpose()?;
        let question = Question::deserialize(Value::Object(fields))?;
        Ok(Self { problem: problem.unwrap_or_default(), question })
    }
}

/// A command with its options.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub(crate) enum Question {
    /// The table for people.
    Report(Listing),
    /// `linscape.landscape/1`.
    Dump(Listing),
    /// `linscape.values/1`.
    Values(ValuesAsked),
    /// A graph file.
    Graph(GraphAsked),
    /// `linscape.strata/1`.
    Strata(StrataAsked),
    /// `linscape.explanation/1`.
    Explain(ExplainAsked),
    /// `linscape.learning/1`.
    Learning(LearningAsked),
    /// `linscape.classification/1`, one line a file.
    Classify(ClassifyAsked),
    /// `linscape.spectrum/1`.
    Spectrum(SpectrumAsked),
    /// Weights of a critical point, as safetensors.
    Represent(RepresentAsked),
    /// `linscape.verification/1`.
    Verify(VerifyAsked),
    /// `linscape.trajectory/1`.
    Flow(FlowAsked),
    /// `linscape.trace/1`.
    Trace(TraceAsked),
    /// A picture, as SVG.
    Plot(PlotAsked),
    /// The descent diagram of a page, whose nodes can be chosen, as SVG.
    Diagram(DiagramAsked),
    /// Where a trajectory is on that diagram at each of its times.
    Places(DiagramAsked),
}

/// How much of a landscape is listed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listing {
    pub(crate) limit: Option<NonZeroUsize>,
}

/// Exactly one of three.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValuesAsked {
    pub(crate) lowest: Option<NonZeroUsize>,
    pub(crate) highest: Option<NonZeroUsize>,
    #[serde(default)]
    pub(crate) all: bool,
}

/// `graph`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GraphAsked {
    pub(crate) limit: Option<NonZeroUsize>,
    pub(crate) format: String,
    #[serde(default)]
    pub(crate) nodes: Nodes,
    #[serde(default)]
    pub(crate) all: bool,
}

/// What the nodes of a graph are.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Nodes {
    #[default]
    Fibers,
    Families,
}

/// `strata`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StrataAsked {
    pub(crate) subset: String,
    #[serde(rename = "type")]
    pub(crate) point_type: Option<TypeName>,
    pub(crate) index: Option<usize>,
    pub(crate) dimension: Option<usize>,
    pub(crate) escape_order: Option<usize>,
    #[serde(default)]
    pub(crate) components: bool,
    #[serde(default)]
    pub(crate) count: bool,
    pub(crate) limit: Option<NonZeroUsize>,
}

/// Types of points by name.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TypeName {
    GlobalMinimum,
    StrictSaddle,
    NonstrictSaddle,
}

/// `explain`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplainAsked {
    pub(crate) subset: String,
    pub(crate) stratum: Option<String>,
    #[serde(default)]
    pub(crate) seed: u64,
}

/// `learning`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LearningAsked {
    pub(crate) rank: Option<usize>,
    pub(crate) samples: Option<usize>,
    pub(crate) noise: Option<f64>,
}

/// How the tensors of weights files are taken.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Tensors {
    pub(crate) layers: Option<Vec<String>>,
    pub(crate) transpose: bool,
}

/// `classify`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClassifyAsked {
    pub(crate) weights: Vec<PathBuf>,
    #[serde(default)]
    pub(crate) tensors: Tensors,
    #[serde(default)]
    pub(crate) refine: bool,
    #[serde(default)]
    pub(crate) seed: u64,
}

/// `spectrum`, of a family or of weights.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpectrumAsked {
    pub(crate) subset: Option<String>,
    pub(crate) weights: Option<PathBuf>,
    #[serde(default)]
    pub(crate) tensors: Tensors,
    #[serde(default)]
    pub(crate) seed: u64,
}

/// `represent`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RepresentAsked {
    pub(crate) subset: String,
    pub(crate) stratum: Option<String>,
    pub(crate) seed: Option<u64>,
    /// In whitened coordinates, not in those of the data.
    #[serde(default)]
    pub(crate) whitened: bool,
}

/// `verify`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerifyAsked {
    pub(crate) subset: Option<String>,
    pub(crate) stratum: Option<String>,
    pub(crate) limit: Option<NonZeroUsize>,
    pub(crate) samples: Option<NonZeroUsize>,
    #[serde(default)]
    pub(crate) seed: u64,
}

/// `flow`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FlowAsked {
    #[serde(default)]
    pub(crate) options: FlowOptions,
    #[serde(default)]
    pub(crate) tensors: Tensors,
}

/// `trace`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TraceAsked {
    pub(crate) files: Vec<PathBuf>,
    #[serde(default)]
    pub(crate) tensors: Tensors,
    pub(crate) times: Option<Vec<f64>>,
    pub(crate) learning_rate: Option<f64>,
    #[serde(default)]
    pub(crate) learning: bool,
    pub(crate) radius: Option<f64>,
}

/// `plot`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlotAsked {
    pub(crate) curve: Curve,
    /// Of a surface.
    pub(crate) modes: Option<[usize; 2]>,
    /// Beside the modes of a surface.
    #[serde(default)]
    pub(crate) learned: Vec<usize>,
    /// Of a trajectory.
    pub(crate) trajectory: Option<PathBuf>,
}

/// What is plotted.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Curve {
    Values,
    Spectrum,
    Bifurcation,
    Barriers,
    Surface,
    Trajectory,
}

/// The diagram of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DiagramAsked {
    pub(crate) limit: Option<NonZeroUsize>,
    #[serde(default)]
    pub(crate) scale: Scale,
    /// Drawn over it.
    pub(crate) trajectory: Option<PathBuf>,
}

/// How losses become heights.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scale {
    #[default]
    Automatic,
    Linear,
    Logarithmic,
    Even,
}

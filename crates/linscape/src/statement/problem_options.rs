//! The options that state a problem, whoever filled them in.

use crate::statement::{layers, number, numbers, widths};
use crate::{Given, Watch};
use linscape_formats::{Labels, ReadMatrix};
use linscape_network::RowFactor;
use serde::{Deserialize, Serialize};

/// Exactly one source, widths, loss and tolerance, as `docs/formats.md`, "The problem" states them:
/// the one list of these options, for the command line (feature `clap`), for Python and, as JSON,
/// for sweeps.
///
/// Numbers are texts as they stand on a command line, so that singular values stay exact and every
/// front end refuses in the same words. In JSON lists are lists and numbers numbers.
///
/// # Examples
/// ```
/// use linscape::ProblemOptions;
/// let options = ProblemOptions {
///     sigma: Some("5/2,1".to_owned()),
///     widths: Some("2,3,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// assert_eq!(options.state()?.problem.maximal_rank(), 2);
/// let stated = r#"{"sigma": ["5/2", 1], "widths": [2, 3, 2]}"#;
/// assert_eq!(serde_json::from_str::<ProblemOptions>(stated)?, options);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(
    feature = "clap",
    derive(clap::Args),
    command(next_help_heading = "Problem (exactly one source)")
)]
pub struct ProblemOptions {
    /// Singular values of Σ, any order, decimals, fractions (5/2) or roots (2*sqrt(3)), kept exact
    #[cfg_attr(feature = "clap", arg(long, value_name = "σ,…", allow_hyphen_values = true))]
    #[serde(with = "numbers", skip_serializing_if = "Option::is_none")]
    pub sigma: Option<String>,
    /// The matrix Σ itself, d_h × d_0 (.csv, .npy, .npz, file.npz:key)
    #[cfg_attr(feature = "clap", arg(long, value_name = "FILE"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Given<ReadMatrix>>,
    /// Inputs, one sample a row (m × d_0); with --targets, --labels or --autoencode
    #[cfg_attr(feature = "clap", arg(long, value_name = "FILE"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inputs: Option<Given<ReadMatrix>>,
    /// Targets, one sample a row (m × d_h)
    #[cfg_attr(feature = "clap", arg(long, value_name = "FILE"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets: Option<Given<ReadMatrix>>,
    /// Class labels, one sample a row, one-hot encoded in sorted order
    #[cfg_attr(feature = "clap", arg(long, value_name = "FILE"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Given<Labels>>,
    /// The inputs are their own targets
    #[cfg_attr(feature = "clap", arg(long))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub autoencode: bool,
    /// Subtract column means of inputs and targets
    #[cfg_attr(feature = "clap", arg(long))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub center: bool,
    /// A file with a weight a sample, by which its squared error counts; averages are weighted
    #[cfg_attr(feature = "clap", arg(long, value_name = "FILE"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample_weights: Option<Given<ReadMatrix>>,
    /// The second moments Σ_xx = XXᵀ of the inputs (d_0 × d_0) in place of samples; with --cross-moment
    #[cfg_attr(feature = "clap", arg(long, value_name = "FILE"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_moment: Option<Given<ReadMatrix>>,
    /// Σ_yx = YXᵀ (d_h × d_0), with --input-moment
    #[cfg_attr(feature = "clap", arg(long, value_name = "FILE"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cross_moment: Option<Given<ReadMatrix>>,
    /// Σ_yy = YYᵀ (d_h × d_h), of which the trace says what no network can learn
    #[cfg_attr(feature = "clap", arg(long, value_name = "FILE"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_moment: Option<Given<ReadMatrix>>,
    /// Over how many samples moments were summed, for losses that average (1 if they are averages)
    #[cfg_attr(feature = "clap", arg(long, value_name = "m", allow_hyphen_values = true))]
    #[serde(with = "number", skip_serializing_if = "Option::is_none")]
    pub moment_samples: Option<String>,
    /// A JSON document with a `problem` object, such as a dump, or what `linscape problem` has saved (.npz)
    #[cfg_attr(feature = "clap", arg(long, value_name = "FILE"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Given<Vec<u8>>>,
    /// All widths d_0,…,d_h: input, hidden layers, output
    #[cfg_attr(feature = "clap", arg(long, value_name = "d_0,…,d_h", allow_hyphen_values = true))]
    #[serde(with = "widths", skip_serializing_if = "Option::is_none")]
    pub widths: Option<String>,
    /// Hidden widths only, when the source gives both ends ('' for none)
    #[cfg_attr(feature = "clap", arg(long, value_name = "d_1,…", allow_hyphen_values = true))]
    #[serde(with = "widths", skip_serializing_if = "Option::is_none")]
    pub hidden: Option<String>,
    /// Which layers have biases: none, last, all or their numbers. With one in the last layer inputs and
    /// outputs are centred inside and counts are those of the whole network [default: what weights
    /// files say, or none]
    #[cfg_attr(
        feature = "clap",
        arg(long, value_name = "none|last|all|1,3", allow_hyphen_values = true)
    )]
    #[serde(with = "layers", skip_serializing_if = "Option::is_none")]
    pub biases: Option<String>,
    /// Which multiple of ‖Y − WX‖² is the loss: half-sum, half-mean, mean (PyTorch's
    /// MSELoss; with Σ alone over its entries), sum or sample-mean [default: half-sum, or what --problem says]
    #[cfg_attr(feature = "clap", arg(long, value_name = "LOSS"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<String>,
    /// One relative threshold for rank, repeated values and coincident losses of floating data
    /// [default: from rounding]
    #[cfg_attr(feature = "clap", arg(long, value_name = "T", allow_hyphen_values = true))]
    #[serde(with = "number", skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<String>,
    /// Weight decay of every layer, or one number a layer (0: none), in units of --loss: its gradient
    /// is that of the loss plus λ_i W_i, as PyTorch's weight_decay
    #[cfg_attr(
        feature = "clap",
        arg(long, value_name = "λ | λ_1,…,λ_h", allow_hyphen_values = true)
    )]
    #[serde(with = "numbers", skip_serializing_if = "Option::is_none")]
    pub decay: Option<String>,
    /// Weight decay of the biases, for all or one number a layer (0: none), in units of --loss; of the last
    /// one with centred data, or where no other layer has a bias [default: biases do not decay]
    #[cfg_attr(
        feature = "clap",
        arg(long, value_name = "μ | μ_1,…,μ_h", allow_hyphen_values = true)
    )]
    #[serde(with = "numbers", skip_serializing_if = "Option::is_none")]
    pub decay_biases: Option<String>,
    /// Whose weights decay: the data's own (data; only where a closed form exists), activations (λ_1
    /// weighs Σ_j ‖W_1 x_j‖², for all data) or whitened [default: auto, the data's own with data]
    #[cfg_attr(feature = "clap", arg(long, value_name = "WHAT"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decay_on: Option<String>,
    /// Where decay of the data's own weights has no closed form, follow the families of isotropic
    /// inputs to the data: what is found is proved point by point, and never called complete
    #[cfg_attr(feature = "clap", arg(long = "continue"))]
    #[serde(rename = "continue", skip_serializing_if = "std::ops::Not::not")]
    pub continued: bool,
    /// Whether samples stand in rows or in columns of inputs and targets [default: rows, with a
    /// question where there are fewer samples than features]
    #[cfg_attr(feature = "clap", arg(long, value_name = "rows|columns"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub samples_in: Option<String>,
    /// Whether the first line of csv files names their columns: auto, yes or no [default: auto, which
    /// says what it takes and refuses what is in doubt]
    #[cfg_attr(feature = "clap", arg(long, value_name = "auto|yes|no"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The column of csv files that numbers the rows and is left out, by name or number, or none
    /// [default: one without a name, as pandas and R write it]
    #[cfg_attr(feature = "clap", arg(long, value_name = "NAME|N|none"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_column: Option<String>,
    /// The columns of --inputs or --target that are kept, by name or number: a,b or 1,3-5
    #[cfg_attr(feature = "clap", arg(long, value_name = "LIST"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<String>,
    /// The columns of --inputs or --target that are left out
    #[cfg_attr(feature = "clap", arg(long, value_name = "LIST"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drop: Option<String>,
    /// What separates the cells of csv files: , ; | : tab or space [default: ,]
    #[cfg_attr(feature = "clap", arg(long, value_name = "C"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// Data that a program has read in blocks, in place of inputs and targets
    #[cfg_attr(feature = "clap", arg(skip))]
    #[serde(skip)]
    pub factor: Option<RowFactor>,
    /// Who watches the reading of long files
    #[cfg_attr(feature = "clap", arg(skip))]
    #[serde(skip)]
    pub watch: Watch,
}

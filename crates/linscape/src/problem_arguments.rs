//! The problem: exactly one source, widths, loss and tolerance.

use crate::widths::WidthArguments;
use anyhow::{Context, Result, anyhow, bail};
use linscape_critical::{
    Dataset, LossConvention, Problem, Reduction, SingularBases, Spectrum, parse_exact,
};
use linscape_formats::{SourceRecord, parse_problem, read_labels_of, read_matrix};
use nalgebra::DMatrix;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Options that state a problem.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Problem (exactly one source)")]
pub(crate) struct ProblemArguments {
    /// Singular values of Σ, any order, decimals or fractions (5/2), kept exact
    #[arg(long, value_name = "σ,…", allow_hyphen_values = true)]
    sigma: Option<String>,
    /// The matrix Σ itself, d_h × d_0 (.csv, .npy, .npz, file.npz:key)
    #[arg(long, value_name = "FILE")]
    target: Option<PathBuf>,
    /// Inputs, one sample a row (m × d_0); with --targets, --labels or --autoencode
    #[arg(long, value_name = "FILE")]
    inputs: Option<PathBuf>,
    /// Targets, one sample a row (m × d_h)
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,
    /// Class labels, one sample a row, one-hot encoded in sorted order
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// The inputs are their own targets
    #[arg(long)]
    autoencode: bool,
    /// Subtract column means of inputs and targets
    #[arg(long)]
    center: bool,
    /// A JSON document with a `problem` object, such as a dump
    #[arg(long, value_name = "FILE")]
    problem: Option<PathBuf>,
    #[command(flatten)]
    widths: WidthArguments,
    /// Which multiple of ‖Y − WX‖² is the loss: half-sum, half-mean or mean (PyTorch's MSELoss)
    /// [default: half-sum, or what --problem says]
    #[arg(long, value_name = "LOSS")]
    loss: Option<String>,
    /// One relative threshold for rank, repeated values and coincident losses of floating data
    /// [default: from rounding]
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    tolerance: Option<String>,
}

/// A problem, where it came from, and what leads back to the coordinates it was given in.
#[derive(Debug)]
pub(crate) struct StatedProblem {
    pub(crate) problem: Problem,
    pub(crate) source: Option<Value>,
    origin: Origin,
}

/// What is known beside the singular values.
#[derive(Debug)]
enum Origin {
    /// Singular values were given: Σ is diagonal.
    Spectrum,
    /// A matrix or data were given.
    Bases(Box<Reduction>),
    /// A document: the bases are lost.
    Document,
}

impl StatedProblem {
    /// Whether more is known than a document says, so that weights can be written.
    pub(crate) fn has_bases(&self) -> bool {
        !matches!(self.origin, Origin::Document)
    }

    /// The way back to the given coordinates, unless only a document is known.
    pub(crate) fn reduction(&self) -> Option<Reduction> {
        match &self.origin {
            Origin::Spectrum => Some(Reduction::of_spectrum(self.problem.clone())),
            Origin::Bases(reduction) => Some((**reduction).clone()),
            Origin::Document => None,
        }
    }

    /// The same with the loss in the convention asked for.
    pub(crate) fn in_convention(&self) -> Result<Option<Reduction>> {
        let convention = self.problem.convention();
        let reduction = self.reduction();
        let changed = reduction.map(|found| found.map_problem(|old| old.with_loss(convention)));
        Ok(changed.transpose()?)
    }

    /// Singular bases in which closed forms can be checked; types and inertia depend on none.
    pub(crate) fn bases(&self) -> SingularBases {
        match &self.origin {
            Origin::Bases(reduction) => reduction.bases().clone(),
            Origin::Spectrum | Origin::Document => SingularBases::standard(&self.problem),
        }
    }
}

/// Largest width: documents list as many singular values, and dimensions, which go with the squares
/// of widths, stay far from overflow.
const LARGEST_WIDTH: usize = 1 << 20;

/// The sources, of which there must be one.
const SOURCES: &str = "--sigma, --target, --inputs or --problem";

impl ProblemArguments {
    /// Reads the problem.
    pub(crate) fn load(&self) -> Result<StatedProblem> {
        self.check_sources()?;
        let tolerance = self.tolerance()?;
        let mut stated = if let Some(sigma) = &self.sigma {
            self.read_sigma(sigma)
        } else if let Some(path) = &self.target {
            self.read_target(path, tolerance)
        } else if let Some(path) = &self.problem {
            self.read_document(path, tolerance)
        } else if let Some(path) = &self.inputs {
            self.read_data(path, tolerance)
        } else {
            Err(anyhow!("no problem is given: use one of {SOURCES}"))
        }?;
        check_widths(&stated.problem)?;
        if let Some(loss) = &self.loss {
            let convention: LossConvention = loss.parse().context("--loss")?;
            stated.problem = stated.problem.with_loss(convention).context("--loss")?;
        }
        Ok(stated)
    }

    fn check_sources(&self) -> Result<()> {
        let given = [
            ("--sigma", self.sigma.is_some()),
            ("--target", self.target.is_some()),
            ("--inputs", self.inputs.is_some()),
            ("--problem", self.problem.is_some()),
        ];
        let given: Vec<&str> =
            given.into_iter().filter(|(_, is_given)| *is_given).map(|(name, _)| name).collect();
        if let [first, second, ..] = given[..] {
            bail!("{first} and {second} both state a problem; give exactly one of {SOURCES}");
        }
        let outputs = [
            ("--targets", self.targets.is_some()),
            ("--labels", self.labels.is_some()),
            ("--autoencode", self.autoencode),
        ];
        let chosen: Vec<&str> =
            outputs.into_iter().filter(|(_, is_given)| *is_given).map(|(name, _)| name).collect();
        match (&self.inputs, &chosen[..]) {
            (None, [name, ..]) => bail!("{name} goes with --inputs FILE"),
            (None, []) if self.center => bail!("--center goes with --inputs FILE"),
            (Some(_), []) => {
                bail!("--inputs needs one of --targets FILE, --labels FILE or --autoencode")
            }
            (Some(_), [first, second, ..]) => bail!("give {first} or {second}, not both"),
            _ => Ok(()),
        }
    }

    fn tolerance(&self) -> Result<Option<f64>> {
        let Some(text) = &self.tolerance else { return Ok(None) };
        let value: f64 =
            text.parse().map_err(|_| anyhow!("--tolerance '{text}' is not a number"))?;
        if !(0.0..1.0).contains(&value) {
            bail!("--tolerance {text} is not in [0, 1)");
        }
        Ok(Some(value))
    }

    fn read_sigma(&self, sigma: &str) -> Result<StatedProblem> {
        let values = sigma
            .split(',')
            .filter(|text| !(text.is_empty() && sigma.is_empty()))
            .map(parse_exact)
            .collect::<Result<Vec<_>, _>>()
            .context("--sigma")?;
        let spectrum = Spectrum::from_exact(values).context("--sigma")?;
        let problem = Problem::from_spectrum(self.widths.complete()?, spectrum)?;
        let source = SourceRecord::Sigma { values: sigma.to_owned() };
        Ok(StatedProblem { problem, source: Some(source.to_value()), origin: Origin::Spectrum })
    }

    fn read_target(&self, path: &Path, tolerance: Option<f64>) -> Result<StatedProblem> {
        let target = read_matrix(path)?;
        let shape = target.shape();
        let architecture = self.widths.between(shape.1, shape.0)?;
        let reduction = Reduction::of_target(architecture, target, tolerance)
            .with_context(|| path.display().to_string())?;
        let source = SourceRecord::Target { file: path.display().to_string(), shape };
        Ok(StatedProblem {
            problem: reduction.problem().clone(),
            source: Some(source.to_value()),
            origin: Origin::Bases(Box::new(reduction)),
        })
    }

    fn read_document(&self, path: &Path, tolerance: Option<f64>) -> Result<StatedProblem> {
        if self.widths.is_given() {
            bail!("--problem states the widths; leave --widths and --hidden away");
        }
        let name = path.display();
        let bytes = std::fs::read(path).with_context(|| format!("{name}: cannot be read"))?;
        let stored = parse_problem(&bytes, tolerance).with_context(|| name.to_string())?;
        Ok(StatedProblem {
            problem: stored.problem,
            source: stored.source,
            origin: Origin::Document,
        })
    }

    fn read_data(&self, path: &Path, tolerance: Option<f64>) -> Result<StatedProblem> {
        let inputs = read_matrix(path)?;
        let (targets, classes) = self.read_outputs(path, &inputs)?;
        let mut data = Dataset::new(inputs, targets)?;
        if self.center {
            data = data.centered();
        }
        let architecture = self.widths.between(data.inputs().ncols(), data.targets().ncols())?;
        let reduction = Reduction::of_data(architecture, &data, tolerance)
            .with_context(|| path.display().to_string())?;
        let text = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        let source = SourceRecord::Data {
            inputs: path.display().to_string(),
            targets: text(&self.targets),
            labels: text(&self.labels),
            autoencode: self.autoencode,
            center: self.center,
            classes,
            dropped: reduction.dropped().into(),
        };
        Ok(StatedProblem {
            problem: reduction.problem().clone(),
            source: Some(source.to_value()),
            origin: Origin::Bases(Box::new(reduction)),
        })
    }

    /// The targets, and the classes when they are labels.
    fn read_outputs(
        &self,
        path: &Path,
        inputs: &DMatrix<f64>,
    ) -> Result<(DMatrix<f64>, Option<Vec<String>>)> {
        let samples = inputs.nrows();
        let same_length = |file: &Path, what: &str, found: usize| {
            if found == samples {
                return Ok(());
            }
            let (file, path) = (file.display(), path.display());
            bail!("{file} has {found} {what} but {path} has {samples} rows; one row is one sample")
        };
        if let Some(file) = &self.labels {
            let labels = read_labels_of(file, samples)?;
            same_length(file, "labels", labels.index.len())?;
            return Ok((labels.one_hot(), Some(labels.classes)));
        }
        match &self.targets {
            Some(file) => {
                let targets = read_matrix(file)?;
                same_length(file, "rows", targets.nrows())?;
                Ok((targets, None))
            }
            None => Ok((inputs.clone(), None)),
        }
    }
}

/// Widths are quickly typed and as quickly too large.
fn check_widths(problem: &Problem) -> Result<()> {
    let widths = problem.architecture().widths();
    if let Some(layer) = widths.iter().position(|&width| width > LARGEST_WIDTH) {
        bail!("width d_{layer} is {}, and at most {LARGEST_WIDTH} is handled", widths[layer]);
    }
    Ok(())
}

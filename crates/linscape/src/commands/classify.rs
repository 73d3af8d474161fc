//! `linscape classify`.

use crate::failure::Failure;
use crate::output_arguments::OutputArguments;
use crate::problem_arguments::ProblemArguments;
use anyhow::{Context, Result, anyhow, bail};
use clap::ValueEnum;
use linscape_critical::{Reduction, Weights};
use linscape_curvature::{
    Classification, DescentDirection, HessianCheck, HessianMethod, Refinement, SecondOrder,
    StoredFirst, WeightErrors,
};
use linscape_formats::{
    ClassifiedWeights, OutputFile, ReadWeights, read_weights, write_directions,
};
use nalgebra::DMatrix;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Say what given weights are: which critical point, of which type, or how near to one
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape represent --sigma 3,2,1 --widths 3,3,3,3 --subset 1,2 -o W.npz && \\\n    \
    linscape classify --sigma 3,2,1 --widths 3,3,3,3 --weights W.npz\n  \
    linscape represent --target fixtures/target-543.csv --hidden 3,3 \\\n    \
    --subset 1 --stratum random -o R.npz && \\\n    \
    linscape classify --target fixtures/target-543.csv --hidden 3,3 \\\n    \
    --weights R.npz --json")]
pub(crate) struct ClassifyArguments {
    #[command(flatten)]
    problem: ProblemArguments,
    /// Weights: .npz (W1 … Wh) or .safetensors; several files are several checkpoints
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    weights: Vec<PathBuf>,
    /// The tensors to take, from the input on
    #[arg(long, value_name = "a,b,c", value_delimiter = ',')]
    layers: Option<Vec<String>>,
    /// The matrices are in × out kernels
    #[arg(long)]
    transpose: bool,
    /// Move weights near a critical point onto it, and say how far
    #[arg(long)]
    refine: bool,
    /// Second road: the dense Hessian, or none
    #[arg(long, value_enum)]
    hessian: Option<Method>,
    /// Most parameters for which the dense Hessian is formed
    #[arg(long, value_name = "N", default_value_t = 2000)]
    dense_limit: usize,
    /// Write the directions of descent from the saddle, checked by the loss along them (.npz)
    #[arg(long, value_name = "FILE")]
    directions: Option<PathBuf>,
    /// Print JSON (linscape.classification/1), one line a file
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    output: OutputArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum Method {
    /// The dense matrix and LAPACK
    Dense,
    /// The theorem alone
    Skip,
}

/// What was found out about one file.
struct Found {
    file: String,
    read: ReadWeights,
    gradient_norm: f64,
    given: Classification,
    refined: Option<Refinement>,
    hessian: Option<HessianCheck>,
    directions: Vec<DescentDirection>,
}

pub(crate) fn run(arguments: &ClassifyArguments) -> Result<(), Failure> {
    let mut out = arguments.output.create()?;
    let mut directions_out = arguments.open_directions()?;
    let stated = arguments.problem.load()?;
    let reduction = stated.in_convention()?.ok_or_else(|| {
        anyhow!(
            "a problem document holds no singular bases; state the problem by --sigma, --target \
             or --inputs"
        )
    })?;
    // All files are read before anything is said of one.
    let files = arguments.weights.iter().map(|path| arguments.read(path, &reduction));
    let files = files.collect::<Result<Vec<_>>>()?;
    let mut disagreeing = Vec::new();
    for (path, read) in arguments.weights.iter().zip(files) {
        let file = path.display().to_string();
        let found = arguments.classify(file, read, &reduction)?;
        let classified = found.classified(&reduction);
        if arguments.json {
            writeln!(out, "{}", classified.to_json())?;
        } else {
            classified.write_text(&mut out)?;
        }
        if classified.agree() == Some(false) {
            disagreeing.push(found.file.clone());
        }
        if let Some(out) = directions_out.take() {
            write_found_directions(out, &found, &reduction)?;
        }
    }
    out.finish()?;
    if disagreeing.is_empty() {
        return Ok(());
    }
    let files = disagreeing.join(", ");
    Err(Failure::Disagreement(format!("theorem and dense Hessian disagree at {files}")))
}

impl ClassifyArguments {
    fn open_directions(&self) -> Result<Option<OutputFile>> {
        let Some(path) = &self.directions else { return Ok(None) };
        if self.weights.len() > 1 {
            bail!("--directions goes with one file of weights, not {}", self.weights.len());
        }
        if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("npz")) {
            bail!("--directions {}: directions are written as .npz", path.display());
        }
        Ok(Some(OutputFile::create(path)?))
    }

    fn read(&self, path: &Path, reduction: &Reduction) -> Result<ReadWeights> {
        let read = read_weights(path, self.layers.as_deref(), self.transpose)?;
        let (found, stated) = (read.weights.widths(), reduction.problem().architecture().widths());
        if found != stated {
            bail!(
                "{}: {} chain to widths {found:?}, but the problem has {stated:?}",
                path.display(),
                read.names.join(", ")
            );
        }
        Ok(read)
    }

    fn classify(&self, file: String, read: ReadWeights, reduction: &Reduction) -> Result<Found> {
        let (problem, bases) = (reduction.problem(), reduction.bases());
        let stretches = reduction.stretches();
        let given_first = &read.weights.matrices()[0];
        let stored = stretches.as_deref().map(|all| StoredFirst::new(given_first, all));
        let weights = whitened(reduction, &read.weights)?;
        let errors = WeightErrors::of_rounding(problem, &weights, read.dtype_epsilon, stored);
        let given =
            Classification::of(problem, bases, &weights, &errors).with_context(|| file.clone())?;
        let target = bases.target(problem);
        let gradient = SecondOrder::new(&weights, &target)?.gradient();
        let gradient_norm = problem.factor() * norm_in_data(gradient, stretches.as_deref());
        let wanted = self.refine && given.stratum.is_none();
        if wanted && weights.parameters() > self.dense_limit {
            bail!(
                "--refine needs a dense matrix of {} parameters; raise --dense-limit {}",
                weights.parameters(),
                self.dense_limit
            );
        }
        let refined = if wanted { Refinement::of(problem, bases, &weights)? } else { None };
        let errors = match &refined {
            Some(refined) => {
                WeightErrors::of_rounding(problem, &refined.weights, f64::EPSILON, None)
            }
            None => errors,
        };
        let point = refined.as_ref().map_or(&weights, |refined| &refined.weights);
        let hessian = match self.method(point) {
            HessianMethod::Skip => None,
            HessianMethod::Dense => {
                let stretches = stretches.as_deref();
                Some(HessianCheck::dense(problem, bases, point, &errors, stretches)?)
            }
        };
        let said = refined.as_ref().map_or(&given, |refined| &refined.classification);
        let directions = match (&self.directions, &said.stratum) {
            (Some(_), Some(listed)) => {
                DescentDirection::all(problem, bases, point, &listed.profile)?
            }
            _ => Vec::new(),
        };
        Ok(Found { file, read, gradient_norm, given, refined, hessian, directions })
    }

    fn method(&self, weights: &Weights) -> HessianMethod {
        match self.hessian {
            Some(Method::Dense) => HessianMethod::Dense,
            None if weights.parameters() <= self.dense_limit => HessianMethod::Dense,
            Some(Method::Skip) | None => HessianMethod::Skip,
        }
    }
}

impl Found {
    fn classified<'a>(&'a self, reduction: &'a Reduction) -> ClassifiedWeights<'a> {
        ClassifiedWeights {
            problem: reduction.problem(),
            file: &self.file,
            layers: &self.read.names,
            dtype_epsilon: self.read.dtype_epsilon,
            gradient_norm: self.gradient_norm,
            given: &self.given,
            refined: self.refined.as_ref(),
            hessian: self.hessian.as_ref(),
            directions: &self.directions,
        }
    }
}

/// The weights with `W_1` in whitened coordinates.
fn whitened(reduction: &Reduction, weights: &Weights) -> Result<Weights> {
    let mut matrices = weights.matrices().to_vec();
    matrices[0] = reduction.whiten(&matrices[0]);
    Ok(Weights::new(matrices)?)
}

/// The norm of the gradient with respect to weights in the data's own coordinates.
fn norm_in_data(mut gradient: Vec<DMatrix<f64>>, stretches: Option<&[f64]>) -> f64 {
    for (at, stretch) in stretches.unwrap_or_default().iter().enumerate() {
        gradient[0].column_mut(at).scale_mut(*stretch);
    }
    gradient.iter().map(DMatrix::norm_squared).sum::<f64>().sqrt()
}

/// Writes directions in the data's own coordinates.
fn write_found_directions(mut out: OutputFile, found: &Found, reduction: &Reduction) -> Result<()> {
    let in_data = |direction: &DescentDirection| {
        let mut layers = direction.layers.clone();
        layers[0] = reduction.unwhiten(&layers[0]);
        layers
    };
    let directions: Vec<_> = found.directions.iter().map(in_data).collect();
    write_directions(&mut out, &directions)?;
    out.finish()?;
    Ok(())
}

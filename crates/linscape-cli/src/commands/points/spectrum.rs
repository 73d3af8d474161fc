//! `linscape spectrum`.

use crate::arguments::{
    Coordinates, OutputArguments, ProblemArguments, StatedFamily, StatedProblem, Written,
    check_distinct, load, load_any_decay, say_notes, with_words,
};
use crate::commands::decay;
use crate::terminal::{Failure, TerminalObserver};
use anyhow::{Result, anyhow, bail};
use clap::{ArgGroup, ValueEnum};
use linscape::{
    SpectrumOptions, SpectrumRoad, Stated, StatedDecay, TaskError, list_whole_own,
    spectrum_in_data, spectrum_of_decayed_weights, spectrum_of_family, spectrum_of_own_weights,
    spectrum_of_weights,
};
use linscape_curvature::{Iteration, LanczosStatus, SpectrumMethod};
use linscape_formats::{
    OptionName, OutputFile, ReadWeights, SpectrumOfWeights, read_weights, write_eigenvectors,
};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// The Hessian's eigenvalues: of a family in closed form, or of weights by computation
#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("point").required(true).args(["subset", "weights"])))]
#[command(after_help = "Examples:\n  \
    linscape spectrum --sigma 3,2,1 --widths 3,3,3,3 --subset 1,2\n  \
    linscape represent --sigma 3,2,1 --widths 3,3,3,3 --subset 1 -o W.npz && \\\n    \
      linscape spectrum --sigma 3,2,1 --widths 3,3,3,3 --weights W.npz\n  \
    linscape spectrum --inputs fixtures/linnerud-exercise.csv \\\n      \
    --targets fixtures/linnerud-physiological.csv --center --hidden 3,3 \\\n      \
    --subset 1 --balanced-in data")]
pub(crate) struct SpectrumArguments {
    #[command(flatten)]
    problem: ProblemArguments,
    /// The family that learned these singular values, by 1-based index: 1,2 ('' for none);
    /// its balanced point, in whitened coordinates
    #[arg(long, value_name = "1,2", allow_hyphen_values = true)]
    subset: Option<String>,
    /// The point of --subset that is balanced in these coordinates: in the data's own, where training from small weights
    /// meets it, its eigenvalues are computed
    #[arg(
        long, value_enum, default_value_t = Coordinates::Whitened, requires = "subset",
        conflicts_with = "weights"
    )]
    balanced_in: Coordinates,
    /// Weights (.npz, .safetensors, .pt), in the coordinates of the data
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Names of the tensors, from the input on
    #[arg(long, value_name = "A,B,…", value_delimiter = ',', conflicts_with = "subset")]
    layers: Option<Vec<String>>,
    /// The matrices are in × out kernels
    #[arg(long, conflicts_with = "subset")]
    transpose: bool,
    /// The way to the eigenvalues: dense up to --dense-limit weights, beyond it piece by piece
    /// where the weights are of low rank and both ends by Lanczos where they are not, unless stated
    #[arg(long, value_enum, conflicts_with = "subset")]
    hessian: Option<Road>,
    /// Eigenpairs at each end when there are too many weights for all of them [default: 5]
    #[arg(long, value_name = "K")]
    ends: Option<NonZeroUsize>,
    /// Most weights for which the Hessian is formed, and largest order of the core of weights of
    /// low rank [default: 2000]
    #[arg(long, value_name = "N")]
    dense_limit: Option<usize>,
    /// Write the eigenvectors listed to this .npz file
    #[arg(long, value_name = "FILE", conflicts_with = "subset")]
    vectors: Option<PathBuf>,
    /// Seed of the iteration's starting vectors [default: 0]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Print JSON (linscape.spectrum/1) instead of a table
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    output: OutputArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum Road {
    /// The dense matrix and LAPACK
    Dense,
    /// Piece by piece: all eigenvalues of weights of low rank, with a bound on truncation
    LowRank,
    /// Both ends of the spectrum by products with the Hessian, which is not formed
    Lanczos,
}

impl From<Road> for SpectrumRoad {
    fn from(road: Road) -> Self {
        match road {
            Road::Dense => Self::Dense,
            Road::LowRank => Self::LowRank,
            Road::Lanczos => Self::Lanczos,
        }
    }
}

pub(crate) fn run(arguments: &SpectrumArguments) -> Result<(), Failure> {
    let outputs = || [arguments.output.path()].into_iter().chain(arguments.vectors.as_deref());
    check_distinct(outputs())?;
    let out =
        arguments.output.create(Written::json_or_text(arguments.output.is_json(arguments.json)))?;
    // Opened before anything is read: no output takes the place of an input.
    let vectors = arguments.vectors.as_deref().map(create_archive).transpose()?;
    let read = arguments.weights_beside_decay()?;
    let theirs = read.as_ref().and_then(|read| arguments.problem.with_biases_of(&read.weights));
    let stated = load_any_decay(theirs.as_ref().unwrap_or(&arguments.problem))?;
    if let (Some(Stated::Own(stated)), Some(file)) = (&stated, &arguments.weights) {
        let read = match read {
            Some(read) => read,
            None => arguments.read(file)?,
        };
        arguments.check_decayed()?;
        let observer = TerminalObserver::new("following families");
        let landscape = list_whole_own(stated, &observer)?;
        drop(observer);
        let point = spectrum_of_own_weights(stated, &landscape, file.display().to_string(), &read)?;
        say_notes([(&**file, &read)].into_iter());
        return written(arguments, &point.record_among(stated, &landscape), (out, vectors));
    }
    if let Some(stated) = with_words(stated)? {
        return match (&arguments.subset, &arguments.weights) {
            (Some(_), _) if arguments.balanced_in == Coordinates::Data => Err(anyhow!(
                "--balanced-in data does not go with --decay, which says itself where weights are balanced: --decay-on"
            )
            .into()),
            (Some(subset), _) => {
                let style = arguments.output.style();
                decay::spectrum(&stated, subset, arguments.output.is_json(arguments.json), out, style)
            }
            (None, Some(file)) => {
                let read = match read {
                    Some(read) => read,
                    None => arguments.read(file)?,
                };
                of_decayed_weights(arguments, &stated, (file, &read), (out, vectors))
            }
            (None, None) => Err(anyhow!("give --subset or --weights").into()),
        };
    }
    let stated = load(&arguments.problem)?;
    match (&arguments.subset, &arguments.weights) {
        (Some(subset), _) if arguments.balanced_in == Coordinates::Data => {
            balanced_in_data(arguments, stated, subset, out)
        }
        (Some(subset), _) => of_family(arguments, &stated, subset, out),
        (None, Some(file)) => of_weights(arguments, &stated, file, (out, vectors)),
        (None, None) => Err(anyhow!("give --subset or --weights").into()),
    }
}

fn of_family(
    arguments: &SpectrumArguments,
    stated: &StatedProblem,
    subset: &str,
    mut out: OutputFile,
) -> Result<(), Failure> {
    let point = spectrum_of_family(stated, subset)?;
    let spectrum = point.record(stated);
    if arguments.output.is_json(arguments.json) {
        spectrum.write_json(&mut out)?;
    } else {
        spectrum.write_table(&mut out, arguments.output.style())?;
    }
    Ok(out.finish()?)
}

impl SpectrumArguments {
    fn read(&self, file: &Path) -> Result<ReadWeights, Failure> {
        Ok(read_weights(file, self.layers.as_deref(), self.transpose)?)
    }

    /// Weights that say which layers have biases, before it is known what of their decay has a closed form.
    fn weights_beside_decay(&self) -> Result<Option<ReadWeights>, Failure> {
        let file = self.weights.as_deref().filter(|_| self.problem.decay.is_some());
        file.map(|file| self.read(file)).transpose()
    }

    /// Refuses other roads than the dense Hessian, which always decides with decay.
    fn check_decayed(&self) -> Result<(), Failure> {
        if self.hessian.is_some_and(|road| road != Road::Dense) {
            return Err(TaskError::RefinedAnyway { option: OptionName::Hessian }.into());
        }
        let unused = [
            ("--dense-limit", self.dense_limit.is_some()),
            ("--ends", self.ends.is_some()),
            ("--seed", self.seed.is_some()),
        ];
        if let Some((option, _)) = unused.iter().find(|(_, is_given)| *is_given) {
            let why = "the dense Hessian always decides";
            return Err(anyhow!("{option} does not go with --decay: {why}").into());
        }
        Ok(())
    }

    fn options(&self) -> SpectrumOptions {
        let usual = SpectrumOptions::default();
        SpectrumOptions {
            road: self.hessian.map(SpectrumRoad::from),
            vectors: self.vectors.is_some(),
            ends: self.ends.map_or(usual.ends, NonZeroUsize::get),
            dense_limit: self.dense_limit.unwrap_or(usual.dense_limit),
            seed: self.seed.unwrap_or(usual.seed),
        }
    }
}

/// Of the point that is balanced in the data's coordinates, by computation.
fn balanced_in_data(
    arguments: &SpectrumArguments,
    stated: StatedProblem,
    subset: &str,
    mut out: OutputFile,
) -> Result<(), Failure> {
    let family = StatedFamily::new(stated, subset)?;
    let observer = TerminalObserver::new("Hessian products");
    let point = spectrum_in_data(&family, arguments.options(), &observer)?;
    drop(observer);
    write(arguments, &point.record(&family.stated), &mut out)?;
    out.finish()?;
    outcome(point.spectrum.method)
}

fn write(
    arguments: &SpectrumArguments,
    record: &SpectrumOfWeights<'_>,
    out: &mut OutputFile,
) -> Result<(), Failure> {
    if arguments.output.is_json(arguments.json) {
        record.write_json(out)?;
    } else {
        record.write_table(out, arguments.output.style())?;
    }
    Ok(())
}

fn of_weights(
    arguments: &SpectrumArguments,
    stated: &StatedProblem,
    file: &Path,
    (mut out, vectors_out): (OutputFile, Option<OutputFile>),
) -> Result<(), Failure> {
    let read = arguments.read(file)?;
    let options = arguments.options();
    let observer = TerminalObserver::new("Hessian products");
    let name = file.display().to_string();
    let stated = &*stated.for_weights(&name, &read)?;
    let point = spectrum_of_weights(stated, name, &read, options, &observer)?;
    drop(observer);
    say_notes([(file, &read)].into_iter());
    write(arguments, &point.record(stated), &mut out)?;
    if let Some(mut archive) = vectors_out {
        write_eigenvectors(&mut archive, &point.spectrum.pairs)?;
        archive.finish()?;
    }
    out.finish()?;
    outcome(point.spectrum.method)
}

/// The same of the loss with weight decay, from the dense Hessian.
fn of_decayed_weights(
    arguments: &SpectrumArguments,
    stated: &StatedDecay,
    (file, read): (&Path, &ReadWeights),
    outputs: (OutputFile, Option<OutputFile>),
) -> Result<(), Failure> {
    arguments.check_decayed()?;
    let point = spectrum_of_decayed_weights(stated, file.display().to_string(), read)?;
    say_notes([(file, read)].into_iter());
    written(arguments, &point.record_with_decay(stated), outputs)
}

/// Writes all eigenvalues, and the eigenvectors where they are asked for.
fn written(
    arguments: &SpectrumArguments,
    record: &SpectrumOfWeights<'_>,
    (mut out, vectors_out): (OutputFile, Option<OutputFile>),
) -> Result<(), Failure> {
    write(arguments, record, &mut out)?;
    if let Some(mut archive) = vectors_out {
        write_eigenvectors(&mut archive, &record.spectrum.pairs)?;
        archive.finish()?;
    }
    Ok(out.finish()?)
}

/// Opens the file for the eigenvectors before the work begins.
fn create_archive(path: &Path) -> Result<OutputFile> {
    if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("npz")) {
        bail!("--vectors {}: eigenvectors are written as .npz", path.display());
    }
    Ok(OutputFile::create(path)?)
}

fn outcome(method: SpectrumMethod) -> Result<(), Failure> {
    match method.iteration() {
        Some(Iteration { status: LanczosStatus::Interrupted, .. }) => Err(Failure::Interrupted),
        Some(Iteration { status: LanczosStatus::PartiallyConverged, products, .. }) => {
            Err(Failure::Limit(format!(
                "not all eigenpairs converged in {products} products with the Hessian: the \
                 residuals listed say how good each is; ask for fewer with --ends"
            )))
        }
        _ => Ok(()),
    }
}

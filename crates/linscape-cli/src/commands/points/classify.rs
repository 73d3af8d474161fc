//! `linscape classify`.

use crate::arguments::{
    OutputArguments, ProblemArguments, TensorArguments, Written, check_distinct,
    decay_with_biases_of, load, load_any_decay, say_notes,
};
use crate::commands::decay;
use crate::commands::points::classify_exactly;
use crate::terminal::{Failure, TerminalObserver, is_interrupted};
use anyhow::{Result, anyhow, bail};
use clap::ValueEnum;
use linscape::{
    Classified, Stated, StatedProblem, check_weights, classify, directions_with_decay,
    directions_with_own_decay,
};
use linscape_curvature::LanczosStatus;
use linscape_formats::weights_files;
use linscape_formats::{OutputFile, ReadWeights, write_directions};
use linscape_points::{Diagnosis, DiagnosisOptions, HessianCheck, HessianMethod};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Say what given weights are: which critical point, of which type, or how near to one
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape represent --sigma 3,2,1 --widths 3,3,3,3 --subset 1,2 -o W.npz && \\\n    \
    linscape classify --sigma 3,2,1 --widths 3,3,3,3 --weights W.npz\n  \
    linscape represent --target fixtures/target-543.csv --hidden 3,3 \\\n    \
    --subset 1 --stratum random -o R.npz && \\\n    \
    linscape classify --target fixtures/target-543.csv --hidden 3,3 \\\n    \
    --weights R.npz --json\n  \
    linscape represent --sigma 2,1 --widths 2,2,2 --subset '' -o step0.npz && \\\n    \
    linscape represent --sigma 2,1 --widths 2,2,2 --subset 1 -o step10.npz && \\\n    \
    linscape classify --sigma 2,1 --widths 2,2,2 --weights 'step*.npz' --refine")]
pub(crate) struct ClassifyArguments {
    #[command(flatten)]
    pub(super) problem: ProblemArguments,
    /// Weights: .npz (W1 … Wh), .safetensors or .pt; several files, or a pattern in quotes, are several
    /// checkpoints
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub(super) weights: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) tensors: TensorArguments,
    /// Rational weights and rational arithmetic: every answer is a proof. Needs --sigma; weights are
    /// JSON with fractions as strings, or decimals of at most 15 digits
    #[arg(long, conflicts_with_all = ["refine", "hessian", "dense_limit", "seed", "directions"])]
    exact: bool,
    /// Move weights near a critical point onto it, and say how far
    #[arg(long)]
    refine: bool,
    /// Second road: the dense Hessian up to --dense-limit; beyond it all eigenvalues piece by piece
    /// where the weights are of low rank, both ends of the spectrum by Lanczos where they are not; unless
    /// stated
    #[arg(long, value_enum)]
    hessian: Option<Method>,
    /// Most parameters for which the dense Hessian is formed, and largest order of the core of
    /// weights of low rank [default: 2000]
    #[arg(long, value_name = "N")]
    dense_limit: Option<usize>,
    /// Seed of the starting vectors of Lanczos [default: 0]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Write the directions of descent from the saddle, checked by the loss along them (.npz)
    #[arg(long, value_name = "FILE")]
    directions: Option<PathBuf>,
    /// Print JSON (linscape.classification/1), one line a file
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

impl ClassifyArguments {
    /// What the output is.
    pub(super) fn written(&self) -> Written {
        if self.output.is_json(self.json) { Written::JSON_LINES } else { Written::TEXT }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum Method {
    /// The dense matrix and LAPACK
    Dense,
    /// Piece by piece: all eigenvalues of weights of low rank, with a bound on truncation
    LowRank,
    /// Both ends of the spectrum by products with the Hessian, which is not formed
    Lanczos,
    /// The theorem alone
    Skip,
}

pub(crate) fn run(arguments: &ClassifyArguments) -> Result<(), Failure> {
    if arguments.exact {
        return classify_exactly::prove(arguments);
    }
    let paths = weights_files(&arguments.weights)?;
    let outputs = || [arguments.output.path()].into_iter().chain(arguments.directions.as_deref());
    check_distinct(outputs())?;
    let mut out = arguments.output.create(arguments.written())?;
    let mut directions_out = arguments.open_directions(paths.len())?;
    if let Some(decayed) = load_any_decay(&arguments.problem)? {
        return with_decay(arguments, &decayed, &paths, directions_out, out);
    }
    let stated = load(&arguments.problem)?;
    // All files are read before anything is said of one.
    let checkpoints = arguments.read(&paths, &stated)?;
    let mut outcomes = Outcomes::default();
    for (path, read) in checkpoints {
        let file = path.display().to_string();
        let observer = TerminalObserver::new("Hessian products");
        let classified = classify(&stated, file, read, &arguments.options(), &observer);
        drop(observer);
        let mut classified = match classified {
            Err(fault) if fault.is_interruption() && outcomes.files > 0 => {
                outcomes.interrupted = true;
                break;
            }
            classified => classified?,
        };
        // A Ctrl-C that no work heeded keeps the files after this one from being begun.
        classified.diagnosis.is_interrupted |= is_interrupted();
        let record = classified.record();
        if arguments.output.is_json(arguments.json) {
            writeln!(out, "{}", record.to_json())?;
        } else {
            record.write_text(&mut out)?;
        }
        let Classified { file, read, reduction, diagnosis, .. } = classified;
        if let Some(mut out) = directions_out.take() {
            write_directions(&mut out, &diagnosis.directions_in_data(&reduction, &read.weights)?)?;
            out.finish()?;
        }
        if outcomes.add(file, &diagnosis).is_break() {
            break;
        }
    }
    out.finish()?;
    outcomes.verdict()
}

/// The same with weight decay, by the dense Hessian of the regularised loss.
fn with_decay(
    arguments: &ClassifyArguments,
    stated: &Stated,
    paths: &[PathBuf],
    directions_out: Option<OutputFile>,
    out: OutputFile,
) -> Result<(), Failure> {
    let unused =
        [("--dense-limit", arguments.dense_limit.is_some()), ("--seed", arguments.seed.is_some())];
    if let Some((option, _)) = unused.iter().find(|(_, is_given)| *is_given) {
        let why = "the dense Hessian always decides";
        return Err(anyhow!("{option} does not go with --decay: {why}").into());
    }
    if arguments.hessian.is_some_and(|method| method != Method::Dense) {
        let why = "with --decay the dense Hessian always decides, and moves the weights";
        return Err(anyhow!("--hessian does not go with --decay: {why}").into());
    }
    let checkpoints = arguments.read(paths, stated.problem())?;
    let restated = match checkpoints.first() {
        Some((_, read)) => decay_with_biases_of(&arguments.problem, read)?,
        None => None,
    };
    let stated = restated.as_ref().unwrap_or(stated);
    if let (Some(mut out), [(_, read)]) = (directions_out, &checkpoints[..]) {
        let directions = match stated {
            Stated::Own(own) => directions_with_own_decay(own, read)?,
            Stated::Decayed(own) => directions_with_decay(own, read)?,
            Stated::Plain(_) => unreachable!("without decay nobody comes here"),
        };
        write_directions(&mut out, &directions)?;
        out.finish()?;
    }
    match stated {
        Stated::Own(own) => {
            decay::own::classify(own, &checkpoints, arguments.output.is_json(arguments.json), out)
        }
        Stated::Decayed(own) => {
            decay::classify(own, &checkpoints, arguments.output.is_json(arguments.json), out)
        }
        Stated::Plain(_) => unreachable!("without decay nobody comes here"),
    }
}

/// What the exit code has to say of all files.
#[derive(Debug, Default)]
struct Outcomes {
    files: usize,
    disagreeing: Vec<String>,
    unconverged: Vec<String>,
    interrupted: bool,
}

impl Outcomes {
    /// Takes note of one file; breaks when the user wants to stop.
    fn add(&mut self, file: String, diagnosis: &Diagnosis) -> ControlFlow<()> {
        let status = diagnosis.hessian.as_ref().and_then(HessianCheck::status);
        self.files += 1;
        self.interrupted |= diagnosis.is_interrupted;
        if diagnosis.agree() == Some(false) {
            self.disagreeing.push(file);
        } else if status == Some(LanczosStatus::PartiallyConverged) {
            self.unconverged.push(file);
        }
        if self.interrupted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn verdict(self) -> Result<(), Failure> {
        if !self.disagreeing.is_empty() {
            let files = self.disagreeing.join(", ");
            return Err(Failure::Disagreement(format!("theorem and Hessian disagree at {files}")));
        }
        if self.interrupted {
            return Err(Failure::Interrupted);
        }
        if !self.unconverged.is_empty() {
            return Err(Failure::Limit(format!(
                "the ends of the Hessian's spectrum did not converge at {}; what was found is \
                 written with its residuals, and --hessian skip rests on the theorem alone",
                self.unconverged.join(", ")
            )));
        }
        Ok(())
    }
}

impl ClassifyArguments {
    fn open_directions(&self, files: usize) -> Result<Option<OutputFile>> {
        let Some(path) = &self.directions else { return Ok(None) };
        if files > 1 {
            bail!("--directions goes with one file of weights, not {files}");
        }
        if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("npz")) {
            bail!("--directions {}: directions are written as .npz", path.display());
        }
        Ok(Some(OutputFile::create(path)?))
    }

    /// Reads all checkpoints, holds them against the problem, and says what was noticed.
    fn read(
        &self,
        paths: &[PathBuf],
        stated: &StatedProblem,
    ) -> Result<Vec<(PathBuf, ReadWeights)>> {
        let checkpoints = self.tensors.read_all(paths)?;
        if self.directions.is_some() && checkpoints.len() > 1 {
            bail!("--directions goes with one checkpoint, not {}", checkpoints.len());
        }
        for (path, read) in &checkpoints {
            let file = path.display().to_string();
            check_weights(&*stated.for_weights(&file, read)?, &file, read)?;
        }
        say_notes(checkpoints.iter().map(|(path, read)| (path.as_path(), read)));
        Ok(checkpoints)
    }

    fn options(&self) -> DiagnosisOptions {
        let usual = DiagnosisOptions::default();
        DiagnosisOptions {
            refine: self.refine,
            hessian: self.hessian.map(HessianMethod::from),
            dense_limit: self.dense_limit.unwrap_or(usual.dense_limit),
            directions: self.directions.is_some(),
            seed: self.seed.unwrap_or(usual.seed),
            ..usual
        }
    }
}

impl From<Method> for HessianMethod {
    fn from(method: Method) -> Self {
        match method {
            Method::Dense => Self::Dense,
            Method::LowRank => Self::LowRank,
            Method::Lanczos => Self::Lanczos,
            Method::Skip => Self::Skip,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Problem, Spectrum};
    use linscape_network::{CriticalPoint, Reduction};

    /// The diagnosis of the balanced point that has learned these modes of σ = (2, 1).
    fn diagnosis(learned: &[usize]) -> Diagnosis {
        let network = Architecture::new(vec![2, 2, 2, 2]).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1]));
        let reduction = Reduction::of_spectrum(problem.expect("fits"));
        let subset = reduction.problem().subset(learned).expect("exists");
        let point = CriticalPoint::balanced(reduction.target(), &subset);
        let options = DiagnosisOptions::default();
        Diagnosis::of(&reduction, &point.weights, &options, &()).expect("finite")
    }

    fn exit_code(diagnosis: &Diagnosis) -> String {
        let mut outcomes = Outcomes::default();
        let _ = outcomes.add("W.npz".to_owned(), diagnosis);
        outcomes.verdict().map_or_else(|failure| failure.report().to_string(), |()| String::new())
    }

    #[test]
    fn a_theorem_that_the_hessian_contradicts_exits_1() {
        let (strict, leading) = (diagnosis(&[2]), diagnosis(&[1]));
        assert_eq!(exit_code(&strict), "");
        // The theorem's word on one point and the numbers of another.
        let torn = Diagnosis { hessian: leading.hessian, ..strict };
        assert_eq!(torn.agree(), Some(false));
        assert_eq!(exit_code(&torn), "1");
    }

    #[test]
    fn an_interruption_exits_130_and_stops() {
        let mut outcomes = Outcomes::default();
        let stopped = Diagnosis { is_interrupted: true, ..diagnosis(&[1]) };
        assert!(outcomes.add("W.npz".to_owned(), &stopped).is_break());
        assert!(matches!(outcomes.verdict(), Err(Failure::Interrupted)));
    }
}

//! `linscape flow`.

use crate::arguments::{ProblemArguments, TensorArguments, load, load_any_decay, say_notes};
use crate::commands::motion::outputs::{TrajectoryArguments, TrajectoryOutputs};
use crate::terminal::{Failure, TrajectoryProgress, standard_error};
use anyhow::{Error, Result, bail};
use linscape::{
    FlowOptions, FlowRun, Stated, StatedDecay, StatedOwn, run_decayed_flow, run_flow, run_own_flow,
};
use linscape_critical::numbered;
use linscape_flow::Ending;
use linscape_formats::{
    OutputFile, ReadWeights, WeightsFormat, WrittenTrajectory, number_text, subset_text,
    write_weights,
};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Follow gradient flow (or gradient descent) and name the saddles it visits
///
/// The trajectory is written as JSON; a summary for people goes to standard error. With --predict plateaus are not
/// followed but foretold: a table of saddles and stays, sooner.
///
/// Starts: balanced:SCALE (random, layers balanced), gaussian:SCALE, orthogonal:SCALE,
/// aligned:SCALE (diagonal in the singular bases), delta-balanced:SCALE,DELTA (balanced, then
/// changed until the largest ‖W_iW_iᵀ − W_{i+1}ᵀW_{i+1}‖ is DELTA), near:SUBSET (at --distance from
/// a saddle, along --along), file:W.npz.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape flow --sigma 3,2,1 --widths 3,3,3,3 --init balanced:1e-3 -o flow.json\n  \
    linscape flow --sigma 3,2,1 --widths 3,3,3,3 --init near:2 --along swap:2-1 \\\n      \
    --until 20 --csv swap.csv -o swap.json\n  \
    linscape flow --inputs fixtures/linnerud-exercise.csv \\\n      \
    --targets fixtures/linnerud-physiological.csv --center --hidden 3,3 \\\n      \
    --init gaussian:1e-2 --coordinates whitened -o flow.json\n  \
    linscape flow --sigma 3,2,1 --widths 3,3,3,3 --init balanced:1e-3 \\\n      \
    --predict --learning-rate 0.01 -o predicted.json\n  \
    linscape flow --sigma 2,1 --widths 2,2,2 --init gaussian:0.1 \\\n      \
    --method gd --step 0.1 -o gd.json")]
pub(crate) struct FlowArguments {
    #[command(flatten)]
    problem: ProblemArguments,
    #[command(flatten)]
    options: FlowOptions,
    #[command(flatten)]
    tensors: TensorArguments,
    /// Also write the last weights (.npz or .safetensors), in the data's coordinates
    #[arg(help_heading = "Output", long, value_name = "FILE")]
    save: Option<PathBuf>,
    #[command(flatten)]
    outputs: TrajectoryArguments,
}

pub(crate) fn run(arguments: &FlowArguments) -> Result<(), Failure> {
    let outputs = Outputs::open(arguments)?;
    match load_any_decay(&arguments.problem)? {
        Some(Stated::Decayed(decayed)) => return with_decay(arguments, &decayed, outputs),
        Some(Stated::Own(own)) => return among_points(arguments, &own, outputs),
        Some(Stated::Plain(_)) | None => {}
    }
    let stated = load(&arguments.problem)?;
    let options = &arguments.options;
    let given = arguments.read_initial()?;
    let stated = match (options.initial_file(), &given) {
        (Some(file), Some(read)) => stated.for_weights(file, read)?.into_owned(),
        _ => stated,
    };
    let progress = TrajectoryProgress::new(&stated.problem);
    let run = run_flow(&stated, options, given.as_ref(), &progress)?;
    drop(progress);
    let initial = options.initial_file().map(Path::new).zip(given.as_ref());
    say_notes(initial.into_iter());
    warn_of_step(&run, options.step);
    let record = run.record(&stated);
    outputs.write(&run, &record)?;
    warn_of_rounding(&run);
    if record.has_drifted() {
        return Err(Failure::Disagreement(format!(
            "the conserved quantities drifted by {:.1e}, beyond {:.1e}; a smaller --rtol keeps them",
            run.trajectory.conservation_drift,
            record.drift_tolerance.unwrap_or(0.0)
        )));
    }
    verdict(&run)
}

/// The same on the loss with weight decay.
fn with_decay(
    arguments: &FlowArguments,
    stated: &StatedDecay,
    outputs: Outputs,
) -> Result<(), Failure> {
    let given = arguments.read_initial()?;
    let progress = TrajectoryProgress::new(&stated.stated.problem);
    let found = run_decayed_flow(stated, &arguments.options, given.as_ref(), &progress)?;
    drop(progress);
    warn_of_step(&found.run, arguments.options.step);
    outputs.write(&found.run, &found.record(stated))?;
    verdict(&found.run)
}

/// The same with decay on the data's own weights, among listed points.
fn among_points(
    arguments: &FlowArguments,
    stated: &StatedOwn,
    outputs: Outputs,
) -> Result<(), Failure> {
    let given = arguments.read_initial()?;
    let progress = TrajectoryProgress::new(&stated.stated.problem);
    let found = run_own_flow(stated, &arguments.options, given.as_ref(), &progress)?;
    drop(progress);
    warn_of_step(&found.run, arguments.options.step);
    outputs.write(&found.run, &found.record(stated))?;
    verdict(&found.run)
}

/// The files that are written.
struct Outputs {
    trajectory: TrajectoryOutputs,
    weights: Option<(OutputFile, WeightsFormat)>,
}

impl Outputs {
    /// Opened before the work begins.
    fn open(arguments: &FlowArguments) -> Result<Self> {
        let save = arguments.save.as_deref();
        let trajectory = arguments.outputs.open(save)?;
        let opened =
            |path| Ok::<_, Error>((OutputFile::create(path)?, WeightsFormat::of_path(path)?));
        Ok(Self { trajectory, weights: save.map(opened).transpose()? })
    }

    fn write(self, run: &FlowRun, record: &impl WrittenTrajectory) -> Result<(), Failure> {
        self.trajectory.write(record)?;
        if let Some((mut file, format)) = self.weights {
            write_weights(&mut file, &run.weights()?, format)?;
            file.finish()?;
        }
        Ok(())
    }
}

impl FlowArguments {
    fn read_initial(&self) -> Result<Option<ReadWeights>> {
        match self.options.initial_file() {
            Some("") => bail!("--init file: names no file"),
            Some(file) => Ok(Some(self.tensors.read(Path::new(file))?)),
            None => {
                self.tensors.refuse_without("--init file:W.npz")?;
                Ok(None)
            }
        }
    }
}

/// Says so when a fixed step is beyond the limit.
fn warn_of_step(run: &FlowRun, step: Option<f64>) {
    if let (Some(step), Some(limit)) = (step, run.step_limit)
        && step > limit
    {
        let (step, limit) = (number_text(step), number_text(limit));
        let _ = writeln!(
            standard_error(),
            "linscape: warning: --step {step} is beyond the stability limit {limit} at the \
             balanced global minimum"
        );
    }
}

/// Says so when a saddle was left by rounding.
fn warn_of_rounding(run: &FlowRun) {
    let mut pairs = run.trajectory.visits.windows(2);
    let Some(pair) = pairs.find(|pair| pair[0].is_left_by_rounding(&pair[1])) else { return };
    let multiplicities = run.reduction.problem().spectrum().multiplicities();
    let left = subset_text(&pair[0].subset.indices(multiplicities));
    let _ = writeln!(
        standard_error(),
        "linscape: warning: {left} was left by rounding: what is learned next was too small beside what is \
         learned for double precision; its stay and all later times say nothing"
    );
}

/// The outcome of a trajectory.
fn verdict(run: &FlowRun) -> Result<(), Failure> {
    match run.trajectory.ending {
        Ending::Finished | Ending::AtRest | Ending::Diverged { .. } => Ok(()),
        Ending::Interrupted => Err(Failure::Interrupted),
        Ending::BrokenOff => Err(Failure::Limit(format!(
            "the integration broke off at time {}; what was computed is written and marked \
             incomplete; another --method or --rtol may go on",
            number_text(run.trajectory.last().time)
        ))),
        Ending::OutOfSteps => Err(Failure::Limit(format!(
            "{} did not reach the end; what was computed is written and marked incomplete; \
             allow more by --max-steps",
            numbered(run.trajectory.work.steps, "step", "steps")
        ))),
    }
}

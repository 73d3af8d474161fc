//! `represent` and `verify`.

use super::of_either;
use crate::answer::{Answer, Refusal};
use crate::question::{RepresentAsked, VerifyAsked};
use linscape::{
    ProblemOptions, RepresentOptions, StatedDecay, StatedFamily, StatedProblem, TaskError,
    USUAL_DECAYED_POINTS, Verifier, parse_word, represent, represent_decayed, verify_decayed,
};
use linscape_critical::Observer;
use linscape_formats::{OptionName, WeightsFormat, subset_text, word_text, write_weights};
use std::num::NonZeroUsize;

/// Weights as safetensors: the other format wants files of its own while it is written.
const FORMAT: WeightsFormat = WeightsFormat::Safetensors;

pub(super) fn represented(
    problem: &ProblemOptions,
    asked: &RepresentAsked,
) -> Result<Answer, Refusal> {
    of_either(
        problem,
        |stated| {
            if asked.seed.is_some() && asked.stratum.is_none() {
                let fault = "--seed goes with --stratum: the balanced point is not random";
                return Err(Refusal::of_input(fault));
            }
            let family = StatedFamily::new(stated.clone(), &asked.subset)?;
            let options = RepresentOptions {
                stratum: asked.stratum.clone(),
                seed: asked.seed.unwrap_or(0),
                whitened: asked.whitened,
                balanced_in_data: false,
            };
            let point = represent(&family, &options)?;
            Answer::written(|out| write_weights(out, &point.weights, FORMAT))
        },
        |stated| {
            if asked.stratum.is_some() {
                return Err(TaskError::NoStrataWithDecay { option: OptionName::Stratum }.into());
            }
            let word = parse_word(&stated.decayed, &asked.subset)?;
            let seed = asked.seed.unwrap_or(0);
            let weights = represent_decayed(stated, &word, seed, asked.whitened)?;
            Answer::written(|out| write_weights(out, &weights, FORMAT))
        },
    )
}

pub(super) fn verified(
    problem: &ProblemOptions,
    asked: &VerifyAsked,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    of_either(
        problem,
        |stated| verified_plainly(asked, stated, observer),
        |stated| verified_with_decay(asked, stated, observer),
    )
}

fn verified_plainly(
    asked: &VerifyAsked,
    stated: &StatedProblem,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    let verifier = Verifier {
        subset: asked.subset.clone(),
        stratum: asked.stratum.clone(),
        limit: asked.limit,
        samples: asked.samples,
        seed: asked.seed,
        ..Verifier::default()
    };
    let report = verifier.run(stated, observer)?;
    let written = Answer::written(|out| report.write_json(out))?;
    let Some(point) = &report.total.first_disagreement else {
        return Ok(written.incomplete_if(report.total.stopped));
    };
    let multiplicities = report.problem.spectrum().multiplicities();
    let subset = subset_text(&point.subset.indices(multiplicities));
    let stratum = &point.check.stratum;
    Ok(written.but(1, format!("theorem and numerics disagree at {subset}, stratum {stratum}")))
}

fn verified_with_decay(
    asked: &VerifyAsked,
    stated: &StatedDecay,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    if asked.stratum.is_some() || asked.limit.is_some() {
        return Err(TaskError::NoStrataWithDecay { option: OptionName::Stratum }.into());
    }
    let word = asked.subset.as_deref().map(|text| parse_word(&stated.decayed, text)).transpose()?;
    let samples = asked.samples.map_or(USUAL_DECAYED_POINTS, NonZeroUsize::get);
    let outcome = verify_decayed(stated, word.as_ref(), samples, asked.seed, observer)?;
    let written = Answer::written(|out| outcome.report(stated, asked.seed).write_json(out))?;
    Ok(match outcome.disagreed.first() {
        Some((at, word, _)) => {
            let family = word_text(word, &stated.decayed.multiplicities());
            let seed = asked.seed;
            let place = format!("{family}, point {at} of seed {seed}");
            written.but(1, format!("theorem and numerics disagree at {place}"))
        }
        None => written.incomplete_if(outcome.stopped),
    })
}

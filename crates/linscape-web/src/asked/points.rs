//! `classify` and `spectrum`.

use super::{of_either, weights_of};
use crate::answer::{Answer, Refusal};
use crate::question::{ClassifyAsked, SpectrumAsked};
use linscape::{
    ProblemOptions, SpectrumOptions, StatedDecay, StatedProblem, TaskError, classify,
    classify_with_decay, spectrum_of_decayed_weights, spectrum_of_family, spectrum_of_weights,
    spectrum_of_word,
};
use linscape_critical::Observer;
use linscape_curvature::LanczosStatus;
use linscape_formats::{DecayedWeightsReport, OptionName};
use linscape_points::{DiagnosisOptions, HessianCheck};
use std::io::Write;

pub(super) fn classified(
    problem: &ProblemOptions,
    asked: &ClassifyAsked,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    of_either(
        problem,
        |stated| classified_plainly(asked, stated, observer),
        |stated| {
            if asked.refine {
                return Err(TaskError::RefinedAnyway { option: OptionName::Refine }.into());
            }
            classified_with_decay(asked, stated)
        },
    )
}

fn classified_plainly(
    asked: &ClassifyAsked,
    stated: &StatedProblem,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    let ClassifyAsked { refine, seed, .. } = *asked;
    let options = DiagnosisOptions { refine, seed, ..DiagnosisOptions::default() };
    let (mut answer, mut torn, mut open) = (Answer::default(), Vec::new(), Vec::new());
    let mut is_interrupted = false;
    // All files are read before anything is said of one.
    let read = asked.weights.iter().map(|path| weights_of(path, &asked.tensors));
    for (path, read) in asked.weights.iter().zip(read.collect::<Result<Vec<_>, _>>()?) {
        let file = path.display().to_string();
        answer.notes.extend(read.notes.iter().map(|note| format!("{file}: {note}")));
        let found = classify(stated, file, read, &options, observer)?;
        writeln!(answer.document, "{}", found.record().to_json())?;
        let status = found.diagnosis.hessian.as_ref().and_then(HessianCheck::status);
        if found.diagnosis.agree() == Some(false) {
            torn.push(found.file);
        } else if status == Some(LanczosStatus::PartiallyConverged) {
            open.push(found.file);
        }
        is_interrupted |= found.diagnosis.is_interrupted;
    }
    Ok(match (torn.is_empty(), open.is_empty()) {
        (false, _) => answer.but(1, format!("theorem and Hessian disagree at {}", torn.join(", "))),
        (true, false) if !is_interrupted => answer.but(
            3,
            format!("the ends of the Hessian's spectrum did not converge at {}", open.join(", ")),
        ),
        _ => answer.incomplete_if(is_interrupted),
    })
}

fn classified_with_decay(asked: &ClassifyAsked, stated: &StatedDecay) -> Result<Answer, Refusal> {
    let (mut answer, mut torn) = (Answer::default(), Vec::new());
    for path in &asked.weights {
        let read = weights_of(path, &asked.tensors)?;
        let file = path.display().to_string();
        let found = classify_with_decay(stated, &file, &read)?;
        let report = DecayedWeightsReport {
            file: &file,
            layers: &read.names,
            problem: &stated.decayed,
            found: &found,
        };
        writeln!(answer.document, "{}", report.to_json().map_err(std::io::Error::from)?)?;
        if found.agree == Some(false) {
            torn.push(file);
        }
    }
    if torn.is_empty() {
        return Ok(answer);
    }
    Ok(answer.but(1, format!("theorem and Hessian disagree at {}", torn.join(", "))))
}

pub(super) fn spectrum(
    problem: &ProblemOptions,
    asked: &SpectrumAsked,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    if asked.subset.is_some() == asked.weights.is_some() {
        return Err(Refusal::of_input("give --subset or --weights"));
    }
    of_either(
        problem,
        |stated| match &asked.subset {
            Some(subset) => spectrum_of_subset(stated, subset),
            None => spectrum_at_weights(asked, stated, observer),
        },
        |stated| match &asked.subset {
            Some(subset) => spectrum_with_decay(stated, subset),
            None => spectrum_at_weights_with_decay(asked, stated),
        },
    )
}

fn spectrum_of_subset(stated: &StatedProblem, subset: &str) -> Result<Answer, Refusal> {
    let point = spectrum_of_family(stated, subset)?;
    Answer::written(|out| point.record(stated).write_json(out))
}

fn spectrum_with_decay(stated: &StatedDecay, subset: &str) -> Result<Answer, Refusal> {
    let point = spectrum_of_word(stated, subset)?;
    Answer::written(|out| point.record(stated).write_json(out))
}

fn spectrum_at_weights(
    asked: &SpectrumAsked,
    stated: &StatedProblem,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    let path = asked.weights.clone().unwrap_or_default();
    let read = weights_of(&path, &asked.tensors)?;
    let name = path.display().to_string();
    let options = SpectrumOptions { seed: asked.seed, ..SpectrumOptions::default() };
    let stated = &*stated.for_weights(&name, &read)?;
    let point = spectrum_of_weights(stated, name, &read, options, observer)?;
    let written = Answer::written(|out| point.record(stated).write_json(out))?;
    Ok(match point.spectrum.method.status() {
        Some(LanczosStatus::Interrupted) => written.incomplete_if(true),
        Some(LanczosStatus::PartiallyConverged) => {
            written.but(3, "not all eigenpairs converged: the residuals say how good each is")
        }
        _ => written,
    })
}

fn spectrum_at_weights_with_decay(
    asked: &SpectrumAsked,
    stated: &StatedDecay,
) -> Result<Answer, Refusal> {
    let path = asked.weights.clone().unwrap_or_default();
    let read = weights_of(&path, &asked.tensors)?;
    let point = spectrum_of_decayed_weights(stated, path.display().to_string(), &read)?;
    Answer::written(|out| point.record_with_decay(stated).write_json(out))
}

//! `strata`, `explain`, `learning`.

use super::of_plain;
use crate::answer::{Answer, Refusal};
use crate::question::{ExplainAsked, LearningAsked, StrataAsked, TypeName};
use linscape::{
    LearningOptions, ProblemOptions, StatedFamily, StrataWanted, count_strata, explain,
    gather_strata_records, learning,
};
use linscape_critical::{EscapeOrder, Observer, PointType};
use linscape_strata::StrataFilter;
use std::num::NonZeroUsize;

pub(super) fn strata(
    problem: &ProblemOptions,
    asked: &StrataAsked,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    if let Some(order) = asked.escape_order.filter(|&order| order < 2) {
        return Err(Refusal::of_input(format!("--escape-order {order} is less than 2")));
    }
    of_plain(problem, |stated| {
        let family = StatedFamily::new(stated.clone(), &asked.subset)?;
        if asked.count {
            let Some(counts) = count_strata(&family, observer)? else {
                return Ok(Answer::default().incomplete_if(true));
            };
            let total = counts.total();
            return Answer::written(|out| {
                family.strata_of(Some(&total)).write_counts(out, &counts)
            });
        }
        let limit = asked.limit.map(NonZeroUsize::get);
        let wanted = StrataWanted { filter: asked.filter(), limit };
        let found = gather_strata_records(&family, wanted, observer)?;
        let written = Answer::written(|out| found.write_json(&family, out))?;
        Ok(written.incomplete_if(found.interrupted))
    })
}

impl StrataAsked {
    fn filter(&self) -> StrataFilter {
        StrataFilter {
            point_type: self.point_type.map(|name| match name {
                TypeName::GlobalMinimum => PointType::GlobalMinimum,
                TypeName::StrictSaddle => PointType::StrictSaddle,
                TypeName::NonstrictSaddle => PointType::NonstrictSaddle,
            }),
            index: self.index,
            dimension: self.dimension,
            escape_order: self.escape_order.map(EscapeOrder::new),
            morse_bott: self.components,
        }
    }
}

pub(super) fn explained(problem: &ProblemOptions, asked: &ExplainAsked) -> Result<Answer, Refusal> {
    of_plain(problem, |stated| {
        let family = StatedFamily::new(stated.clone(), &asked.subset)?;
        let explanation = explain(&family, asked.stratum.as_deref(), asked.seed)?;
        let written = Answer::written(|out| explanation.write_json(out))?;
        Ok(match explanation.agrees() {
            Some(false) => {
                written.but(1, "measured ranks are not those of the stratum; see the output")
            }
            Some(true) | None => written,
        })
    })
}

pub(super) fn coefficients(
    problem: &ProblemOptions,
    asked: &LearningAsked,
) -> Result<Answer, Refusal> {
    let LearningAsked { rank, samples, noise, .. } = *asked;
    of_plain(problem, |stated| {
        let report = learning(stated, LearningOptions { rank, samples, noise })?;
        Answer::written(|out| report.write_json(out))
    })
}

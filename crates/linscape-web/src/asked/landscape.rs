//! `report`, `dump`, `values`, `graph`.

use super::of_either;
use crate::answer::{Answer, Refusal};
use crate::question::{GraphAsked, Listing, Nodes, ValuesAsked};
use linscape::{
    ListedValues, ProblemOptions, ValuesWanted, decayed_graph, document_landscape, graph,
    list_decayed, list_landscape, values, values_with_decay,
};
use linscape_critical::{Observer, family_count};
use linscape_formats::{
    GraphFormat, GraphNodes, ReportStyle, write_decayed_landscape, write_decayed_report,
    write_landscape, write_report,
};
use linscape_quotient::LARGEST_UNLIMITED;
use std::num::NonZeroUsize;

/// As many families as the report lists of more than are listed unasked.
const READ: usize = 20;

pub(super) fn report(
    problem: &ProblemOptions,
    asked: &Listing,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    let given = asked.limit.map(NonZeroUsize::get);
    let style = ReportStyle::default();
    of_either(
        problem,
        |stated| {
            let is_long = family_count(&stated.problem) > LARGEST_UNLIMITED.into();
            let found = list_landscape(stated, given.or(is_long.then_some(READ)), observer)?;
            let source = stated.source.as_ref();
            let written = Answer::written(|out| write_report(out, &found, source, style))?;
            Ok(written.incomplete_if(found.is_interrupted()))
        },
        |stated| {
            let found = list_decayed(stated, given, observer)?;
            let (problem, source) = (&stated.stated.problem, stated.stated.source.as_ref());
            let written =
                Answer::written(|out| write_decayed_report(out, problem, &found, source, style))?;
            Ok(written.incomplete_if(found.is_interrupted()))
        },
    )
}

pub(super) fn dump(
    problem: &ProblemOptions,
    asked: &Listing,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    let limit = asked.limit.map(NonZeroUsize::get);
    of_either(
        problem,
        |stated| {
            let found = document_landscape(stated, limit, observer)?;
            let source = stated.source.as_ref();
            let written = Answer::written(|out| write_landscape(out, &found, source))?;
            Ok(written.incomplete_if(found.is_interrupted()))
        },
        |stated| {
            let found = list_decayed(stated, limit, observer)?;
            let (problem, source) = (&stated.stated.problem, stated.stated.source.as_ref());
            let written =
                Answer::written(|out| write_decayed_landscape(out, problem, &found, source))?;
            Ok(written.incomplete_if(found.is_interrupted()))
        },
    )
}

pub(super) fn values_listed(
    problem: &ProblemOptions,
    asked: &ValuesAsked,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    let wanted = match (asked.lowest, asked.highest, asked.all) {
        (Some(length), None, false) => ValuesWanted::Lowest(length.get()),
        (None, Some(length), false) => ValuesWanted::Highest(length.get()),
        (None, None, true) => ValuesWanted::All,
        _ => return Err(Refusal::of_input("give one of --lowest, --highest and --all")),
    };
    let written = |found: &ListedValues<'_>| {
        let written = Answer::written(|out| found.listing().write_json(out))?;
        Ok(written.incomplete_if(found.is_interrupted()))
    };
    of_either(
        problem,
        |stated| match values(stated, &wanted, false, observer)? {
            Some(found) => written(&found),
            None => Ok(Answer::default().incomplete_if(true)),
        },
        |stated| written(&values_with_decay(stated, &wanted, false, observer)?),
    )
}

pub(super) fn graph_file(
    problem: &ProblemOptions,
    asked: &GraphAsked,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    let format: GraphFormat = asked.format.parse()?;
    let limit = asked.limit.map(NonZeroUsize::get);
    let nodes = match asked.nodes {
        Nodes::Fibers => GraphNodes::Fibers,
        Nodes::Families => GraphNodes::Families,
    };
    of_either(
        problem,
        |stated| {
            let found = document_landscape(stated, limit, observer)?;
            let document = graph(&found, nodes, asked.all)?;
            let written = Answer::written(|out| format.write(&document, out))?;
            Ok(written.incomplete_if(found.is_interrupted()))
        },
        |stated| {
            let found = list_decayed(stated, limit, observer)?;
            let document = decayed_graph(&found, nodes, asked.all)?;
            let written = Answer::written(|out| format.write(&document, out))?;
            Ok(written.incomplete_if(found.is_interrupted()))
        },
    )
}

//! The strata records of the page: one `linscape.strata/1` document a rank.

use linscape_critical::Problem;
use linscape_formats::{StrataOf, StratumRecord};
use linscape_quotient::{Family, Landscape};
use linscape_strata::{Components, FamilyShape, ListedStratum};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;

/// Most component strata of one rank in a page.
pub const MOST_DRAWN_STRATA: usize = 50;

/// A JSON list with a document for each rank: the first component strata of its lowest listed
/// family. Families of one rank have the same strata.
pub(crate) fn rank_strata_documents(
    landscape: &Landscape,
    problem: &Problem,
    source: Option<&Value>,
) -> io::Result<String> {
    let mut by_rank: BTreeMap<usize, &Family> = BTreeMap::new();
    for family in landscape.families() {
        by_rank.entry(family.subset.rank()).or_insert(family);
    }
    let document = |family: &&Family| strata_document(problem, source, family);
    let documents: Vec<String> = by_rank.values().map(document).collect::<io::Result<_>>()?;
    Ok(format!("[{}]", documents.join(",")))
}

fn strata_document(
    problem: &Problem,
    source: Option<&Value>,
    family: &Family,
) -> io::Result<String> {
    let shape = FamilyShape::new(problem, &family.subset);
    let mut components = Components::of(&shape);
    let render =
        |listed: ListedStratum| serde_json::to_string(&StratumRecord::new(&listed, &shape));
    let drawn: Vec<String> =
        components.by_ref().take(MOST_DRAWN_STRATA).map(render).collect::<Result<_, _>>()?;
    let of =
        StrataOf { problem, source, subset: &family.subset, total: family.strata.count.as_ref() };
    let mut bytes = Vec::new();
    of.write_json(&mut bytes, &drawn, components.next().is_some(), false)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

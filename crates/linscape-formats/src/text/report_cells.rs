//! One family as a row of a report.

use crate::number_text;
use crate::words::subset_text;
use linscape_quotient::{Family, Landscape};

/// The columns of a report.
pub(crate) const REPORT_HEADER: [&str; 10] = [
    "value",
    "loss",
    "learned",
    "rank",
    "type",
    "index",
    "nullity",
    "coindex",
    "escape order",
    "rate",
];

/// The cells of a family: `-` where there is no number, `?` where the position of the critical
/// value is not known.
pub(crate) fn report_cells(landscape: &Landscape, family: &Family) -> Vec<String> {
    let multiplicities = landscape.problem().spectrum().multiplicities();
    let balanced = &family.balanced;
    let none = || "-".to_owned();
    vec![
        if family.fiber < 0 { "?".to_owned() } else { family.fiber.to_string() },
        number_text(family.loss),
        subset_text(&family.subset.indices(multiplicities)),
        family.subset.rank().to_string(),
        balanced.point_type.to_string(),
        balanced.inertia.negative.to_string(),
        balanced.inertia.zero.to_string(),
        balanced.inertia.positive.to_string(),
        balanced.escape_order.map_or_else(none, |order| order.to_string()),
        balanced.rate.map_or_else(none, number_text),
    ]
}

//! One family as a row of a report.

use crate::words::subset_text;
use crate::{NumbersApart, number_text};
use linscape_quotient::{Family, Landscape};
use std::collections::HashMap;

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

/// The losses of the critical values, by the identifiers of their fibers: values that differ are written
/// differently.
pub(crate) fn critical_losses(landscape: &Landscape) -> HashMap<i64, String> {
    let fibers = || landscape.fibers().iter();
    let apart =
        NumbersApart::of_exact(fibers().map(|fiber| (fiber.loss, fiber.exact_loss.clone())));
    let text = |loss, exact| apart.exact_text(loss, exact);
    fibers().map(|fiber| (fiber.id, text(fiber.loss, fiber.exact_loss.as_ref()))).collect()
}

/// The cells of a family: `-` where there is no number, `?` where the position of the critical
/// value is not known. Losses are those of [`critical_losses`].
pub(crate) fn report_cells(
    landscape: &Landscape,
    family: &Family,
    losses: &HashMap<i64, String>,
) -> Vec<String> {
    let multiplicities = landscape.problem().spectrum().multiplicities();
    let balanced = &family.balanced;
    let none = || "-".to_owned();
    vec![
        if family.fiber < 0 { "?".to_owned() } else { family.fiber.to_string() },
        losses.get(&family.fiber).cloned().unwrap_or_else(|| number_text(family.loss)),
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

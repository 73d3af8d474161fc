//! Cells that are numbers or truth values.

/// The number a cell says. Quotes that follow a blank (`1, "2"`) are still in the cell.
pub(crate) fn number(cell: &str) -> Option<f64> {
    let quoted = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    quoted.unwrap_or(cell).trim().parse().ok()
}

/// What a truth value counts, as pandas, R and JSON write it: 1 or 0.
pub(crate) fn truth_value(cell: &str) -> Option<f64> {
    match cell.trim_matches('"').trim() {
        "True" | "TRUE" | "true" => Some(1.0),
        "False" | "FALSE" | "false" => Some(0.0),
        _ => None,
    }
}

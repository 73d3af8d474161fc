//! Cells that are numbers.

/// The number a cell says. Quotes that follow a blank (`1, "2"`) are still in the cell.
pub(crate) fn number(cell: &str) -> Option<f64> {
    let quoted = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    quoted.unwrap_or(cell).trim().parse().ok()
}

//! Escapes of terminals in tables; where there is no terminal, as in a browser, there are none.

use super::Tone;
use comfy_table::{Cell, Table};

/// Whether the table has escapes, wherever it is written.
#[cfg(not(target_family = "wasm"))]
pub(super) fn set_escapes(table: &mut Table, colour: bool) {
    if colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
}

/// A heading.
#[cfg(not(target_family = "wasm"))]
pub(super) fn heading(text: String) -> Cell {
    Cell::new(text).add_attribute(comfy_table::Attribute::Bold)
}

/// A cell of a row of this tone.
#[cfg(not(target_family = "wasm"))]
pub(super) fn toned(cell: Cell, tone: Tone) -> Cell {
    match tone.number() {
        Some(number) => cell.fg(comfy_table::Color::AnsiValue(number)),
        None => cell,
    }
}

#[cfg(target_family = "wasm")]
pub(super) fn set_escapes(_: &mut Table, _: bool) {}

#[cfg(target_family = "wasm")]
pub(super) fn heading(text: String) -> Cell {
    Cell::new(text)
}

#[cfg(target_family = "wasm")]
pub(super) fn toned(cell: Cell, _: Tone) -> Cell {
    cell
}

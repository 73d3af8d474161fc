//! Aligned tables of text.

use comfy_table::{Attribute, Cell, CellAlignment, Color, ContentArrangement, Table};

/// How a row is coloured on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Good,
    Warning,
}

/// A borderless table: columns aligned, numbers to the right, text to the left, no trailing space.
pub(crate) fn text_table<R: IntoIterator<Item = (Tone, Vec<String>)>>(
    header: &[&str],
    rows: R,
    colour: bool,
) -> String {
    let mut table = Table::new();
    table.load_preset("     ──            ").set_content_arrangement(ContentArrangement::Disabled);
    if colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(header.iter().map(|name| Cell::new(name).add_attribute(Attribute::Bold)));
    for (tone, cells) in rows {
        table.add_row(cells.into_iter().map(|text| {
            let cell = Cell::new(text);
            match tone {
                Tone::Plain => cell,
                Tone::Good => cell.fg(Color::Green),
                Tone::Warning => cell.fg(Color::Yellow),
            }
        }));
    }
    for (at, name) in header.iter().enumerate() {
        let is_text = matches!(*name, "learned" | "type" | "exact loss" | "says");
        let alignment = if is_text { CellAlignment::Left } else { CellAlignment::Right };
        if let Some(column) = table.column_mut(at) {
            column.set_cell_alignment(alignment);
        }
    }
    table.trim_fmt()
}

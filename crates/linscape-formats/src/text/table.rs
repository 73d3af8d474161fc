//! Aligned tables of text.
//!
//! Columns are as wide as their text, on a narrow screen narrower; colours are added last, so that widths do not
//! count them.

mod columns;
mod escapes;
mod palette;

pub(crate) use palette::Tone;

use crate::ReportStyle;
use crate::files::ascii;
use columns::{close, folded, is_prose, natural_width};
use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, TableComponent,
};
use escapes::{heading, set_escapes, toned};

/// A borderless table: columns aligned, numbers to the right, text to the left, no trailing space.
///
/// Where the style has a width and the table is wider, it is set closer: one space between columns,
/// headings of several words on several lines, kinds of saddles by one word, prose broken; what still
/// does not fit goes on below, behind the first column again.
pub(crate) fn text_table<R: IntoIterator<Item = (Tone, Vec<String>)>>(
    header: &[&str],
    rows: R,
    style: ReportStyle,
) -> String {
    let rows: Vec<(Tone, Vec<String>)> = rows.into_iter().collect();
    if style.ascii {
        // Names are longer than their letters: they are written before columns are measured.
        let header: Vec<String> = header.iter().map(|name| ascii(name)).collect();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let named = |(tone, cells): &(Tone, Vec<String>)| {
            (*tone, cells.iter().map(|cell| ascii(cell)).collect())
        };
        return laid_out(&header, &rows.iter().map(named).collect::<Vec<_>>(), style);
    }
    laid_out(header, &rows, style)
}

fn laid_out(header: &[&str], rows: &[(Tone, Vec<String>)], style: ReportStyle) -> String {
    match style.width.filter(|&width| natural_width(header, rows) > width) {
        None => {
            let all: Vec<usize> = (0..header.len()).collect();
            filled(header, rows, &all, style.colour, false).trim_fmt()
        }
        Some(width) => {
            let blocks = folded(header, rows, width).into_iter().map(|columns| {
                let mut table = filled(header, rows, &columns, style.colour, true);
                set_close(&mut table, header, &columns, width);
                table.trim_fmt()
            });
            blocks.collect::<Vec<_>>().join("\n\n")
        }
    }
}

/// A table with these columns of the rows.
fn filled(
    header: &[&str],
    rows: &[(Tone, Vec<String>)],
    columns: &[usize],
    colour: bool,
    is_close: bool,
) -> Table {
    let mut table = Table::new();
    table.load_preset("     ──            ").set_content_arrangement(ContentArrangement::Disabled);
    set_escapes(&mut table, colour);
    let broken = |name: &str| if is_close { name.replace(' ', "\n") } else { name.to_owned() };
    table.set_header(columns.iter().map(|&column| heading(broken(header[column]))));
    for (tone, cells) in rows {
        table.add_row(columns.iter().map(|&column| {
            let text = cells.get(column).map_or("", String::as_str);
            toned(Cell::new(if is_close { close(text) } else { text }), *tone)
        }));
    }
    for (at, &column) in columns.iter().enumerate() {
        let is_text = matches!(header[column], "learned" | "type" | "exact loss" | "says");
        let alignment = if is_text { CellAlignment::Left } else { CellAlignment::Right };
        if let Some(place) = table.column_mut(at) {
            place.set_cell_alignment(alignment);
        }
    }
    table
}

/// One space between columns; prose takes the room that is left.
fn set_close(table: &mut Table, header: &[&str], columns: &[usize], width: usize) {
    for border in [
        TableComponent::VerticalLines,
        TableComponent::MiddleHeaderIntersections,
        TableComponent::LeftBorder,
        TableComponent::LeftHeaderIntersection,
        TableComponent::RightBorder,
        TableComponent::RightHeaderIntersection,
    ] {
        table.remove_style(border);
    }
    for (at, &column) in columns.iter().enumerate() {
        let Some(place) = table.column_mut(at) else { continue };
        place.set_padding((1, 0));
        if !is_prose(header[column]) {
            place.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    if columns.iter().any(|&column| is_prose(header[column])) {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: [&str; 4] = ["learned", "type", "escape order", "rate"];

    fn rows() -> Vec<(Tone, Vec<String>)> {
        let cells = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        vec![
            (Tone::Warning, cells(["{1,2}", "nonstrict saddle", "3", "-"])),
            (Tone::Plain, cells(["{2}", "strict saddle", "2", "1.25992"])),
        ]
    }

    #[test]
    fn a_table_with_room_is_wide() {
        let table = text_table(&HEADER, rows(), ReportStyle::default());
        assert_eq!(
            table,
            " learned   type               escape order      rate\n\
             ─────────────────────────────────────────────────────\n \
             {1,2}     nonstrict saddle              3         -\n \
             {2}       strict saddle                 2   1.25992"
        );
    }

    #[test]
    fn a_table_without_room_is_set_closer_and_then_folded() {
        let style = |width| ReportStyle { width: Some(width), ..ReportStyle::default() };
        let close = text_table(&HEADER, rows(), style(40));
        assert_eq!(
            close,
            " learned type      escape    rate\n                    order\n\
             ─────────────────────────────────\n \
             {1,2}   nonstrict      3       -\n \
             {2}     strict         2 1.25992"
        );
        let folded = text_table(&HEADER, rows(), style(30));
        assert!(folded.lines().all(|line| line.chars().count() <= 30), "{folded}");
        assert!(folded.contains("\n\n learned    rate"), "{folded}");
    }
    #[test]
    fn names_of_symbols_have_their_room() {
        let style = ReportStyle { width: Some(24), ascii: true, ..ReportStyle::default() };
        let row = |cell: &str| (Tone::Plain, vec![cell.to_owned(); 3]);
        let table = text_table(&["λ/n", "2s²λ/n", "σ"], [row("½"), row("∅")], style);
        assert!(table.lines().all(|line| line.chars().count() <= 24), "{table}");
        assert!(table.starts_with(" lambda/n 2s^2lambda/n"), "{table}");
    }
}

//! Which columns stand beside each other, and how wide they are.

use super::Tone;

/// Prose is broken into lines of at least so many characters.
const PROSE: usize = 24;

/// Whether a column holds prose, which may be broken into lines.
pub(super) fn is_prose(name: &str) -> bool {
    name == "says"
}

/// A cell as it stands where there is little room: kinds of critical points in fewer letters.
pub(super) fn close(cell: &str) -> &str {
    match cell {
        "strict saddle" => "strict",
        "nonstrict saddle" => "nonstrict",
        "global minimum" => "global min",
        "local minimum" => "local min",
        _ => cell,
    }
}

/// The columns of each block that fits `width`, every block beginning with the first column.
pub(super) fn folded(
    header: &[&str],
    rows: &[(Tone, Vec<String>)],
    width: usize,
) -> Vec<Vec<usize>> {
    let mut blocks = vec![vec![0]];
    for column in 1..header.len() {
        let last = blocks.len() - 1;
        let mut tried = blocks[last].clone();
        tried.push(column);
        if close_width(header, rows, &tried) <= width || blocks[last].len() == 1 {
            blocks[last] = tried;
        } else {
            blocks.push(vec![0, column]);
        }
    }
    blocks
}

/// How wide the whole table is in its usual setting, in characters.
pub(super) fn natural_width(header: &[&str], rows: &[(Tone, Vec<String>)]) -> usize {
    let widest =
        |column: usize| longest_cell(rows, column, |cell| cell).max(length(header[column]));
    (0..header.len()).map(|column| widest(column) + 3).sum::<usize>() - 1
}

/// How wide these columns are, one space before each, headings broken at spaces.
fn close_width(header: &[&str], rows: &[(Tone, Vec<String>)], columns: &[usize]) -> usize {
    let widest = |&column: &usize| {
        let most = if is_prose(header[column]) { PROSE } else { usize::MAX };
        let heading = header[column].split(' ').map(length).max().unwrap_or(0);
        longest_cell(rows, column, close).min(most).max(heading) + 1
    };
    columns.iter().map(widest).sum()
}

fn longest_cell(rows: &[(Tone, Vec<String>)], column: usize, set: impl Fn(&str) -> &str) -> usize {
    let cells = rows.iter().filter_map(|(_, cells)| cells.get(column));
    cells.map(|cell| length(set(cell))).max().unwrap_or(0)
}

fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_goes_on_below_behind_the_first_column() {
        let header = ["value", "loss", "escape order", "says"];
        let row = ["10", "0.25", "3", "a word"].map(str::to_owned).to_vec();
        let rows = [(Tone::Plain, row)];
        assert_eq!(natural_width(&header, &rows), 5 + 4 + 12 + 6 + 3 * 4 - 1);
        assert_eq!(folded(&header, &rows, 25), [vec![0, 1, 2, 3]]);
        assert_eq!(folded(&header, &rows, 20), [vec![0, 1, 2], vec![0, 3]]);
        assert_eq!(folded(&header, &rows, 1), [[0, 1], [0, 2], [0, 3]]);
    }
}

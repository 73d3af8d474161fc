//! A report in LaTeX.

use crate::report::{Caption, POINTS, is_text};
use crate::text::REPORT_HEADER;
use std::io::{self, Write};

/// A `table` that needs the package booktabs and nothing else.
pub(crate) fn write_latex(
    mut out: impl Write,
    caption: &Caption,
    rows: &[Vec<String>],
) -> io::Result<()> {
    let columns: String =
        (0..REPORT_HEADER.len()).map(|column| if is_text(column) { 'l' } else { 'r' }).collect();
    writeln!(out, "% \\usepackage{{booktabs}}")?;
    // Ten columns are wide: a little less air between them.
    writeln!(out, "\\begin{{table}}\n  \\centering\\small\\setlength{{\\tabcolsep}}{{4pt}}")?;
    writeln!(out, "  \\caption{{{}}}", caption_text(caption))?;
    writeln!(out, "  \\begin{{tabular}}{{{columns}}}\n    \\toprule")?;
    writeln!(out, "    {} \\\\\n    \\midrule", REPORT_HEADER.join(" & "))?;
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| math(cell)).collect();
        writeln!(out, "    {} \\\\", cells.join(" & "))?;
    }
    writeln!(out, "    \\bottomrule\n  \\end{{tabular}}\n\\end{{table}}")
}

fn caption_text(caption: &Caption) -> String {
    let [_, loss] = caption.loss;
    let values: Vec<String> = caption
        .abridged_values(r"\dots")
        .split(", ")
        .map(|value| math(value).trim_matches('$').to_owned())
        .collect();
    let excerpt = caption.excerpt.as_ref().map_or_else(String::new, |(listed, all)| {
        format!(" {listed} of {all} families: the lowest, and the greedy path.")
    });
    format!(
        "Critical points of a deep linear network of widths {}{} at $\\sigma = {}$; the loss is {loss}. \
         {POINTS}{excerpt}",
        caption.widths.join("--"),
        caption.biases(),
        values.join(", ")
    )
}

/// A cell: subsets and numbers as formulas, `-` as a dash.
fn math(cell: &str) -> String {
    if cell == "-" {
        return "--".to_owned();
    }
    if cell == "∅" {
        return r"$\emptyset$".to_owned();
    }
    if let Some(inside) = cell.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        return format!(r"$\{{{}\}}$", inside.replace('-', r"\mbox{--}"));
    }
    match cell.split_once('e') {
        Some((mantissa, exponent)) if exponent.parse::<i32>().is_ok() => {
            format!(r"${mantissa}\times10^{{{exponent}}}$")
        }
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_latex() {
        let cases = [
            ("∅", r"$\emptyset$"),
            ("{1,3}", r"$\{1,3\}$"),
            ("{1-4,6}", r"$\{1\mbox{--}4,6\}$"),
            ("1.5e-7", r"$1.5\times10^{-7}$"),
            ("-", "--"),
            ("nonstrict saddle", "nonstrict saddle"),
            ("12.5", "12.5"),
        ];
        for (cell, expected) in cases {
            assert_eq!(math(cell), expected);
        }
    }
}

//! A report as a table to be pasted into a document.

use crate::number_text;
use crate::report::{write_html, write_latex, write_markdown};
use crate::text::{REPORT_HEADER, report_cells};
use linscape_critical::LossConvention;
use linscape_quotient::Landscape;
use std::io::{self, Write};

/// The document that a table is pasted into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportTableFormat {
    /// GitHub's and Pandoc's.
    Markdown,
    /// A `table` element.
    Html,
    /// A `table` with a `tabular` and the rules of booktabs.
    Latex,
}

/// What stands above a table, apart from its markup.
pub(crate) struct Caption {
    pub(crate) widths: Vec<String>,
    /// Singular values as numbers, the repeated ones as often as they are there.
    pub(crate) values: Vec<String>,
    pub(crate) convention: LossConvention,
    /// How many families are listed, of how many, when not all are.
    pub(crate) excerpt: Option<(usize, String)>,
}

/// Writes a table, one row a family in the order of their losses, each with its critical value, and a
/// caption that states the problem.
///
/// # Errors
/// When the output cannot be written.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum};
/// use linscape_formats::{ReportTableFormat, write_report_table};
/// use linscape_quotient::Landscape;
/// let network = Architecture::new(vec![2, 2, 2])?;
/// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1]))?;
/// let landscape = Landscape::new(problem, None, &())?;
/// let mut text = Vec::new();
/// write_report_table(&mut text, &landscape, ReportTableFormat::Markdown)?;
/// assert!(String::from_utf8(text)?.contains("|     1 |  0.5 | {1}     |"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_report_table(
    out: impl Write,
    landscape: &Landscape,
    format: ReportTableFormat,
) -> io::Result<()> {
    let rows: Vec<Vec<String>> =
        landscape.families().map(|family| report_cells(landscape, family)).collect();
    let caption = Caption::of(landscape);
    match format {
        ReportTableFormat::Markdown => write_markdown(out, &caption, &rows),
        ReportTableFormat::Html => write_html(out, &caption, &rows),
        ReportTableFormat::Latex => write_latex(out, &caption, &rows),
    }
}

impl Caption {
    fn of(landscape: &Landscape) -> Self {
        let problem = landscape.problem();
        let listed = landscape.families().len();
        let all = &landscape.counts().families;
        Self {
            widths: problem.architecture().widths().iter().map(ToString::to_string).collect(),
            values: problem.spectrum().singular_values().into_iter().map(number_text).collect(),
            convention: problem.convention(),
            excerpt: landscape.is_truncated().then(|| (listed, all.to_string())),
        }
    }

    /// The singular values, at most twelve of them.
    pub(crate) fn abridged_values(&self, ellipsis: &str) -> String {
        const SHOWN: usize = 12;
        let [head @ .., last] = &self.values[..] else { return "0".to_owned() };
        if self.values.len() <= SHOWN {
            return self.values.join(", ");
        }
        format!("{}, {ellipsis}, {last}", head[..SHOWN - 2].join(", "))
    }

    /// What is meant by loss, as plain text.
    pub(crate) fn loss(&self) -> &'static str {
        match self.convention {
            LossConvention::HalfSum => "½‖Y − WX‖²",
            LossConvention::HalfMean => "½‖Y − WX‖² / samples",
            LossConvention::Mean => "‖Y − WX‖² / (samples · outputs)",
        }
    }

    /// The caption as plain text.
    pub(crate) fn text(&self) -> String {
        let excerpt = self.excerpt.as_ref().map_or_else(String::new, |(listed, all)| {
            format!(" {listed} of {all} families: the lowest, and the greedy path.")
        });
        format!(
            "Critical points of a deep linear network of widths {} at σ = {}; the loss is {}. {POINTS}{excerpt}",
            self.widths.join("–"),
            self.abridged_values("…"),
            self.loss()
        )
    }
}

/// Whose type and inertia the rows state.
pub(crate) const POINTS: &str = "Type, inertia, escape order and rate are those of the balanced \
                                 point of each family; rates are in whitened coordinates.";

/// Whether a column holds text, which stands to the left.
pub(crate) fn is_text(column: usize) -> bool {
    matches!(REPORT_HEADER[column], "learned" | "type")
}

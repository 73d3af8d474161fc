//! What stands above a table, and which of its columns are text.

use crate::number_text;
use crate::text::REPORT_HEADER;
use linscape_quotient::Landscape;

/// What stands above a table, apart from its markup.
pub(crate) struct Caption {
    pub(crate) widths: Vec<String>,
    /// Singular values as numbers, the repeated ones as often as they are there.
    pub(crate) values: Vec<String>,
    /// What is meant by loss, as plain text and for TeX.
    pub(crate) loss: [&'static str; 2],
    /// The layers with biases.
    biases: Vec<String>,
    /// How many families are listed, of how many, when not all are.
    pub(crate) excerpt: Option<(usize, String)>,
}

impl Caption {
    pub(crate) fn of(landscape: &Landscape) -> Self {
        let problem = landscape.problem();
        let listed = landscape.families().len();
        let all = &landscape.counts().families;
        Self {
            widths: problem.stated_widths().iter().map(ToString::to_string).collect(),
            values: problem.spectrum().singular_values().into_iter().map(number_text).collect(),
            loss: [problem.loss_formula(), problem.loss_tex()],
            biases: problem.biases().layers().iter().map(ToString::to_string).collect(),
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

    /// ` with biases in layers 1, 2`; empty without.
    pub(crate) fn biases(&self) -> String {
        match &self.biases[..] {
            [] => String::new(),
            [one] => format!(" with a bias in layer {one}"),
            several => format!(" with biases in layers {}", several.join(", ")),
        }
    }

    /// The caption as plain text.
    pub(crate) fn text(&self) -> String {
        let excerpt = self.excerpt.as_ref().map_or_else(String::new, |(listed, all)| {
            format!(" {listed} of {all} families: the lowest, and the greedy path.")
        });
        format!(
            "Critical points of a deep linear network of widths {}{} at σ = {}; the loss is {}. {POINTS}{excerpt}",
            self.widths.join("–"),
            self.biases(),
            self.abridged_values("…"),
            self.loss[0]
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

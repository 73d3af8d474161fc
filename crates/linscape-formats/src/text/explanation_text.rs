//! Why a stratum is what it is, in words.

use crate::json::points::Misplaced;
use crate::text::{Tone, escape_drawing, link_text, text_table, write_problem};
use crate::words::{subset_text, surd_text};
use crate::{Explanation, ReportStyle, exact_text, number_text, stratum_text};
use linscape_critical::{PointType, numbered};
use linscape_strata::PivotVerdict;
use std::io::{self, Write};

/// Singular values named one by one.
const NAMED: usize = 8;

impl Explanation<'_> {
    /// Writes the explanation for people.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_text(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        write_problem(&mut out, self.problem, self.source)?;
        self.write_family(&mut out)?;
        writeln!(out, "\n{}", stratum_text(&self.shape, &self.listed, style))?;
        writeln!(out, "Why a {}: {}\n", self.listed.profile.point_type, self.reason())?;
        self.write_pairs(&mut out, style)?;
        self.write_index(&mut out)?;
        self.write_escape(&mut out)
    }

    fn write_family(&self, out: &mut impl Write) -> io::Result<()> {
        let (rank, most) = (self.shape.learned(), self.shape.maximal_rank());
        let learned = subset_text(&self.subset);
        writeln!(
            out,
            "family       {learned} learned: {rank} of at most {}",
            numbered(most, "mode", "modes")
        )?;
        match self.misplaced {
            None => writeln!(out, "             leading: nothing left out is larger")?,
            Some(pair) => writeln!(out, "             not leading: {}", self.misplaced_text(pair))?,
        }
        let residual = match self.unlearned.len() {
            0 => "R = Σ − W is zero".to_owned(),
            rank => format!("R = Σ − W has rank {rank}: {}", self.modes_text(&self.unlearned)),
        };
        let exact = self.exact_loss.as_deref().and_then(|text| text.parse().ok());
        let loss = exact.as_ref().map_or_else(|| number_text(self.loss), exact_text);
        writeln!(out, "residual     {residual}; loss {loss}")
    }

    /// What decides the type.
    fn reason(&self) -> String {
        let (rank, most) = (self.shape.learned(), self.shape.maximal_rank());
        let deciding = self.pivots.iter().filter(|pivot| pivot.verdict == PivotVerdict::Strict);
        let count = deciding.clone().count();
        match (self.listed.profile.point_type, self.misplaced, deciding.clone().next()) {
            (PointType::GlobalMinimum, ..) if self.unlearned.is_empty() => {
                "nothing is left to learn.".to_owned()
            }
            (PointType::GlobalMinimum, ..) => format!(
                "the largest values are learned, as many as the narrowest layer lets through \
                 ({most})."
            ),
            (_, Some(pair), _) => format!(
                "{}; turning the worse mode\ninto the better one lowers the loss at second order. \
                 {}",
                self.misplaced_text(pair),
                match count {
                    0 => "No pair of layers below would do by itself.".to_owned(),
                    count => format!("Pairs of layers that would do by themselves: {count}."),
                }
            ),
            (_, None, Some(pivot)) => format!(
                "at layers i = {}, j = {} the residual is not zero (rank B = {}) and\nmore than \
                 the learned modes pass between (rank M = {} > r = {rank}): moving both lowers \
                 the loss\nat second order. {count} of {} {}.",
                pivot.i,
                pivot.j,
                pivot.residual_rank,
                pivot.product_rank,
                numbered(self.pivots.len(), "pair", "pairs"),
                if count == 1 { "decides" } else { "decide" }
            ),
            (_, None, None) => format!(
                "{rank} of {} learned make no minimum, but nothing left out is larger than \
                 what is learned,\nand for every pair of layers B = 0 or rank M = r = {rank}.",
                numbered(most, "mode", "modes")
            ),
        }
    }

    fn write_pairs(&self, out: &mut impl Write, style: ReportStyle) -> io::Result<()> {
        if self.pivots.is_empty() {
            return writeln!(out, "A network of one layer has no pairs of layers: it is convex.\n");
        }
        let rank = self.shape.learned();
        let header = ["i", "j", "rank B", "measured", "rank M", "measured", "says"];
        let rows = self.pairs().map(|(pivot, measured)| {
            let text = |rank: Option<usize>| rank.map_or_else(|| "?".to_owned(), |r| r.to_string());
            let (tone, says) = match pivot.verdict {
                PivotVerdict::NothingToLearn => {
                    (Tone::Plain, "B = 0: no unlearned mode reaches both layers".to_owned())
                }
                PivotVerdict::NothingPasses => {
                    (Tone::Plain, format!("rank M = r = {rank}: only learned modes pass between"))
                }
                PivotVerdict::Strict => {
                    (Tone::Warning, "decides: negative curvature, strict".to_owned())
                }
            };
            let cells = vec![
                pivot.i.to_string(),
                pivot.j.to_string(),
                pivot.residual_rank.to_string(),
                text(measured.map(|pivot| pivot.residual_rank)),
                pivot.product_rank.to_string(),
                text(measured.map(|pivot| pivot.product_rank)),
                says,
            ];
            (tone, cells)
        });
        writeln!(out, "{}\n", text_table(&header, rows, style))?;
        writeln!(
            out,
            "B = W_{{h:i+1}}ᵀ R W_{{j−1:1}}ᵀ, M = W_{{i−1:j+1}}, r = {rank}; measured at a random \
             point of the stratum (seed {}):\n{}\n",
            self.measurement.seed,
            self.measured_text()
        )
    }

    fn measured_text(&self) -> String {
        let margin = self.measurement.ranks.margin;
        match self.agrees() {
            Some(true) => format!(
                "all ranks are as stated, and give back the stratum; smallest margin above \
                 rounding {margin:.1e}."
            ),
            Some(false) => "some ranks are NOT as stated.".to_owned(),
            None => {
                "undecided: a singular value is neither clearly zero nor clearly not.".to_owned()
            }
        }
    }

    fn write_index(&self, out: &mut impl Write) -> io::Result<()> {
        let sources = self.sources;
        let parts = [
            (sources.swaps, "swaps: a learned mode and a larger one left out"),
            (sources.interior, "an unlearned mode and an interior bar over all of its gap"),
            (sources.modes, "input and output bars of unlearned modes that leave no layer between"),
            (sources.input_null, "the same for an input-null bar and an unlearned mode"),
            (sources.output_null, "the same for an unlearned mode and an output-null bar"),
        ];
        let total = sources.total();
        if total == 0 {
            return writeln!(out, "Index 0: no swap, and no bars that meet.\n");
        }
        writeln!(out, "Index {total}, the negative eigenvalues of the Hessian:")?;
        for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
            writeln!(out, "  {count:>5}  {what}")?;
        }
        writeln!(out)
    }

    fn write_escape(&self, out: &mut impl Write) -> io::Result<()> {
        let Some(order) = self.listed.profile.escape_order else {
            return writeln!(out, "No escape: the loss cannot be lower.");
        };
        let degree = order.degree();
        writeln!(
            out,
            "Escape order {degree}: within distance ε the loss falls by about ε^{degree}."
        )?;
        let Some(path) = &self.path else {
            let pair = self.misplaced.map(|pair| (pair.learned, pair.left_out));
            let (learned, left_out) = pair.unwrap_or_default();
            return writeln!(
                out,
                "It falls fastest by a swap: mode {learned} turns into mode {left_out}."
            );
        };
        let depth = self.shape.depth();
        let counted = path.links.iter().filter(|link| !link.across_null).count();
        let doubled = if counted < path.links.len() { ", counted twice" } else { "" };
        writeln!(
            out,
            "An unlearned mode with the pair {} escapes along {}{doubled}:",
            path.pair,
            numbered(counted, "link", "links")
        )?;
        write!(out, "{}", escape_drawing(path, depth))?;
        path.links.iter().try_for_each(|link| writeln!(out, "  {}", link_text(link, depth)))?;
        writeln!(
            out,
            "(● walked for free, · the rest of a bar; a link is a change of that layer's weights)"
        )
    }

    fn misplaced_text(&self, pair: Misplaced) -> String {
        let (left_out, learned) = (self.mode_text(pair.left_out), self.mode_text(pair.learned));
        format!("{left_out} is left out while {learned} is learned")
    }

    fn modes_text(&self, modes: &[usize]) -> String {
        let mut texts: Vec<String> =
            modes.iter().take(NAMED).map(|&mode| self.mode_text(mode)).collect();
        if modes.len() > NAMED {
            texts.push("…".to_owned());
        }
        texts.join(", ")
    }

    /// `σ2 = 5/2`.
    fn mode_text(&self, mode: usize) -> String {
        let spectrum = self.problem.spectrum();
        let value = match spectrum.exact_singular_values() {
            Some(exact) => surd_text(&exact[mode - 1]),
            None => number_text(spectrum.singular_values()[mode - 1]),
        };
        format!("σ{mode} = {value}")
    }
}

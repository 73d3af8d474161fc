//! Strata as people see them: what is alive in which layer.

use crate::text::{Tone, bounds_text, coefficient_text, write_problem};
use crate::words::subset_text;
use crate::{ReportStyle, StrataOf};
use linscape_critical::PointType;
use linscape_strata::{FamilyShape, ListedStratum, Stratum};
use std::io::{self, Write};

impl StrataOf<'_> {
    /// Writes the lines above a listing of strata.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_header(&self, mut out: impl Write) -> io::Result<()> {
        write_problem(&mut out, self.problem, self.source)?;
        let subset = self.subset.indices(self.problem.spectrum().multiplicities());
        let rank = subset.len();
        writeln!(out, "family       {} learned (rank {rank})", subset_text(&subset))?;
        match self.total {
            Some(total) => writeln!(out, "strata       {total}"),
            None => writeln!(out, "strata       not counted (too many coefficients)"),
        }
    }
}

/// A stratum as a block of text: its key, what it is, and one line a kind of bar, layer by layer.
///
/// ```text
/// p0-3.b1-1,2-2
///   nonstrict saddle: index 0, nullity 12, coindex 0; dimension 0; escape order 3
///   learning coefficient λ = 1/2, m = 3; 3 components of codimension 1 through it
///     beside coindex/2 = 0 of ½‖W(w') − W(w)‖², codimension/2 = 3/2 of the stratum
///   layer          0 1 2 3
///   unlearned x1   ●     ●
///   interior  x1     ●
/// ```
#[must_use]
pub fn stratum_text(shape: &FamilyShape, listed: &ListedStratum, style: ReportStyle) -> String {
    let (stratum, profile) = (&listed.stratum, &listed.profile);
    let name = coloured(profile.point_type, style);
    let component = if profile.is_morse_bott() { " = nullity, a component" } else { "" };
    let escape =
        profile.escape_order.map_or_else(String::new, |order| format!("; escape order {order}"));
    let inertia = profile.inertia;
    let text = format!(
        "{}\n  {name}: index {}, nullity {}, coindex {}; dimension {}{component}{escape}\n",
        stratum.key(),
        inertia.negative,
        inertia.zero,
        inertia.positive,
        profile.dimension
    );
    let coefficient = coefficient_text(&stratum.learning_coefficient(shape));
    let bounds = stratum.learning_bounds(shape);
    let beside = bounds_text(bounds.half_coindex, Some(bounds.half_codimension));
    let learning = format!("  learning coefficient {coefficient}\n    beside {beside}\n");
    text + &learning + &drawing(shape, stratum)
}

fn coloured(point_type: PointType, style: ReportStyle) -> String {
    let tone = match point_type {
        PointType::GlobalMinimum => Tone::Good,
        PointType::StrictSaddle => Tone::Plain,
        PointType::NonstrictSaddle => Tone::Warning,
    };
    let name = point_type.to_string();
    if style.colour { tone.painted(&name) } else { name }
}

fn drawing(shape: &FamilyShape, stratum: &Stratum) -> String {
    let depth = shape.depth();
    let layers: Vec<String> = (0..=depth).map(|layer| format!("{layer:<2}")).collect();
    let mut lines = vec![("layer".to_owned(), 0, layers.concat().trim_end().to_owned())];
    if shape.learned() > 0 {
        lines.push(("learned".to_owned(), shape.learned(), bars(depth, &[(0, depth)])));
    }
    for (pair, count) in stratum.unlearned() {
        let drawn = bars(depth, &[(0, pair.input_end), (pair.output_start, depth)]);
        lines.push(("unlearned".to_owned(), count, drawn));
    }
    for (end, count) in stratum.input_null() {
        lines.push(("input null".to_owned(), count, bars(depth, &[(0, end)])));
    }
    for (start, count) in stratum.output_null() {
        lines.push(("output null".to_owned(), count, bars(depth, &[(start, depth)])));
    }
    for (bar, count) in stratum.interior() {
        lines.push(("interior".to_owned(), count, bars(depth, &[(bar.start, bar.end)])));
    }
    let line = |(name, count, drawn): (String, usize, String)| {
        let times = if count == 0 { String::new() } else { format!("x{count}") };
        format!("  {name:<11} {times:<4} {drawn}\n")
    };
    lines.into_iter().map(line).collect()
}

/// Bars on one line: `●` where alive, `─` along the weights that carry them.
fn bars(depth: usize, alive: &[(usize, usize)]) -> String {
    let mut line = String::new();
    for layer in 0..=depth {
        let inside = alive.iter().find(|(start, end)| (*start..=*end).contains(&layer));
        line.push(if inside.is_some() { '●' } else { ' ' });
        line.push(if inside.is_some_and(|(_, end)| layer < *end) { '─' } else { ' ' });
    }
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Problem, Spectrum};
    use linscape_strata::Strata;

    #[test]
    fn every_stratum_draws_as_many_dots_in_a_layer_as_the_layer_is_wide() {
        let widths = vec![3, 4, 2, 3, 4];
        let network = Architecture::new(widths.clone()).expect("widths");
        let problem =
            Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1])).expect("fits");
        let shape = FamilyShape::new(&problem, &problem.leading(1));
        let mut drawn = 0;
        for listed in Strata::of(&shape) {
            let text = drawing(&shape, &listed.stratum);
            let mut dots = vec![0; widths.len()];
            for line in text.lines().skip(1) {
                let (_, rest) = line.split_once(" x").expect("a count");
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                let count: usize = digits.parse().expect("a count");
                let bars: Vec<char> = line.chars().skip(19).collect();
                for (layer, dots) in dots.iter_mut().enumerate() {
                    *dots += count * usize::from(bars.get(2 * layer) == Some(&'●'));
                }
            }
            assert_eq!(dots, widths, "{text}");
            drawn += 1;
        }
        assert!(drawn > 10);
    }
}

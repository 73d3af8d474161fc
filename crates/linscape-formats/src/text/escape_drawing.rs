//! Paths of escape, drawn and in words.

use linscape_strata::{Bar, EscapePath, Link};
use std::fmt::Write;

/// The path of escape bar by bar: `●` where it walks, `·` the rest of the bar.
///
/// ```text
///   layer             0 1 2 3
///   input bar [0,0]   ●
///   bar [1,2]           ●─●
///   output bar [3,3]        ●
/// ```
pub(crate) fn escape_drawing(path: &EscapePath, depth: usize) -> String {
    let visits = visits(path, depth);
    let names: Vec<String> = visits.iter().map(|visit| bar_name(visit.bar, depth)).collect();
    let width = names.iter().map(String::len).max().unwrap_or(0);
    let layers: Vec<String> = (0..=depth).map(|layer| format!("{layer:<2}")).collect();
    let mut text = format!("  {:<width$}  {}\n", "layer", layers.concat().trim_end());
    for (name, visit) in names.iter().zip(&visits) {
        let line: String = (0..=depth).map(|layer| visit.cell(layer)).collect();
        let _ = writeln!(text, "  {name:<width$}  {}", line.trim_end());
    }
    text
}

/// A link in words.
pub(crate) fn link_text(link: &Link, depth: usize) -> String {
    let (from, to) = (bar_name(link.from, depth), bar_name(link.to, depth));
    let layer = link.layer;
    if link.across_null {
        format!(
            "null step at layer {layer} from {from} to {to}: not counted, the rest counts twice"
        )
    } else {
        format!("link at layer {layer} from {from} to {to}")
    }
}

fn bar_name(bar: Bar, depth: usize) -> String {
    let side = match (bar.start, bar.end) {
        (0, _) => "input bar",
        (_, end) if end == depth => "output bar",
        _ => "bar",
    };
    format!("{side} [{},{}]", bar.start, bar.end)
}

/// A bar on the path, with the layers in which the path follows it.
struct Visit {
    bar: Bar,
    walked: Bar,
}

impl Visit {
    fn cell(&self, layer: usize) -> &'static str {
        let on = |bar: Bar| bar.contains(layer);
        let carries = self.bar.contains(layer) && self.bar.contains(layer + 1);
        match (on(self.bar), on(self.walked), carries) {
            (false, ..) => "  ",
            (true, false, _) => "· ",
            (true, true, true) if self.walked.contains(layer + 1) => "●─",
            (true, true, _) => "● ",
        }
    }
}

fn visits(path: &EscapePath, depth: usize) -> Vec<Visit> {
    let Some(first) = path.links.first() else { return Vec::new() };
    let entered =
        std::iter::once((first.from, 0)).chain(path.links.iter().map(|link| (link.to, link.layer)));
    let left = path.links.iter().map(|link| link.layer - 1).chain([depth]);
    entered.zip(left).map(|((bar, start), end)| Visit { bar, walked: Bar { start, end } }).collect()
}

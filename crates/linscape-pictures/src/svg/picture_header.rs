//! What every picture says of itself: title, subtitle, and metadata for machines.

use crate::svg::{Px, SvgText};
use linscape_critical::Problem;
use linscape_formats::{ProblemRecord, number_text};
use serde_json::{Value, json};

/// Opens a picture that stands alone: size, style, title and metadata.
pub(crate) fn begin_picture(
    svg: &mut SvgText,
    size: (f64, f64),
    title: &str,
    problem: &Problem,
    source: Option<&Value>,
) {
    begin_picture_of(svg, size, title, &ProblemRecord::new(problem, source));
}

/// The same of a problem whose record is at hand, as one with weight decay is.
pub(crate) fn begin_picture_of(
    svg: &mut SvgText,
    size: (f64, f64),
    title: &str,
    problem: &ProblemRecord,
) {
    let (width, height) = (Px(size.0), Px(size.1));
    svg.open(format_args!(
        "svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" class=\"picture\""
    ));
    svg.content(format_args!("title"), title);
    let metadata = json!({
        "generator": { "name": "linscape", "version": env!("CARGO_PKG_VERSION") },
        "picture": title,
        "problem": problem,
    });
    svg.content(format_args!("metadata"), &metadata.to_string());
    svg.content(format_args!("style"), &crate::svg::standalone_style());
    svg.leaf(format_args!("rect class=\"paper\" width=\"{width}\" height=\"{height}\""));
}

/// The two lines above a picture.
pub(crate) fn write_title(svg: &mut SvgText, title: &str, subtitle: &str) {
    svg.content(format_args!("text class=\"title\" x=\"24\" y=\"34\""), title);
    svg.content(format_args!("text class=\"subtitle\" x=\"24\" y=\"55\""), subtitle);
}

/// Height that title and subtitle take.
pub(crate) const TITLE_HEIGHT: f64 = 62.0;

/// The problem in one line: `widths 3–3–3–3 · σ = 3, 2, 1`, with at most `shown` values.
pub(crate) fn problem_line(problem: &Problem, shown: usize) -> String {
    let widths: Vec<String> = problem.stated_widths().iter().map(ToString::to_string).collect();
    let spectrum = problem.spectrum();
    let text = |(value, times): (&f64, &usize)| {
        let number = number_text(*value);
        if *times == 1 { number } else { format!("{number} (×{times})") }
    };
    let mut values: Vec<String> =
        spectrum.distinct().iter().zip(spectrum.multiplicities()).map(text).collect();
    match spectrum.zeros() {
        0 => {}
        1 => values.push("0".to_owned()),
        zeros => values.push(format!("0 (×{zeros})")),
    }
    if values.len() > shown {
        let last = values.pop().unwrap_or_default();
        values.truncate(shown.saturating_sub(2));
        values.extend(["…".to_owned(), last]);
    }
    format!("widths {} · σ = {}", widths.join("–"), values.join(", "))
}

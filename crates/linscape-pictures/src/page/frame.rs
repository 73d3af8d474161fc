//! What every page has: style, script, policy, explanations, and the facts of its problem.

use crate::page::{PageFacts, content_policy, filled, json_for_script, script};
use crate::svg::variables;
use linscape_formats::glossary;
use serde_json::Value;

/// A page around the facts of its problem; `own` fills in what only this kind of page has.
pub(super) fn framed<'a>(facts: &PageFacts, own: impl Fn(&str) -> &'a str) -> String {
    let style = page_style();
    let glossary = json_for_script(&glossary_sentences().to_string());
    let (script, policy) = (script(), content_policy());
    filled(include_str!("../../page/page.html"), |name| match name {
        "policy" => &policy,
        "style" => &style,
        "picture style" => PICTURE_STYLE,
        "glossary" => &glossary,
        "script" => &script,
        "ties" => &facts.ties,
        "problem" => &facts.problem,
        "counts" => &facts.counts,
        "left out" => &facts.left_out,
        "data" => &facts.data,
        "version" => env!("CARGO_PKG_VERSION"),
        _ => own(name),
    })
}

/// What is the page's alone; the drawings have a style of their own, which goes with them when they are saved.
pub(super) fn page_style() -> String {
    let (light, dark) = (variables(|colour| colour.light), variables(|colour| colour.dark));
    let page = include_str!("../../page/page.css");
    let page = page.replace("/* dark */", &dark).replace("/* light */", &light);
    format!(":root{{{light}}}\n{page}")
}

/// The style of drawings, which goes with them when they are saved.
const PICTURE_STYLE: &str =
    concat!(include_str!("../../page/picture.css"), include_str!("../../page/diagram.css"));

/// What the words of the panel mean.
fn glossary_sentences() -> Value {
    glossary().iter().map(|term| (term.name.to_owned(), Value::from(term.sentence))).collect()
}

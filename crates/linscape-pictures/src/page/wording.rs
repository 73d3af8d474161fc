//! What a page says of its problem.

use crate::svg::{Escaped, problem_line};
use linscape_critical::{Problem, numbered};
use linscape_formats::number_text;
use linscape_quotient::Landscape;
use serde_json::Value;

/// Lines of the heading, as HTML.
pub(crate) struct PageFacts {
    pub(crate) problem: String,
    pub(crate) counts: String,
    pub(crate) left_out: String,
    pub(crate) data: String,
    /// What to say of equal singular values in the legend.
    pub(crate) ties: String,
}

impl PageFacts {
    pub(crate) fn new(landscape: &Landscape, source: Option<&Value>) -> Self {
        let problem = landscape.problem();
        let line = format!(
            "{} ({}), never below {}",
            network_line(problem),
            problem.convention(),
            number_text(problem.loss(&problem.leading(problem.maximal_rank())))
        );
        Self {
            problem: Escaped(&line).to_string(),
            counts: counts(landscape),
            left_out: left_out(
                landscape.families().len(),
                landscape.is_interrupted(),
                landscape.is_truncated().then(|| truncated(landscape)),
            ),
            data: data(problem, source),
            ties: ties(problem.spectrum().multiplicities()),
        }
    }
}

/// Network, data and the formula of the loss.
pub(super) fn network_line(problem: &Problem) -> String {
    format!(
        "{} · depth {}, {} · loss {}",
        problem_line(problem, 8),
        problem.architecture().depth(),
        numbered(problem.parameters(), "parameter", "parameters"),
        problem.loss_formula(),
    )
}

fn counts(landscape: &Landscape) -> String {
    let counts = landscape.counts();
    let values = landscape.critical_values().map_or("?".to_owned(), ToString::to_string);
    let facts = [
        (counts.families.to_string(), "families", ""),
        (values, "critical values", ""),
        ("1".to_owned(), "global minimum", "global_minimum"),
        (counts.strict.to_string(), "strict saddles", "strict_saddle"),
        (counts.nonstrict.to_string(), "nonstrict saddles", "nonstrict_saddle"),
    ];
    facts.into_iter().map(|(number, name, kind)| count_line(&number, name, kind)).collect()
}

/// A number of something, behind the mark of its type if it has one.
pub(super) fn count_line(number: &str, name: &str, kind: &str) -> String {
    let mark = if kind.is_empty() {
        String::new()
    } else {
        format!("<span class=\"type {kind}\"></span>")
    };
    format!("<li>{mark}<b>{}</b> {name}</li>", grouped(number))
}

/// The types that can be hidden, as boxes to be ticked.
pub(crate) fn type_choices(types: &[(&str, &str)]) -> String {
    let choice = |(class, name): &(&str, &str)| {
        format!(
            "<label><input type=\"checkbox\" name=\"type\" value=\"{class}\" checked> \
             <span class=\"type {class}\"></span> {name}</label>\n"
        )
    };
    types.iter().map(choice).collect()
}

/// Digits in groups of three.
pub(super) fn grouped(number: &str) -> String {
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let digits = number.len();
    let spaced = number.chars().enumerate().map(|(at, digit)| {
        let space = at > 0 && (digits - at).is_multiple_of(3);
        format!("{}{digit}", if space { "\u{202f}" } else { "" })
    });
    spaced.collect()
}

/// What is not drawn, if anything; `truncated` says it of a list that is cut.
pub(super) fn left_out(listed: usize, is_interrupted: bool, truncated: Option<String>) -> String {
    let interrupted =
        || format!("Interrupted: the {listed} lowest families found so far are drawn.");
    let sentence = if is_interrupted { Some(interrupted()) } else { truncated };
    sentence.map_or_else(String::new, |text| format!("<p class=\"warning\">{text}</p>"))
}

fn truncated(landscape: &Landscape) -> String {
    let listed = landscape.families().len();
    let all = grouped(&landscape.counts().families.to_string());
    format!(
        "The diagram draws {listed} of {all} families: the lowest ones and the \
         greedy path. The others are counted, exactly, in the last figure of this page; \
         <code>linscape view --limit K</code> draws more."
    )
}

/// Where the data came from, in a paragraph.
pub(super) fn data(problem: &Problem, source: Option<&Value>) -> String {
    let text = |name: &&str| source?.get(*name)?.as_str().map(ToOwned::to_owned);
    let names = ["file", "inputs", "targets", "labels"];
    let mut parts: Vec<String> = names.iter().filter_map(text).collect();
    for name in ["autoencode", "center"] {
        if source.and_then(|source| source.get(name)).and_then(Value::as_bool) == Some(true) {
            parts.push(if name == "center" {
                "column means subtracted".to_owned()
            } else {
                "autoencoder".to_owned()
            });
        }
    }
    if let Some(samples) = problem.samples() {
        let samples = numbered(samples, "sample", "samples");
        parts.push(format!("{samples}, inputs of rank {}", problem.input_rank()));
    }
    if parts.is_empty() {
        return String::new();
    }
    format!("<p class=\"data\">{}</p>", Escaped(&parts.join(" · ")))
}

/// Equal singular values share a name, whichever of them are learned.
pub(super) fn ties(multiplicities: &[usize]) -> String {
    if multiplicities.iter().all(|&times| times == 1) {
        return String::new();
    }
    " Of equal singular values a subset says how many are learned: it names the first ones and stands \
     for every choice among them."
        .to_owned()
}

/// The figures below the diagram.
pub(crate) fn curves(pictures: &[(String, &'static str)]) -> String {
    let figure = |(picture, caption): &(String, &'static str)| {
        format!(
            "<figure class=\"plot\">{}<figcaption>{caption}</figcaption></figure>",
            inner(picture)
        )
    };
    pictures.iter().map(figure).collect()
}

/// A picture without its own style, which would hold for the whole page, and without its
/// metadata, which the page has already.
fn inner(picture: &str) -> String {
    let mut text = picture.to_owned();
    for name in ["style", "metadata"] {
        let (open, close) = (format!("<{name}>"), format!("</{name}>\n"));
        if let (Some(from), Some(to)) = (text.find(&open), text.find(&close)) {
            text.replace_range(from..to + close.len(), "");
        }
    }
    text
}

/// The ranks that are drawn, as options of a choice.
pub(crate) fn rank_options(ranks: impl Iterator<Item = usize>) -> String {
    let mut ranks: Vec<usize> = ranks.collect();
    ranks.sort_unstable();
    ranks.dedup();
    let options: Vec<String> =
        ranks.iter().map(|rank| format!("<option>{rank}</option>")).collect();
    options.concat()
}

//! The options that state a problem again on a command line.

use linscape_critical::{LossConvention, Origin, Problem};
use serde_json::Value;

/// Options for a shell: `--sigma 3,2,1 --widths 3,3,3,3`. A problem whose source is not known is
/// read from `landscape.json`, the dump that the page saves.
pub(crate) fn problem_options(problem: &Problem, source: Option<&Value>) -> String {
    let field = |name: &str| source.and_then(|source| source.get(name));
    let text = |name: &str| field(name).and_then(Value::as_str);
    let flag = |name: &str| field(name).and_then(Value::as_bool) == Some(true);
    let mut words: Vec<String> = Vec::new();
    // A value that begins with a hyphen would be taken for an option.
    let mut option = |name: &str, value: &str| {
        if value.starts_with('-') {
            words.push(format!("{name}={}", quoted(value)));
        } else {
            words.extend([name.to_owned(), quoted(value)]);
        }
    };
    match (text("kind"), text("values"), text("file"), text("inputs")) {
        (Some("sigma"), Some(values), ..) => option("--sigma", values),
        (Some("target"), _, Some(file), _) => option("--target", file),
        (Some("data"), .., Some(inputs)) => {
            option("--inputs", inputs);
            for name in ["targets", "labels", "sample_weights"] {
                if let Some(file) = text(name) {
                    option(&format!("--{}", name.replace('_', "-")), file);
                }
            }
        }
        _ => return "--problem landscape.json".to_owned(),
    }
    let read = field("options").and_then(Value::as_object).into_iter().flatten();
    for (name, value) in read {
        option(&format!("--{}", name.replace('_', "-")), value.as_str().unwrap_or_default());
    }
    let widths: Vec<String> = problem.stated_widths().iter().map(ToString::to_string).collect();
    option("--widths", &widths.join(","));
    if !problem.biases().is_none() {
        option("--biases", &problem.biases().to_string());
    }
    if problem.convention() != LossConvention::HalfSum {
        option("--loss", problem.convention().name());
    }
    let given = problem.tolerance().filter(|found| found.rank.origin == Origin::Option);
    if let Some(tolerance) = given {
        option("--tolerance", &tolerance.rank.value.to_string());
    }
    for name in ["autoencode", "center"] {
        if flag(name) {
            words.push(format!("--{name}"));
        }
    }
    words.join(" ")
}

/// A word as a POSIX shell reads it back.
fn quoted(word: &str) -> String {
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || "_-./,:=+@%".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Spectrum};
    use serde_json::json;

    #[test]
    fn every_kind_of_source_is_stated_again() {
        let network = Architecture::new(vec![2, 3, 2]).expect("widths");
        let problem =
            Problem::from_spectrum(network, Spectrum::exact_integers(&[2])).expect("fits");
        let cases = [
            (json!({ "kind": "sigma", "values": "5/2,1" }), "--sigma 5/2,1 --widths 2,3,2"),
            (json!({ "kind": "target", "file": "my Σ.csv" }), "--target 'my Σ.csv' --widths 2,3,2"),
            (
                json!({ "kind": "data", "inputs": "x.npy", "targets": null, "labels": "it's.csv",
                    "autoencode": false, "center": true }),
                r"--inputs x.npy --labels 'it'\''s.csv' --widths 2,3,2 --center",
            ),
            (
                json!({ "kind": "data", "inputs": "x.npy", "targets": "y.npy", "sample_weights": "w.npy" }),
                "--inputs x.npy --targets y.npy --sample-weights w.npy --widths 2,3,2",
            ),
            (json!({ "kind": "target", "file": "-m.csv" }), "--target=-m.csv --widths 2,3,2"),
            (
                json!({ "kind": "target", "file": "m.csv", "options": { "delimiter": ";",
                    "index_column": "none" } }),
                "--target m.csv --delimiter ';' --index-column none --widths 2,3,2",
            ),
            (json!({ "kind": "other" }), "--problem landscape.json"),
        ];
        for (source, expected) in cases {
            assert_eq!(problem_options(&problem, Some(&source)), expected);
        }
        assert_eq!(problem_options(&problem, None), "--problem landscape.json");
    }
}

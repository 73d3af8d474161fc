//! What a page says of a problem with weight decay.

use crate::page::PageFacts;
use crate::page::wording::{count_line, data, grouped, left_out, network_line, ties};
use crate::svg::Escaped;
use linscape_critical::Problem;
use linscape_decay::{Coordinates, DecayedLandscape, DecayedProblem};
use linscape_formats::number_text;
use serde_json::Value;

impl PageFacts {
    /// The same lines of a landscape with decay; `problem` is the one without.
    pub(super) fn with_decay(
        problem: &Problem,
        landscape: &DecayedLandscape,
        source: Option<&Value>,
    ) -> Self {
        Self {
            problem: problem_text(problem, landscape.problem()),
            counts: counts(landscape),
            left_out: left_out(
                landscape.families().len(),
                landscape.is_interrupted(),
                landscape.is_truncated().then(|| truncated(landscape)),
            ),
            data: data(problem, source),
            ties: ties(&landscape.problem().multiplicities()),
        }
    }
}

fn problem_text(problem: &Problem, decayed: &DecayedProblem) -> String {
    let line = format!(
        "{} + ½ Σ_i λ_i ‖W_i‖² ({}) · λ = {}{}",
        network_line(problem),
        problem.convention(),
        layers_text(decayed),
        match decayed.coordinates() {
            Coordinates::Whitened => "",
            Coordinates::Activations => " on the first hidden activations",
            Coordinates::Isotropic { .. } | Coordinates::Autoencoder { .. } => {
                " on the data's own weights"
            }
        }
    );
    Escaped(&line).to_string()
}

fn layers_text(decayed: &DecayedProblem) -> String {
    let layers: Vec<String> =
        decayed.decay().stated_layers().iter().copied().map(number_text).collect();
    match &layers[..] {
        [first, rest @ ..] if rest.iter().all(|own| own == first) => {
            format!("{first} in every layer")
        }
        all => all.join(", "),
    }
}

fn counts(landscape: &DecayedLandscape) -> String {
    let counts = landscape.counts();
    let mut facts = vec![(counts.families.to_string(), "families", "")];
    if landscape.problem().depth() > 2 {
        facts.extend([
            (counts.local_minima.to_string(), "minima, the global one among them", "local_minimum"),
            (landscape.barriers().len().to_string(), "passes between them", "pass"),
        ]);
    } else {
        facts.push((counts.local_minima.to_string(), "minimum", "global_minimum"));
    }
    facts.extend([
        (counts.strict.to_string(), "strict saddles", "strict_saddle"),
        (counts.nonstrict.to_string(), "nonstrict saddles", "nonstrict_saddle"),
    ]);
    facts.iter().map(|(number, name, kind)| count_line(number, name, kind)).collect()
}

fn truncated(landscape: &DecayedLandscape) -> String {
    let listed = landscape.families().len();
    let all = grouped(&landscape.counts().families.to_string());
    format!(
        "The diagram draws the {listed} lowest of {all} families; \
         <code>linscape view --limit K</code> draws more. All minima and passes are in the figure below."
    )
}

/// The options that state the decay again; none where the dump states it.
pub(super) fn decay_options(
    decayed: &DecayedProblem,
    problem: &Problem,
    source: Option<&Value>,
) -> String {
    let options = super::problem_options(problem, source);
    if options.starts_with("--problem") {
        return String::new();
    }
    let exact = decayed.decay().exact_layers();
    let layers: Vec<String> = match exact {
        Some(layers) => layers.iter().map(ToString::to_string).collect(),
        None => decayed.decay().stated_layers().iter().map(ToString::to_string).collect(),
    };
    let is_equal = layers.iter().all(|own| *own == layers[0]);
    let text = if is_equal { layers[0].clone() } else { layers.join(",") };
    let has_data = options.contains("--inputs");
    let on = match decayed.coordinates() {
        Coordinates::Activations => " --decay-on activations",
        Coordinates::Whitened if has_data => " --decay-on whitened",
        _ => "",
    };
    let biases = decayed.bias_decay().map_or(String::new(), |own| {
        let layers: Vec<String> =
            own.layers().iter().map(|layer| (layer * decayed.factor()).to_string()).collect();
        format!(" --decay-biases {}", layers.join(","))
    });
    format!(" --decay {text}{on}{biases}")
}

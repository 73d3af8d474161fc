//! The lines above a table with decay: the problem, its loss with the penalty, and the decay.

use super::word_text;
use crate::number_text;
use crate::text::write_problem_of_loss;
use linscape_critical::Problem;
use linscape_decay::{
    Coordinates, DecayedProblem, Globality, Phase, Threshold, Word, form, minima,
};
use serde_json::Value;
use std::io::{self, Write};

/// What is being looked at: the lines of a problem without decay, but for the loss, which has its penalty
/// and its own global minimum, and those of the decay.
pub(crate) fn write_decayed_problem(
    out: &mut impl Write,
    problem: &Problem,
    source: Option<&Value>,
    decayed: &DecayedProblem,
) -> io::Result<()> {
    let penalty = match decayed.coordinates() {
        Coordinates::Activations => " + ½ λ_1 Σ_j ‖W_1 x_j‖² + ½ Σ_{i>1} λ_i ‖W_i‖²",
        _ => " + ½ Σ_i λ_i ‖W_i‖²",
    };
    let penalty = match decayed.bias_decay() {
        Some(_) => format!("{penalty} + ½ Σ_i μ_i ‖b_i‖²"),
        None => penalty.to_owned(),
    };
    let least = least(decayed);
    let said = (penalty.as_str(), least.as_str());
    write_problem_of_loss(out, problem, source, said, decayed.biases())?;
    write_decay(out, decayed)
}

/// The smallest loss and the families that have it.
fn least(problem: &DecayedProblem) -> String {
    let minima = minima(problem);
    let of = |wanted: Globality| -> Vec<&Word> {
        minima.iter().filter(|word| form(problem, word).global == wanted).collect()
    };
    let (mut lowest, open) = (of(Globality::Global), of(Globality::Undecided));
    let is_open = !open.is_empty();
    lowest.extend(open);
    let least = lowest.iter().map(|word| problem.loss(word)).fold(f64::INFINITY, f64::min);
    if !least.is_finite() {
        return "its global minimum undecided".to_owned();
    }
    let multiplicities = problem.multiplicities();
    let keys: Vec<String> = lowest.iter().map(|word| word_text(word, &multiplicities)).collect();
    let between = if is_open { " or " } else { " and " };
    format!("never below {}, the global minimum {}", number_text(least), keys.join(between))
}

/// The line of the decay, and which thresholds are undecided.
fn write_decay(out: &mut impl Write, problem: &DecayedProblem) -> io::Result<()> {
    let (decay, factor) = (problem.decay(), problem.factor());
    let on = match problem.coordinates() {
        Coordinates::Whitened => "the weights, inputs white".to_owned(),
        Coordinates::Activations => {
            "the first layer's activations Σ_j ‖W_1 x_j‖² and the other layers' weights".to_owned()
        }
        Coordinates::Isotropic { moment } => {
            format!("the data's own weights; isotropic inputs, XXᵀ = {}·I", number_text(moment))
        }
        Coordinates::Autoencoder { scale } if (scale - 1.0).abs() < f64::EPSILON => {
            "the data's own weights; an autoencoder".to_owned()
        }
        Coordinates::Autoencoder { scale } => {
            format!("the data's own weights; YXᵀ = {}·XXᵀ", number_text(scale))
        }
    };
    let mean = number_text(decay.mean() * factor);
    if decay.is_uniform() {
        writeln!(out, "decay        λ = {mean} in every layer, on {on}")?;
    } else {
        let layers: Vec<String> =
            decay.stated_layers().iter().map(|&layer| number_text(layer)).collect();
        writeln!(
            out,
            "decay        λ = {} from the input on (geometric mean {mean}), on {on}",
            layers.join(", ")
        )?;
    }
    if let Some(biases) = problem.bias_decay() {
        let layers: Vec<String> =
            biases.layers().iter().map(|&layer| number_text(layer * factor)).collect();
        let zero = if biases.is_of_all() {
            "all biases are 0 at every critical point (coindex)"
        } else {
            "biases that decay are 0 at every critical point (coindex)"
        };
        writeln!(out, "bias decay   μ = {} from the input on: {zero}", layers.join(", "))?;
    }
    for class in problem.classes() {
        let Phase::Undecided(which) = class.phase() else { continue };
        let sigma = number_text(class.mode.singular_value());
        match which {
            Threshold::Fold => writeln!(
                out,
                "undecided    σ = {sigma} is within tolerance of its fold: families that learn it \
                 are not listed, if there are any"
            )?,
            Threshold::Coexistence => writeln!(
                out,
                "undecided    σ = {sigma} is within tolerance of coexistence: whether learning it \
                 lowers the loss is open"
            )?,
        }
    }
    Ok(())
}

//! Which tensors are the biases of which layers.

use crate::arrays::excerpt;
use crate::weights::layers::layer_names::is_bias;
use crate::weights::{TensorShape, WeightsFault, by_name};
use std::collections::{HashMap, HashSet};

/// What matrices are called, and what their biases are called in the same place.
const CALLED: [(&str, &str); 8] = [
    ("weights", "biases"),
    ("weights", "bias"),
    ("weight", "bias"),
    ("kernels", "biases"),
    ("kernel", "bias"),
    ("W", "b"),
    ("w", "b"),
    ("W", "bias"),
];

/// The bias of every layer, none where it has none: the vector of the same name but for what is called
/// so (`0.weight` and `0.bias`, `W1` and `b1`, `weights.0` and `biases.0`), or the vector that follows it in a list
/// (`0` and `1`, or `3.0` and `3.1` where layers are pairs). `all` are the tensors that may be one; where the user did not name the layers, all that are called biases have to be some
/// layer's.
///
/// # Errors
/// When a bias is no layer's.
pub(crate) fn biases_of(
    layers: &[TensorShape],
    all: &[TensorShape],
    are_named: bool,
) -> Result<Vec<Option<TensorShape>>, WeightsFault> {
    let known = by_name(all);
    let found: Vec<Option<&TensorShape>> =
        layers.iter().map(|layer| bias_of(layer, &known)).collect();
    if !are_named {
        let taken: HashSet<&str> = found.iter().flatten().map(|bias| bias.name.as_str()).collect();
        for tensor in all {
            let [length] = tensor.shape[..] else { continue };
            if is_bias(&tensor.name) && !taken.contains(tensor.name.as_str()) {
                return Err(WeightsFault::Bias { name: excerpt(&tensor.name), length });
            }
        }
    }
    Ok(found.into_iter().map(Option::<&TensorShape>::cloned).collect())
}

fn bias_of<'t>(
    TensorShape { name: layer, shape }: &TensorShape,
    known: &HashMap<&str, &'t TensorShape>,
) -> Option<&'t TensorShape> {
    let mut renamed = CALLED.iter().filter_map(|(matrix, bias)| {
        let at = layer.rfind(matrix)?;
        Some(format!("{}{bias}{}", &layer[..at], &layer[at + matrix.len()..]))
    });
    let vector = |name: &str| known.get(name).copied().filter(|one| one.shape.len() == 1);
    renamed
        .find_map(|name| vector(&name))
        .or_else(|| vector(&following(layer)?).filter(|one| shape.contains(&one.shape[0])))
}

/// What follows an item of a list.
fn following(name: &str) -> Option<String> {
    let at = name.rfind('.').map_or(0, |dot| dot + 1);
    let number: usize = name[at..].parse().ok()?;
    Some(format!("{}{}", &name[..at], number + 1))
}

/// The bias of a layer of so many units.
pub(crate) fn check_length(
    bias: &TensorShape,
    layer: &TensorShape,
    width: usize,
) -> Result<(), WeightsFault> {
    let length = bias.shape.first().copied().unwrap_or(0);
    if length == width {
        return Ok(());
    }
    let (name, layer) = (excerpt(&bias.name), excerpt(&layer.name));
    Err(WeightsFault::BiasLength { name, length, layer, width })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tensors(named: &[(&str, &[usize])]) -> Vec<TensorShape> {
        let tensor = |(name, shape): &(&str, &[usize])| TensorShape {
            name: (*name).to_owned(),
            shape: shape.to_vec(),
        };
        named.iter().map(tensor).collect()
    }

    #[test]
    fn a_bias_bears_the_name_of_its_layer() {
        for (layer, bias) in [
            ("0.weight", "0.bias"),
            ("W1", "b1"),
            ("W0", "b0"),
            ("weights.2", "biases.2"),
            ("fc1_weight", "fc1_bias"),
            ("Dense_0/kernel", "Dense_0/bias"),
            ("w_1", "b_1"),
            ("3.0", "3.1"),
            ("4", "5"),
        ] {
            let all = tensors(&[(layer, &[3, 2]), (bias, &[3])]);
            let found = biases_of(&all[..1], &all, false).expect(layer);
            assert_eq!(found, [Some(all[1].clone())], "{layer}");
        }
    }

    #[test]
    fn a_bias_of_no_layer_is_refused_unless_the_layers_were_named() {
        let all = tensors(&[("0.weight", &[3, 2]), ("2.bias", &[3]), ("loss", &[7])]);
        let fault = biases_of(&all[..1], &all, false).expect_err("no layer 2");
        assert!(fault.to_string().contains("\"2.bias\""), "{fault}");
        assert_eq!(biases_of(&all[..1], &all, true).expect("named"), [None]);
    }
}

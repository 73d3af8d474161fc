//! Which tensors are the layers, and in which order.

use std::collections::HashSet;
use std::fmt::Write;

use crate::arrays::excerpt;
use crate::weights::layers::chain_order::{Chained, order_by_shapes};
use crate::weights::layers::natural_order::{NoNaturalOrder, natural_order};
use crate::weights::{TensorShape, TensorSource, WeightsFault, by_name};

/// The layers from the input on, and what is to be said about them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LayerNames {
    pub(crate) tensors: Vec<TensorShape>,
    pub(crate) notes: Vec<String>,
}

/// The tensors that the user gave; else, where the format has them, `W1`, `W2`, … (or from `W0` on);
/// else all matrices, in the order of the numbers in their names or, where words differ, in the only
/// order in which they chain.
pub(crate) fn layer_names<S: TensorSource>(
    source: &S,
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<LayerNames, WeightsFault> {
    let tensors = source.tensors();
    if let Some(layers) = layers {
        let tensors = named(source.nameable(), layers)?;
        return Ok(LayerNames { tensors, notes: Vec::new() });
    }
    let mut notes: Vec<String> = source.note().map(str::to_owned).into_iter().collect();
    notes.extend(left_alone(tensors)?);
    if S::NUMBERED
        && let Some(tensors) = numbered(tensors)?
    {
        return Ok(LayerNames { tensors, notes });
    }
    let matrices: Vec<&TensorShape> =
        tensors.iter().filter(|tensor| tensor.shape.len() > 1).collect();
    matrices.iter().try_for_each(|tensor| require_matrix(tensor))?;
    let is_in_by_out = transpose || matrices.iter().all(|tensor| is_kernel(tensor));
    let (order, note) = ordered(&matrices, is_in_by_out)?;
    notes.extend(note);
    Ok(LayerNames { tensors: order.into_iter().map(|at| matrices[at].clone()).collect(), notes })
}

/// The tensors that the user named, with or without what wrappers put before all names.
fn named(tensors: &[TensorShape], layers: &[String]) -> Result<Vec<TensorShape>, WeightsFault> {
    let (prefix, known) = (wrapping(tensors), by_name(tensors));
    let (mut found, mut taken) = (Vec::with_capacity(layers.len()), HashSet::new());
    for name in layers {
        let tensor = known.get(name.as_str());
        let tensor = tensor.or_else(|| known.get(format!("{prefix}{name}").as_str()));
        let tensor = *tensor.ok_or_else(|| missing(name, tensors))?;
        require_matrix(tensor)?;
        if !taken.insert(name) {
            return Err(WeightsFault::Repeated { name: name.clone() });
        }
        found.push(tensor.clone());
    }
    Ok(found)
}

/// The arrays `W1`, `W2`, … or `W0`, `W1`, …, when there are any.
fn numbered(tensors: &[TensorShape]) -> Result<Option<Vec<TensorShape>>, WeightsFault> {
    let is_weight = |tensor: &&TensorShape| {
        let number = tensor.name.strip_prefix('W').unwrap_or_default();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let count = tensors.iter().filter(is_weight).count();
    if count == 0 {
        return Ok(None);
    }
    let first = usize::from(!tensors.iter().any(|tensor| tensor.name == "W0"));
    let names: Vec<String> = (first..first + count).map(|layer| format!("W{layer}")).collect();
    named(tensors, &names).map(Some)
}

/// The order of matrices, and what it rests on where it is not numbers in their names.
fn ordered(
    matrices: &[&TensorShape],
    transpose: bool,
) -> Result<(Vec<usize>, Option<String>), WeightsFault> {
    let names: Vec<String> = matrices.iter().map(|tensor| tensor.name.clone()).collect();
    let NoNaturalOrder { first, second } = match natural_order(&names) {
        Ok(order) => return Ok((order, None)),
        Err(none) => none,
    };
    let shape = |tensor: &&TensorShape| match tensor.shape[..] {
        [rows, columns] if transpose => (columns, rows),
        [rows, columns] => (rows, columns),
        _ => (0, 0),
    };
    let shapes: Vec<(usize, usize)> = matrices.iter().map(shape).collect();
    let no_order = || WeightsFault::NoOrder { first: excerpt(&first), second: excerpt(&second) };
    let (order, why) = match order_by_shapes(&names, &shapes).ok_or_else(no_order)? {
        Chained::OneWay(order) => (order, "the only order in which they chain"),
        Chained::EncoderFirst(order) => (order, "the encoder first"),
    };
    let shown: Vec<String> = order.iter().map(|&at| format!("{:?}", excerpt(&names[at]))).collect();
    let note = format!("the layers are taken as {}: {why}", shown.join(" → "));
    Ok((order, Some(note)))
}

/// Says which numbers and vectors are neither layers nor called biases; the scale of a normalisation makes
/// the network another one, and is refused.
fn left_alone(tensors: &[TensorShape]) -> Result<Option<String>, WeightsFault> {
    const SHOWN: usize = 8;
    let is_aside = |tensor: &&TensorShape| {
        tensor.shape.is_empty() || tensor.shape.len() == 1 && !is_bias(&tensor.name)
    };
    let aside: Vec<&TensorShape> = tensors.iter().filter(is_aside).collect();
    for tensor in &aside {
        let name = excerpt(&tensor.name);
        if let [length] = tensor.shape[..]
            && is_scale(&tensor.name)
        {
            return Err(WeightsFault::Scale { name, length });
        }
    }
    let mut note = String::new();
    for tensor in aside.iter().take(SHOWN) {
        let separator = if note.is_empty() { "left alone: " } else { ", " };
        let what = match tensor.shape[..] {
            [length] => format!("a vector of {length}"),
            _ => "a number".to_owned(),
        };
        // Writing to a text cannot fail.
        let _ = write!(note, "{separator}{:?} ({what})", excerpt(&tensor.name));
    }
    if aside.len() > SHOWN {
        note.push_str(", …");
    }
    Ok((!note.is_empty()).then_some(note))
}

/// The last word of a name, such as `weight` of `encoder.0.weight`.
fn last_word(name: &str) -> &str {
    name.rsplit(['.', '/']).find(|word| word.parse::<u64>().is_err()).unwrap_or_default()
}

/// Whether a vector is called a bias: `0.bias`, `fc1_bias`, `biases.0`, `b1`.
pub(crate) fn is_bias(name: &str) -> bool {
    let word = last_word(name);
    let number = word.strip_prefix('b').map(|rest| rest.trim_start_matches('_'));
    word.contains("bias") || number.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a vector is called what layers of normalisation call theirs.
fn is_scale(name: &str) -> bool {
    const SCALES: [&str; 7] =
        ["weight", "kernel", "scale", "gamma", "beta", "running_mean", "running_var"];
    SCALES.contains(&last_word(name))
}

/// Whether a tensor is called a kernel, as Flax and Keras call matrices of shape in × out.
pub(crate) fn is_kernel(tensor: &TensorShape) -> bool {
    last_word(&tensor.name) == "kernel"
}

/// What wrappers of modules put before all names: `module.` and `_orig_mod.`.
pub(crate) fn wrapping(tensors: &[TensorShape]) -> &str {
    const WRAPPERS: [&str; 2] = ["module.", "_orig_mod."];
    let Some(TensorShape { name: first, .. }) = tensors.first() else { return "" };
    let mut length = 0;
    while let Some(wrapper) = WRAPPERS.iter().find(|wrapper| first[length..].starts_with(**wrapper))
        && tensors.iter().all(|tensor| tensor.name.starts_with(&first[..length + wrapper.len()]))
    {
        length += wrapper.len();
    }
    &first[..length]
}

fn require_matrix(tensor: &TensorShape) -> Result<(), WeightsFault> {
    let name = excerpt(&tensor.name);
    match tensor.shape[..] {
        [length] => Err(WeightsFault::Vector { name, length }),
        [rows, columns] if rows == 0 || columns == 0 => {
            Err(WeightsFault::EmptyTensor { name, rows, columns })
        }
        [_, _] => Ok(()),
        _ => Err(WeightsFault::Dimensions { name, dimensions: tensor.shape.len() }),
    }
}

fn missing(name: &str, tensors: &[TensorShape]) -> WeightsFault {
    const SHOWN: usize = 20;
    let mut present: Vec<String> =
        tensors.iter().take(SHOWN).map(|tensor| format!("{:?}", excerpt(&tensor.name))).collect();
    present.sort();
    if tensors.len() > SHOWN {
        present.push("…".to_owned());
    }
    WeightsFault::Missing { name: excerpt(name), present }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn biases_and_scales_are_known_by_their_names() {
        for name in ["0.bias", "fc1_bias", "biases.0", "b1", "b_2", "net/b", "Dense_0.bias"] {
            assert!(is_bias(name), "{name}");
        }
        for name in ["loss", "step", "beta", "losses.0", "batch", "rng_state"] {
            assert!(!is_bias(name), "{name}");
        }
        assert!(is_scale("1.weight") && is_scale("bn.running_mean") && !is_scale("step"));
    }

    #[test]
    fn wrappers_are_taken_off_where_all_names_have_them() {
        let found = |names: &[&str]| {
            let tensor = |name: &&str| TensorShape { name: (*name).to_owned(), shape: vec![] };
            wrapping(&names.iter().map(tensor).collect::<Vec<_>>()).to_owned()
        };
        assert_eq!(found(&["module.0.weight", "module.2.weight"]), "module.");
        assert_eq!(found(&["_orig_mod.module.0.w", "_orig_mod.module.1.w"]), "_orig_mod.module.");
        assert_eq!(found(&["module.0.weight", "head.weight"]), "");
        assert_eq!(found(&[]), "");
    }
}

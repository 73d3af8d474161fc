//! Which matrices are out × in, and which in × out.

use crate::arrays::excerpt;
use crate::weights::layers::layer_names::is_kernel;
use crate::weights::{TensorShape, WeightsFault};

/// Which of the layers are taken transposed, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Orientation {
    pub(crate) transposed: Vec<bool>,
    pub(crate) note: Option<String>,
}

/// Decides by what the user said, by what the layers are called, by how they chain as they are, and
/// at last by the only way in which they chain. A lone layer is taken as it is.
///
/// # Errors
/// When they chain in no way, or in several and not as they are.
pub(crate) fn orientation(
    layers: &[TensorShape],
    transpose: bool,
) -> Result<Orientation, WeightsFault> {
    let shapes: Vec<(usize, usize)> = layers
        .iter()
        .map(|tensor| match tensor.shape[..] {
            [rows, columns] => (rows, columns),
            _ => (0, 0),
        })
        .collect();
    let whole = |transposed: bool| vec![transposed; layers.len()];
    let are_kernels = layers.iter().all(is_kernel);
    let chains = |transposed: bool| broken(&shapes, &whole(transposed)).is_none();
    if transpose || chains(false) && !(are_kernels && chains(true)) {
        return match broken(&shapes, &whole(transpose)) {
            None => Ok(Orientation { transposed: whole(transpose), note: None }),
            Some(at) => Err(chain_fault(layers, &shapes, at, transpose)),
        };
    }
    if are_kernels && chains(true) {
        let note = "the kernels are taken transposed: by their name they are in × out".to_owned();
        return Ok(Orientation { transposed: whole(true), note: Some(note) });
    }
    if let [only] = &ways(&shapes)[..] {
        return Ok(Orientation { transposed: only.clone(), note: Some(note(layers, only)) });
    }
    let at = broken(&shapes, &whole(false)).unwrap_or_default();
    Err(chain_fault(layers, &shapes, at, false))
}

/// Rows and columns as they are taken.
fn taken(shape: (usize, usize), transposed: bool) -> (usize, usize) {
    if transposed { (shape.1, shape.0) } else { shape }
}

/// The first layer that the next one cannot follow.
fn broken(shapes: &[(usize, usize)], transposed: &[bool]) -> Option<usize> {
    let taken = |at: usize| taken(shapes[at], transposed[at]);
    (1..shapes.len()).find(|&at| taken(at).1 != taken(at - 1).0).map(|at| at - 1)
}

/// The first two ways in which layers chain, however each is turned; a square layer counts twice.
fn ways(shapes: &[(usize, usize)]) -> Vec<Vec<bool>> {
    let mut ways: Vec<Vec<bool>> = vec![Vec::new()];
    for &shape in shapes {
        let mut longer: Vec<Vec<bool>> = Vec::new();
        for way in &ways {
            for transposed in [false, true] {
                let before = way.last().map(|&turned| taken(shapes[way.len() - 1], turned).0);
                if before.is_none_or(|width| taken(shape, transposed).1 == width) {
                    longer.push([&way[..], &[transposed]].concat());
                }
            }
        }
        // Two ways that agree in the last width go on alike: more of them change nothing.
        let mut kept: Vec<Vec<bool>> = Vec::new();
        for way in longer {
            let last = |way: &Vec<bool>| way.last().copied();
            if kept.iter().filter(|known| last(known) == last(&way)).count() < 2 {
                kept.push(way);
            }
        }
        ways = kept;
    }
    ways.truncate(2);
    ways
}

fn note(layers: &[TensorShape], transposed: &[bool]) -> String {
    let turned: Vec<String> = layers
        .iter()
        .zip(transposed)
        .filter(|(_, transposed)| **transposed)
        .map(|(tensor, _)| format!("{:?}", excerpt(&tensor.name)))
        .collect();
    format!("taken transposed, as the layers chain in no other way: {}", turned.join(", "))
}

fn chain_fault(
    layers: &[TensorShape],
    shapes: &[(usize, usize)],
    at: usize,
    transpose: bool,
) -> WeightsFault {
    let name = |at: usize| excerpt(&layers[at].name);
    let shape = |at: usize| taken(shapes[at], transpose);
    WeightsFault::Chain {
        this_name: name(at),
        this: shape(at),
        next_name: name(at + 1),
        next: shape(at + 1),
        transposes_chain: broken(shapes, &vec![!transpose; shapes.len()]).is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, shapes: &[[usize; 2]], transpose: bool) -> Option<Vec<bool>> {
        let tensor = |(at, shape): (usize, &[usize; 2])| TensorShape {
            name: format!("{at}.{name}"),
            shape: shape.to_vec(),
        };
        let layers: Vec<TensorShape> = shapes.iter().enumerate().map(tensor).collect();
        orientation(&layers, transpose).ok().map(|found| found.transposed)
    }

    #[test]
    fn layers_that_chain_as_they_are_stay_as_they_are() {
        assert_eq!(found("weight", &[[3, 2], [1, 3]], false), Some(vec![false; 2]));
        assert_eq!(found("weight", &[[2, 3], [3, 2]], false), Some(vec![false; 2]));
        assert_eq!(found("weight", &[[2, 3], [3, 2]], true), Some(vec![true; 2]));
        assert_eq!(found("weight", &[[2, 3]], false), Some(vec![false]));
    }

    #[test]
    fn the_only_way_to_chain_is_taken() {
        // 2 → 3 → 4 → 1, of which the middle is stored in × out.
        assert_eq!(found("w", &[[3, 2], [3, 4], [1, 4]], false), Some(vec![false, true, false]));
        assert_eq!(found("w", &[[2, 3], [3, 4], [4, 1]], false), Some(vec![true; 3]));
        // A square one may be either.
        assert_eq!(found("w", &[[2, 3], [3, 3], [3, 1]], false), None);
        assert_eq!(found("w", &[[3, 2], [3, 2]], false), None);
    }

    #[test]
    fn kernels_are_in_by_out() {
        assert_eq!(found("kernel", &[[2, 3], [3, 2]], false), Some(vec![true; 2]));
        assert_eq!(found("kernel", &[[2, 3], [3, 3], [3, 1]], false), Some(vec![true; 3]));
        assert_eq!(found("kernel", &[[2, 3], [3, 2]], true), Some(vec![true; 2]));
    }
}

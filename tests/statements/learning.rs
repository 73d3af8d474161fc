//! "Learning coefficients" of `docs/theory.md`: the closed form against published formulas, against
//! numbers found by other means, and against roads of its own.

mod arcs;
mod by_other_roads;
mod finite_fields;
mod known_numbers;
mod published_formulas;

use linscape_strata::FamilyShape;

use crate::random_networks::problem;

/// The family that learns the modes with these 1-based indices.
fn shape(widths: &[usize], values: &[u32], subset: &[usize]) -> FamilyShape {
    let problem = problem(widths, values);
    FamilyShape::new(&problem, &problem.subset(subset).expect("a family"))
}

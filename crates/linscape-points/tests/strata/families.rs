//! Families of small networks.

use linscape_critical::{Architecture, Problem, SingularSubset, Spectrum};
use linscape_strata::FamilyShape;

/// The problem with these widths and singular values.
pub(crate) fn problem(widths: &[usize], values: &[u32]) -> Problem {
    let network = Architecture::new(widths.to_vec()).expect("widths");
    Problem::from_spectrum(network, Spectrum::exact_integers(values)).expect("spectrum")
}

/// The family that learns the modes with these 1-based indices.
pub(crate) fn family(widths: &[usize], values: &[u32], subset: &[usize]) -> FamilyShape {
    let problem = problem(widths, values);
    let subset = problem.subset(subset).expect("subset");
    FamilyShape::new(&problem, &subset)
}

/// The family that learns the `rank` largest of `min(d_0, d_h)` distinct values.
pub(crate) fn leading(widths: &[usize], rank: usize) -> FamilyShape {
    let modes = widths[0].min(widths[widths.len() - 1]);
    let values: Vec<u32> = (1..).take(modes).collect::<Vec<_>>().into_iter().rev().collect();
    let subset: Vec<usize> = (1..=rank).collect();
    family(widths, &values, &subset)
}

/// Every family of some networks with bottlenecks, repeated and zero singular values.
pub(crate) fn assorted() -> Vec<FamilyShape> {
    assorted_families().iter().map(|(problem, subset)| FamilyShape::new(problem, subset)).collect()
}

/// The same families with the problems they belong to.
pub(crate) fn assorted_families() -> Vec<(Problem, SingularSubset)> {
    let networks: [(&[usize], &[u32]); 10] = [
        (&[2, 2, 2], &[2, 1]),
        (&[2, 2, 2, 2], &[2, 1]),
        (&[3, 2, 4], &[2, 2]),
        (&[2, 1, 1, 2], &[2, 1]),
        (&[3, 3, 3, 3], &[3, 2, 2]),
        (&[3, 2, 3, 3], &[2, 1, 0]),
        (&[2, 3, 2, 3, 2], &[1, 1]),
        (&[3, 2, 2, 2, 3], &[3, 1, 0]),
        (&[1, 2, 2, 2, 2, 2], &[1]),
        (&[2, 2, 2, 2, 2], &[]),
    ];
    let mut families = Vec::new();
    for (widths, values) in networks {
        let problem = problem(widths, values);
        let modes = problem.spectrum().rank();
        for bits in 0_u32..1 << modes {
            let subset: Vec<usize> =
                (1..=modes).filter(|mode| bits >> (mode - 1) & 1 == 1).collect();
            if subset.len() <= problem.maximal_rank() {
                families.push((problem.clone(), problem.subset(&subset).expect("subset")));
            }
        }
    }
    families
}

//! The landscape that a trajectory crosses, with weight decay or without.

use linscape_critical::Problem;
use linscape_decay::{Class, DecayedProblem, Word, minima};
use linscape_formats::{StoredVisit, subset_text, word_text};

/// What a drawing of a trajectory asks of its landscape.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Crossed<'a> {
    /// Without weight decay.
    Plain(&'a Problem),
    /// With it.
    Decayed(&'a DecayedProblem),
    /// Among listed points, of which this is the lowest loss seen.
    Points(&'a Problem, f64),
}

impl Crossed<'_> {
    /// The name and the loss of a family that was visited: of equal singular values the first ones name it. None
    /// where it is no family of the problem.
    pub(crate) fn visited(self, visit: &StoredVisit) -> Option<(String, f64)> {
        match self {
            Self::Plain(problem) => {
                let subset = problem.subset(&visit.subset).ok()?;
                let text = subset_text(&subset.indices(problem.spectrum().multiplicities()));
                Some((text, problem.loss(&subset)))
            }
            Self::Decayed(problem) => {
                let word = Word::from_indices(problem, &visit.subset, &visit.passes).ok()?;
                Some((word_text(&word, &problem.multiplicities()), problem.loss(&word)))
            }
            Self::Points(..) => visit.point.as_ref().map(|own| (own.key.clone(), own.loss)),
        }
    }

    /// The least loss.
    pub(crate) fn least(self) -> f64 {
        match self {
            Self::Plain(problem) => problem.loss(&problem.leading(problem.maximal_rank())),
            Self::Decayed(problem) => {
                let losses = minima(problem).into_iter().map(|word| problem.loss(&word));
                losses.fold(f64::INFINITY, f64::min)
            }
            Self::Points(_, least) => least,
        }
    }

    /// How many modes are learned, given `u_lᵀ W v_l`: each counts from 0 to 1, one on its pass a half.
    pub(crate) fn learned(self, strengths: &[f64]) -> f64 {
        match self {
            Self::Plain(problem) | Self::Points(problem, _) => {
                let values = problem.spectrum().singular_values();
                let modes = strengths.iter().zip(&values).filter(|(_, value)| **value > 0.0);
                modes.map(|(strength, value)| (strength / value).clamp(0.0, 1.0)).sum()
            }
            Self::Decayed(problem) => {
                let classes = problem.classes().iter();
                let modes =
                    classes.flat_map(|class| std::iter::repeat_n(class, class.multiplicity));
                let depth = problem.depth() as f64;
                strengths.iter().zip(modes).map(|(own, class)| share(class, *own, depth)).sum()
            }
        }
    }
}

/// Of a mode on the way from 0 over its pass to its large root.
fn share(class: &Class, strength: f64, depth: f64) -> f64 {
    let part = strength.max(0.0) / class.mode.stiffness().sqrt();
    let amplitude = part.powf(depth.recip());
    let root = |root: Option<&linscape_decay::Root>| root.map(|root| root.amplitude);
    match (root(class.roots.small()), root(class.roots.large())) {
        (_, None) => 0.0,
        (None, Some(large)) => (part / large.powf(depth)).min(1.0),
        (Some(small), Some(_)) if amplitude <= small => 0.5 * amplitude / small,
        (Some(small), Some(large)) => (0.5 + 0.5 * (amplitude - small) / (large - small)).min(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Spectrum, parse_exact};
    use linscape_decay::{Coordinates, Decay};

    #[test]
    fn a_mode_on_its_pass_counts_a_half() {
        let network = Architecture::new(vec![1, 1, 1, 1]).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2]));
        let decay = Decay::exact(vec![parse_exact("1").expect("a number")]).expect("positive");
        let problem = problem.expect("fits");
        let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened).expect("fits");
        let crossed = Crossed::Decayed(&decayed);
        // x⁴ − 2x + 1 = 0 at x₋ = 0.5437 and x₊ = 1.
        let small = 0.543_689_012_692_076_4_f64;
        let middle = (0.5 * (1.0 + small)).powi(3);
        for (strength, share) in
            [(-1.0, 0.0), (0.0, 0.0), (small.powi(3), 0.5), (middle, 0.75), (1.0, 1.0), (8.0, 1.0)]
        {
            let found = crossed.learned(&[strength]);
            assert!((found - share).abs() < 1e-12, "{strength}: {found}");
        }
        let visit =
            StoredVisit { subset: vec![], passes: vec![1], enter: 0.0, leave: None, point: None };
        let (name, loss) = crossed.visited(&visit).expect("a family");
        assert!(name == "{|1}" && (loss - 2.134_884_497_736_246).abs() < 1e-14, "{name} {loss}");
        // The origin and the large root lie at 2.
        assert!((crossed.least() - 2.0).abs() < 1e-15);
    }
}

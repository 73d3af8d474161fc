//! The family that amplitudes are nearest to.

use linscape_decay::{Class, DecayedProblem, Word};

/// The family of the problem whose amplitudes are nearest to those given, a list of its multiplicity
/// for every class, in least squares: every amplitude to its nearest root, and where these learn more
/// modes than pass the bottleneck, those that lose least by it to 0. At depth 1, where there is one
/// family, that one.
pub(super) fn nearest_word(problem: &DecayedProblem, amplitudes: &[Vec<f64>]) -> Word {
    let classes = problem.classes();
    if problem.depth() == 1 {
        return Word::new(problem.multiplicities(), vec![0; classes.len()]);
    }
    let mut learned: Vec<Letter> = Vec::new();
    for (at, (class, own)) in classes.iter().zip(amplitudes).enumerate() {
        learned.extend(own.iter().filter_map(|&amplitude| Letter::nearest(at, class, amplitude)));
    }
    learned.sort_by(|a, b| b.loss_of_dropping.total_cmp(&a.loss_of_dropping));
    let (mut large, mut small) = (vec![0; classes.len()], vec![0; classes.len()]);
    for letter in learned.iter().take(problem.bottleneck()) {
        let counts = if letter.is_pass { &mut small } else { &mut large };
        counts[letter.class] += 1;
    }
    Word::new(large, small)
}

/// A mode that stands nearest to a root other than 0.
struct Letter {
    class: usize,
    is_pass: bool,
    /// By how much 0 is farther than the root, in squares.
    loss_of_dropping: f64,
}

impl Letter {
    fn nearest(at: usize, class: &Class, amplitude: f64) -> Option<Self> {
        let roots = [(class.roots.large(), false), (class.roots.small(), true)];
        let letters = roots.into_iter().filter_map(|(root, is_pass)| {
            let root = root?.amplitude;
            // a² − (a − x)².
            let loss_of_dropping = root * (2.0 * amplitude - root);
            Some(Self { class: at, is_pass, loss_of_dropping })
        });
        letters
            .filter(|letter| letter.loss_of_dropping > 0.0)
            .max_by(|a, b| a.loss_of_dropping.total_cmp(&b.loss_of_dropping))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Problem, Spectrum, parse_exact};
    use linscape_decay::{Coordinates, Decay};

    fn problem(widths: &[usize]) -> DecayedProblem {
        let network = Architecture::new(widths.to_vec()).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[3, 2]));
        let decay = Decay::exact(vec![parse_exact("1/2").expect("number")]).expect("positive");
        DecayedProblem::new(&problem.expect("fits"), decay, Coordinates::Whitened).expect("layers")
    }

    #[test]
    fn no_family_is_larger_than_the_bottleneck() {
        let narrow = problem(&[2, 1, 2]);
        // √(σ − ½): 1.58 and 1.22. Of two modes at 1.1 the second stands nearer to its root than to 0 by
        // 1.22(2.2 − 1.22) = 1.19, the first by 1.58(2.2 − 1.58) = 0.98.
        let at = |first: f64, second: f64| nearest_word(&narrow, &[vec![first], vec![second]]);
        assert_eq!(at(1.1, 1.1).key(&[1, 1]), "{2}");
        assert_eq!(at(1.6, 1.1).key(&[1, 1]), "{1}");
        assert_eq!(at(0.1, 0.2).key(&[1, 1]), "∅");
    }

    #[test]
    fn depth_one_has_one_family() {
        let flat = problem(&[2, 2]);
        assert_eq!(nearest_word(&flat, &[vec![0.0], vec![0.0]]).key(&[1, 1]), "{1,2}");
    }
}

//! Problems to state things about.

use linscape_critical::{Architecture, Problem, RandomStream, Spectrum, parse_exact};
use linscape_decay::{Coordinates, Decay, DecayedProblem, End, Lowest, Word};
use num_rational::BigRational;

fn numbers(texts: &[&str]) -> Vec<BigRational> {
    texts.iter().map(|text| parse_exact(text).expect("number")).collect()
}

/// The problem of a spectrum, in whitened coordinates.
pub(crate) fn problem(widths: &[usize], sigma: &[&str], decay: &[&str]) -> DecayedProblem {
    let spectrum = Spectrum::from_exact(numbers(sigma)).expect("spectrum");
    of_spectrum(widths, spectrum, Decay::exact(numbers(decay)).expect("decay"))
}

fn of_spectrum(widths: &[usize], spectrum: Spectrum, decay: Decay) -> DecayedProblem {
    let network = Architecture::new(widths.to_vec()).expect("widths");
    let problem = Problem::from_spectrum(network, spectrum).expect("fits");
    DecayedProblem::new(&problem, decay, Coordinates::Whitened).expect("as many as layers")
}

/// An autoencoder on inputs with the given second moments, of half-sum loss.
pub(crate) fn autoencoder(hidden: &[usize], moments: &[f64], decay: &[&str]) -> DecayedProblem {
    let mut widths = vec![moments.len()];
    widths.extend(hidden);
    widths.push(moments.len());
    let sigma: Vec<f64> = moments.iter().map(|moment| moment.sqrt()).collect();
    let mut tolerance =
        linscape_critical::Tolerance::from_error(1e-14, linscape_critical::Origin::RoundOff);
    let spectrum = Spectrum::from_floats(&sigma, &mut tolerance).expect("finite");
    let network = Architecture::new(widths).expect("widths");
    let problem =
        Problem::from_spectrum(network, spectrum).expect("fits").with_tolerance(Some(tolerance));
    let decay = Decay::exact(numbers(decay)).expect("decay");
    DecayedProblem::new(&problem, decay, Coordinates::Autoencoder { scale: 1.0 }).expect("layers")
}

/// The family with these modes on large and small roots.
pub(crate) fn word(problem: &DecayedProblem, learned: &[usize], passes: &[usize]) -> Word {
    Word::from_indices(problem, learned, passes).expect("a family")
}

/// All families, from the lowest up.
pub(crate) fn families(problem: &DecayedProblem) -> Vec<Word> {
    Lowest::new(problem, End::Lowest).collect()
}

/// A random small problem: depth `2 ≤ h ≤ 4`, ties, zeros, bottlenecks, equal or unequal decays, all
/// numbers halves and quarters.
pub(crate) fn random_problem(stream: &mut RandomStream, largest_width: usize) -> DecayedProblem {
    let depth = 2 + stream.below(3);
    let widths: Vec<usize> = (0..=depth).map(|_| 1 + stream.below(largest_width)).collect();
    let modes = widths[0].min(widths[depth]);
    let sigma: Vec<String> = (0..modes).map(|_| format!("{}/2", stream.below(9))).collect();
    let unit = ["1/8", "1/4", "1/2", "1", "3/2"][stream.below(5)];
    let decay: Vec<&str> = if stream.below(2) == 0 {
        vec![unit; depth]
    } else {
        (0..depth).map(|_| ["1/8", "1/3", "1/2", "1"][stream.below(4)]).collect()
    };
    problem(&widths, &sigma.iter().map(String::as_str).collect::<Vec<_>>(), &decay)
}

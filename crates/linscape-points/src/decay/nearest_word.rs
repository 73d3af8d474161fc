//! The family whose products come nearest to a given one.

use linscape_critical::{NaturalUnits, euclidean_length};
use linscape_decay::{Class, DecayedProblem, Root, Word};
use linscape_lapack::{DecompositionError, multiply, multiply_transposed, symmetric_eigen};
use linscape_network::SingularBases;
use nalgebra::DMatrix;

/// The family nearest to a product, and what each mode of the product stands near.
#[derive(Debug, Clone, PartialEq)]
pub struct NearWord {
    /// The family.
    pub word: Word,
    /// `‖W − W_J‖_F` for its product `W_J` nearest to `W`, in the coordinates of `Σ`.
    pub distance: f64,
    /// The modes, class by class.
    pub modes: Vec<NearMode>,
}

impl NearWord {
    /// In the problem's own units.
    pub(super) fn restored(mut self, units: NaturalUnits, problem: &DecayedProblem) -> Self {
        self.distance = units.map(self.distance);
        for mode in &mut self.modes {
            let roots = &problem.classes()[mode.class].roots;
            let own = if mode.is_pass { roots.small() } else { roots.large() };
            mode.root = mode.root.and(own.copied());
            mode.part = units.map(mode.part);
        }
        self
    }
}

/// One mode of a product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearMode {
    /// Position of its singular value among the distinct ones.
    pub class: usize,
    /// `q` of the product in this direction, in the coordinates of `Σ`; of a repeated singular value an
    /// eigenvalue of the symmetric part of the block.
    pub part: f64,
    /// The root that the family has there; `None` where it learns nothing.
    pub root: Option<Root>,
    /// Whether that is the small one.
    pub is_pass: bool,
}

/// The family of the problem with a product nearest to `W` (`d_h × ρ`, in the coordinates of `Σ`, whose
/// singular bases are given).
///
/// # Method
/// A family's products are `Σ_t U_t Q_t Λ_t Q_tᵀ V_tᵀ` over the distinct singular values `t`, with entries
/// `a = √γ x^h` in `Λ_t` and any rotation `Q_t` among equal values. Of these the nearest to a block `B` shares the eigenvectors
/// of its symmetric part, in order, so that an entry `a` beside an eigenvalue `q` saves `a(2q − a)` of
/// `‖B‖²`: every mode takes the root that saves most, if any does, and where these are more than pass the
/// bottleneck, those are kept that save most.
///
/// # Errors
/// When an eigenvalue decomposition fails.
///
/// # Complexity
/// `O(d_h d_0 s)` for the rank `s` of `Σ`, and `O(m³)` for each multiplicity `m`.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem};
/// use linscape_network::Target;
/// use linscape_points::nearest_word;
/// use nalgebra::DMatrix;
/// let problem = Problem::exact(&[1, 1, 1, 1], &[2])?;
/// let decay = Decay::exact(vec![parse_exact("1/2")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// // The roots of x⁴ − 2x + ½ have x³ = 1.76… and 0.017…; a product of −0.2 is nearest to 0.
/// let near = nearest_word(&decayed, Target::standard(&problem).bases(), &DMatrix::from_element(1, 1, -0.2))?;
/// assert_eq!((near.word.key(&[1]).as_str(), near.distance), ("∅", 0.2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn nearest_word(
    problem: &DecayedProblem,
    bases: &SingularBases,
    product: &DMatrix<f64>,
) -> Result<NearWord, DecompositionError> {
    let inner = multiply(&multiply_transposed(&bases.left, product), &bases.right);
    let outside = product - multiply(&bases.left, &(&inner * bases.right.transpose()));
    let (mut modes, mut frames, mut start) = (Vec::new(), Vec::new(), 0);
    let mut rest = inner.clone();
    for (at, class) in problem.classes().iter().enumerate() {
        let size = class.multiplicity;
        let block = inner.view((start, start), (size, size)).into_owned();
        let eigen = symmetric_eigen((&block + block.transpose()) * 0.5)?;
        modes.extend(eigen.values.iter().map(|&part| Choice::new(problem, at, class, part)));
        frames.push(eigen.vectors);
        start += size;
    }
    drop_least(&mut modes, problem);
    let mut start = 0;
    for frame in &frames {
        let size = frame.ncols();
        let entries = modes[start..start + size].iter().map(|mode| mode.entry);
        let entries = nalgebra::DVector::from_iterator(size, entries);
        let learned = frame * DMatrix::from_diagonal(&entries) * frame.transpose();
        let mut block = rest.view_mut((start, start), (size, size));
        block -= &learned;
        start += size;
    }
    let classes = problem.classes().len();
    let (mut large, mut small) = (vec![0; classes], vec![0; classes]);
    for mode in modes.iter().map(|mode| mode.mode).filter(|mode| mode.root.is_some()) {
        let counts = if mode.is_pass { &mut small } else { &mut large };
        counts[mode.class] += 1;
    }
    let lengths = [&outside, &rest].map(|part| euclidean_length(part.as_slice()));
    Ok(NearWord {
        word: Word::new(large, small),
        distance: euclidean_length(&lengths),
        modes: modes.into_iter().map(|choice| choice.mode).collect(),
    })
}

/// A mode with the entry of the product that its root makes.
struct Choice {
    mode: NearMode,
    /// `√γ x^h`.
    entry: f64,
    /// `a(2q − a)` in squares of the class's own size.
    saved: f64,
}

impl Choice {
    /// The root that saves most; at depth 1, which has one family, its only one.
    fn new(problem: &DecayedProblem, at: usize, class: &Class, part: f64) -> Self {
        let depth = problem.depth() as f64;
        let stretch = class.mode.stiffness().sqrt();
        let unit = problem.classes()[0].mode.singular_value();
        let roots = [(class.roots.large(), false), (class.roots.small(), true)];
        let choices = roots.into_iter().filter_map(|(root, is_pass)| {
            let root = *root?;
            let entry = stretch * root.amplitude.powf(depth);
            let saved = (entry / unit) * ((2.0 * part - entry) / unit);
            let mode = NearMode { class: at, part, root: Some(root), is_pass };
            Some(Self { mode, entry, saved })
        });
        let saving = choices.filter(|choice| choice.saved > 0.0 || problem.depth() == 1);
        let nothing = NearMode { class: at, part, root: None, is_pass: false };
        saving.max_by(|a, b| a.saved.total_cmp(&b.saved)).unwrap_or(Self {
            mode: nothing,
            entry: 0.0,
            saved: 0.0,
        })
    }
}

/// No more modes fit than the narrowest layer is wide.
fn drop_least(modes: &mut [Choice], problem: &DecayedProblem) {
    if problem.depth() == 1 {
        return;
    }
    let mut order: Vec<usize> = (0..modes.len()).filter(|&at| modes[at].entry > 0.0).collect();
    order.sort_by(|&a, &b| modes[b].saved.total_cmp(&modes[a].saved));
    for &at in order.iter().skip(problem.bottleneck()) {
        modes[at].mode.root = None;
        modes[at].mode.is_pass = false;
        modes[at].entry = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Problem, RandomStream, Spectrum, parse_exact};
    use linscape_decay::{Coordinates, Decay, End, Lowest};
    use linscape_network::{RandomMatrices as _, Target};

    fn problem(widths: &[usize], sigma: &[u32]) -> (DecayedProblem, Target) {
        let network = Architecture::new(widths.to_vec()).expect("widths");
        let problem =
            Problem::from_spectrum(network, Spectrum::exact_integers(sigma)).expect("fits");
        let decay = Decay::exact(vec![parse_exact("1/2").expect("number")]).expect("positive");
        let target = Target::standard(&problem);
        let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened);
        (decayed.expect("layers"), target)
    }

    fn key(of: &(DecayedProblem, Target), entries: &[f64]) -> String {
        let diagonal = DMatrix::from_diagonal(&nalgebra::DVector::from_row_slice(entries));
        let near = nearest_word(&of.0, of.1.bases(), &diagonal).expect("decomposes");
        near.word.key(&of.0.multiplicities())
    }

    #[test]
    fn no_family_is_larger_than_the_bottleneck() {
        let narrow = problem(&[2, 1, 2], &[3, 2]);
        // Products are σ − ½: 2.5 and 1.5. At (1.4, 1.2) the first saves 2.5(2.8 − 2.5) = 0.75, the second
        // 1.5(2.4 − 1.5) = 1.35.
        assert_eq!(key(&narrow, &[1.4, 1.2]), "{2}");
        assert_eq!(key(&narrow, &[2.5, 1.2]), "{1}");
        assert_eq!(key(&narrow, &[1.2, 0.7]), "∅");
        assert_eq!(key(&narrow, &[-2.5, -1.5]), "∅");
    }

    #[test]
    fn depth_one_has_one_family() {
        assert_eq!(key(&problem(&[2, 2], &[3, 2]), &[0.0, 0.0]), "{1,2}");
    }

    /// Every product of every family, turned among equal values, is at least as far.
    #[test]
    fn no_product_of_any_family_is_nearer() {
        let mut stream = RandomStream::new(5, "nearest word");
        let networks: [(&[usize], &[u32]); 4] = [
            (&[2, 2, 2, 2], &[3, 2]),
            (&[2, 2, 2, 2], &[2, 2]),
            (&[3, 2, 3, 3], &[3, 2, 2]),
            (&[2, 1, 3], &[3, 3]),
        ];
        for (widths, sigma) in networks {
            let of = problem(widths, sigma);
            let (inputs, outputs) = (widths[0], widths[widths.len() - 1]);
            for _ in 0..40 {
                let product = stream.gaussian(outputs, inputs) * 1.5;
                let near = nearest_word(&of.0, of.1.bases(), &product).expect("decomposes");
                for word in Lowest::new(&of.0, End::Lowest) {
                    let found = sampled_distance(&of.0, &word, &product, &mut stream);
                    assert!(found >= near.distance * (1.0 - 1e-12), "{word:?}: {found} < {near:?}");
                    if word == near.word && of.0.classes().iter().all(|own| own.multiplicity == 1) {
                        assert!((found - near.distance).abs() < 1e-12 * near.distance);
                    }
                }
            }
        }
    }

    fn sampled_distance(
        problem: &DecayedProblem,
        word: &Word,
        product: &DMatrix<f64>,
        stream: &mut RandomStream,
    ) -> f64 {
        let depth = problem.depth() as f64;
        let mut least = f64::INFINITY;
        for _ in 0..20 {
            let (mut rest, mut start) = (product.clone(), 0);
            for (at, class) in problem.classes().iter().enumerate() {
                let size = class.multiplicity;
                let entry = |root: Option<&Root>| root.map_or(0.0, |own| own.amplitude.powf(depth));
                let mut entries = vec![entry(class.roots.large()); word.large()[at]];
                entries.extend(vec![entry(class.roots.small()); word.small()[at]]);
                entries.resize(size, 0.0);
                let turn = stream.orthogonal(size).expect("decomposes");
                let entries = nalgebra::DVector::from_vec(entries);
                let learned = &turn * DMatrix::from_diagonal(&entries) * turn.transpose();
                let mut block = rest.view_mut((start, start), (size, size));
                block -= &learned;
                start += size;
            }
            least = least.min(rest.norm());
        }
        least
    }
}

//! The families of a loss with weight decay, as a trajectory sees them.

use linscape_critical::{NaturalUnits, SingularSubset};
use linscape_decay::{Class, DecayedProblem, Word, minima};
use linscape_flow::{Families, FamilyKey, NearFamily};
use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_svd};
use linscape_network::SingularBases;
use nalgebra::DMatrix;

/// A gradient that weights have which are within this, relative, of a minimum in its slowest direction.
const AT_REST: f64 = 1e-8;

/// The families of a problem with decay, for trajectories in natural units.
pub(super) struct DecayedFamilies<'p> {
    pub(super) problem: &'p DecayedProblem,
    pub(super) bases: &'p SingularBases,
    pub(super) units: NaturalUnits,
    minima: Vec<FamilyKey>,
    /// `½‖Σ‖²`, in the problem's loss.
    energy: f64,
    rest: f64,
}

impl<'p> DecayedFamilies<'p> {
    pub(super) fn new(
        problem: &'p DecayedProblem,
        bases: &'p SingularBases,
        energy: f64,
        units: NaturalUnits,
    ) -> Self {
        let slowest = problem.decay().layers().iter().copied().fold(f64::INFINITY, f64::min);
        let largest = problem.classes().first().map_or(1.0, |class| class.mode.singular_value());
        let length = largest.powf(1.0 / problem.depth() as f64);
        let rest = AT_REST * problem.factor() * units.time(slowest) * units.weight_here(length);
        Self {
            problem,
            bases,
            units,
            minima: minima(problem).iter().map(key).collect(),
            energy,
            rest,
        }
    }

    /// The letter of every mode of a class and what it adds to the squared distance.
    fn letters(
        &self,
        class: &Class,
        block: DMatrix<f64>,
    ) -> Result<Vec<Letter>, DecompositionError> {
        let depth = self.problem.depth() as f64;
        // The coordinates of Σ stretch a mode by √γ.
        let stretch = class.mode.stiffness().sqrt();
        let letter = |part: f64| {
            let part = self.units.map(part) / stretch;
            Letter::nearest(
                class,
                self.problem.depth(),
                part.signum() * part.abs().powf(1.0 / depth),
            )
        };
        if block.len() == 1 {
            return Ok(vec![letter(block[(0, 0)])]);
        }
        let svd = thin_svd(block)?;
        // In a family both sides of a block turn alike.
        let aligned = svd.singular_values.iter().enumerate().map(|(at, value)| {
            let cosine: f64 = svd.u.column(at).dot(&svd.vt.row(at).transpose());
            letter(value * cosine)
        });
        Ok(aligned.collect())
    }
}

pub(super) fn key(word: &Word) -> FamilyKey {
    let of = |counts: &[usize]| SingularSubset::from_counts(counts.to_vec());
    FamilyKey { subset: of(word.large()), passes: of(word.small()) }
}

/// What one mode is nearest to.
#[derive(Debug, Clone, Copy)]
struct Letter {
    amplitude: f64,
    /// The root that is nearest; none is 0.
    root: Option<Root>,
    /// Distance from it in shares of the distance to the next.
    share: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Root {
    amplitude: f64,
    is_pass: bool,
}

impl Letter {
    fn nearest(class: &Class, depth: usize, amplitude: f64) -> Self {
        let root = |root: Option<&linscape_decay::Root>, is_pass| {
            root.map(|root| Root { amplitude: root.amplitude, is_pass })
        };
        let roots = [root(class.roots.small(), true), root(class.roots.large(), false)];
        // Linear regression has one critical point, and it learns every mode.
        let nothing = (depth > 1).then_some(None);
        let all = || nothing.into_iter().chain(roots.into_iter().flatten().map(Some));
        let place = |root: Option<Root>| root.map_or(0.0, |root| root.amplitude);
        let far = |root: &Option<Root>| (place(*root) - amplitude).abs();
        let nearest = all().min_by(|a, b| far(a).total_cmp(&far(b))).flatten();
        let gaps = all().filter(|other| *other != nearest);
        let gap = gaps.map(|other| (place(other) - place(nearest)).abs()).reduce(f64::min);
        // A mode below its fold has nowhere else to be: its own size is the measure.
        let gap = gap.unwrap_or_else(|| class.mode.sigma().powf(1.0 / depth as f64));
        Self { amplitude, root: nearest, share: far(&nearest) / gap }
    }

    fn value(&self, class: &Class, depth: usize) -> f64 {
        let map = |amplitude: f64| amplitude.abs().powf(depth as f64) * amplitude.signum();
        let expected = self.root.map_or(0.0, |root| map(root.amplitude));
        class.mode.stiffness().sqrt() * (map(self.amplitude) - expected)
    }
}

impl Families for DecayedFamilies<'_> {
    fn nearest(&self, map: &DMatrix<f64>) -> Result<NearFamily, DecompositionError> {
        let modes = multiply(&multiply_transposed(&self.bases.left, map), &self.bases.right);
        let mut square = modes.norm_squared();
        let mut found: Vec<(usize, Letter)> = Vec::new();
        let mut start = 0;
        for (at, class) in self.problem.classes().iter().enumerate() {
            let size = class.multiplicity;
            let block = modes.view((start, start), (size, size)).into_owned();
            square -= block.norm_squared();
            found.extend(self.letters(class, block)?.into_iter().map(|letter| (at, letter)));
            start += size;
        }
        // No more modes fit than the narrowest layer is wide.
        found.sort_by(|a, b| b.1.amplitude.total_cmp(&a.1.amplitude));
        for (_, letter) in found.iter_mut().skip(self.problem.bottleneck()) {
            letter.root = None;
        }
        let classes = self.problem.classes();
        let (mut large, mut small) = (vec![0; classes.len()], vec![0; classes.len()]);
        let (mut clarity, mut square) = (0.5_f64, square.max(0.0));
        for (at, letter) in &found {
            match letter.root {
                Some(Root { is_pass: false, .. }) => large[*at] += 1,
                Some(Root { is_pass: true, .. }) => small[*at] += 1,
                None => {}
            }
            clarity = clarity.min(0.5 - letter.share);
            let apart = self.units.map_here(letter.value(&classes[*at], self.problem.depth()));
            square += apart * apart;
        }
        let key = key(&Word::new(large, small));
        Ok(NearFamily { key, distance: square.sqrt(), clarity })
    }

    fn least(&self) -> f64 {
        let losses = minima(self.problem).into_iter().map(|word| self.problem.loss(&word));
        self.units.loss_here(losses.fold(f64::INFINITY, f64::min))
    }

    fn energy(&self) -> f64 {
        self.units.loss_here(self.energy)
    }

    fn rest(&self, family: &FamilyKey) -> Option<f64> {
        self.minima.contains(family).then_some(self.rest)
    }

    fn has_rests(&self) -> bool {
        true
    }
}

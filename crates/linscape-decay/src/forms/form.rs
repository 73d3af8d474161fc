//! All whole numbers of a family.

use super::Tally;
use super::dimension::{components, dimension};
use super::family_type::family_type;
use super::index::{extra_nullity, index};
use crate::{DecayedProblem, FamilyType, Globality, Word};
use linscape_critical::{EscapeOrder, Inertia};

/// What the loss does at a family. Every point of the family is alike: they differ by rotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Signs of the Hessian's eigenvalues; `None` where a threshold that decides them is undecided.
    pub inertia: Option<Inertia>,
    /// Dimension of the family.
    pub dimension: usize,
    /// The family has `2^components_log2` components.
    pub components_log2: u32,
    /// Its type.
    pub family_type: FamilyType,
    /// Whether it is the global minimum.
    pub global: Globality,
    /// The degree at which the loss falls; `None` at minima.
    pub escape_order: Option<EscapeOrder>,
    /// Whether the nullity is the dimension: everywhere but at thresholds.
    pub morse_bott: bool,
}

/// Inertia, dimension and type of a family in closed form.
///
/// Source: `docs/theory.md`, "Weight decay: index and type".
///
/// # Panics
/// When the word is no family of this problem: counts of other classes or beyond their multiplicities,
/// letters that have no root, or more of them than pass the bottleneck.
///
/// # Complexity
/// `O(q)` for `q` distinct singular values, in one pass without memory of its own.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem, FamilyType, Word, form};
/// let problem = Problem::exact(&[2, 2, 2, 2], &[3, 2])?;
/// let decay = Decay::exact(vec![parse_exact("0.5")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let inertia = |learned: &[usize], passes: &[usize]| {
///     let word = Word::from_indices(&decayed, learned, passes).expect("a family");
///     form(&decayed, &word).inertia.expect("decided").to_string()
/// };
/// // Depth 3: learned modes are minima, and so is the origin; between them lie passes.
/// assert_eq!(inertia(&[1, 2], &[]), "0/2/10");
/// assert_eq!(inertia(&[1], &[2]), "1/2/9");
/// assert_eq!(inertia(&[], &[]), "0/0/12");
/// assert_eq!(inertia(&[], &[1, 2]), "3/2/7");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn form(problem: &DecayedProblem, word: &Word) -> Form {
    assert!(word.is_family_of(problem), "{word:?} is no family of this problem");
    let tally = Tally::of(problem, word);
    let dimension = dimension(problem, &tally);
    let counts = index(problem, &tally).zip(extra_nullity(problem, &tally));
    let inertia = counts.map(|(negative, extra)| Inertia {
        negative,
        zero: dimension + extra,
        positive: problem.parameters() - negative - dimension - extra,
    });
    let (family_type, global) = family_type(problem, &tally, inertia.map(|counts| counts.negative));
    let escape_order = match family_type {
        FamilyType::StrictSaddle => Some(EscapeOrder::QUADRATIC),
        FamilyType::NonstrictSaddle => Some(EscapeOrder::new(3)),
        _ => None,
    };
    Form {
        inertia,
        dimension,
        components_log2: components(problem, &tally),
        family_type,
        global,
        escape_order,
        morse_bott: inertia.is_some_and(|inertia| inertia.zero == dimension),
    }
}

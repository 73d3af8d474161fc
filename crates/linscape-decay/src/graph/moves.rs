//! Moves from a family to lower ones.

use crate::spectrum::{Letter, pair, self_block, with_unlearned};
use crate::{DecayedProblem, Word};
use linscape_critical::EscapeOrder;
use std::fmt;

/// How a connection changes the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MoveKind {
    /// `− → 0` (a double root falls likewise).
    Fall,
    /// `− → +`.
    Grow,
    /// A learned mode and an unlearned one of larger singular value exchange places.
    Swap,
    /// A mode on the large root and one of larger singular value on the small root exchange roots.
    Exchange,
    /// `0 → +`, depth 2 only.
    Learn,
}

impl MoveKind {
    /// Its name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fall => "fall",
            Self::Grow => "grow",
            Self::Swap => "swap",
            Self::Exchange => "exchange",
            Self::Learn => "learn",
        }
    }
}

impl fmt::Display for MoveKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A connection of gradient flow between two families.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// What it does.
    pub kind: MoveKind,
    /// The singular value it leaves, as a position among the distinct ones.
    pub source: usize,
    /// The singular value it goes to: the same one for fall, grow and learn.
    pub target: usize,
    /// The family it ends at.
    pub to: Word,
    /// By how much the loss falls.
    pub loss_drop: f64,
    /// Minus the negative eigenvalue it leaves along; `None` from a double root.
    pub rate: Option<f64>,
    /// 2, or 3 from a double root.
    pub escape_order: EscapeOrder,
    /// Whether no other moves compose it.
    pub is_cover: bool,
}

/// All moves that leave a family; each lowers the loss and the index. In the problem's loss.
///
/// Source: `docs/theory.md`, "Weight decay: connections".
///
/// # Panics
/// When the word is none of this problem.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem, MoveKind, Word, moves};
/// let problem = Problem::exact(&[2, 2, 2, 2], &[3, 2])?;
/// let decay = Decay::exact(vec![parse_exact("0.5")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// // {1|2} falls to {1} and grows to {1,2}, both at the rate of its negative eigenvalue.
/// let leaving = moves(&decayed, &Word::from_indices(&decayed, &[1], &[2])?);
/// let kinds: Vec<MoveKind> = leaving.iter().map(|step| step.kind).collect();
/// assert_eq!(kinds, [MoveKind::Fall, MoveKind::Grow]);
/// assert!((leaving[0].rate.expect("strict") - 0.487_898_476_3).abs() < 1e-10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn moves(problem: &DecayedProblem, word: &Word) -> Vec<Move> {
    if problem.depth() == 1 {
        return Vec::new();
    }
    let from = From { problem, word };
    let mut found = Vec::new();
    for at in 0..problem.classes().len() {
        from.fall_and_grow(at, &mut found);
        from.learn(at, &mut found);
        for larger in 0..at {
            from.swap(at, larger, &mut found);
            from.exchange(at, larger, &mut found);
        }
    }
    found
}

/// The moves that no other moves compose.
#[must_use]
pub fn covers(problem: &DecayedProblem, word: &Word) -> Vec<Move> {
    moves(problem, word).into_iter().filter(|step| step.is_cover).collect()
}

struct From<'p> {
    problem: &'p DecayedProblem,
    word: &'p Word,
}

impl From<'_> {
    fn large(&self, at: usize) -> usize {
        self.word.large()[at]
    }

    fn small(&self, at: usize) -> usize {
        self.word.small()[at]
    }

    fn unlearned(&self, at: usize) -> usize {
        self.problem.classes()[at].multiplicity - self.large(at) - self.small(at)
    }

    fn is_all_large(&self, at: usize) -> bool {
        self.large(at) == self.problem.classes()[at].multiplicity
    }

    fn is_all_unlearned(&self, at: usize) -> bool {
        self.large(at) + self.small(at) == 0
    }

    fn gain(&self, at: usize, is_pass: bool) -> f64 {
        let roots = &self.problem.classes()[at].roots;
        let root = if is_pass { roots.small() } else { roots.large() };
        root.expect("the root of a letter").gain
    }

    fn drop(&self, at: usize) -> f64 {
        self.problem.classes()[at].roots.drop().expect("two roots")
    }

    fn push(&self, found: &mut Vec<Move>, step: Step) {
        let factor = self.problem.factor();
        found.push(Move {
            kind: step.kind,
            source: step.source,
            target: step.target,
            to: step.to,
            loss_drop: factor * step.loss_drop,
            rate: step.rate.map(|rate| factor * rate),
            escape_order: match step.rate {
                Some(_) => EscapeOrder::QUADRATIC,
                None => EscapeOrder::new(3),
            },
            is_cover: step.is_cover,
        });
    }

    /// `− → 0`: a cover iff every larger value is entirely `+`. `− → +`: iff no smaller value has a
    /// learned mode.
    fn fall_and_grow(&self, at: usize, found: &mut Vec<Move>) {
        let (large, small) = (self.large(at), self.small(at));
        let falls_last = (0..at).all(|larger| self.is_all_large(larger));
        let stays = Step { kind: MoveKind::Fall, source: at, target: at, ..Step::of(self.word) };
        if self.problem.classes()[at].roots.is_double() && large > 0 {
            let to = self.word.with(at, large - 1, small);
            let loss_drop = -self.gain(at, false);
            self.push(found, Step { to, loss_drop, rate: None, is_cover: falls_last, ..stays });
            return;
        }
        if small == 0 {
            return;
        }
        let letter = Letter::at(self.problem, at, 1, true);
        let rate = Some(-lowest(&self_block(self.problem, &letter)));
        let up = -self.gain(at, true);
        let to = self.word.with(at, large, small - 1);
        self.push(found, Step { to, loss_drop: up, rate, is_cover: falls_last, ..stays.clone() });
        let smaller = at + 1..self.problem.classes().len();
        let is_cover = smaller.into_iter().all(|smaller| self.is_all_unlearned(smaller));
        let to = self.word.with(at, large + 1, small - 1);
        let loss_drop = self.drop(at);
        self.push(found, Step { kind: MoveKind::Grow, to, loss_drop, rate, is_cover, ..stays });
    }

    /// Depth 2, `0 → +` where there is room: a cover iff it is the smallest value above `λ̄`.
    fn learn(&self, at: usize, found: &mut Vec<Move>) {
        let class = &self.problem.classes()[at];
        let has_room = self.word.rank() < self.problem.bottleneck();
        if self.problem.depth() != 2 || class.roots.large().is_none() || !has_room {
            return;
        }
        if self.unlearned(at) == 0 {
            return;
        }
        let (layers, pull) = (self.problem.decay().layers(), class.mode.pull());
        let (half, radius) =
            (0.5 * (layers[0] + layers[1]), (0.5 * (layers[0] - layers[1])).hypot(pull));
        let next = self.problem.classes().get(at + 1);
        self.push(
            found,
            Step {
                kind: MoveKind::Learn,
                source: at,
                target: at,
                to: self.word.with(at, self.large(at) + 1, 0),
                loss_drop: self.gain(at, false),
                rate: Some(radius - half),
                is_cover: next.is_none_or(|next| next.roots.large().is_none()),
            },
        );
    }

    /// A learned mode of `at` and an unlearned one of the larger value `larger`, same root. `+`: a
    /// cover iff the values are neighbours without `−`; `−`: iff all values between are entirely `+`.
    fn swap(&self, at: usize, larger: usize, found: &mut Vec<Move>) {
        if self.unlearned(larger) == 0 {
            return;
        }
        for is_pass in [false, true] {
            let times = if is_pass { self.small(at) } else { self.large(at) };
            if times == 0 {
                continue;
            }
            let mode = &self.problem.classes()[larger].mode;
            let letter = Letter::at(self.problem, at, 1, is_pass);
            let (rate, _) =
                with_unlearned(self.problem, &letter, Some(larger), mode.stiffness(), mode.pull());
            let (less, more) = if is_pass { (0, 1) } else { (1, 0) };
            let to = self.word.with(at, self.large(at) - less, self.small(at) - more).with(
                larger,
                self.large(larger) + less,
                self.small(larger) + more,
            );
            let is_cover = if is_pass {
                (larger + 1..at).all(|between| self.is_all_large(between))
            } else {
                larger + 1 == at && self.small(at) == 0 && self.small(larger) == 0
            };
            let loss_drop = self.gain(larger, is_pass) - self.gain(at, is_pass);
            self.push(
                found,
                Step {
                    kind: MoveKind::Swap,
                    source: at,
                    target: larger,
                    to,
                    loss_drop,
                    rate: Some(-rate),
                    is_cover,
                },
            );
        }
    }

    /// `+` at `at` and `−` at the larger value `larger` exchange roots: a cover iff all values
    /// between are entirely `0`.
    fn exchange(&self, at: usize, larger: usize, found: &mut Vec<Move>) {
        if self.large(at) == 0 || self.small(larger) == 0 {
            return;
        }
        if self.problem.classes()[at].roots.is_double() {
            // A double root cannot become a small one; falling is all it does.
            return;
        }
        let letter = Letter::at(self.problem, at, 1, false);
        let other = Letter::at(self.problem, larger, 1, true);
        let rate = Some(-lowest(&pair(self.problem, &letter, &other)));
        let to = self.word.with(at, self.large(at) - 1, self.small(at) + 1).with(
            larger,
            self.large(larger) + 1,
            self.small(larger) - 1,
        );
        self.push(
            found,
            Step {
                kind: MoveKind::Exchange,
                source: at,
                target: larger,
                to,
                loss_drop: self.drop(larger) - self.drop(at),
                rate,
                is_cover: (larger + 1..at).all(|between| self.is_all_unlearned(between)),
            },
        );
    }
}

fn lowest(block: &[(f64, usize)]) -> f64 {
    block.iter().map(|&(value, _)| value).fold(f64::INFINITY, f64::min)
}

/// A move in units of `½‖·‖²`.
#[derive(Debug, Clone)]
struct Step {
    kind: MoveKind,
    source: usize,
    target: usize,
    to: Word,
    loss_drop: f64,
    rate: Option<f64>,
    is_cover: bool,
}

impl Step {
    /// A step that does nothing yet.
    fn of(word: &Word) -> Self {
        let to = word.clone();
        Self {
            kind: MoveKind::Fall,
            source: 0,
            target: 0,
            to,
            loss_drop: 0.0,
            rate: None,
            is_cover: false,
        }
    }
}

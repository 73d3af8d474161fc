//! The few modes that a connection with weight decay moves.

use linscape_critical::NaturalUnits;
use linscape_decay::{Class, DecayedProblem, Move, MoveKind, Word};
use nalgebra::Matrix2;

/// The one or two modes in which source and target of a move differ, as a network of width two: hidden unit
/// and mode 0, and 1. Of a mode that is not there all is zero, and stays so. In natural units.
///
/// Every layer of a critical point is `√(λ̄/λ_i) diag(x)`; so are those of a start but for the outer ones,
/// which may be turned in the plane of the two modes.
#[derive(Debug, Clone)]
pub(crate) struct MovedModes {
    /// `λ_1, …, λ_h`.
    pub(super) decays: Vec<f64>,
    /// `√(λ̄/λ_i)`.
    pub(super) shares: Vec<f64>,
    /// `a = γσ`.
    pub(super) pulls: [f64; 2],
    /// `γ`.
    pub(super) stiffness: [f64; 2],
    /// Amplitudes where the orbit begins.
    from: [f64; 2],
    /// Amplitudes where it ends.
    to: [f64; 2],
    course: Course,
}

/// How an orbit leaves its source.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Course {
    /// The amplitude grows or shrinks.
    Radial { is_growing: bool },
    /// A learned direction turns into a better one and keeps to the large root.
    Turning,
    /// The same on the small root, from which everything falls or grows but one orbit: a separatrix.
    Separatrix(Separatrix),
}

/// Between which two fates a separatrix runs.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Separatrix {
    /// A learned mode stands beside the pass, and changes places with it.
    is_exchange: bool,
    /// What stands on the pass has fallen when it is smaller than this, and has grown when it is larger.
    fallen: f64,
    grown: f64,
}

/// What became of modes that stood on a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Fell,
    Grew,
}

/// Where the modes stand.
struct Place<'p> {
    class: &'p Class,
    large: f64,
    small: f64,
}

impl<'p> Place<'p> {
    fn of(problem: &'p DecayedProblem, class: usize, units: NaturalUnits) -> Self {
        let class = &problem.classes()[class];
        let amplitude = |root: Option<&linscape_decay::Root>| {
            root.map_or(0.0, |root| units.weight_here(root.amplitude))
        };
        let (large, small) = (amplitude(class.roots.large()), amplitude(class.roots.small()));
        Self { class, large, small }
    }

    fn stretch(&self, units: NaturalUnits) -> f64 {
        units.input_here(self.class.mode.stiffness().sqrt())
    }

    fn pull(&self, units: NaturalUnits) -> f64 {
        units.map_here(self.class.mode.singular_value()) * self.stretch(units)
    }
}

impl MovedModes {
    /// Those of a move from a family.
    pub(super) fn new(
        problem: &DecayedProblem,
        word: &Word,
        step: &Move,
        units: NaturalUnits,
    ) -> Self {
        let own = Place::of(problem, step.source, units);
        let other = Place::of(problem, step.target, units);
        let is_pass = word.large()[step.source] == step.to.large()[step.source];
        let stands = |place: &Place<'_>| if is_pass { place.small } else { place.large };
        let radial = |is_growing| Course::Radial { is_growing };
        let separatrix = |is_exchange| {
            let (low, high) = (own.small.min(other.small), own.small.max(other.small));
            let (fallen, grown) = (0.5 * low, 0.5 * (high + own.large.min(other.large)));
            Course::Separatrix(Separatrix { is_exchange, fallen, grown })
        };
        let (from, to, course) = match step.kind {
            // A double root falls as a pass does.
            MoveKind::Fall if own.small == 0.0 => ([own.large, 0.0], [0.0; 2], radial(false)),
            MoveKind::Fall => ([own.small, 0.0], [0.0; 2], radial(false)),
            MoveKind::Grow => ([own.small, 0.0], [own.large, 0.0], radial(true)),
            MoveKind::Learn => ([0.0; 2], [own.large, 0.0], radial(true)),
            MoveKind::Swap => {
                let course = if is_pass { separatrix(false) } else { Course::Turning };
                ([stands(&own), 0.0], [0.0, stands(&other)], course)
            }
            MoveKind::Exchange => {
                ([own.large, other.small], [own.small, other.large], separatrix(true))
            }
        };
        let is_alone = matches!(course, Course::Radial { .. });
        let second = |value: f64| if is_alone { 0.0 } else { value };
        let mean = problem.decay().mean();
        let layers = problem.decay().layers();
        Self {
            decays: layers.iter().map(|layer| units.time(*layer)).collect(),
            shares: layers.iter().map(|layer| (mean / layer).sqrt()).collect(),
            pulls: [own.pull(units), second(other.pull(units))],
            stiffness: [own.stretch(units), second(other.stretch(units))].map(|own| own * own),
            from,
            to,
            course,
        }
    }

    pub(super) fn depth(&self) -> usize {
        self.decays.len()
    }

    /// The amplitudes where the orbit ends.
    pub(super) fn target(&self) -> [f64; 2] {
        self.to
    }

    /// Whether the orbit is one that rounding throws off to either side.
    pub(super) fn is_separatrix(&self) -> bool {
        matches!(self.course, Course::Separatrix(_))
    }

    /// The layers at distance `ε` of the source, relative to its amplitudes. On a separatrix the angle says how
    /// much of it goes into turning: from none, where the pass falls (of an exchange grows), to a right angle, where it
    /// does the contrary.
    pub(super) fn start(&self, epsilon: f64, angle: f64) -> Vec<Matrix2<f64>> {
        let [mut first, mut second] = self.from;
        let turned = match self.course {
            Course::Radial { is_growing } => {
                let room = if is_growing { (self.to[0] - first).min(self.to[0]) } else { first };
                let near = if first > 0.0 { room.min(first) } else { room };
                first += if is_growing { epsilon * near } else { -epsilon * near };
                0.0
            }
            Course::Turning => epsilon,
            Course::Separatrix(Separatrix { is_exchange, .. }) => {
                let aside = epsilon * angle.cos();
                if is_exchange {
                    second *= 1.0 + aside;
                } else {
                    first *= 1.0 - aside;
                }
                epsilon * angle.sin()
            }
        };
        let (sine, cosine) = turned.sin_cos();
        let turn = Matrix2::new(cosine, -sine, sine, cosine);
        let amplitudes = Matrix2::new(first, 0.0, 0.0, second);
        let last = self.depth() - 1;
        let layers = self.shares.iter().enumerate().map(|(at, share)| {
            let layer = match at {
                0 => amplitudes * turn.transpose(),
                at if at == last => turn * amplitudes,
                _ => amplitudes,
            };
            layer * *share
        });
        layers.collect()
    }

    /// The map of the modes at the end of the orbit.
    pub(super) fn end(&self) -> Matrix2<f64> {
        let [first, second] = self.to.map(|amplitude| self.power(amplitude));
        Matrix2::new(first, 0.0, 0.0, second)
    }

    /// The smallest amplitude at either end.
    pub(super) fn smallest(&self) -> f64 {
        let all = self.from.iter().chain(&self.to).copied();
        all.filter(|amplitude| *amplitude > 0.0).fold(f64::INFINITY, f64::min)
    }

    /// By how much the maps of source and target differ; from a pass to a pass the smaller of the two, beside which
    /// what else turns may be much larger.
    pub(super) fn scale(&self) -> f64 {
        let [from, to] = [self.from, self.to].map(|ends| self.power(ends[0].max(ends[1])));
        match self.course {
            Course::Radial { .. } => (to - from).abs(),
            Course::Turning => to,
            Course::Separatrix(_) => self.power(self.smallest()),
        }
    }

    /// What has become of the pass, given the map of the modes; none while that is open.
    pub(super) fn fate(&self, map: &Matrix2<f64>) -> Option<Fate> {
        let Course::Separatrix(Separatrix { is_exchange, fallen, grown }) = self.course else {
            return None;
        };
        let largest = largest_singular_value(map);
        let own = if is_exchange { map.determinant().abs() / largest } else { largest };
        let amplitude = own.powf((self.depth() as f64).recip());
        if amplitude < fallen {
            Some(Fate::Fell)
        } else if amplitude > grown {
            Some(Fate::Grew)
        } else {
            None
        }
    }

    /// What becomes of a start of angle 0.
    pub(super) fn fate_unturned(&self) -> Fate {
        match self.course {
            Course::Separatrix(Separatrix { is_exchange: true, .. }) => Fate::Grew,
            _ => Fate::Fell,
        }
    }

    fn power(&self, amplitude: f64) -> f64 {
        (0..self.depth()).fold(1.0, |product, _| product * amplitude)
    }
}

/// `s₁² = ½(‖M‖² + √(‖M‖⁴ − 4 det²))`.
fn largest_singular_value(map: &Matrix2<f64>) -> f64 {
    let (square, determinant) = (map.norm_squared(), map.determinant());
    let rest = (square + 2.0 * determinant) * (square - 2.0 * determinant);
    (0.5 * (square + rest.max(0.0).sqrt())).sqrt()
}

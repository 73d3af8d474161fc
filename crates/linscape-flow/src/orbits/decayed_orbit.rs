//! Connecting orbits under weight decay, integrated.

use super::embedding::{Embedding, Whole, natural_units};
use super::moved_modes::Fate;
use super::orbit::{ORBIT_CLEAR, turned};
use super::shot::{Patience, Shot, arrival, fate, separatrix, shoot};
use super::small_network::SmallNetwork;
use super::{HiddenBases, MovedModes, ORBIT_GROWTH, ORBIT_TOLERANCE, Orbit, OrbitError};
use crate::{Integrator, Tolerances};
use linscape_critical::{NaturalUnits, RandomStream};
use linscape_decay::{DecayedProblem, Move, Word, spectrum};
use nalgebra::Matrix2;
use std::f64::consts::FRAC_PI_2;

/// How exactly the whole flow is integrated.
const TOLERANCE: f64 = 1e-11;

/// The largest `ε`, and by how much it grows where an orbit is too long.
const LARGEST_EPSILON: f64 = 0.2;
const WIDER: f64 = 2.0;

/// Largest exponent `λ t` up to which the roundings of passes that are not moved may grow: to about
/// `10⁻¹⁶ e^{25} ≈ 10⁻⁵`.
const PASSES_GROWTH: f64 = 25.0;

/// What is left of a separatrix that leaves along its pass and turns much faster than that: the angle is as
/// small as `ε` to the ratio of the rates, and no smaller one is told from none.
const SMALLEST: f64 = 1e-250;

/// Longest time that the few numbers are followed, in units of the slowest decay.
const LONGEST: f64 = 1e6;

impl Orbit {
    /// Follows a move of a landscape with weight decay: the flow of all weights on the regularised loss, from
    /// distance `ε` of a point of the family that is left, relative to its amplitudes, until the modes that
    /// move are within `ε` of those of the family where the move ends, relative to the smallest amplitude that tells
    /// the two apart. Singular bases are those of `Σ`; hidden bases are turned at random by the seed.
    ///
    /// It is held against the flow of the moved modes alone, a network of width two. A fall, a growth, a learned mode
    /// and a swap on the large root are started along the move, and map and time on arrival have to agree. From a pass
    /// a swap and an exchange leave along a separatrix: on one side of it the pass falls, on the other it grows. There
    /// the few numbers say in which direction it leaves, and of the whole flow starts at an angle smaller and larger by 10⁻⁵ of it have to part, and one
    /// between them has to arrive.
    ///
    /// # Errors
    /// When the orbit takes more steps than are tried from every distance, or rounding would decide it, or the
    /// integration breaks off.
    ///
    /// # Panics
    /// When the move does not leave that family of that problem.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Architecture, Problem, Spectrum, parse_exact};
    /// use linscape_decay::{Coordinates, Decay, DecayedProblem, Word, moves};
    /// use linscape_flow::Orbit;
    /// let network = Architecture::new(vec![1, 1, 1])?;
    /// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2]))?;
    /// let decay = Decay::exact(vec![parse_exact("1")?])?;
    /// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
    /// let origin = Word::from_indices(&decayed, &[], &[])?;
    /// let learn = &moves(&decayed, &origin)[0];
    /// let orbit = Orbit::along_decayed(&decayed, &origin, learn, 0.01, 0)?;
    /// // ẋ = x − x³ from x = 1/100 until x² = 99/100: t = ½ ln(99 · 9,999).
    /// let expected = 0.5 * (99.0_f64 * 9999.0).ln();
    /// assert!(orbit.verified && (orbit.time.expect("arrives") - expected).abs() < 1e-6);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: `docs/theory.md`, "Moves and barriers".
    pub fn along_decayed(
        problem: &DecayedProblem,
        word: &Word,
        step: &Move,
        epsilon: f64,
        seed: u64,
    ) -> Result<Self, OrbitError> {
        let journey = Journey::new(problem, word, step);
        let mut epsilon = epsilon;
        loop {
            match journey.travelled(epsilon, seed) {
                Err(OrbitError::TooLong) if epsilon < LARGEST_EPSILON => {
                    epsilon = (WIDER * epsilon).min(LARGEST_EPSILON);
                }
                travelled => return travelled,
            }
        }
    }
}

/// A move about to be followed, in natural units and the loss `½‖·‖²`.
struct Journey<'p> {
    problem: &'p DecayedProblem,
    word: &'p Word,
    step: &'p Move,
    units: NaturalUnits,
    modes: MovedModes,
    embedding: Embedding,
}

/// What the few numbers say.
struct Predicted {
    angle: f64,
    time: f64,
    map: Matrix2<f64>,
}

impl<'p> Journey<'p> {
    fn new(problem: &'p DecayedProblem, word: &'p Word, step: &'p Move) -> Self {
        let units = natural_units(problem);
        let modes = MovedModes::new(problem, word, step, units);
        let embedding = Embedding::new(problem, word, step, (&modes, units));
        Self { problem, word, step, units, modes, embedding }
    }

    /// A time of the problem.
    fn restored(&self, time: f64) -> f64 {
        self.units.time(time) / self.problem.factor()
    }

    fn travelled(&self, epsilon: f64, seed: u64) -> Result<Orbit, OrbitError> {
        let within = epsilon * self.modes.scale();
        let predicted = self.predicted(epsilon, within)?;
        let time = self.restored(predicted.time);
        if self.passes_rate() * predicted.time > PASSES_GROWTH {
            return Err(OrbitError::TooLong);
        }
        let is_calm = self.fastest() * time <= ORBIT_GROWTH && epsilon >= ORBIT_CLEAR;
        let bases = if is_calm && !self.modes.is_separatrix() {
            HiddenBases::Orthogonal
        } else {
            HiddenBases::Permuted
        };
        let reach = (within, 10.0 * predicted.time);
        let shots = Shots { journey: self, epsilon, bases, seed, reach, patience: Patience::new() };
        let leads_there =
            self.embedding.ends_at(self.problem, &self.step.to, (&self.modes, self.units));
        let (residual, arrived) = if !leads_there {
            (f64::INFINITY, Shot::Lost)
        } else if self.modes.is_separatrix() {
            self.parted(&predicted, &shots)?
        } else {
            let (found, moved) = shots.shot(predicted.angle)?;
            let apart = match found {
                Shot::Arrived { time, map } => {
                    let maps = (map - predicted.map).norm() / self.modes.scale();
                    maps.max((time / predicted.time - 1.0).abs()).max(moved)
                }
                _ => f64::INFINITY,
            };
            (apart, found)
        };
        let arrival = match arrived {
            Shot::Arrived { time, .. } => Some(self.restored(time)),
            _ => None,
        };
        Ok(Orbit {
            verified: residual <= ORBIT_TOLERANCE,
            epsilon,
            time: arrival,
            predicted_time: Some(time),
            residual,
            bases,
        })
    }

    /// The few numbers' direction, time and map.
    fn predicted(&self, epsilon: f64, within: f64) -> Result<Predicted, OrbitError> {
        let modes = &self.modes;
        let most = LONGEST / modes.decays.iter().copied().fold(f64::INFINITY, f64::min);
        let patience = Patience::new();
        let few = |angle: f64| {
            let layers = modes.start(epsilon, angle);
            SmallNetwork::start(modes, &layers, self.smallest(epsilon, angle))
        };
        let angle = if modes.is_separatrix() {
            let fate = |angle: f64| fate(modes, &mut few(angle)?, most, &patience);
            separatrix([0.0, FRAC_PI_2], modes.fate_unturned(), fate)?
        } else {
            0.0
        };
        match shoot(modes, &mut few(angle)?, (within, most), &patience)? {
            Shot::Arrived { time, map } => Ok(Predicted { angle, time, map }),
            // Nearly equal values: no double is as near the separatrix as it would take.
            Shot::Missed(_) => Err(OrbitError::TooLong),
            Shot::Lost if modes.is_separatrix() => Err(OrbitError::TooLong),
            Shot::Lost => Ok(Predicted { angle, time: most, map: Matrix2::zeros() }),
        }
    }

    /// How far, relative to the angle predicted, the start is that arrives; infinite where starts to both sides do
    /// not part.
    fn parted(&self, predicted: &Predicted, shots: &Shots<'_>) -> Result<(f64, Shot), OrbitError> {
        let (angle, unturned) = (predicted.angle, self.modes.fate_unturned());
        let ends = [angle * (1.0 - ORBIT_TOLERANCE), angle * (1.0 + ORBIT_TOLERANCE)];
        for (at, end) in ends.into_iter().enumerate() {
            match shots.fate(end)? {
                Some(fate) if (fate == unturned) == (at == 0) => {}
                Some(fate) => return Ok((f64::INFINITY, Shot::Missed(fate))),
                None => return Err(OrbitError::TooLong),
            }
        }
        let mut moved = 0.0_f64;
        let found = arrival(ends, unturned, |angle| {
            let (found, rest) = shots.shot(angle)?;
            moved = rest;
            Ok(found)
        })?;
        // The starts part, but none that doubles tell apart is near enough to what parts them.
        let (found_at, found) = found.ok_or(OrbitError::TooLong)?;
        Ok(((found_at / angle - 1.0).abs().max(moved), found))
    }

    /// The smallest amplitude that a start differs from its source by.
    fn smallest(&self, epsilon: f64, angle: f64) -> f64 {
        let turned = if self.modes.is_separatrix() { angle.sin() } else { 1.0 };
        (turned * epsilon * self.modes.smallest().min(1.0)).max(SMALLEST)
    }

    /// All weights at a start, in hidden bases turned at random.
    fn whole(
        &self,
        epsilon: f64,
        angle: f64,
        bases: HiddenBases,
        stream: &mut RandomStream,
    ) -> Result<Whole<'_>, OrbitError> {
        let small = self.modes.start(epsilon, angle);
        let flow = self.embedding.flow();
        let state = turned(flow, &self.embedding.state(&small), bases, stream)?;
        let relative = TOLERANCE;
        let absolute = 1e-3 * TOLERANCE * self.smallest(epsilon, angle);
        let tolerances = Tolerances { relative, absolute };
        let integrator = Integrator::start(flow, bases.method(), tolerances, &state)?;
        Ok(Whole::start(&self.embedding, integrator))
    }

    /// The largest rate at which either end is left, in the problem's loss.
    fn fastest(&self) -> f64 {
        let rate = |word: &Word| spectrum(self.problem, word).first().map_or(0.0, |own| -own.value);
        rate(self.word).max(rate(&self.step.to)).max(0.0)
    }

    /// A bound on the rate at which passes that do not move would be left, in natural units.
    fn passes_rate(&self) -> f64 {
        let moved =
            |class: usize| usize::from(self.step.to.small()[class] < self.word.small()[class]);
        let classes = self.problem.classes().iter().enumerate();
        let resting = classes.filter(|(at, _)| self.word.small()[*at] > moved(*at));
        let steepest = resting.filter_map(|(_, class)| class.roots.small());
        let steepest = steepest.map(|root| -root.curvature).fold(0.0, f64::max);
        let decay = self.problem.decay();
        let largest = decay.layers().iter().copied().fold(0.0, f64::max);
        self.units.time(steepest * (largest / decay.mean()))
    }
}

/// Shots of the whole network, all in the same hidden bases.
struct Shots<'j> {
    journey: &'j Journey<'j>,
    epsilon: f64,
    bases: HiddenBases,
    seed: u64,
    /// How near the target, and for how long.
    reach: (f64, f64),
    patience: Patience,
}

impl Shots<'_> {
    fn start(&self, angle: f64) -> Result<Whole<'_>, OrbitError> {
        let mut stream = RandomStream::new(self.seed, "hidden bases of an orbit with decay");
        self.journey.whole(self.epsilon, angle, self.bases, &mut stream)
    }

    /// How the moved modes end, and how far what should rest has moved.
    fn shot(&self, angle: f64) -> Result<(Shot, f64), OrbitError> {
        let mut moving = self.start(angle)?;
        let shot = shoot(&self.journey.modes, &mut moving, self.reach, &self.patience)?;
        Ok((shot, moving.rest_moved()))
    }

    fn fate(&self, angle: f64) -> Result<Option<Fate>, OrbitError> {
        fate(&self.journey.modes, &mut self.start(angle)?, self.reach.1, &self.patience)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Problem, Spectrum, parse_exact};
    use linscape_decay::{Coordinates, Decay, moves};

    /// What leads elsewhere is not verified.
    #[test]
    fn a_move_to_another_family_is_told_from_its_own() {
        let network = Architecture::new(vec![2, 2, 2, 2]).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[3, 2]));
        let decay = Decay::exact(vec![parse_exact("1/2").expect("a number")]).expect("positive");
        let problem = problem.expect("fits");
        let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened).expect("fits");
        let word = |learned: &[usize], passes: &[usize]| {
            Word::from_indices(&decayed, learned, passes).expect("a family")
        };
        for from in [word(&[1], &[2]), word(&[2], &[1]), word(&[], &[2])] {
            for step in moves(&decayed, &from) {
                let orbit = |step| Orbit::along_decayed(&decayed, &from, step, 0.01, 0);
                assert!(orbit(&step).expect("followed").verified, "{step:?}");
                let elsewhere = Move { to: word(&[1, 2], &[]), ..step.clone() };
                let leads_there = elsewhere.to == step.to;
                assert_eq!(orbit(&elsewhere).expect("followed").verified, leads_there, "{step:?}");
            }
        }
    }
}

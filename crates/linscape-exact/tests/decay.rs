//! Weight decay at points with rational amplitudes: `σ = x^h + λ x^{2−h}` for any rational `x`.

use linscape_exact::{Matrix, Moments, Point};
use num_rational::BigRational;
use num_traits::{One, Zero, pow};

/// A mode on a root `x` of `x^{2h−2} − σ x^{h−2} + λ`, or not learned.
#[derive(Clone)]
enum Mode {
    Root(BigRational),
    Unlearned(BigRational),
}

fn fraction(numerator: i64, denominator: i64) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

fn root(numerator: i64, denominator: i64) -> Mode {
    Mode::Root(fraction(numerator, denominator))
}

fn unlearned(sigma: i64) -> Mode {
    Mode::Unlearned(fraction(sigma, 1))
}

struct Network {
    widths: Vec<usize>,
    /// One `λ` for all layers.
    decay: BigRational,
    modes: Vec<Mode>,
}

impl Network {
    fn depth(&self) -> usize {
        self.widths.len() - 1
    }

    fn sigma(&self, mode: &Mode) -> BigRational {
        match mode {
            Mode::Unlearned(sigma) => sigma.clone(),
            Mode::Root(x) => {
                pow(x.clone(), self.depth()) + &self.decay / pow(x.clone(), self.depth() - 2)
            }
        }
    }

    fn learned(&self) -> Vec<(BigRational, BigRational)> {
        let amplitude = |mode: &Mode| match mode {
            Mode::Root(x) => Some((x.clone(), self.sigma(mode))),
            Mode::Unlearned(_) => None,
        };
        self.modes.iter().filter_map(amplitude).collect()
    }

    /// Above, at or below the double root: the sign of `h x^{2h−2} − (h−2) λ`.
    fn curvature(&self, x: &BigRational) -> std::cmp::Ordering {
        let h = self.depth();
        let scaled = |factor: usize| fraction(i64::try_from(factor).expect("small"), 1);
        (scaled(h) * pow(x.clone(), 2 * h - 2)).cmp(&(scaled(h - 2) * &self.decay))
    }

    /// `V_i = Q_i D Q_{i−1}ᵀ`, with rational rotations `Q_i` of the hidden layers.
    fn point(&self) -> Point {
        let (h, learned) = (self.depth(), self.learned());
        let (inputs, outputs) = (self.widths[0], self.widths[h]);
        let places: Vec<usize> =
            (0..self.modes.len()).filter(|&at| matches!(self.modes[at], Mode::Root(_))).collect();
        let outer = |width: usize| {
            Matrix::from_fn(width, learned.len(), |row, column| {
                if row == places[column] { BigRational::one() } else { BigRational::zero() }
            })
        };
        let frames: Vec<Matrix<BigRational>> = (0..=h)
            .map(|layer| match layer {
                0 => outer(inputs),
                _ if layer == h => outer(outputs),
                _ => rotation(self.widths[layer], learned.len()),
            })
            .collect();
        let amplitudes = Matrix::from_fn(learned.len(), learned.len(), |row, column| {
            if row == column { learned[row].0.clone() } else { BigRational::zero() }
        });
        let weights = (1..=h)
            .map(|layer| frames[layer].times(&amplitudes).times(&frames[layer - 1].transposed()))
            .collect();
        let sigma = Matrix::from_fn(outputs, inputs, |row, column| match self.modes.get(row) {
            Some(mode) if row == column => self.sigma(mode),
            _ => BigRational::zero(),
        });
        let point = Point::new(weights, Moments::white(sigma)).expect("shapes fit");
        point.with_decay(vec![self.decay.clone(); h])
    }

    /// Index by the word of the modes, written out anew from the statement.
    fn index(&self) -> usize {
        let learned = self.learned();
        let small: Vec<_> = learned.iter().filter(|(x, _)| self.curvature(x).is_lt()).collect();
        let others: Vec<_> = learned.iter().filter(|(x, _)| self.curvature(x).is_ge()).collect();
        let free = self.modes.iter().filter_map(|mode| match mode {
            Mode::Unlearned(sigma) => Some(sigma),
            Mode::Root(_) => None,
        });
        let passed = others.iter().map(|(_, k)| small.iter().filter(|(_, j)| j > k).count());
        let left_out = free.map(|l| learned.iter().filter(|(_, k)| l > k).count());
        small.len() * (small.len() + 1) / 2 + passed.sum::<usize>() + left_out.sum::<usize>()
    }
}

/// The first columns of a product of turns by the angle of the triangle 3, 4, 5.
fn rotation(width: usize, columns: usize) -> Matrix<BigRational> {
    let mut frame = Matrix::<BigRational>::identity(width);
    for plane in 1..width {
        let turn = Matrix::from_fn(width, width, |row, column| {
            match (row + 1 == plane, row == plane, column + 1 == plane, column == plane) {
                (true, _, true, _) | (_, true, _, true) => fraction(3, 5),
                (true, _, _, true) => fraction(-4, 5),
                (_, true, true, _) => fraction(4, 5),
                _ if row == column => BigRational::one(),
                _ => BigRational::zero(),
            }
        });
        frame = turn.times(&frame);
    }
    Matrix::from_fn(width, columns, |row, column| frame[(row, column)].clone())
}

#[test]
fn every_word_of_two_modes_is_as_stated() {
    // λ = 14: both roots of σ = 15 are rational, 1 and 2; x = 3/2 and 3 are large, ½ is small.
    let decay = fraction(14, 1);
    let letters =
        [root(1, 1), root(2, 1), root(3, 2), root(3, 1), root(1, 2), unlearned(15), unlearned(1)];
    for widths in [vec![2, 2, 2, 2], vec![3, 2, 3, 2], vec![2, 3, 2, 4]] {
        for first in &letters {
            for second in &letters {
                let modes = vec![first.clone(), second.clone()];
                let network = Network { widths: widths.clone(), decay: decay.clone(), modes };
                let point = network.point();
                let at = point.cleared();
                assert!(at.is_critical());
                let inertia = at.inertia();
                assert_eq!(inertia.negative, network.index(), "{widths:?}");
                assert_eq!(inertia.zero, point.dimension(), "Morse–Bott: {widths:?}");
            }
        }
    }
}

#[test]
fn a_mode_at_the_fold_adds_null_directions_and_a_cubic_fall() {
    // σ = 4, λ = 3: x = 1 is the double root. One such mode: nullity = dim + 1, two: dim + 3.
    for (modes, extra) in [
        (vec![root(1, 1)], 1),
        (vec![root(2, 1), root(1, 1)], 1),
        (vec![root(1, 1), root(1, 1)], 3),
    ] {
        let network = Network { widths: vec![2, 2, 2, 2], decay: fraction(3, 1), modes };
        let point = network.point();
        let at = point.cleared();
        let inertia = at.inertia();
        assert!(at.is_critical() && !at.cubic_is_silent());
        assert_eq!(inertia.negative, 0);
        assert_eq!(inertia.zero, point.dimension() + extra);
    }
}

#[test]
fn depths_two_and_four_and_unequal_layers() {
    // Depth 4, σ = 6, λ = 4: x² = 2. The scales √(λ̄/λ_i) of λ = 8, 8, 2, 2 make the weights 1, 1, 2, 2.
    let one = |value: i64| Matrix::from_rows(&[&[fraction(value, 1)]]);
    let point = Point::new(vec![one(1), one(1), one(2), one(2)], Moments::white(one(6)));
    let decay = [8, 8, 2, 2].map(|value| fraction(value, 1)).to_vec();
    let at = point.expect("fits").with_decay(decay).cleared();
    let inertia = at.inertia();
    // The large root: x⁶ = 8 > (h−2)λ/h = 2. A minimum, and isolated.
    assert!(at.is_critical());
    assert_eq!((inertia.negative, inertia.zero, inertia.positive), (0, 0, 4));

    // Depth 2: one root, x² = σ − λ; σ = 5, λ = 1 gives 2. The mode left out has σ > λ: two ways down.
    let network = Network {
        widths: vec![2, 2, 2],
        decay: fraction(1, 1),
        modes: vec![root(2, 1), unlearned(3)],
    };
    let point = network.point();
    let inertia = point.cleared().inertia();
    assert!(point.cleared().is_critical());
    // (d_1 − r) modes of σ_l > λ, and none larger than the learned one.
    assert_eq!((inertia.negative, inertia.zero), (1, point.dimension()));
}

#[test]
fn decay_is_in_the_loss_along_curves_too() {
    let network =
        Network { widths: vec![2, 2, 2, 2], decay: fraction(14, 1), modes: vec![root(1, 1)] };
    let point = network.point();
    let terms = (1..=3).map(|layer| (layer, 1, point.weights()[layer - 1].clone())).collect();
    let loss = point.expansion(&linscape_exact::Curve { terms });
    // ½(15 − (1+t)³)² + 21 (1+t)² at the small root: (½(9 − 84) + 21) t² and higher terms, never t.
    assert_eq!(loss.lowest(), Some((2, &fraction(-33, 2))));
    assert_eq!(loss.coefficient(6), fraction(1, 2));
}

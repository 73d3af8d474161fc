//! Exact answers against other exact answers.

use linscape_exact::{
    Bars, BarsError, Block, Curve, Interior, Matrix, Mode, ModeState, Moments, Point, PointError,
    exact_inertia, exact_rank, fraction_free_inertia, random_point,
};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

/// A linear congruential generator: the same numbers everywhere.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    fn small(&mut self, size: usize) -> BigInt {
        BigInt::from(self.below(2 * size + 1)) - size
    }
}

fn fraction(numerator: i64, denominator: i64) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

fn whole(rows: &[&[i64]]) -> Matrix<BigRational> {
    Matrix::from_rows(rows).map(|&entry: &i64| fraction(entry, 1))
}

#[test]
fn congruent_matrices_have_the_inertia_they_were_made_with() {
    let mut draws = Draws(1);
    for trial in 0..60 {
        let order = 1 + trial % 9;
        let signs: Vec<i64> = (0..order).map(|_| [-1, 0, 1][draws.below(3)]).collect();
        let mut bend = Matrix::from_fn(order, order, |row, column| match row.cmp(&column) {
            std::cmp::Ordering::Less => BigInt::zero(),
            std::cmp::Ordering::Equal => BigInt::from(1),
            std::cmp::Ordering::Greater => draws.small(9),
        });
        bend = bend.times(&Matrix::from_fn(order, order, |row, column| {
            if row <= column {
                draws.small(3) + i32::from(row == column) * 7
            } else {
                BigInt::zero()
            }
        }));
        let diagonal = Matrix::from_fn(order, order, |row, column| {
            if row == column { BigInt::from(signs[row]) } else { BigInt::zero() }
        });
        let matrix = bend.transposed().times(&diagonal).times(&bend);
        let count = |sign: i64| signs.iter().filter(|&&other| other == sign).count();
        for inertia in [exact_inertia(&matrix), fraction_free_inertia(&matrix)] {
            let found = (inertia.negative, inertia.zero, inertia.positive);
            assert_eq!(found, (count(-1), count(0), count(1)), "trial {trial}");
            let pivots: usize = inertia.blocks.iter().map(|block| block.order()).sum();
            assert_eq!(pivots, order - count(0));
        }
        assert_eq!(exact_rank(&matrix), order - count(0));
    }
}

#[test]
fn an_empty_diagonal_is_eliminated_by_pairs() {
    // Two planes with one eigenvalue of each sign, tied together, and a zero row.
    let rows: [&[i64]; 5] =
        [&[0, 2, 0, 0, 0], &[2, 0, 1, 0, 0], &[0, 1, 0, 3, 0], &[0, 0, 3, 0, 0], &[0; 5]];
    let matrix = Matrix::from_rows(&rows).map(|&entry: &i64| BigInt::from(entry));
    for inertia in [exact_inertia(&matrix), fraction_free_inertia(&matrix)] {
        assert_eq!((inertia.negative, inertia.zero, inertia.positive), (2, 1, 2));
        assert!(matches!(inertia.blocks[0], Block::Two(0, 1)), "{:?}", inertia.blocks);
    }
}

#[test]
fn entries_that_are_multiples_of_the_first_prime_are_not_taken_for_zero() {
    let prime = BigInt::from((1_u64 << 62) - 57);
    let matrix = Matrix::from_rows(&[&[prime.clone(), 0.into()], &[0.into(), -prime]]);
    let inertia = exact_inertia(&matrix);
    assert_eq!((inertia.negative, inertia.zero, inertia.positive), (1, 0, 1));
}

/// Widths 3,2,3,3 at σ = 2, 2, 1/3, one of the twos learned, one input coordinate idle.
fn tied() -> Bars {
    let mode = |sigma, state| Mode { sigma, state };
    let unlearned = |input_end, output_start| ModeState::Unlearned { input_end, output_start };
    Bars {
        widths: vec![3, 2, 3, 3],
        idle_inputs: 1,
        modes: vec![
            mode(fraction(2, 1), unlearned(0, 2)),
            mode(fraction(2, 1), ModeState::Learned),
            mode(fraction(1, 3), unlearned(0, 3)),
        ],
        input_null: vec![],
        output_null: vec![],
        interior: vec![Interior { start: 1, end: 2 }],
    }
}

#[test]
fn expansions_agree_with_the_hessian() {
    let mut draws = Draws(5);
    let at = random_point(&tied(), &mut |bound| draws.below(bound)).expect("a stratum");
    let cleared = at.point.cleared();
    assert!(cleared.is_critical());
    assert_eq!(at.point.gain(), fraction(2, 1));
    let hessian = cleared.hessian();
    for _ in 0..5 {
        // Denominators are those of the layers; their common factors are the scales of the Hessian.
        let direction: Vec<_> = at
            .point
            .weights()
            .iter()
            .map(|layer| layer.map(|_| BigRational::from_integer(draws.small(4))))
            .collect();
        let terms = direction.iter().enumerate().map(|(at, change)| (at + 1, 1, change.clone()));
        let loss = at.point.expansion(&Curve { terms: terms.collect() });
        assert!(loss.coefficient(1).is_zero());
        let scales: Vec<BigInt> = at.point.weights().iter().map(common_denominator).collect();
        let flat: Vec<BigInt> = direction
            .iter()
            .zip(&scales)
            .flat_map(|(layer, scale)| {
                layer.entries().iter().map(move |entry| entry.numer() * scale).collect::<Vec<_>>()
            })
            .collect();
        let column = Matrix::from_fn(flat.len(), 1, |row, _| flat[row].clone());
        let form = column.transposed().times(&hessian).times(&column)[(0, 0)].clone();
        // The cleared loss is (c_1 ⋯ c_h)² times the loss; moments here need no clearing but for σ.
        let product: BigInt = scales.iter().product();
        let half = loss.coefficient(2) * (&product * &product) * BigInt::from(2);
        let factor = BigRational::from_integer(form) / half;
        assert_eq!(factor, moment_factor(&at.point, &product), "a constant factor");
    }
}

/// The least common denominator of a layer.
fn common_denominator(layer: &Matrix<BigRational>) -> BigInt {
    let mut common = BigInt::from(1);
    while layer.entries().iter().any(|entry| !(&common % entry.denom()).is_zero()) {
        common += 1;
    }
    common
}

/// What the moments, the cross moment times `c`, have to be multiplied with to be whole.
fn moment_factor(point: &Point, product: &BigInt) -> BigRational {
    let scaled = point.moments().cross.scaled(&BigRational::from_integer(product.clone()));
    BigRational::from_integer(common_denominator(&scaled))
}

#[test]
fn idle_inputs_count_as_nullity_and_dimension() {
    let mut draws = Draws(9);
    let mut draw = |bound: usize| draws.below(bound);
    let with = random_point(&tied(), &mut draw).expect("a stratum").point;
    let without = random_point(&Bars { idle_inputs: 0, ..tied() }, &mut draw).expect("too").point;
    // One idle input, and a first layer with two units.
    assert_eq!(with.cleared().inertia().zero, without.cleared().inertia().zero + 2);
    assert_eq!(with.dimension(), without.dimension() + 2);
}

#[test]
fn data_with_dependent_features_are_reduced() {
    // The third feature is the sum of the first two.
    let inputs = whole(&[&[1, 0, 1], &[0, 1, 1], &[1, 1, 2]]);
    let targets = whole(&[&[1], &[2], &[3]]);
    let moments = Moments::of_samples(&inputs, &targets);
    let weights = vec![whole(&[&[0, 0, 0], &[0, 0, 0]]), whole(&[&[0, 0]])];
    let point = Point::new(weights.clone(), moments.clone()).expect("data");
    // The origin of widths 2,2,1 with one mode: nothing moves but the two ignored weights.
    assert_eq!(point.dimension(), 2);
    let inertia = point.cleared().inertia();
    assert_eq!((inertia.negative, inertia.zero, inertia.positive), (2, 4, 2));
    let cross = whole(&[&[1, 0, 0]]);
    let foreign = Point::new(weights, Moments { input: moments.input, cross });
    assert_eq!(foreign, Err(PointError::CrossMoment));
}

#[test]
fn bars_that_do_not_fill_their_layers_are_refused() {
    let short = Bars { interior: vec![], ..tied() };
    let refused = random_point(&short, &mut |_| 0).map(|_| ());
    assert_eq!(refused, Err(BarsError::Width { layer: 1, width: 2, bars: 1 }));
}

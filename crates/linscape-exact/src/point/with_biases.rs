//! Biases as weights of a unit that is always 1.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::{ClearedPoint, ExactInertia, Matrix, Moments, Point, exact_inertia};

/// A network with biases at rational weights, on inputs and targets of mean zero and a constant of length 1.
///
/// It is a network of matrices `[[W_i b_i], [0 1]]`, the last of them `[W_h b_h]`, on inputs with one more that is the
/// constant. Of that network's weights only those in `[W_i b_i]` can be moved: gradient and Hessian are those with
/// respect to them. Nothing is split off here.
///
/// # Examples
/// `½(2 − w)² + ½b²` at `w = 2` is a minimum in both:
/// ```
/// use linscape_exact::{Matrix, Moments, Point, WithBiases};
/// let number = |value: i64| num_rational::BigRational::from_integer(value.into());
/// let one = |value| Matrix::from_rows(&[&[number(value)]]);
/// let point = Point::new(vec![one(2)], Moments::white(one(2)))?;
/// let whole = WithBiases::new(&point, vec![Some(vec![number(0)])]);
/// let inertia = whole.inertia();
/// assert!(whole.is_critical() && whole.gain() == number(2));
/// assert_eq!((inertia.negative, inertia.zero, inertia.positive), (0, 0, 2));
/// # Ok::<(), linscape_exact::PointError>(())
/// ```
#[derive(Debug, Clone)]
pub struct WithBiases {
    biases: Vec<Option<Vec<BigRational>>>,
    whole: Point,
    cleared: ClearedPoint,
    /// The places of the weights that can be moved, layer by layer and row by row.
    moved: Vec<usize>,
}

impl WithBiases {
    /// The network with these biases, one or none a layer.
    ///
    /// # Panics
    /// When there are more or fewer of them than units.
    #[must_use]
    pub fn new(point: &Point, biases: Vec<Option<Vec<BigRational>>>) -> Self {
        assert_eq!(biases.len(), point.depth(), "a bias or none for every layer");
        let last = point.depth() - 1;
        let (mut layers, mut moved, mut before) = (Vec::new(), Vec::new(), 0);
        for (at, (matrix, bias)) in point.weights().iter().zip(&biases).enumerate() {
            let (rows, columns) = (matrix.rows(), matrix.columns());
            assert!(bias.as_ref().is_none_or(|bias| bias.len() == rows), "a bias a unit");
            let all = rows + usize::from(at < last);
            let place = |row: usize, column: usize| before + row * (columns + 1) + column;
            let movable = columns + usize::from(bias.is_some());
            moved.extend((0..rows).flat_map(|row| (0..movable).map(move |at| place(row, at))));
            before += all * (columns + 1);
            layers.push(Matrix::from_fn(all, columns + 1, |row, column| {
                match (row < rows, column < columns) {
                    (true, true) => matrix[(row, column)].clone(),
                    (true, false) => {
                        bias.as_ref().map_or_else(BigRational::zero, |bias| bias[row].clone())
                    }
                    (false, true) => BigRational::zero(),
                    (false, false) => BigRational::one(),
                }
            }));
        }
        let whole = match Point::new(layers, with_constant(point.moments())) {
            Ok(whole) => whole,
            Err(error) => unreachable!("a point with one more unit a layer is one: {error}"),
        };
        let cleared = whole.cleared();
        Self { biases, whole, cleared, moved }
    }

    /// The same with the last bias where the network makes zero of the mean input, whatever it was.
    ///
    /// # Panics
    /// As [`new`](Self::new).
    #[must_use]
    pub fn at_best_offset(point: &Point, mut biases: Vec<Option<Vec<BigRational>>>) -> Self {
        let mut made = vec![BigRational::zero(); point.moments().input.columns()];
        for (at, (matrix, bias)) in point.weights().iter().zip(&biases).enumerate() {
            let image = |row: usize| -> BigRational {
                let entries = matrix.row(row).iter().zip(&made);
                let sum: BigRational = entries.map(|(weight, unit)| weight * unit).sum();
                match bias {
                    Some(bias) if at + 1 < point.depth() => sum + &bias[row],
                    _ => sum,
                }
            };
            made = (0..matrix.rows()).map(image).collect();
        }
        if let Some(last) = biases.last_mut() {
            *last = Some(made.into_iter().map(|unit| -unit).collect());
        }
        Self::new(point, biases)
    }

    /// The biases.
    #[must_use]
    pub fn biases(&self) -> &[Option<Vec<BigRational>>] {
        &self.biases
    }

    /// The gradient vanishes.
    #[must_use]
    pub fn is_critical(&self) -> bool {
        let gradient = self.cleared.gradient();
        self.moved.iter().all(|&at| gradient[at].is_zero())
    }

    /// How far the loss is below that of the zero map, as [`Point::gain`].
    #[must_use]
    pub fn gain(&self) -> BigRational {
        self.whole.gain()
    }

    /// Index, nullity and coindex of the Hessian, with the pivots that prove them.
    #[must_use]
    pub fn inertia(&self) -> ExactInertia {
        let hessian: Matrix<BigInt> = self.cleared.hessian();
        let order = self.moved.len();
        exact_inertia(&Matrix::from_fn(order, order, |row, column| {
            hessian[(self.moved[row], self.moved[column])].clone()
        }))
    }

    /// In how many directions biases can be moved without changing what the network makes: the hidden ones freely,
    /// where the last one makes up for them.
    #[must_use]
    pub fn free(&self) -> usize {
        let Some((Some(_), hidden)) = self.biases.split_last() else { return 0 };
        hidden.iter().flatten().map(Vec::len).sum()
    }
}

/// The moments with one more input, a constant of length 1 that is orthogonal to the others.
fn with_constant(moments: &Moments) -> Moments {
    let order = moments.input.rows();
    let input = Matrix::from_fn(order + 1, order + 1, |row, column| {
        if row < order && column < order {
            moments.input[(row, column)].clone()
        } else if row == column {
            BigRational::one()
        } else {
            BigRational::zero()
        }
    });
    let cross = Matrix::from_fn(moments.cross.rows(), order + 1, |row, column| {
        if column < order { moments.cross[(row, column)].clone() } else { BigRational::zero() }
    });
    Moments { input, cross }
}

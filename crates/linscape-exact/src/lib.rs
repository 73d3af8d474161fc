//! Critical points of deep linear networks in rational arithmetic.
//!
//! For rational singular values every stratum has rational points: each learned mode puts its `σ`
//! into one layer, and all bases are matrices of whole numbers with determinant ±1. At such a
//! [`Point`] nothing is rounded: the gradient is zero or not, the Hessian's inertia follows from
//! exact elimination, ranks and dimensions are ranks of matrices of whole numbers, and along a
//! [`Curve`] the loss is a polynomial. What is found so is a proof for that point.
//!
//! Nothing here knows a theorem, and nothing here is a floating-point number. A stratum comes in as
//! plain data ([`Bars`]), and what the theorem says of it is compared elsewhere.
//!
//! # Examples
//! The saddle `w₂w₁ = 0` of `½(2 − w₂w₁)²` has one way down:
//! ```
//! use linscape_exact::{Matrix, Moments, Point};
//! let number = |value: i64| Matrix::from_rows(&[&[value]]).map(|&v: &i64| num_rational::BigRational::from_integer(v.into()));
//! let point = Point::new(vec![number(0), number(0)], Moments::white(number(2)))?;
//! let inertia = point.cleared().inertia();
//! assert_eq!((inertia.negative, inertia.zero, inertia.positive), (1, 0, 1));
//! # Ok::<(), linscape_exact::PointError>(())
//! ```

mod arithmetic;
mod point;
mod second_order;
mod stratum;

pub use arithmetic::{
    Block, Entry, ExactInertia, Matrix, exact_inertia, exact_rank, fraction_free_inertia,
};
pub use point::{ClearedPoint, Curve, Expansion, Moments, Point, PointError, WithBiases};
pub use stratum::{
    BarName, Bars, BarsError, Interior, Mode, ModeState, Step, StratumPoint, random_point,
};

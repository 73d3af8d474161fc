//! How fast the loss falls near given weights, measured.

use linscape_network::RandomMatrices as _;
use linscape_network::Weights;
use nalgebra::{DMatrix, DVector};

use super::second_road::{hessian_scale, weight_size};
use linscape_critical::{EscapeOrder, RandomStream};
use linscape_curvature::{DescentError, SecondOrder, Surroundings};
use linscape_lapack::{DecompositionError, singular_values};

/// Radii of the spheres searched, relative to a length of the problem's weights, each half of the one before.
const LARGEST_RADIUS: f64 = 0.02;
const RADII: usize = 4;
/// Random starts on the largest sphere.
const STARTS: usize = 12;
/// How far a measured exponent may be from the degree it is taken for.
const CLOSE: f64 = 0.3;
/// How far beyond what an inexact point explains a descent has to be to refute a theorem.
const CLEAR: f64 = 10.0;
/// How much a measured exponent may change from a sphere to the next where it is that of a limit.
const SETTLED: f64 = 0.05;
/// How much lower the lowest point of a sphere may be found when it is looked for again.
const ARRIVED: f64 = 1.01;

/// What a search for descent says about a stated escape order. It can refute, by a faster descent
/// than stated, but never confirm: a faster one may have been missed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumericalEscape {
    /// The best descent found has the stated order.
    Consistent {
        /// Measured exponent.
        exponent: f64,
    },
    /// A descent of lower order than stated was found.
    Refuted {
        /// Measured exponent.
        exponent: f64,
    },
    /// No descent was found that tells the order, or none at all.
    Undecided {
        /// Measured exponent of the best descent, if there was one.
        exponent: Option<f64>,
    },
}

impl NumericalEscape {
    /// Searches the spheres around critical weights for their lowest points and compares the
    /// exponent `q` in `L − L₀ ~ −ε^q` with the stated order, `None` at a global minimum.
    ///
    /// Everything is in the coordinates of `Σ` (whitened).
    ///
    /// # Errors
    /// When `Σ` is not `d_h × d_0`, or a decomposition fails.
    ///
    /// # Complexity
    /// Some thousand eigenvalue decompositions of order `N`: for tiny networks.
    ///
    /// # Examples
    /// `L = ½(1 − w₃w₂w₁)²` falls like `−w₃w₂w₁` from the origin:
    /// ```
    /// use linscape_network::Weights;
    /// use linscape_critical::{EscapeOrder, RandomStream};
    /// use linscape_points::NumericalEscape;
    /// use nalgebra::DMatrix;
    /// let origin = Weights::new(vec![DMatrix::zeros(1, 1); 3])?;
    /// let target = DMatrix::from_element(1, 1, 1.0);
    /// let mut stream = RandomStream::new(1, "escape");
    /// let stated = Some(EscapeOrder::new(3));
    /// let found = NumericalEscape::search(&origin, &target, stated, &mut stream)?;
    /// assert!(matches!(found, NumericalEscape::Consistent { exponent } if (exponent - 3.0).abs() < 0.01));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: `docs/theory.md`, "Escape order".
    pub fn search(
        weights: &Weights,
        target: &DMatrix<f64>,
        stated: Option<EscapeOrder>,
        stream: &mut RandomStream,
    ) -> Result<Self, DescentError> {
        let depth = weights.depth() as f64;
        let Some(found) = steepest(weights, target, target.norm().powf(1.0 / depth), stream)?
        else {
            return Ok(Self::Undecided { exponent: None });
        };
        let (exponent, stated) = (found.exponent, stated.map(|order| order.degree() as f64));
        if stated.is_some_and(|degree| (exponent - degree).abs() <= CLOSE) {
            return Ok(Self::Consistent { exponent });
        }
        // The smallest mode says how near the limit is: beside a much larger one the degree that the spheres above show
        // is of their size alone.
        let is_refuted = found.refutes(stated) && {
            let least = least_value(target)?.powf(1.0 / depth);
            steepest(weights, target, least, stream)?.is_some_and(|near| near.refutes(stated))
        };
        Ok(if is_refuted {
            Self::Refuted { exponent }
        } else {
            // At a critical point the loss has no linear part: less than 2 is the point's own error.
            let is_possible = exponent >= 2.0 - CLOSE;
            Self::Undecided { exponent: is_possible.then_some(exponent) }
        })
    }
}

/// The least singular value that is more than rounding; 0 for zero.
fn least_value(target: &DMatrix<f64>) -> Result<f64, DecompositionError> {
    let values = singular_values(target.clone())?;
    let largest = values.iter().copied().fold(0.0, f64::max);
    let rounding = largest * f64::EPSILON * target.len() as f64;
    let least = values.iter().copied().filter(|value| *value > rounding).fold(largest, f64::min);
    Ok(least)
}

/// The best descent found.
struct Descent {
    exponent: f64,
    /// Whether it is more than the rounding of the point explains.
    is_clear: bool,
    /// Whether it changes no more as the spheres shrink.
    is_settled: bool,
}

impl Descent {
    /// Whether it is one of a degree, and one below the degree stated.
    fn refutes(&self, stated: Option<f64>) -> bool {
        let degree = self.exponent.round();
        let is_one = degree >= 2.0 && (self.exponent - degree).abs() <= CLOSE && self.is_settled;
        self.is_clear && is_one && stated.is_none_or(|stated| degree < stated)
    }
}

/// The best descent found between the two smallest spheres. Weights that are a critical point to
/// rounding only have a gradient `g` and a Hessian that is wrong by `e`: up to `g ε + ½ e ε²` of a descent
/// is theirs.
fn steepest(
    weights: &Weights,
    target: &DMatrix<f64>,
    length: f64,
    stream: &mut RandomStream,
) -> Result<Option<Descent>, DescentError> {
    let surroundings = Surroundings::of(weights, target)?;
    let mut radius = LARGEST_RADIUS * if length > 0.0 { length } else { 1.0 };
    let at = SecondOrder::new(weights, target)?;
    let scale = hessian_scale(weights, target);
    let rounding = 8.0 * weights.parameters() as f64 * f64::EPSILON * scale;
    let gradient = at.gradient_norm() + f64::EPSILON * scale * weight_size(weights, target);
    let explained = |radius: f64| gradient * radius + 0.5 * rounding * radius * radius;
    let mut ends: Vec<DVector<f64>> = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        let start = stream.gaussian(surroundings.parameters(), 1).column(0).normalize() * radius;
        ends.push(surroundings.descend(&start)?);
    }
    let mut lowest = Vec::with_capacity(RADII);
    for _ in 0..RADII {
        let rises = ends.iter().map(|end| surroundings.rise(end));
        lowest.push(rises.fold(f64::INFINITY, f64::min));
        radius *= 0.5;
        ends = ends
            .into_iter()
            .map(|end| surroundings.descend(&(end * 0.5)))
            .collect::<Result<_, _>>()?;
    }
    let [further, outer, inner] = [lowest[RADII - 3], lowest[RADII - 2], lowest[RADII - 1]];
    if !(inner < 0.0 && outer < inner) {
        return Ok(None);
    }
    // A lowest point that was missed on the outer sphere would make the descent look slower: it is looked for from the inner
    // ones too, and where that finds a lower one the search has not arrived.
    let again = ends.iter().map(|end| surroundings.descend(&(end * 4.0)));
    let again =
        again.map(|end| end.map(|end| surroundings.rise(&end))).collect::<Result<Vec<_>, _>>()?;
    let again = again.into_iter().fold(outer, f64::min);
    let has_arrived = again > ARRIVED * outer;
    let outer = again;
    // The spheres' radii, the last one halved once more.
    let clear = |rise: f64, radius: f64| -rise > CLEAR * explained(radius);
    let is_clear = has_arrived && clear(outer, 4.0 * radius) && clear(inner, 2.0 * radius);
    let exponent = (outer / inner).log2();
    let is_settled = ((further / outer).log2() - exponent).abs() <= SETTLED;
    Ok(Some(Descent { exponent, is_clear, is_settled }))
}

//! How fast the loss falls near given weights, measured.

use linscape_network::RandomMatrices as _;
use linscape_network::Weights;
use nalgebra::{DMatrix, DVector};

use linscape_critical::{EscapeOrder, RandomStream};
use linscape_curvature::{DescentError, Surroundings};

/// Radii of the spheres searched, relative to `‖Σ‖^{1/h}`, each half of the one before.
const LARGEST_RADIUS: f64 = 0.02;
const RADII: usize = 4;
/// Random starts on the largest sphere.
const STARTS: usize = 12;
/// How far a measured exponent may be from the degree it is taken for.
const CLOSE: f64 = 0.3;

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
        let exponent = exponent(weights, target, stream)?;
        let stated = stated.map(|order| order.degree() as f64);
        Ok(match (exponent, stated) {
            (Some(exponent), Some(degree)) if (exponent - degree).abs() <= CLOSE => {
                Self::Consistent { exponent }
            }
            (Some(exponent), degree) if degree.is_none_or(|degree| exponent < degree) => {
                Self::Refuted { exponent }
            }
            (exponent, _) => Self::Undecided { exponent },
        })
    }
}

/// The exponent of the best descent found between the two smallest spheres.
fn exponent(
    weights: &Weights,
    target: &DMatrix<f64>,
    stream: &mut RandomStream,
) -> Result<Option<f64>, DescentError> {
    let surroundings = Surroundings::of(weights, target)?;
    let length = target.norm().powf(1.0 / weights.depth() as f64);
    let mut radius = LARGEST_RADIUS * if length > 0.0 { length } else { 1.0 };
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
    let scale = target.norm_squared();
    let (outer, inner) = (lowest[RADII - 2], lowest[RADII - 1]);
    // Below this a descent is rounding.
    let rounding = 1e-15 * scale * radius;
    Ok((inner < -rounding && outer < inner).then(|| (outer / inner).log2()))
}

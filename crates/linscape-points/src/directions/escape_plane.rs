//! A plane of weights through a nonstrict saddle along which the loss falls.

use super::{DescentDirection, PlaneLoss};
use linscape_critical::{EscapeOrder, NaturalUnits, PointType, SingularSubset};
use linscape_curvature::DescentError;
use linscape_lapack::multiply;
use linscape_network::{Layers as _, Target, Weights};
use linscape_strata::ListedStratum;
use nalgebra::DMatrix;
use thiserror::Error;

/// Why there is no plane.
#[derive(Debug, Error)]
pub enum EscapePlaneError {
    /// The loss falls to second order, or not at all.
    #[error(
        "the point is a {found}; escape directions of higher order are those of a nonstrict saddle"
    )]
    NotNonstrict {
        /// What it is.
        found: &'static str,
    },
    /// There are fewer directions.
    #[error("there is no escape direction {asked}; they count from 1 to {found}")]
    NoDirection {
        /// The one asked for.
        asked: usize,
        /// How many there are.
        found: usize,
    },
    /// The two directions are one.
    #[error("escape directions {first} and {second} span no plane")]
    NoPlane {
        /// One of them.
        first: usize,
        /// The other.
        second: usize,
    },
    /// The directions were not found.
    #[error(transparent)]
    Descent(#[from] DescentError),
}

/// What the axes of a plane are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EscapeAxes {
    /// Of one direction: the links but the last, and the last.
    Links,
    /// The links of one direction, and the step between null bars that goes with their square.
    Bend,
    /// Two directions; the second as far as it is orthogonal to the first.
    Directions,
}

/// The loss on a plane through a nonstrict saddle that an escape direction spans with its own last link, with its
/// bend, or with another one.
///
/// Axes are of unit length and orthogonal, in whitened coordinates, in the units of the problem.
#[derive(Debug, Clone)]
pub struct EscapePlane {
    /// What the axes are.
    pub axes: EscapeAxes,
    /// Layers of the links of the first direction, from 1.
    pub links: Vec<usize>,
    /// The order of escape along the first direction.
    pub order: EscapeOrder,
    /// Where the escape direction leads: its coordinates at unit length.
    pub direction: [f64; 2],
    /// How far along the direction the loss falls.
    pub reach: f64,
    /// Gradient flow that starts in the plane stays in it.
    pub is_invariant: bool,
    loss: PlaneLoss,
    units: NaturalUnits,
}

/// What spans a plane: axes of unit length, and where the escape direction leads on them.
struct Spanned {
    axes: EscapeAxes,
    first: Vec<DMatrix<f64>>,
    second: Vec<DMatrix<f64>>,
    direction: [f64; 2],
}

/// The loss is followed along the direction in steps of this part of `σ_1^{1/h}`,
const STEP: f64 = 1.0 / 128.0;
/// at most so many.
const STEPS: usize = 2048;
/// Largest part of the gradient across a plane in which flow stays, relative to the gradient.
const ACROSS: f64 = 1e-9;

impl EscapePlane {
    /// The plane of one direction or two, which count from 1 in the order of [`DescentDirection::all`]. The target
    /// is to be in [natural units](NaturalUnits), `units` are those of the problem.
    ///
    /// # Errors
    /// [`EscapePlaneError`]: another point than a nonstrict saddle, a direction that is none, two that span no plane.
    ///
    /// # Edge cases
    /// A direction with a bend spans its plane with it. Flow stays in a plane where the gradient does at points all
    /// around the saddle, up to rounding.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{NaturalUnits, Problem};
    /// use linscape_network::{Layers as _, Target, Weights};
    /// use linscape_points::{Classification, EscapePlane, WeightErrors};
    /// use nalgebra::DMatrix;
    /// let problem = Problem::exact(&[1, 1, 1, 1], &[1])?;
    /// let target = Target::standard(&problem);
    /// let origin = Weights::new(vec![DMatrix::zeros(1, 1); 3])?;
    /// let errors = WeightErrors::of_rounding(&problem, &origin, f64::EPSILON, None);
    /// let found = Classification::of(&target, &origin, &errors)?;
    /// let point = (&found.modes.subset, found.stratum.as_ref().ok_or("decided")?);
    /// let plane = EscapePlane::new((&target, NaturalUnits::one()), &origin, point, &[1])?;
    /// // Layers 1 and 2 share s, layer 3 is t: ½(1 − s²t/2)².
    /// assert!((plane.loss(1.0, 1.0) - 0.125).abs() < 1e-15);
    /// assert!(plane.is_invariant);
    /// // It falls until all layers are 1.
    /// assert!((plane.reach - 3_f64.sqrt()).abs() < 0.01);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: `docs/theory.md`, "Escape order".
    pub fn new(
        (target, units): (&Target, NaturalUnits),
        weights: &Weights,
        (family, listed): (&SingularSubset, &ListedStratum),
        directions: &[usize],
    ) -> Result<Self, EscapePlaneError> {
        let order = match (listed.profile.point_type, listed.profile.escape_order) {
            (PointType::NonstrictSaddle, Some(order)) => order,
            (PointType::GlobalMinimum, _) => {
                return Err(EscapePlaneError::NotNonstrict { found: "global minimum" });
            }
            _ => return Err(EscapePlaneError::NotNonstrict { found: "strict saddle" }),
        };
        let ways = DescentDirection::all(target, weights, (family, listed), 0, &())?;
        let way = |asked: usize| {
            let found = ways.len();
            let way = asked.checked_sub(1).and_then(|at| ways.get(at));
            way.ok_or(EscapePlaneError::NoDirection { asked, found })
        };
        let first = way(directions.first().copied().unwrap_or(1))?;
        let spanned = match directions {
            [one, other, ..] => {
                let apart = EscapePlaneError::NoPlane { first: *one, second: *other };
                by_two(first, way(*other)?).ok_or(apart)?
            }
            _ => by_one(first),
        };
        let Spanned { axes, first: across, second: up, direction } = spanned;
        let loss = PlaneLoss::new(target, weights, &across, &up);
        let reach = fall(&loss, direction);
        let is_invariant = stays(target, weights, &across, &up, reach);
        Ok(Self {
            axes,
            links: first.links(),
            order: first.path.as_ref().map_or(order, linscape_strata::EscapePath::order),
            direction,
            reach: units.weight(reach),
            is_invariant,
            loss,
            units,
        })
    }

    /// The loss at a point of the plane.
    #[must_use]
    pub fn loss(&self, s: f64, t: f64) -> f64 {
        self.units.loss(self.loss.at(self.units.weight_here(s), self.units.weight_here(t)))
    }

    /// The direction of the gradient there, of any length.
    #[must_use]
    pub fn uphill(&self, s: f64, t: f64) -> [f64; 2] {
        self.loss.gradient(self.units.weight_here(s), self.units.weight_here(t))
    }
}

/// How far along a direction the loss is least before it rises again.
fn fall(loss: &PlaneLoss, [s, t]: [f64; 2]) -> f64 {
    let at = |length: f64| loss.at(length * s, length * t);
    let start = loss.at(0.0, 0.0);
    let (mut least, mut found) = (start, 1);
    for step in 1..STEPS {
        let here = at(STEP * step as f64);
        if here < least {
            (least, found) = (here, step);
        } else if here - least > 0.05 * (start - least) + 1e-12 * start.abs() {
            break;
        }
    }
    // Between its neighbours the loss has one minimum: thirds are cut off until nothing is left but rounding.
    let (mut low, mut high) = (STEP * (found - 1) as f64, STEP * (found + 1) as f64);
    for _ in 0..60 {
        let third = (high - low) / 3.0;
        if at(low + third) <= at(high - third) { high -= third } else { low += third }
    }
    0.5 * (low + high)
}

/// One direction and its bend, or its last link apart from the others.
fn by_one(way: &DescentDirection) -> Spanned {
    if let Some(bend) = &way.bend {
        let (first, _) = of_unit_length(way.layers.clone());
        let (second, _) = of_unit_length(bend.clone());
        return Spanned { axes: EscapeAxes::Bend, first, second, direction: [1.0, 0.0] };
    }
    let last = way.layers.iter().rposition(|layer| layer.norm() > 0.0);
    let part = |is_wanted: &dyn Fn(usize) -> bool| -> Vec<DMatrix<f64>> {
        let layers = way.layers.iter().enumerate();
        layers.map(|(at, layer)| if is_wanted(at) { layer.clone() } else { layer * 0.0 }).collect()
    };
    let (first, across) = of_unit_length(part(&|at| Some(at) != last));
    let (second, up) = of_unit_length(part(&|at| Some(at) == last));
    Spanned { axes: EscapeAxes::Links, first, second, direction: [across, up] }
}

/// Two directions, the second without its part along the first; none where nothing is left.
fn by_two(one: &DescentDirection, other: &DescentDirection) -> Option<Spanned> {
    let (first, _) = of_unit_length(one.layers.clone());
    let (mut second, _) = of_unit_length(other.layers.clone());
    let shared: f64 = first.iter().zip(&second).map(|(a, b)| a.dot(b)).sum();
    for (layer, along) in second.iter_mut().zip(&first) {
        *layer -= along * shared;
    }
    let (second, left) = of_unit_length(second);
    let axes = EscapeAxes::Directions;
    (left > 1e-6).then_some(Spanned { axes, first, second, direction: [1.0, 0.0] })
}

/// The same at unit length, and the length it had.
fn of_unit_length(mut layers: Vec<DMatrix<f64>>) -> (Vec<DMatrix<f64>>, f64) {
    let length = layers.length();
    if length > 0.0 {
        for layer in &mut layers {
            *layer /= length;
        }
    }
    (layers, length)
}

/// Whether the gradient lies in the plane at points around the saddle.
fn stays(
    target: &Target,
    weights: &Weights,
    first: &[DMatrix<f64>],
    second: &[DMatrix<f64>],
    reach: f64,
) -> bool {
    const PLACES: [[f64; 2]; 6] =
        [[0.9, 0.2], [0.5, 0.7], [-0.3, 0.8], [-0.7, -0.4], [0.2, -0.9], [1.0, 0.0]];
    PLACES.iter().all(|[s, t]| {
        let moved = weights.matrices().iter().zip(first.iter().zip(second));
        let moved = moved.map(|(matrix, (a, b))| matrix + a * (s * reach) + b * (t * reach));
        let Ok(there) = Weights::new(moved.collect()) else { return false };
        let residual = target.matrix() - there.product();
        let depth = there.depth();
        let gradient: Vec<DMatrix<f64>> = (1..=depth)
            .map(|layer| {
                let outputs = there.partial_product(depth, layer + 1).transpose();
                let inputs = there.partial_product(layer - 1, 1).transpose();
                multiply(&multiply(&outputs, &residual), &inputs)
            })
            .collect();
        let along = |axis: &[DMatrix<f64>]| -> f64 {
            axis.iter().zip(&gradient).map(|(a, g)| a.dot(g)).sum()
        };
        let (s, t) = (along(first), along(second));
        let across = gradient.iter().zip(first.iter().zip(second));
        let across = across.map(|(g, (a, b))| (g - a * s - b * t).norm_squared()).sum::<f64>();
        let whole = gradient.iter().map(DMatrix::norm_squared).sum::<f64>();
        across.sqrt() <= ACROSS * whole.sqrt()
    })
}

//! The loss on a plane through a nonstrict saddle.

use crate::ask::Matrices;
use crate::{StatedFamily, TaskError, parse_stratum};
use linscape_critical::RandomStream;
use linscape_network::CriticalPoint;
use linscape_pictures::EscapeSurface;
use linscape_points::{EscapeAxes, EscapePlane, random_point};
use linscape_strata::{ListedStratum, Stratum};

/// Which plane is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EscapeDrawing {
    /// A random point of this stratum; the balanced point without it.
    pub stratum: Option<String>,
    /// One escape direction or two, counted from 1; the first without any.
    pub directions: Vec<usize>,
    /// Where random bases come from.
    pub seed: u64,
}

/// The loss on a plane through a nonstrict saddle of a family that an escape direction spans with its last link, with
/// its step between null bars, or with another direction; in whitened coordinates, as SVG.
///
/// # Errors
/// When the stratum is none of the family's, its points are no nonstrict saddles, or a direction is none.
///
/// # Examples
/// ```
/// use linscape::{EscapeDrawing, ProblemOptions, StatedFamily, plot_escape};
/// let options = ProblemOptions {
///     sigma: Some("2,1".to_owned()),
///     widths: Some("2,2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let origin = StatedFamily::new(options.state()?, "")?;
/// let svg = plot_escape(&origin, &EscapeDrawing::default())?;
/// // ∅ is left by three links at once, and the flow from it stays in their plane.
/// assert!(svg.contains("order 3") && svg.contains("class=\"orbit\""));
/// let minimum = StatedFamily::new(options.state()?, "1,2")?;
/// assert!(plot_escape(&minimum, &EscapeDrawing::default()).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn plot_escape(family: &StatedFamily, drawing: &EscapeDrawing) -> Result<String, TaskError> {
    let StatedFamily { stated, subset, shape } = family;
    Matrices { weights: 6, squares: 3, products: 0 }.check(&stated.problem)?;
    let (target, units) = stated.target().in_natural_units();
    let (stratum, weights) = match drawing.stratum.as_deref() {
        None => (Stratum::balanced(shape), CriticalPoint::balanced(&target, subset).weights),
        Some(key) => {
            let stratum = parse_stratum(shape, key)?;
            let mut stream = RandomStream::new(drawing.seed, "represent");
            let weights = random_point(&target, subset, &stratum, &mut stream)?;
            (stratum, weights)
        }
    };
    let profile = stratum.profile(shape);
    let listed = ListedStratum { stratum, profile };
    let point = (subset, &listed);
    let plane = EscapePlane::new((&target, units), &weights, point, &drawing.directions)?;
    let loss = |s: f64, t: f64| plane.loss(s, t);
    let uphill = |s: f64, t: f64| plane.uphill(s, t);
    let surface = EscapeSurface {
        problem: &stated.problem,
        source: stated.source.as_ref(),
        learned: &subset.indices(stated.problem.spectrum().multiplicities()),
        order: plane.order.degree(),
        links: &plane.links,
        axes: titles(plane.axes),
        direction: plane.direction,
        reach: plane.reach,
        loss: &loss,
        uphill: if plane.is_invariant { Some(&uphill) } else { None },
    };
    Ok(surface.picture())
}

fn titles(axes: EscapeAxes) -> [&'static str; 2] {
    match axes {
        EscapeAxes::Links => ["length of all links but the last", "length of the last link"],
        EscapeAxes::Bend => ["length of the links", "length of the step between null bars"],
        EscapeAxes::Directions => ["along the first direction", "along the second direction"],
    }
}

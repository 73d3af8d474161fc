//! What the rounding of a gradient is relative to.

use crate::GradientFlow;
use crate::motion::norm;

/// What a gradient is made of, which its rounding is relative to: `‖Σ‖` times the layers but one, none taken for larger
/// than a layer that has learned all there is. Weights that are all small have a small one, and are not at rest while
/// they grow.
pub(crate) fn usual_gradient(flow: &GradientFlow, state: &[f64]) -> f64 {
    let (depth, length) = (flow.depth(), flow.natural_length());
    let sizes = flow.layers(state).into_iter().map(|layer| norm(layer.entries()).min(length));
    let sizes: Vec<f64> = sizes.collect();
    let others = |left: usize| {
        let kept = (0..depth).filter(|at| *at != left);
        kept.map(|at| sizes[at]).product::<f64>()
    };
    let most = (0..depth).map(others).fold(0.0, f64::max);
    // ‖Σ‖ of stretched inputs is the stretch times a map of layers of the natural length.
    let stretch = (0..depth).fold(flow.signal_norm(), |rest, _| rest / length);
    flow.factor() * flow.signal_norm() * stretch * most
}

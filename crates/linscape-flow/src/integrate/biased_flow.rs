//! Gradient flow of a network with biases as a stiff equation.

use crate::integrate::{
    Alignment, BiasedField, GaussNewton, MapSystem, Place, StiffEquation, minimal_residuals,
};
use crate::motion::ErrorMeasure;
use crate::{Frame, GradientFlow, Tolerances};
use linscape_lapack::DecompositionError;
use nalgebra::DMatrix;

/// How exactly linear systems are solved.
const KRYLOV_TOLERANCE: f64 = 0.1;

/// Most products for one of them.
const MOST_PRODUCTS: usize = 40;

/// Gradient flow that moves biases too, in a frame that follows the weights. Where the constant that biases multiply is large
/// beside the inputs, the offset, which then settles fast, stands in the place of the last bias ([`BiasedField`]); where
/// it is small, what only biases see stands apart from what the inputs do, so that its long wait does not
/// hide in sums that cancel.
///
/// The Jacobian is `−f JᵀJ` and a part that the residual has. Systems are solved by [`GaussNewton`], which
/// knows the first, and minimal residuals on products with the second: in these coordinates it is not
/// symmetric, though its eigenvalues are real, as they are in those of the biases.
#[derive(Debug)]
pub(crate) struct BiasedFlow {
    alignment: Alignment,
    frame: Frame,
    /// The flow in the frame.
    flow: GradientFlow,
    measure: ErrorMeasure,
    /// Where the Jacobian was taken.
    field: BiasedField,
    stiff: GaussNewton,
    c: f64,
    products: u64,
}

impl BiasedFlow {
    /// Whether it knows a flow: of a network with biases, without decay and not too large.
    pub(crate) fn serves(flow: &GradientFlow) -> bool {
        let (rows, columns) = flow.target().shape();
        flow.has_biases() && flow.penalty().is_none() && MapSystem::serves(rows, columns)
    }

    /// Of a flow that moves biases, with the state in its coordinates.
    pub(crate) fn start(
        flow: &GradientFlow,
        tolerances: Tolerances,
        state: &[f64],
    ) -> Result<(Self, Vec<f64>), DecompositionError> {
        let largest = (0..flow.depth()).map(|at| flow.constant_at(at)).fold(0.0, f64::max);
        let apart = if largest < 1.0 { flow.with_constant_apart() } else { None };
        let has_offset = apart.is_none();
        let flow = apart.as_ref().unwrap_or(flow);
        let mut inner = state.to_vec();
        if has_offset {
            flow.exchange_offset(&mut inner, Place::Offset);
        }
        let field = BiasedField::at(flow, has_offset, &inner);
        let equation = Self {
            alignment: Alignment::of(flow)?,
            frame: Frame::standard(flow.widths()).with_biases(flow.biases()),
            flow: flow.clone(),
            measure: ErrorMeasure::new(flow, tolerances),
            stiff: GaussNewton::of_field(flow, &field),
            field,
            c: 0.0,
            products: 0,
        };
        Ok((equation, inner))
    }

    /// Products so far.
    pub(crate) fn products(&self) -> u64 {
        self.products
    }

    /// A state in its own bases again, with its last bias.
    pub(crate) fn restored(&self, read: &[f64]) -> Vec<f64> {
        let mut turned = read.to_vec();
        if self.field.has_offset() {
            self.flow.exchange_offset(&mut turned, Place::Bias);
        }
        let mut state = vec![0.0; read.len()];
        self.frame.restore(&turned, &mut state);
        state
    }
}

impl StiffEquation for BiasedFlow {
    fn order(&self) -> usize {
        self.flow.order()
    }

    fn velocity(&mut self, state: &[f64], velocity: &mut [f64]) {
        BiasedField::at(&self.flow, self.field.has_offset(), state).velocity(velocity);
    }

    fn measure_at(&mut self, state: &[f64]) {
        self.measure.measure_at(state);
    }

    fn size(&self, error: &[f64]) -> f64 {
        self.measure.size(error)
    }

    fn linearise(&mut self, state: &[f64], carried: &mut DMatrix<f64>) {
        let aligned = (&mut self.flow, &mut self.frame);
        let state = &self.alignment.align(aligned, state, carried);
        self.field = BiasedField::at(&self.flow, self.field.has_offset(), state);
        self.stiff = GaussNewton::of_field(&self.flow, &self.field);
    }

    fn prepare(&mut self, c: f64) {
        self.c = c;
        self.stiff.factorise(c);
    }

    fn solve(&mut self, right: &[f64], solution: &mut [f64]) -> bool {
        if !self.stiff.is_prepared() {
            return false;
        }
        // In units of what errors may be, so that small numbers count as large ones do.
        let units = self.measure.units();
        let within = |vector: &mut [f64]| {
            vector.iter_mut().zip(&units).for_each(|(entry, unit)| *entry /= unit);
        };
        self.stiff.solve(right, solution);
        let mut start = solution.to_vec();
        within(&mut start);
        let (mut change, mut image) = (vec![0.0; right.len()], vec![0.0; right.len()]);
        let apply = |vector: &[f64]| {
            let given = vector.iter().zip(&units);
            change.iter_mut().zip(given).for_each(|(to, (entry, unit))| *to = entry * unit);
            self.field.with_residual_fixed(&self.flow, &change, &mut image);
            for entry in &mut image {
                *entry *= -self.c;
            }
            let mut found = vec![0.0; image.len()];
            self.stiff.solve(&image, &mut found);
            within(&mut found);
            found
        };
        let (tolerance, most) = (KRYLOV_TOLERANCE, MOST_PRODUCTS);
        let Some((found, products)) = minimal_residuals(apply, &start, tolerance, most) else {
            self.products += most as u64;
            return false;
        };
        self.products += products as u64;
        let found = found.iter().zip(&units);
        solution.iter_mut().zip(found).for_each(|(to, (entry, unit))| *to = entry * unit);
        true
    }

    fn insist(&mut self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integrate::BackwardDifferences;
    use crate::{Coordinates, Integrator, Method};
    use linscape_critical::{Architecture, Biases, RandomStream};
    use linscape_network::{Dataset, RandomMatrices as _, Reduction};

    /// A network with biases in these layers on random data of this size about means that are not zero.
    fn reduction(
        widths: &[usize],
        layers: &str,
        size: f64,
        stream: &mut RandomStream,
    ) -> Reduction {
        let depth = widths.len() - 1;
        let inputs = (stream.gaussian(12, widths[0]).add_scalar(0.5)) * size;
        let targets = stream.gaussian(12, widths[depth]).add_scalar(-1.0);
        let (about, means) = Dataset::new(inputs, targets).expect("finite").split_means();
        let network = Architecture::new(widths.to_vec()).expect("widths");
        let found = Reduction::of_data(network, &about, None).expect("reduces").with_means(means);
        let biases = Biases::parse(layers, depth).expect("biases");
        found.map_problem(|problem| Ok::<_, ()>(problem.with_biases(biases))).expect("fits")
    }

    #[test]
    fn the_stiff_part_and_the_rest_are_the_derivative_of_the_velocity() {
        let mut stream = RandomStream::new(5, "biased flow");
        for (widths, layers) in [
            (&[2, 3][..], "last"),
            (&[3, 4, 2], "all"),
            (&[3, 2, 4, 3], "1,3"),
            (&[2, 3, 3, 2, 2], "all"),
        ] {
            let flow =
                GradientFlow::new(&reduction(widths, layers, 1.0, &mut stream), Coordinates::Data);
            let state = stream.gaussian(flow.order(), 1);
            let (mut equation, inner) =
                BiasedFlow::start(&flow, Tolerances::relative(1e-8), state.as_slice())
                    .expect("starts");
            assert!(
                (DMatrix::from_vec(flow.order(), 1, equation.restored(&inner)) - &state).amax()
                    < 1e-13
            );
            // In its own coordinates the velocity of the weights is that of the flow.
            let (mut here, mut plain) = (vec![0.0; flow.order()], vec![0.0; flow.order()]);
            equation.velocity(&inner, &mut here);
            flow.workspace().velocity(&flow, state.as_slice(), &mut plain);
            let biases = flow.order() - widths[widths.len() - 1];
            let far = here[..biases].iter().zip(&plain).map(|(a, b)| (a - b).abs());
            assert!(far.fold(0.0, f64::max) < 1e-11, "{widths:?}");
            let change = stream.gaussian(flow.order(), 1);
            let moved = |by: f64| -> Vec<f64> {
                let (mut velocity, step) = (vec![0.0; flow.order()], by * 1e-5);
                let there: Vec<f64> = inner
                    .iter()
                    .zip(change.iter())
                    .map(|(entry, change)| entry + step * change)
                    .collect();
                BiasedField::at(&flow, equation.field.has_offset(), &there).velocity(&mut velocity);
                velocity
            };
            let (later, earlier) = (moved(1.0), moved(-1.0));
            let mut rest = vec![0.0; flow.order()];
            equation.field.with_residual_fixed(&flow, change.as_slice(), &mut rest);
            for c in [1e-2, 1.0] {
                let entry = |at: usize| {
                    let slope = (later[at] - earlier[at]) / 2e-5;
                    change[at] - c * (slope - rest[at])
                };
                let image: Vec<f64> = (0..flow.order()).map(entry).collect();
                equation.prepare(c);
                let mut back = vec![0.0; flow.order()];
                equation.stiff.solve(&image, &mut back);
                let far = back.iter().zip(change.iter()).map(|(a, b)| (a - b).abs());
                assert!(far.fold(0.0, f64::max) < 1e-6, "{widths:?} {layers} {c}");
            }
        }
    }

    #[test]
    fn both_methods_move_biases_alike() {
        let mut stream = RandomStream::new(6, "biased flow");
        for (widths, layers) in [
            (&[3, 3, 2][..], "last"),
            (&[3, 4, 3, 3], "all"),
            (&[3, 2, 2, 2], "2,3"),
            (&[11, 3, 4, 17], "all"),
        ] {
            let flow =
                GradientFlow::new(&reduction(widths, layers, 1.0, &mut stream), Coordinates::Data);
            let state = stream.gaussian(flow.order(), 1) * 0.3;
            let start = |method| {
                Integrator::start(&flow, method, Tolerances::relative(1e-10), state.as_slice())
                    .expect("starts")
            };
            let [mut implicit, mut explicit] =
                [Method::BackwardDifferences, Method::Explicit].map(start);
            for time in [0.01, 0.1, 1.0, 4.0] {
                let at = |motion: &mut Integrator| {
                    while motion.time() < time {
                        motion.advance().expect("a step");
                    }
                    DMatrix::from_vec(flow.order(), 1, motion.interpolate(time))
                };
                let far = (at(&mut implicit) - at(&mut explicit)).amax();
                assert!(far < 2e-7, "{widths:?} {layers} {time}: {far}");
            }
        }
    }

    /// Inputs of size 10⁻¹⁰⁰ beside a constant of 1: the offset settles 10²⁰⁰ times as fast as the matrices move, which
    /// then are those of the flow about the means.
    #[test]
    fn small_inputs_beside_the_constant_of_biases_are_followed() {
        for layers in ["last", "all"] {
            let mut stream = RandomStream::new(7, "biased flow");
            let (measured, _) =
                reduction(&[3, 3, 2], layers, 1e-100, &mut stream).in_natural_units_of_data();
            let flow = GradientFlow::new(&measured, Coordinates::Data);
            assert!(flow.constant_at(1) > 1e49, "{}", flow.constant_at(1));
            let about = flow.about_means().expect("biases");
            let matrices = stream.gaussian(about.flow.order(), 1) * 0.1;
            let state = about.whole(&flow, matrices.as_slice());
            let tolerances = Tolerances::relative(1e-9);
            let (mut equation, inner) =
                BiasedFlow::start(&flow, tolerances, &state).expect("starts");
            let mut motion = BackwardDifferences::start(&mut equation, &inner);
            let method = Method::BackwardDifferences;
            let mut alone = Integrator::start(&about.flow, method, tolerances, matrices.as_slice())
                .expect("starts");
            for time in [0.3, 3.0, 10.0] {
                while motion.time() < time {
                    motion.advance(&mut equation).expect("a step");
                }
                while alone.time() < time {
                    alone.advance().expect("a step");
                }
                let whole = about.state_of(&flow, &equation.restored(&motion.interpolate(time)));
                let far = whole.iter().zip(alone.interpolate(time)).map(|(a, b)| (a - b).abs());
                assert!(far.fold(0.0, f64::max) < 1e-6, "{layers} {time}");
            }
            assert!(motion.work().steps < 1000, "{layers}: {}", motion.work().steps);
        }
    }

    /// Inputs of size 10¹⁵: matrices learn what they can of all the data, means included, and rest before biases
    /// begin to move.
    #[test]
    fn beside_large_inputs_biases_wait() {
        for layers in ["last", "all"] {
            let mut stream = RandomStream::new(8, "biased flow");
            let (measured, _) =
                reduction(&[3, 3, 2], layers, 1e15, &mut stream).in_natural_units_of_data();
            let flow = GradientFlow::new(&measured, Coordinates::Data);
            let state = stream.gaussian(flow.order(), 1) * 0.1;
            let (tolerances, method) = (Tolerances::relative(1e-8), Method::BackwardDifferences);
            let mut motion =
                Integrator::start(&flow, method, tolerances, state.as_slice()).expect("starts");
            while !flow.waits_for_biases(&motion.state()) {
                motion.advance().expect("a step");
                assert!(motion.work().steps < 500, "{layers}: {}", motion.time());
            }
            let reads = flow.reads().expect("biases");
            let best = reads.inputs.clone().svd(true, true).solve(&DMatrix::identity(3, 3), 1e-10);
            let best = flow.target() * best.expect("solves") * &reads.inputs;
            let mut workspace = flow.workspace();
            workspace.forward(&flow, &flow.layers(&motion.state()));
            assert!((workspace.layer_input(2) - best).amax() < 1e-6, "{layers}");
        }
    }
}

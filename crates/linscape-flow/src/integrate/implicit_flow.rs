//! Gradient flow as a stiff equation.

use crate::integrate::{
    AlignedHessian, Alignment, GaussNewton, StiffEquation, conjugate_gradients,
};
use crate::motion::ErrorMeasure;
use crate::{Frame, GradientFlow, Penalty, Tolerances, Workspace};
use linscape_curvature::HessianProduct;
use linscape_lapack::DecompositionError;
use linscape_network::Weights;
use nalgebra::DMatrix;

/// How exactly linear systems are solved once the aligned blocks alone are not enough.
const KRYLOV_TOLERANCE: f64 = 0.1;

/// Most Hessian products for one linear system.
const MOST_PRODUCTS: usize = 200;

/// How systems with `I + c H` are solved, from the cheapest on.
#[derive(Debug, Clone)]
enum Solver {
    /// By the aligned blocks, as if they were the whole.
    Blocks,
    /// By conjugate gradients on products with the exact Hessian, the blocks as preconditioner.
    Products,
    /// By conjugate gradients with the stiff part as preconditioner.
    Stiff(Box<GaussNewton>),
}

/// Gradient flow in a frame that follows the weights, so that `I + c H` is nearly block diagonal.
///
/// The Jacobian is `−H`. Systems are solved by the blocks of [`AlignedHessian`]; when Newton's
/// iteration does not get along with that, by conjugate gradients on the exact Hessian, from its
/// products alone, with the blocks as preconditioner; and where weights are not near diagonal in
/// any frame, as large random ones are not, with [`GaussNewton`] as preconditioner. Nothing of
/// order `N²` is formed.
#[derive(Debug)]
pub(crate) struct ImplicitFlow {
    alignment: Alignment,
    frame: Frame,
    /// The flow in the frame.
    flow: GradientFlow,
    workspace: Workspace,
    measure: ErrorMeasure,
    blocks: AlignedHessian,
    /// Where the Jacobian was taken.
    linearised_at: Option<Weights>,
    c: f64,
    solver: Solver,
    /// Hessian products so far, and by then when the Jacobian was taken.
    products: u64,
    products_before: u64,
}

impl ImplicitFlow {
    pub(crate) fn new(
        flow: &GradientFlow,
        tolerances: Tolerances,
        state: &[f64],
    ) -> Result<Self, DecompositionError> {
        Ok(Self {
            alignment: Alignment::of(flow)?,
            frame: Frame::standard(flow.widths()),
            flow: flow.clone(),
            workspace: flow.workspace(),
            measure: ErrorMeasure::new(flow, tolerances),
            blocks: AlignedHessian::new(flow, state),
            linearised_at: None,
            c: 0.0,
            solver: first_solver(flow),
            products: 0,
            products_before: 0,
        })
    }

    /// The frame in which states are read.
    pub(crate) fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Hessian products so far.
    pub(crate) fn products(&self) -> u64 {
        self.products
    }

    /// Whether as much has been spent on products since the Jacobian was taken as the stiff part
    /// would have cost.
    fn is_worth_a_decomposition(&self) -> bool {
        let spent = self.products - self.products_before;
        matches!(self.solver, Solver::Products)
            && spent > GaussNewton::worth_in_products(&self.flow)
    }

    /// The `c` of a stiff part that stands beside weight decay: `(1 + c f λ) I + c f JᵀJ` is a multiple
    /// of `I + c' f JᵀJ`, and multiples do not matter to a preconditioner.
    fn stiff_step(&self) -> f64 {
        let decay = self.flow.penalty().map_or(0.0, Penalty::weakest);
        self.c / (1.0 + self.c * self.flow.factor() * decay)
    }

    /// Solves with the stiff part as preconditioner from now on; false where it is too large.
    fn take_stiff(&mut self) -> bool {
        let weights = self.linearised_at.as_ref().filter(|_| GaussNewton::serves(&self.flow));
        let Some(weights) = weights else { return false };
        let mut stiff = GaussNewton::new(&self.flow, weights);
        stiff.factorise(self.stiff_step());
        self.solver = Solver::Stiff(Box::new(stiff));
        true
    }
}

impl StiffEquation for ImplicitFlow {
    fn order(&self) -> usize {
        self.flow.order()
    }

    fn velocity(&mut self, state: &[f64], velocity: &mut [f64]) {
        self.workspace.velocity(&self.flow, state, velocity);
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
        self.blocks = AlignedHessian::new(&self.flow, state);
        self.linearised_at = self.flow.weights_of(state).ok();
        self.products_before = self.products;
        // What keeps weights from being diagonal in a frame is conserved, and stays.
        let stays = matches!(self.solver, Solver::Stiff(_));
        self.solver = first_solver(&self.flow);
        if stays {
            self.take_stiff();
        }
    }

    fn prepare(&mut self, c: f64) {
        self.c = c;
        match &self.solver {
            Solver::Stiff(_) => {
                let step = self.stiff_step();
                if let Solver::Stiff(stiff) = &mut self.solver {
                    stiff.factorise(step);
                }
            }
            Solver::Blocks | Solver::Products => self.blocks.factorise(c),
        }
    }

    fn solve(&mut self, right: &[f64], solution: &mut [f64]) -> bool {
        if self.is_worth_a_decomposition() {
            self.take_stiff();
        }
        let exact = !matches!(self.solver, Solver::Blocks);
        let hessian = self.linearised_at.as_ref().filter(|_| exact);
        let Some(hessian) = hessian.and_then(|weights| product(&self.flow, weights)) else {
            self.blocks.solve(right, solution);
            return true;
        };
        let (c, flow) = (self.c, &self.flow);
        let apply = |vector: &[f64], image: &mut [f64]| {
            hessian.apply_to(vector, image);
            if let Some(penalty) = flow.penalty() {
                penalty.add(flow.factor(), flow.layout(), vector, image);
            }
            image.iter_mut().zip(vector).for_each(|(image, entry)| *image = entry + c * *image);
        };
        let precondition = |vector: &[f64], image: &mut [f64]| match &self.solver {
            Solver::Stiff(stiff) => stiff.solve(vector, image),
            Solver::Blocks | Solver::Products => self.blocks.solve(vector, image),
        };
        let (tolerance, most) = (KRYLOV_TOLERANCE, MOST_PRODUCTS);
        let solved = conjugate_gradients(apply, precondition, right, solution, tolerance, most);
        self.products += solved.products as u64;
        solved.converged
    }

    fn insist(&mut self) -> bool {
        match &self.solver {
            Solver::Blocks => self.solver = Solver::Products,
            Solver::Products => return self.take_stiff(),
            Solver::Stiff(_) => return false,
        }
        true
    }
}

/// Where inputs are stretched the blocks leave couplings out, and an update by them alone can be
/// small with nothing solved.
fn first_solver(flow: &GradientFlow) -> Solver {
    if flow.stretches().is_some() { Solver::Products } else { Solver::Blocks }
}

/// The Hessian of the flow's loss at weights; none when they do not fit, which they do.
fn product(flow: &GradientFlow, weights: &Weights) -> Option<HessianProduct> {
    let product = match flow.stretches() {
        None => HessianProduct::new(weights, flow.target()),
        Some(d) => HessianProduct::on_inputs(weights, flow.target(), &DMatrix::from_diagonal(d)),
    };
    Some(product.ok()?.scaled(flow.factor()))
}

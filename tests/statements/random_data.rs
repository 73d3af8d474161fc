//! Random data sets, most of them degenerate, with a network that fits them.

use crate::brute_force::Columns;
use linscape_critical::{Architecture, RandomStream};
use linscape_network::RandomMatrices as _;
use linscape_network::{Dataset, Reduction};
use nalgebra::DMatrix;
use proptest::prelude::*;

/// What is wrong with the inputs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Flaw {
    Nothing,
    ConstantColumn,
    DuplicateColumn,
    ZeroColumn,
}

/// Data and the widths of a network that is to learn them.
#[derive(Debug, Clone)]
pub(crate) struct Experiment {
    pub architecture: Architecture,
    pub data: Dataset,
    seed: u64,
}

/// 1–6 samples with whole entries up to 3, so that ranks fall short often and thresholds are not
/// at stake; depth 1–4, widths 1–4. Data sets whose inputs are all zero are left out.
pub(crate) fn experiment() -> impl Strategy<Value = Experiment> {
    let widths = (1..=4_usize).prop_flat_map(|depth| prop::collection::vec(1..=4_usize, depth + 1));
    let flaws = [Flaw::Nothing, Flaw::ConstantColumn, Flaw::DuplicateColumn, Flaw::ZeroColumn];
    (widths, 1..=6_usize, prop::sample::select(flaws.to_vec()), any::<bool>(), any::<u64>())
        .prop_map(|(widths, samples, flaw, centered, seed)| {
            let mut stream = RandomStream::new(seed, "data");
            let mut inputs = whole(&mut stream, samples, widths[0]);
            let last = widths[0] - 1;
            match flaw {
                Flaw::Nothing => {}
                Flaw::ConstantColumn => inputs.column_mut(last).fill(2.0),
                Flaw::DuplicateColumn => inputs.set_column(last, &inputs.column(0).into_owned()),
                Flaw::ZeroColumn => inputs.column_mut(last).fill(0.0),
            }
            let targets = whole(&mut stream, samples, widths[widths.len() - 1]);
            let data = Dataset::new(inputs, targets).expect("samples in both");
            let data = if centered { data.centered() } else { data };
            Experiment { architecture: Architecture::new(widths).expect("widths"), data, seed }
        })
        .prop_filter("some input is not zero", |experiment| experiment.data.inputs().norm() > 1e-9)
}

fn whole(stream: &mut RandomStream, rows: usize, columns: usize) -> DMatrix<f64> {
    let entries = [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0];
    DMatrix::from_fn(rows, columns, |_, _| entries[stream.below(entries.len())])
}

impl Experiment {
    pub(crate) fn stream(&self, purpose: &str) -> RandomStream {
        RandomStream::new(self.seed, purpose)
    }

    pub(crate) fn reduction(&self) -> Reduction {
        Reduction::of_data(self.architecture.clone(), &self.data, None).expect("inputs not zero")
    }

    /// The data as columns.
    pub(crate) fn columns(&self) -> Columns {
        let (inputs, targets) = (self.data.inputs(), self.data.targets());
        Columns { inputs: inputs.transpose(), targets: targets.transpose() }
    }

    /// Random weights in the coordinates of the data.
    pub(crate) fn weights(&self, purpose: &str) -> Vec<DMatrix<f64>> {
        let mut stream = self.stream(purpose);
        let shapes = self.architecture.widths().windows(2);
        shapes.map(|pair| stream.gaussian(pair[1], pair[0])).collect()
    }
}

/// `A = D⁻¹Vᵀ` (`rank X × d_0`) of `unwhiten`, and its right inverse `V D`, which whitens `W_1`.
pub(crate) fn whitening(reduction: &Reduction) -> (DMatrix<f64>, DMatrix<f64>) {
    let rank = reduction.problem().input_rank();
    let back = reduction.unwhiten(&DMatrix::identity(rank, rank));
    let gram = &back * back.transpose();
    let forth = back.transpose() * gram.try_inverse().expect("rows are independent");
    (back, forth)
}

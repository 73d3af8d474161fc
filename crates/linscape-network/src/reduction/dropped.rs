//! What inputs do not determine.

use crate::Dataset;
use nalgebra::DMatrix;
use std::collections::HashMap;

/// Input coordinates on which no sample depends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dropped {
    /// `d_0 − rank X` directions of the input space.
    pub directions: usize,
    /// 1-based input columns that are zero in every sample (after centring, constant columns).
    pub zero_columns: Vec<usize>,
    /// 1-based pairs `(copy, original)` of equal input columns.
    pub duplicate_columns: Vec<(usize, usize)>,
}

impl Dropped {
    /// Names the columns that can be blamed for a rank deficiency.
    pub(super) fn from_inputs(data: &Dataset, input_rank: usize) -> Self {
        let inputs = data.inputs();
        let directions = inputs.ncols() - input_rank;
        if directions == 0 {
            return Self::default();
        }
        if !data.has_samples() {
            return Self { directions, ..Self::from_columns(inputs, data.lengths_read()) };
        }
        let mut dropped = Self { directions, ..Self::default() };
        let mut seen: HashMap<Vec<u64>, usize> = HashMap::new();
        for (at, column) in inputs.column_iter().enumerate() {
            if column.iter().all(|&entry| entry == 0.0) {
                dropped.zero_columns.push(at + 1);
                continue;
            }
            // +0.0 and -0.0 are the same entry.
            let bits = column.iter().map(|entry| (entry + 0.0).to_bits()).collect();
            match seen.get(&bits) {
                Some(&original) => dropped.duplicate_columns.push((at + 1, original)),
                None => {
                    seen.insert(bits, at + 1);
                }
            }
        }
        dropped
    }

    /// The columns of a factor: in it equal columns differ by rounding.
    fn from_columns(columns: &DMatrix<f64>, lengths: &[f64]) -> Self {
        const ROUNDING: f64 = 1e-14;
        let mut dropped = Self::default();
        let mut kept: Vec<usize> = Vec::new();
        for (at, column) in columns.column_iter().enumerate() {
            if column.amax() <= 0.0 {
                dropped.zero_columns.push(at + 1);
                continue;
            }
            let is_same = |&&other: &&usize| {
                let apart = (column - columns.column(other)).amax();
                apart <= ROUNDING * lengths[at].min(lengths[other])
            };
            match kept.iter().find(is_same) {
                Some(&original) => dropped.duplicate_columns.push((at + 1, original + 1)),
                None => kept.push(at),
            }
        }
        dropped
    }

    /// The rows and columns of a matrix of moments.
    pub(super) fn from_moment(moment: &DMatrix<f64>, input_rank: usize) -> Self {
        let directions = moment.ncols() - input_rank;
        if directions == 0 {
            return Self::default();
        }
        let lengths: Vec<f64> = (0..moment.ncols()).map(|at| moment[(at, at)]).collect();
        Self { directions, ..Self::from_columns(moment, &lengths) }
    }
}

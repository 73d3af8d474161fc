//! Second moments in place of samples.

use linscape_critical::{Origin, Precision, Threshold};
use nalgebra::DMatrix;
use thiserror::Error;

/// Second moments of data: `Σ_xx = X Xᵀ` (`d_0 × d_0`), `Σ_yx = Y Xᵀ` (`d_h × d_0`) and, if it is known,
/// `Σ_yy = Y Yᵀ` (`d_h × d_h`), of which the trace is needed alone.
///
/// Forming them squares the condition of the inputs: a direction shorter than about `√u` of the longest is
/// lost in the rounding of `Σ_xx`, where samples would show it down to `u`.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments {
    pub(super) inputs: DMatrix<f64>,
    pub(super) cross: DMatrix<f64>,
    /// `tr Σ_yy`.
    pub(super) energy: Option<f64>,
    pub(super) precision: Precision,
    pub(super) samples: Option<usize>,
}

/// Why matrices are no moments.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum MomentsError {
    /// A matrix of moments is square.
    #[error("the {which} moment is {rows} × {columns}; it is square")]
    NotSquare {
        /// `input` or `output`.
        which: &'static str,
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
    },
    /// Moments of different data.
    #[error(
        "the cross moment is {rows} × {columns}, but the input moment has {inputs} rows: Σ_yx is d_h × d_0"
    )]
    Cross {
        /// Rows of `Σ_yx`.
        rows: usize,
        /// Columns of `Σ_yx`.
        columns: usize,
        /// `d_0`.
        inputs: usize,
    },
    /// Moments of other outputs.
    #[error("the output moment has {outputs} rows, but the cross moment {rows}: Σ_yy is d_h × d_h")]
    Outputs {
        /// Rows of `Σ_yy`.
        outputs: usize,
        /// Rows of `Σ_yx`.
        rows: usize,
    },
    /// Entries that should be the same.
    #[error(
        "the {which} moment is not symmetric: entry ({row}, {column}) is {one}, entry ({column}, {row}) {other}"
    )]
    NotSymmetric {
        /// `input` or `output`.
        which: &'static str,
        /// 1-based.
        row: usize,
        /// 1-based.
        column: usize,
        /// Above the diagonal.
        one: f64,
        /// Below.
        other: f64,
    },
    /// A variance below zero.
    #[error(
        "the {which} moment is no moment of data: {value} is negative in direction {direction}"
    )]
    Negative {
        /// `input` or `output`.
        which: &'static str,
        /// A column, or that of an eigenvalue.
        direction: String,
        /// The number.
        value: f64,
    },
    /// Outputs that vary less than what the inputs explain of them.
    #[error(
        "the output moment has trace {energy}, less than the {explained} that the inputs explain: the moments are of different data"
    )]
    TooSmall {
        /// `tr Σ_yy`.
        energy: f64,
        /// `‖Σ‖²`.
        explained: f64,
    },
}

/// Entries of a moment that differ by this many roundings are meant to be one.
const ASYMMETRY: f64 = 1e3;

impl Moments {
    /// Moments that go together.
    ///
    /// # Errors
    /// When the shapes do not, or a matrix is not symmetric with a nonnegative diagonal.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Architecture, Precision};
    /// use linscape_network::{Moments, Reduction};
    /// use nalgebra::DMatrix;
    /// // x = 1, 2 and y = 3x: Σ_xx = 5, Σ_yx = 15, Σ_yy = 45; σ = 15/√5, and nothing is left over.
    /// let one = |entry| DMatrix::from_element(1, 1, entry);
    /// let moments = Moments::new(one(5.0), one(15.0), Some(&one(45.0)), Precision::DOUBLE)?;
    /// let reduction = Reduction::of_moments(Architecture::new(vec![1, 1, 1])?, &moments, None)?;
    /// let sigma = reduction.problem().spectrum().distinct()[0];
    /// assert!((sigma - 3.0 * 5_f64.sqrt()).abs() < 1e-14);
    /// assert!(reduction.problem().loss_offset() < 1e-13);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        inputs: DMatrix<f64>,
        cross: DMatrix<f64>,
        outputs: Option<&DMatrix<f64>>,
        precision: Precision,
    ) -> Result<Self, MomentsError> {
        check_moment("input", &inputs, precision)?;
        let (rows, columns) = cross.shape();
        if columns != inputs.ncols() {
            return Err(MomentsError::Cross { rows, columns, inputs: inputs.ncols() });
        }
        let energy = outputs.map(|outputs| {
            check_moment("output", outputs, precision)?;
            let found = outputs.nrows();
            if found == rows {
                Ok(outputs.trace())
            } else {
                Err(MomentsError::Outputs { outputs: found, rows })
            }
        });
        let energy = energy.transpose()?;
        Ok(Self { inputs, cross, energy, precision, samples: None })
    }

    /// Sums over `m` samples, so that losses can be averaged.
    #[must_use]
    pub fn over(self, samples: Option<usize>) -> Self {
        Self { samples, ..self }
    }

    /// `d_0` and `d_h`.
    #[must_use]
    pub fn ends(&self) -> [usize; 2] {
        [self.inputs.ncols(), self.cross.nrows()]
    }

    /// `Σ_xx`.
    #[must_use]
    pub fn inputs(&self) -> &DMatrix<f64> {
        &self.inputs
    }

    /// A bound on what rounding changed in entries of `Σ_xx` scaled to a unit diagonal, as a spectral norm
    /// over the largest eigenvalue: adding up products rounds, and so does storing the sums.
    #[must_use]
    pub fn relative_error(&self) -> f64 {
        self.inputs.ncols().max(16) as f64 * self.precision.unit_roundoff().max(f64::EPSILON)
    }
}

fn check_moment(
    which: &'static str,
    moment: &DMatrix<f64>,
    precision: Precision,
) -> Result<(), MomentsError> {
    let (rows, columns) = moment.shape();
    if rows != columns {
        return Err(MomentsError::NotSquare { which, rows, columns });
    }
    if let Some(at) = (0..rows).find(|&at| moment[(at, at)] < 0.0) {
        let direction = format!("{}", at + 1);
        return Err(MomentsError::Negative { which, direction, value: moment[(at, at)] });
    }
    for row in 0..rows {
        for column in row + 1..rows {
            let (one, other) = (moment[(row, column)], moment[(column, row)]);
            let size = moment[(row, row)].sqrt() * moment[(column, column)].sqrt();
            if (one - other).abs() > ASYMMETRY * precision.unit_roundoff() * size.max(one.abs()) {
                let (row, column) = (row + 1, column + 1);
                return Err(MomentsError::NotSymmetric { which, row, column, one, other });
            }
        }
    }
    Ok(())
}

/// Where the rounding of moments came from.
pub(super) fn origin_of(precision: Precision) -> Origin {
    if precision.is_coarse() { Origin::Stored } else { Origin::RoundOff }
}

/// The threshold on lengths of input directions: the root of that on their squares.
pub(super) fn threshold(moments: &Moments, chosen: Option<f64>) -> Threshold {
    match chosen {
        Some(value) => Threshold::new(value, Origin::Option),
        None => Threshold::new(moments.relative_error().sqrt(), origin_of(moments.precision)),
    }
}

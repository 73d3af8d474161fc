//! Bases of the input and the output in which a critical point is a direct sum of bars.

use linscape_critical::SingularSubset;
use linscape_lapack::{DecompositionError, multiply};
use linscape_network::RandomMatrices as _;
use linscape_network::Target;
use nalgebra::DMatrix;

use linscape_critical::RandomStream;
use linscape_network::completed;

/// Random bases in bar coordinates: the learned modes first, then the unlearned ones, then the
/// null directions.
pub(crate) struct OuterBases {
    /// `d_0 × d_0`; column `c` is the covector that bar `c` reads from the input.
    pub input: DMatrix<f64>,
    /// `d_h × d_h`; column `c` is the vector that bar `c` writes to the output.
    pub output: DMatrix<f64>,
}

impl OuterBases {
    /// Let `e`, `f` be the bases in singular coordinates (learned, unlearned, null) and
    /// `S = diag(σ_l)` of the unlearned modes. The gradient vanishes and the modes stay paired if
    ///
    /// ```text
    ///     ⎡ 1  *  * ⎤         ⎡ 1  *  * ⎤
    /// e = ⎢ 0  p  0 ⎥ ,   f = ⎢ 0  q  0 ⎥ ,   pᵀ S q = S,
    ///     ⎣ 0  *  * ⎦         ⎣ 0  *  * ⎦
    /// ```
    ///
    /// because the residual is `S` in the middle and zero elsewhere.
    pub(crate) fn random(
        target: &Target,
        subset: &SingularSubset,
        stream: &mut RandomStream,
    ) -> Result<Self, DecompositionError> {
        let (problem, bases) = (target.problem(), target.bases());
        let multiplicities = problem.spectrum().multiplicities();
        let values = problem.spectrum().singular_values();
        let learned = subset.indices(multiplicities);
        let unlearned: Vec<usize> =
            (1..=problem.spectrum().rank()).filter(|mode| !learned.contains(mode)).collect();
        let rotation = rotation_of_equal_values(multiplicities, stream)?;
        let order: Vec<usize> = learned.iter().chain(&unlearned).map(|mode| mode - 1).collect();
        let left = multiply(&bases.left, &rotation).select_columns(&order);
        let right = multiply(&bases.right, &rotation).select_columns(&order);

        let mixing = stream.well_conditioned(unlearned.len())?;
        // p = S^{-½} m S^{½} and q = S^{-½} m⁻ᵀ S^{½}: neither side bears the whole spread of S.
        let scaled = |entry: f64, row: usize, column: usize| {
            entry * (values[unlearned[column] - 1] / values[unlearned[row] - 1]).sqrt()
        };
        let modes = unlearned.len();
        let direct = DMatrix::from_fn(modes, modes, |row, column| {
            scaled(mixing.matrix[(row, column)], row, column)
        });
        let dual = DMatrix::from_fn(modes, modes, |row, column| {
            scaled(mixing.inverse[(column, row)], row, column)
        });
        let output = triangular(learned.len(), &direct, left.nrows(), stream)?;
        let input = triangular(learned.len(), &dual, right.nrows(), stream)?;
        let (left, right) = (completed(&left, stream)?, completed(&right, stream)?);
        Ok(Self { input: multiply(&right, &input), output: multiply(&left, &output) })
    }
}

/// A random orthogonal matrix for each repeated singular value: both bases may turn by it.
fn rotation_of_equal_values(
    multiplicities: &[usize],
    stream: &mut RandomStream,
) -> Result<DMatrix<f64>, DecompositionError> {
    let rank = multiplicities.iter().sum();
    let mut rotation = DMatrix::identity(rank, rank);
    let mut start = 0;
    for &multiplicity in multiplicities {
        if multiplicity > 1 {
            let block = stream.orthogonal(multiplicity)?;
            rotation.view_mut((start, start), (multiplicity, multiplicity)).copy_from(&block);
        }
        start += multiplicity;
    }
    Ok(rotation)
}

/// The matrix `e` or `f` with the given middle block.
fn triangular(
    learned: usize,
    middle: &DMatrix<f64>,
    order: usize,
    stream: &mut RandomStream,
) -> Result<DMatrix<f64>, DecompositionError> {
    let modes = middle.nrows();
    let (signal, null) = (learned + modes, order - learned - modes);
    let mut basis = DMatrix::identity(order, order);
    basis.view_mut((learned, learned), (modes, modes)).copy_from(middle);
    basis
        .view_mut((signal, signal), (null, null))
        .copy_from(&stream.well_conditioned(null)?.matrix);
    let mut fill = |row: usize, column: usize, rows: usize, columns: usize| {
        // Half the size, so that the basis stays well conditioned.
        let block = stream.gaussian(rows, columns) * 0.5;
        basis.view_mut((row, column), (rows, columns)).copy_from(&block);
    };
    fill(0, learned, learned, modes + null);
    fill(signal, learned, null, modes);
    Ok(basis)
}

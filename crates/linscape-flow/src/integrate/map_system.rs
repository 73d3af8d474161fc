//! A sum of Kronecker products in the space of end-to-end maps.

use crate::integrate::conjugate_gradients;
use linscape_lapack::{
    DefiniteSystem, SymmetricEigen, multiply, multiply_transposed, symmetric_eigen,
};
use nalgebra::{DMatrix, DVector};

/// The most entries of a map of which the whole system is formed.
const MOST_WHOLE: usize = 200;

/// The most numbers that the systems of the outer layers may hold, 400 MB.
const MOST_NUMBERS: usize = 50_000_000;

/// How exactly iterations solve.
const TOLERANCE: f64 = 1e-11;

/// Most iterations.
const MOST_ITERATIONS: usize = 200;

/// `I + c Σ_i A_i ⊗ B_i` on maps of shape `d_h × n`: `Y ↦ Y + c Σ_i B_i Y A_i` with symmetric positive semidefinite `A_i`
/// (`n × n`) and `B_i` (`d_h × d_h`), the first of which is the identity.
///
/// Small ones are decomposed. Of large ones the first term and the last can be solved for together, in the eigenvectors of the
/// last `B_i` and one system in `A_1 + β A_h` for each of its eigenvalues `β`. With two layers that is all;
/// with more it is the preconditioner of conjugate gradients, and where all layers pull alike leaves a condition of
/// about `h/2`.
#[derive(Debug, Clone)]
pub(crate) struct MapSystem {
    /// `A_i` and `B_i`, the identity first.
    terms: Vec<(DMatrix<f64>, DMatrix<f64>)>,
    /// Their sum, of small maps.
    sum: Option<DMatrix<f64>>,
    c: f64,
    solver: Solver,
}

#[derive(Debug, Clone)]
enum Solver {
    None,
    Whole(DefiniteSystem),
    Outer { basis: DMatrix<f64>, systems: Vec<DefiniteSystem> },
}

impl MapSystem {
    /// Whether maps of this shape are not too large.
    pub(crate) fn serves(rows: usize, columns: usize) -> bool {
        rows * columns * columns <= MOST_NUMBERS
    }

    /// Of `A_i` and `B_i`, the identity first; of large maps the last ones count twice.
    ///
    /// # Complexity
    /// `O(h (d_h n)²)` for small maps.
    pub(crate) fn new(terms: Vec<(DMatrix<f64>, DMatrix<f64>)>) -> Self {
        let order = terms[0].0.nrows() * terms[0].1.nrows();
        let whole = || {
            let mut sum = DMatrix::zeros(order, order);
            for (before, after) in &terms {
                sum += before.kronecker(after);
            }
            sum
        };
        let sum = (order <= MOST_WHOLE).then(whole);
        Self { terms, sum, c: 0.0, solver: Solver::None }
    }

    /// Prepares to solve with this `c`.
    ///
    /// # Complexity
    /// `O((d_h n)³)` for small maps, `O(d_h³ + d_h n³)` for large ones.
    pub(crate) fn factorise(&mut self, c: f64) {
        self.c = c;
        let found = match &self.sum {
            Some(sum) => one_plus(sum * c).map(Solver::Whole),
            None => self.outer(),
        };
        self.solver = found.unwrap_or(Solver::None);
    }

    fn outer(&self) -> Option<Solver> {
        let (first, last) = (&self.terms[0].0, &self.terms[self.terms.len() - 1]);
        let SymmetricEigen { values, vectors } = symmetric_eigen(last.1.clone()).ok()?;
        let alone = self.terms.len() == 1;
        let system = |value: &f64| {
            let beside = if alone { 0.0 } else { value.max(0.0) };
            one_plus((first + &last.0 * beside) * self.c)
        };
        let systems = values.iter().map(system).collect::<Option<Vec<_>>>()?;
        Some(Solver::Outer { basis: vectors, systems })
    }

    /// Whether it was found positive definite.
    pub(crate) fn is_prepared(&self) -> bool {
        !matches!(self.solver, Solver::None)
    }

    /// The solution; none before it is prepared.
    pub(crate) fn solve(&self, right: DMatrix<f64>) -> Option<DMatrix<f64>> {
        let (rows, columns) = right.shape();
        match &self.solver {
            Solver::None => None,
            Solver::Whole(system) => {
                let mut vector = DVector::from_vec(right.data.into());
                system.solve(&mut vector);
                Some(DMatrix::from_vec(rows, columns, vector.data.into()))
            }
            Solver::Outer { basis, systems } if self.terms.len() <= 2 => {
                Some(by_outer(basis, systems, &right))
            }
            Solver::Outer { basis, systems } => {
                let map = |slice: &[f64]| DMatrix::from_column_slice(rows, columns, slice);
                let apply = |vector: &[f64], image: &mut [f64]| {
                    let vector = map(vector);
                    let mut sum = vector.clone();
                    for (before, after) in &self.terms {
                        sum += multiply(after, &multiply(&vector, before)) * self.c;
                    }
                    image.copy_from_slice(sum.as_slice());
                };
                let precondition = |vector: &[f64], image: &mut [f64]| {
                    image.copy_from_slice(by_outer(basis, systems, &map(vector)).as_slice());
                };
                let mut solution = vec![0.0; right.len()];
                let (given, tolerance) = (right.as_slice(), TOLERANCE);
                let most = MOST_ITERATIONS;
                conjugate_gradients(apply, precondition, given, &mut solution, tolerance, most);
                Some(DMatrix::from_vec(rows, columns, solution))
            }
        }
    }
}

fn one_plus(mut matrix: DMatrix<f64>) -> Option<DefiniteSystem> {
    (0..matrix.nrows()).for_each(|at| matrix[(at, at)] += 1.0);
    DefiniteSystem::new(matrix)
}

fn by_outer(
    basis: &DMatrix<f64>,
    systems: &[DefiniteSystem],
    right: &DMatrix<f64>,
) -> DMatrix<f64> {
    // Columns of the transposed are the rows that belong to one eigenvalue.
    let mut turned = multiply_transposed(right, basis);
    for (mut column, system) in turned.column_iter_mut().zip(systems) {
        let mut vector = column.clone_owned();
        system.solve(&mut vector);
        column.copy_from(&vector);
    }
    multiply(basis, &turned.transpose())
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::RandomStream;
    use linscape_network::RandomMatrices as _;

    #[test]
    fn large_maps_are_solved_as_they_are_applied() {
        let mut stream = RandomStream::new(8, "maps");
        let mut square = |order: usize| {
            let factor = stream.gaussian(order, order);
            multiply(&factor, &factor.transpose())
        };
        for layers in [1, 2, 4] {
            let mut terms: Vec<_> = (0..layers).map(|_| (square(30), square(31))).collect();
            terms[0].1 = DMatrix::identity(31, 31);
            let given = square(31).remove_column(0);
            let mut image = given.clone();
            for (before, after) in &terms {
                image += 0.3 * after * &given * before;
            }
            let mut system = MapSystem::new(terms);
            assert!(system.solve(image.clone()).is_none());
            system.factorise(0.3);
            let found = system.solve(image).expect("definite");
            assert!((found - given).amax() < 1e-6, "{layers}");
        }
    }
}

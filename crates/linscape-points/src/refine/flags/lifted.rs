//! A flag lifted along a map.

use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_svd};
use nalgebra::DMatrix;

/// A member of a flag and its preimage, by dimensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    /// The first coordinates of the map's target span it.
    pub target: usize,
    /// How large its preimage is to be.
    pub source: usize,
}

/// A map in orthonormal coordinates of its source, in which it carries every member of one flag into the
/// member of the other.
#[derive(Debug, Clone)]
pub(super) struct Lifted {
    /// `T`, square and orthogonal; its first columns span the preimage of each member.
    pub basis: DMatrix<f64>,
    /// `M T`, with zeros where the preimage of a member would leave it.
    pub map: DMatrix<f64>,
}

impl Lifted {
    /// Preimages of the stated sizes under the map `M`, from the largest member to the smallest: each is
    /// spanned, within the one before, by the right singular vectors that the rest of the target sees
    /// least, and what is seen of it is taken off the map. Where the sizes are the exact ones nothing is
    /// taken off.
    ///
    /// Members are in increasing order, on either side.
    ///
    /// # Errors
    /// When a decomposition fails.
    pub(super) fn of(map: DMatrix<f64>, members: &[Member]) -> Result<Self, DecompositionError> {
        Self::beside(map, members, |_| Ok(DMatrix::zeros(0, 0)))
    }

    /// The same where members count as met up to what other columns reach: `reached` has an orthonormal
    /// basis of that, in the rest of the target, for each member by its place.
    ///
    /// # Errors
    /// When a decomposition fails.
    pub(super) fn beside(
        map: DMatrix<f64>,
        members: &[Member],
        reached: impl Fn(usize) -> Result<DMatrix<f64>, DecompositionError>,
    ) -> Result<Self, DecompositionError> {
        let columns = map.ncols();
        let mut lifted = Self { basis: DMatrix::identity(columns, columns), map };
        let mut within = columns;
        for (at, &member) in members.iter().enumerate().rev() {
            let outside = lifted.map.nrows() - member.target;
            if member.source > 0 && outside > 0 {
                let reached = reached(at)?;
                let share =
                    |seen: &DMatrix<f64>| multiply(&reached, &multiply_transposed(&reached, seen));
                if member.source < within {
                    let seen = lifted.map.view((member.target, 0), (outside, within)).into_owned();
                    let rest = if reached.is_empty() { seen } else { &seen - share(&seen) };
                    lifted.turn(&least_seen(rest)?);
                }
                let mut place = lifted.map.view_mut((member.target, 0), (outside, member.source));
                if reached.is_empty() {
                    place.fill(0.0);
                } else {
                    let kept = share(&place.clone_owned());
                    place.copy_from(&kept);
                }
            }
            within = within.min(member.source);
        }
        Ok(lifted)
    }

    /// Turns the first coordinates.
    fn turn(&mut self, rotation: &DMatrix<f64>) {
        for matrix in [&mut self.basis, &mut self.map] {
            let turned = multiply(&matrix.columns(0, rotation.nrows()).into_owned(), rotation);
            matrix.columns_mut(0, rotation.ncols()).copy_from(&turned);
        }
    }
}

/// All right singular vectors, those of the smallest singular values first.
fn least_seen(matrix: DMatrix<f64>) -> Result<DMatrix<f64>, DecompositionError> {
    let (rows, columns) = matrix.shape();
    // At least as tall as wide, so that they are a whole basis.
    let vectors = thin_svd(matrix.resize_vertically(rows.max(columns), 0.0))?.vt;
    Ok(DMatrix::from_fn(columns, columns, |row, column| vectors[(columns - 1 - column, row)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_map_is_too_large_by_is_taken_off() {
        // The first unit vector is the flag's line: one direction is to end in 0, two in the line.
        let map = DMatrix::from_row_slice(2, 3, &[3.0, 0.0, 1e-3, 0.0, 2.0, 0.0]);
        let members = [Member { target: 0, source: 1 }, Member { target: 1, source: 2 }];
        let lifted = Lifted::of(map.clone(), &members).expect("finite");
        let back = &lifted.map * lifted.basis.transpose();
        // Already so: (−1e-3, 0, 3) is killed, and the second vector alone leaves the line.
        assert!((&back - &map).amax() < 1e-15);
        assert!((lifted.basis[(0, 0)] / lifted.basis[(2, 0)] + 1e-3 / 3.0).abs() < 1e-15);
        let killed = [Member { target: 0, source: 2 }];
        let lifted = Lifted::of(map, &killed).expect("finite");
        let singular = thin_svd(lifted.map).expect("finite").singular_values;
        // Of the singular values √(9 + 1e-6) and 2 the larger is left.
        assert!((singular[0] - (9.0 + 1e-6_f64).sqrt()).abs() < 1e-14 && singular[1] < 1e-14);
    }
}

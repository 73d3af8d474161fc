//! Elimination modulo a prime.

use num_bigint::BigInt;

use super::prime_field::PrimeField;
use super::{Block, Matrix};

/// The rank modulo a prime.
pub(super) fn rank_modulo(matrix: &Matrix<BigInt>, field: &PrimeField) -> usize {
    let mut rows: Vec<Vec<u64>> = (0..matrix.rows())
        .map(|row| matrix.row(row).iter().map(|entry| field.element_of(entry)).collect())
        .collect();
    let mut rank = 0;
    for column in 0..matrix.columns() {
        let Some(found) = (rank..rows.len()).find(|&row| rows[row][column] != 0) else { continue };
        rows.swap(rank, found);
        let (done, rest) = rows.split_at_mut(rank + 1);
        let pivot = &done[rank][column..];
        let inverse = field.inverse(pivot[0]);
        for row in rest.iter_mut().filter(|row| row[column] != 0) {
            let factor = field.times(row[column], inverse);
            for (entry, &above) in row[column..].iter_mut().zip(pivot) {
                *entry = field.minus(*entry, field.times(factor, above));
            }
        }
        rank += 1;
    }
    rank
}

/// The lower triangle of a symmetric matrix modulo a prime, under symmetric elimination.
pub(super) struct SymmetricResidues<'f> {
    field: &'f PrimeField,
    /// Row `i` holds columns `0..=i`.
    rows: Vec<Vec<u64>>,
    /// Which row and column of the matrix stands at each place.
    order: Vec<usize>,
    minor: u64,
}

impl<'f> SymmetricResidues<'f> {
    /// The matrix with rows and columns in the given order.
    pub(crate) fn new(matrix: &Matrix<BigInt>, order: Vec<usize>, field: &'f PrimeField) -> Self {
        let row = |place: usize| {
            let columns = order[..=place].iter();
            columns.map(|&column| field.element_of(&matrix[(order[place], column)])).collect()
        };
        Self { field, rows: (0..order.len()).map(row).collect(), minor: field.one(), order }
    }

    /// Eliminates with pivots as they come and returns them: a nonzero diagonal entry where there
    /// is one, and otherwise two rows that a nonzero entry joins.
    pub(crate) fn find_blocks(mut self) -> Vec<Block> {
        let (mut blocks, mut done) = (Vec::new(), 0);
        while let Some(places) = self.next_pivot(done) {
            match places {
                (single, None) => {
                    self.swap(done, single);
                    blocks.push(Block::One(self.order[done]));
                    self.eliminate_one(done);
                    done += 1;
                }
                (first, Some(second)) => {
                    self.swap(done, first);
                    self.swap(done + 1, second);
                    blocks.push(Block::Two(self.order[done], self.order[done + 1]));
                    self.eliminate_two(done);
                    done += 2;
                }
            }
        }
        blocks
    }

    /// The minors that belong to the given blocks, which stand first in the order and in their
    /// order; none when one of them vanishes.
    pub(crate) fn minors(&mut self, blocks: &[Block]) -> Option<Vec<u64>> {
        let mut done = 0;
        let minors = blocks.iter().map(|block| {
            match block {
                Block::One(_) => self.eliminate_one(done)?,
                Block::Two(..) => self.eliminate_two(done)?,
            }
            done += block.order();
            Some(self.field.residue(self.minor))
        });
        minors.collect()
    }

    /// Nothing is left after elimination of the first `done` rows.
    pub(crate) fn is_exhausted(&self, done: usize) -> bool {
        self.rows[done..].iter().all(|row| row[done..].iter().all(|&entry| entry == 0))
    }

    fn next_pivot(&self, done: usize) -> Option<(usize, Option<usize>)> {
        let places = done..self.rows.len();
        if let Some(single) = places.clone().find(|&place| self.rows[place][place] != 0) {
            return Some((single, None));
        }
        places.clone().find_map(|second| {
            let first = (done..second).find(|&first| self.rows[second][first] != 0)?;
            Some((first, Some(second)))
        })
    }

    /// Exchanges two places, rows and columns alike.
    fn swap(&mut self, first: usize, second: usize) {
        let (low, high) = (first.min(second), first.max(second));
        if low == high {
            return;
        }
        self.order.swap(low, high);
        let (above, below) = self.rows.split_at_mut(high);
        above[low][..low].swap_with_slice(&mut below[0][..low]);
        std::mem::swap(&mut above[low][low], &mut below[0][high]);
        for (offset, row) in above[low + 1..].iter_mut().enumerate() {
            std::mem::swap(&mut row[low], &mut below[0][low + 1 + offset]);
        }
        for row in &mut below[1..] {
            row.swap(low, high);
        }
    }

    fn eliminate_one(&mut self, at: usize) -> Option<()> {
        let field = self.field;
        let pivot = self.rows[at][at];
        if pivot == 0 {
            return None;
        }
        self.minor = field.times(self.minor, pivot);
        let inverse = field.inverse(pivot);
        let column: Vec<u64> = self.rows[at + 1..].iter().map(|row| row[at]).collect();
        for (offset, row) in self.rows[at + 1..].iter_mut().enumerate() {
            if column[offset] == 0 {
                continue;
            }
            let factor = field.times(column[offset], inverse);
            for (entry, &other) in row[at + 1..].iter_mut().zip(&column) {
                *entry = field.minus(*entry, field.times(factor, other));
            }
        }
        Some(())
    }

    fn eliminate_two(&mut self, at: usize) -> Option<()> {
        let field = self.field;
        let (first, joint, second) =
            (self.rows[at][at], self.rows[at + 1][at], self.rows[at + 1][at + 1]);
        let determinant = field.minus(field.times(first, second), field.times(joint, joint));
        if determinant == 0 {
            return None;
        }
        self.minor = field.times(self.minor, determinant);
        let inverse = field.inverse(determinant);
        let columns: Vec<(u64, u64)> =
            self.rows[at + 2..].iter().map(|row| (row[at], row[at + 1])).collect();
        for (offset, row) in self.rows[at + 2..].iter_mut().enumerate() {
            let (left, right) = columns[offset];
            if (left, right) == (0, 0) {
                continue;
            }
            let combined = |one, with, other, less| {
                let difference = field.minus(field.times(one, with), field.times(other, less));
                field.times(difference, inverse)
            };
            let by_first = combined(left, second, right, joint);
            let by_second = combined(right, first, left, joint);
            for (entry, &(left, right)) in row[at + 2..].iter_mut().zip(&columns) {
                let reduced = field.minus(*entry, field.times(by_first, left));
                *entry = field.minus(reduced, field.times(by_second, right));
            }
        }
        Some(())
    }
}

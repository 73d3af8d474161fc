//! One thick-restarted block Lanczos run on what earlier runs left.

use crate::lanczos::{KrylovBasis, Trust};
use crate::{LanczosOptions, SymmetricOperator};
use linscape_critical::{Observer, Progress, RandomStream};
use linscape_lapack::{DecompositionError, symmetric_eigen};
use linscape_network::RandomMatrices as _;
use nalgebra::DMatrix;

/// What a run looks for at one end of the spectrum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Goal {
    /// So many pairs from the end on.
    Count(usize),
    /// Enough are known. Both values grow outwards: at the low end they are negatives.
    Beyond {
        /// The innermost one wanted: every pair further out is looked for.
        bound: f64,
        /// The innermost value that may have more copies.
        copied: f64,
    },
}

/// Ritz values with their residual bounds, nondecreasing.
#[derive(Debug)]
struct Ritz {
    values: Vec<f64>,
    residuals: Vec<f64>,
    vectors: DMatrix<f64>,
}

/// What one end looks like after some products.
#[derive(Debug, Clone, Copy)]
struct EndState {
    /// Pairs to lock, from the end on.
    wanted: usize,
    is_done: bool,
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SweepEnd {
    Converged,
    OutOfProducts,
    Interrupted,
}

/// What a run leaves.
pub(crate) struct Swept {
    pub end: SweepEnd,
    /// Ritz values of the vectors at the end of the basis, of the low end (their negatives) and of
    /// the high end, so that they grow outwards.
    pub values: [Vec<f64>; 2],
}

/// A run in progress: the basis holds `locked` eigenvectors first, then the Krylov vectors.
pub(crate) struct Sweep<'a, O: ?Sized> {
    pub operator: &'a O,
    pub options: &'a LanczosOptions,
    pub observer: &'a dyn Observer,
    pub basis: &'a mut KrylovBasis,
    pub stream: &'a mut RandomStream,
    pub products: &'a mut usize,
    /// The largest eigenvalue in absolute value, as far as Ritz values and images show it.
    pub scale: &'a mut f64,
    pub goals: [Goal; 2],
    pub block: usize,
    /// Vectors to start from, as many as there are up to a block; random ones follow.
    pub start: Option<&'a DMatrix<f64>>,
}

/// Values closer than this to zero, relative to the scale, belong to the kernel.
const KERNEL: f64 = 1e-8;
/// Values this many tolerances apart may be equal.
pub(crate) const SAME: f64 = 10.0;
/// The outermost pair left shows that a value has no more copies when its residual is this small
/// beside the distance to it times `1/√N`, the share that a random vector has in a copy.
const SETTLED: f64 = 1e-4;
/// Fewest products between two looks at the Ritz values, in blocks.
const PATIENCE: usize = 4;
/// What a step leaves is noise below this share of the largest eigenvalue: images of vectors near the
/// kernel are nothing else.
const NOISE: f64 = 1e-14;
/// Share of the tolerance at which a run takes a pair for converged: the recurrence may have lost a
/// quarter, and what the pairs locked before have left of theirs adds to it.
const AIM: f64 = 0.25;
/// Restarts after which the basis may grow, and its growth.
const SLOW: usize = 16;
const GROWTH: usize = 2;

impl<O: SymmetricOperator + ?Sized> Sweep<'_, O> {
    /// Runs until both goals are met, then leaves the wanted vectors at the end of the basis, those
    /// of the low end first.
    pub(crate) fn run(mut self) -> Result<Swept, DecompositionError> {
        let (locked, block) = (self.basis.columns(), self.block);
        let mut most = self.options.basis;
        let mut projected = DMatrix::zeros(most, most);
        let mut vectors = self.stream.gaussian(self.operator.order(), block);
        if let Some(start) = self.start {
            let given = start.ncols().min(block);
            vectors.columns_mut(0, given).copy_from(&start.columns(0, given));
        }
        let mut images = vectors.clone();
        let _ = self.basis.append(&vectors, locked, 0.0, self.stream);
        let (mut steps, mut restarts) = (0, 0);
        let mut trust = Trust::after_restart(self.basis.columns());
        loop {
            let last = self.basis.columns() - block;
            self.basis.gather_into(last, &mut vectors);
            self.operator.apply_into(&vectors, &mut images);
            *self.products += block;
            steps += 1;
            // A first step and one after a restart meet all columns, others those of two blocks.
            let reach = if trust.is_fresh() { usize::MAX } else { 2 * block };
            *self.scale =
                images.column_iter().fold(*self.scale, |most, image| most.max(image.norm()));
            let noise = (NOISE * *self.scale).max(self.operator.rounding());
            let step = self.basis.append(&images, reach, noise, self.stream);
            trust.spend(*self.scale, &images, &step.remainder);
            let active = last + block - locked;
            let share = step.coefficients.rows(locked, active);
            projected.view_mut((0, active - block), (active, block)).copy_from(&share);
            projected.view_mut((active - block, 0), (block, active)).tr_copy_from(&share);

            let is_full = active + block > most;
            let end = self.interruption();
            let looks = is_full || end.is_some() || steps % PATIENCE.max(most / (8 * block)) == 0;
            // Several blocks at once, to save traffic of memory.
            if is_full || trust.is_spent(self.options.tolerance) {
                self.basis.clean(trust.columns);
                trust.renew(self.basis.columns());
            }
            if !looks {
                continue;
            }
            let ritz = self.ritz(&projected, active, &step.remainder)?;
            let ends = self.judge(&ritz);
            let is_done = ends.iter().all(|end| end.is_done);
            if is_done || end.is_some() {
                self.basis.clean(trust.columns);
                let wanted = ends.map(|end| end.wanted);
                let mut low = self.keep(&ritz, wanted, locked, false);
                let high = low.split_off(wanted[0]);
                for value in &mut low {
                    *value = -*value;
                }
                let end = end.filter(|_| !is_done).unwrap_or(SweepEnd::Converged);
                return Ok(Swept { end, values: [low, high] });
            }
            if is_full {
                restarts += 1;
                let kept = self.keep(&ritz, shares(ends, active), locked, true);
                if restarts % SLOW == 0 {
                    most = most.max(self.options.largest(self.operator.order()).min(GROWTH * most));
                }
                trust = Trust::after_restart(self.basis.columns());
                projected = DMatrix::zeros(most, most);
                kept.iter().enumerate().for_each(|(at, value)| projected[(at, at)] = *value);
            }
        }
    }

    fn interruption(&self) -> Option<SweepEnd> {
        let total = Some(self.options.most_products as u64);
        let progress = Progress { done: *self.products as u64, total };
        if self.observer.advance(progress).is_break() {
            return Some(SweepEnd::Interrupted);
        }
        (*self.products >= self.options.most_products).then_some(SweepEnd::OutOfProducts)
    }

    /// Eigenpairs of the projected operator of order `active`; a residual is what the remainder of
    /// the last block leaves of the vector's last entries.
    fn ritz(
        &mut self,
        projected: &DMatrix<f64>,
        active: usize,
        remainder: &DMatrix<f64>,
    ) -> Result<Ritz, DecompositionError> {
        let eigen = symmetric_eigen(projected.view((0, 0), (active, active)).into_owned())?;
        let tails = remainder * eigen.vectors.rows(active - self.block, self.block);
        let residuals = tails.column_iter().map(|tail| tail.norm()).collect();
        let largest = eigen.values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        *self.scale = self.scale.max(largest);
        Ok(Ritz { values: eigen.values, residuals, vectors: eigen.vectors })
    }

    /// Low end, high end.
    fn judge(&self, ritz: &Ritz) -> [EndState; 2] {
        let count = ritz.values.len();
        // Both from the outermost value on, as coordinates that grow outwards.
        let low: Vec<_> = (0..count).map(|at| (-ritz.values[at], ritz.residuals[at])).collect();
        let high: Vec<_> =
            (0..count).rev().map(|at| (ritz.values[at], ritz.residuals[at])).collect();
        [self.judge_end(&low, self.goals[0]), self.judge_end(&high, self.goals[1])]
    }

    /// One end, given from its outermost value on, which is the largest.
    fn judge_end(&self, pairs: &[(f64, f64)], goal: Goal) -> EndState {
        let small = self.small();
        let most = pairs.len() / 2;
        match goal {
            Goal::Count(0) => EndState { wanted: 0, is_done: true },
            Goal::Count(count) => {
                let wanted = self.before_saturation(pairs, count).min(most);
                let is_done = pairs.iter().take(wanted).all(|pair| pair.1 <= small);
                EndState { wanted, is_done: is_done && wanted > 0 }
            }
            Goal::Beyond { bound, copied } => {
                let margin = SAME * self.options.tolerance * *self.scale;
                let wanted = pairs.iter().take_while(|pair| pair.0 > bound + margin).count();
                let wanted = wanted.min(most);
                let beyond_converged = pairs[..wanted].iter().all(|pair| pair.1 <= small);
                let (value, residual) = pairs[wanted];
                let share = SETTLED / (self.operator.order() as f64).sqrt();
                let settled = residual <= small.max(share * (copied - value));
                EndState { wanted, is_done: beyond_converged && settled }
            }
        }
    }

    /// The residual at which a pair is taken for converged.
    fn small(&self) -> f64 {
        (AIM * self.options.tolerance * *self.scale).max(self.operator.rounding())
    }

    /// At a critical point the kernel is large, while a Krylov space holds no more copies of zero
    /// than its block has columns: behind that many the end is left to deflation.
    fn before_saturation(&self, pairs: &[(f64, f64)], count: usize) -> usize {
        let small = self.small();
        let in_kernel = |pair: &(f64, f64)| {
            pair.0.abs() <= (KERNEL * *self.scale).max(small) && pair.1 <= small
        };
        let above = pairs.iter().take(count).take_while(|pair| !in_kernel(pair)).count();
        let copies = pairs[above..].iter().take(count).take_while(|pair| in_kernel(pair)).count();
        if copies >= self.block { count.min(above + copies) } else { count }
    }

    /// Replaces the Krylov vectors by the outermost Ritz vectors, low ends first, followed by the
    /// residual block if the run goes on; gives their values.
    fn keep(&mut self, ritz: &Ritz, shares: [usize; 2], locked: usize, goes_on: bool) -> Vec<f64> {
        let count = ritz.values.len();
        let chosen: Vec<usize> = (0..shares[0]).chain(count - shares[1]..count).collect();
        let extra = if goes_on { self.block } else { 0 };
        let mut combinations = DMatrix::zeros(count + self.block, chosen.len() + extra);
        for (column, &at) in chosen.iter().enumerate() {
            combinations.column_mut(column).rows_mut(0, count).copy_from(&ritz.vectors.column(at));
        }
        for at in 0..extra {
            combinations[(count + at, chosen.len() + at)] = 1.0;
        }
        self.basis.combine(locked, &combinations);
        chosen.iter().map(|&at| ritz.values[at]).collect()
    }
}

/// How many Ritz pairs survive a restart at each end: about half the basis, more of them where
/// there is still something to find.
fn shares(ends: [EndState; 2], active: usize) -> [usize; 2] {
    let half = active / 2;
    let least = ends.map(|end| (end.wanted + 1).min(half / 2));
    match ends.map(|end| end.is_done) {
        [true, false] => [least[0], half - least[0]],
        [false, true] => [half - least[1], least[1]],
        _ => [half / 2, half - half / 2],
    }
}

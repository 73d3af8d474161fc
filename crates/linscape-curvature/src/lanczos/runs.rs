//! The runs of an iteration for both ends of a spectrum, one after the other.

use crate::lanczos::{FoundEnds, Goal, KrylovBasis, SAME, Sweep, SweepEnd, Swept};
use crate::{LanczosError, LanczosOptions, LanczosStatus, SymmetricOperator};
use linscape_critical::{Observer, RandomStream};
use nalgebra::DMatrix;

/// Most runs: each one finds at least one pair or is the last.
const MOST_SWEEPS: usize = 64;
/// Share of the tolerance within which the image of a pair has to lie in the span of those found: the
/// Ritz pairs of that space are then within the tolerance, several of nearly equal value mixed too.
const SETTLES: f64 = 0.5;
/// Largest block of a run that looks for copies.
const LARGEST_BLOCK: usize = 8;

/// The iteration of [`spectrum_ends`](crate::spectrum_ends), for options that it does not refuse.
pub(crate) fn find_ends<O: SymmetricOperator + ?Sized>(
    operator: &O,
    options: &LanczosOptions,
    observer: &dyn Observer,
) -> Result<FoundEnds, LanczosError> {
    let mut runs = Runs::new(operator, options);
    let mut status = LanczosStatus::PartiallyConverged;
    for _ in 0..MOST_SWEEPS {
        match runs.next(observer)? {
            SweepEnd::Interrupted => {
                status = LanczosStatus::Interrupted;
                break;
            }
            SweepEnd::OutOfProducts => break,
            SweepEnd::Converged if runs.goals() == [Goal::Count(0); 2] => {
                status = LanczosStatus::Converged;
                break;
            }
            SweepEnd::Converged => {}
        }
    }
    Ok(runs.ended(status))
}

/// A locked pair: its value and the column of the basis that is its vector.
///
/// Values are coordinates that grow outwards: the low end is the high end of the negative.
#[derive(Debug, Clone, Copy)]
struct Found {
    value: f64,
    column: usize,
}

/// What the runs so far have left.
struct Runs<'a, O: ?Sized> {
    operator: &'a O,
    options: &'a LanczosOptions,
    /// The locked vectors, and those of the run in progress.
    basis: KrylovBasis,
    stream: RandomStream,
    products: usize,
    /// Largest absolute Ritz value met.
    scale: f64,
    /// Of the low and the high end, outermost first.
    found: [Vec<Found>; 2],
    /// The innermost value of each end that may have copies not found yet.
    copied: [Option<f64>; 2],
    /// Vectors that a run took for converged and that were not: the next one starts from them.
    restless: Option<DMatrix<f64>>,
}

impl<'a, O: SymmetricOperator + ?Sized> Runs<'a, O> {
    fn new(operator: &'a O, options: &'a LanczosOptions) -> Self {
        let capacity = options.basis + options.ends[0] + options.ends[1] + options.block;
        Self {
            operator,
            options,
            basis: KrylovBasis::new(operator.order(), capacity),
            stream: RandomStream::new(options.seed, "lanczos"),
            products: 0,
            scale: 0.0,
            found: [Vec::new(), Vec::new()],
            copied: [None, None],
            restless: None,
        }
    }

    /// What is still to be found at either end: more pairs while there are too few, else further
    /// copies of the values that may have some, or whatever else lies beyond the `k`-th.
    fn goals(&self) -> [Goal; 2] {
        [0, 1].map(|end| {
            let (found, wanted) = (&self.found[end], self.options.ends[end]);
            if found.len() < wanted {
                return Goal::Count(wanted - found.len());
            }
            let bound = wanted.checked_sub(1).map(|last| found[last].value);
            match (bound, self.copied[end]) {
                (Some(bound), Some(copied)) => Goal::Beyond { bound, copied },
                _ => Goal::Count(0),
            }
        })
    }

    /// A later run takes a block as large as the number of copies that may be missing, or of vectors
    /// that it starts from.
    fn block(&self, goals: [Goal; 2]) -> usize {
        let options = self.options;
        let missing = goals.map(|goal| if let Goal::Count(count) = goal { count } else { 0 });
        let is_first = self.basis.columns() == 0 && self.restless.is_none();
        let started = self.restless.as_ref().map_or(0, DMatrix::ncols);
        let wanted = if is_first { 0 } else { missing[0].max(missing[1]).max(started) };
        let most = LARGEST_BLOCK.min(options.basis / 4 - options.ends[0].max(options.ends[1]));
        wanted.min(most).max(options.block)
    }

    /// One run, and what it leaves.
    fn next(&mut self, observer: &dyn Observer) -> Result<SweepEnd, LanczosError> {
        let goals = self.goals();
        let block = self.block(goals);
        let locked = self.basis.columns();
        let start = self.restless.take();
        let sweep = Sweep {
            operator: self.operator,
            options: self.options,
            observer,
            basis: &mut self.basis,
            stream: &mut self.stream,
            products: &mut self.products,
            scale: &mut self.scale,
            goals,
            block,
            start: start.as_ref(),
        };
        let Swept { end, mut values } = sweep.run()?;
        if end == SweepEnd::Converged {
            self.drop_restless(locked, &mut values);
        }
        let mut columns = locked..;
        for (side, values) in values.iter().enumerate() {
            let pairs = values.iter().zip(columns.by_ref());
            self.found[side].extend(pairs.map(|(&value, column)| Found { value, column }));
            self.found[side].sort_by(|a, b| b.value.total_cmp(&a.value));
            if self.restless.is_none() {
                self.copied[side] = self.innermost_copied(side, goals[side], values, block);
            }
        }
        Ok(end)
    }

    /// Takes pairs out of what a run left, columns from `first` on and their values, when their
    /// images are not within the tolerance of the span of all found. What a run says of its residuals
    /// holds as far as its recurrence does; this is measured.
    fn drop_restless(&mut self, first: usize, values: &mut [Vec<f64>; 2]) {
        let count = self.basis.columns() - first;
        let most =
            (SETTLES * self.options.tolerance * self.scale).max(2.0 * self.operator.rounding());
        let mut is_settled = Vec::with_capacity(count);
        for at in (0..count).step_by(self.options.block) {
            let vectors = self.basis.gather(first + at, self.options.block.min(count - at));
            let distances = self.basis.distances(&self.operator.apply(&vectors));
            is_settled.extend(distances.iter().map(|distance| *distance <= most));
        }
        self.products += count;
        if is_settled.iter().all(|is_settled| *is_settled) {
            return;
        }
        let dropped: Vec<usize> = (0..count).filter(|&at| !is_settled[at]).collect();
        self.restless = Some(self.basis.gather(first, count).select_columns(&dropped));
        self.basis.retain(first, &is_settled);
        let mut is_settled = is_settled.into_iter();
        for values in values {
            values.retain(|_| is_settled.next().unwrap_or(true));
        }
    }

    /// The innermost value that may have more copies, if there is one beyond the last value wanted, of
    /// which any copies will do: one of which a run found as many as its blocks can hold. A run that
    /// looked for a few pairs only says nothing of others beyond the ones it found, nor of copies of
    /// those that were found before.
    fn innermost_copied(
        &self,
        side: usize,
        goal: Goal,
        values: &[f64],
        block: usize,
    ) -> Option<f64> {
        let (values, block) = match goal {
            Goal::Count(0) | Goal::Beyond { .. } => (values.to_vec(), block),
            Goal::Count(count) => {
                (self.found[side].iter().map(|pair| pair.value).collect(), block.min(count))
            }
        };
        let same = SAME * self.options.tolerance * self.scale;
        let last = self.options.ends[side].checked_sub(1);
        let last = last.and_then(|last| self.found[side].get(last));
        let inner = last.map_or(f64::NEG_INFINITY, |pair| pair.value);
        let mut sorted: Vec<f64> = values.into_iter().filter(|at| *at > inner + same).collect();
        sorted.sort_by(f64::total_cmp);
        let copies = sorted.windows(block).find(|copies| copies[block - 1] - copies[0] <= same)?;
        Some(copies[0])
    }

    fn ended(self, status: LanczosStatus) -> FoundEnds {
        let listed = [0, 1].map(|side| self.found[side].len().min(self.options.ends[side]));
        let columns = [0, 1].map(|side| &self.found[side][..listed[side]]).concat();
        let mut vectors = DMatrix::zeros(self.basis.rows(), columns.len());
        for (at, pair) in columns.iter().enumerate() {
            vectors.set_column(at, &self.basis.gather(pair.column, 1).column(0));
        }
        FoundEnds {
            vectors,
            low: listed[0],
            status,
            tolerated: (self.options.tolerance * self.scale).max(4.0 * self.operator.rounding()),
            products: self.products,
            bytes: self.basis.bytes(),
        }
    }
}

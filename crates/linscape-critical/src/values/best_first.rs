//! Families in the order of their loss, one at a time.

use crate::statement::Units;
use crate::values::Level;
use crate::{Problem, SingularSubset};
use num_bigint::BigUint;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// From which end of the landscape to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the global minimum up.
    Lowest,
    /// From the origin down.
    Highest,
}

/// All families in the order of their losses, found best-first: taking the `K` first costs
/// `O(K log K)` whatever their number.
///
/// # Method
/// A family of at most `r_max` learned modes is a way to place `r_max` slots on the classes
/// `τ_1 > τ_2 > … > τ_q > 0` (the last class stands for "unused" and has room for all), at most
/// `m_t` on class `t`. The lowest loss fills the classes in order. Moving a slot to the next class
/// raises the loss by `½(τ_t² − τ_{t+1}²)`; these moves are the covers of `docs/theory.md`,
/// "Connections", read upwards. Every placement is reached exactly once when the slots move in
/// turn, the last slot first: a tree with at most three children a node, whose nodes never lie
/// below their parent. A heap walks it. From the highest loss down the classes are reversed.
///
/// Equal losses come in a fixed order, but not in that of their count vectors.
#[derive(Debug)]
pub struct BestFirst(AnySearch);

#[derive(Debug)]
enum AnySearch {
    Small(Search<u64>),
    Wide(Search<u128>),
    Big(Search<BigUint>),
}

impl BestFirst {
    /// Starts at one end of the landscape of a problem.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{BestFirst, Direction, Problem};
    /// let problem = Problem::exact(&[3, 3, 3, 3], &[3, 2, 1])?;
    /// let lowest = BestFirst::new(&problem, Direction::Lowest);
    /// let losses: Vec<f64> = lowest.map(|subset| problem.loss(&subset)).collect();
    /// assert_eq!(losses, [0.0, 0.5, 2.0, 2.5, 4.5, 5.0, 6.5, 7.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(problem: &Problem, direction: Direction) -> Self {
        Self(match problem.squares().units() {
            Units::Small(squares) => AnySearch::Small(Search::new(problem, squares, direction)),
            Units::Wide(squares) => AnySearch::Wide(Search::new(problem, squares, direction)),
            Units::Big(squares) => AnySearch::Big(Search::new(problem, squares, direction)),
        })
    }
}

impl Iterator for BestFirst {
    type Item = SingularSubset;

    fn next(&mut self) -> Option<SingularSubset> {
        match &mut self.0 {
            AnySearch::Small(search) => search.next().map(|(_, subset)| subset),
            AnySearch::Wide(search) => search.next().map(|(_, subset)| subset),
            AnySearch::Big(search) => search.next().map(|(_, subset)| subset),
        }
    }
}

/// "No slot above": the bound of the last slot.
const UNBOUNDED: usize = usize::MAX;

/// The tree of placements and the heap that walks it.
#[derive(Debug)]
pub(crate) struct Search<L> {
    /// Room on each class.
    capacity: Vec<usize>,
    /// Loss added by a move from class `t` to `t + 1`, in units.
    step: Vec<L>,
    /// Class of each slot at the start, nondecreasing.
    start: Vec<usize>,
    /// Final places of the slots that have stopped, as linked lists that share their tails.
    stopped: Vec<Stopped>,
    heap: BinaryHeap<Node<L>>,
    /// Numbers the nodes, so that equal losses come in a fixed order.
    created: u64,
    /// Number of distinct singular values: the classes without the one for unused slots.
    distinct: usize,
    /// Classes run from the smallest singular value to the largest.
    reversed: bool,
}

#[derive(Debug)]
struct Stopped {
    slot: usize,
    class: usize,
    previous: Option<usize>,
}

/// A placement: the slots above `slot` have stopped, those below have not moved yet.
#[derive(Debug)]
struct Node<L> {
    loss: L,
    number: u64,
    moving: Option<Moving>,
    /// The slots that have stopped.
    stopped: Option<usize>,
}

/// The slot that moves now.
#[derive(Debug, Clone, Copy)]
struct Moving {
    slot: usize,
    class: usize,
    /// Class of the slot above, which this one may share but not pass.
    bound: usize,
    /// How many slots above share that class.
    on_bound: usize,
}

impl<L: Level> Search<L> {
    pub(crate) fn new(problem: &Problem, squares: &[L], direction: Direction) -> Self {
        let slots = problem.maximal_rank();
        let reversed = direction == Direction::Highest;
        let unused = (slots, L::zero());
        let multiplicities = problem.spectrum().multiplicities().iter().copied();
        let mut classes: Vec<(usize, L)> = multiplicities.zip(squares.iter().cloned()).collect();
        // Depth 1 has its global minimum only: no slot may be unused.
        if problem.ranks().start() != problem.ranks().end() {
            classes.push(unused);
        }
        if reversed {
            classes.reverse();
        }
        let step = classes.windows(2).map(|pair| {
            let (here, next) = (&pair[0].1, &pair[1].1);
            if reversed { next.minus(here) } else { here.minus(next) }
        });
        let in_order = classes.iter().enumerate().flat_map(|(t, class)| vec![t; class.0]);
        let mut search = Self {
            step: step.collect(),
            start: in_order.take(slots).collect(),
            capacity: classes.into_iter().map(|class| class.0).collect(),
            stopped: Vec::new(),
            heap: BinaryHeap::new(),
            created: 0,
            distinct: squares.len(),
            reversed,
        };
        search.push(L::zero(), None, None);
        search
    }

    fn push(&mut self, loss: L, moving: Option<Moving>, stopped: Option<usize>) {
        self.heap.push(Node { loss, number: self.created, moving, stopped });
        self.created += 1;
    }

    /// Moves a slot one class on, if there is room.
    fn advance(&mut self, loss: &L, mut moving: Moving, stopped: Option<usize>) {
        let next = moving.class + 1;
        let has_room = match next.cmp(&moving.bound) {
            Ordering::Less => next < self.capacity.len(),
            Ordering::Equal => moving.on_bound < self.capacity[next],
            Ordering::Greater => false,
        };
        if has_room {
            let loss = loss.plus(&self.step[moving.class]);
            moving.class = next;
            self.push(loss, Some(moving), stopped);
        }
    }

    /// Stops the moving slot and lets one below it make its first move: the neighbour, or, leaving
    /// the rest of the class where it is, the last slot of the class before.
    fn start_below(&mut self, node: &Node<L>) {
        let (first_unmoved, bound, on_bound) = match node.moving {
            None => (self.start.len(), UNBOUNDED, 0),
            Some(Moving { slot, class, bound, on_bound }) => {
                (slot, class, if class == bound { on_bound + 1 } else { 1 })
            }
        };
        let Some(neighbour) = first_unmoved.checked_sub(1) else { return };
        let stopped = match node.moving {
            None => node.stopped,
            Some(Moving { slot, class, .. }) => {
                self.stopped.push(Stopped { slot, class, previous: node.stopped });
                Some(self.stopped.len() - 1)
            }
        };
        let start = self.start[neighbour];
        let moving = Moving { slot: neighbour, class: start, bound, on_bound };
        self.advance(&node.loss, moving, stopped);

        // The neighbour stays: then its whole class stays, and only one before it can move, into
        // the room that the slots above have left in that class.
        let class_begins = self.start.partition_point(|&class| class < start);
        if let Some(slot) = class_begins.checked_sub(1) {
            let on_bound = first_unmoved - class_begins;
            let moving = Moving { slot, class: self.start[slot], bound: start, on_bound };
            self.advance(&node.loss, moving, stopped);
        }
    }

    /// The count vector of a placement.
    fn subset(&self, node: &Node<L>) -> SingularSubset {
        let mut on_class = vec![0; self.capacity.len()];
        for &class in &self.start {
            on_class[class] += 1;
        }
        let mut relocate = |slot: usize, class: usize| {
            on_class[self.start[slot]] -= 1;
            on_class[class] += 1;
        };
        if let Some(moving) = node.moving {
            relocate(moving.slot, moving.class);
        }
        let mut next = node.stopped;
        while let Some(at) = next {
            let Stopped { slot, class, previous } = self.stopped[at];
            relocate(slot, class);
            next = previous;
        }
        if self.reversed {
            on_class.reverse();
        }
        on_class.truncate(self.distinct);
        SingularSubset::from_counts(on_class)
    }

    /// The next family with its height above (or depth below) the first one.
    pub(crate) fn next(&mut self) -> Option<(L, SingularSubset)> {
        let node = self.heap.pop()?;
        if let Some(moving) = node.moving {
            self.advance(&node.loss, moving, node.stopped);
        }
        self.start_below(&node);
        let subset = self.subset(&node);
        Some((node.loss, subset))
    }

    /// The height (or depth) of the family that comes next.
    pub(crate) fn peek(&self) -> Option<&L> {
        self.heap.peek().map(|node| &node.loss)
    }
}

impl<L: PartialOrd> Ord for Node<L> {
    /// The heap's greatest node is the one with the lowest loss, then the one created first.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_loss = other.loss.partial_cmp(&self.loss).unwrap_or(Ordering::Equal);
        by_loss.then(other.number.cmp(&self.number))
    }
}

impl<L: PartialOrd> PartialOrd for Node<L> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<L: PartialOrd> PartialEq for Node<L> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<L: PartialOrd> Eq for Node<L> {}

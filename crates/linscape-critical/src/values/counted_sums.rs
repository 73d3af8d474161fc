//! The lowest sums of squares, each with the number of ways to make it.

use crate::values::WholeLevel;
use crate::{Observer, Progress, ValuesError, room_for};
use std::ops::AddAssign;

/// A number of ways.
pub(crate) trait Ways: Clone + From<u8> + for<'a> AddAssign<&'a Self> {}
impl<W: Clone + From<u8> + for<'a> AddAssign<&'a W>> Ways for W {}

/// Sums in increasing order, none twice, with the ways to make them.
type Sums<L, W> = Vec<(L, W)>;

/// The `most` lowest of all different sums over count vectors with at most `slots` modes, in which
/// each class adds its square once for each mode that is learned or, with `left_out`, that is not.
///
/// # Method
/// One class after the other: the sums so far, shifted by each choice, are merged, equal ones into
/// one, and the `most` lowest kept. No other sum leads to one of the lowest: if it did, so would
/// `most` lower ones. With fewer slots than modes one list is kept for each number of modes. So
/// where squares are whole multiples of a unit and the sums coincide by the thousand, this is the
/// generating function `Π_t (1 + z^{u_t} + ⋯)` up to its `most`-th term.
///
/// # Complexity
/// `O(q · most)` for `q` classes of one mode, times the number of lists.
pub(crate) fn lowest_sums<L: WholeLevel, W: Ways>(
    classes: &[(L, usize)],
    slots: usize,
    left_out: bool,
    most: usize,
    observer: &impl Observer,
) -> Result<Sums<L, W>, ValuesError> {
    let modes: usize = classes.iter().map(|class| class.1).sum();
    // With room for all, the number of modes needs no account.
    let lists = if slots < modes { slots + 1 } else { 1 };
    let mut by_rank: Vec<Sums<L, W>> = vec![vec![(L::zero(), W::from(1))]];
    for (square, copies) in classes.iter().rev() {
        let longest = if lists == 1 { 1 } else { (by_rank.len() + copies).min(lists) };
        let mut next = Vec::with_capacity(longest);
        for rank in 0..longest {
            let mut sums = Vec::new();
            for learned in 0..=*copies {
                let from = if lists == 1 { Some(0) } else { rank.checked_sub(learned) };
                let Some(before) = from.and_then(|from| by_rank.get(from)) else { continue };
                let taken = if left_out { copies - learned } else { learned };
                sums = merged(sums, before, &square.times(taken), most);
                let progress = Progress { done: sums.len() as u64, total: Some(most as u64) };
                if observer.advance(progress).is_break() {
                    return Err(ValuesError::Interrupted);
                }
            }
            next.push(sums);
            let held = |lists: &[Sums<L, W>]| lists.iter().map(Vec::len).sum::<usize>();
            // Numbers beyond the machine's have digits elsewhere.
            room_for("sums of squares", held(&by_rank) + held(&next), 2 * size_of::<(L, W)>())?;
        }
        by_rank = next;
    }
    let mut all = by_rank.pop().unwrap_or_default();
    for sums in &by_rank {
        all = merged(all, sums, &L::zero(), most);
    }
    Ok(all)
}

/// The lowest of the sums in a list and of those in another, raised by a shift.
fn merged<L: WholeLevel, W: Ways>(
    first: Sums<L, W>,
    second: &Sums<L, W>,
    shift: &L,
    most: usize,
) -> Sums<L, W> {
    let mut out: Sums<L, W> = Vec::with_capacity((first.len() + second.len()).min(most));
    let mut first = first.into_iter().peekable();
    let mut second = second.iter().map(|(level, ways)| (level.plus(shift), ways)).peekable();
    while out.len() < most {
        let next = match (first.peek(), second.peek()) {
            (None, None) => break,
            (Some(a), Some(b)) if a.0 == b.0 => {
                let Some((level, mut ways)) = first.next() else { break };
                if let Some((_, more)) = second.next() {
                    ways += more;
                }
                Some((level, ways))
            }
            (Some(a), Some(b)) if a.0 < b.0 => first.next(),
            (Some(_), None) => first.next(),
            _ => second.next().map(|(level, ways)| (level, ways.clone())),
        };
        out.extend(next);
    }
    out
}

//! Following moved modes until they arrive.

use super::moved_modes::Fate;
use super::{MovedModes, OrbitError};
use nalgebra::Matrix2;
use std::cell::Cell;

/// Something that carries the moved modes along: the few numbers, or the whole network.
pub(super) trait Moving {
    /// Takes a step.
    fn advance(&mut self) -> Result<(), OrbitError>;
    /// When the last one began and ended.
    fn span(&self) -> (f64, f64);
    /// The map of the modes now.
    fn map(&self) -> Matrix2<f64>;
    /// The same at a time of the last step.
    fn map_at(&mut self, time: f64) -> Matrix2<f64>;
}

/// How a shot ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shot {
    /// The modes came within the distance of the target.
    Arrived { time: f64, map: Matrix2<f64> },
    /// The pass fell or grew before.
    Missed(Fate),
    /// None of both in the time given.
    Lost,
}

/// Steps after which an orbit is given up, those of all its shots together.
const MOST_STEPS: u64 = 200_000;

/// The steps that are left of them.
#[derive(Debug)]
pub(super) struct Patience(Cell<u64>);

impl Patience {
    pub(super) fn new() -> Self {
        Self(Cell::new(MOST_STEPS))
    }

    fn spend(&self) -> Result<(), OrbitError> {
        let left = self.0.get().checked_sub(1).ok_or(OrbitError::TooLong)?;
        self.0.set(left);
        Ok(())
    }
}

/// Follows the modes until they are `within` a distance of the target.
pub(super) fn shoot(
    modes: &MovedModes,
    moving: &mut impl Moving,
    (within, most): (f64, f64),
    patience: &Patience,
) -> Result<Shot, OrbitError> {
    let end = modes.end();
    let is_far = |map: &Matrix2<f64>| (map - end).norm() > within;
    loop {
        let map = moving.map();
        if !is_far(&map) {
            break;
        }
        if let Some(fate) = modes.fate(&map) {
            return Ok(Shot::Missed(fate));
        }
        if moving.span().1 > most {
            return Ok(Shot::Lost);
        }
        patience.spend()?;
        moving.advance()?;
    }
    let (mut before, mut after) = moving.span();
    for _ in 0..50 {
        let middle = 0.5 * (before + after);
        if is_far(&moving.map_at(middle)) { before = middle } else { after = middle }
    }
    Ok(Shot::Arrived { time: after, map: moving.map_at(after) })
}

/// Follows modes that stood on a pass until they have fallen or grown, however near they come to the target.
pub(super) fn fate(
    modes: &MovedModes,
    moving: &mut impl Moving,
    most: f64,
    patience: &Patience,
) -> Result<Option<Fate>, OrbitError> {
    loop {
        if let Some(fate) = modes.fate(&moving.map()) {
            return Ok(Some(fate));
        }
        if moving.span().1 > most {
            return Ok(None);
        }
        patience.spend()?;
        moving.advance()?;
    }
}

/// The angle between two of different fates at which modes neither fall nor grow, as near as doubles come to it.
pub(super) fn separatrix(
    mut ends: [f64; 2],
    unturned: Fate,
    mut fate: impl FnMut(f64) -> Result<Option<Fate>, OrbitError>,
) -> Result<f64, OrbitError> {
    loop {
        let middle = 0.5 * (ends[0] + ends[1]);
        if middle <= ends[0] || middle >= ends[1] {
            return Ok(middle);
        }
        match fate(middle)? {
            Some(found) => ends[usize::from(found != unturned)] = middle,
            None => return Ok(middle),
        }
    }
}

/// An angle between two of different fates, and the shot that arrives from there; none where no double is near
/// enough.
pub(super) fn arrival(
    mut ends: [f64; 2],
    unturned: Fate,
    mut shot: impl FnMut(f64) -> Result<Shot, OrbitError>,
) -> Result<Option<(f64, Shot)>, OrbitError> {
    loop {
        let middle = 0.5 * (ends[0] + ends[1]);
        match shot(middle)? {
            arrived @ Shot::Arrived { .. } => return Ok(Some((middle, arrived))),
            Shot::Missed(fate) if middle > ends[0] && middle < ends[1] => {
                ends[usize::from(fate != unturned)] = middle;
            }
            Shot::Missed(_) | Shot::Lost => return Ok(None),
        }
    }
}

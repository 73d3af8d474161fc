//! The components of a fiber that pass through a point, from the list of strata.

use super::KernelDimensions;
use crate::{Components, FamilyShape, RankPattern};

/// Most components that are listed.
const MOST_COMPONENTS: usize = 5_000;

/// The least codimension of the components of `{W(w') = W(w)}` through `w`, and how many have it. `None`
/// where the fiber has too many components.
///
/// Full bars split off, so these are the components of `{product = 0}` in the widths `M_i`: the
/// critical set of a network with nothing to learn. One passes through `w` iff none of its ranks is
/// below that of `w` (Abeasis and Del Fra 1985).
pub(super) fn least_codimension(kernels: &KernelDimensions) -> Option<(usize, usize)> {
    let rooms = kernels.rooms();
    if rooms.contains(&0) {
        // The fiber is smooth.
        return Some((kernels.smooth_part(), 1));
    }
    let shape = FamilyShape::leading(rooms.to_vec(), 0, 0);
    let (mut least, mut number) = (usize::MAX, 0);
    for (listed, component) in Components::of(&shape).enumerate() {
        if listed == MOST_COMPONENTS {
            return None;
        }
        let codimension = shape.parameters() - component.profile.dimension;
        if codimension > least
            || !passes_through(&RankPattern::of(&component.stratum, &shape), kernels)
        {
            continue;
        }
        if codimension < least {
            (least, number) = (codimension, 0);
        }
        number += 1;
    }
    Some((kernels.smooth_part() + least, number))
}

fn passes_through(component: &RankPattern, kernels: &KernelDimensions) -> bool {
    let rooms = kernels.rooms();
    let at_least = |k: usize, j: usize| component.product(k, j) + kernels.kernel(k, j) >= rooms[k];
    let depth = kernels.depth();
    (0..depth).all(|k| (k + 1..=depth).all(|j| at_least(k, j)))
}

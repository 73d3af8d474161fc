//! Where the nodes of one column stand beside each other.

/// A node with its label, as a box around the node's centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LabelledBox {
    /// Height of the centre in the picture, downwards.
    pub(crate) centre: f64,
    /// Extents from the centre, all positive.
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) up: f64,
    pub(crate) down: f64,
    /// Nodes of about the same height are put in this order.
    pub(crate) order: f64,
    /// Stands on the axis, and others make room.
    pub(crate) first: bool,
}

impl LabelledBox {
    fn overlaps_in_height(&self, other: &Self) -> bool {
        self.centre - self.up < other.centre + other.down
            && other.centre - other.up < self.centre + self.down
    }
}

/// Offsets from the column's axis at which no two boxes overlap; a box with no other at its height
/// stands on the axis. Boxes that compete are spread about the axis in the order asked for.
///
/// # Complexity
/// `O(k² log k)` for `k` boxes of one height, and `O(k n)` to find them among `n`.
pub(crate) fn offsets(boxes: &[LabelledBox]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by(|&a, &b| {
        let (left, right) = (&boxes[a], &boxes[b]);
        let by_height = left.centre.total_cmp(&right.centre).then(a.cmp(&b));
        right.first.cmp(&left.first).then(by_height)
    });
    // In a crowd a box needs less room than all its rivals one beside the other would take.
    let spread = if boxes.len() > 40 { 0.55 } else { 1.0 };
    let mut placed: Vec<(usize, f64)> = Vec::with_capacity(boxes.len());
    let mut offsets = vec![0.0; boxes.len()];
    for &at in &order {
        let wish = if boxes[at].first { 0.0 } else { spread * wish(boxes, at) };
        let mut taken: Vec<(f64, f64)> = placed
            .iter()
            .filter(|(other, _)| boxes[at].overlaps_in_height(&boxes[*other]))
            .map(|(other, x)| {
                (x - boxes[*other].left - boxes[at].right, x + boxes[*other].right + boxes[at].left)
            })
            .collect();
        offsets[at] = nearest_free(wish, &mut taken);
        placed.push((at, offsets[at]));
    }
    offsets
}

/// The place of a box among those of about its height, by their order.
fn wish(boxes: &[LabelledBox], at: usize) -> f64 {
    let mine = &boxes[at];
    let rivals = boxes
        .iter()
        .enumerate()
        .filter(|(other, rival)| *other != at && rival.overlaps_in_height(mine));
    let (mut before, mut after) = (0.0, 0.0);
    for (other, rival) in rivals {
        let width = rival.left + rival.right;
        if rival.order.total_cmp(&mine.order).then(other.cmp(&at)).is_lt() {
            before += width;
        } else {
            after += width;
        }
    }
    (before - after) / 2.0
}

/// The free place nearest to the one wished for; `taken` are open intervals.
fn nearest_free(wish: f64, taken: &mut [(f64, f64)]) -> f64 {
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut best: Option<f64> = None;
    let mut offer = |place: f64| {
        if best.is_none_or(|found| (place - wish).abs() < (found - wish).abs()) {
            best = Some(place);
        }
    };
    // Gaps between the merged intervals, from left to right.
    let mut free_from = f64::NEG_INFINITY;
    for &(start, end) in taken.iter() {
        if start >= free_from {
            offer(wish.clamp(free_from, start));
        }
        free_from = free_from.max(end);
    }
    offer(wish.max(free_from));
    best.unwrap_or(wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(centre: f64, order: f64) -> LabelledBox {
        LabelledBox { centre, left: 1.0, right: 1.0, up: 1.0, down: 1.0, order, first: false }
    }

    #[test]
    fn boxes_alone_at_their_height_stand_on_the_axis() {
        assert_eq!(offsets(&[unit(0.0, 0.0), unit(5.0, 0.0), unit(10.0, 0.0)]), [0.0; 3]);
    }

    #[test]
    fn two_boxes_of_one_height_stand_beside_the_axis_in_order() {
        assert_eq!(offsets(&[unit(0.0, 2.0), unit(0.0, 1.0)]), [1.0, -1.0]);
    }

    #[test]
    fn no_two_boxes_overlap() {
        let boxes: Vec<LabelledBox> = (0..300_u32)
            .map(|at| unit(f64::from(at * 7919 % 97) / 5.0, f64::from(at % 13)))
            .collect();
        let places = offsets(&boxes);
        for a in 0..boxes.len() {
            for b in 0..a {
                let apart = (places[a] - places[b]).abs() > 2.0 - 1e-9;
                assert!(apart || !boxes[a].overlaps_in_height(&boxes[b]), "{a} and {b}");
            }
        }
    }
}

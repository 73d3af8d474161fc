//! Which parts of an enumeration of strata hold none that are wanted.

use linscape_critical::{EscapeOrder, PointType};

use crate::bars::signed;
use crate::escape::leading_escape_order;
use crate::forms::meets_in_second_variation;
use crate::{FamilyShape, StrataFilter, Stratum, Summand};

/// What conditions on a stratum say of those it is made from by taking away free summands, so that
/// an enumeration leaves out whole branches.
///
/// - `H` adds up pairs of summands, and none is negative: the pairs among the free ones are no more
///   than all of them. So an index, and with it a type or an escape order above 2, bounds them.
/// - Another free summand takes the place of shorter bars, and a path of escape that rested on those
///   rests on it and reaches at least as far: the escape order never rises. Only from an input-null
///   bar no link leads to an output-null one, so this holds where one outer side has no null bars.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StrataBound {
    /// Most meetings of free summands.
    saddle: Option<i64>,
    /// Least escape order.
    order: Option<usize>,
}

impl StrataBound {
    /// The bounds that follow from a filter.
    pub(crate) fn of(shape: &FamilyShape, filter: &StrataFilter) -> Self {
        let order = filter.escape_order.map(EscapeOrder::degree).filter(|&order| order > 2);
        let is_flat = filter.point_type == Some(PointType::NonstrictSaddle) || order.is_some();
        let index = if is_flat { Some(0) } else { filter.index };
        let one_sided = shape.input_null() == 0 || shape.output_null() == 0;
        Self {
            saddle: index.map(|index| signed(index) - signed(shape.pairs_down())),
            order: order.filter(|_| one_sided),
        }
    }

    /// Whether one more free summand beside those chosen leaves room for a stratum that is wanted.
    pub(crate) fn allows_more(
        &self,
        more: Summand,
        chosen: impl Iterator<Item = (Summand, i64)> + Clone,
    ) -> bool {
        let Some(most) = self.saddle else { return true };
        let meets = |s, t| i64::from(meets_in_second_variation(s, t));
        let all = chosen.chain([(more, 1)]);
        let mut meetings = 0;
        for (s, copies) in all.clone() {
            meetings += all.clone().map(|(t, others)| copies * others * meets(s, t)).sum::<i64>();
        }
        meetings <= most
    }

    /// Whether a stratum, or one made from it by adding free summands, can be wanted.
    pub(crate) fn allows(&self, stratum: impl FnOnce() -> Stratum, depth: usize) -> bool {
        let Some(least) = self.order else { return true };
        let order = leading_escape_order(&stratum(), depth);
        order.is_none_or(|order| order.degree() >= least)
    }
}

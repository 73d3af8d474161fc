//! Which strata of a family to list.

use crate::StratumProfile;
use linscape_critical::{EscapeOrder, PointType};

/// Conditions on a stratum; those left out are met by all. The default accepts every stratum.
///
/// # Examples
/// ```
/// use linscape_strata::{FamilyShape, Strata, StrataFilter};
/// use linscape_critical::PointType;
/// let shape = FamilyShape::leading([2, 2, 2, 2], 2, 0);
/// let nonstrict =
///     StrataFilter { point_type: Some(PointType::NonstrictSaddle), ..StrataFilter::default() };
/// assert_eq!(Strata::of(&shape).count(), 11);
/// // Nothing in the hidden layers helps: only the balanced one.
/// assert_eq!(Strata::matching(&shape, nonstrict).count(), 1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StrataFilter {
    /// Only points of this type.
    pub point_type: Option<PointType>,
    /// Only this many negative eigenvalues.
    pub index: Option<usize>,
    /// Only strata of this dimension.
    pub dimension: Option<usize>,
    /// Only this escape order.
    pub escape_order: Option<EscapeOrder>,
    /// Only strata with `dimension = nullity`: the irreducible components
    /// ([`Components`](crate::Components) finds them without visiting the others).
    pub morse_bott: bool,
}

impl StrataFilter {
    /// The stratum with this profile is wanted.
    #[must_use]
    pub fn accepts(&self, profile: &StratumProfile) -> bool {
        let Self { point_type, index, dimension, escape_order, morse_bott } = *self;
        point_type.is_none_or(|wanted| profile.point_type == wanted)
            && index.is_none_or(|wanted| profile.inertia.negative == wanted)
            && dimension.is_none_or(|wanted| profile.dimension == wanted)
            && escape_order.is_none_or(|wanted| profile.escape_order == Some(wanted))
            && (!morse_bott || profile.is_morse_bott())
    }
}

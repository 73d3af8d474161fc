//! The types of points as JSON names them.

use linscape_critical::PointType;
use linscape_decay::FamilyType;

/// The name of a type in JSON.
///
/// # Examples
/// ```
/// use linscape_critical::PointType;
/// assert_eq!(linscape_formats::type_name(PointType::StrictSaddle), "strict_saddle");
/// ```
#[must_use]
pub fn type_name(point_type: PointType) -> &'static str {
    family_type_name(point_type.into())
}

/// The name of a type in JSON, of a family with decay.
///
/// # Examples
/// ```
/// use linscape_decay::FamilyType;
/// assert_eq!(linscape_formats::family_type_name(FamilyType::LocalMinimum), "local_minimum");
/// ```
#[must_use]
pub fn family_type_name(family_type: FamilyType) -> &'static str {
    match family_type {
        FamilyType::GlobalMinimum => "global_minimum",
        FamilyType::LocalMinimum => "local_minimum",
        FamilyType::StrictSaddle => "strict_saddle",
        FamilyType::NonstrictSaddle => "nonstrict_saddle",
        FamilyType::Undecided => "undecided",
    }
}

//! What kind of point a node stands for, with decay or without.

use linscape_critical::PointType;
use linscape_decay::FamilyType;

/// The type of a node's families, in the words of the JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NodeKind {
    GlobalMinimum,
    LocalMinimum,
    StrictSaddle,
    NonstrictSaddle,
    Undecided,
}

impl NodeKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::GlobalMinimum => "global_minimum",
            Self::LocalMinimum => "local_minimum",
            Self::StrictSaddle => "strict_saddle",
            Self::NonstrictSaddle => "nonstrict_saddle",
            Self::Undecided => "undecided",
        }
    }
}

impl From<PointType> for NodeKind {
    fn from(point_type: PointType) -> Self {
        match point_type {
            PointType::GlobalMinimum => Self::GlobalMinimum,
            PointType::StrictSaddle => Self::StrictSaddle,
            PointType::NonstrictSaddle => Self::NonstrictSaddle,
        }
    }
}

impl From<FamilyType> for NodeKind {
    fn from(family_type: FamilyType) -> Self {
        match family_type {
            FamilyType::GlobalMinimum => Self::GlobalMinimum,
            FamilyType::LocalMinimum => Self::LocalMinimum,
            FamilyType::StrictSaddle => Self::StrictSaddle,
            FamilyType::NonstrictSaddle => Self::NonstrictSaddle,
            FamilyType::Undecided => Self::Undecided,
        }
    }
}

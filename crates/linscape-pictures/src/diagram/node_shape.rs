//! Types by shape: what a node looks like without its colour.

use crate::svg::{Px, SvgText};
use linscape_decay::FamilyType;

/// What the families of a node are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NodeKind {
    /// Families of a type.
    Type(FamilyType),
    /// The lowest way over from one minimum to another.
    Pass,
}

impl NodeKind {
    /// All of them with their names, as a legend lists them.
    pub(crate) const NAMED: [(Self, &'static str); 6] = [
        (Self::Type(FamilyType::GlobalMinimum), "global minimum"),
        (Self::Type(FamilyType::LocalMinimum), "local minimum"),
        (Self::Pass, "pass between two minima"),
        (Self::Type(FamilyType::StrictSaddle), "strict saddle"),
        (Self::Type(FamilyType::NonstrictSaddle), "nonstrict saddle"),
        (Self::Type(FamilyType::Undecided), "undecided"),
    ];

    /// The class of a node.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Type(FamilyType::GlobalMinimum) => "minimum",
            Self::Type(FamilyType::LocalMinimum) => "local",
            Self::Type(FamilyType::StrictSaddle) => "strict",
            Self::Type(FamilyType::NonstrictSaddle) => "nonstrict",
            Self::Type(FamilyType::Undecided) => "undecided",
            Self::Pass => "pass",
        }
    }
}

/// The class of a node; nodes of several types have one of their own.
pub(crate) fn class(kind: Option<NodeKind>) -> &'static str {
    kind.map_or("mixed", NodeKind::class)
}

/// A shape about the origin: a double circle for a global minimum, a triangle on its tip, as a valley is,
/// for a local one, one on its base, as a mountain is, for a pass, a circle for a strict saddle, a diamond
/// for a nonstrict one, a square for several types and for what is undecided.
pub(crate) fn write_shape(svg: &mut SvgText, kind: Option<NodeKind>, r: f64) {
    match kind {
        Some(NodeKind::Type(FamilyType::GlobalMinimum)) => {
            svg.leaf(format_args!("circle class=\"shape\" r=\"{}\"", Px(1.08 * r)));
            svg.leaf(format_args!("circle class=\"ring\" r=\"{}\"", Px(0.82 * r)));
        }
        Some(NodeKind::Type(FamilyType::LocalMinimum)) => write_triangle(svg, r, 1.0),
        Some(NodeKind::Pass) => write_triangle(svg, r, -1.0),
        Some(NodeKind::Type(FamilyType::StrictSaddle)) => {
            svg.leaf(format_args!("circle class=\"shape\" r=\"{}\"", Px(0.96 * r)));
        }
        Some(NodeKind::Type(FamilyType::NonstrictSaddle)) => {
            let k = Px(1.24 * r);
            svg.leaf(format_args!("path class=\"shape\" d=\"M0 -{k}L{k} 0L0 {k}L-{k} 0Z\""));
        }
        Some(NodeKind::Type(FamilyType::Undecided)) | None => {
            let (corner, side) = (Px(-0.88 * r), Px(1.76 * r));
            svg.leaf(format_args!(
                "rect class=\"shape\" x=\"{corner}\" y=\"{corner}\" width=\"{side}\" height=\"{side}\""
            ));
        }
    }
}

/// A triangle whose tip points down (`1`) or up (`−1`).
fn write_triangle(svg: &mut SvgText, r: f64, tip: f64) {
    let (side, base, end) = (Px(1.3 * r), Px(-0.86 * tip * r), Px(1.36 * tip * r));
    svg.leaf(format_args!("path class=\"shape\" d=\"M-{side} {base}H{side}L0 {end}Z\""));
}

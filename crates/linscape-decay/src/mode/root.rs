//! A root of the mode's equation and what it costs.

/// One critical amplitude of a mode.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Root {
    /// `x`, the singular value of every layer along the mode (in balanced units).
    pub amplitude: f64,
    /// `ρ = x^h/σ`, how much of the mode is learned.
    pub fraction: f64,
    /// `g = ℓ(0) − ℓ(x)`, by how much the root lies below the unlearned mode.
    pub gain: f64,
    /// `ℓ(x) = ½γ(σ − x^h)² + (h/2)λ̄x²`, added up without cancellation.
    pub loss: f64,
    /// What the loss is the exact sum of. A root whose loss differs from the unlearned mode's by less than
    /// rounding has that difference as a part of its own.
    pub parts: [f64; 3],
    /// `hγx^{2h−2} − (h−2)λ̄`, the curvature along the amplitude: positive at the large root,
    /// negative at the small one, 0 at a double one.
    pub curvature: f64,
}

/// The critical amplitudes of a mode beside 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Roots {
    /// None: the mode stays unlearned.
    None,
    /// One: depth 1 and 2.
    One(Root),
    /// `h ≥ 3`, exactly at the fold.
    Double(Root),
    /// `h ≥ 3`, above the fold.
    Two {
        /// The one that minimises.
        large: Root,
        /// The mountain pass to 0.
        small: Root,
        /// `ℓ(x₋) − ℓ(x₊)`, from the distance to the fold and not as a difference.
        drop: f64,
    },
}

impl Roots {
    /// The root that `+` stands for: the large one, the only one, or the double one.
    #[must_use]
    pub fn large(&self) -> Option<&Root> {
        match self {
            Self::None => None,
            Self::One(root) | Self::Double(root) | Self::Two { large: root, .. } => Some(root),
        }
    }

    /// The root that `−` stands for.
    #[must_use]
    pub fn small(&self) -> Option<&Root> {
        match self {
            Self::Two { small, .. } => Some(small),
            _ => None,
        }
    }

    /// `ℓ(x₋) − ℓ(x₊)`: by how much the loss falls from the small root to the large one.
    #[must_use]
    pub fn drop(&self) -> Option<f64> {
        match self {
            Self::Two { drop, .. } => Some(*drop),
            _ => None,
        }
    }

    /// Whether the root is double.
    #[must_use]
    pub fn is_double(&self) -> bool {
        matches!(self, Self::Double(_))
    }
}

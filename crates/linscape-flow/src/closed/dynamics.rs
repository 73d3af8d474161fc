//! Which directions gradient flow leaves and enters a critical point by.

use linscape_strata::{EscapingLinks, FamilyShape, Stratum};

/// Dimensions of the unstable, stable and centre directions of gradient flow at the points of a
/// stratum, among all `N` weights.
///
/// Linearised at a critical point, gradient flow is minus the Hessian: negative eigenvalues make
/// unstable directions, positive ones stable directions, and the null space makes the centre. Part
/// of the centre is motion along the stratum, where the flow stands still; across it the Hessian is
/// silent, and the flow may stand still, come back slowly or leave slowly. How it leaves is told by
/// [`silent`](Self::silent).
///
/// Source: `docs/theory.md`, "Stable, centre and unstable directions".
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Dynamics {
    /// Dimension of the unstable manifold, the index.
    pub unstable: usize,
    /// Dimension of the stable manifold, the coindex.
    pub stable: usize,
    /// Null directions of the Hessian along the stratum: its dimension.
    pub centre_along: usize,
    /// The other null directions of the Hessian; 0 where the landscape is Morse–Bott.
    pub centre_across: usize,
    /// The entries of the weights that learn a mode where the Hessian is silent: at a nonstrict
    /// saddle the way out, at a family that is not leading one beside its swaps. `None` where no
    /// mode can be learned, and where negative eigenvalues learn one.
    pub silent: Option<EscapingLinks>,
}

impl Dynamics {
    /// At the points of a stratum.
    ///
    /// # Panics
    /// When the stratum does not fit the family.
    ///
    /// # Complexity
    /// Quadratic in the kinds of bars of the stratum, times its kinds of pairs and the depth;
    /// widths do not matter.
    ///
    /// # Examples
    /// Widths 1,1,1,1 with σ = 1 at the origin: `L = ½(1 − w₃w₂w₁)²` has no second derivative, and
    /// falls when all three weights grow.
    /// ```
    /// use linscape_strata::{FamilyShape, Stratum};
    /// use linscape_flow::Dynamics;
    /// let shape = FamilyShape::leading([1, 1, 1, 1], 1, 0);
    /// let origin = Dynamics::balanced(&shape);
    /// assert_eq!((origin.unstable, origin.stable), (0, 0));
    /// assert_eq!((origin.centre_along, origin.centre_across), (0, 3));
    /// let links = origin.silent.ok_or("a saddle")?;
    /// assert_eq!((links.order.degree(), links.coordinates), (3, 3));
    /// // Where w₁ ≠ 0, along a line, the two others escape with a negative eigenvalue.
    /// let beside = Dynamics::of_stratum(&shape, &"p1-3.b2-2".parse::<Stratum>()?);
    /// assert_eq!((beside.unstable, beside.centre_along, beside.silent), (1, 1, None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of_stratum(shape: &FamilyShape, stratum: &Stratum) -> Self {
        let inertia = stratum.inertia(shape);
        let centre_along = stratum.dimension(shape);
        Self {
            unstable: inertia.negative,
            stable: inertia.positive,
            centre_along,
            centre_across: inertia.zero - centre_along,
            silent: stratum.escaping_links(shape),
        }
    }

    /// At the balanced representative of a family.
    #[must_use]
    pub fn balanced(shape: &FamilyShape) -> Self {
        Self::of_stratum(shape, &Stratum::balanced(shape))
    }

    /// Dimension of the centre, the nullity.
    #[must_use]
    pub fn centre(&self) -> usize {
        self.centre_along + self.centre_across
    }
}

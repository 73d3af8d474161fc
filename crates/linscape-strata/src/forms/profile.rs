//! All closed forms of a stratum together.

use crate::bars::{counted, signed};
use crate::escape::leading_escape_order;
use crate::forms::Meetings;
use crate::{FamilyShape, Stratum};
use linscape_critical::{Beside, EscapeOrder, Inertia, PointType};

/// What the closed forms say of every point of a stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StratumProfile {
    /// Global minimum, strict saddle or nonstrict saddle.
    pub point_type: PointType,
    /// Index, nullity and coindex.
    pub inertia: Inertia,
    /// Dimension of the stratum ([`Stratum::dimension`]).
    pub dimension: usize,
    /// Degree of the fastest descent; none at a global minimum.
    pub escape_order: Option<EscapeOrder>,
}

impl StratumProfile {
    /// The Hessian is nondegenerate across the stratum: its points are the generic points of an
    /// irreducible component of the family's critical set (`docs/theory.md`, "Dimension").
    #[must_use]
    pub fn is_morse_bott(&self) -> bool {
        self.dimension == self.inertia.zero
    }
}

impl Stratum {
    /// Every closed form at once.
    ///
    /// # Complexity
    /// Quadratic in the number of distinct summands, whatever the widths.
    ///
    /// # Examples
    /// Widths 1,1,1,1 at σ = 2: three lines of strict saddles meet at the origin.
    /// ```
    /// use linscape_strata::{FamilyShape, Stratum};
    /// use linscape_critical::PointType;
    /// let shape = FamilyShape::leading([1, 1, 1, 1], 1, 0);
    /// let origin = Stratum::balanced(&shape).profile(&shape);
    /// assert_eq!(origin.point_type, PointType::NonstrictSaddle);
    /// assert_eq!(origin.escape_order.map(|order| order.degree()), Some(3));
    /// let line: Stratum = "p0-2.b1-1".parse()?;
    /// assert!(line.profile(&shape).is_morse_bott());
    /// # Ok::<(), linscape_strata::StratumKeyError>(())
    /// ```
    #[must_use]
    pub fn profile(&self, shape: &FamilyShape) -> StratumProfile {
        let meetings = Meetings::of(self, shape.depth());
        FamilyConstants::of(shape).profile(meetings, || leading_escape_order(self, shape.depth()))
    }

    /// Global minimum, strict saddle or nonstrict saddle. The strata of a family that holds the
    /// global minima are all global minima; every other stratum is a saddle, strict iff its index
    /// is positive.
    #[must_use]
    pub fn point_type(&self, shape: &FamilyShape) -> PointType {
        let constants = FamilyConstants::of(shape);
        constants.point_type(constants.inertia(Meetings::in_hessian(self)))
    }
}

/// What all strata of a family have in common, so that a profile is a few additions away from the
/// values of the three forms.
#[derive(Debug, Clone)]
pub(crate) struct FamilyConstants {
    global_minimum: bool,
    /// Of the landscape of the product.
    parameters: usize,
    beside: Beside,
    index: i64,
    coindex: i64,
    dimension: i64,
}

impl FamilyConstants {
    pub(crate) fn of(shape: &FamilyShape) -> Self {
        let (learned, unlearned) = (shape.learned(), shape.unlearned());
        let (input_null, output_null) = (shape.input_null(), shape.output_null());
        let coindex = learned * (learned + input_null + output_null + unlearned) + shape.pairs_up();
        let hidden: usize =
            shape.widths()[1..shape.depth()].iter().map(|width| width * width).sum();
        let outer = unlearned * unlearned
            + input_null * (input_null + unlearned)
            + output_null * (output_null + unlearned);
        Self {
            global_minimum: shape.is_global_minimum(),
            parameters: shape.parameters() - shape.beside().coordinates(),
            beside: shape.beside(),
            index: signed(shape.pairs_down()),
            coindex: signed(coindex),
            dimension: signed(hidden + outer + shape.pairs_tied() + shape.beside().flat),
        }
    }

    pub(crate) fn inertia(&self, meetings: Meetings) -> Inertia {
        let negative = counted(self.index + meetings.saddle);
        let positive = counted(self.coindex + meetings.saddle + meetings.null);
        let zero = self.parameters - negative - positive;
        self.beside.beside(Inertia { negative, zero, positive })
    }

    pub(crate) fn dimension(&self, meetings: Meetings) -> usize {
        counted(self.dimension - meetings.stabilizer)
    }

    pub(crate) fn point_type(&self, inertia: Inertia) -> PointType {
        match (self.global_minimum, inertia.negative) {
            (true, _) => PointType::GlobalMinimum,
            (false, 0) => PointType::NonstrictSaddle,
            (false, _) => PointType::StrictSaddle,
        }
    }

    /// A profile; `nonstrict_order` is asked only where the Hessian has nothing negative.
    pub(crate) fn profile(
        &self,
        meetings: Meetings,
        nonstrict_order: impl FnOnce() -> Option<EscapeOrder>,
    ) -> StratumProfile {
        let inertia = self.inertia(meetings);
        let point_type = self.point_type(inertia);
        let escape_order = match point_type {
            PointType::GlobalMinimum => None,
            PointType::StrictSaddle => Some(EscapeOrder::QUADRATIC),
            PointType::NonstrictSaddle => nonstrict_order(),
        };
        StratumProfile { point_type, inertia, dimension: self.dimension(meetings), escape_order }
    }
}

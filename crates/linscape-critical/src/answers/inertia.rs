//! Signs of the Hessian's eigenvalues.

use std::fmt;

/// Numbers of negative, zero and positive eigenvalues of the Hessian at a critical point; their
/// sum is the number of parameters `N`. *Index*, *nullity* and *coindex* in the papers.
///
/// # Examples
/// ```
/// use linscape_critical::Inertia;
/// let inertia = Inertia { negative: 2, zero: 22, positive: 3 };
/// assert_eq!(inertia.dimension(), 27);
/// assert_eq!(inertia.to_string(), "2/22/3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Inertia {
    /// The index.
    pub negative: usize,
    /// The nullity.
    pub zero: usize,
    /// The coindex.
    pub positive: usize,
}

impl Inertia {
    /// The order of the Hessian.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.negative + self.zero + self.positive
    }
}

impl fmt::Display for Inertia {
    /// `index/nullity/coindex`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}/{}", self.negative, self.zero, self.positive))
    }
}

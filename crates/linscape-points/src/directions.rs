//! The theorem's ways down, as changes of given weights.

mod amplitudes;
mod descent_directions;
mod escaping_monomial;

pub use descent_directions::DescentDirection;

pub(crate) use escaping_monomial::EscapingMonomial;

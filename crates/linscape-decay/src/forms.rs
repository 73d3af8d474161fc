//! What a family is: inertia, dimension, type.
//!
//! A tally counts a word's modes by kind, and everything else is a closed form in these counts. Where a threshold
//! is undecided the number that hangs on it is too.

mod dimension;
mod family_type;
mod form;
mod index;
mod tally;

pub use family_type::{FamilyType, Globality, minima};
pub use form::{Form, form};

use tally::Tally;

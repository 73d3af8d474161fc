//! What a family is: inertia, dimension, type.

mod dimension;
mod family_type;
mod form;
mod index;
mod tally;

pub use family_type::{FamilyType, Globality, minima};
pub use form::{Form, form};

use tally::Tally;

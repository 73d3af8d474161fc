//! Problems stated by data: samples, or their second moments.
//!
//! Files are read whole or, where they are long, row by row; columns are chosen and weighed before anything is
//! reduced.

mod gathered;
mod like_classes;
mod moments;
mod reading;
mod samples_in;
mod streamed;

use reading::{Outputs, sample_weights};
use samples_in::SamplesIn;

pub(super) use reading::{documented, notes_of, read_matrix};

//! The Hessian applied without being formed, and the ends of its spectrum.
//!
//! A product costs what two passes through the network cost. In frames in which the outer layers are diagonal a
//! third of it falls away.

mod equal_values;
mod hessian_ends;
mod hessian_product;
mod matrix_form;
mod singular_frame;
mod spectrum_method;
mod weights_spectrum;

pub use hessian_product::HessianProduct;
pub use spectrum_method::{Iteration, SpectrumMethod};
pub use weights_spectrum::{CountBound, SpectrumRow, WeightsSpectrum};

pub(crate) use equal_values::EqualValues;
pub(crate) use matrix_form::MatrixForm;
pub(crate) use singular_frame::{Factors, SingularFrame};

//! The Hessian applied without being formed, and the ends of its spectrum.

mod hessian_ends;
mod hessian_product;
mod matrix_form;
mod singular_frame;
mod weights_spectrum;

pub use hessian_product::HessianProduct;
pub use weights_spectrum::{CountBound, Iteration, SpectrumMethod, SpectrumRow, WeightsSpectrum};

pub(crate) use matrix_form::MatrixForm;
pub(crate) use singular_frame::{Factors, SingularFrame};

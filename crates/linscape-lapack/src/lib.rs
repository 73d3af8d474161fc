//! The dense decompositions linscape needs, behind a small safe interface.
//!
//! With the feature `lapack` (default) they are LAPACK's, through nalgebra-lapack and OpenBLAS;
//! without it they are nalgebra's own and, for singular values, Jacobi rotations, which also stand in
//! where LAPACK gives up. Both roads give the same contract: the callers cannot tell which one they
//! have except by asking [`backend`].
//!
//! This is the only crate of the workspace that may call foreign code. Everything here is
//! double precision and column-major ([`nalgebra::DMatrix`]).

mod backend;
mod cholesky;
mod definite_system;
#[cfg(not(any(feature = "lapack", target_family = "wasm")))]
mod elementary;
mod end;
mod error;
mod factor;
mod jacobi;
mod product;
mod qr;
mod singular_values;
mod svd;
mod symmetric;
mod thin_svd;

pub use backend::{Backend, BackendError, backend, initialise, set_blas_threads};
pub use cholesky::{cholesky_error, is_proved_positive};
pub use definite_system::DefiniteSystem;
pub use end::end_at_once;
pub use error::DecompositionError;
pub use factor::Factor;
pub use product::{accumulate_product, multiply, multiply_transposed, small_product};
pub use qr::{ThinQr, thin_qr, triangular_factor};
pub use singular_values::singular_values;
pub use svd::thin_svd;
pub use symmetric::{SymmetricEigen, symmetric_eigen, symmetric_eigenvalues};
pub use thin_svd::ThinSvd;

//! Why a task was not done: what happened is an enum, how it is said stands beside it.

mod drawing_limit;
mod limit;
mod matrix_limit;
mod subset_text_error;
mod task_error;
mod task_words;
mod trajectory_error;
mod unaware;
mod values_limit;

pub use drawing_limit::DrawingLimit;
pub use limit::Limit;
pub use matrix_limit::MatrixLimit;
pub use subset_text_error::SubsetTextError;
pub use task_error::TaskError;
pub use trajectory_error::TrajectoryError;
pub use unaware::Unaware;
pub use values_limit::ValuesLimit;

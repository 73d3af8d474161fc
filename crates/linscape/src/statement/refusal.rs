//! Why options state no problem: what is wrong is an enum, how it is said stands beside it.

mod bias_decay_option_error;
mod bias_option_error;
mod biases_by;
mod decay_option_error;
mod statement_error;
mod statement_words;
mod widths_error;

pub use bias_decay_option_error::BiasDecayOptionError;
pub use bias_option_error::BiasOptionError;
pub use biases_by::BiasesBy;
pub use decay_option_error::DecayOptionError;
pub use statement_error::StatementError;
pub use widths_error::WidthsError;

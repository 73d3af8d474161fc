//! The interactive page: one file of HTML with the records as JSON beside the drawings.
//!
//! A frame holds what every page has; what is said of the problem comes with decay or without (`PageFacts`). The
//! page asks for nothing once it is open.

mod decayed_page;
mod decayed_wording;
mod frame;
mod landscape_page;
mod page_contents;
mod problem_command;
mod rank_strata_documents;
mod script;
mod shared;
mod text;
mod wording;

pub use decayed_page::DecayedPage;
pub use landscape_page::{FAMILIES_SHOWN_OF_MANY, LandscapePage, MOST_DRAWN_FAMILIES};
pub use page_contents::{PageContents, PageError};
pub use rank_strata_documents::MOST_DRAWN_STRATA;
pub use shared::{SHARED_SCRIPTS, shared_style};
pub use text::{filled, json_for_script};

pub(crate) use problem_command::problem_options;
pub(crate) use rank_strata_documents::rank_strata_documents;
pub(crate) use script::{content_policy, script};
pub(crate) use wording::{PageFacts, curves, rank_options, type_choices};

//! A page from a landscape and what belongs to it.

use crate::diagram::HeightChoice;
use crate::page::LandscapePage;
use crate::plots::{LevelCounts, LowestValues, ValueStaircase};
use linscape_critical::{Observer, Problem, ValuesError};
use linscape_formats::StoredTrajectory;
use linscape_quotient::Landscape;
use serde_json::Value;
use std::io;
use thiserror::Error;

/// What a page shows.
#[derive(Debug, Clone, Copy)]
pub struct PageContents<'a> {
    /// The landscape, whole or its lowest part.
    pub landscape: &'a Landscape,
    /// The problem as it was stated.
    pub problem: &'a Problem,
    /// Where the problem came from.
    pub source: Option<&'a Value>,
    /// Whether singular bases are known, which weights need.
    pub has_bases: bool,
    /// How losses become heights.
    pub scale: HeightChoice,
    /// A trajectory to be drawn over the diagram.
    pub trajectory: Option<&'a StoredTrajectory>,
}

/// Why there is no page.
#[derive(Debug, Error)]
pub enum PageError {
    /// The critical values of the staircase are too many to be counted.
    #[error(transparent)]
    Values(#[from] ValuesError),
    /// A record could not be written.
    #[error(transparent)]
    Record(#[from] io::Error),
}

/// Most critical values of the page's staircase, and how many of them are labelled.
const STAIRCASE: usize = 4096;
const LABELLED: usize = 8;

impl PageContents<'_> {
    /// The page, and whether the values of its staircase are incomplete because the work was interrupted.
    ///
    /// # Errors
    /// [`PageError`].
    pub fn html(&self, observer: &impl Observer) -> Result<(String, bool), PageError> {
        let problem = self.landscape.problem();
        let LowestValues { counts, labelled } =
            LowestValues::of(problem, STAIRCASE, LABELLED, observer)?;
        let levels = LevelCounts::new(problem, observer);
        let page = LandscapePage {
            landscape: self.landscape,
            problem: self.problem,
            source: self.source,
            has_bases: self.has_bases,
            scale: self.scale,
            staircase: ValueStaircase {
                problem,
                source: self.source,
                values: &counts.values,
                families: &self.landscape.counts().families,
                labelled: &labelled,
            },
            levels: &levels,
            trajectory: self.trajectory,
        };
        Ok((page.html()?, counts.interrupted))
    }
}

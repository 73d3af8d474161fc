//! The page: one file of HTML that shows a landscape and needs nothing else.

use crate::diagram::landscape_diagram;
use crate::page::frame::framed;
use crate::page::{
    PageFacts, curves, json_for_script, problem_options, rank_options, rank_strata_documents,
    type_choices,
};
use crate::plots::{LevelCounts, level_picture};
use crate::{HeightChoice, ValueStaircase, spectrum_picture, trajectory_picture};
use linscape_critical::Problem;
use linscape_formats::{StoredTrajectory, write_landscape};
use linscape_quotient::Landscape;
use serde_json::{Value, json};
use std::io;

/// Most families that a page draws. With more, it draws [`FAMILIES_SHOWN_OF_MANY`] and counts the rest.
pub const MOST_DRAWN_FAMILIES: usize = 2048;

/// How many of the lowest families are drawn when there are more than [`MOST_DRAWN_FAMILIES`],
/// beside the greedy path.
pub const FAMILIES_SHOWN_OF_MANY: usize = 512;

/// Everything a page shows.
#[derive(Debug)]
pub struct LandscapePage<'a> {
    /// The landscape, whole or its lowest part.
    pub landscape: &'a Landscape,
    /// The problem as it was stated: that of the landscape has the gaps which the listing met
    /// besides.
    pub problem: &'a Problem,
    /// Where the problem came from.
    pub source: Option<&'a Value>,
    /// Whether singular bases are known, which weights need.
    pub has_bases: bool,
    /// How losses become heights.
    pub scale: HeightChoice,
    /// The critical values of the staircase.
    pub staircase: ValueStaircase<'a>,
    /// Exact numbers of all families.
    pub levels: &'a LevelCounts,
    /// A trajectory to be drawn over the diagram.
    pub trajectory: Option<&'a StoredTrajectory>,
}

impl LandscapePage<'_> {
    /// The page as one text: diagram and curves as SVG, the records as JSON, style and script inline. A
    /// policy in the page forbids the browser every request and every script but the page's own.
    ///
    /// # Errors
    /// When a record cannot be written.
    pub fn html(&self) -> io::Result<String> {
        let problem = self.landscape.problem();
        let mut dump = Vec::new();
        write_landscape(&mut dump, self.landscape, self.source)?;
        let dump = json_for_script(&String::from_utf8(dump).map_err(io::Error::other)?);
        let strata =
            json_for_script(&rank_strata_documents(self.landscape, self.problem, self.source)?);
        let options = problem_options(problem, self.source);
        let view = json!({
            "generator": { "name": "linscape", "version": env!("CARGO_PKG_VERSION") },
            "options": options, "has_bases": self.has_bases,
            "drawn": self.landscape.families().len(),
        });
        let view = json_for_script(&view.to_string());
        let levels = json_for_script(&serde_json::to_string(self.levels)?);
        let trajectory = self.trajectory.map_or(Value::Null, |found| found.document.clone());
        let trajectory = json_for_script(&trajectory.to_string());
        let diagram = landscape_diagram(self.landscape, self.scale, self.trajectory);
        let curves = curves(&self.pictures());
        let facts = PageFacts::new(self.landscape, self.source);
        let ranks = rank_options(self.landscape.families().map(|family| family.subset.rank()));
        let types = type_choices(&TYPES);
        let visits = if self.trajectory.is_some() { VISITS } else { "" };
        Ok(framed(&facts, |name| match name {
            "diagram" => &diagram,
            "curves" => &curves,
            "visits" => visits,
            "types" => &types,
            "search" => "1,3  ( / )",
            "lines" => include_str!("../../page/lines.html"),
            "reading" => include_str!("../../page/reading.html"),
            "footnote" => FOOTNOTE,
            "spectra" => "null",
            "ranks" => &ranks,
            "landscape" => &dump,
            "strata" => &strata,
            "levels" => &levels,
            "trajectory" => &trajectory,
            "view" => &view,
            _ => "",
        }))
    }

    /// The curves with their captions.
    fn pictures(&self) -> Vec<(String, &'static str)> {
        let problem = self.landscape.problem();
        let mut pictures = vec![
            (
                spectrum_picture(problem, self.source),
                "What there is to learn: the singular values of Σ.",
            ),
            (
                self.staircase.picture(),
                "How many families lie at or below a loss. A step is one critical value, as high as \
                 the number of families that share it.",
            ),
        ];
        if let Some(trajectory) = self.trajectory {
            let picture = trajectory_picture(problem, self.source, trajectory);
            pictures.push((
                picture,
                "Above: the loss, with the critical values that are passed. Below: how strongly each \
                 mode is learned, growing to its singular value.",
            ));
        }
        let levels = level_picture(problem, self.source, self.levels);
        pictures.push((levels, "All families, drawn above or not; the numbers are exact."));
        pictures
    }
}

/// The types that can be hidden: class and name.
const TYPES: [(&str, &str); 3] =
    [("global_minimum", "minimum"), ("strict_saddle", "strict"), ("nonstrict_saddle", "nonstrict")];

/// At the foot of the page.
const FOOTNOTE: &str = "types, index, nullity, coindex, escape order and rate are those of the balanced \
                        point of each family; rates and spectra are in whitened coordinates.";

/// Where the script lists the critical points that a trajectory passed.
pub(super) const VISITS: &str = "<section class=\"visits\"><h2><svg viewBox=\"0 0 34 10\" width=\"34\" height=\"10\" aria-hidden=\"true\">\
                      <path class=\"trajectory\" d=\"M1 5h32\"/></svg> Critical points passed by the trajectory</h2>\
                      <ol id=\"visits\"></ol></section>";

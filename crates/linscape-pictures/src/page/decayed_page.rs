//! The page of a landscape with weight decay.

use crate::diagram::decayed_landscape_diagram;
use crate::page::decayed_wording::decay_options;
use crate::page::frame::framed;
use crate::page::landscape_page::VISITS;
use crate::page::{
    PageFacts, curves, json_for_script, problem_options, rank_options, type_choices,
};
use crate::{
    HeightChoice, barrier_picture, bifurcation_picture, decayed_trajectory_picture,
    spectrum_picture,
};
use linscape_critical::Problem;
use linscape_decay::{Coordinates, DecayedLandscape, spectrum};
use linscape_formats::{StoredTrajectory, write_decayed_landscape};
use serde_json::{Value, json};
use std::io;

/// Most eigenvalues that stand in a page, all families together.
const MOST_EIGENVALUES: usize = 200_000;

/// The types that can be hidden: class and name.
const TYPES: [(&str, &str); 4] = [
    ("global_minimum", "global minimum"),
    ("local_minimum", "local minima"),
    ("strict_saddle", "strict, passes among them"),
    ("nonstrict_saddle", "nonstrict"),
];

/// Everything that the page of a landscape with weight decay shows.
#[derive(Debug, Clone, Copy)]
pub struct DecayedPage<'a> {
    /// The landscape, whole or its lowest part.
    pub landscape: &'a DecayedLandscape,
    /// The problem without its decay, as it was stated.
    pub problem: &'a Problem,
    /// Where the problem came from.
    pub source: Option<&'a Value>,
    /// Whether singular bases are known, which weights need.
    pub has_bases: bool,
    /// How losses become heights.
    pub scale: HeightChoice,
    /// A trajectory over the landscape.
    pub trajectory: Option<&'a StoredTrajectory>,
}

impl DecayedPage<'_> {
    /// The page as one text, as [`LandscapePage::html`](crate::LandscapePage::html) is: minima, passes and
    /// barriers in the diagram, the modes on the one curve of weight decay, the spectra of the families as
    /// long as they are few.
    ///
    /// # Errors
    /// When a record cannot be written.
    pub fn html(&self) -> io::Result<String> {
        let Self { landscape, problem, source, .. } = *self;
        let decayed = landscape.problem();
        let mut dump = Vec::new();
        write_decayed_landscape(&mut dump, problem, landscape, source)?;
        let dump = json_for_script(&String::from_utf8(dump).map_err(io::Error::other)?);
        let view = json!({
            "generator": { "name": "linscape", "version": env!("CARGO_PKG_VERSION") },
            "options": problem_options(problem, source) + &decay_options(decayed, problem, source),
            "has_bases": self.has_bases,
            "drawn": landscape.families().len(),
            "coordinates": self.coordinates(),
        });
        let view = json_for_script(&view.to_string());
        let spectra = json_for_script(&self.spectra().to_string());
        let diagram = decayed_landscape_diagram(landscape, self.scale, self.trajectory);
        let trajectory = self.trajectory.map_or(Value::Null, |found| found.document.clone());
        let trajectory = json_for_script(&trajectory.to_string());
        let visits = if self.trajectory.is_some() { VISITS } else { "" };
        let curves = curves(&self.pictures());
        let ranks = rank_options(landscape.families().iter().map(|family| family.word.rank()));
        let facts = PageFacts::with_decay(problem, landscape, source);
        let types = type_choices(&TYPES);
        let footnote = format!("rates, step limits and spectra {}.", self.coordinates());
        let (lines, reading) = self.explanations();
        Ok(framed(&facts, |name| match name {
            "diagram" => &diagram,
            "curves" => &curves,
            "types" => &types,
            "search" => "1|3  ( / )",
            "lines" => lines,
            "reading" => reading,
            "footnote" => &footnote,
            "ranks" => &ranks,
            "landscape" => &dump,
            "strata" => "[]",
            "levels" => "null",
            "trajectory" => &trajectory,
            "visits" => visits,
            "spectra" => &spectra,
            "view" => &view,
            _ => "",
        }))
    }

    fn is_deep(&self) -> bool {
        self.landscape.problem().depth() > 2
    }

    /// What the lines are, and how the diagram is read.
    fn explanations(&self) -> (&'static str, &'static str) {
        if self.is_deep() {
            (
                include_str!("../../page/decayed_lines.html"),
                include_str!("../../page/decayed_reading.html"),
            )
        } else {
            (
                include_str!("../../page/shallow_lines.html"),
                include_str!("../../page/shallow_reading.html"),
            )
        }
    }

    fn coordinates(&self) -> &'static str {
        match self.landscape.problem().coordinates() {
            Coordinates::Whitened | Coordinates::Activations => "in whitened coordinates",
            Coordinates::Isotropic { .. } | Coordinates::Autoencoder { .. } => {
                "in the data's own coordinates"
            }
        }
    }

    /// Pairs of eigenvalue and multiplicity for each family; null when they are too many.
    fn spectra(&self) -> Value {
        let (mut rows, mut listed) = (Vec::new(), 0);
        for family in self.landscape.families() {
            let eigenvalues = spectrum(self.landscape.problem(), &family.word);
            listed += eigenvalues.len();
            if listed > MOST_EIGENVALUES {
                return Value::Null;
            }
            let pairs = eigenvalues.iter().map(|own| json!([own.value, own.multiplicity]));
            rows.push(Value::Array(pairs.collect()));
        }
        Value::Array(rows)
    }

    /// The curves with their captions.
    fn pictures(&self) -> Vec<(String, &'static str)> {
        let Self { landscape, problem, source, .. } = *self;
        let decayed = landscape.problem();
        let mut pictures = Vec::new();
        if self.is_deep() {
            pictures.push((
                barrier_picture(problem, decayed, source),
                "The minima and the lowest ways over between them. No way from one minimum to another \
                 stays below the highest pass between them.",
            ));
        }
        if decayed.depth() > 1 {
            pictures.push((
                bifurcation_picture(problem, decayed, source),
                "How much of each mode is learned: one curve for all modes, with those of the data on it.",
            ));
        }
        if let Some(trajectory) = self.trajectory {
            pictures.push((
                decayed_trajectory_picture(problem, decayed, source, trajectory),
                "Above: the loss with its penalty, with the critical values that are passed. Below: how \
                 strongly each mode is learned; decay keeps it below its singular value.",
            ));
        }
        pictures.push((
            spectrum_picture(problem, source),
            "What there is to learn: the singular values of Σ.",
        ));
        pictures
    }
}

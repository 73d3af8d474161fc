//! Where the weights go at which theorem and numerics disagree.

use crate::terminal::Failure;
use linscape_formats::subset_text;
use linscape_formats::{OutputFile, VerificationReport, WeightsFormat, write_weights};
use linscape_network::Weights;
use std::path::Path;

/// What the file is called unless another name is asked for.
const USUAL_NAME: &str = "linscape-offending.npz";

/// A file for the weights of the first disagreement; without one it is not written.
pub(crate) struct OffendingFile<'a> {
    path: &'a Path,
    format: WeightsFormat,
    /// A file that was asked for is opened before the work begins.
    opened: Option<OutputFile>,
}

impl<'a> OffendingFile<'a> {
    /// The file asked for, or the usual one.
    pub(crate) fn new(path: Option<&'a Path>) -> Result<Self, Failure> {
        let format = WeightsFormat::of_path(path.unwrap_or(Path::new(USUAL_NAME)))?;
        let opened = path.map(OutputFile::create).transpose()?;
        Ok(Self { path: path.unwrap_or(Path::new(USUAL_NAME)), format, opened })
    }

    /// How the command ends: writes the weights of the first disagreement, if there is one, and
    /// notes their file in the report.
    pub(crate) fn conclude(self, report: &mut VerificationReport) -> Result<(), Failure> {
        let Some(point) = &report.total.first_disagreement else {
            return if report.total.stopped { Err(Failure::Interrupted) } else { Ok(()) };
        };
        let name = self.path.display().to_string();
        let (is_written, weights) = self.save(&point.check.weights);
        if is_written {
            report.offending = Some(name);
        }
        let subset = subset_text(&point.subset.indices(report.problem.spectrum().multiplicities()));
        let stratum = &point.check.stratum;
        Err(Failure::Disagreement(format!(
            "theorem and numerics disagree at {subset}, stratum {stratum}; {weights}"
        )))
    }

    /// Writes weights, and says where they are; a disagreement is the news all the same when they could
    /// not be written.
    pub(crate) fn save(self, weights: &Weights) -> (bool, String) {
        let name = self.path.display().to_string();
        match self.write(weights) {
            Ok(()) => (true, format!("weights in {name}")),
            Err(_) => (false, format!("the weights could not be written to {name}")),
        }
    }

    fn write(self, weights: &Weights) -> Result<(), Failure> {
        let mut out = match self.opened {
            Some(out) => out,
            None => OutputFile::create(self.path)?,
        };
        write_weights(&mut out, weights, self.format)?;
        Ok(out.finish()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Problem, RandomStream, Spectrum};
    use linscape_formats::{PointSelection, ReportStyle, parse_npz};
    use linscape_network::Target;
    use linscape_points::{CheckedPoint, PointCheck, Verification};
    use serde_json::Value;

    fn problem() -> Problem {
        let network = Architecture::new(vec![2, 2, 2, 2]).expect("widths");
        Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1])).expect("fits")
    }

    /// The outcome at one point of which a theorem that is off by one would speak.
    fn outcome(problem: &Problem, error: usize) -> Verification {
        let target = Target::standard(problem);
        let subset = problem.leading(1);
        let mut stream = RandomStream::new(3, "offending");
        let stratum = "p0-3.b1-2".parse().expect("key");
        let mut check = PointCheck::at_random(&target, (&subset, stratum), None, &mut stream)
            .expect("converges");
        // Fewer than are there: a statement of more would be left undecided.
        check.theorem.inertia.negative -= error;
        let mut outcome = Verification::default();
        outcome.record(CheckedPoint { position: 4, subset, check });
        outcome
    }

    fn report(problem: &Problem, total: Verification) -> VerificationReport<'_> {
        VerificationReport {
            problem,
            source: None,
            seed: 3,
            selection: PointSelection::Random,
            descent_up_to: 0,
            families: vec![(problem.leading(1), total.clone())],
            total,
            offending: None,
        }
    }

    #[test]
    fn a_disagreement_leaves_its_weights_behind_and_says_where() {
        let problem = problem();
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("bad.npz");
        let mut report = report(&problem, outcome(&problem, 1));
        let verdict = OffendingFile::new(Some(&path)).expect("opens").conclude(&mut report);
        let Err(Failure::Disagreement(message)) = verdict else { panic!("{verdict:?}") };
        assert!(message.contains("{1}, stratum p0-3.b1-2; weights in "), "{message}");
        assert!(message.ends_with("bad.npz"), "{message}");

        let point = report.total.first_disagreement.as_ref().expect("disagreement");
        let bytes = std::fs::read(&path).expect("written");
        for (layer, matrix) in point.check.weights.matrices().iter().enumerate() {
            let key = format!("W{}", layer + 1);
            assert_eq!(&parse_npz(&bytes, Some(&key)).expect(&key), matrix);
        }

        let mut text = Vec::new();
        report.write_json(&mut text).expect("memory");
        let document: Value = serde_json::from_slice(&text).expect("JSON");
        let offending = &document["offending"];
        assert_eq!(offending["theorem"]["inertia"], serde_json::json!([0, 7, 4]));
        assert_eq!(offending["numerics"]["inertia"], serde_json::json!([1, 7, 4]));
        assert_eq!(offending["position"], 4);
        assert_eq!(offending["file"], path.display().to_string());
        assert_eq!(document["totals"]["disagreed"], 1);

        let mut text = Vec::new();
        report.write_table(&mut text, ReportStyle::default()).expect("memory");
        let text = String::from_utf8(text).expect("text");
        assert!(text.contains("0/7/4 stated, 1/7/4 found"), "{text}");
    }

    #[test]
    fn without_disagreement_no_file_is_left_and_an_interruption_is_told() {
        let problem = problem();
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("bad.npz");
        let mut total = outcome(&problem, 0);
        let file = || OffendingFile::new(Some(&path)).expect("opens");
        assert!(file().conclude(&mut report(&problem, total.clone())).is_ok());
        total.stopped = true;
        let verdict = file().conclude(&mut report(&problem, total));
        assert!(matches!(verdict, Err(Failure::Interrupted)), "{verdict:?}");
        assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 0);
    }
}

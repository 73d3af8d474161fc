//! Where the certificates of proofs go.

use crate::terminal::Failure;
use linscape_critical::Problem;
use linscape_formats::{OutputFile, ProofReport, subset_text, write_certificate};
use linscape_points::PointProved;
use std::io;
use std::path::Path;

/// What the file of a refuted point is called unless another name is asked for.
const USUAL_NAME: &str = "linscape-offending.json";

/// A file of certificates, one a line, when one was asked for.
pub(crate) struct CertificateFile<'a> {
    opened: Option<(&'a Path, OutputFile)>,
    failed: Option<io::Error>,
}

impl<'a> CertificateFile<'a> {
    pub(crate) fn new(path: Option<&'a Path>) -> Result<Self, Failure> {
        let opened = path.map(|path| Ok::<_, Failure>((path, OutputFile::create(path)?)));
        Ok(Self { opened: opened.transpose()?, failed: None })
    }

    /// Writes one certificate; the first error is kept for the end.
    pub(crate) fn add(&mut self, problem: &Problem, point: &PointProved) {
        if let (Some((_, out)), None) = (&mut self.opened, &self.failed) {
            self.failed = write_certificate(out, problem, point).err();
        }
    }

    /// Finishes the file and notes its name in the report.
    pub(crate) fn finish(self, report: &mut ProofReport) -> Result<(), Failure> {
        if let Some(error) = self.failed {
            return Err(error.into());
        }
        if let Some((path, out)) = self.opened {
            out.finish()?;
            report.certificates = Some(path.display().to_string());
        }
        Ok(())
    }
}

/// How a proving command ends: writes the certificate of the first refuted point, if there is one,
/// and notes its file in the report.
pub(crate) fn conclude(path: Option<&Path>, report: &mut ProofReport) -> Result<(), Failure> {
    let Some(point) = &report.total.first_disagreement else {
        return if report.total.stopped { Err(Failure::Interrupted) } else { Ok(()) };
    };
    let path = path.unwrap_or(Path::new(USUAL_NAME));
    let write = || -> Result<(), Failure> {
        let mut out = OutputFile::create(path)?;
        write_certificate(&mut out, report.problem, point)?;
        Ok(out.finish()?)
    };
    let name = path.display().to_string();
    let place = match write() {
        Ok(()) => {
            report.offending = Some(name.clone());
            format!("the point is in {name}")
        }
        // The refutation is the news all the same.
        Err(_) => format!("the point could not be written to {name}"),
    };
    let subset = subset_text(&point.subset.indices(report.problem.spectrum().multiplicities()));
    let stratum = &point.proof.stratum;
    Err(Failure::Disagreement(format!(
        "the theorem is refuted at {subset}, stratum {stratum}; {place}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, RandomStream, Spectrum};
    use linscape_formats::{PointSelection, ReportStyle};
    use linscape_points::{PointProof, ProofTally};
    use serde_json::Value;

    #[test]
    fn a_refutation_leaves_its_point_behind_and_says_where() {
        let network = Architecture::new(vec![2, 2, 2, 2]).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1]));
        let problem = problem.expect("fits");
        let subset = problem.leading(1);
        let mut stream = RandomStream::new(3, "offending");
        let stratum = "p0-3.b1-2".parse().expect("key");
        let proof = PointProof::at_random(&problem, &subset, stratum, &mut stream);
        let mut proof = proof.expect("rational");
        // A theorem that is off by one.
        proof.theorem.inertia.negative += 1;
        let mut total = ProofTally::default();
        total.record(PointProved { position: 4, subset: subset.clone(), proof });
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("bad.json");
        let mut report = ProofReport {
            problem: &problem,
            source: None,
            seed: 3,
            selection: PointSelection::Named,
            families: vec![(subset, total.clone())],
            total,
            certificates: None,
            offending: None,
        };
        let verdict = conclude(Some(&path), &mut report);
        let Err(Failure::Disagreement(message)) = verdict else { panic!("{verdict:?}") };
        assert!(message.contains("{1}, stratum p0-3.b1-2; the point is in "), "{message}");
        let text = std::fs::read_to_string(&path).expect("written");
        let certificate: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(certificate["claims"]["index"], 2);

        let mut text = Vec::new();
        report.write_json(&mut text).expect("memory");
        let document: Value = serde_json::from_slice(&text).expect("JSON");
        assert_eq!(document["offending"]["theorem"]["inertia"], serde_json::json!([2, 7, 4]));
        assert_eq!(document["offending"]["exact"]["inertia"], serde_json::json!([1, 7, 4]));
        assert_eq!(document["totals"]["disagreed"], 1);
        let mut text = Vec::new();
        report.write_table(&mut text, ReportStyle::default()).expect("memory");
        let text = String::from_utf8(text).expect("text");
        assert!(text.contains("2/7/4 stated, 1/7/4 found"), "{text}");
    }
}

//! A stated problem kept in a file, with its data.

use crate::statement::stated_problem::StatedSamples;
use crate::statement::{KnownDecay, Origin, OwnDecay};
use crate::{BiasesBy, Stated, StatedProblem, StatementError};
use linscape_critical::LossConvention;
use linscape_formats::{
    DecayRecord, KeptProblem, ProblemFileError, ProblemRecord, parse_problem_archive,
    write_problem_archive,
};
use linscape_network::{Dataset, Reduction};
use std::io::{self, Write};
use std::sync::Arc;

impl Stated {
    /// Writes the problem with its options and, as far as they are known, bases and data, as an `.npz`
    /// archive: stated again by `problem`, it gives every document byte for byte.
    ///
    /// # Errors
    /// When the output cannot be written.
    ///
    /// # Examples
    /// ```
    /// use linscape::{Given, ProblemOptions};
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("P.npz");
    /// let options = ProblemOptions {
    ///     sigma: Some("2*sqrt(3),1".to_owned()),
    ///     widths: Some("2,2,2".to_owned()),
    ///     ..ProblemOptions::default()
    /// };
    /// options.state_either()?.save(std::fs::File::create(&path)?)?;
    /// let again = ProblemOptions { problem: Some(Given::File(path)), ..ProblemOptions::default() };
    /// assert_eq!(again.state()?.problem, options.state()?.problem);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save(&self, out: impl Write) -> io::Result<()> {
        let stated = self.problem();
        let record = ProblemRecord::new(&stated.problem, stated.source.as_ref());
        let record = match self {
            Self::Plain(_) => record,
            Self::Decayed(decayed) => record.with_decay(DecayRecord::new(&decayed.decayed)),
            Self::Own(found) => record.with_decay(DecayRecord::of_own(&found.own, found.case)),
        };
        let samples = stated.samples.as_ref();
        let kept = KeptProblem {
            is_diagonal: matches!(stated.origin, Origin::Spectrum),
            biases_given: stated.biases_by != BiasesBy::Weights,
            reduction: match &stated.origin {
                Origin::Bases(reduction) => Some(reduction.parts()),
                Origin::Spectrum | Origin::Document => None,
            },
            data: samples.map(|samples| samples.data.parts()),
            file: samples.map(|samples| samples.file.clone()).unwrap_or_default(),
            tolerance: samples.and_then(|samples| samples.tolerance),
        };
        write_problem_archive(out, &record, &kept)
    }
}

impl StatedProblem {
    /// The problem that was saved, perhaps with another tolerance for its data.
    pub(crate) fn of_archive(
        bytes: &[u8],
        file: &str,
        tolerance: Option<f64>,
    ) -> Result<Self, StatementError> {
        let unfit = |fault| StatementError::Document { file: file.to_owned(), fault };
        let other = |reason: String| unfit(ProblemFileError::Archive { reason });
        let (stored, kept) = parse_problem_archive(bytes, None).map_err(unfit)?;
        let samples = match kept.data {
            Some(parts) => {
                let data = Dataset::from_parts(parts).map_err(|fault| other(fault.to_string()))?;
                let tolerance = tolerance.or(kept.tolerance);
                Some(StatedSamples { data, file: kept.file, tolerance })
            }
            None => None,
        };
        let origin = match kept.reduction {
            Some(parts) => {
                let reduction = Reduction::from_parts(stored.problem.clone(), parts);
                let reduction =
                    reduction.ok_or_else(|| other("arrays of other shapes".to_owned()))?;
                Origin::Bases(Box::new(reduction))
            }
            None if kept.is_diagonal => Origin::Spectrum,
            None => Origin::Document,
        };
        let decay = match (stored.own_decay, &origin) {
            (Some(own), Origin::Bases(reduction)) => {
                let found = OwnDecay::kept(reduction, own);
                let found =
                    found.ok_or_else(|| other("decay that these data have not".to_owned()))?;
                Some(KnownDecay::Points(Box::new(found)))
            }
            (own, _) => KnownDecay::of_document(stored.decayed, own),
        };
        let stated = Self {
            problem: stored.problem,
            source: stored.source,
            origin,
            samples,
            other: Arc::default(),
            biases_by: if kept.biases_given { BiasesBy::Document } else { BiasesBy::Weights },
            notes: vec![],
            decay,
        };
        match tolerance {
            Some(_) if stated.problem.tolerance().is_some() => stated.judged_again(),
            _ => Ok(stated),
        }
    }

    fn judged_again(self) -> Result<Self, StatementError> {
        if self.decay.is_some() {
            return Err(StatementError::ToleranceOfArchive);
        }
        self.restated(self.problem.biases())?.ok_or(StatementError::ToleranceOfArchive)
    }

    /// Refuses averages of moments that nobody said the number of samples of.
    pub(crate) fn check_average(&self, convention: LossConvention) -> Result<(), StatementError> {
        if self.is_of_moments() && self.problem.samples().is_none() && convention.is_average() {
            return Err(StatementError::AverageOfMoments { convention });
        }
        Ok(())
    }
}

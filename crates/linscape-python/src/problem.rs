//! A stated problem and what can be asked of it.
//!
//! One method a question; each converts its arguments, works without the interpreter's lock (`watched`), and hands
//! over a document or arrays. Shapes of results are made in Python.

#![allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    reason = "keyword arguments of Python, converted and passed on in order"
)]

mod statement;

pub(crate) use statement::argument;

use crate::arrays::{NamedArrays, array, named_arrays};
use crate::decay::{own, words};
use crate::landscape::{NativeLandscape, document, text};
use crate::options::{StatedFilter, filter, given_conditions};
use crate::refusal::{refuse, refuse_limit, refuse_task};
use crate::watched::{quick, watched};
use crate::weights::given_weights;
use linscape::{
    DecayOptionError, LearningOptions, RepresentOptions, SpectrumOptions, Stated, StatedDecay,
    StatedFamily, StatedProblem, StatementError, StrataWanted, TaskError, Verifier, classify,
    count_strata, document_landscape, gather_strata_records, learning, represent,
    spectrum_of_family, spectrum_of_weights,
};
use linscape_formats::{DecayRecord, OptionName, OutputFile, ProblemRecord, ReadWeights};
use linscape_points::{DiagnosisOptions, HessianMethod};
use numpy::PyArray2;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use statement::problem_options;

/// Landscapes of this few modes and layers are listed at once.
const FEW_MODES: usize = 12;
const FEW_LAYERS: usize = 6;

/// A problem, with weight decay or without, shared by whatever is asked of it.
#[pyclass(module = "linscape._linscape", frozen)]
pub(crate) struct NativeProblem {
    pub(crate) stated: Stated,
}

impl NativeProblem {
    /// The problem with its decay, if it has some.
    pub(crate) fn decayed(&self) -> Option<&Arc<StatedDecay>> {
        match &self.stated {
            Stated::Decayed(decayed) => Some(decayed),
            Stated::Plain(_) | Stated::Own(_) => None,
        }
    }

    /// The problem, for what does not know decay.
    pub(crate) fn plain(&self) -> PyResult<&Arc<StatedProblem>> {
        let refused = |error| refuse_task(&TaskError::from(error));
        match &self.stated {
            Stated::Plain(stated) => Ok(stated),
            Stated::Decayed(_) => Err(refused(StatementError::from(DecayOptionError::NotHere))),
            Stated::Own(_) => Err(refused(StatementError::from(DecayOptionError::OwnNotHere))),
        }
    }
}

/// The problem with the biases that weights have.
pub(crate) fn stated_for(
    stated: &Arc<StatedProblem>,
    file: &str,
    read: &ReadWeights,
) -> PyResult<Arc<StatedProblem>> {
    match stated.for_weights(file, read).map_err(|error| refuse_task(&error))? {
        Cow::Borrowed(_) => Ok(stated.clone()),
        Cow::Owned(other) => Ok(Arc::new(other)),
    }
}

#[pymethods]
impl NativeProblem {
    /// States a problem from options that bear the names of the command line's.
    #[new]
    fn new(py: Python<'_>, options: &Bound<'_, PyDict>) -> PyResult<Self> {
        let options = problem_options(options)?;
        let stated = if options.sigma.is_some() {
            options.state_either()
        } else {
            watched(py, None, move |_| options.state_either())?
        };
        Ok(Self { stated: stated.map_err(|error| refuse_task(&error.into()))? })
    }

    /// Writes the problem with its data.
    fn save(&self, path: PathBuf) -> PyResult<()> {
        let refused =
            |error: &dyn std::fmt::Display| refuse(format!("{}: {error}", path.display()));
        let mut out = OutputFile::create(&path).map_err(|error| refused(&error))?;
        self.stated.save(&mut out).map_err(|error| refused(&error))?;
        out.finish().map_err(|error| refused(&error))
    }

    /// The problem object.
    fn record(&self) -> PyResult<String> {
        let stated = self.stated.problem();
        let record = ProblemRecord::new(&stated.problem, stated.source.as_ref());
        let record = match self.decayed() {
            Some(decayed) => record.with_decay(DecayRecord::new(&decayed.decayed)),
            None => record,
        };
        serde_json::to_string(&record).map_err(refuse)
    }

    /// What readers took for something else than data, and questions about the data.
    /// With each whether it is a question.
    fn notes(&self) -> Vec<(String, bool)> {
        let notes = self.stated.problem().notes.iter();
        notes.map(|note| (note.to_string(), note.is_question())).collect()
    }

    /// Lists the landscape.
    fn landscape(
        &self,
        py: Python<'_>,
        limit: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<NativeLandscape> {
        if let Some(decayed) = self.decayed() {
            return words::landscape(py, decayed, limit, progress.as_ref());
        }
        let stated = self.plain()?;
        let problem = &stated.problem;
        let is_quick = problem.spectrum().rank() <= FEW_MODES
            && problem.architecture().depth() <= FEW_LAYERS
            && problem.architecture().widths().iter().all(|&width| width <= FEW_MODES);
        let landscape = if is_quick && progress.is_none() {
            quick(py, || document_landscape(stated, limit, &()))?
        } else {
            let theirs = stated.clone();
            watched(py, progress.as_ref(), move |watch| document_landscape(&theirs, limit, watch))?
        };
        let landscape = landscape.map_err(|limit| refuse_limit(&limit))?;
        Ok(NativeLandscape::plain(landscape, stated.source.clone()))
    }

    /// The points with decay on the data's own weights (`linscape.points/1`).
    fn points(
        &self,
        py: Python<'_>,
        limit: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<String> {
        match &self.stated {
            Stated::Own(own) => own::points(py, own, limit, progress.as_ref()),
            _ => Err(refuse(
                "points are listed where the data's own weights decay and families have no closed form; \
                 ask landscape()",
            )),
        }
    }

    /// The strata of a family (`linscape.strata/1`), listed or counted.
    fn strata(
        &self,
        py: Python<'_>,
        subset: &str,
        conditions: StatedFilter,
        limit: Option<usize>,
        count: bool,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<String> {
        let filter = filter(conditions)?;
        let family = StatedFamily::new((**self.plain()?).clone(), subset)
            .map_err(|error| refuse_task(&error))?;
        let wanted = StrataWanted { filter, limit };
        watched(py, progress.as_ref(), move |watch| strata_document(&family, wanted, count, watch))?
            .map_err(|error| refuse_task(&error))
    }

    /// Learning coefficients for a truth of each rank (`linscape.learning/1`).
    fn learning(
        &self,
        rank: Option<usize>,
        samples: Option<usize>,
        noise: Option<f64>,
    ) -> PyResult<String> {
        let report = learning(self.plain()?, LearningOptions { rank, samples, noise })
            .map_err(|error| refuse_task(&error))?;
        Ok(document(|out| report.write_json(out)))
    }

    /// Weights of a critical point and the key of its stratum, unless it is the balanced one.
    fn represent<'py>(
        &self,
        py: Python<'py>,
        subset: &str,
        stratum: Option<String>,
        seed: u64,
        whitened: bool,
        balanced_in_data: bool,
    ) -> PyResult<(NamedArrays<'py>, Option<String>)> {
        if let Some(decayed) = self.decayed() {
            let arrays = words::represent(py, decayed, subset, stratum.as_deref(), seed, whitened)?;
            return Ok((arrays, None));
        }
        if let Stated::Own(own) = &self.stated
            && stratum.is_none()
            && !whitened
            && !balanced_in_data
        {
            return Ok((own::represent(py, own, subset, seed)?, None));
        }
        let options = RepresentOptions { stratum, seed, whitened, balanced_in_data };
        let (stated, subset) = (self.plain()?.clone(), subset.to_owned());
        let found = watched(py, None, move |_| {
            let family = StatedFamily::new((*stated).clone(), &subset)?;
            represent(&family, &options)
        })?;
        let point = found.map_err(|error| refuse_task(&error))?;
        let arrays = named_arrays(py, point.weights.matrices(), point.weights.biases())?;
        Ok((arrays, point.stratum.map(|stratum| stratum.key())))
    }

    /// What weights are (`linscape.classification/1`).
    fn classify(
        &self,
        py: Python<'_>,
        weights: &Bound<'_, PyAny>,
        layers: Option<Vec<String>>,
        transpose: bool,
        refine: bool,
        hessian: Option<&str>,
        dense_limit: usize,
        seed: u64,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<String> {
        let hessian = match hessian {
            None => None,
            Some("dense") => Some(HessianMethod::Dense),
            Some("low_rank") => Some(HessianMethod::LowRank),
            Some("lanczos") => Some(HessianMethod::Lanczos),
            Some("skip") => Some(HessianMethod::Skip),
            Some(other) => {
                let known = "dense, low_rank, lanczos, skip";
                return Err(refuse(format!("hessian '{other}' is none of {known}")));
            }
        };
        let (file, read) = given_weights(weights, layers.as_deref(), transpose)?;
        if let Some(decayed) = self.decayed() {
            let is_plain = matches!(hessian, None | Some(HessianMethod::Dense));
            return words::classify(py, decayed, file, read, is_plain);
        }
        if let Stated::Own(own) = &self.stated {
            return own::classify(py, own, file, read);
        }
        let options =
            DiagnosisOptions { refine, hessian, dense_limit, seed, ..DiagnosisOptions::default() };
        let stated = self.plain()?.clone();
        watched(py, progress.as_ref(), move |watch| {
            classify(&stated, file, read, &options, watch).map(|found| found.record().to_json())
        })?
        .map_err(|error| refuse_task(&error))
    }

    /// The Hessian's eigenvalues at a balanced point (`linscape.spectrum/1`).
    fn spectrum_of_family(&self, py: Python<'_>, subset: &str) -> PyResult<String> {
        if let Some(decayed) = self.decayed() {
            return words::spectrum(py, decayed, subset);
        }
        let stated = self.plain()?;
        let point = quick(py, || spectrum_of_family(stated, subset))?;
        let point = point.map_err(|error| refuse_task(&error))?;
        text(py, |out| point.record(stated).write_json(out))
    }

    /// The Hessian's eigenvalues at weights (`linscape.spectrum/1`), and the eigenvectors listed as
    /// columns.
    fn spectrum_of_weights<'py>(
        &self,
        py: Python<'py>,
        weights: &Bound<'py, PyAny>,
        layers: Option<Vec<String>>,
        transpose: bool,
        ends: NonZeroUsize,
        dense_limit: usize,
        seed: u64,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<(String, Bound<'py, PyArray2<f64>>)> {
        let (file, read) = given_weights(weights, layers.as_deref(), transpose)?;
        let options = SpectrumOptions {
            vectors: true,
            ends: ends.get(),
            dense_limit,
            seed,
            ..SpectrumOptions::default()
        };
        if let Some(decayed) = self.decayed() {
            return words::spectrum_of_weights(py, decayed, file, read);
        }
        if let Stated::Own(own) = &self.stated {
            return own::spectrum_of_weights(py, own, file, read);
        }
        let stated = stated_for(self.plain()?, &file, &read)?;
        let theirs = stated.clone();
        let point = watched(py, progress.as_ref(), move |watch| {
            spectrum_of_weights(&theirs, file, &read, options, watch)
        })?
        .map_err(|error| refuse_task(&error))?;
        let document = text(py, |out| point.record(&stated).write_json(out))?;
        Ok((document, array(py, point.spectrum.pairs.vectors)?))
    }

    /// Theorem against numerics or rational arithmetic (`linscape.verification/1`).
    fn verify(
        &self,
        py: Python<'_>,
        subset: Option<String>,
        stratum: Option<String>,
        conditions: StatedFilter,
        limit: Option<NonZeroUsize>,
        samples: Option<NonZeroUsize>,
        seed: u64,
        descent_up_to: usize,
        exact: bool,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<String> {
        let stated_conditions = given_conditions(&conditions);
        let filter = filter(conditions)?;
        if let Some(decayed) = self.decayed() {
            let strata =
                [(OptionName::Stratum, stratum.is_some()), (OptionName::Limit, limit.is_some())];
            let strata = [&strata[..], &stated_conditions[..]].concat();
            let points = words::Points { subset, samples, seed, exact };
            return words::verify(py, decayed, points, &strata, progress.as_ref());
        }
        let verifier = Verifier { subset, stratum, filter, limit, samples, seed, descent_up_to };
        let stated = self.plain()?.clone();
        watched(py, progress.as_ref(), move |watch| {
            if exact {
                let found = verifier.prove(&stated, watch, |_| {})?;
                return Ok(document(|out| found.write_json(out)));
            }
            let found = verifier.run(&stated, watch)?;
            Ok(document(|out| found.write_json(out)))
        })?
        .map_err(|error: TaskError| refuse_task(&error))
    }
}

fn strata_document(
    family: &StatedFamily,
    wanted: StrataWanted,
    count: bool,
    watch: &crate::watched::Watch,
) -> Result<String, TaskError> {
    let mut out = Vec::new();
    // Memory takes everything that is written below.
    if count {
        // Who presses Ctrl-C gets the interpreter's own answer.
        let Some(counts) = count_strata(family, watch)? else { return Ok(String::new()) };
        let _ = family.strata_of(Some(&counts.total())).write_counts(&mut out, &counts);
    } else {
        let _ = gather_strata_records(family, wanted, watch)?.write_json(family, &mut out);
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

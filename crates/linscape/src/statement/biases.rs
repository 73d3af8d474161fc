//! Biases as options state them.

use crate::statement::stated_problem::StatedSamples;
use crate::statement::{KeptDecay, Origin};
use crate::{
    BiasDecayOptionError, BiasOptionError, BiasesBy, DecayOptionError, ProblemOptions,
    StatedProblem, StatementError,
};
use linscape_critical::{
    Architecture, BiasPlace, Biases, LossConvention, Problem, ProblemError, parse_exact,
};
use linscape_decay::BiasDecay;
use linscape_network::{Dataset, Means, Reduction, ReductionError};
use num_traits::ToPrimitive;
use std::sync::Arc;

impl ProblemOptions {
    /// Who says which layers have biases, where no document does.
    pub(crate) fn biases_by(&self) -> BiasesBy {
        if self.biases.is_some() { BiasesBy::Option } else { BiasesBy::Weights }
    }

    /// The biases asked for, in a network of a given depth; `None` without a word of them.
    pub(crate) fn stated_biases(&self, depth: usize) -> Result<Option<Biases>, StatementError> {
        let read = self.biases.as_deref().map(|text| Biases::parse(text, depth)).transpose();
        let biases = read.map_err(BiasOptionError::Layers)?;
        let has_data = self.inputs.is_some();
        if biases.as_ref().is_some_and(|found| found.place() == BiasPlace::Input) && !has_data {
            return Err(BiasOptionError::OfInputs.into());
        }
        Ok(biases)
    }

    /// The decay, in units of `½‖·‖²`, of a bias that only the last layer has; 0 where other layers have one. The
    /// network is of these ends, the loss over this many samples.
    pub(crate) fn offset_decay(
        &self,
        biases: &Biases,
        (inputs, outputs): (usize, usize),
        mass: Option<f64>,
    ) -> Result<f64, StatementError> {
        if self.decay_biases.is_none() || !biases.is_last_alone() {
            return Ok(0.0);
        }
        let factor = self.convention()?.unwrap_or(LossConvention::HalfSum);
        let factor = factor.factor(mass, inputs, outputs).map_err(ProblemError::Loss);
        let factor = factor.map_err(StatementError::Loss)?;
        let read = self.decay_of_biases(biases, factor, 1.0).map_err(DecayOptionError::from)?;
        Ok(read.and_then(|own| own.layers().last().copied()).unwrap_or(0.0))
    }

    /// How biases decay as the option says it; `None` without a word of it.
    pub(crate) fn decay_of_biases(
        &self,
        biases: &Biases,
        factor: f64,
        mass: f64,
    ) -> Result<Option<BiasDecay>, BiasDecayOptionError> {
        let Some(text) = &self.decay_biases else { return Ok(None) };
        let numbers = text.split(',').map(parse_exact).collect::<Result<Vec<_>, _>>();
        let numbers = numbers.map_err(BiasDecayOptionError::Number)?;
        let layers = numbers.iter().map(|exact| exact.to_f64().unwrap_or(f64::INFINITY) / factor);
        if biases.is_none() {
            return Err(BiasDecayOptionError::NoBiases);
        }
        let decay = BiasDecay::new(biases, layers.collect(), mass);
        Ok(Some(decay.map_err(BiasDecayOptionError::Decay)?))
    }

    /// Refuses biases that decay where weights do not, unless the last layer alone has one; those of a document do
    /// until something else is said of them.
    pub(crate) fn refuse_decay_of_biases(
        &self,
        stated: &StatedProblem,
    ) -> Result<(), DecayOptionError> {
        let problem = &stated.problem;
        let decay = self.decay_of_biases(problem.biases(), problem.factor(), 1.0)?;
        let is_alone = problem.biases().is_last_alone();
        if decay.is_none() && stated.keeps_decay_of_biases() {
            return Err(BiasDecayOptionError::OfDocument.into());
        }
        match decay.filter(|own| own.is_any() && !is_alone) {
            Some(_) => Err(BiasDecayOptionError::Alone.into()),
            None => Ok(()),
        }
    }
}

/// The landscape's problem for a network with biases. One in the last layer: that of the data about
/// their means, with a sample at the origin where it is the only one and decays. One in the first layer alone:
/// that of the data with an input that is always 1.
///
/// # Errors
/// As [`Reduction::of_data`].
pub(crate) fn reduce(
    architecture: Architecture,
    (biases, offset_decay): (Biases, f64),
    data: &Dataset,
    tolerance: Option<f64>,
) -> Result<Reduction, ReductionError> {
    let reduction = match biases.place() {
        BiasPlace::Nowhere => Reduction::of_data(architecture, data, tolerance)?,
        BiasPlace::Output => {
            let (about, means) = data.clone().with_origin(offset_decay).split_means();
            let reduced = Reduction::of_data(architecture, &about, tolerance);
            let reduced = reduced.map_err(|fault| match fault {
                ReductionError::ZeroInputs => ReductionError::EqualInputs,
                other => other,
            });
            reduced?.with_means(means)
        }
        BiasPlace::Input => {
            let mut widths = architecture.widths().to_vec();
            widths[0] += 1;
            let Ok(wider) = Architecture::new(widths) else {
                unreachable!("inputs of data can be counted")
            };
            Reduction::of_data(wider, &data.clone().with_ones(), tolerance)?
        }
    };
    // Averages are over the samples alone.
    let total = data.total_weight();
    reduction.map_problem(|problem| {
        let problem = problem.with_total_weight(total).with_biases(biases);
        Ok(problem.with_offset_decay(offset_decay))
    })
}

impl StatedProblem {
    /// Whether a document says that biases decay beside weights that do: a first one is a weight.
    fn keeps_decay_of_biases(&self) -> bool {
        let is_first = self.problem.biases().place() == BiasPlace::Input;
        let kept = self.decay.as_ref().and_then(KeptDecay::of);
        kept.is_some_and(|kept| kept.biases.is_some()) || (is_first && self.decay.is_some())
    }

    /// Why another loss does not go with the decay of the last bias that is kept.
    pub(super) fn refusal_of_loss(&self) -> BiasDecayOptionError {
        if self.samples.is_none() && self.problem.samples().is_some() {
            BiasDecayOptionError::LossNeedsData
        } else {
            BiasDecayOptionError::LossOfDocument
        }
    }

    /// The same problem on the same data for a network with other biases, its loss in the same
    /// convention; `None` where there are no data.
    ///
    /// # Errors
    /// When the data leave nothing to learn, or a decomposition fails.
    pub(crate) fn restated(&self, biases: &Biases) -> Result<Option<Self>, StatementError> {
        if let Some((_, known)) = self.other.get().filter(|(of, _)| of == biases) {
            return Ok(Some(known.clone()));
        }
        let is_same = biases == self.problem.biases();
        let decay = if is_same { self.problem.offset_decay() } else { 0.0 };
        let restated = self.reduced_again(biases, decay)?;
        if let Some(restated) = &restated {
            // Checkpoints of one run have the same biases.
            let _ = self.other.set((biases.clone(), restated.clone()));
        }
        Ok(restated)
    }

    /// The same problem, of a network with a bias in its last layer alone, where that decays like this.
    ///
    /// # Errors
    /// As [`restated`](Self::restated), and where a document has left the data behind.
    pub(crate) fn with_offset_decay(self, decay: f64) -> Result<Self, StatementError> {
        if self.problem.offset_decay().total_cmp(&decay).is_eq() {
            return Ok(self);
        }
        if let Some(restated) = self.reduced_again(self.problem.biases(), decay)? {
            return Ok(restated);
        }
        if self.problem.samples().is_some() {
            return Err(DecayOptionError::from(BiasDecayOptionError::NeedsData).into());
        }
        let problem = self.problem.clone().with_offset_decay(decay);
        let origin = match self.origin {
            Origin::Bases(reduction) => Origin::Bases(Box::new(of_sigma(*reduction, &problem))),
            other => other,
        };
        Ok(Self { problem, origin, ..self })
    }

    /// The problem of the data, if they are known, for a network with these biases.
    fn reduced_again(&self, biases: &Biases, decay: f64) -> Result<Option<Self>, StatementError> {
        let Some(StatedSamples { data, file, tolerance }) = &self.samples else { return Ok(None) };
        let Ok(architecture) = Architecture::new(self.problem.stated_widths()) else {
            unreachable!("a network less an input that the data do not have")
        };
        let reduction = reduce(architecture, (biases.clone(), decay), data, *tolerance)
            .map_err(|fault| StatementError::Reduction { file: file.clone(), fault })?;
        let convention = self.problem.convention();
        let problem = reduction.problem().clone();
        let problem = problem.with_loss(convention).map_err(StatementError::Loss)?;
        let mut source = self.source.clone();
        if let Some(dropped) = source.as_mut().and_then(|source| source.get_mut("dropped")) {
            *dropped = linscape_formats::DroppedRecord::from(reduction.dropped()).to_value();
        }
        let origin = Origin::Bases(Box::new(reduction));
        let restated = Self { problem, source, origin, other: Arc::default(), ..self.clone() };
        Ok(Some(restated))
    }
}

/// The reduction of a `Σ` that was given, for the network of a problem with a bias in the last layer.
pub(super) fn of_sigma(reduction: Reduction, problem: &Problem) -> Reduction {
    let Ok(reduction) =
        reduction.map_problem(|_| Ok::<_, std::convert::Infallible>(problem.clone()));
    reduction.with_means(Means::zero(problem))
}

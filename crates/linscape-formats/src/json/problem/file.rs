//! Problems read back from JSON.

use crate::ProblemFileError;
use crate::arrays::plain_text::plain_text;
use crate::decay::{ReadDecay, StoredDecay, StoredOwnDecay};
use crate::json::problem::{OriginRecord, ThresholdRecord, ToleranceRecord};
use linscape_critical::{
    Architecture, BiasPlace, Biases, BiasesError, LossConvention, Origin, Precision, Problem,
    Spectrum, Surd, Threshold, Tolerance,
};
use linscape_decay::{BiasDecay, BiasDecayError, DecayedProblem};
use serde::Deserialize;
use serde_json::Value;

/// A problem with its provenance, as a document states them.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredProblem {
    /// The problem, its loss in the convention of the document.
    pub problem: Problem,
    /// Where it came from, verbatim.
    pub source: Option<Value>,
    /// The problem with its weight decay, when the document states some.
    pub decayed: Option<DecayedProblem>,
    /// Its weight decay, when that is of the data's own weights and no closed form of words covers it.
    pub own_decay: Option<StoredOwnDecay>,
}

#[derive(Deserialize)]
struct Document {
    schema: Option<String>,
    problem: Fields,
}

/// Fields of the problem object that are read; the others follow from these and are checked.
#[derive(Deserialize)]
struct Fields {
    widths: Vec<usize>,
    depth: Option<usize>,
    parameters: Option<usize>,
    biases: Option<Vec<usize>>,
    bias_decay: Option<f64>,
    samples: Option<usize>,
    total_weight: Option<f64>,
    source: Option<Value>,
    singular_values: Option<Vec<f64>>,
    exact_singular_values: Option<Vec<String>>,
    input_rank: Option<usize>,
    rank: Option<usize>,
    bottleneck: Option<usize>,
    maximal_rank: Option<usize>,
    loss_offset: Option<f64>,
    loss: Option<String>,
    coordinates: Option<String>,
    tolerance: Option<ToleranceRecord>,
    decay: Option<StoredDecay>,
}

/// Reads the `problem` object of a document, such as a dump. Fed back, a dump gives the same
/// landscape byte for byte: thresholds and their closest calls are kept, unless `tolerance`
/// replaces them.
///
/// # Errors
/// When the bytes are not JSON, name an unknown schema, or state a problem that is none or
/// contradicts itself.
///
/// # Examples
/// ```
/// let text = br#"{"problem": {"widths": [2, 2, 2], "exact_singular_values": ["3/2", "1"]}}"#;
/// let stored = linscape_formats::parse_problem(text, None)?;
/// assert_eq!(stored.problem.maximal_rank(), 2);
/// # Ok::<(), linscape_formats::ProblemFileError>(())
/// ```
pub fn parse_problem(
    bytes: &[u8],
    tolerance: Option<f64>,
) -> Result<StoredProblem, ProblemFileError> {
    let document: Document =
        serde_json::from_slice(&plain_text(bytes)).map_err(ProblemFileError::Json)?;
    if let Some(schema) = document.schema {
        let is_known = schema.starts_with("linscape.") && schema.ends_with("/1");
        if !is_known {
            return Err(ProblemFileError::Schema { schema });
        }
    }
    let fields = document.problem;
    if let Some(coordinates) = fields.coordinates.clone().filter(|name| name != "whitened") {
        return Err(ProblemFileError::Coordinates { coordinates });
    }
    let (architecture, biases) = read_network(&fields)?;
    let (spectrum, tolerance) = read_spectrum(&fields, &architecture, tolerance)?;
    let problem = Problem::from_spectrum(architecture, spectrum)?
        .with_tolerance(tolerance)
        .with_biases(biases);
    let input_rank = fields.input_rank.unwrap_or(problem.architecture().input());
    let problem =
        problem.with_data(input_rank, fields.samples, fields.loss_offset.unwrap_or(0.0))?;
    if let Some(total) = fields.total_weight.filter(|&total| !(total > 0.0 && total.is_finite())) {
        return Err(ProblemFileError::TotalWeight { total });
    }
    let problem = problem.with_total_weight(fields.total_weight);
    let convention = fields.loss.as_deref().map_or(Ok(LossConvention::HalfSum), str::parse)?;
    let problem = with_offset_decay(problem.stored_in(convention)?, fields.bias_decay)?;
    check_derived(&fields, &problem)?;
    let decay = fields.decay.as_ref().map(|decay| decay.read(&problem)).transpose()?;
    let (decayed, own_decay) = match decay {
        None => (None, None),
        Some(ReadDecay::Words(decayed)) => (Some(*decayed), None),
        Some(ReadDecay::Own(own)) => (None, Some(own)),
    };
    Ok(StoredProblem { problem, source: fields.source, decayed, own_decay })
}

/// The problem whose last bias decays alone, in units of its loss.
fn with_offset_decay(problem: Problem, stated: Option<f64>) -> Result<Problem, BiasDecayError> {
    let Some(own) = stated else { return Ok(problem) };
    let depth = problem.architecture().depth();
    let mut layers = vec![0.0; depth];
    layers[depth - 1] = own / problem.factor();
    let decay = BiasDecay::new(problem.biases(), layers, 1.0)?;
    Ok(problem.with_offset_decay(decay.layers().last().copied().unwrap_or(0.0)))
}

/// The network of matrices, which with a bias in the first layer alone has an input more, and biases.
fn read_network(fields: &Fields) -> Result<(Architecture, Biases), ProblemFileError> {
    let mut widths = fields.widths.clone();
    let depth = Architecture::new(widths.clone())?.depth();
    let mut layers = vec![false; depth];
    for &layer in fields.biases.iter().flatten() {
        let place = layer.checked_sub(1).and_then(|at| layers.get_mut(at));
        *place.ok_or(BiasesError::NoLayer { layer, depth })? = true;
    }
    let biases = Biases::of_layers(layers)?;
    if biases.place() == BiasPlace::Input {
        widths[0] = widths[0].saturating_add(1);
    }
    Ok((Architecture::new(widths)?, biases))
}

fn read_spectrum(
    fields: &Fields,
    architecture: &Architecture,
    tolerance: Option<f64>,
) -> Result<(Spectrum, Option<Tolerance>), ProblemFileError> {
    if let Some(texts) = &fields.exact_singular_values {
        let exact = texts.iter().map(|text| Surd::parse(text)).collect::<Result<Vec<_>, _>>()?;
        let spectrum = Spectrum::from_surds(exact)?;
        if let Some(doubles) = &fields.singular_values {
            agree(doubles, &spectrum.singular_values())?;
        }
        return Ok((spectrum, None));
    }
    let values = fields.singular_values.as_ref().ok_or(ProblemFileError::NoSpectrum)?;
    let kept = match (tolerance, &fields.tolerance) {
        (Some(given), _) => Tolerance::given(given),
        (None, Some(record)) => record.read()?,
        (None, None) => {
            let samples = fields.samples.unwrap_or(0);
            Tolerance::from_round_off(samples.max(architecture.input()).max(architecture.output()))
        }
    };
    let mut judged = kept;
    if tolerance.is_none() && fields.tolerance.is_some() {
        // Stored values are grouped already: equal numbers are one value, different ones are not,
        // though the means of two groups may be nearer than the threshold. Their closest calls are
        // the stored ones.
        judged.rank.value = 0.0;
        judged.repeated.value = 0.0;
        return Ok((Spectrum::from_floats(values, &mut judged)?, Some(kept)));
    }
    let spectrum = Spectrum::from_floats(values, &mut judged)?;
    Ok((spectrum, Some(judged)))
}

fn agree(doubles: &[f64], exact: &[f64]) -> Result<(), ProblemFileError> {
    let mut sorted = doubles.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let longest = sorted.len().max(exact.len());
    let entry = |values: &[f64], at: usize| values.get(at).copied().unwrap_or(0.0);
    for at in 0..longest {
        let (double, exact) = (entry(&sorted, at), entry(exact, at));
        if (double - exact).abs() > 4.0 * f64::EPSILON * exact {
            return Err(ProblemFileError::Spectra { position: at + 1 });
        }
    }
    Ok(())
}

fn check_derived(fields: &Fields, problem: &Problem) -> Result<(), ProblemFileError> {
    let architecture = problem.architecture();
    let derived = [
        ("depth", fields.depth, architecture.depth()),
        ("parameters", fields.parameters, problem.parameters()),
        ("rank", fields.rank, problem.spectrum().rank()),
        ("bottleneck", fields.bottleneck, problem.bottleneck()),
        ("maximal_rank", fields.maximal_rank, problem.maximal_rank()),
    ];
    for (field, stated, derived) in derived {
        if let Some(stated) = stated.filter(|&stated| stated != derived) {
            return Err(ProblemFileError::Inconsistent { field, stated, derived });
        }
    }
    Ok(())
}

impl ToleranceRecord {
    /// The thresholds; what a listing met between losses is left to the next listing.
    fn read(&self) -> Result<Tolerance, ProblemFileError> {
        Ok(Tolerance {
            inputs: self.inputs.as_ref().map(ThresholdRecord::read).transpose()?,
            precision: Precision::of_unit_roundoff(self.unit_roundoff),
            rank: self.rank.read()?,
            repeated: self.repeated.read()?,
            coincident: Threshold {
                smallest_gap: None,
                largest_merged: None,
                ..self.coincident.read()?
            },
        })
    }
}

impl ThresholdRecord {
    fn read(&self) -> Result<Threshold, ProblemFileError> {
        if !(0.0..=f64::MAX).contains(&self.threshold) {
            return Err(ProblemFileError::Threshold { value: self.threshold });
        }
        let origin = match self.origin {
            OriginRecord::RoundOff => Origin::RoundOff,
            OriginRecord::Stored => Origin::Stored,
            OriginRecord::Option => Origin::Option,
        };
        Ok(Threshold {
            value: self.threshold,
            origin,
            smallest_gap: self.smallest_gap,
            largest_merged: self.largest_merged,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ProblemRecord;

    fn error(text: &str) -> String {
        parse_problem(text.as_bytes(), None).expect_err(text).to_string()
    }

    #[test]
    fn a_record_read_back_is_the_same_record() {
        let text = r#"{"problem": {"widths": [4, 3, 3], "singular_values": [2.5, 1.0000000000000002, 1.0],
            "samples": 9, "input_rank": 3, "loss_offset": 0.1, "loss": "mean"}}"#;
        let first = parse_problem(text.as_bytes(), None).expect("a problem");
        let record = ProblemRecord::new(&first.problem, None);
        let again = serde_json::json!({ "schema": "linscape.landscape/1", "problem": record });
        let bytes = serde_json::to_vec(&again).expect("memory");
        let second = parse_problem(&bytes, None).expect("a problem");
        assert_eq!(ProblemRecord::new(&second.problem, None), record);
        assert_eq!(first.problem.spectrum().multiplicities(), [1, 2]);
    }

    #[test]
    fn groups_stay_groups_however_near_their_means() {
        // 1.0 and 0.9992 are one value of mean near 0.9996; 0.9988 is another, within 1e-3 of it.
        let values = [1.0, 0.9992, 0.9988];
        let mut tolerance = Tolerance::given(1e-3);
        let spectrum = Spectrum::from_floats(&values, &mut tolerance).expect("finite");
        assert_eq!(spectrum.multiplicities(), [2, 1]);
        let network = Architecture::new(vec![3, 3, 3]).expect("widths");
        let problem = Problem::from_spectrum(network, spectrum).expect("fits");
        let problem = problem.with_tolerance(Some(tolerance));
        let record = serde_json::json!({ "problem": ProblemRecord::new(&problem, None) });
        let read = parse_problem(&serde_json::to_vec(&record).expect("memory"), None);
        assert_eq!(read.expect("a problem").problem.spectrum(), problem.spectrum());
    }

    #[test]
    fn contradictions_are_named() {
        let cases = [
            (r#"{"problem": {"widths": [2, 2]}}"#, "neither singular_values"),
            (r#"{"problem": {"widths": [2, 0, 2], "singular_values": []}}"#, "d_1 is 0"),
            (
                r#"{"problem": {"widths": [2, 2, 2], "rank": 2, "singular_values": [1]}}"#,
                "rank = 2",
            ),
            (
                r#"{"problem": {"widths": [1, 1, 1], "singular_values": [1],
                    "exact_singular_values": ["2"]}}"#,
                "disagree at number 1",
            ),
            (r#"{"problem": {"widths": [1, 1, 1], "singular_values": [1, 1]}}"#, "too many"),
            (r#"{"schema": "linscape.landscape/2", "problem": {"widths": [1, 1]}}"#, "landscape/2"),
            (
                r#"{"problem": {"widths": [1, 1], "singular_values": [1], "loss": "total"}}"#,
                "'total'",
            ),
            (
                r#"{"problem": {"widths": [1, 1], "singular_values": [1], "loss": "half-mean"}}"#,
                "samples",
            ),
            (r#"{"problem": {"widths": [1, 1], "coordinates": "data"}}"#, "'data' coordinates"),
            (r#"{"widths": [1, 1]}"#, "missing field `problem`"),
            (
                r#"{"problem": {"widths": [1, 1, 1], "singular_values": [2],
                    "decay": {"layers": [1, 1], "mean": 5}}}"#,
                "mean = 5, but its layers make it 1",
            ),
            (
                r#"{"problem": {"widths": [1, 1, 1], "singular_values": [2], "decay": {"layers": [1]}}}"#,
                "1 numbers in 'layers', and the network has 2 layers",
            ),
            (
                r#"{"problem": {"widths": [1, 1, 1], "singular_values": [2],
                    "decay": {"layers": [1, 1], "exact_layers": ["1", "2"]}}}"#,
                "disagree at layer 2",
            ),
            ("[", "not a problem document"),
        ];
        for (text, expected) in cases {
            assert!(error(text).contains(expected), "{text}: {}", error(text));
        }
    }
}

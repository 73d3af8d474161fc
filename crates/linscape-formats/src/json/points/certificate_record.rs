//! `linscape.certificate/1`: a point in rational numbers and what is claimed of it.

use crate::words::type_name;
use linscape_critical::{EscapeOrder, Problem};
use linscape_exact::{Block, Curve, Matrix, WithBiases};
use linscape_points::{EscapeProof, PointProved};
use num_rational::BigRational;
use serde::Serialize;
use std::io::{self, Write};

/// A matrix as rows of decimal strings or fractions.
type Rows = Vec<Vec<String>>;

#[derive(Debug, Serialize)]
struct CertificateRecord {
    schema: &'static str,
    position: usize,
    subset: Vec<usize>,
    stratum: String,
    input_moment: Rows,
    cross_moment: Rows,
    weights: Vec<Rows>,
    /// One or none a layer, where the last layer has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    biases: Option<Vec<Option<Vec<String>>>>,
    claims: Claims,
    product_ranks: Vec<(usize, usize, usize)>,
    residual_ranks: Vec<(usize, usize, usize)>,
    pivots: Vec<Vec<usize>>,
    escape: Option<EscapeRecord>,
}

#[derive(Debug, Serialize)]
struct Claims {
    #[serde(rename = "type")]
    point_type: &'static str,
    gain: String,
    index: usize,
    nullity: usize,
    coindex: usize,
    dimension: usize,
    escape_order: Option<usize>,
}

#[derive(Debug, Serialize)]
struct EscapeRecord {
    at_least: usize,
    degree: usize,
    coefficient: String,
    curve: Vec<TermRecord>,
}

#[derive(Debug, Serialize)]
struct TermRecord {
    layer: usize,
    power: usize,
    change: Rows,
}

/// Writes the certificate of a point, one line of JSON: weights and biases, moments, what the theorem claims,
/// the pivots that prove the inertia and the curve along which the loss falls. See
/// `docs/formats.md`, "Certificates"; `scripts/check_certificate.py` checks it.
///
/// # Errors
/// When the output cannot be written.
pub fn write_certificate(
    mut out: impl Write,
    problem: &Problem,
    point: &PointProved,
) -> io::Result<()> {
    let record = CertificateRecord::new(problem, point);
    serde_json::to_writer(&mut out, &record)?;
    writeln!(out)
}

impl CertificateRecord {
    fn new(problem: &Problem, point: &PointProved) -> Self {
        let (proof, at) = (&point.proof, &point.proof.at);
        let cleared = at.point.cleared();
        let theorem = &proof.theorem;
        Self {
            schema: "linscape.certificate/1",
            position: point.position,
            subset: point.subset.indices(problem.spectrum().multiplicities()),
            stratum: proof.stratum.key(),
            input_moment: rows(&at.point.moments().input),
            cross_moment: rows(&at.point.moments().cross),
            weights: at.point.weights().iter().map(rows).collect(),
            biases: proof.whole.as_ref().map(biases),
            claims: Claims {
                point_type: type_name(theorem.point_type),
                gain: at.expected_gain().to_string(),
                index: theorem.inertia.negative,
                nullity: theorem.inertia.zero,
                coindex: theorem.inertia.positive,
                dimension: theorem.dimension,
                escape_order: theorem.escape_order.map(EscapeOrder::degree),
            },
            product_ranks: cleared.product_ranks(),
            residual_ranks: cleared.residual_ranks(),
            pivots: proof.inertia.blocks.iter().map(|&block| pivot(block)).collect(),
            escape: EscapeRecord::new(&proof.escape),
        }
    }
}

impl EscapeRecord {
    fn new(proof: &EscapeProof) -> Option<Self> {
        let EscapeProof::Along { at_least, first, .. } = proof else { return None };
        let (curve, loss) = &**first;
        let (degree, coefficient) = loss.lowest()?;
        Some(Self {
            at_least: *at_least,
            degree,
            coefficient: coefficient.to_string(),
            curve: terms(curve),
        })
    }
}

fn terms(curve: &Curve) -> Vec<TermRecord> {
    let term = |(layer, power, change): &(usize, usize, Matrix<BigRational>)| TermRecord {
        layer: *layer,
        power: *power,
        change: rows(change),
    };
    curve.terms.iter().map(term).collect()
}

fn pivot(block: Block) -> Vec<usize> {
    match block {
        Block::One(row) => vec![row],
        Block::Two(first, second) => vec![first, second],
    }
}

fn biases(whole: &WithBiases) -> Vec<Option<Vec<String>>> {
    let bias = |bias: &Vec<BigRational>| bias.iter().map(BigRational::to_string).collect();
    whole.biases().iter().map(|layer| layer.as_ref().map(bias)).collect()
}

fn rows(matrix: &Matrix<BigRational>) -> Rows {
    let row = |row| matrix.row(row).iter().map(BigRational::to_string).collect();
    (0..matrix.rows()).map(row).collect()
}

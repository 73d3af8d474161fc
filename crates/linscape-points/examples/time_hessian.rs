//! Times products with the Hessian: `time_hessian KIND WIDTH LAYERS REPEATS [PAIRS]` prints the
//! medians in seconds of one vector and of two at once, as JSON, and with PAIRS the time of so many
//! eigenpairs at each end. KIND is `gaussian`, weights of variance 1/WIDTH, or `balanced`: a saddle in
//! random orthonormal bases, whose eigenvalues are known in closed form and printed as `expected`.
//! `scripts/benchmark_spectrum.py` runs it.

#![allow(clippy::print_stdout, reason = "its output is the measurement")]

use linscape_critical::{Architecture, Problem, RandomStream, Spectrum};
use linscape_curvature::{HessianProduct, LanczosOptions, SymmetricOperator};
use linscape_network::RandomMatrices as _;
use linscape_network::{CriticalPoint, Target, Weights};
use linscape_strata::balanced_spectrum;
use nalgebra::DMatrix;
use std::error::Error;
use std::time::Instant;

/// Weights, target and, where known, all eigenvalues in increasing order.
struct Point {
    weights: Weights,
    target: DMatrix<f64>,
    expected: Vec<f64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    linscape_lapack::initialise()?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (kind, numbers) = words.split_first().ok_or(USAGE)?;
    let numbers: Vec<usize> = numbers.iter().map(|text| text.parse()).collect::<Result<_, _>>()?;
    let [width, layers, repeats, ref pairs @ ..] = numbers[..] else { return Err(USAGE.into()) };
    let mut stream = RandomStream::new(0, "time_hessian");
    let point = match kind.as_str() {
        "gaussian" => gaussian(width, layers, &mut stream)?,
        "balanced" => balanced(width, layers, &mut stream)?,
        _ => return Err(USAGE.into()),
    };
    let hessian = HessianProduct::new(&point.weights, &point.target)?;
    let vectors = stream.gaussian(hessian.order(), 2);
    let median = |columns: usize| {
        let vectors = vectors.columns(0, columns).into_owned();
        let mut seconds: Vec<f64> = (0..repeats)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(hessian.apply(&vectors));
                start.elapsed().as_secs_f64()
            })
            .collect();
        seconds.sort_by(f64::total_cmp);
        seconds[repeats / 2]
    };
    print!("{{\"one\": {}, \"two\": {}", median(1), median(2));
    if let [pairs] = pairs[..] {
        let start = Instant::now();
        let ends = hessian.ends(&LanczosOptions::for_ends(pairs), &())?;
        let (seconds, products) = (start.elapsed().as_secs_f64(), ends.products);
        print!(", \"ends\": {seconds}, \"products\": {products}, \"bytes\": {}", ends.bytes);
        print!(", \"highest\": {:?}, \"lowest\": {:?}", ends.highest.values, ends.lowest.values);
        print!(", \"expected\": {:?}", outermost(&point.expected, pairs));
    }
    println!("}}");
    Ok(())
}

const USAGE: &str = "time_hessian gaussian|balanced WIDTH LAYERS REPEATS [PAIRS]";

fn gaussian(
    width: usize,
    layers: usize,
    stream: &mut RandomStream,
) -> Result<Point, Box<dyn Error>> {
    let scale = (width as f64).sqrt().recip();
    let matrices = (0..layers).map(|_| stream.gaussian(width, width) * scale);
    let weights = Weights::new(matrices.collect())?;
    Ok(Point { weights, target: stream.gaussian(width, width), expected: Vec::new() })
}

/// Singular values WIDTH, …, 1, of which the second to the WIDTH/4-th are learned.
fn balanced(
    width: usize,
    layers: usize,
    stream: &mut RandomStream,
) -> Result<Point, Box<dyn Error>> {
    let values: Vec<u32> = (1..=u32::try_from(width)?).rev().collect();
    let network = Architecture::new(vec![width; layers + 1])?;
    let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&values))?;
    let target = Target::standard(&problem);
    let learned: Vec<usize> = (2..=width / 4).collect();
    let subset = problem.subset(&learned)?;
    let turns: Vec<DMatrix<f64>> =
        (0..=layers).map(|_| stream.gaussian(width, width).qr().q()).collect();
    let turned =
        |(at, matrix): (usize, &DMatrix<f64>)| &turns[at + 1] * matrix * turns[at].transpose();
    let point = CriticalPoint::balanced(&target, &subset).weights;
    let weights = Weights::new(point.matrices().iter().enumerate().map(turned).collect())?;
    let target = &turns[layers] * target.matrix() * turns[0].transpose();
    let spectrum = balanced_spectrum(&problem, &subset);
    let copies = spectrum.iter().flat_map(|at| std::iter::repeat_n(at.value, at.multiplicity));
    Ok(Point { weights, target, expected: copies.collect() })
}

/// So many values from either end, the lowest first; none when they are not known.
fn outermost(values: &[f64], count: usize) -> Vec<f64> {
    if values.is_empty() {
        return Vec::new();
    }
    let (low, high) = (&values[..count], values[values.len() - count..].iter().rev());
    low.iter().chain(high).copied().collect()
}

//! Times products with the Hessian: `time_hessian WIDTH LAYERS REPEATS [PAIRS]` prints the medians
//! in seconds of one vector and of two at once, as JSON, and with PAIRS the time of so many
//! eigenpairs at each end. `scripts/benchmark_spectrum.py` runs it.

#![allow(clippy::print_stdout, reason = "its output is the measurement")]

use linscape_critical::Weights;
use linscape_curvature::{HessianProduct, LanczosOptions, RandomStream, SymmetricOperator};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    linscape_lapack::initialise()?;
    let numbers: Vec<usize> =
        std::env::args().skip(1).map(|text| text.parse()).collect::<Result<_, _>>()?;
    let [width, layers, repeats, ref pairs @ ..] = numbers[..] else {
        return Err("time_hessian WIDTH LAYERS REPEATS [PAIRS]".into());
    };
    let mut stream = RandomStream::new(0, "time_hessian");
    let scale = (width as f64).sqrt().recip();
    let matrices = (0..layers).map(|_| stream.gaussian(width, width) * scale);
    let weights = Weights::new(matrices.collect())?;
    let hessian = HessianProduct::new(&weights, &stream.gaussian(width, width))?;
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
    }
    println!("}}");
    Ok(())
}

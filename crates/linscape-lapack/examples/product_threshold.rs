//! From which size on a product is worth a call of BLAS, and from which on several threads: prints
//! nanoseconds of square products by nalgebra, by one call of `dgemm`, and by `accumulate_product`
//! on all of rayon's threads.

#![allow(clippy::print_stdout, reason = "its output is the measurement")]
#![allow(unsafe_code, reason = "the blas crate has no safe interface")]

use linscape_lapack::{Factor, accumulate_product};
use nalgebra::DMatrix;
use std::hint::black_box;
use std::time::Instant;

/// The least time of a few rounds, for one repetition.
fn nanoseconds(repeats: u32, mut work: impl FnMut()) -> f64 {
    let round = |_| {
        let start = Instant::now();
        (0..repeats).for_each(|_| work());
        start.elapsed().as_secs_f64() * 1e9 / f64::from(repeats)
    };
    (0..7).map(round).fold(f64::INFINITY, f64::min)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    linscape_lapack::initialise()?;
    println!("{}", linscape_lapack::backend().description);
    println!("  order     nalgebra        dgemm   accumulate_product");
    for order in [2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 64, 96, 128, 160, 200, 256, 400, 1000] {
        let entry = |i: usize, j: usize| ((5 * i + 3 * j + i * j) % 13) as f64 - 6.0;
        let (a, b) = (DMatrix::from_fn(order, order, entry), DMatrix::from_fn(order, order, entry));
        let mut sum = DMatrix::zeros(order, order);
        let repeats = u32::try_from(20_000_000 / (order * order * order) + 1)?;
        let plain = nanoseconds(repeats, || sum.gemm(1.0, black_box(&a), black_box(&b), 0.0));
        let n = i32::try_from(order)?;
        let blas = nanoseconds(repeats, || {
            let (a, b) = (black_box(a.as_slice()), black_box(b.as_slice()));
            // SAFETY: all three are order × order.
            unsafe {
                blas::dgemm(b'N', b'N', n, n, n, 1.0, a, n, b, n, 0.0, sum.as_mut_slice(), n);
            }
        });
        let ours = nanoseconds(repeats, || {
            let (a, b) = (Factor::from(black_box(&a)), Factor::from(black_box(&b)));
            accumulate_product(1.0, a, b, 0.0, sum.as_mut_slice());
        });
        println!("{order:>7}  {plain:>11.0}  {blas:>11.0}  {ours:>11.0}");
    }
    Ok(())
}

#![allow(missing_docs, clippy::pedantic, clippy::all)]
use linscape_critical::*;
use linscape_curvature::RandomStream;
use linscape_flow::*;
fn main() {
    let _ = linscape_lapack::initialise();
    linscape_lapack::set_blas_threads(1);
    for (n, depth, rtols) in [(10usize, 3usize, vec![1e-6, 1e-8, 1e-10])] {
        let sigma: Vec<u32> = (1..=n as u32).rev().collect();
        let problem = Problem::from_spectrum(
            Architecture::new(vec![n; depth + 1]).unwrap(),
            Spectrum::exact_integers(&sigma),
        )
        .unwrap();
        let flow = GradientFlow::new(&Reduction::of_spectrum(problem), Coordinates::Whitened);
        let mut stream = RandomStream::new(1, "probe");
        let mats: Vec<_> = (0..depth)
            .map(|_| linscape_lapack::thin_qr(stream.gaussian(n, n)).unwrap().q * 1e-3)
            .collect();
        let mut mats = mats;
        {
            let w = Weights::new(mats.clone()).unwrap();
            if w.product().determinant() < 0.0 {
                mats[0].row_mut(0).neg_mut();
            }
        }
        let s0 = flow.state_of(&Weights::new(mats).unwrap()).unwrap();
        for m in [Method::BackwardDifferences, Method::Explicit] {
            for &rtol in &rtols {
                let t0 = std::time::Instant::now();
                let mut it = Integrator::start(&flow, m, Tolerances::relative(rtol), &s0).unwrap();
                let mut mid = vec![];
                let marks = [200.0, 400.0, 600.0, 1000.0];
                let mut k = 0;
                let mut last = 0.0;
                loop {
                    if let Err(e) = it.advance() {
                        println!("{e}");
                        break;
                    }
                    while k < 4 && it.time() >= marks[k] {
                        let s = it.interpolate(marks[k]);
                        mid.push(flow.loss(&s));
                        k += 1;
                    }
                    if flow.loss(&it.state()) < 1e-10 {
                        last = it.time();
                        break;
                    }
                }
                println!(
                    "n={n} {m} {rtol:e} t={:.9} {:?} {:?} {:?}",
                    last,
                    t0.elapsed(),
                    it.work(),
                    mid
                );
            }
        }
    }
}

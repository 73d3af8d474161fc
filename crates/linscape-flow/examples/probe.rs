#![allow(missing_docs, clippy::pedantic, clippy::all)]
use linscape_flow::*;
use linscape_critical::*;
fn main() {
    let problem = Problem::from_spectrum(Architecture::new(vec![1, 1]).unwrap(), Spectrum::exact_integers(&[2])).unwrap();
    let flow = GradientFlow::new(&Reduction::of_spectrum(problem), Coordinates::Whitened);
    for m in [Method::BackwardDifferences, Method::Explicit] {
    let mut it = Integrator::start(&flow, m, Tolerances::relative(1e-10), &[0.0]).unwrap();
    while it.time() < 1.0 { it.advance().unwrap(); }
    println!("{m} {} {} {:e}", it.previous_time(), it.time(), it.interpolate(1.0)[0] - 2.0*(1.0-(-1.0f64).exp()));
    }
}

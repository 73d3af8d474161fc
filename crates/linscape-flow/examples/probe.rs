#![allow(missing_docs, clippy::pedantic, clippy::all)]
use linscape_critical::*;
use linscape_flow::*;
use linscape_quotient::*;
fn main() {
    for (w, s) in [
        (vec![3, 3, 3, 3], vec![3u32, 2, 1]),
        (vec![3, 3, 3], vec![3, 2, 1]),
        (vec![4, 5, 4, 6, 3], vec![5, 5, 1]),
        (vec![10, 10, 10, 10], (1..=10).rev().collect()),
        (vec![10, 10, 10], (1..=10).rev().collect()),
        (vec![1, 1, 1, 1], vec![1]),
    ] {
        let problem = Problem::from_spectrum(
            Architecture::new(w.clone()).unwrap(),
            Spectrum::exact_integers(&s),
        )
        .unwrap();
        let l = Landscape::new(problem.clone(), None, &()).unwrap();
        let t0 = std::time::Instant::now();
        let (mut n, mut ok, mut worst) = (0, 0, 0.0f64);
        for e in l.graph().raw_edges().iter().filter(|e| e.weight.cover).take(300) {
            let f = &l.graph()[e.source()];
            let o = Orbit::along(&problem, &f.subset, &e.weight, 0.01, 0);
            n += 1;
            match o {
                Ok(o) => {
                    if o.verified {
                        ok += 1;
                        worst = worst.max(o.residual);
                    } else {
                        println!(
                            "{:?} {:?} {o:?}",
                            f.subset.indices(problem.spectrum().multiplicities()),
                            e.weight.kind
                        );
                    }
                }
                Err(e) => println!("{e}"),
            }
        }
        println!("{w:?}: {ok} of {n}, worst {worst:e} in {:?}", t0.elapsed());
    }
}

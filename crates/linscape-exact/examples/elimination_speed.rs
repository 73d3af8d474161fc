//! Two exact eliminations on Hessians at random points: `elimination_speed [WIDTH [DEPTH [LEARNED]]]`.
//!
//! The more modes are learned, the larger is the rank of the Hessian.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::time::Instant;

use linscape_exact::{
    Bars, Interior, Mode, ModeState, exact_inertia, exact_rank, fraction_free_inertia, random_point,
};
use num_rational::BigRational;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let width: usize = arguments.next().map_or(Ok(4), |text| text.parse())?;
    let depth: usize = arguments.next().map_or(Ok(4), |text| text.parse())?;
    let learned: usize = arguments.next().map_or(Ok(width / 2), |text| text.parse())?;
    let bars = bars(width, depth, learned);
    let mut seed = 1_u64;
    let mut draw = |bound: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % bound
    };
    let hessian = random_point(&bars, &mut draw)?.point.cleared().hessian();
    let bits = hessian.entries().iter().map(num_bigint::BigInt::bits).max().unwrap_or(0);
    println!("order {}, entries of up to {bits} bits", hessian.rows());
    let _ = exact_rank(&hessian); // The primes are found once.
    let start = Instant::now();
    let modular = exact_inertia(&hessian);
    println!("modulo primes   {:?}", start.elapsed());
    let start = Instant::now();
    let rank = exact_rank(&hessian);
    println!("rank alone      {:?}", start.elapsed());
    let start = Instant::now();
    let fraction_free = fraction_free_inertia(&hessian);
    println!("fraction-free   {:?}", start.elapsed());
    let signs =
        |inertia: &linscape_exact::ExactInertia| (inertia.negative, inertia.zero, inertia.positive);
    assert_eq!(signs(&modular), signs(&fraction_free));
    assert_eq!(rank, modular.negative + modular.positive);
    println!("index, nullity, coindex {:?}", signs(&modular));
    Ok(())
}

fn bars(width: usize, depth: usize, learned: usize) -> Bars {
    let modes = (0..width).map(|at| Mode {
        sigma: BigRational::from_integer((width - at).into()),
        state: if at < learned {
            ModeState::Learned
        } else {
            ModeState::Unlearned { input_end: 0, output_start: depth }
        },
    });
    let interior =
        (1..depth).flat_map(|layer| vec![Interior { start: layer, end: layer }; width - learned]);
    Bars {
        widths: vec![width; depth + 1],
        idle_inputs: 0,
        modes: modes.collect(),
        input_null: Vec::new(),
        output_null: Vec::new(),
        interior: interior.collect(),
    }
}

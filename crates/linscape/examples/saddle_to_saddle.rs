//! Gradient flow from small weights: the saddles it visits are those of the greedy path.

use linscape::{FlowOptions, ProblemOptions, run_flow};
use std::error::Error;

#[allow(clippy::print_stdout, reason = "an example prints what it found")]
fn main() -> Result<(), Box<dyn Error>> {
    let stated = ProblemOptions {
        sigma: Some("3,2,1".into()),
        widths: Some("3,3,3,3".into()),
        ..ProblemOptions::default()
    }
    .state()?;
    let run = run_flow(&stated, &FlowOptions::starting("balanced:1e-3"), None, &())?;
    let multiplicities = stated.problem.spectrum().multiplicities();
    let visited: Vec<_> =
        run.trajectory.visits.iter().map(|visit| visit.subset.indices(multiplicities)).collect();
    for (visit, modes) in run.trajectory.visits.iter().zip(&visited) {
        println!("from time {:>9.3}: {modes:?}", visit.enter);
    }
    assert_eq!(visited, [vec![], vec![1], vec![1, 2], vec![1, 2, 3]]);
    Ok(())
}

#[test]
fn it_finds_what_it_says() -> Result<(), Box<dyn Error>> {
    main()
}

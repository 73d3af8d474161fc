//! A format of one's own: the covers of the landscape as lines of Mermaid, from the petgraph graph.

use linscape::formats::subset_text;
use linscape::{ProblemOptions, list_landscape};
use std::error::Error;
use std::fmt::Write;

#[allow(clippy::print_stdout, reason = "an example prints what it found")]
fn main() -> Result<(), Box<dyn Error>> {
    let stated = ProblemOptions {
        sigma: Some("2,1".into()),
        widths: Some("2,2,2".into()),
        ..ProblemOptions::default()
    }
    .state()?;
    let landscape = list_landscape(&stated, None, &())?;
    let multiplicities = stated.problem.spectrum().multiplicities();
    let graph = landscape.graph();
    let mut text = "graph TD\n".to_owned();
    for (at, family) in graph.node_indices().zip(graph.node_weights()) {
        let modes = subset_text(&family.subset.indices(multiplicities));
        writeln!(text, "  {}[\"{modes}, loss {}\"]", at.index(), family.loss)?;
    }
    for at in graph.edge_indices().filter(|&at| graph[at].cover) {
        if let Some((from, to)) = graph.edge_endpoints(at) {
            writeln!(text, "  {} --> {}", from.index(), to.index())?;
        }
    }
    print!("{text}");
    assert_eq!(text.matches("-->").count(), 3);
    Ok(())
}

#[test]
fn it_finds_what_it_says() -> Result<(), Box<dyn Error>> {
    main()
}

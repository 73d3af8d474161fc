//! Progress of a trajectory: its loss and the saddle it is at.

use crate::terminal::{TerminalObserver, is_interrupted};
use linscape_critical::Problem;
use linscape_flow::{Glance, TrajectoryObserver};
use linscape_formats::number_text;
use linscape_formats::subset_text;
use std::ops::ControlFlow;

/// Shows time, loss and saddle on a terminal and stops when interrupted.
#[derive(Debug)]
pub(crate) struct TrajectoryProgress {
    bar: TerminalObserver,
    multiplicities: Vec<usize>,
}

impl TrajectoryProgress {
    pub(crate) fn new(problem: &Problem) -> Self {
        let multiplicities = problem.spectrum().multiplicities().to_vec();
        Self { bar: TerminalObserver::spinner(), multiplicities }
    }
}

impl TrajectoryObserver for TrajectoryProgress {
    fn glance(&self, glance: &Glance<'_>) -> ControlFlow<()> {
        let place = match glance.subset {
            Some(subset) => format!("at {}", subset_text(&subset.indices(&self.multiplicities))),
            None => "between saddles".to_owned(),
        };
        let (time, loss) = (number_text(glance.time), number_text(glance.loss));
        self.bar.say(format!("step {}, time {time}, loss {loss}, {place}", glance.steps));
        if is_interrupted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

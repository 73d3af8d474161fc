//! `plot bifurcation` and `plot barriers`.

use crate::arguments::ProblemArguments;
use crate::terminal::Failure;
use anyhow::anyhow;
use linscape_pictures::{barrier_picture, bifurcation_picture};

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Drawing {
    /// Learned fraction against decay.
    Bifurcation,
    /// Minima and passes.
    Barriers,
}

/// The picture of a problem with decay.
pub(crate) fn picture(arguments: &ProblemArguments, drawing: Drawing) -> Result<String, Failure> {
    let Some(stated) = arguments.state_decayed()? else {
        return Err(anyhow!("this picture is one of weight decay: give --decay λ").into());
    };
    let (problem, source) = (&stated.stated.problem, stated.stated.source.as_ref());
    match drawing {
        Drawing::Bifurcation => Ok(bifurcation_picture(problem, &stated.decayed, source)),
        Drawing::Barriers if stated.decayed.depth() < 3 => Err(anyhow!(
            "a network of depth {} with weight decay has no spurious minima, hence no barriers",
            stated.decayed.depth()
        )
        .into()),
        Drawing::Barriers => Ok(barrier_picture(problem, &stated.decayed, source)),
    }
}

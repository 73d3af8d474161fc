//! `plot`, and the diagram of a page.

use super::{of_either, of_plain};
use crate::answer::{Answer, Refusal};
use crate::question::{Curve, DiagramAsked, PlotAsked, Scale};
use linscape::{
    Picture, ProblemOptions, StatedDecay, StatedProblem, ValuesDrawn, list_decayed, list_landscape,
    plot_barriers, plot_bifurcation, plot_decayed_trajectory, plot_spectrum, plot_surface,
    plot_trajectory, plot_values,
};
use linscape_critical::Observer;
use linscape_formats::{
    StoredTrajectory, parse_decayed_trajectory, parse_trajectory, read_document,
};
use linscape_pictures::{
    HeightChoice, decayed_landscape_diagram, landscape_diagram, places_on_diagram,
};
use std::num::NonZeroUsize;
use std::path::Path;

pub(super) fn plot(
    problem: &ProblemOptions,
    asked: &PlotAsked,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    let drawn = |svg: String| Answer { document: svg.into_bytes(), ..Answer::default() };
    match asked.curve {
        Curve::Values => of_plain(problem, |stated| {
            let Picture { svg, interrupted } =
                plot_values(stated, ValuesDrawn::default(), observer)?;
            Ok(drawn(svg).incomplete_if(interrupted))
        }),
        Curve::Spectrum => of_plain(problem, |stated| Ok(drawn(plot_spectrum(stated)))),
        Curve::Bifurcation => Ok(drawn(plot_bifurcation(&with_decay(problem)?))),
        Curve::Barriers => Ok(drawn(plot_barriers(&with_decay(problem)?)?)),
        Curve::Surface => of_plain(problem, |stated| {
            let modes = asked.modes.unwrap_or([1, 2]);
            Ok(drawn(plot_surface(stated, modes, &asked.learned)?))
        }),
        Curve::Trajectory => {
            let missing = || Refusal::of_input("--trajectory names the trajectory");
            let path = asked.trajectory.as_ref().ok_or_else(missing)?;
            of_either(
                problem,
                |stated| Ok(drawn(plot_trajectory(stated, &trajectory_of(path, stated)?))),
                |stated| {
                    Ok(drawn(plot_decayed_trajectory(stated, &decayed_trajectory(path, stated)?)))
                },
            )
        }
    }
}

/// The problem of a picture of weight decay.
fn with_decay(problem: &ProblemOptions) -> Result<StatedDecay, Refusal> {
    let missing = || Refusal::of_input("this picture is one of weight decay: give --decay λ");
    problem.state_decayed()?.ok_or_else(missing)
}

fn trajectory_of(path: &Path, stated: &StatedProblem) -> Result<StoredTrajectory, Refusal> {
    Ok(parse_trajectory(&read_document(path)?, &stated.problem)?)
}

fn decayed_trajectory(path: &Path, stated: &StatedDecay) -> Result<StoredTrajectory, Refusal> {
    let (problem, decayed) = (&stated.stated.problem, &stated.decayed);
    Ok(parse_decayed_trajectory(&read_document(path)?, problem, decayed)?)
}

pub(super) fn diagram(
    problem: &ProblemOptions,
    asked: &DiagramAsked,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    let limit = asked.limit.map(NonZeroUsize::get);
    let plainly = |stated: &StatedProblem| {
        let found = list_landscape(stated, limit, observer)?;
        let over = asked.trajectory.as_ref().map(|path| trajectory_of(path, stated)).transpose()?;
        let svg = landscape_diagram(&found, asked.scale.choice(), over.as_ref());
        let drawn = Answer { document: svg.into_bytes(), ..Answer::default() };
        Ok(drawn.incomplete_if(found.is_interrupted()))
    };
    let decayed = |stated: &StatedDecay| {
        let found = list_decayed(stated, limit, observer)?;
        let over = asked.trajectory.as_ref();
        let over = over.map(|path| decayed_trajectory(path, stated)).transpose()?;
        let svg = decayed_landscape_diagram(&found, asked.scale.choice(), over.as_ref());
        let drawn = Answer { document: svg.into_bytes(), ..Answer::default() };
        Ok(drawn.incomplete_if(found.is_interrupted()))
    };
    of_either(problem, plainly, decayed)
}

pub(super) fn places(
    problem: &ProblemOptions,
    asked: &DiagramAsked,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    of_plain(problem, |stated| {
        let Some(path) = &asked.trajectory else {
            return Err(Refusal::of_input("--trajectory names the trajectory"));
        };
        let found = list_landscape(stated, asked.limit.map(NonZeroUsize::get), observer)?;
        let trajectory = trajectory_of(path, stated)?;
        let places = places_on_diagram(&found, asked.scale.choice(), &trajectory);
        Answer::written(|out| Ok(serde_json::to_writer(out, &places)?))
    })
}

impl Scale {
    fn choice(self) -> HeightChoice {
        match self {
            Self::Automatic => HeightChoice::Automatic,
            Self::Linear => HeightChoice::Linear,
            Self::Logarithmic => HeightChoice::Logarithmic,
            Self::Even => HeightChoice::Even,
        }
    }
}

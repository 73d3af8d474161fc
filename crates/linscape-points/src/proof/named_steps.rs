//! The theorem's paths of escape as steps between bars of a point.

use linscape_exact::{BarName, Bars, ModeState, Step};

use linscape_strata::EscapePath;

/// Steps that take the path at a point with these bars: the first way to give each link bars of the
/// right layers, begun and ended at one mode. None when there is no such way, and the theorem
/// names a path that the point does not have.
pub(super) fn named_steps(path: &EscapePath, bars: &Bars) -> Option<Vec<Step>> {
    let modes = bars.modes.iter().enumerate();
    let mut same_pair = modes.filter(|(_, mode)| {
        let (input_end, output_start) = (path.pair.input_end, path.pair.output_start);
        mode.state == ModeState::Unlearned { input_end, output_start }
    });
    let all = bars.all();
    same_pair.find_map(|(mode, _)| {
        let mut steps = Vec::with_capacity(path.links.len());
        Naming { path, all: &all, mode }.name(BarName::Input(mode), &mut steps).then_some(steps)
    })
}

struct Naming<'a> {
    path: &'a EscapePath,
    all: &'a [(BarName, usize, usize)],
    mode: usize,
}

impl Naming<'_> {
    /// Names the links from the next one on; `from` is the bar the last step reached.
    fn name(&self, from: BarName, steps: &mut Vec<Step>) -> bool {
        let Some(link) = self.path.links.get(steps.len()) else {
            return from == BarName::Output(self.mode);
        };
        let fits = |&&(name, start, end): &&(BarName, usize, usize)| {
            (start, end) == (link.to.start, link.to.end)
                && name != from
                && !matches!(name, BarName::Learned(_))
        };
        for &(to, ..) in self.all.iter().filter(fits) {
            let step = Step { layer: link.layer, from, to };
            if step.crosses_null() != link.across_null {
                continue;
            }
            steps.push(step);
            if self.name(to, steps) {
                return true;
            }
            steps.pop();
        }
        false
    }
}

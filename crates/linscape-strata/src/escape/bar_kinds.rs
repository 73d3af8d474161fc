//! The bars of a stratum that a path of escape can rest on.

use crate::{Bar, ModePair, Stratum, Summand};

/// What may be done with a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Input(ModePair),
    Output(ModePair),
    InputNull,
    OutputNull,
    Interior,
}

/// All bars of one kind; full bars, which no path may use, are of none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BarKind {
    pub(crate) bar: Bar,
    pub(crate) role: Role,
    /// How many bars the stratum has of this kind.
    pub(crate) copies: usize,
}

impl BarKind {
    /// Every kind of bar of the stratum.
    pub(crate) fn of(stratum: &Stratum, depth: usize) -> Vec<Self> {
        let mut kinds = Vec::with_capacity(2 * stratum.summands().len());
        for &(summand, copies) in stratum.summands() {
            let mut push = |start, end, role| {
                kinds.push(Self { bar: Bar { start, end }, role, copies });
            };
            match summand {
                Summand::Unlearned(pair) => {
                    push(0, pair.input_end, Role::Input(pair));
                    push(pair.output_start, depth, Role::Output(pair));
                }
                Summand::InputNull { end } => push(0, end, Role::InputNull),
                Summand::OutputNull { start } => push(start, depth, Role::OutputNull),
                Summand::Interior(bar) => push(bar.start, bar.end, Role::Interior),
            }
        }
        kinds
    }

    /// A step from a bar of this kind to one of the other leads from an input-null to an
    /// output-null bar: the Hessian holds it back.
    pub(crate) fn crosses_null_to(&self, other: &Self) -> bool {
        (self.role, other.role) == (Role::InputNull, Role::OutputNull)
    }

    /// The same kind in the network read from the output: inputs and outputs change places.
    pub(crate) fn mirrored(&self, depth: usize) -> Self {
        let bar = Bar { start: depth - self.bar.end, end: depth - self.bar.start };
        let role = match self.role {
            Role::Input(pair) => Role::Output(pair),
            Role::Output(pair) => Role::Input(pair),
            Role::InputNull => Role::OutputNull,
            Role::OutputNull => Role::InputNull,
            Role::Interior => Role::Interior,
        };
        Self { bar, role, copies: self.copies }
    }
}

//! Kinds of lines between nodes.

/// What a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LineKind {
    /// A mode is learned; with weight decay, one on a pass grows.
    Learn,
    /// With weight decay: a mode on a pass is lost.
    Fall,
    /// A mode for a better one.
    Swap,
    /// A step of the path that is emphasised: the greedy one, or that over the passes.
    Path,
}

impl LineKind {
    /// The class of the line.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Learn => "learn",
            Self::Fall => "fall",
            Self::Swap => "swap",
            Self::Path => "greedy",
        }
    }
}

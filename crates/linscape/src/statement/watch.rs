//! Who watches the reading of long files.

use linscape_critical::{Observer, Progress};
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

/// An observer that goes with options: they are equal whoever watches.
#[derive(Clone, Default)]
pub struct Watch(Option<Arc<dyn Observer + Send>>);

impl Watch {
    /// Watched by an observer.
    #[must_use]
    pub fn by(observer: impl Observer + Send + 'static) -> Self {
        Self(Some(Arc::new(observer)))
    }
}

impl Observer for Watch {
    fn advance(&self, progress: Progress) -> ControlFlow<()> {
        self.0.as_ref().map_or(ControlFlow::Continue(()), |observer| observer.advance(progress))
    }
}

impl PartialEq for Watch {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "watched" } else { "unwatched" })
    }
}

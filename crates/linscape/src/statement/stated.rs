//! A problem with weight decay or without.

use crate::statement::KnownDecay;
use crate::{
    DecayOptionError, ProblemOptions, StatedDecay, StatedOwn, StatedProblem, StatementError,
};
use std::sync::Arc;

/// A problem as options state it, with weight decay or without: whoever asks of it has to say which
/// of the two it means. Copies share it.
///
/// # Examples
/// ```
/// use linscape::ProblemOptions;
/// let mut options = ProblemOptions {
///     sigma: Some("3,2".to_owned()),
///     widths: Some("2,2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// assert!(options.state_either()?.without_decay().is_ok());
/// options.decay = Some("1/2".to_owned());
/// assert!(options.state_either()?.without_decay().is_err());
/// # Ok::<(), linscape::StatementError>(())
/// ```
#[derive(Debug, Clone)]
pub enum Stated {
    /// Without weight decay.
    Plain(Arc<StatedProblem>),
    /// With weight decay.
    Decayed(Arc<StatedDecay>),
    /// With decay of the data's own weights, where no closed form names the points by words.
    Own(Arc<StatedOwn>),
}

impl Stated {
    /// What is the same with and without decay: widths, singular values, data.
    #[must_use]
    pub fn problem(&self) -> &StatedProblem {
        match self {
            Self::Plain(stated) => stated,
            Self::Decayed(decayed) => &decayed.stated,
            Self::Own(own) => &own.stated,
        }
    }

    /// The problem with its decay, if it has some.
    #[must_use]
    pub fn decayed(&self) -> Option<&StatedDecay> {
        match self {
            Self::Plain(_) | Self::Own(_) => None,
            Self::Decayed(decayed) => Some(decayed),
        }
    }

    /// The problem, for what does not know decay.
    ///
    /// # Errors
    /// When it has some.
    pub fn without_decay(&self) -> Result<&StatedProblem, StatementError> {
        match self {
            Self::Plain(stated) => Ok(stated),
            Self::Decayed(_) => Err(DecayOptionError::NotHere.into()),
            Self::Own(_) => Err(DecayOptionError::OwnNotHere.into()),
        }
    }
}

impl ProblemOptions {
    /// The problem, with its weight decay if it has some.
    ///
    /// # Errors
    /// As [`state`](Self::state) and [`state_decayed`](Self::state_decayed).
    pub fn state_either(&self) -> Result<Stated, StatementError> {
        let mut stated = self.state_with_decay()?;
        Ok(match stated.decay.take() {
            None => Stated::Plain(Arc::new(stated)),
            Some(KnownDecay::Words(decayed)) => {
                Stated::Decayed(Arc::new(StatedDecay { stated, decayed: *decayed }))
            }
            Some(KnownDecay::Points(found)) => {
                Stated::Own(Arc::new(StatedOwn { stated, own: found.own, case: found.case }))
            }
            Some(KnownDecay::WithoutData) => return Err(DecayOptionError::DataLeftBehind.into()),
        })
    }

    /// The problem with its weight decay; `None` when it has none, and then
    /// [`state`](Self::state) states it.
    ///
    /// # Errors
    /// [`StatementError`], one line that names the option or file; among them that there is no closed
    /// form for decay of the data's own weights.
    ///
    /// # Examples
    /// ```
    /// use linscape::ProblemOptions;
    /// let options = ProblemOptions {
    ///     sigma: Some("3,2".to_owned()),
    ///     widths: Some("2,2,2,2".to_owned()),
    ///     decay: Some("1/2".to_owned()),
    ///     ..ProblemOptions::default()
    /// };
    /// let stated = options.state_decayed()?.expect("decay was given");
    /// assert_eq!(stated.decayed.decay().mean(), 0.5);
    /// // Whoever does not know of decay refuses it.
    /// assert!(options.state().is_err());
    /// # Ok::<(), linscape::StatementError>(())
    /// ```
    pub fn state_decayed(&self) -> Result<Option<StatedDecay>, StatementError> {
        match self.state_any_decay()? {
            None => Ok(None),
            Some(Stated::Decayed(decayed)) => Ok(Some(Arc::unwrap_or_clone(decayed))),
            Some(stated) => stated.without_decay().map(|_| None),
        }
    }

    /// The problem with its weight decay, whatever is known of it; `None` when it has none.
    ///
    /// # Errors
    /// As [`state_decayed`](Self::state_decayed), except that the data's own weights may decay.
    pub fn state_any_decay(&self) -> Result<Option<Stated>, StatementError> {
        // Without a word of decay nothing is read for it.
        let says_nothing = self.decay.is_none() && self.decay_on.is_none() && !self.continued;
        if says_nothing && self.problem.is_none() {
            return Ok(None);
        }
        let stated = self.state_either()?;
        Ok((!matches!(stated, Stated::Plain(_))).then_some(stated))
    }
}

//! The steps that the names of checkpoints state.

use std::path::{Path, PathBuf};

use crate::weights::checkpoint_numbers;

/// The steps in the names of checkpoints: of names that differ in one number, that number. `None` where
/// a name has no such number, where names differ in more, or where the numbers do not increase.
///
/// # Edge cases
/// Of a single name the last number counts, if there is one. In `run.npz:3` the 3 is a number of the name.
///
/// # Examples
/// ```
/// use linscape_formats::steps_in_names;
/// let steps = |names: &[&str]| steps_in_names(&names.iter().map(Into::into).collect::<Vec<_>>());
/// assert_eq!(steps(&["run2/step0.npz", "run2/step1e3.npz"]), Some(vec![0.0, 1000.0]));
/// assert_eq!(steps(&["last.npz"]), None);
/// assert_eq!(steps(&["step2.npz", "step1.npz"]), None);
/// ```
#[must_use]
pub fn steps_in_names(files: &[PathBuf]) -> Option<Vec<f64>> {
    // The numbers of an ending such as .h5 are none of a step's; that of a checkpoint in a file is.
    let name = |file: &PathBuf| {
        let whole = file.to_string_lossy().into_owned();
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let place = whole.rsplit_once(':').filter(|(_, at)| is_number(at));
        let (path, at) = place.map_or((whole.as_str(), ""), |(path, at)| (path, at));
        format!("{} {at}", Path::new(path).with_extension("").to_string_lossy())
    };
    let names: Vec<String> = files.iter().map(name).collect();
    let split: Vec<(Vec<&str>, Vec<f64>)> =
        names.iter().map(|name| checkpoint_numbers(name)).collect();
    let (words, first) = split.first()?;
    if split.iter().any(|(other, numbers)| other != words || numbers.len() != first.len()) {
        return None;
    }
    #[allow(clippy::float_cmp, reason = "the same digits are the same number")]
    let differs = |at: &usize| split.iter().any(|(_, numbers)| numbers[*at] != first[*at]);
    let mut differing = (0..first.len()).filter(differs);
    let place = match (differing.next(), files.len()) {
        (Some(place), _) => place,
        (None, 1) => first.len().checked_sub(1)?,
        (None, _) => return None,
    };
    let steps: Vec<f64> = split.iter().map(|(_, numbers)| numbers[place]).collect();
    let increase = steps.windows(2).all(|pair| pair[0] < pair[1]);
    (differing.next().is_none() && increase).then_some(steps)
}

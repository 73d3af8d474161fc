//! A number with its noun.

use std::fmt::Display;

/// `1 mode`, `2 modes`, `0 modes`: a number of any size with the noun that goes with it, as every message and
/// every table says it.
///
/// # Examples
/// ```
/// use linscape_critical::numbered;
/// assert_eq!(numbered(1, "family", "families"), "1 family");
/// assert_eq!(numbered(12, "family", "families"), "12 families");
/// ```
#[must_use]
#[allow(clippy::needless_pass_by_value, reason = "numbers, which are copied")]
pub fn numbered(number: impl Display, one: &str, many: &str) -> String {
    let number = number.to_string();
    let noun = if number == "1" { one } else { many };
    format!("{number} {noun}")
}

//! Room in memory, asked for before it is taken.

use thiserror::Error;

/// Most bytes that one piece of work may take.
///
/// Whatever an option can make large is estimated first and refused with the number: a refusal says
/// what to ask for instead, where running out of memory ends the program, or an interpreter with
/// all that is in it, and leaves nothing.
pub const LARGEST_WORK: u64 = 2 << 30;

/// Work that would take more memory than [`LARGEST_WORK`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what} take {}, more than the {} that are held", in_units(*bytes), in_units(*most))]
pub struct TooLarge {
    /// What would be held, in the plural.
    pub what: &'static str,
    /// Bytes it would take, at most 2⁶⁴ − 1.
    pub bytes: u64,
    /// Most that are held.
    pub most: u64,
}

/// Whether there is room for `number` things of `bytes_each` bytes.
///
/// # Errors
/// [`TooLarge`] when they take more than [`LARGEST_WORK`].
///
/// # Edge cases
/// The product does not overflow.
///
/// # Examples
/// ```
/// use linscape_critical::room_for;
/// assert!(room_for("weights", 1 << 20, 8).is_ok());
/// let refused = room_for("weights", 1 << 40, 8).expect_err("8 TiB");
/// assert_eq!(refused.to_string(), "weights take 8796 GB, more than the 2.1 GB that are held");
/// ```
pub fn room_for(what: &'static str, number: usize, bytes_each: usize) -> Result<(), TooLarge> {
    let bytes = (number as u64).saturating_mul(bytes_each as u64);
    if bytes > LARGEST_WORK { Err(TooLarge { what, bytes, most: LARGEST_WORK }) } else { Ok(()) }
}

/// Bytes for people.
fn in_units(bytes: u64) -> String {
    let bytes = bytes as f64;
    match bytes {
        0.0..1e9 => format!("{:.1} MB", bytes / 1e6),
        1e9..1e11 => format!("{:.1} GB", bytes / 1e9),
        1e11..1e15 => format!("{:.0} GB", bytes / 1e9),
        _ => format!("{:.1e} GB", bytes / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_itself_is_granted_and_no_product_overflows() {
        let most = usize::try_from(LARGEST_WORK).unwrap_or(usize::MAX);
        assert_eq!(room_for("bytes", most, 1), Ok(()));
        assert!(room_for("bytes", most + 1, 1).is_err());
        let refused = room_for("numbers", usize::MAX, usize::MAX);
        assert!(refused.is_err_and(|error| error.to_string().contains("1.8e10 GB")));
        assert_eq!(in_units(1_500_000), "1.5 MB");
        assert_eq!(in_units(2_500_000_000), "2.5 GB");
    }
}

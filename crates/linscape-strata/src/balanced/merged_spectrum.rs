//! Equal eigenvalues as one, with a multiplicity.

use super::eigenvalue::Eigenvalue;

/// Relative to the values themselves: closer ones differ by rounding only, since a closed form adds
/// numbers of one sign, and differences of exact numbers are exact.
const ROUNDING: f64 = 1e-13;

/// Merges eigenvalues that differ by no more than rounding from the first of their group; the result
/// is increasing, and the multiplicities add up as before. A zero of the closed form is exact: no
/// other value, however small, is merged with it.
///
/// # Examples
/// ```
/// use linscape_strata::Eigenvalue;
/// use linscape_strata::merged_spectrum;
/// let eigenvalue = |value, multiplicity| Eigenvalue { value, multiplicity };
/// let merged = merged_spectrum(&[eigenvalue(2.0, 1), eigenvalue(1.0, 3), eigenvalue(2.0, 2)]);
/// assert_eq!(merged, [eigenvalue(1.0, 3), eigenvalue(2.0, 3)]);
/// ```
#[must_use]
pub fn merged_spectrum(eigenvalues: &[Eigenvalue]) -> Vec<Eigenvalue> {
    let mut sorted = eigenvalues.to_vec();
    sorted.sort_by(|a, b| a.value.total_cmp(&b.value));
    let mut merged: Vec<Eigenvalue> = Vec::new();
    for next in sorted {
        match merged.last_mut() {
            Some(last) if next.value - last.value <= ROUNDING * last.value.abs() => {
                last.multiplicity += next.multiplicity;
            }
            _ => merged.push(next),
        }
    }
    merged
}

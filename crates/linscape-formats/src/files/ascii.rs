//! Our symbols for a terminal that has none.

/// The text in ASCII, for people: letters by their names, signs by what typists write.
///
/// A name that is longer than its letter takes the spaces behind it, all but one, so that columns stay
/// under each other where there is room.
pub(crate) fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut surplus = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character.is_ascii() {
            let is_spare = surplus > 0 && character == ' ' && characters.peek() == Some(&' ');
            if is_spare {
                surplus -= 1;
            } else {
                out.push(character);
            }
            if character != ' ' {
                surplus = 0;
            }
            continue;
        }
        let name = name_of(character);
        out.push_str(name);
        surplus += name.len().saturating_sub(1);
    }
    out
}

fn name_of(character: char) -> &'static str {
    match character {
        'σ' => "sigma",
        'Σ' => "Sigma",
        'λ' => "lambda",
        'τ' => "tau",
        'κ' => "kappa",
        'ε' => "eps",
        'δ' => "delta",
        'θ' => "theta",
        'γ' => "gamma",
        'μ' => "mu",
        'ρ' => "rho",
        'η' => "eta",
        'ψ' => "psi",
        'Ẇ' => "W'",
        '√' => "sqrt ",
        '∇' => "grad ",
        '\u{304}' => "bar",
        '∅' => "{}",
        '∂' => "d",
        '½' => "1/2",
        '‖' => "||",
        '−' | '–' | '─' | '‑' | '⁻' | '₋' => "-",
        '→' => "->",
        '←' => "<-",
        '≤' => "<=",
        '≥' => ">=",
        '≈' | '∼' => "~",
        '±' => "+-",
        '×' => "x",
        '·' => "*",
        '⋯' | '…' => "...",
        '●' | 'ö' => "o",
        '²' => "^2",
        '³' => "^3",
        'ᵀ' => "^T",
        '₀' => "0",
        '₁' => "1",
        '₂' => "2",
        '₊' => "+",
        '∞' => "inf",
        '∖' => "\\",
        '∪' => "u",
        '∈' => "in",
        'ß' => "ss",
        'é' | 'è' => "e",
        'Ş' | 'ş' => "s",
        '’' => "'",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_have_names_and_columns_stay_where_they_can() {
        assert_eq!(ascii("L = ½‖Y − W_h⋯W_1 X‖²"), "L = 1/2||Y - W_h...W_1 X||^2");
        assert_eq!(ascii(" ∅         7\n {1}     2.5"), " {}        7\n {1}     2.5");
        assert_eq!(ascii("Σ            rank 3"), "Sigma        rank 3");
        assert_eq!(ascii("●─●─●"), "o-o-o");
        assert!(ascii("日本 ½").is_ascii());
    }
}

//! Critical values as a table for people.

use crate::decay::write_decayed_problem;
use crate::text::{Tone, text_table, values_text, write_problem};
use crate::{BelowLoss, NumbersApart, ReportStyle, ValueListing, ValueOrder, ValueRow, exact_text};
use num_bigint::BigUint;
use num_rational::BigRational;
use std::io::{self, Write};

/// Rows shown at either end of a complete listing.
const ENDS: usize = 10;

impl ValueListing<'_> {
    /// Writes a table of the values; of a complete listing only both ends, when it is long.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_table(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        let rows = self.rows.len();
        match self.decay {
            Some(decayed) => {
                write_decayed_problem(&mut out, self.problem, self.source, decayed)?;
            }
            None => write_problem(&mut out, self.problem, self.source)?,
        }
        writeln!(out, "families     {}", self.families)?;
        if let Some(values) = self.critical_values {
            writeln!(out, "values       {}", values_text(&values.to_string()))?;
        }
        if let Some(below) = self.below {
            let bound = format!("below {}", below.text);
            writeln!(out, "{bound:<12} {}", families_below(below))?;
        }
        if self.order == ValueOrder::CountBelow {
            return Ok(());
        }
        writeln!(out)?;
        let is_long = self.order == ValueOrder::All && rows > 2 * ENDS + 1;
        let shown: Vec<usize> = if is_long {
            (0..ENDS).chain(rows - ENDS..rows).collect()
        } else {
            (0..rows).collect()
        };
        let has_exact = match self.decay {
            Some(_) => self.rows.rows().next().is_some_and(|row| row.exact_loss.is_some()),
            None => self.problem.has_exact_losses(),
        };
        let mut header = vec!["value", "loss", "families"];
        if has_exact {
            header.insert(2, "exact loss");
        }
        let has_subsets = self.rows.rows().next().is_some_and(|row| row.subsets.is_some());
        if has_subsets {
            header.push("learned");
        }
        let rows_shown: Vec<(usize, ValueRow, Option<BigRational>)> = shown
            .iter()
            .zip(self.rows.at(&shown))
            .map(|(&at, row)| {
                let exact = row.exact_loss.as_deref().and_then(|text| text.parse().ok());
                (at, row, exact)
            })
            .collect();
        let losses = NumbersApart::of_exact(
            rows_shown.iter().map(|(_, row, exact)| (row.loss, exact.clone())),
        );
        let body = rows_shown.iter().map(|(at, row, exact)| {
            let mark = if row.undecided { "≈ " } else { "" };
            let loss = mark.to_owned() + &losses.exact_text(row.loss, exact.as_ref());
            let mut cells = vec![self.label(*at), loss, row.multiplicity.to_string()];
            let learned = row.subsets_text();
            if has_exact {
                cells.insert(2, exact.as_ref().map(exact_text).unwrap_or_default());
            }
            if has_subsets {
                cells.push(learned);
            }
            (Tone::Plain, cells)
        });
        writeln!(out, "{}", text_table(&header, body, style))?;
        if self.rows.has_undecided() {
            writeln!(out, "\nLosses marked ≈ are closer than rounding and not proved equal.")?;
        }
        if is_long {
            let hidden = rows - 2 * ENDS;
            writeln!(out, "\n{hidden} values between are not shown; write all with -o FILE.csv")?;
        }
        if self.incomplete {
            writeln!(out, "\nInterrupted: the first {rows} values only.")?;
        }
        Ok(())
    }

    /// The position of a value, counted from the end that the listing starts at.
    fn label(&self, at: usize) -> String {
        match self.order {
            ValueOrder::Highest => format!("top-{at}"),
            _ => at.to_string(),
        }
    }
}

/// How many families are below a loss, in words.
fn families_below(below: &BelowLoss) -> String {
    match below.families.number() {
        Ok(number) if *number == 1_u32.into() => "1 family".to_owned(),
        Ok(number) => format!("{number} families"),
        Err((at_least, at_most)) => {
            format!("between {} and {} families", whole_text(at_least), whole_text(at_most))
        }
    }
}

/// A whole number with all its digits, or the first of very many.
fn whole_text(number: &BigUint) -> String {
    const MOST_DIGITS: usize = 20;
    let digits = number.to_string();
    if digits.len() <= MOST_DIGITS {
        return digits;
    }
    format!("{}.{}e{}", &digits[..1], &digits[1..5], digits.len() - 1)
}

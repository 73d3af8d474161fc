//! A report as a table for programs.

use crate::text::REPORT_HEADER;
use crate::words::subset_text;
use linscape_quotient::Landscape;
use std::io::{self, Write};

/// One row a family, numbers in full, empty cells where there is none.
pub(crate) fn write_csv_table(out: impl Write, landscape: &Landscape) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(REPORT_HEADER.map(|column| column.replace(' ', "_")))?;
    let multiplicities = landscape.problem().spectrum().multiplicities();
    for family in landscape.families() {
        let balanced = &family.balanced;
        table.write_record([
            if family.fiber < 0 { String::new() } else { family.fiber.to_string() },
            family.loss.to_string(),
            subset_text(&family.subset.indices(multiplicities)),
            family.subset.rank().to_string(),
            balanced.point_type.to_string().replace(' ', "_"),
            balanced.inertia.negative.to_string(),
            balanced.inertia.zero.to_string(),
            balanced.inertia.positive.to_string(),
            balanced.escape_order.map_or_else(String::new, |order| order.to_string()),
            balanced.rate.map_or_else(String::new, |rate| rate.to_string()),
        ])?;
    }
    table.flush()
}

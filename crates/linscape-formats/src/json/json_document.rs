//! The layout of JSON output: one top-level field a line, one row of a table a line.

use serde::Serialize;
use std::io::{self, Write};

/// Writes a JSON object field by field, so that long tables need not be held in memory and a
/// reader finds one family, edge or value on each line.
#[derive(Debug)]
pub(crate) struct JsonDocument<W> {
    out: W,
    is_empty: bool,
}

impl<W: Write> JsonDocument<W> {
    pub(crate) fn begin(mut out: W) -> io::Result<Self> {
        out.write_all(b"{")?;
        Ok(Self { out, is_empty: true })
    }

    /// A document that says what it is and who wrote it.
    pub(crate) fn of_schema(out: W, schema: &str) -> io::Result<Self> {
        let mut document = Self::begin(out)?;
        document.field("schema", &schema)?;
        document.field("generator", &Generator::THIS)?;
        Ok(document)
    }

    /// A field on a line of its own.
    pub(crate) fn field(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.name(name)?;
        serde_json::to_writer(&mut self.out, value)?;
        Ok(())
    }

    /// A field that holds a table, one row a line.
    pub(crate) fn rows<R: Serialize>(
        &mut self,
        name: &str,
        rows: impl IntoIterator<Item = R>,
    ) -> io::Result<()> {
        self.name(name)?;
        self.out.write_all(b"[")?;
        for (at, row) in rows.into_iter().enumerate() {
            self.out.write_all(if at == 0 { b"\n    " } else { b",\n    " })?;
            serde_json::to_writer(&mut self.out, &row)?;
        }
        self.out.write_all(b"]")
    }

    /// A field that holds a table whose rows are JSON texts already.
    pub(crate) fn raw_rows(&mut self, name: &str, rows: &[String]) -> io::Result<()> {
        self.name(name)?;
        self.out.write_all(b"[")?;
        for (at, row) in rows.iter().enumerate() {
            self.out.write_all(if at == 0 { b"\n    " } else { b",\n    " })?;
            self.out.write_all(row.as_bytes())?;
        }
        self.out.write_all(b"]")
    }

    /// Ends it, and says of work that was interrupted that it is incomplete.
    pub(crate) fn end_of_work(mut self, is_interrupted: bool) -> io::Result<()> {
        if is_interrupted {
            self.field("incomplete", &true)?;
        }
        self.end()
    }

    pub(crate) fn end(mut self) -> io::Result<()> {
        self.out.write_all(b"\n}\n")
    }

    fn name(&mut self, name: &str) -> io::Result<()> {
        self.out.write_all(if self.is_empty { b"\n  " } else { b",\n  " })?;
        self.is_empty = false;
        serde_json::to_writer(&mut self.out, name)?;
        self.out.write_all(b": ")
    }
}

/// Who wrote a document.
#[derive(Debug, Serialize)]
pub(crate) struct Generator {
    name: &'static str,
    version: &'static str,
}

impl Generator {
    pub(crate) const THIS: Self = Self { name: "linscape", version: env!("CARGO_PKG_VERSION") };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_and_every_row_has_its_line() {
        let mut bytes = Vec::new();
        let mut document = JsonDocument::begin(&mut bytes).expect("memory");
        document.field("a", &[1, 2]).expect("memory");
        document.rows("b", [[1], [2]]).expect("memory");
        document.rows("none", Vec::<u8>::new()).expect("memory");
        document.end().expect("memory");
        let text = String::from_utf8(bytes).expect("text");
        let expected = "{\n  \"a\": [1,2],\n  \"b\": [\n    [1],\n    [2]],\n  \"none\": []\n}\n";
        assert_eq!(text, expected);
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    }
}

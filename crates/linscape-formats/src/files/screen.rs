//! What the terminals behind standard output and standard error can show.

use comfy_table::Table;
use std::io::{self, IsTerminal};
use std::sync::OnceLock;

/// One standard stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Screen {
    /// Whether a terminal is behind it.
    pub is_terminal: bool,
    /// Whether escapes of our colours pass.
    pub colour: bool,
    /// Whether it shows ASCII only.
    pub ascii: bool,
    /// How many columns it has, if a terminal says so.
    pub width: Option<usize>,
}

/// Standard output and standard error, as the program that owns them set them up.
static SCREENS: OnceLock<[Screen; 2]> = OnceLock::new();

/// Fewer columns than this are no terminal for tables.
const NARROWEST: usize = 40;

impl Screen {
    /// What the terminal behind standard output says of itself.
    #[must_use]
    pub fn of_output() -> Self {
        Self::of(io::stdout().is_terminal(), &Table::new())
    }

    /// The same for standard error.
    #[must_use]
    pub fn of_error() -> Self {
        #[cfg_attr(target_family = "wasm", allow(unused_mut, reason = "no terminal is asked"))]
        let mut table = Table::new();
        #[cfg(not(target_family = "wasm"))]
        table.use_stderr();
        Self::of(io::stderr().is_terminal(), &table)
    }

    fn of(is_terminal: bool, table: &Table) -> Self {
        let width = table.width().map(usize::from).filter(|&width| width >= NARROWEST);
        let width = width.filter(|_| is_terminal);
        Self { is_terminal, colour: is_terminal, ascii: false, width }
    }

    /// Says once for the whole program how its standard streams are to be written.
    pub fn set(output: Self, error: Self) {
        // Whoever came first knew what it wanted.
        let _ = SCREENS.set([output, error]);
    }

    /// Standard output as it was set up.
    #[must_use]
    pub fn output() -> Self {
        Self::all()[0]
    }

    /// Standard error as it was set up.
    #[must_use]
    pub fn error() -> Self {
        Self::all()[1]
    }

    fn all() -> &'static [Self; 2] {
        SCREENS.get_or_init(|| [Self::of_output(), Self::of_error()])
    }
}

//! How the terminal is written to: colours, ASCII, width.

use clap::ValueEnum;
use linscape_formats::{ReportStyle, Screen};
use std::env::{var, var_os};

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ColourChoice {
    /// On a terminal, unless `NO_COLOR` is set or TERM is dumb
    #[default]
    Auto,
    /// Everywhere but in files
    Always,
    /// Nowhere
    Never,
}

/// Sets up standard output and standard error.
pub(crate) fn set_up_screens(choice: ColourChoice) {
    let set_up = |screen: Screen| Screen {
        colour: match choice {
            ColourChoice::Auto => screen.is_terminal && shows_colours(),
            ColourChoice::Always => true,
            ColourChoice::Never => false,
        },
        ascii: !is_utf8(),
        ..screen
    };
    Screen::set(set_up(Screen::of_output()), set_up(Screen::of_error()));
}

/// The style of tables on a stream.
pub(crate) fn style_of(screen: Screen) -> ReportStyle {
    let ascii = screen.is_terminal && screen.ascii;
    ReportStyle { colour: screen.colour, width: screen.width, ascii }
}

fn shows_colours() -> bool {
    var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && var_os("TERM").is_none_or(|name| name != "dumb")
}

/// Whether the locale writes UTF-8: as POSIX has it, the first of these that says something decides. A system
/// that says nothing, as in a container, shows UTF-8 nowadays.
pub(super) fn is_utf8() -> bool {
    let said = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(|name| var(name).ok());
    let locale = said.into_iter().find(|value| !value.is_empty());
    locale.is_none_or(|locale| locale.to_lowercase().replace('-', "").contains("utf8"))
}

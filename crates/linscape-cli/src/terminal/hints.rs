//! What else the parser's errors could say: where a person is likely to have meant something, what that is.

use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::error::Error as _;
use std::num::{IntErrorKind, ParseFloatError, ParseIntError};

/// The error with a tip where the parser has none, and with words for numbers that are none.
pub(crate) fn with_hint(mut error: Error, program: &Command) -> Error {
    if let Some(reworded) = about_a_number(&error) {
        return reworded;
    }
    if let Some(hint) = hint(&error, program) {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![hint.into()]));
    }
    error
}

fn said(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    }
}

fn hint(error: &Error, program: &Command) -> Option<String> {
    let known = |kind| error.get(kind).is_some();
    if known(ContextKind::SuggestedArg) || known(ContextKind::SuggestedSubcommand) {
        return None;
    }
    let argument = said(error, ContextKind::InvalidArg);
    // `plot` is a word before a picture, and an option of the picture does not go before its name.
    let before_command = said(error, ContextKind::Usage).ends_with("plot [OPTIONS] <COMMAND>");
    match error.kind() {
        ErrorKind::UnknownArgument if argument.parse().is_ok_and(|number: f64| number >= 0.0) => {
            Some("a list is one word, with commas and no spaces: 3,2,1".to_owned())
        }
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand if before_command => {
            let plot = program.find_subcommand("plot")?;
            let pictures: Vec<&str> = plot.get_subcommands().map(Command::get_name).collect();
            Some(format!("name the picture after plot: {}", pictures.join(", ")))
        }
        ErrorKind::InvalidValue if argument.starts_with("--format") => {
            let value = said(error, ContextKind::InvalidValue);
            let is_picture = ["png", "pdf"].contains(&&*value);
            is_picture.then(|| format!("a picture is written as its name says: -o graph.{value}"))
        }
        _ => None,
    }
}

/// What a standard parser says of a number, in words for the person who typed it.
fn about_a_number(error: &Error) -> Option<Error> {
    let source = error.source()?;
    let meant = match source.downcast_ref::<ParseIntError>().map(ParseIntError::kind) {
        Some(IntErrorKind::Zero) => "a whole number from 1 on",
        Some(IntErrorKind::PosOverflow) => "a smaller whole number",
        Some(_) => "a whole number",
        None if source.to_string() == "number would be zero for non-zero type" => {
            "a whole number from 1 on"
        }
        None => source.downcast_ref::<ParseFloatError>().map(|_| "a number")?,
    };
    let (value, argument) =
        (said(error, ContextKind::InvalidValue), said(error, ContextKind::InvalidArg));
    let message = format!(
        "invalid value '{value}' for '{argument}': {meant} is meant\n\nFor more information, try '--help'.\n"
    );
    Some(Error::raw(ErrorKind::ValueValidation, message))
}

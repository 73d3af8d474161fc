//! Texts inside a page of HTML.

/// JSON that can stand in a script element: no `<` and no `>` is left, so that nothing in it ends the
/// element or begins a comment; the same value is read back.
#[must_use]
pub fn json_for_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e")
}

/// Fills the `{{name}}` of a template in one pass, so that what is filled in is not searched again.
/// Names without a value are left out.
#[must_use]
pub fn filled<'a>(template: &str, value: impl Fn(&str) -> &'a str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        text.push_str(before);
        let Some((name, behind)) = after.split_once("}}") else {
            rest = after;
            break;
        };
        text.push_str(value(name.trim()));
        rest = behind;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_script_and_nothing_is_filled_twice() {
        let hostile = r#"{"file":"</script><!-- <script>alert(1)"}"#;
        let escaped = json_for_script(hostile);
        assert!(!escaped.contains(['<', '>']));
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        assert_eq!(read(&escaped), read(hostile));
        assert_eq!(
            filled("a{{x}}b{{ y }}c", |name| if name == "x" { "{{y}}" } else { "2" }),
            "a{{y}}b2c"
        );
    }
}

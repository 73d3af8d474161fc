//! What `--help` promises.

use crate::answer::linscape;

#[test]
fn the_examples_of_verify_and_explain_run() {
    for command in ["verify", "explain"] {
        let help = linscape(&format!("{command} --help")).text();
        let joined = help.replace("\\\n", "");
        let after = joined.lines().skip_while(|line| !line.starts_with("Example")).skip(1);
        let block = after.take_while(|line| line.starts_with("  "));
        let examples: Vec<&str> = block.map(str::trim).collect();
        assert!(examples.len() > 1, "{help}");
        for example in examples {
            let line = example.strip_prefix("linscape ").unwrap();
            assert!(line.starts_with(command), "{line}");
            assert!(!linscape(line).text().is_empty(), "{line}");
        }
    }
}

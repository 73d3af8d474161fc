//! Running the binary.

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;

pub(crate) fn linscape() -> Command {
    Command::cargo_bin("linscape").expect("the binary")
}

pub(crate) fn fixture(name: &str) -> String {
    format!("{}/../../fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Writes a point of a stratum, the balanced one for an empty key; false when there is none.
pub(crate) fn represent(problem: &[&str], subset: &str, stratum: &str, path: &Path) -> bool {
    let mut command = linscape();
    command.arg("represent").args(problem).args(["--subset", subset, "-o"]).arg(path);
    if !stratum.is_empty() {
        command.args(["--stratum", stratum]);
    }
    command.output().expect("runs").status.success()
}

/// The JSON lines for several files.
pub(crate) fn classified(problem: &[&str], paths: &[&Path], options: &[&str]) -> Vec<Value> {
    let mut command = linscape();
    command.arg("classify").args(problem).arg("--weights").args(paths).arg("--json").args(options);
    let output = command.output().expect("runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

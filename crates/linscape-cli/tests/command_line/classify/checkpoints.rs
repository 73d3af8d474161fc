//! Checkpoints of one network in every form people save it in.

use super::run::{fixture, linscape};

/// The JSON line and what is said beside it.
fn classified(file: &str) -> (String, String) {
    let path = fixture(&format!("checkpoints/{file}"));
    let output = linscape()
        .args(["classify", "--sigma", "3,2,1", "--widths", "3,4,2,3", "--json", "--weights"])
        .arg(&path)
        .output()
        .expect("runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    assert!(output.status.success(), "{}", text(output.stderr));
    (text(output.stdout).replace(&path, "FILE"), text(output.stderr).replace(&path, "FILE"))
}

#[test]
fn every_form_has_one_answer_byte_for_byte() {
    let (expected, said) = classified("saved.npz");
    assert!(expected.contains("\"not_critical\"") && said.is_empty());
    let forms = [
        "saved.safetensors",
        "bare.pt",
        "nested.pt",
        "legacy.pt",
        "legacy-nested.pt",
        "protocol4.pt",
    ];
    for form in forms.iter().chain(&["wrapped.pt", "views.pt"]) {
        let (found, said) = classified(form);
        assert_eq!(found, expected, "{form}");
        let note = said.lines().next().unwrap_or_default();
        assert_eq!(note.contains("those under"), form.contains("nested"), "{form}: {note}");
    }
    assert_eq!(
        classified("nested.pt").1,
        "linscape: note: FILE: the weights are those under \"model\"\n"
    );
}

#[test]
fn code_is_named_and_not_run() {
    for (file, named) in [("code.pt", "__builtin__.print"), ("module.pt", "Sequential")] {
        let output = linscape()
            .args(["classify", "--sigma", "1", "--widths", "3,4", "--weights"])
            .arg(fixture(&format!("checkpoints/{file}")))
            .output()
            .expect("runs");
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let said = String::from_utf8(output.stderr).expect("text");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains(named) && said.contains("torch.save(model.state_dict()"), "{said}");
    }
}

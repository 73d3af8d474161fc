//! `--balanced-in data`: the balanced point that training from small weights meets.

use crate::answer::{linscape, root};
use serde_json::Value;

/// Linnerud's data, by the fixtures.
fn data() -> String {
    let file = |name: &str| root().join("fixtures").join(name).display().to_string();
    let (inputs, targets) = (file("linnerud-exercise.csv"), file("linnerud-physiological.csv"));
    format!("--inputs {inputs} --targets {targets} --center --hidden 3,3")
}

#[test]
fn it_is_critical_of_the_same_stratum_and_flatter() {
    let folder = tempfile::tempdir().unwrap();
    let inertia = |point: &str| {
        let path = folder.path().join(format!("{point}.npz"));
        let line = format!("--subset 1 --balanced-in {point} -o {}", path.display());
        let answer = linscape(&format!("represent {} {line}", data()));
        assert_eq!(answer.code, Some(0), "{}", answer.stderr);
        let of = format!("classify {} --weights {} --json", data(), path.display());
        let found: Value = serde_json::from_str(&linscape(&of).stdout).unwrap();
        assert_eq!(found["critical"], true, "{point}");
        (found["stratum"].clone(), found["index"].clone(), answer.stderr)
    };
    let (white, own) = (inertia("whitened"), inertia("data"));
    assert_eq!((&white.0, &white.1), (&own.0, &own.1));
    assert!(white.2.ends_with("{1}: balanced point\n"), "{}", white.2);
    assert!(own.2.contains("own coordinates") && own.2.contains("sharpness"), "{}", own.2);
}

#[test]
fn its_spectrum_is_that_of_its_weights() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("W.npz");
    let (data, path) = (data(), path.display());
    assert_eq!(
        linscape(&format!("represent {data} --subset 1,2 --balanced-in data -o {path}")).code,
        Some(0)
    );
    let values = |point: &str| {
        let answer = linscape(&format!("spectrum {data} {point} --json"));
        assert_eq!(answer.code, Some(0), "{}", answer.stderr);
        let found: Value = serde_json::from_str(&answer.stdout).unwrap();
        assert!(!found["rows"].is_null(), "{found}");
        found["rows"].clone()
    };
    let (own, given) =
        (values("--subset 1,2 --balanced-in data"), values(&format!("--weights {path}")));
    assert_eq!(own, given);
    let largest = |rows: &Value| {
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| row["value"].as_f64().unwrap())
            .fold(0.0, f64::max)
    };
    let white = folder.path().join("white.npz");
    assert_eq!(
        linscape(&format!("represent {data} --subset 1,2 -o {}", white.display())).code,
        Some(0)
    );
    // The whitened balanced point is another one, and many times sharper.
    assert!(largest(&values(&format!("--weights {}", white.display()))) > 2.0 * largest(&own));
}

#[test]
fn it_goes_with_neither_strata_nor_decay() {
    let decayed = "--sigma 2,1 --widths 2,2,2 --decay 0.1".to_owned();
    for (problem, more) in [(data(), "--stratum random"), (decayed, "")] {
        let line = format!("represent {problem} --subset 1 --balanced-in data {more} -o W.npz");
        let answer = linscape(&line);
        assert_eq!(answer.code, Some(2), "{more}");
        assert!(answer.stderr.contains("--balanced-in"), "{}", answer.stderr);
    }
}

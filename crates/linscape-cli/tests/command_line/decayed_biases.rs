//! Biases beside weight decay: what is said of the whole network.

use crate::answer::{linscape, linscape_in, root};
use crate::folder::Folder;
use serde_json::Value;

const DATA: [(&str, &str); 2] = [
    ("x.csv", "3.1,2.9\n2.4,3.6\n3.3,4.4\n4.3,4.0\n2.3,1.7\n3.4,3.0\n0.7,2.8\n1.8,2.3\n"),
    ("y.csv", "0.5,1.3\n1.4,1.1\n0.3,1.4\n2.0,0.3\n1.9,0.4\n0.5,1.5\n1.9,1.2\n0.3,1.4\n"),
];
const SQUARE: [(&str, &str); 2] =
    [("square.csv", "4,2\n4,0\n2,2\n2,0\n"), ("out.csv", "1,0\n2,-1\n4,1\n0.5,3\n")];
const PROBLEM: &str = "--inputs x.csv --targets y.csv --hidden 2";

fn near(found: &Value, expected: f64, relative: f64) {
    let found = found.as_f64().unwrap_or(f64::NAN);
    assert!((found - expected).abs() <= relative * expected.abs(), "{found} and not {expected}");
}

#[test]
fn the_step_limit_is_that_of_biases_and_matrices_together() {
    let folder = Folder::with(&[]);
    let iris = root().join("fixtures/iris.csv");
    let data = format!("--inputs {} --autoencode --hidden 3 --decay 8", iris.display());
    // Its largest eigenvalue by complex steps through the samples; hidden biases of zero leave it the same in all bases.
    let zero = format!("{data} --biases all --decay-biases 8,0");
    folder.run(&format!("represent {zero} --subset 1,2,3 -o Z.npz"));
    let found = folder.run(&format!("classify {zero} --weights Z.npz --json")).json();
    near(&found["hessian"]["largest"], 17_574.901_188_5, 1e-10);
    near(&found["hessian"]["step_limit"], 2.0 / 17_574.901_188_5, 1e-10);
    assert_eq!((&found["agree"], &found["bias"]["in_errors"].is_number()), (&true.into(), &true));
    // Free ones turn with the bases: what the list of all eigenvalues ends with.
    folder.run(&format!("represent {data} --biases all --subset 1,2,3 -o W.npz"));
    let found = folder.run(&format!("classify {data} --weights W.npz --json")).json();
    let list = folder.run(&format!("spectrum {data} --biases all --weights W.npz --json")).json();
    let rows = list["rows"].as_array().unwrap();
    let largest = rows.iter().filter_map(|row| row["value"].as_f64()).fold(0.0, f64::max);
    near(&found["hessian"]["largest"], largest, 1e-10);
    assert!(largest > 14_000.0 && found["agree"] == true, "{largest}");
    // No hidden bias is drawn: the list says what the weights have.
    let last = format!("{data} --biases last");
    folder.run(&format!("represent {last} --subset 1 -o L.npz"));
    let found = folder.run(&format!("classify {last} --weights L.npz --json")).json();
    let dump = folder.run(&format!("dump {last}")).json();
    let families = dump["families"].as_array().unwrap();
    let listed = families.iter().find(|family| family["key"] == "{1}").unwrap();
    near(&listed["sharpness"], found["hessian"]["largest"].as_f64().unwrap(), 1e-9);
    near(&listed["rate"], -found["hessian"]["smallest"].as_f64().unwrap(), 1e-9);
    let refused = folder.run(&format!("spectrum {last} --subset 1")).refusal(2);
    assert!(refused.contains("closed-form spectrum"), "{refused}");
}

#[test]
fn a_file_says_which_layers_have_biases_with_decay_too() {
    let folder = Folder::with(&[DATA[0], DATA[1], SQUARE[0], SQUARE[1]]);
    let data = format!("{PROBLEM} --decay 0.1 --decay-on activations");
    folder.run(&format!("represent {data} --biases last --subset 1 -o W.npz"));
    let found = folder.run(&format!("classify {data} --weights W.npz --json")).json();
    let stated =
        folder.run(&format!("classify {data} --biases last --weights W.npz --json")).json();
    assert_eq!(found, stated);
    assert_eq!((&found["critical"], &found["agree"]), (&true.into(), &true.into()));
    let rows = |line: &str| folder.run(line).json()["rows"].clone();
    let spectrum = rows(&format!("spectrum {data} --weights W.npz --json"));
    assert_eq!(spectrum, rows(&format!("spectrum {data} --biases last --weights W.npz --json")));
    let refused = folder.run(&format!("flow {data} --init file:W.npz")).refusal(2);
    assert!(
        refused.contains("none were stated; state which layers have one by --biases"),
        "{refused}"
    );
    // Inputs that are isotropic about their means only: without a bias they have no closed form.
    let square = "--inputs square.csv --targets out.csv --hidden 2 --decay 0.1 --decay-on data";
    folder.run(&format!("represent {square} --biases last --subset 1 -o S.npz"));
    let spectrum = rows(&format!("spectrum {square} --weights S.npz --json"));
    assert_eq!(spectrum, rows(&format!("spectrum {square} --biases last --weights S.npz --json")));
    // General data: points, with biases as well.
    let own = format!("{PROBLEM} --decay 0.1");
    folder.run(&format!("represent {own} --biases all --subset minimum -o M.npz"));
    let found = folder.run(&format!("classify {own} --weights M.npz --json")).json();
    assert_eq!((&found["key"], &found["agree"]), (&"minimum".into(), &true.into()));
}

#[test]
fn what_is_said_again_of_a_saved_problem_changes_only_that() {
    let folder = Folder::with(&DATA);
    let biased = "--center --biases all --decay 0.1 --decay-on activations --decay-biases 0.3";
    folder.run(&format!("problem {PROBLEM} {biased} -o Q.npz"));
    let decay = |options: &str| {
        let dump = folder.run(&format!("dump --problem Q.npz {options}")).json();
        dump["problem"]["decay"].clone()
    };
    let saved = decay("");
    assert_eq!(decay("--decay 0.1 --decay-on activations --decay-biases 0.3"), saved);
    assert_eq!(decay("--decay-biases 0.3"), saved);
    assert_eq!(decay("--decay 0.1"), saved);
    let again = decay("--decay 0.2");
    assert_eq!((&again["biases"], &again["on"]), (&saved["biases"], &saved["on"]));
    assert_eq!(again["layers"][0], 0.2);
    assert_eq!(decay("--decay-biases 0").get("biases"), None);
}

#[test]
fn the_header_counts_biases_that_decay_once() {
    let data = "--inputs fixtures/iris.csv --autoencode --center --hidden 3 --decay 8 --biases all";
    let line = |options: &str| {
        let text = linscape_in(&root(), &format!("report {data} --decay-biases {options}")).text();
        text.lines().find(|line| line.starts_with("biases ")).unwrap().to_owned()
    };
    for options in ["8", "8,0"] {
        let said = line(options);
        assert!(
            said.ends_with("is at its best (coindex), inputs and targets are centred"),
            "{said}"
        );
    }
    let free = linscape(&format!("report {data}")).text();
    assert!(free.contains("3 other biases are free (nullity)"), "{free}");
}

/// A bias that decays is zero in what is written, and judged beside the numbers it is added to; one that does not is as
/// large as they are, whatever the data are.
#[test]
fn biases_are_as_large_as_what_they_are_added_to() {
    for power in [-100, 0, 3, 9, 100] {
        let shape = [(7.1, 2.9), (5.3, 4.1), (2.2, 3.3), (6.8, 1.7), (3.9, 3.6), (4.4, 2.5)];
        let rows = shape.map(|(a, b)| format!("{a}e{power},{b}e{power},{}e{power}\n", a - 2.0 * b));
        let folder = Folder::with(&[("x.csv", &rows.concat())]);
        for (biases, decays) in
            [("all", format!(" --decay-biases 2e{}", 2 * power)), ("1,3", String::new())]
        {
            let problem = format!(
                "--inputs x.csv --autoencode --center --hidden 2,2 --decay 1e{} --decay-on data \
                 --loss sample-mean --biases {biases}{decays}",
                2 * power - 3
            );
            let made = folder.run(&format!("represent {problem} --subset 1 --seed 3 -o W.npz"));
            assert_eq!(made.code, Some(0), "{}", made.stderr);
            if !decays.is_empty() {
                let bytes = std::fs::read(folder.path().join("W.npz")).unwrap();
                let bias = linscape_formats::parse_npz(&bytes, Some("b3")).expect("a bias");
                assert!(bias.iter().all(|entry| *entry == 0.0), "{bias}");
            }
            let found = folder.run(&format!("classify {problem} --weights W.npz --json")).json();
            assert_eq!(found["critical"], true, "{problem}: {found}");
            // Curvatures of biases do not grow with the data; beside those of 10^±18 they show no sign.
            let shows = (-3..=3).contains(&power);
            assert!(found["agree"] == true || !shows && found["agree"].is_null(), "{found}");
        }
    }
}

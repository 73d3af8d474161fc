//! A last bias that decays where no other layer has one, and a first one that decays with its weights.

use crate::answer::is_close;
use crate::folder::Folder;

const DATA: [(&str, &str); 3] = [
    ("x.csv", "3.1,2.9\n2.4,3.6\n3.3,4.4\n4.3,4.0\n2.3,1.7\n3.4,3.0\n0.7,2.8\n1.8,2.3\n"),
    ("y.csv", "0.5,1.3\n1.4,1.1\n0.3,1.4\n2.0,0.3\n1.9,0.4\n0.5,1.5\n1.9,1.2\n0.3,1.4\n"),
    ("one.csv", "0.5\n1.4\n0.3\n2.0\n1.9\n0.5\n1.9\n0.3\n"),
];
const PROBLEM: &str = "--inputs x.csv --targets y.csv --hidden 2";

/// Losses and singular values from the moments of the samples, in another program.
#[test]
fn a_last_bias_decays_without_the_weights() {
    let folder = Folder::with(&DATA);
    let line = format!("{PROBLEM} --biases last --decay-biases 2");
    let dump = folder.run(&format!("dump {line}")).json();
    let sigma = dump["problem"]["singular_values"][0].as_f64().unwrap();
    assert!((sigma - 1.660_880_43).abs() < 1e-8, "{sigma}");
    let families = dump["families"].as_array().unwrap();
    let losses = [3.346_143_285_007_002_5, 3.360_738_098_040_126_7, 4.725_405_186_966_876, 4.74];
    for (family, loss) in families.iter().zip(losses) {
        assert!(is_close(&family["loss"], loss), "{family}");
    }
    let signs = |at: usize| ["index", "nullity", "coindex"].map(|name| families[at][name].clone());
    assert_eq!(signs(0), [0, 4, 6].map(serde_json::Value::from));
    assert_eq!(signs(3), [4, 0, 6].map(serde_json::Value::from));
    // Weights are judged beside −m/(m + μ) (W x̄ − ȳ), and averages are over the samples.
    let mean = format!("{PROBLEM} --biases last --decay-biases 0.25 --loss mean");
    let in_mean = folder.run(&format!("dump {mean}")).json();
    assert!(is_close(&in_mean["families"][0]["loss"], losses[0] / 8.0), "{in_mean}");
    folder.run(&format!("represent {mean} --subset 1 -o W.npz"));
    let found = folder.run(&format!("classify {mean} --weights W.npz --json")).json();
    assert_eq!((&found["critical"], &found["agree"]), (&true.into(), &true.into()));
    let free = folder.run(&format!("classify {PROBLEM} --weights W.npz --json")).json();
    assert_eq!(free["critical"], false, "{free}");
}

#[test]
fn a_saved_problem_keeps_the_decay_of_its_last_bias() {
    let folder = Folder::with(&DATA);
    let line = format!("{PROBLEM} --biases last --decay-biases 2");
    folder.run(&format!("problem {line} -o P.npz"));
    let dump = |problem: &str| folder.run(&format!("dump {problem}")).text();
    assert_eq!(dump("--problem P.npz"), dump(&line));
    let other = format!("{PROBLEM} --biases last --decay-biases 3");
    assert_eq!(dump("--problem P.npz --decay-biases 3"), dump(&other));
    std::fs::write(folder.path().join("D.json"), dump(&line)).unwrap();
    assert_eq!(dump("--problem D.json"), dump(&line));
    let advice = "leave --loss away, or save the problem with its data";
    folder.refuses(
        2,
        &[
            ("dump --problem D.json --loss mean", &[advice]),
            ("dump --problem D.json --decay-biases 3", &["--decay-biases: the singular values"]),
            ("dump --problem P.npz --loss sum", &["--loss away, or state --decay-biases too"]),
            (
                &format!("dump {PROBLEM} --biases all --decay-biases 2"),
                &["unless the last layer alone has a bias (--biases last)"],
            ),
            (&format!("dump {PROBLEM} --decay-biases 2"), &["goes with --biases"]),
            (&format!("verify {line} --exact"), &["does not know biases that decay"]),
        ],
    );
}

/// `λ_1‖[W_1 b_1]‖²` is decay of the weights of an input more.
#[test]
fn a_first_bias_decays_with_its_weights() {
    let folder = Folder::with(&DATA);
    let ones = |line: &str| format!("{line},1");
    let wide: Vec<String> = DATA[0].1.lines().map(ones).collect();
    std::fs::write(folder.path().join("wide.csv"), wide.join("\n")).unwrap();
    let rest = "--targets one.csv --hidden 2,2 --decay 0.05";
    let line = format!("--inputs x.csv {rest} --biases 1 --decay-biases 0.05");
    let points = |problem: &str| {
        let dump = folder.run(&format!("dump {problem}")).json();
        let points = dump["points"].as_array().unwrap().clone();
        points
            .into_iter()
            .map(|own| (own["loss"].as_f64().unwrap(), own["index"].clone()))
            .collect()
    };
    let (own, beside): (Vec<_>, Vec<_>) =
        (points(&line), points(&format!("--inputs wide.csv {rest}")));
    assert_eq!(own.len(), beside.len());
    for ((a, index), (b, other)) in own.iter().zip(&beside) {
        assert!((a - b).abs() < 1e-12 && index == other, "{a} {b}");
    }
    folder.run(&format!("represent {line} --subset 2 -o W.npz"));
    let found = folder.run(&format!("classify {line} --weights W.npz --json")).json();
    assert_eq!((&found["key"], &found["agree"]), (&"{2}".into(), &true.into()));
    let end = folder.run(&format!("flow {line} --init file:W.npz --until 5"));
    let end: serde_json::Value = serde_json::from_str(&end.stdout).unwrap();
    assert_eq!(end["visits"][0]["key"], "{2}", "{end}");
    for other in ["", "--decay-biases 0.1"] {
        let line = line.replace("--decay-biases 0.05", other);
        let refused = folder.run(&format!("dump {line}")).refusal(2);
        assert!(refused.contains("it has to decay as the others of its layer"), "{refused}");
    }
}

/// Biases of a saved problem decay as they did until something else is said: it is refused where that is not known.
#[test]
fn a_saved_problem_keeps_the_decay_of_other_biases() {
    let folder = Folder::with(&DATA);
    for (biases, own, on) in [("1", "0.05", "data"), ("all", "0.05,0", "activations")] {
        let line = format!("{PROBLEM} --biases {biases}");
        let of = |decay: &str, own: &str| {
            format!("{line} --decay {decay} --decay-biases {own} --decay-on {on}")
        };
        folder.run(&format!("problem {} -o P.npz", of("0.05", own)));
        let dump = |problem: &str| folder.run(&format!("dump {problem}")).text();
        for same in ["", "--decay 0.05", &format!("--decay-biases {own}")] {
            assert_eq!(dump(&format!("--problem P.npz {same}")), dump(&of("0.05", own)), "{same}");
        }
        assert_eq!(dump("--problem P.npz --decay 0 --decay-biases 0"), dump(&line));
        for command in ["dump", "strata --subset 1"] {
            let refused = folder.run(&format!("{command} --problem P.npz --decay 0")).refusal(2);
            assert!(refused.contains("state --decay-biases too"), "{refused}");
        }
        let other = folder.run("dump --problem P.npz --decay 0.1");
        if biases == "1" {
            let refused = other.refusal(2);
            assert!(refused.contains("state --decay-biases too"), "{refused}");
            let both = dump("--problem P.npz --decay 0.1 --decay-biases 0.1");
            assert_eq!(both, dump(&of("0.1", "0.1")));
        } else {
            assert_eq!(other.text(), dump(&of("0.1", own)));
        }
    }
}

/// What a last bias takes off leaves nothing: the loss depends on it all the same.
#[test]
fn inputs_that_are_zero_about_their_means_are_refused_as_such() {
    let folder =
        Folder::with(&[("x.csv", "2\n2\n2\n"), ("y.csv", "0\n1\n3\n"), ("z.csv", "0\n0\n0\n")]);
    let about = "zero about their means: the loss depends on the offset alone";
    let of_zero = "--inputs z.csv --targets y.csv --hidden 1";
    folder.refuses(
        2,
        &[
            (&format!("dump {of_zero}"), &["z.csv: all inputs are zero: the loss does not"]),
            (&format!("dump {of_zero} --biases all"), &["z.csv", about]),
            (&format!("dump {of_zero} --biases last --decay-biases 1"), &["z.csv", about]),
            ("dump --inputs x.csv --targets y.csv --hidden 1 --biases last", &["x.csv", about]),
        ],
    );
}

/// A run of a network with biases beside decay is traced as it was made.
#[test]
fn runs_of_networks_with_biases_and_decay_are_traced() {
    let folder = Folder::with(&DATA);
    let line =
        "--inputs x.csv --autoencode --hidden 2 --decay 0.5 --biases all --decay-biases 0.5,0";
    let mut last = String::new();
    for (at, until) in [(1, "0.001"), (2, "0.5"), (3, "60")] {
        let from = if at == 1 { "gaussian:0.1" } else { "file:step1.npz" };
        let run =
            folder.run(&format!("flow {line} --init {from} --until {until} --save step{at}.npz"));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        last = run.stdout;
    }
    let end: serde_json::Value = serde_json::from_str(&last).unwrap();
    let traced = folder.run(&format!("trace {line} step1.npz step2.npz step3.npz"));
    let traced: serde_json::Value = serde_json::from_str(&traced.stdout).unwrap();
    let (loss, losses) = (end["final"]["loss"].as_f64().unwrap(), &traced["loss"]);
    assert!(is_close(&losses[2], loss), "{losses} {loss}");
    let dump = folder.run(&format!("dump {line}")).json();
    assert!((loss - dump["families"][0]["loss"].as_f64().unwrap()).abs() < 1e-6 * loss);
    let refused = folder.run(&format!("flow {line} --init gaussian:0.1")).refusal(2);
    assert!(refused.contains("needs --until or --until-loss with decay"), "{refused}");
    let activations = format!("flow {line} --decay-on activations --init gaussian:0.1 --until 1");
    assert!(folder.run(&activations).refusal(2).contains("a trajectory of biases beside decay"));
}

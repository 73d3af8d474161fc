//! Every option of every command either changes what is answered or is refused by its name: none is
//! passed over in silence.

use crate::answer::words;
use crate::folder::Folder;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A value for every option that takes one, with which it has an effect where it can have one.
const VALUES: [(&str, &str); 75] = [
    ("sigma", "1"),
    ("target", "t.csv"),
    ("inputs", "x.csv"),
    ("targets", "y.csv"),
    ("labels", "l.csv"),
    ("sample-weights", "w.csv"),
    ("input-moment", "m.csv"),
    ("cross-moment", "m.csv"),
    ("output-moment", "m.csv"),
    ("moment-samples", "7"),
    ("problem", "p.json"),
    ("widths", "2,2,2"),
    ("hidden", "3"),
    ("biases", "last"),
    ("loss", "sum"),
    ("tolerance", "0.5"),
    ("decay", "1"),
    ("decay-on", "whitened"),
    ("samples-in", "columns"),
    ("header", "yes"),
    ("index-column", "1"),
    ("columns", "1"),
    ("drop", "1"),
    ("delimiter", "x"),
    ("limit", "1"),
    ("format", "markdown"),
    ("nodes", "families"),
    ("epsilon", "0.02"),
    ("seed", "5"),
    ("scale", "even"),
    ("width", "3cm"),
    ("height", "3cm"),
    ("font-size", "14pt"),
    ("font", "none.ttf"),
    ("density", "50"),
    ("style", "print"),
    ("lowest", "2"),
    ("highest", "2"),
    ("type", "strict_saddle"),
    ("index", "0"),
    ("dimension", "3"),
    ("escape-order", "2"),
    ("rank", "1"),
    ("samples", "9"),
    ("noise", "3"),
    ("subset", "2"),
    ("stratum", "random"),
    ("coordinates", "whitened"),
    ("balanced-in", "data"),
    ("weights", "W.npz"),
    ("layers", "W3,W2,W1"),
    ("hessian", "lanczos"),
    ("dense-limit", "1"),
    ("directions", "directions.npz"),
    ("descent-up-to", "1"),
    ("certificates", "proofs.jsonl"),
    ("offending", "offending.npz"),
    ("ends", "1"),
    ("vectors", "vectors.npz"),
    ("label", "1"),
    ("curve", "density"),
    ("modes", "2,1"),
    ("learned", "1"),
    ("trajectory", "flow.json"),
    ("module", "none.wasm"),
    ("init", "gaussian:0.1"),
    ("distance", "0.5"),
    ("along", "learn:2"),
    ("method", "gd"),
    ("step", "0.01"),
    ("learning-rate", "0.01"),
    ("batch", "2"),
    ("rtol", "1e-4"),
    ("atol", "1e-6"),
    ("drift-tolerance", "10"),
];

/// The rest of them.
const MORE_VALUES: [(&str, &str); 11] = [
    ("decay-biases", "1"),
    ("below", "1"),
    ("count-below", "1"),
    ("until", "3"),
    ("until-loss", "5"),
    ("max-steps", "7"),
    ("points", "5"),
    ("every", "0.5"),
    ("radius", "0.5"),
    ("save", "last.npz"),
    ("csv", "moments.csv"),
];

/// Options of every command, which say how much of the machine to use and where the answer goes.
const OF_ALL: [&str; 6] = ["help", "version", "threads", "blas-threads", "color", "output"];

const SIGMA: &str = "--sigma 3,2 --widths 2,2,2,2";
const DATA: &str = "--inputs x.csv --targets y.csv --hidden 2";

/// The files that the command lines name.
fn folder() -> Folder {
    let folder = Folder::with(&[
        ("x.csv", "1,2.5,0.5\n2,1,3\n-1,0.5,2\n4,2,1\n0.5,-1,2\n"),
        ("y.csv", "1,2\n3,1\n0,1.5\n2,2\n-1,4\n"),
        ("l.csv", "1\n0\n1\n1\n0\n"),
        ("w.csv", "1\n2\n1\n1\n3\n"),
        ("t.csv", "3,0\n0,1\n"),
        ("m.csv", "2,1\n1,2\n"),
    ]);
    let setting = [
        format!("dump {SIGMA} --loss sum -o p.json"),
        format!("represent {SIGMA} --subset 2 --stratum random -o W.npz"),
        format!("represent {SIGMA} --subset 1 -o V.npz"),
        format!("represent {SIGMA} --decay 1/2 --subset 1 -o D.npz"),
        format!("flow {SIGMA} --init balanced:1e-2 --json -o flow.json"),
    ];
    for line in setting {
        assert_eq!(folder.run(&line).code, Some(0), "{line}");
    }
    folder
}

/// What a run left behind: code, both streams, and the files that are new.
type Outcome = (Option<i32>, String, String, BTreeMap<String, Vec<u8>>);

fn outcome(folder: &Folder, line: &str, known: &BTreeSet<String>) -> Outcome {
    let answer = folder.run(line);
    let mut made = folder.contents();
    made.retain(|name, _| !known.contains(name));
    for name in made.keys() {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    (answer.code, answer.stdout, answer.stderr, made)
}

/// The long options of a command, by its help.
fn options_of(folder: &Folder, command: &str) -> Vec<String> {
    let help = folder.run(&format!("{command} --help")).stdout;
    let named = help.lines().filter_map(|line| {
        let (_, name) = line.trim_start().split_once("--").filter(|(before, _)| {
            before.is_empty() || before.starts_with('-') && before.ends_with(", ")
        })?;
        let end = name.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(name.len());
        Some(name[..end].to_owned())
    });
    let options: BTreeSet<String> = named.filter(|name| !OF_ALL.contains(&&**name)).collect();
    options.into_iter().collect()
}

/// Tries every option of `of` beside a command line, except those of which `excepted` says why not.
fn each_has_an_effect(folder: &Folder, line: &str, of: &[String], excepted: &[&str]) {
    let known: BTreeSet<String> = folder.contents().into_keys().collect();
    let plain = outcome(folder, line, &known);
    assert_eq!(plain.0, Some(0), "{line}: {}", plain.2);
    let given = words(line);
    for option in of {
        let word = format!("--{option}");
        if given.contains(&&*word) || excepted.contains(&&**option) {
            continue;
        }
        let value = VALUES.iter().chain(&MORE_VALUES).find(|(name, _)| name == option);
        let more = value.map_or_else(|| word.clone(), |(_, value)| format!("{word} {value}"));
        let with = outcome(folder, &format!("{line} {more}"), &known);
        if with.0 == Some(2) {
            assert!(with.2.contains(&word), "{line} {more}: {}", with.2);
        } else {
            assert!(with != plain, "{line} {more}: it is passed over in silence");
        }
    }
}

/// Options that state a problem, beside each way to state one.
#[test]
fn no_option_of_a_problem_is_passed_over() {
    let folder = folder();
    let problem = options_of(&folder, "problem");
    assert!(problem.len() > 25, "{problem:?}");
    fs::write(folder.path().join("x.npy"), array(&[3.0, 0.0, 0.0, 1.0])).unwrap();
    let stated: [(&str, &[&str]); 6] = [
        (SIGMA, &[]),
        ("--target t.csv --hidden 2", &[]),
        ("--target x.npy --hidden 2", &[]),
        // Targets of as many rows as inputs have columns would do.
        (DATA, &["samples-in"]),
        // What is wrong with the matrix then is that it is no square.
        ("--input-moment m.csv --cross-moment m.csv --hidden 2", &["header", "index-column"]),
        ("--problem p.json", &["loss"]),
    ];
    for (source, excepted) in stated {
        each_has_an_effect(&folder, &format!("report {source}"), &problem, excepted);
    }
    // White inputs are those of Σ alone.
    let decayed = format!("report {SIGMA} --decay 1/2");
    each_has_an_effect(&folder, &decayed, &problem, &["decay-on"]);
}

/// A 2 × 2 array as NumPy writes it.
fn array(numbers: &[f64; 4]) -> Vec<u8> {
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }";
    let header = format!("{header:<117}\n");
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    let numbers = numbers.iter().flat_map(|number| number.to_le_bytes());
    [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes()]
        .concat()
        .into_iter()
        .chain(numbers)
        .collect()
}

/// The other options of every command, in each of its modes.
#[test]
fn no_option_of_a_command_is_passed_over() {
    let folder = folder();
    let problem = options_of(&folder, "problem");
    for (modes, excepted) in modes() {
        let names = words(modes[0]);
        let command = if names[0] == "plot" { names[..2].join(" ") } else { names[0].to_owned() };
        let mut own = options_of(&folder, &command);
        own.retain(|option| !problem.contains(option));
        for mode in modes {
            let source = if mode.contains("--inputs") || mode.starts_with("plot trajectory") {
                ""
            } else {
                SIGMA
            };
            each_has_an_effect(&folder, &format!("{mode} {source}"), &own, excepted);
        }
    }
    assert!(Path::new(folder.path()).join("W.npz").exists());
}

/// The modes of each command, and options that may leave its answer as it is: by what the problem is, not
/// by the mode.
fn modes() -> Vec<(&'static [&'static str], &'static [&'static str])> {
    vec![
        // The dump always has them.
        (&["report --json"], &["dynamics", "learning"]),
        (&["report", "report --format latex", "report --check", "report --decay 1/2"], &[]),
        (&["dump", "dump --decay 1/2"], &[]),
        (
            // Every critical value is one family's.
            &["graph --format dot", "graph --format svg", "graph --format gexf --verify"],
            &["nodes"],
        ),
        (&["graph --decay 1/2 --format dot", "graph -o g.png"], &["nodes"]),
        (&["values --all", "values --lowest 1 --decay 1/2"], &[]),
        (&["strata --subset 1", "strata --subset 1 --count"], &[]),
        (&["learning", "learning --samples 20", "learning --samples 20 --noise 2"], &[]),
        (
            // Σ alone is white.
            &["represent --subset 1 -o R.npz", "represent --subset 1 --stratum random -o R.npz"],
            &["coordinates"],
        ),
        (&["represent --decay 1/2 --subset 1 -o R.npz"], &["coordinates"]),
        (&["explain --subset 1", "explain --subset 1 --json"], &[]),
        (
            // The weights are those of a critical point, and few.
            &[
                "classify --weights W.npz",
                "classify --weights W.npz --hessian dense",
                "classify --weights W.npz --hessian skip",
                "classify --weights W.npz --hessian lanczos --json",
            ],
            &["refine", "seed"],
        ),
        (
            &[
                "classify --weights W.npz --hessian dense",
                "classify --weights W.npz --hessian skip",
            ],
            &["refine"],
        ),
        (&["classify --decay 1/2 --weights D.npz"], &["refine"]),
        (
            // Nothing disagrees.
            &["verify", "verify --exact", "verify --decay 1/2", "verify --subset 1 --samples 5"],
            &["offending"],
        ),
        (&["verify --descent-up-to 1", "verify --exact --subset 1"], &["offending"]),
        (
            &[
                "spectrum --subset 1",
                "spectrum --weights W.npz --hessian dense",
                "spectrum --weights W.npz --hessian lanczos --json",
                "spectrum --decay 1/2 --subset 1",
                "spectrum --decay 1/2 --weights D.npz",
            ],
            &[],
        ),
        // Few weights have all their eigenvalues listed.
        (
            &["spectrum --weights W.npz", "spectrum --weights W.npz --hessian low-rank"],
            &["ends", "seed"],
        ),
        (&["plot values -o p.svg"], &[]),
        (&["plot spectrum -o p.svg", "plot spectrum --weights W.npz -o p.svg"], &[]),
        (&["plot bifurcation --decay 1 -o p.svg"], &[]),
        (&["plot barriers --decay 1/2 -o p.svg"], &[]),
        (&["plot surface -o p.svg"], &[]),
        (&["plot trajectory --trajectory flow.json -o p.svg"], &[]),
        (&["view -o v.html", "view --trajectory flow.json -o v.html"], &[]),
        (
            // Σ alone is white.
            &[
                "flow --init balanced:1e-2 --json",
                "flow --init aligned:1e-2 --json",
                "flow --init near:1 --json",
                "flow --init balanced:1e-2 --method gd --json",
                "flow --init balanced:1e-2 --predict --json",
                "flow --init balanced:1 --decay 1/2 --json",
            ],
            &["coordinates"],
        ),
        (
            &[
                "flow --inputs x.csv --targets y.csv --hidden 2 --biases all --init balanced:0.1 --until 1 --json",
            ],
            &[],
        ),
        (
            &[
                "trace V.npz W.npz --json --times 1,2",
                "trace V.npz D.npz --decay 1/2 --json --times 1,2",
            ],
            &[],
        ),
    ]
}

//! An output onto a file that is read is refused by every command, and nothing is lost.

use crate::folder::Folder;
use std::fs;

const SIGMA: &str = "--sigma 3,2 --widths 2,2,2,2";

fn folder() -> Folder {
    let folder = Folder::with(&[
        ("t.csv", "3,0\n0,1\n"),
        ("x.csv", "1,2.5\n2,1\n-1,0.5\n"),
        ("y.csv", "1,2.5\n2,1\n-1,0.5\n"),
        ("w.csv", "1\n2\n3\n"),
        ("l.csv", "1\n0\n1\n"),
        ("m.csv", "2,1\n1,2\n"),
        ("k.csv", "2,1\n1,2\n"),
        (
            "E.json",
            r#"{"layers":[[["1","0"],["0","0"]],[["3","0"],["0","0"]],[["1","0"],["0","0"]]]}"#,
        ),
    ]);
    let setting = [
        format!("dump {SIGMA} -o p.json"),
        format!("represent {SIGMA} --subset 1 -o W.npz"),
        format!("problem {SIGMA} -o P.npz"),
        format!("flow {SIGMA} --init balanced:1e-2 --json -o flow.json"),
    ];
    for line in setting {
        assert_eq!(folder.run(&line).code, Some(0), "{line}");
    }
    // Names that their outputs may have.
    for (from, to) in [("flow.json", "flow.svg"), ("p.json", "p.html"), ("t.csv", "font.svg")] {
        fs::copy(folder.path().join(from), folder.path().join(to)).unwrap();
    }
    folder
}

/// Every kind of input beside every option that writes, command by command.
const LINES: [&str; 42] = [
    "dump --problem p.json -o p.json",
    "report --problem p.json --json -o p.json",
    "report --problem p.json -o ./p.json",
    "report --target t.csv --hidden 2 --format csv -o t.csv",
    "values --problem p.json --all -o p.json",
    "values --problem P.npz --all -o P.npz",
    "values --target t.csv --hidden 2 --all -o t.csv",
    "values --target W.npz:W1 --hidden 2 --all -o W.npz",
    "values --inputs x.csv --targets y.csv --hidden 2 --all -o x.csv",
    "values --inputs x.csv --targets y.csv --hidden 2 --all -o y.csv",
    "values --inputs x.csv --labels l.csv --hidden 2 --all -o l.csv",
    "values --inputs x.csv --autoencode --sample-weights w.csv --hidden 2 --all -o w.csv",
    "values --input-moment m.csv --cross-moment t.csv --hidden 2 --all -o m.csv",
    "values --input-moment m.csv --cross-moment t.csv --hidden 2 --all -o t.csv",
    "values --input-moment m.csv --cross-moment t.csv --output-moment k.csv --hidden 2 --all -o k.csv",
    "graph --problem p.json --format cytoscape -o p.json",
    "strata --problem p.json --subset 1 --json -o p.json",
    "learning --problem p.json --json -o p.json",
    "represent --problem P.npz --subset 1 -o P.npz",
    "represent --target W.npz:W2 --hidden 2 --subset 1 -o W.npz",
    "problem --problem P.npz -o P.npz",
    "spectrum --problem P.npz --weights W.npz --vectors P.npz",
    "problem --target W.npz:W2 --hidden 2 -o W.npz",
    "explain --problem p.json --subset 1 --json -o p.json",
    "classify --sigma 3,2 --widths 2,2,2,2 --weights E.json --exact --json -o E.json",
    "classify --sigma 3,2 --widths 2,2,2,2 --weights W.npz --directions W.npz",
    "classify --problem P.npz --weights W.npz --directions P.npz",
    "spectrum --problem p.json --subset 1 --json -o p.json",
    "spectrum --sigma 3,2 --widths 2,2,2,2 --weights W.npz --vectors W.npz",
    "verify --problem p.json --json -o p.json",
    "verify --problem P.npz --offending P.npz",
    "verify --problem p.json --exact --certificates p.json",
    "flow --problem p.json --init balanced:1e-2 -o p.json",
    "flow --sigma 3,2 --widths 2,2,2,2 --init file:W.npz --until 1 --save W.npz",
    "flow --target t.csv --hidden 2 --init balanced:1e-2 --csv t.csv",
    "trace --problem P.npz W.npz -o E.json --csv E.json",
    "trace --problem p.json W.npz -o p.json",
    "trace --target t.csv --hidden 2,2 W.npz --csv t.csv",
    "plot trajectory --trajectory flow.svg -o flow.svg",
    "plot values --sigma 3,2 --widths 2,2,2,2 --font font.svg -o font.svg",
    "view --problem p.html -o p.html",
    "view --problem p.json --trajectory p.html -o p.html",
];

#[test]
fn no_command_writes_onto_what_it_reads() {
    let folder = folder();
    let before = folder.contents();
    for line in LINES {
        let message = folder.run(line).refusal(2);
        let is_said = ["also an output of this command", "two outputs cannot go to one place"]
            .iter()
            .any(|words| message.contains(words));
        assert!(is_said, "{line}: {message}");
        assert_eq!(folder.contents(), before, "{line}");
    }
}

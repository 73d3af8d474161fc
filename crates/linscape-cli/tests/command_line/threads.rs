//! The same bytes for any number of threads.

use crate::answer::linscape;
use crate::folder::Folder;

const COMMANDS: [&str; 10] = [
    "report",
    "dump",
    "graph --format dot",
    "graph --format graphml --all",
    "graph --format gexf",
    "graph --format cytoscape --nodes families",
    "values --all --json",
    "values --lowest 50",
    "values --highest 50",
    "strata --subset 1,3 --json",
];

#[test]
fn one_and_two_threads_give_the_same_bytes() {
    let sources = [
        "--sigma 12.1,10.7,9,7,5,4,3,3,2,1 --widths 10,6,10,10",
        "--inputs fixtures/digits-pixels.npy --labels fixtures/digits-labels.csv --hidden 4",
    ];
    for source in sources {
        for command in COMMANDS {
            let [one, two] = [1, 2]
                .map(|threads| linscape(&format!("{command} {source} --threads {threads}")).text());
            assert!(one.len() > 100);
            assert!(one == two, "{command} {source}");
        }
    }
}

#[test]
fn checks_of_the_dense_hessian_give_the_same_bytes() {
    let line = "report --check --sigma 3,2,2,1 --widths 5,4,4";
    let [one, two] = [1, 2].map(|threads| linscape(&format!("{line} --threads {threads}")).text());
    assert!(one.contains("0 undecided, 0 disagree"), "{one}");
    assert_eq!(one, two);
}

/// Long enough for the merges of the complete list to be shared among threads.
#[test]
fn a_long_list_of_all_values_is_merged_alike_by_any_number_of_threads() {
    let sigma: Vec<String> =
        (1..=18_u32).map(|k| format!("{}.{:04}", 3 + k, (k * k * k * 7919) % 9973)).collect();
    let folder = Folder::with(&[]);
    let files = [1, 2, 3].map(|threads| {
        let file = format!("values-{threads}.npz");
        let line = format!(
            "values --all --sigma {} --widths 18,18,18 --threads {threads} -o {file}",
            sigma.join(",")
        );
        folder.run(&line).text();
        std::fs::read(folder.path().join(file)).unwrap()
    });
    assert!(files[0].len() > (16 << 18) / 2, "{}", files[0].len());
    assert!(files[0] == files[1] && files[1] == files[2]);
}

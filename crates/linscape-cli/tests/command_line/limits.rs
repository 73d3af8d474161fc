//! Limits: exit code 3, the size of the whole, and the option that helps.

use crate::answer::{linscape, root};
use crate::folder::Folder;

/// An autoencoder of the digits: Σ of rank 61 through 16 units.
fn digits() -> String {
    let file = root().join("fixtures/digits-pixels.npy");
    format!("--inputs {} --autoencode --hidden 16", file.display())
}

/// `Σ_{r ≤ 16} (61 choose r)`.
const FAMILIES: &str = "304692552429413";

#[test]
fn the_number_of_families_is_exact_however_large() {
    let sum: u128 = (0..=16_u128)
        .map(|rank| (0..rank).fold(1, |ways, taken| ways * (61 - taken) / (taken + 1)))
        .sum();
    assert_eq!(sum.to_string(), FAMILIES);
    assert!(sum > 100_000_000_000_000);
    let report = linscape(&format!("report {} --limit 20", digits())).text();
    assert!(report.contains(&format!("families     {FAMILIES}: ")), "{report}");
    assert_eq!(linscape(&format!("report {}", digits())).text(), report);
    let values = linscape(&format!("values --lowest 1000 --json {}", digits())).json();
    assert_eq!(values["counts"]["families"], FAMILIES);
    assert_eq!(values["values"].as_array().unwrap().len(), 1000);
}

#[test]
fn an_unlimited_listing_refuses_with_the_count_and_the_option() {
    let folder = Folder::with(&[]);
    let digits = digits();
    for command in ["dump", "report --json", "graph --format dot"] {
        folder.refuses(3, &[(&format!("{command} {digits}"), &[FAMILIES, "65536", "--limit"])]);
    }
    let all = format!("values --all {digits}");
    folder.refuses(3, &[(&all, &[FAMILIES, "--lowest K or --highest K"])]);
}

#[test]
fn a_limit_too_large_for_memory_refuses_with_the_count_and_the_option() {
    let folder = Folder::with(&[]);
    let digits = digits();
    let dump = format!("dump {digits} --limit 99999999999999");
    folder.refuses(3, &[(&dump, &[FAMILIES, "--limit 99999999999999", "1048576"])]);
    for option in ["--lowest", "--highest"] {
        let line = format!("values {option} 100000000 {digits}");
        folder.refuses(3, &[(&line, &["critical values take 32.0 GB", "2.1 GB", option])]);
    }
    // Where there are few families, any limit will do.
    let few = linscape("dump --sigma 3,2,1 --widths 3,3,3 --limit 99999999999999").json();
    assert_eq!(few["counts"]["listed"], 8);
}

#[test]
fn all_connections_and_dense_hessians_have_their_limits() {
    let folder = Folder::with(&[]);
    let digits = digits();
    let all = format!("graph --format dot --all --limit 5 {digits}");
    folder.refuses(3, &[(&all, &[FAMILIES, "4096", "--all"])]);
    let check = "report --check --sigma 1 --widths 3000,1,3000";
    folder.refuses(3, &[(check, &["6000 parameters", "4000", "--check"])]);
}

#[test]
fn many_layers_of_another_network_are_named_at_a_glance() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deep.npz").display().to_string();
    let widths = vec!["2"; 401].join(",");
    let made = linscape(&format!("represent --sigma 3,2 --widths {widths} --subset 1 -o {file}"));
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let line = format!("classify --sigma 3,2 --widths 2,2,2 --weights {file}");
    let refused = linscape(&line).refusal(2);
    assert!(refused.contains("W6, …, W400 (400 in all) chain to widths [2, 2,"), "{refused}");
    assert!(refused.contains("2 (401 in all)], but the problem has [2, 2, 2]"), "{refused}");
}

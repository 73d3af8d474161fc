//! Labels as targets.

use crate::answer::{is_close, linscape};
use crate::folder::Folder;
use serde_json::json;
use std::fs;

#[test]
fn numbers_are_sorted_by_value_and_words_by_letters() {
    let cases = [
        ("9\n10\n9\n", json!(["9", "10"])),
        ("digit\n10\n9\n10\n", json!(["9", "10"])),
        ("1.0\n1\n-2\n", json!(["-2", "1"])),
        ("b10\nb9\nb9\n", json!(["b10", "b9"])),
        ("label\noak\nrose\noak\n", json!(["oak", "rose"])),
        ("tree\noak\nrose\noak\n", json!(["oak", "rose"])),
    ];
    let folder = Folder::with(&[("inputs.csv", "1,0\n0,1\n1,1\n")]);
    for (text, classes) in cases {
        fs::write(folder.path().join("labels.csv"), text).unwrap();
        let dump = folder.run("dump --inputs inputs.csv --labels labels.csv --hidden 2").json();
        assert_eq!(dump["problem"]["source"]["classes"], classes, "{text:?}");
        assert_eq!(dump["problem"]["widths"], json!([2, 2, 2]), "{text:?}");
    }
}

#[test]
fn two_items_of_each_kingdom_give_a_repeated_root_of_two() {
    let labels = "--labels fixtures/hierarchy-kingdoms.csv --hidden 3";
    let dump = linscape(&format!("dump --inputs fixtures/hierarchy-inputs.csv {labels}")).json();
    assert_eq!(dump["problem"]["source"]["classes"], json!(["animal", "plant"]));
    for sigma in dump["problem"]["singular_values"].as_array().unwrap() {
        assert!(is_close(sigma, std::f64::consts::SQRT_2), "{sigma}");
    }
    assert_eq!(dump["families"].as_array().unwrap().len(), 3);
}

#[test]
fn an_archive_and_its_csv_are_the_same_data() {
    let csv = "--inputs fixtures/digits-pixels.npy --labels fixtures/digits-labels.csv --hidden 4";
    let npz = "--inputs fixtures/digits.npz:pixels --labels fixtures/digits.npz:labels --hidden 4";
    let [csv, npz] =
        [csv, npz].map(|source| linscape(&format!("values --all --json {source}")).json());
    assert_eq!(
        csv["problem"]["source"]["classes"],
        json!(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
    );
    assert_eq!(csv["values"], npz["values"]);
    assert_eq!(csv["values"].as_array().unwrap().len(), 386);
}

//! Text keys of strata.

use linscape_strata::{Strata, Stratum, StratumKeyError, StratumMismatch};

use crate::families::{assorted, family};

#[test]
fn every_stratum_is_read_back_from_its_key() {
    let mut read = 0;
    for shape in assorted() {
        for listed in Strata::of(&shape) {
            let key = listed.stratum.to_string();
            assert_eq!(key.parse(), Ok(listed.stratum), "{key}");
            assert!(key.chars().all(|c| c.is_ascii_alphanumeric() || "-.,".contains(c)), "{key}");
            read += 1;
        }
    }
    assert!(read > 500);
}

#[test]
fn nothing_but_full_bars_has_a_key_of_its_own() {
    let shape = family(&[2, 2, 2], &[2, 1], &[1, 2]);
    let stratum = Stratum::balanced(&shape);
    assert_eq!(stratum.to_string(), "full");
    assert_eq!("full".parse(), Ok(stratum));
}

#[test]
fn what_is_not_exactly_a_key_is_refused_with_the_reason() {
    let cases = [
        ("", "a stratum key is not empty"),
        ("q1", "`q1`: a section starts with"),
        ("p0-3.", "``: a section starts with"),
        ("p0", "`0` in section `p`"),
        ("p0-3x1", "`0-3x1` in section `p`"),
        ("i01", "`01` in section `i`"),
        ("i1-2", "`1-2` in section `i`"),
        ("b1-2,1-1", "`b1-1` cannot come after `b1-2`"),
        ("b1-1,1-1", "`b1-1` cannot come after `b1-1`"),
        ("i0.p0-2", "`p0-2` cannot come after `i0`"),
        ("i0.i1", "`i1` cannot come after `i`"),
        ("p0-99999999999999999999999", "in section `p`"),
    ];
    for (key, reason) in cases {
        let error: StratumKeyError = key.parse::<Stratum>().expect_err(key);
        assert!(error.to_string().contains(reason), "{key}: {error}");
    }
}

#[test]
fn a_key_of_another_family_is_recognised_by_what_does_not_fit() {
    let shape = family(&[3, 2, 2, 3], &[2, 1], &[]);
    let cases = [
        ("p0-3x2.i0.o3.b1-1x2,2-2x2", None),
        ("p1-2x2.i0.o3", Some("the pair 1-2 of an unlearned mode leaves no layer free")),
        ("p0-4x2.i0.o3", Some("the pair 0-4 does not fit into layers 0 to 3")),
        ("p0-3.i0.o3.b1-1x2,2-2x2", Some("1 pairs for 2 unlearned modes")),
        ("p0-3x2.o3.b1-1x2,2-2x2", Some("0 input-null bars for 1 input directions")),
        ("p0-3x2.i0x2.o3", Some("2 input-null bars for 1 input directions")),
        ("p0-3x2.i3.o3", Some("an input-null bar cannot end at layer 3")),
        ("p0-3x2.i0.o0", Some("an output-null bar cannot start at layer 0")),
        ("p0-3x2.i0", Some("0 output-null bars for 1 output directions")),
        (
            "p0-3x2.i0.o3.b1-3",
            Some("the interior bar 1-3 does not lie in the hidden layers 1 to 2"),
        ),
        ("p0-3x2.i1.o3.b1-2x2", Some("layer 1 carries 3 bars")),
    ];
    for (key, reason) in cases {
        let checked = key.parse::<Stratum>().expect(key).check(&shape);
        match reason {
            None => assert_eq!(checked, Ok(()), "{key}"),
            Some(reason) => {
                let error: StratumMismatch = checked.expect_err(key);
                assert!(error.to_string().contains(reason), "{key}: {error}");
            }
        }
    }
}

//! Names the LAPACK to link: Debian's OpenBLAS (pthread build), or Apple's Accelerate.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_LAPACK").is_none() {
        return;
    }
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "macos") {
        println!("cargo:rustc-link-lib=framework=Accelerate");
    } else {
        println!("cargo:rustc-link-lib=openblas");
    }
}

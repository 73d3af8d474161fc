//! Tells the linker of systems that ask for it that the interpreter brings Python's symbols, and that the library calls its
//! own functions.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
    // Without LAPACK `pow` and the like are the library's own; an interpreter brings others of these names.
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-Bsymbolic");
    }
}

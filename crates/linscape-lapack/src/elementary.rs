//! Elementary functions that are the same on every machine, where LAPACK is not linked.
//!
//! `exp`, `ln`, `powf`, `hypot` and the like are what the C library of a machine makes of them, and C libraries differ in
//! last digits, as they do from the compiler's own where there is none (WebAssembly). Without LAPACK nothing else that is
//! foreign is linked, so these symbols are defined here, by the crate `libm`, for all that calls them: ours, nalgebra's,
//! the random streams'. The binary, the wheel and the module of a browser then say the same to the last digit. With LAPACK
//! the C library's functions stay.

#![allow(unsafe_code, reason = "names that the linker looks up; no block of code is unsafe")]

macro_rules! of_one_number {
    ($($name:ident),*) => {$(
        #[unsafe(no_mangle)]
        extern "C" fn $name(x: f64) -> f64 {
            libm::$name(x)
        }
    )*};
}

macro_rules! of_two_numbers {
    ($($name:ident),*) => {$(
        #[unsafe(no_mangle)]
        extern "C" fn $name(x: f64, y: f64) -> f64 {
            libm::$name(x, y)
        }
    )*};
}

of_one_number!(
    acos, asin, atan, cbrt, cos, cosh, exp, exp2, expm1, log, log10, log1p, log2, sin, sinh, tan,
    tanh
);
of_two_numbers!(atan2, hypot, pow);

#[cfg(test)]
mod tests {
    use std::hint::black_box;

    #[test]
    fn what_is_called_is_what_stands_here() {
        // C libraries differ from it at some of these.
        for at in 1..=4_000_u32 {
            let x = black_box(f64::from(at) / 700.0);
            let y = black_box(f64::from(at % 17) / 5.0 - 1.3);
            assert_eq!(x.powf(y).to_bits(), libm::pow(x, y).to_bits(), "{x}^{y}");
            assert_eq!(y.exp().to_bits(), libm::exp(y).to_bits());
            assert_eq!(x.ln().to_bits(), libm::log(x).to_bits());
            assert_eq!(x.hypot(y).to_bits(), libm::hypot(x, y).to_bits());
            assert_eq!(x.cos().to_bits(), libm::cos(x).to_bits());
            assert_eq!(x.exp_m1().to_bits(), libm::expm1(x).to_bits());
            assert_eq!(x.ln_1p().to_bits(), libm::log1p(x).to_bits());
        }
    }
}

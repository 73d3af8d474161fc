//! Any bytes are a trajectory that can be drawn, or an error.
#![no_main]

use linscape_critical::{Architecture, Problem, Spectrum};
use linscape_formats::parse_trajectory;
use linscape_pictures::trajectory_picture;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let network = Architecture::new(vec![2, 2, 2]).expect("widths");
    let spectrum = Spectrum::exact_integers(&[2, 1]);
    let problem = Problem::from_spectrum(network, spectrum).expect("two modes");
    if let Ok(trajectory) = parse_trajectory(bytes, &problem) {
        let picture = trajectory_picture(&problem, None, &trajectory);
        assert!(!picture.contains("NaN") && !picture.contains("inf"));
    }
});

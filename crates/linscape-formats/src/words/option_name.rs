//! The options that messages speak of.

/// Declares the options with their names, so that none is left out of [`OptionName::ALL`].
macro_rules! option_names {
    ($($option:ident = $name:literal,)*) => {
        /// An option that an error or a note speaks of; how it is spelt is chosen by who shows the
        /// message ([`Voice`](crate::Voice)).
        ///
        /// # Examples
        /// ```
        /// use linscape_formats::{OptionName, Voice};
        /// let option = OptionName::IndexColumn;
        /// assert_eq!(option.name(), "index_column");
        /// assert_eq!(Voice::Terminal.option(option).to_string(), "--index-column");
        /// assert_eq!(Voice::Fields.option(option).to_string(), "index_column");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum OptionName {
            $(
                #[doc = concat!("`", $name, "`")]
                $option,
            )*
        }

        impl OptionName {
            /// All of them, in the order of the alphabet.
            pub const ALL: &'static [Self] = &[$(Self::$option,)*];

            /// The name of the field or argument, with underscores.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$option => $name,)*
                }
            }
        }
    };
}

option_names! {
    All = "all",
    Along = "along",
    Atol = "atol",
    Autoencode = "autoencode",
    Batch = "batch",
    Below = "below",
    Biases = "biases",
    Center = "center",
    Check = "check",
    Columns = "columns",
    Components = "components",
    Continue = "continue",
    Coordinates = "coordinates",
    Count = "count",
    CrossMoment = "cross_moment",
    Curve = "curve",
    Decay = "decay",
    DecayBiases = "decay_biases",
    DecayOn = "decay_on",
    Delimiter = "delimiter",
    DenseLimit = "dense_limit",
    Dimension = "dimension",
    Direction = "direction",
    Distance = "distance",
    DriftTolerance = "drift_tolerance",
    Drop = "drop",
    Epsilon = "epsilon",
    EscapeFrom = "escape_from",
    EscapeOrder = "escape_order",
    Every = "every",
    Exact = "exact",
    Header = "header",
    Hessian = "hessian",
    Hidden = "hidden",
    Highest = "highest",
    Index = "index",
    IndexColumn = "index_column",
    Init = "init",
    InputMoment = "input_moment",
    Inputs = "inputs",
    Label = "label",
    Labels = "labels",
    Layers = "layers",
    Limit = "limit",
    Loss = "loss",
    Lowest = "lowest",
    Learned = "learned",
    Learning = "learning",
    LearningRate = "learning_rate",
    Method = "method",
    Modes = "modes",
    MomentSamples = "moment_samples",
    Noise = "noise",
    OutputMoment = "output_moment",
    Predict = "predict",
    Problem = "problem",
    Radius = "radius",
    Rank = "rank",
    Refine = "refine",
    Rtol = "rtol",
    SampleWeights = "sample_weights",
    Samples = "samples",
    SamplesIn = "samples_in",
    Sigma = "sigma",
    Step = "step",
    Stratum = "stratum",
    Subset = "subset",
    Subsets = "subsets",
    Target = "target",
    Targets = "targets",
    Tolerance = "tolerance",
    Trajectory = "trajectory",
    Transpose = "transpose",
    Type = "type",
    Until = "until",
    UntilLoss = "until_loss",
    Weights = "weights",
    Widths = "widths",
}

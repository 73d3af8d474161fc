//! How files of data are read.

/// Options of tables and of the matrices in them.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Files of data")]
pub(crate) struct TableArguments {
    /// Whether samples stand in rows or in columns of inputs and targets [default: rows, with a
    /// question where there are fewer samples than features]
    #[arg(long, value_name = "rows|columns")]
    pub(crate) samples_in: Option<String>,
    /// Whether the first line of a csv file names its columns: auto, yes or no [default: auto, which
    /// says what it takes and refuses what is in doubt]
    #[arg(long, value_name = "auto|yes|no")]
    pub(crate) header: Option<String>,
    /// The column of csv files that numbers the rows and is left out, by name or number, or none
    /// [default: one without a name, as pandas and R write it]
    #[arg(long, value_name = "NAME|N|none")]
    pub(crate) index_column: Option<String>,
    /// The columns of --inputs or --target that are kept, by name or number: a,b or 1,3-5
    #[arg(long, value_name = "LIST")]
    pub(crate) columns: Option<String>,
    /// The columns of --inputs or --target that are left out
    #[arg(long, value_name = "LIST")]
    pub(crate) drop: Option<String>,
    /// What separates the cells of csv files: , ; | : tab or space [default: ,]
    #[arg(long, value_name = "C")]
    pub(crate) delimiter: Option<String>,
}

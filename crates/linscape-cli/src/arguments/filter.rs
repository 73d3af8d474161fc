//! Which strata of a family are meant.

use clap::ValueEnum;
use linscape_critical::{EscapeOrder, PointType};
use linscape_strata::StrataFilter;

/// Conditions on strata; all given ones must hold.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Which strata")]
pub(crate) struct FilterArguments {
    /// Only points of this type
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    point_type: Option<TypeName>,
    /// Only strata with this many negative eigenvalues
    #[arg(long, value_name = "N")]
    index: Option<usize>,
    /// Only strata of this dimension
    #[arg(long, value_name = "N")]
    dimension: Option<usize>,
    /// Only this escape order (2 or more)
    #[arg(long, value_name = "Q", value_parser = clap::value_parser!(u32).range(2..))]
    escape_order: Option<u32>,
    /// Only strata with dimension = nullity: the irreducible components of the family
    #[arg(long)]
    components: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum TypeName {
    /// The loss cannot be lower
    GlobalMinimum,
    /// Some second-order direction goes down
    StrictSaddle,
    /// Only directions of higher order go down
    NonstrictSaddle,
}

impl FilterArguments {
    /// The first condition that was given, by its option.
    pub(crate) fn first_given(&self) -> Option<&'static str> {
        let given = [
            ("--type", self.point_type.is_some()),
            ("--index", self.index.is_some()),
            ("--dimension", self.dimension.is_some()),
            ("--escape-order", self.escape_order.is_some()),
            ("--components", self.components),
        ];
        given.into_iter().find(|(_, is_given)| *is_given).map(|(option, _)| option)
    }

    /// The conditions.
    pub(crate) fn filter(&self) -> StrataFilter {
        StrataFilter {
            point_type: self.point_type.map(|name| match name {
                TypeName::GlobalMinimum => PointType::GlobalMinimum,
                TypeName::StrictSaddle => PointType::StrictSaddle,
                TypeName::NonstrictSaddle => PointType::NonstrictSaddle,
            }),
            index: self.index,
            dimension: self.dimension,
            escape_order: self.escape_order.map(|order| EscapeOrder::new(order as usize)),
            morse_bott: self.components,
        }
    }
}

//! Conditions on strata by name.

use crate::refusal::refuse;
use linscape_critical::{EscapeOrder, PointType};
use linscape_formats::OptionName;
use linscape_strata::StrataFilter;
use pyo3::prelude::*;

/// Conditions on strata as Python states them: type, index, dimension, escape order, and whether
/// only components are meant.
pub(crate) type StatedFilter = (Option<String>, Option<usize>, Option<usize>, Option<usize>, bool);

/// The conditions.
pub(crate) fn filter(stated: StatedFilter) -> PyResult<StrataFilter> {
    let (point_type, index, dimension, escape_order, morse_bott) = stated;
    if let Some(order) = escape_order.filter(|&order| order < 2) {
        return Err(refuse(format!("escape_order {order} is less than 2")));
    }
    Ok(StrataFilter {
        point_type: point_type.map(|name| point_type_of(&name)).transpose()?,
        index,
        dimension,
        escape_order: escape_order.map(EscapeOrder::new),
        morse_bott,
    })
}

/// Each condition, and whether it is one.
pub(crate) fn given_conditions(stated: &StatedFilter) -> [(OptionName, bool); 5] {
    let (point_type, index, dimension, escape_order, morse_bott) = stated;
    [
        (OptionName::Type, point_type.is_some()),
        (OptionName::Index, index.is_some()),
        (OptionName::Dimension, dimension.is_some()),
        (OptionName::EscapeOrder, escape_order.is_some()),
        (OptionName::Components, *morse_bott),
    ]
}

fn point_type_of(name: &str) -> PyResult<PointType> {
    match name {
        "global_minimum" => Ok(PointType::GlobalMinimum),
        "strict_saddle" => Ok(PointType::StrictSaddle),
        "nonstrict_saddle" => Ok(PointType::NonstrictSaddle),
        _ => Err(refuse(format!(
            "type '{name}' is none of global_minimum, strict_saddle, nonstrict_saddle"
        ))),
    }
}

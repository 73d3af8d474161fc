//! What is said of a point: its type, the signs of its second variation, the degree by which it can be left.

mod beside;
mod escape_order;
mod inertia;
mod numbered;
mod point_type;

pub use beside::Beside;
pub use escape_order::EscapeOrder;
pub use inertia::Inertia;
pub use numbered::numbered;
pub use point_type::PointType;

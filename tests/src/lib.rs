//! The simulator and the model.

pub mod model;

//! The simulator and the model.

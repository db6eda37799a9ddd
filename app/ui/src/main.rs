//! Kith.
fn main() {}

//! Dutybell.
fn main() {}

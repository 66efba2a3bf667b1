//! giaingan
fn main() {}

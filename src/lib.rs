//! giaingan

pub mod domain;
pub mod read;
pub mod recognise;
pub mod parse;
pub mod intake;
pub mod check;
pub mod aggregate;
pub mod render;
pub mod workspace;
pub mod cli;

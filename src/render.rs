//! Summary → text or bytes. A writer computes nothing and opens no file.

mod text;
mod number;
pub mod sentences;
pub mod terminal;
pub mod json;
pub mod workbook;
pub mod template;
pub mod returned;
pub mod register;

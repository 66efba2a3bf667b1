//! Summary → text or bytes. A writer computes nothing and opens no file.

mod xlsx;
pub mod sentences;
pub mod terminal;
pub mod json;
pub mod workbook;
pub mod template;
pub mod returned;
pub mod register;

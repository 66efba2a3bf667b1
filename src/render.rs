//! Summary → text or bytes. A writer computes nothing and opens no file.

mod xlsx;
mod docx;
pub(crate) mod letter;
pub(crate) mod sentences;
pub(crate) mod terminal;
pub(crate) mod json;
pub(crate) mod workbook;
pub(crate) mod page;
pub(crate) mod export;
pub mod template;
pub mod returned;
pub(crate) mod register;

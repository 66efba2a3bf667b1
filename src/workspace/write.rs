//! Outputs: nothing of the office's is destroyed, and what is written is written whole.

mod made;
mod name;
mod outputs;
mod seal;
mod whole;
mod written;

pub use self::made::{Made, Making};
pub use self::name::file_name;
pub use self::outputs::{
    Content, Earlier, Outputs, Placed, is_this, sealed, try_out, way, workbook_at,
};
pub(crate) use self::whole::no_temporary;
pub(super) use self::whole::{Act, refused};
pub use self::whole::{write, write_new};

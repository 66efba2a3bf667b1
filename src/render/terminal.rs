//! What people read on the screen: texts of a given width, with or without colour; nothing is lost without it.

mod amounts;
mod explain;
mod findings;
mod missing;
mod next;
mod screen;
mod status;
mod summary;
mod table;
mod units;

#[cfg(test)]
pub(crate) mod fixture;

pub use explain::explain;
pub use findings::findings;
pub use next::next_steps;
pub use screen::{Colour, Screen};
pub use status::status;
pub use summary::summary;

#[cfg(test)]
mod look {
    use super::*;
    use crate::domain::lang::Lang;
    #[test]
    fn look() {
        let s = fixture::district();
        for width in [80, 120] {
            let screen = Screen { width, colour: Colour::Plain };
            println!("=== {width}\n{}\n=====\n{}\n=====\n{}\n====\n{}", summary(&s, Lang::Vi, &screen), status(&s, Lang::Vi, &screen), findings(&s, Lang::Vi, &screen), explain(&fixture::PARTS, Lang::Vi, &screen));
        }
        let screen = Screen { width: 80, colour: Colour::Plain };
        println!("{}{}{}", summary(&s, Lang::En, &screen), status(&s, Lang::En, &screen), findings(&s, Lang::En, &screen));
    }
}

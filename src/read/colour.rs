//! The colour of a text and of what is behind it: where they are one, nobody sees the text.

use super::shown::Unseen;

/// A colour as a file names it; two names of one colour are taken for two, but for white.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Colour {
    /// That of the screen: whoever reads sees it.
    #[default]
    Automatic,
    /// Red, green and blue.
    Rgb(u32),
    /// One of the palette of the workbook.
    Indexed(u32),
    /// One of its theme, made lighter or darker by so many thousandths.
    Theme(u32, i32),
}

/// White, and no fill.
pub(super) const WHITE: Colour = Colour::Rgb(0xFF_FFFF);

impl Colour {
    /// Of the palette: each has white in its second and tenth place.
    pub(super) fn indexed(number: u32) -> Colour {
        match number {
            1 | 9 => WHITE,
            0 | 8 => Colour::Rgb(0),
            // The colours of the system.
            64.. => Colour::Automatic,
            number => Colour::Indexed(number),
        }
    }

    /// Of the theme: the first colour is that of paper.
    pub(super) fn theme(number: u32, tint: f64) -> Colour {
        match (number, (tint * 1000.0).round() as i32) {
            (0, 0) => WHITE,
            (number, tint) => Colour::Theme(number, tint),
        }
    }

    /// Of `FFFFFF` or `FFFFFFFF` (the first two for how far one sees through, which nobody does).
    pub(super) fn hexadecimal(text: &str) -> Colour {
        let text = text.trim().trim_start_matches('#');
        let digits = text.get(text.len().saturating_sub(6)..).unwrap_or_default();
        u32::from_str_radix(digits, 16).map_or(Colour::Automatic, Colour::Rgb)
    }
}

/// Why nobody sees a text: it has the colour of what is behind it, or is struck through.
pub(super) fn unseen(text: Colour, behind: Colour, is_struck: bool) -> Option<Unseen> {
    let is_one = text == behind && text != Colour::Automatic;
    match is_one {
        true => Some(Unseen::Colour),
        false => is_struck.then_some(Unseen::Struck),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_the_colour_of_its_ground_is_not_seen() {
        let white = Some(Unseen::Colour);
        for text in [Colour::indexed(9), Colour::theme(0, 0.0), Colour::hexadecimal("ffFFFFFF")] {
            assert_eq!(unseen(text, WHITE, false), white);
            assert_eq!(unseen(text, Colour::theme(4, 0.0), false), None, "white on a heading");
        }
        let green = Colour::theme(6, 0.4);
        assert_eq!(unseen(green, Colour::theme(6, 0.4), false), white);
        assert_eq!(unseen(green, Colour::theme(6, 0.0), true), Some(Unseen::Struck));
        assert_eq!(unseen(Colour::Automatic, Colour::indexed(64), false), None);
    }
}

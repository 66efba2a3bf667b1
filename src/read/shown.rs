//! How a style shows what its cells hold: as a day, divided by thousands, or so that nobody sees it.
//!
//! A clerk goes by what is shown. Nearly all styles show the number as it stands, and cost nothing.

use serde::{Deserialize, Serialize};

use super::Value;

/// How a cell shows its value where that is not as it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Look {
    /// How the number differs that is shown.
    pub scale: Scale,
    /// Why nobody sees it.
    pub unseen: Option<Unseen>,
}

/// What a number format makes of the number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Scale {
    /// It shows the number.
    #[default]
    One,
    /// It shows a hundred times the number, and `%`.
    Percent,
    /// It shows the number divided by a thousand, so many times (`#,##0.0,,`: twice).
    Thousands {
        /// How many times.
        times: u8,
        /// A number that is not 0 shows as 0.
        shows_zero: bool,
    },
}

/// Why nobody sees a cell's value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Unseen {
    /// The number format shows nothing (`;;;`).
    Format,
    /// The text has the colour of what is behind it.
    Colour,
    /// It is struck through.
    Struck,
}

/// A style of cells.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Style {
    /// Its number format.
    pub code: Code,
    /// Why nobody sees what its cells hold, whatever that is.
    pub unseen: Option<Unseen>,
    /// Whether its cells may be typed into where the sheet is protected.
    pub is_open: bool,
}

impl Style {
    /// Whether it shows some values otherwise than they stand.
    pub fn says_something(&self) -> bool {
        self.unseen.is_some() || !self.code.sections.is_empty()
    }

    /// How it shows a value; `None` where that is as it stands.
    pub fn look(&self, value: &Value) -> Option<Look> {
        if !self.says_something() {
            return None;
        }
        let (scale, hidden) = match value {
            Value::Number(number) => self.code.shows(*number),
            _ => (Scale::One, None),
        };
        let look = Look { scale, unseen: self.unseen.or(hidden) };
        (look != Look::default()).then_some(look)
    }
}

/// A number format.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Code {
    /// Whether it shows a day or a time.
    pub is_day: bool,
    /// Its sections; none where each shows the number as it stands.
    sections: Vec<Section>,
}

/// What a number format shows of the numbers that one of its sections is for.
#[derive(Clone, PartialEq, Debug, Default)]
struct Section {
    /// For which numbers, where it says so (`[>=1000000]`).
    only: Option<(Compare, f64)>,
    /// It shows the number, or only words.
    shows: bool,
    percent: bool,
    thousands: u8,
    decimals: u8,
}

/// How a number stands to the limit of a section.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Compare {
    Less,
    AtMost,
    Equal,
    Other,
    AtLeast,
    More,
}

impl Code {
    /// The format that shows the number as it stands.
    pub const PLAIN: Code = Code { is_day: false, sections: Vec::new() };

    /// A format that Excel knows by its number alone, those of the East Asian versions included (ECMA-376 part 1,
    /// 18.8.30).
    pub fn built_in(number: u16) -> Code {
        match number {
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Code { is_day: true, ..Code::default() },
            9 | 10 => Code::percent(),
            _ => Code::default(),
        }
    }

    /// A format that is written out.
    pub fn read(code: &str) -> Code {
        if code.trim().is_empty() {
            return Code::default();
        }
        let sections: Vec<(Section, bool)> = sections(code).map(Section::read).collect();
        // Only the first section says what a positive number looks like.
        let is_day = sections.first().is_some_and(|(_, is_day)| *is_day);
        // The fourth section is for texts.
        let sections = sections.into_iter().take(3).map(|(section, _)| section).collect();
        if is_day { Code { is_day, ..Code::default() } } else { Code::of(sections) }
    }

    /// A format that divides by a thousand so many times and shows so many digits behind the point.
    pub fn divided(thousands: u8, decimals: u8) -> Code {
        Code::of(vec![Section { thousands, decimals, ..Section::PLAIN }])
    }

    /// A format of percentages.
    pub fn percent() -> Code {
        Code::of(vec![Section { percent: true, ..Section::PLAIN }])
    }

    /// A format that shows words, or nothing, and no number.
    pub fn wordy() -> Code {
        Code::of(vec![Section::default()])
    }

    /// A format that shows some numbers, by conditions such as `>=0`, as other formats do.
    pub fn by_condition(others: Vec<(String, Code)>, code: Code) -> Code {
        let only = |(text, other): (String, Code)| {
            let section = other.sections.into_iter().next().unwrap_or(Section::PLAIN);
            Some(Section { only: Some(condition(&text)?), ..section })
        };
        let own = code.sections.into_iter().next().unwrap_or(Section::PLAIN);
        Code::of(others.into_iter().filter_map(only).chain([own]).collect())
    }

    fn of(sections: Vec<Section>) -> Code {
        let all_plain = sections.iter().all(Section::is_plain);
        Code { is_day: false, sections: if all_plain { Vec::new() } else { sections } }
    }

    fn shows(&self, number: f64) -> (Scale, Option<Unseen>) {
        let Some(section) = self.section(number) else { return (Scale::One, None) };
        if !section.shows {
            // That a 0 is not shown hides nothing.
            return (Scale::One, (number != 0.0).then_some(Unseen::Format));
        }
        let scale = match section.thousands {
            _ if section.percent => Scale::Percent,
            0 => Scale::One,
            times => {
                let digits = i32::from(section.decimals) - 3 * i32::from(times);
                let shows_zero = number != 0.0 && number.abs() * 10_f64.powi(digits) < 0.5;
                Scale::Thousands { times, shows_zero }
            }
        };
        (scale, None)
    }

    /// The section for a number: by its own condition, else the one for what is above, below and 0.
    fn section(&self, number: f64) -> Option<&Section> {
        if self.sections.iter().any(|section| section.only.is_some()) {
            return self.sections.iter().find(|section| section.is_for(number));
        }
        let at = match self.sections.len() {
            2 | 3 if number < 0.0 => 1,
            3 if number == 0.0 => 2,
            _ => 0,
        };
        self.sections.get(at)
    }
}

impl Section {
    const PLAIN: Section =
        Section { only: None, shows: true, percent: false, thousands: 0, decimals: 0 };

    fn is_plain(&self) -> bool {
        self.shows && !self.percent && self.thousands == 0
    }

    fn is_for(&self, number: f64) -> bool {
        self.only.is_none_or(|(compare, limit)| match compare {
            Compare::Less => number < limit,
            Compare::AtMost => number <= limit,
            Compare::Equal => number == limit,
            Compare::Other => number != limit,
            Compare::AtLeast => limit <= number,
            Compare::More => limit < number,
        })
    }

    /// A section, and whether it shows a day or a time.
    fn read(code: &str) -> (Section, bool) {
        let mut section = Section::default();
        // Behind the last digit a comma divides, between digits it only parts groups: which, the next digit tells.
        let (mut commas, mut is_behind_point, mut is_day) = (0_u8, false, false);
        let is_general =
            code.trim_start().get(..7).is_some_and(|word| word.eq_ignore_ascii_case("general"));
        if is_general || code.trim() == "@" {
            return (Section { shows: true, ..section }, false);
        }
        for piece in pieces(code) {
            match piece {
                Piece::Bracket(inside) => {
                    section.only = section.only.or(condition(inside));
                    is_day |= is_elapsed(inside);
                }
                Piece::Letter('0' | '#' | '?') => {
                    section.shows = true;
                    commas = 0;
                    section.decimals = section.decimals.saturating_add(u8::from(is_behind_point));
                }
                Piece::Letter(',') => commas = commas.saturating_add(1),
                Piece::Letter('.') => {
                    // "0,,.0" divides as "0.0,," does.
                    section.thousands = section.thousands.saturating_add(commas);
                    (commas, is_behind_point) = (0, true);
                }
                Piece::Letter('%') => section.percent = true,
                Piece::Letter('d' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S') => {
                    is_day = true;
                }
                Piece::Letter(_) => {}
            }
        }
        section.thousands = section.thousands.saturating_add(commas);
        (section, is_day)
    }
}

/// A piece of a number format; what is quoted or escaped is passed over.
enum Piece<'a> {
    Letter(char),
    /// What stands in `[…]`.
    Bracket(&'a str),
}

fn pieces(code: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = code;
    std::iter::from_fn(move || {
        loop {
            let letter = rest.chars().next()?;
            rest = &rest[letter.len_utf8()..];
            match letter {
                '"' => rest = rest.split_once('"').map_or("", |(_, behind)| behind),
                '\\' | '_' | '*' => {
                    let next = rest.chars().next().map_or(0, char::len_utf8);
                    rest = &rest[next..];
                }
                '[' => {
                    let (inside, behind) = rest.split_once(']').unwrap_or((rest, ""));
                    rest = behind;
                    return Some(Piece::Bracket(inside));
                }
                letter => return Some(Piece::Letter(letter)),
            }
        }
    })
}

/// The sections of a number format, parted by `;` outside of quotes.
fn sections(code: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    code.split(move |letter: char| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match letter {
            _ if was_escaped => {}
            '"' => is_quoted = !is_quoted,
            '\\' | '_' | '*' if !is_quoted => is_escaped = true,
            ';' => return !is_quoted,
            _ => {}
        }
        false
    })
}

/// `>=1000000`.
fn condition(inside: &str) -> Option<(Compare, f64)> {
    let signs = [
        ("<=", Compare::AtMost),
        (">=", Compare::AtLeast),
        ("<>", Compare::Other),
        ("<", Compare::Less),
        (">", Compare::More),
        ("=", Compare::Equal),
    ];
    let (limit, compare) =
        signs.into_iter().find_map(|(sign, of)| Some((inside.trim().strip_prefix(sign)?, of)))?;
    Some((compare, limit.trim().parse().ok()?))
}

/// `[h]`: hours that go on behind a day.
fn is_elapsed(inside: &str) -> bool {
    !inside.is_empty() && inside.chars().all(|letter| "hmsHMS".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, number: f64) -> (Scale, Option<Unseen>) {
        Code::read(code).shows(number)
    }

    fn divided(times: u8) -> (Scale, Option<Unseen>) {
        (Scale::Thousands { times, shows_zero: false }, None)
    }

    #[test]
    fn formats_of_days_are_told_from_those_of_money() {
        for code in [
            "dd/mm/yyyy",
            "[$-42A]dd\\ mmmm\\ yyyy;@",
            "h:mm",
            "[h]:mm:ss",
            "\"Ngày \"d/m",
            "[$-411]ggge\"年\"m\"月\"",
        ] {
            assert!(Code::read(code).is_day, "{code}");
        }
        for code in [
            "General",
            "#,##0.00",
            "#,##0 \"đồng\"",
            "[Red]-#,##0",
            "_(* #,##0_);_(* (#,##0);_(@_)",
            "[$-42A]#,##0",
            "0.00%",
            "#,##0\\d",
            "0;\"thiếu\"d",
            "\"d\"0",
        ] {
            assert!(!Code::read(code).is_day, "{code}");
        }
        assert!(Code::built_in(14).is_day && !Code::built_in(3).is_day);
    }

    #[test]
    fn commas_behind_the_digits_divide_and_those_between_them_do_not() {
        for code in
            ["#,##0", "#,##0.00", "General", "@", "_-* #,##0\\ _₫_-", "0\\,", "0\",\"", "#,##0_,"]
        {
            assert_eq!(Code::read(code), Code::default(), "{code}");
        }
        for code in
            ["#,##0,,", "#,##0.0,,", "0.0,, \"tr\"", "[$-42A]#,##0,,_)", "0,,.0", "\"~\"0.0,,\\đ"]
        {
            assert_eq!(shown(code, 1.5e9), divided(2), "{code}");
        }
        assert_eq!(shown("#,##0,", 1.5e9), divided(1));
        assert_eq!(shown("#,##0,,,", 1.5e9), divided(3));
        assert_eq!(shown("0.0%", 0.5), (Scale::Percent, None));
        assert_eq!(Code::built_in(10).shows(0.5), (Scale::Percent, None));
    }

    #[test]
    fn a_number_that_shows_as_zero_is_told_from_one_that_does_not() {
        let shows_zero = |code: &str, number: f64| match shown(code, number).0 {
            Scale::Thousands { shows_zero, .. } => shows_zero,
            _ => panic!("{code}"),
        };
        assert!(shows_zero("#,##0,,", 1_200.0));
        assert!(shows_zero("#,##0,,", -499_999.0));
        assert!(!shows_zero("#,##0,,", 500_000.0));
        assert!(!shows_zero("#,##0.0,,", 50_000.0));
        assert!(shows_zero("#,##0.0,,", 49_999.0));
        assert!(!shows_zero("#,##0,,", 0.0));
    }

    #[test]
    fn each_number_has_its_section() {
        let conditions =
            vec![(">=1000000".to_owned(), Code::divided(2, 1)), ("<0".to_owned(), Code::wordy())];
        let same = Code::by_condition(conditions, Code::default());
        assert_eq!(same.shows(2e6), divided(2));
        assert_eq!(same.shows(2e3), (Scale::One, None));
        assert_eq!(same.shows(-1.0), (Scale::One, Some(Unseen::Format)));
        assert_eq!(Code::by_condition(vec![], Code::default()), Code::default());
        let code = "[>=1000000]#,##0.0,,\"tr\";[>=1000]#,##0,\"n\";0";
        assert_eq!(shown(code, 2e6), divided(2));
        assert_eq!(shown(code, 2e3), divided(1));
        assert_eq!(shown(code, 2.0), (Scale::One, None));
        assert_eq!(shown("0;0,,", -5e6), divided(2));
        assert_eq!(shown("0;0,,", 5e6), (Scale::One, None));
        let hidden = (Scale::One, Some(Unseen::Format));
        assert_eq!(
            [5.0, -5.0, 0.0].map(|number| shown(";;;", number)),
            [hidden, hidden, (Scale::One, None)]
        );
        assert_eq!([5.0, -5.0].map(|number| shown("0;;0", number)), [(Scale::One, None), hidden]);
        assert_eq!(shown("\"đã chi; hết\"", 5.0), hidden);
        assert_eq!(shown("#,##0;-#,##0;", 0.0), (Scale::One, None));
        assert_eq!(shown("0;\"a;b\"0;\\;0,,", -5.0), (Scale::One, None));
    }

    #[test]
    fn an_ordinary_style_has_nothing_to_say() {
        let style = Style { code: Code::read("#,##0.00"), ..Style::default() };
        assert_eq!(style.look(&Value::Number(5.0)), None);
        let (code, unseen) = (Code::read("#,##0,,"), Some(Unseen::Colour));
        let white = Style { code, unseen, is_open: false };
        let scale = Scale::Thousands { times: 2, shows_zero: false };
        let unseen = Some(Unseen::Colour);
        assert_eq!(white.look(&Value::Number(5e6)), Some(Look { scale, unseen }));
        assert_eq!(white.look(&Value::Text("5".into())), Some(Look { scale: Scale::One, unseen }));
    }
}

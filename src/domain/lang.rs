//! The two languages that people read: every text is written twice, side by side, and chosen once.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language of the output. Vietnamese is the default: the clerk and the chairman read it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

/// A fixed text in both languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Text {
    /// Vietnamese, as an office would write it.
    pub vi: &'static str,
    /// The same in English.
    pub en: &'static str,
}

impl Text {
    /// The text in `lang`.
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }

    /// The same beside texts that are put together.
    pub fn words(&self) -> Words {
        Words::new(self.vi, self.en)
    }
}

/// A text that was put together, in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Words {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both languages of one sentence.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Words {
        Words { vi: vi.into(), en: en.into() }
    }

    /// Without the memory that putting it together left over: a run keeps thousands of sentences.
    pub fn fitting(mut self) -> Words {
        self.vi.shrink_to_fit();
        self.en.shrink_to_fit();
        self
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }

    /// The text in `lang` alone.
    pub fn pick(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }
}

/// What a sentence names: an amount, a place, a name, which are the same in both languages, or words that are not.
pub trait Said {
    /// As it stands in a sentence of `lang`.
    fn said(&self, lang: Lang) -> impl fmt::Display;
}

impl<T: fmt::Display + ?Sized> Said for T {
    fn said(&self, _: Lang) -> impl fmt::Display {
        self
    }
}

impl Said for Words {
    fn said(&self, lang: Lang) -> impl fmt::Display {
        self.get(lang)
    }
}

impl Said for Text {
    fn said(&self, lang: Lang) -> impl fmt::Display {
        self.get(lang)
    }
}

/// [`Words`] of a sentence that is put together: `words!("dòng {row}: {what}", "row {row}: {what}"; row, what)`.
///
/// Every part stands in both languages: one that a language leaves out does not compile.
macro_rules! words {
    ($vi:literal, $en:literal $(,)?) => {
        $crate::domain::lang::Words::new($vi, $en)
    };
    ($vi:literal, $en:literal; $($name:ident $(= $part:expr)?),+ $(,)?) => {{
        use $crate::domain::lang::{Lang, Said as _};
        match ($(&words!(@part $name $(= $part)?),)+) {
            ($($name,)+) => $crate::domain::lang::Words {
                vi: format!($vi, $($name = $name.said(Lang::Vi)),+),
                en: format!($en, $($name = $name.said(Lang::En)),+),
            },
        }
    }};
    (@part $name:ident = $part:expr) => { $part };
    (@part $name:ident) => { $name };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_put_together_in_both_languages() {
        let (row, level) = (12, Text { vi: "lỗi", en: "error" });
        let built = words!(
            "Dòng {row}, {what}: {level}.",
            "{what}, {level} in row {row}.";
            row,
            level,
            what = Words::new("cột".to_owned() + " C", "column C"),
        );
        assert_eq!(built, Words::new("Dòng 12, cột C: lỗi.", "column C, error in row 12."));
        assert_eq!(words!("{ngày}", "{day}"), Words::new("{ngày}", "{day}"));
    }
}

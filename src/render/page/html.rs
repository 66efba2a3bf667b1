//! Markup in the making. Text enters it escaped, whatever is in it; markup only as it stands in this program.

use crate::domain::label::harmless;

/// A piece of a page. That it holds no markup of anybody else's is the promise of the type: there is no way to put a text
/// into it but [`Html::text`].
#[derive(Default)]
pub(super) struct Html {
    written: String,
    lines: usize,
}

/// So many letters fill a line of a paragraph.
const LINE: usize = 110;

impl Html {
    /// Markup that stands in the program.
    pub(super) fn markup(&mut self, markup: &'static str) -> &mut Html {
        self.written.push_str(markup);
        self
    }

    /// A text of anybody's: no letter of it is markup, none is a control or turns the direction of what follows.
    pub(super) fn text(&mut self, text: &str) -> &mut Html {
        for letter in harmless(text).chars() {
            match letter {
                '&' => self.written.push_str("&amp;"),
                '<' => self.written.push_str("&lt;"),
                '>' => self.written.push_str("&gt;"),
                '"' => self.written.push_str("&quot;"),
                '\'' => self.written.push_str("&#39;"),
                letter => self.written.push(letter),
            }
        }
        self
    }

    /// A whole number, as in a coordinate.
    pub(super) fn number(&mut self, number: i64) -> &mut Html {
        self.written.push_str(&number.to_string());
        self
    }

    /// An element, of a class where that is not empty, and what stands within it.
    pub(super) fn element(
        &mut self,
        tag: &'static str,
        class: &'static str,
        within: impl FnOnce(&mut Html),
    ) -> &mut Html {
        self.lines += usize::from(tag == "tr");
        self.markup("<").markup(tag);
        if !class.is_empty() {
            self.markup(" class=\"").markup(class).markup("\"");
        }
        self.markup(">");
        within(self);
        self.markup("</").markup(tag).markup(">")
    }

    /// An element that holds one text.
    pub(super) fn told(&mut self, tag: &'static str, class: &'static str, text: &str) -> &mut Html {
        if tag == "p" {
            self.lines += text.chars().count().div_ceil(LINE);
        }
        self.element(tag, class, |within| {
            within.text(text);
        })
    }

    /// What stands in another piece.
    pub(super) fn add(&mut self, other: Html) -> &mut Html {
        self.written.push_str(&other.written);
        self.lines += other.lines;
        self
    }

    /// About how many lines its rows and paragraphs take on paper.
    pub(super) fn lines(&self) -> usize {
        self.lines
    }

    /// All of it.
    pub(super) fn finish(self) -> String {
        self.written
    }
}

/// A text that is longer than there is room for ends with "…".
pub(super) fn cut(text: &str, most: usize) -> String {
    let text = harmless(text);
    if text.chars().count() <= most {
        return text;
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_never_markup() {
        let mut html = Html::default();
        html.told("td", "name", "<script>alert('x')</script> & \"y\"\u{202e}\u{0}\u{1b}[31m");
        assert_eq!(
            html.finish(),
            "<td class=\"name\">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;[31m</td>"
        );
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("Xã Hòa Sơn", 10), "Xã Hòa Sơn");
        assert_eq!(cut("Xã Hòa Sơn 2", 8), "Xã Hòa…");
    }

    proptest! {
        #[test]
        fn no_text_opens_or_closes_anything(text in any::<String>()) {
            let mut html = Html::default();
            html.text(&text);
            let html = html.finish();
            prop_assert!(!html.contains(['<', '>', '"', '\'']));
            prop_assert!(!html.chars().any(char::is_control));
        }
    }
}

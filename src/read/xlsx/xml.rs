//! The XML of a part, piece by piece: elements by their local names, whatever the prefix, and texts.
//!
//! A part is mostly cells, a million of them in a large file, and reading them is most of what a run does. So this knows
//! just what such parts are written with: it borrows all it can, checks no more than it needs, and follows no reference
//! that a file defines itself. quick-xml takes three times as long for the part of a sheet (`benches/own`).

use std::borrow::Cow;

use memchr::memmem;

/// A piece of a part. Texts are as they are written: [`push_text`] resolves what they refer to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece<'a> {
    /// `<c r="A1">`.
    Start(Tag<'a>),
    /// `<c r="A1"/>`.
    Empty(Tag<'a>),
    /// `</c>`, by its local name.
    End(&'a str),
    /// What stands between.
    Text(&'a str),
    /// The same, in which no character means anything else.
    CData(&'a str),
}

/// The opening of an element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tag<'a> {
    /// Its local name.
    pub name: &'a str,
    attributes: &'a str,
}

/// The pieces of a part; after the first fault none follow.
pub(super) struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    /// Of a part.
    pub(super) fn of(part: &'a str) -> Pieces<'a> {
        Pieces { rest: part }
    }

    /// Takes what comes next where it is a text without references between `before` and `after`, and gives the text:
    /// nearly all cells and strings are written alike, and need not be looked at piece by piece.
    pub(super) fn plain(&mut self, before: &str, after: &str) -> Option<&'a str> {
        let text = self.rest.strip_prefix(before)?;
        let end = text.bytes().position(|byte| matches!(byte, b'<' | b'&'))?;
        let (text, rest) = text.split_at(end);
        self.rest = rest.strip_prefix(after)?;
        Some(text)
    }

    /// Takes all up to the end of `mark`, and gives what stands before that.
    fn until(&mut self, mark: &str) -> Result<&'a str, &'static str> {
        let at = memmem::find(self.rest.as_bytes(), mark.as_bytes()).ok_or("XML: cut off")?;
        let before = &self.rest[..at];
        self.rest = &self.rest[at + mark.len()..];
        Ok(before)
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'a>>, &'static str> {
        loop {
            let bytes = self.rest.as_bytes();
            let Some(first) = bytes.first() else { return Ok(None) };
            if *first != b'<' {
                let end = memchr::memchr(b'<', bytes).unwrap_or(bytes.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Ok(Some(Piece::Text(text)));
            }
            match bytes.get(1) {
                Some(b'/') => {
                    let end = position(self.rest, b'>').ok_or("XML: cut off")?;
                    let name = self.rest[2..end].trim_ascii_end();
                    self.rest = &self.rest[end + 1..];
                    return Ok(Some(Piece::End(local(name))));
                }
                Some(b'?') => {
                    self.until("?>")?;
                }
                Some(b'!') if self.rest.starts_with("<!--") => {
                    self.until("-->")?;
                }
                Some(b'!') if self.rest.starts_with("<![CDATA[") => {
                    return Ok(Some(Piece::CData(&self.until("]]>")?["<![CDATA[".len()..])));
                }
                Some(b'!') => {
                    let end = memchr::memchr2(b'>', b'[', bytes).ok_or("XML: cut off")?;
                    self.until(if bytes[end] == b'[' { "]>" } else { ">" })?;
                }
                _ => return self.tag().map(Some),
            }
        }
    }

    fn tag(&mut self) -> Result<Piece<'a>, &'static str> {
        let bytes = self.rest.as_bytes();
        let is_end = |byte: &u8| matches!(byte, b'>' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0C');
        let mut end = 1 + bytes[1..].iter().position(is_end).ok_or("XML: cut off")?;
        let name_end = end - 1;
        // Within quotes `>` is a letter like others.
        while bytes[end] != b'>' {
            let is_mark = |byte: &u8| matches!(byte, b'>' | b'"' | b'\'');
            end += bytes[end..].iter().position(is_mark).ok_or("XML: cut off")?;
            if bytes[end] != b'>' {
                let value = &self.rest[end + 1..];
                end += 2 + position(value, bytes[end]).ok_or("XML: cut off")?;
                if end == bytes.len() {
                    return Err("XML: cut off");
                }
            }
        }
        let is_empty = bytes[end - 1] == b'/';
        let inside = &self.rest[1..end - usize::from(is_empty)];
        let (name, attributes) = inside.split_at(name_end.min(inside.len()));
        self.rest = &self.rest[end + 1..];
        if name.is_empty() {
            return Err("XML: an element without a name");
        }
        let tag = Tag { name: local(name), attributes };
        Ok(if is_empty { Piece::Empty(tag) } else { Piece::Start(tag) })
    }
}

impl<'a> Tag<'a> {
    /// Its attributes: local names, and values as they are written.
    pub(super) fn attributes(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let equals = position(rest, b'=')?;
            let name = rest[..equals].trim_ascii();
            let value = rest[equals + 1..].trim_ascii_start();
            let quote = *value.as_bytes().first().filter(|byte| matches!(byte, b'"' | b'\''))?;
            let value = &value[1..];
            let end = position(value, quote)?;
            rest = &value[end + 1..];
            Some((local(name), &value[..end]))
        })
    }

    /// The value of the attribute of this local name.
    pub(super) fn attribute(self, name: &str) -> Option<Cow<'a, str>> {
        let (_, value) = self.attributes().find(|(own, _)| *own == name)?;
        if !value.contains('&') {
            return Some(Cow::Borrowed(value));
        }
        let mut resolved = String::with_capacity(value.len());
        push_text(&mut resolved, value);
        Some(Cow::Owned(resolved))
    }

    /// The number in the attribute of this local name.
    pub(super) fn number<T: std::str::FromStr>(self, name: &str) -> Option<T> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Whether the attribute of this local name says yes.
    pub(super) fn is_set(self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| value == "1" || value == "true")
    }
}

/// Walks through the pieces of a part, to its end or its first fault.
pub(super) fn each<'a>(part: &'a str, mut take: impl FnMut(Piece<'a>)) {
    let mut pieces = Pieces::of(part);
    while let Ok(Some(piece)) = pieces.next() {
        take(piece);
    }
}

/// Where the byte stands; within a tag it is near, and a search that looks at many bytes at once would begin too late.
fn position(text: &str, wanted: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == wanted)
}

fn local(name: &str) -> &str {
    match position(name, b':') {
        Some(colon) => &name[colon + 1..],
        None => name,
    }
}

/// Adds a text with what it refers to (`&amp;`, `&#272;`). What the file itself defines stays as it is written, so that
/// nothing can be blown up by it.
pub(super) fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        // The longest name is short: a text of nothing but "&" is not searched to its end for each.
        let end = rest.bytes().take(10).position(|byte| byte == b';');
        let name = end.map(|end| (&rest[..end], &rest[end + 1..]));
        match name.and_then(|(name, behind)| Some((referred(name)?, behind))) {
            Some((letter, behind)) => {
                out.push(letter);
                rest = behind;
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
}

fn referred(name: &str) -> Option<char> {
    let number =
        |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match name.strip_prefix('#')? {
            hexadecimal if hexadecimal.starts_with(['x', 'X']) => number(&hexadecimal[1..], 16),
            decimal => number(decimal, 10),
        },
    }
}

/// A text as Excel reads it: spaces at its ends count only where it says so, `_x000D_` is a line break.
pub(super) fn settled(text: &str, keeps_spaces: bool) -> Cow<'_, str> {
    let text = if keeps_spaces { text } else { text.trim_matches([' ', '\t', '\r', '\n']) };
    if text.contains("_x") { Cow::Owned(unescaped(text)) } else { Cow::Borrowed(text) }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let letter =
            code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match letter {
            Some(letter) => {
                out.push_str(&rest[..at]);
                out.push(letter);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(part: &str) -> String {
        let mut told = String::new();
        let mut pieces = Pieces::of(part);
        loop {
            match pieces.next() {
                Ok(Some(Piece::Start(tag))) => {
                    told += &format!("<{}{:?}>", tag.name, attributes(tag))
                }
                Ok(Some(Piece::Empty(tag))) => {
                    told += &format!("<{}{:?}/>", tag.name, attributes(tag))
                }
                Ok(Some(Piece::End(name))) => told += &format!("</{name}>"),
                Ok(Some(Piece::Text(text) | Piece::CData(text))) => told += text,
                Ok(None) => return told,
                Err(error) => return told + "!" + error,
            }
        }
    }

    fn attributes(tag: Tag<'_>) -> Vec<(&str, &str)> {
        tag.attributes().collect()
    }

    #[test]
    fn pieces_follow_each_other_as_they_are_written() {
        let part = "\u{feff}<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b \"c\">]><x:a><!-- <b> --><b\n r = \"1>2\" y:s='\"'/>
t<![CDATA[<5]]></x:a >";
        assert_eq!(told(part), "\u{feff}<a[]><b[(\"r\", \"1>2\"), (\"s\", \"\\\"\")]/>\nt<5</a>");
        assert_eq!(told("<a"), "!XML: cut off");
        assert_eq!(told("<a>x</a"), "<a[]>x!XML: cut off");
        assert_eq!(told("<>"), "!XML: an element without a name");
        assert_eq!(told("<a b>"), "<a[]>");
    }

    #[test]
    fn a_plain_text_is_taken_whole_or_not_at_all() {
        let mut pieces = Pieces::of("<v>5</v></c><v>a&amp;b</v></c><v>5</v><f/></c>");
        assert_eq!(pieces.plain("<v>", "</v></c>"), Some("5"));
        assert_eq!(pieces.plain("<v>", "</v></c>"), None);
        assert!(matches!(pieces.next(), Ok(Some(Piece::Start(tag))) if tag.name == "v"));
        let mut pieces = Pieces::of("<v>5</v><f/></c>");
        assert_eq!(pieces.plain("<v>", "</v></c>"), None);
        assert_eq!(Pieces::of("<v>5").plain("<v>", "</v></c>"), None);
    }

    #[test]
    fn references_are_resolved_and_those_of_the_file_itself_are_not_followed() {
        let resolved = |text: &str| {
            let mut out = String::new();
            push_text(&mut out, text);
            out
        };
        assert_eq!(resolved("&lt;&#272;&#x1EBF;&b;&amp;lt; &"), "<Đế&b;&lt; &");
        assert_eq!(resolved("&#xD800;&#;"), "&#xD800;&#;");
        assert_eq!(resolved("&abcdefghij;&lt;"), "&abcdefghij;<");
        // Were each searched for its end, this would take an hour.
        let many = "&".repeat(4_000_000);
        assert!(resolved(&many) == many);
    }

    #[test]
    fn a_text_is_what_excel_shows() {
        assert_eq!(settled(" a ", false), "a");
        assert_eq!(settled(" a ", true), " a ");
        assert_eq!(settled("dòng 1_x000D_\ndòng 2", false), "dòng 1\r\ndòng 2");
        assert_eq!(settled("a_x005F_x000D_b", false), "a_x000D_b");
        assert_eq!(settled("_x_xD800_ ế_x12", false), "_x_xD800_ ế_x12");
    }

    proptest! {
        #[test]
        fn no_part_panics_or_goes_on_for_ever(part in "[<>/?!a:= \"'&;\\[\\]\\-ế]{0,40}") {
            let mut pieces = Pieces::of(&part);
            let mut count = 0;
            while let Ok(Some(piece)) = pieces.next() {
                if let Piece::Start(tag) | Piece::Empty(tag) = piece {
                    let _ = tag.attribute("a");
                }
                count += 1;
                prop_assert!(count <= part.len());
            }
        }
    }
}

//! XML that is put together: whoever opens an element closes it, and every text is made harmless on its way in.

use unicode_normalization::UnicodeNormalization;

use crate::domain::label::harmless;

/// An attribute: name and value.
pub(super) type Attribute<'a> = (&'a str, &'a str);

/// A part of a package while it is written.
pub(super) struct Xml(String);

impl Xml {
    /// A part with this root.
    pub(super) fn part(
        root: &str,
        attributes: &[Attribute<'_>],
        inside: impl FnOnce(&mut Xml),
    ) -> String {
        let mut xml =
            Xml("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned());
        xml.element(root, attributes, inside);
        xml.0
    }

    /// An element and what is in it.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        inside: impl FnOnce(&mut Xml),
    ) {
        self.begin(name, attributes);
        self.0.push('>');
        inside(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.begin(name, attributes);
        self.0.push_str("/>");
    }

    /// An element around a text.
    pub(super) fn around(&mut self, name: &str, text: &str) {
        self.element(name, &[], |xml| xml.text(text));
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) {
        self.0.push_str(&escaped(text));
    }

    fn begin(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
    }
}

/// A text as XML takes it: composed, without controls and what only machines see.
fn escaped(text: &str) -> String {
    let is_none = |letter: &char| matches!(letter, '\u{fffe}' | '\u{ffff}');
    let plain: String = harmless(text).chars().filter(|letter| !is_none(letter)).nfc().collect();
    quick_xml::escape::escape(plain).into_owned()
}

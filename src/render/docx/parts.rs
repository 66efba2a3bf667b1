//! The parts of the package beside the text: types, links, styles, theme, settings, fonts, page number, properties.

use super::Document;
use super::body::{self, LINKS, WORDS};
use super::xml::{Attribute, Xml};

const FONT: &str = "Times New Roman";
/// The size of the body, in half points: 14.
const SIZE: &str = "28";

/// How the kinds of parts and links are named.
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// What colours and fonts are called; nothing of it is used, and without it Word says that it mended the file.
const THEME: &str = include_str!("theme.xml");

/// All parts, name and text, in the order of the package.
pub(super) fn of(document: &Document) -> Vec<(&'static str, String)> {
    vec![
        ("[Content_Types].xml", types()),
        ("_rels/.rels", package_links()),
        ("docProps/core.xml", core(document)),
        ("docProps/app.xml", application()),
        ("docProps/custom.xml", custom(document)),
        ("word/document.xml", body::document(document)),
        ("word/_rels/document.xml.rels", links()),
        ("word/header1.xml", page_number()),
        ("word/styles.xml", styles()),
        ("word/settings.xml", settings()),
        ("word/fontTable.xml", fonts()),
        ("word/theme/theme1.xml", THEME.to_owned()),
    ]
}

fn types() -> String {
    let own = format!("{PACKAGE}/content-types");
    let office = "application/vnd.openxmlformats-officedocument";
    let parts = [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".into()),
        ("/docProps/app.xml", format!("{office}.extended-properties+xml")),
        ("/docProps/custom.xml", format!("{office}.custom-properties+xml")),
        ("/word/document.xml", format!("{WORD}.document.main+xml")),
        ("/word/header1.xml", format!("{WORD}.header+xml")),
        ("/word/styles.xml", format!("{WORD}.styles+xml")),
        ("/word/settings.xml", format!("{WORD}.settings+xml")),
        ("/word/fontTable.xml", format!("{WORD}.fontTable+xml")),
        ("/word/theme/theme1.xml", format!("{office}.theme+xml")),
    ];
    Xml::part("Types", &[("xmlns", &own)], |xml| {
        let rels = "application/vnd.openxmlformats-package.relationships+xml";
        for (extension, kind) in [("rels", rels), ("xml", "application/xml")] {
            xml.empty("Default", &[("Extension", extension), ("ContentType", kind)]);
        }
        for (name, kind) in &parts {
            xml.empty("Override", &[("PartName", name), ("ContentType", kind)]);
        }
    })
}

/// Links: of which kind, and to what; numbered as they come.
fn related(links: &[(String, &str)]) -> String {
    let own = format!("{PACKAGE}/relationships");
    Xml::part("Relationships", &[("xmlns", &own)], |xml| {
        for (number, (kind, target)) in (1..).zip(links) {
            let id = format!("rId{number}");
            xml.empty("Relationship", &[("Id", &id), ("Type", kind), ("Target", target)]);
        }
    })
}

fn package_links() -> String {
    let of_office = |kind: &str| format!("{OFFICE}/relationships/{kind}");
    related(&[
        (of_office("officeDocument"), "word/document.xml"),
        (format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
        (of_office("extended-properties"), "docProps/app.xml"),
        (of_office("custom-properties"), "docProps/custom.xml"),
    ])
}

fn links() -> String {
    let of = |kind: &str| format!("{OFFICE}/relationships/{kind}");
    related(&[
        (of("header"), "header1.xml"),
        (of("styles"), "styles.xml"),
        (of("settings"), "settings.xml"),
        (of("fontTable"), "fontTable.xml"),
        (of("theme"), "theme/theme1.xml"),
    ])
}

/// The number in the middle of the upper margin, with the one that a program shows before it has counted.
fn page_number() -> String {
    Xml::part("w:hdr", &[WORDS, LINKS], |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:pStyle", &[("w:val", "Header")]);
                xml.empty("w:jc", &[("w:val", "center")]);
            });
            let mark = |xml: &mut Xml, kind: &str| {
                xml.element("w:r", &[], |xml| {
                    xml.empty("w:fldChar", &[("w:fldCharType", kind)]);
                });
            };
            mark(xml, "begin");
            xml.element("w:r", &[], |xml| {
                xml.element("w:instrText", &[("xml:space", "preserve")], |xml| xml.text(" PAGE "));
            });
            mark(xml, "separate");
            xml.element("w:r", &[], |xml| xml.around("w:t", "2"));
            mark(xml, "end");
        });
    })
}

fn styles() -> String {
    Xml::part("w:styles", &[WORDS], |xml| {
        xml.element("w:docDefaults", &[], |xml| {
            xml.element("w:rPrDefault", &[], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    let fonts = ["w:ascii", "w:eastAsia", "w:hAnsi", "w:cs"];
                    xml.empty("w:rFonts", &fonts.map(|name| (name, FONT)));
                    xml.empty("w:sz", &[("w:val", SIZE)]);
                    xml.empty("w:szCs", &[("w:val", SIZE)]);
                    let languages = ["w:val", "w:eastAsia"].map(|name| (name, "vi-VN"));
                    xml.empty("w:lang", &[&languages[..], &[("w:bidi", "ar-SA")]].concat());
                });
            });
            xml.element("w:pPrDefault", &[], |_| {});
        });
        let style = |xml: &mut Xml, kind, id: &str, name, more: &dyn Fn(&mut Xml)| {
            let is_default = if id == "Header" { "0" } else { "1" };
            let attributes = [("w:type", kind), ("w:default", is_default), ("w:styleId", id)];
            xml.element("w:style", &attributes, |xml| {
                xml.empty("w:name", &[("w:val", name)]);
                more(xml);
            });
        };
        style(xml, "paragraph", "Normal", "Normal", &|xml| xml.empty("w:qFormat", &[]));
        style(xml, "character", "DefaultParagraphFont", "Default Paragraph Font", &|_| {});
        style(xml, "table", "TableNormal", "Normal Table", &|xml| {
            xml.element("w:tblPr", &[], |xml| {
                xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
            });
        });
        style(xml, "numbering", "NoList", "No List", &|_| {});
        style(xml, "paragraph", "Header", "header", &|xml| {
            xml.empty("w:basedOn", &[("w:val", "Normal")]);
        });
    })
}

fn settings() -> String {
    Xml::part("w:settings", &[WORDS], |xml| {
        xml.empty("w:zoom", &[("w:percent", "100")]);
        xml.empty("w:defaultTabStop", &[("w:val", "720")]);
        xml.empty("w:characterSpacingControl", &[("w:val", "doNotCompress")]);
        xml.element("w:compat", &[], |xml| {
            let setting = [
                ("w:name", "compatibilityMode"),
                ("w:uri", "http://schemas.microsoft.com/office/word"),
                ("w:val", "15"),
            ];
            xml.empty("w:compatSetting", &setting);
        });
        xml.empty("w:themeFontLang", &[("w:val", "vi-VN")]);
        let light_dark = ["w:bg1", "w:t1", "w:bg2", "w:t2"]
            .into_iter()
            .zip(["light1", "dark1", "light2", "dark2"]);
        let accents =
            ["w:accent1", "w:accent2", "w:accent3", "w:accent4", "w:accent5", "w:accent6"]
                .into_iter()
                .zip(["accent1", "accent2", "accent3", "accent4", "accent5", "accent6"]);
        let links = [("w:hyperlink", "hyperlink"), ("w:followedHyperlink", "followedHyperlink")];
        let colours: Vec<Attribute<'_>> = light_dark.chain(accents).chain(links).collect();
        xml.empty("w:clrSchemeMapping", &colours);
        xml.empty("w:decimalSymbol", &[("w:val", ",")]);
        xml.empty("w:listSeparator", &[("w:val", ";")]);
    })
}

fn fonts() -> String {
    Xml::part("w:fonts", &[WORDS], |xml| {
        xml.element("w:font", &[("w:name", FONT)], |xml| {
            xml.empty("w:panose1", &[("w:val", "02020603050405020304")]);
            xml.empty("w:charset", &[("w:val", "A3")]);
            xml.empty("w:family", &[("w:val", "roman")]);
            xml.empty("w:pitch", &[("w:val", "variable")]);
        });
    })
}

fn core(document: &Document) -> String {
    let own = format!("{PACKAGE}/metadata/core-properties");
    let names = [
        ("xmlns:cp", &*own),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    let day = format!("{}T00:00:00Z", document.day);
    Xml::part("cp:coreProperties", &names, |xml| {
        xml.around("dc:title", &document.title);
        xml.around("dc:creator", &document.author);
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.element(name, &[("xsi:type", "dcterms:W3CDTF")], |xml| xml.text(&day));
        }
    })
}

fn application() -> String {
    let own = format!("{OFFICE}/extended-properties");
    Xml::part("Properties", &[("xmlns", &own)], |xml| xml.around("Application", "giaingan"))
}

fn custom(document: &Document) -> String {
    let own = format!("{OFFICE}/custom-properties");
    let types = format!("{OFFICE}/docPropsVTypes");
    Xml::part("Properties", &[("xmlns", &own), ("xmlns:vt", &types)], |xml| {
        for (number, (name, value)) in (2..).zip(&document.marks) {
            let number = number.to_string();
            let attributes = [
                ("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"),
                ("pid", &*number),
                ("name", *name),
            ];
            xml.element("property", &attributes, |xml| xml.around("vt:lpwstr", value));
        }
    })
}

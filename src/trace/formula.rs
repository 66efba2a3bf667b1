//! What a formula of a consolidated workbook says: the few things that such formulas are made of.

use crate::domain::place::{Area, Cell};

/// An expression.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Expr {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Cells of a sheet; `None` for the formula's own.
    Cells(Option<String>, Area),
    /// A column of a table: its names.
    Column(String, String),
    /// A function and what it takes.
    Call(String, Vec<Expr>),
    /// Two expressions and the sign between them.
    Pair(Box<Expr>, &'static str, Box<Expr>),
    /// What is taken away from nothing.
    Minus(Box<Expr>),
}

/// Nobody puts an expression into more brackets than this.
const DEEPEST: usize = 32;

/// The expression of a formula (without its `=`); `None` where it is made of anything else.
pub(super) fn expression(text: &str) -> Option<Expr> {
    let mut reader = Reader { rest: text.trim(), depth: 0 };
    let read = reader.compared()?;
    reader.rest.trim_start().is_empty().then_some(read)
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn compared(&mut self) -> Option<Expr> {
        self.depth += 1;
        if DEEPEST < self.depth {
            return None;
        }
        let left = self.pairs(&["+", "-"], |reader| reader.pairs(&["*", "/"], Reader::single))?;
        let sign = ["<=", ">=", "<>", "<", ">", "="].into_iter().find(|sign| self.sign(sign));
        let read = match sign {
            None => left,
            Some(sign) => {
                let right =
                    self.pairs(&["+", "-"], |reader| reader.pairs(&["*", "/"], Reader::single))?;
                Expr::Pair(Box::new(left), sign, Box::new(right))
            }
        };
        self.depth -= 1;
        Some(read)
    }

    /// Expressions with any of some signs between them, from left to right.
    fn pairs(
        &mut self,
        signs: &[&'static str],
        mut part: impl FnMut(&mut Self) -> Option<Expr>,
    ) -> Option<Expr> {
        let mut left = part(self)?;
        while let Some(sign) = signs.iter().copied().find(|sign| self.sign(sign)) {
            left = Expr::Pair(Box::new(left), sign, Box::new(part(self)?));
        }
        Some(left)
    }

    fn single(&mut self) -> Option<Expr> {
        if self.sign("-") {
            let signs = self.rest.len() - self.rest.trim_start_matches(['-', ' ']).len();
            return match signs {
                0 => Some(Expr::Minus(Box::new(self.single()?))),
                _ => None,
            };
        }
        if self.sign("(") {
            let inner = self.compared()?;
            return self.sign(")").then_some(inner);
        }
        if self.rest.starts_with('"') {
            return self.quoted('"').map(Expr::Text);
        }
        if self.rest.starts_with('\'') {
            let sheet = self.quoted('\'')?;
            return if self.sign("!") { self.cells(Some(sheet)) } else { None };
        }
        if self.rest.starts_with(|letter: char| letter.is_ascii_digit()) {
            let is_part = |letter: char| letter.is_ascii_digit() || letter == '.';
            return self.take(is_part).parse().ok().map(Expr::Number);
        }
        let is_part = |letter: char| letter.is_alphanumeric() || "_.$".contains(letter);
        let before = self.rest;
        let name = self.take(is_part).to_owned();
        match self.rest.chars().next() {
            _ if name.is_empty() => None,
            Some('(') => {
                self.sign("(");
                let mut takes = Vec::new();
                while !self.sign(")") {
                    if !takes.is_empty() && !self.sign(",") {
                        return None;
                    }
                    takes.push(self.compared()?);
                }
                Some(Expr::Call(name.to_uppercase(), takes))
            }
            Some('[') => {
                let (column, rest) = self.rest[1..].split_once(']')?;
                self.rest = rest;
                Some(Expr::Column(name, column.to_owned()))
            }
            Some('!') => {
                self.sign("!");
                self.cells(Some(name))
            }
            _ => {
                self.rest = before;
                self.cells(None)
            }
        }
    }

    fn cells(&mut self, sheet: Option<String>) -> Option<Expr> {
        let from = self.cell()?;
        let to = if self.sign(":") { self.cell()? } else { from };
        let area = Area {
            from: Cell::new(from.row.min(to.row), from.column.min(to.column)),
            to: Cell::new(from.row.max(to.row), from.column.max(to.column)),
        };
        Some(Expr::Cells(sheet, area))
    }

    fn cell(&mut self) -> Option<Cell> {
        let text = self.take(|letter| letter.is_ascii_alphanumeric() || letter == '$');
        text.replace('$', "").parse().ok()
    }

    fn take(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|letter| !is_part(letter)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// A text in quotes, of which two are one.
    fn quoted(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        let mut rest = self.rest.strip_prefix(quote)?;
        loop {
            let end = rest.find(quote)?;
            text.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            match rest.strip_prefix(quote) {
                Some(more) => {
                    text.push(quote);
                    rest = more;
                }
                None => break,
            }
        }
        self.rest = rest;
        Some(text)
    }

    fn sign(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start();
        match rest.strip_prefix(sign) {
            Some(after) => {
                self.rest = after.trim_start();
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_our_formulas_are_made_of_is_understood() {
        let cells = |sheet: Option<&str>, from: &str, to: &str| {
            let area = Area { from: from.parse().unwrap(), to: to.parse().unwrap() };
            Expr::Cells(sheet.map(str::to_owned), area)
        };
        let column = |name: &str| Expr::Column("DuLieu".to_owned(), name.to_owned());
        let call = |name: &str, takes: Vec<Expr>| Expr::Call(name.to_owned(), takes);
        let text = |text: &str| Expr::Text(text.to_owned());
        let sums = "ROUND(SUMIFS(DuLieu[Vốn giao],DuLieu[Loại vốn],\"ĐT\",DuLieu[Năm vốn],2024),6)";
        let takes = vec![
            column("Vốn giao"),
            column("Loại vốn"),
            text("ĐT"),
            column("Năm vốn"),
            Expr::Number(2024.0),
        ];
        let want = call("ROUND", vec![call("SUMIFS", takes), Expr::Number(6.0)]);
        assert_eq!(expression(sums), Some(want));
        let other = "SUM('Theo ''đơn vị'!$F$9:$F$7,D2)";
        let want =
            call("SUM", vec![cells(Some("Theo 'đơn vị"), "F7", "F9"), cells(None, "D2", "D2")]);
        assert_eq!(expression(other), Some(want));
        let rate = expression("IF(D10>0,ROUND(F10/D10*100,2),\"–\")");
        assert!(matches!(rate, Some(Expr::Call(name, takes)) if name == "IF" && takes.len() == 3));
        let left = expression("D1-F1-2").unwrap();
        assert!(matches!(left, Expr::Pair(_, "-", last) if *last == Expr::Number(2.0)));
    }

    #[test]
    fn anything_else_is_not() {
        for text in ["", "SUM(A1", "A1:", "{1,2}", "A1^2", "'x", "#REF!", "SUM(A1))", "\"x"] {
            assert_eq!(expression(text), None, "{text}");
        }
        assert_eq!(expression(&"(".repeat(100_000)), None);
        assert_eq!(expression(&"-".repeat(100_000)), None);
    }
}

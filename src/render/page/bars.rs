//! Pictures of rates: told apart by where and how long they are, never by colour alone.

use crate::domain::tally::Rate;

use super::html::Html;

/// So many steps are a whole bar.
const WHOLE: i64 = 1000;

/// How the bars of a page are laid out.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    /// The rate at the right end, in hundredths of a percent; at least 100 %.
    end: i128,
    /// What is to be reached.
    target: Rate,
    /// How much of the year is gone.
    time: Rate,
}

impl Scale {
    /// With a mark at what is to be reached, and one at how much of the year is gone.
    pub(super) fn new(target: Rate, time: Rate) -> Scale {
        let end = target.hundredths().max(10_000);
        Scale { end, target, time }
    }

    /// Where a rate lies from the left; what is beyond an end lies there.
    fn at(self, rate: Rate) -> i64 {
        let at = rate.hundredths() * i128::from(WHOLE) / self.end;
        at.clamp(0, i128::from(WHOLE)) as i64
    }

    /// A rate as a bar, with the marks of the scale; without a rate only the marks.
    pub(super) fn bar(self, html: &mut Html, rate: Option<Rate>) {
        html.markup(
            r#"<svg class="bar" viewBox="-6 0 1012 60" preserveAspectRatio="none" aria-hidden="true">"#,
        );
        rect(html, "bed", [0, 14, WHOLE, 32]);
        if let Some(rate) = rate {
            // The first đồng shows.
            let least = if 0 < rate.hundredths() { 4 } else { 0 };
            rect(html, "full", [0, 14, self.at(rate).max(least), 32]);
        }
        self.marks(html, 8);
        html.markup("</svg>");
    }

    /// Between which rates one lies for certain, and most likely, and where it is now.
    pub(super) fn band(
        self,
        html: &mut Html,
        certain: [Rate; 2],
        likely: Option<[Rate; 2]>,
        now: Option<Rate>,
    ) {
        html.markup(
            r#"<svg class="bar band" viewBox="-6 0 1012 60" preserveAspectRatio="none" aria-hidden="true">"#,
        );
        rect(html, "bed", [0, 14, WHOLE, 32]);
        let mut between = |class, [low, high]: [Rate; 2], top, height| {
            let [low, high] = [low, high].map(|rate| self.at(rate));
            rect(html, class, [low, top, (high - low).max(4), height]);
        };
        between("certain", certain, 14, 32);
        if let Some(likely) = likely {
            between("likely", likely, 22, 16);
        }
        if let Some(now) = now {
            rect(html, "full", [self.at(now) - 3, 4, 6, 52]);
        }
        self.marks(html, 2);
        html.markup("</svg>");
    }

    /// The target is a line over the whole height; the time gone is three dots. Both of this width, and an edge.
    fn marks(self, html: &mut Html, width: i64) {
        let (target, time) = (self.at(self.target), self.at(self.time));
        let mut mark = |at: i64, top: i64, height: i64| {
            rect(html, "edge", [at - width, top - 2, 2 * width, height + 4]);
            rect(html, "mark", [at - width / 2, top, width, height]);
        };
        mark(target, 0, 60);
        for top in [2, 24, 46] {
            mark(time, top, 12);
        }
    }
}

fn rect(html: &mut Html, class: &'static str, [x, y, width, height]: [i64; 4]) {
    html.markup("<rect class=\"").markup(class);
    html.markup("\" x=\"").number(x).markup("\" y=\"").number(y);
    html.markup("\" width=\"").number(width).markup("\" height=\"").number(height);
    html.markup("\"/>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_lies_between_the_ends_whatever_it_is() {
        let scale =
            |target| Scale::new(Rate::from_hundredths(target), Rate::from_hundredths(5_000));
        let at = |target, rate| scale(target).at(Rate::from_hundredths(rate));
        assert_eq!([at(9_500, 2_000), at(9_500, 25_000), at(9_500, -500)], [200, 1000, 0]);
        // A target above the plan is seen, too.
        assert_eq!([at(12_500, 12_500), at(12_500, 10_000)], [1000, 800]);
    }
}

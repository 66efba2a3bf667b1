//! The last day for a report, as an office says it, with what makes it the last one.

use super::day;
use crate::domain::label::harmless;
use crate::domain::lang::{Words, words};
use crate::domain::settings::{Deadline, DueBecause};

/// `trước ngày 03/7/2024 (hết ngày 02/7/2024)`.
pub(in crate::render) fn deadline(deadline: &Deadline) -> Words {
    let last = day(deadline.last);
    match &deadline.why {
        DueBecause::On => words!("chậm nhất ngày {last}", "by {last}"; last),
        DueBecause::Before(named) => {
            let named = day(*named);
            words!("trước ngày {named} (hết ngày {last})", "before {named} (up to {last})"; named, last)
        }
        DueBecause::DayOff(named) => {
            let named = day(*named);
            words!("hết ngày {last} (ngày {named} là ngày nghỉ)", "up to {last} ({named} is a day off)"; last, named)
        }
        DueBecause::Extended(reason) if reason.trim().is_empty() => {
            words!("hết ngày {last}", "up to {last}"; last)
        }
        DueBecause::Extended(reason) => {
            let reason = harmless(reason.trim());
            words!("hết ngày {last} ({reason})", "up to {last} ({reason})"; last, reason)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;

    #[test]
    fn the_convention_is_said_with_the_day() {
        let date = |text: &str| text.parse().unwrap();
        let told = |why| {
            let of = Deadline { last: date("2024-07-02"), why };
            deadline(&of).get(Lang::Vi).to_owned()
        };
        let before = DueBecause::Before(date("2024-07-03"));
        assert_eq!(told(before), "trước ngày 03/7/2024 (hết ngày 02/7/2024)");
        assert_eq!(told(DueBecause::On), "chậm nhất ngày 02/7/2024");
        let off = DueBecause::DayOff(date("2024-06-30"));
        assert_eq!(told(off), "hết ngày 02/7/2024 (ngày 30/6/2024 là ngày nghỉ)");
        let extended = DueBecause::Extended("bão số 3".to_owned());
        assert_eq!(told(extended), "hết ngày 02/7/2024 (bão số 3)");
    }
}

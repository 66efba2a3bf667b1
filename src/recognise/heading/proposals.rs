//! Columns of what a unit proposes to do with its plan: which way each goes, and which of them are pieces of one sum.

use super::Headed;
use crate::domain::attributes::{Facts, Piece};
use crate::domain::submission::Measure;
use crate::recognise::lexicon::{Said, State, heading_label};

const TO_RETURN: Said = Said::Measure(Measure::ToReturn);
const TO_ADJUST: Said = Said::Measure(Measure::ToAdjust);

/// Says of each column which way it goes, and makes an increase and a decrease, or what is paid back and what is cancelled,
/// pieces of one sum. A proposal is no state of the plan.
pub(super) fn proposals(columns: &mut [Headed]) {
    for headed in columns.iter_mut() {
        if headed.said == Some(TO_ADJUST) {
            headed.facts.piece = match headed.state {
                // Words that nobody understood may turn it round.
                _ if is_direction_lost(headed) => {
                    headed.said = None;
                    None
                }
                Some(State::Increase) => Some(Piece::Increase),
                Some(State::Decrease) => Some(Piece::Decrease),
                _ => None,
            };
        }
        if matches!(headed.said, Some(TO_RETURN | TO_ADJUST)) {
            headed.state = None;
        }
    }
    let of: Vec<Option<Facts>> = columns
        .iter()
        .map(|headed| (headed.said == Some(TO_RETURN)).then_some(headed.facts))
        .collect();
    let kinds: Vec<Option<Piece>> = columns.iter().map(kind).collect();
    for (at, headed) in columns.iter_mut().enumerate() {
        let others = of.iter().zip(&kinds).filter(|(facts, _)| **facts == of[at]);
        let is_other =
            |(_, kind): (&Option<Facts>, &Option<Piece>)| kind.is_some() && *kind != kinds[at];
        if of[at].is_some() && others.into_iter().any(is_other) {
            headed.facts.piece = kinds[at];
        }
    }
}

/// Whether "tăng" or "giảm" stands among the words that nobody understood.
fn is_direction_lost(headed: &Headed) -> bool {
    let is_direction = |words: &std::sync::Arc<str>| {
        let words = heading_label(words);
        words.has("tang") || words.has("giam")
    };
    headed.residue.iter().any(is_direction)
}

/// What is to become of the money: paid back, or cancelled; `None` where a heading names both, or is a sum.
fn kind(headed: &Headed) -> Option<Piece> {
    let label = heading_label(super::levels::parted(&headed.path).1);
    let is_cancelled = label.has("huy");
    let is_paid = ["tra", "nop", "hoan", "thu hoi"].iter().any(|word| label.has(word));
    match (is_paid, is_cancelled) {
        (true, false) => Some(Piece::PaidBack),
        (false, true) => Some(Piece::Cancelled),
        _ => None,
    }
}

//! What a figure is about: component, work, funding type, source, plan year; and how keys of different detail meet.

mod places;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::code::ComponentId;
use super::label::Label;
use super::lang::Text;

pub use self::places::below;

/// A funding type (loại vốn).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Funding {
    /// Vốn đầu tư (phát triển).
    Investment,
    /// Vốn sự nghiệp.
    Recurrent,
}

impl Funding {
    /// Both, in the order of every table.
    pub const ALL: [Funding; 2] = [Funding::Investment, Funding::Recurrent];

    /// For people.
    pub const fn label(self) -> Text {
        match self {
            Funding::Investment => Text { vi: "Vốn đầu tư", en: "Investment" },
            Funding::Recurrent => Text { vi: "Vốn sự nghiệp", en: "Recurrent" },
        }
    }

    /// As the plan journal writes it: ĐT, SN.
    pub const fn short(self) -> &'static str {
        match self {
            Funding::Investment => "ĐT",
            Funding::Recurrent => "SN",
        }
    }
}

/// A source of money (nguồn vốn).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Ngân sách trung ương.
    Central,
    /// Ngân sách tỉnh.
    Province,
    /// Ngân sách huyện.
    District,
    /// Ngân sách xã.
    Commune,
    /// Ngân sách địa phương, where a form does not split it.
    Local,
    /// Vốn nước ngoài (ODA, vốn vay).
    Foreign,
    /// Vốn huy động khác.
    Other,
}

impl Source {
    /// All, in the order of every table.
    pub const ALL: [Source; 7] = [
        Source::Central,
        Source::Province,
        Source::District,
        Source::Commune,
        Source::Local,
        Source::Foreign,
        Source::Other,
    ];

    /// For people.
    pub const fn label(self) -> Text {
        match self {
            Source::Central => Text { vi: "NSTW", en: "Central" },
            Source::Province => Text { vi: "NS tỉnh", en: "Province" },
            Source::District => Text { vi: "NS huyện", en: "District" },
            Source::Commune => Text { vi: "NS xã", en: "Commune" },
            Source::Local => Text { vi: "NSĐP", en: "Local budget" },
            Source::Foreign => Text { vi: "Vốn nước ngoài", en: "Foreign" },
            Source::Other => Text { vi: "Vốn khác", en: "Other" },
        }
    }

    /// As the plan journal writes it: TW, tỉnh, huyện, xã, nước ngoài, khác.
    pub const fn short(self) -> &'static str {
        match self {
            Source::Central => "TW",
            Source::Province => "tỉnh",
            Source::District => "huyện",
            Source::Commune => "xã",
            Source::Local => "địa phương",
            Source::Foreign => "nước ngoài",
            Source::Other => "khác",
        }
    }

    /// Whether `other` is this source or a part of it: the local budget is province, district and commune.
    pub fn covers(self, other: Source) -> bool {
        self == other
            || self == Source::Local
                && matches!(other, Source::Province | Source::District | Source::Commune)
    }
}

/// The year that money was planned for (năm vốn).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PlanYear {
    /// A stated year; earlier than the budget year it is carry-over.
    Of(i32),
    /// Carry-over (kéo dài, chuyển nguồn) whose year the form does not state.
    CarryOver,
    /// The form does not split by year: this year's money and carry-over together.
    Any,
}

impl PlanYear {
    /// Whether `other` is this year or a part of it, in the budget year `budget`.
    pub fn covers(self, other: PlanYear, budget: i32) -> bool {
        match (self, other) {
            (PlanYear::Any, _) => true,
            (PlanYear::CarryOver, PlanYear::Of(year)) => year < budget,
            _ => self == other,
        }
    }

    /// The year for the contract: `None` for carry-over of an unstated year; money that is not split counts as this
    /// year's.
    pub fn stated(self, budget: i32) -> Option<i32> {
        match self {
            PlanYear::Of(year) => Some(year),
            PlanYear::CarryOver => None,
            PlanYear::Any => Some(budget),
        }
    }
}

/// What a form calls a component's own money where rows of works or components stand below it too.
pub const OWN_PART: &str = "Phần chưa phân bổ chi tiết";

/// The same as a label.
const OWN_PART_FOLDED: &str = "phan chua phan bo chi tiet";
/// How a consolidated form begins to name it: "Chưa chi tiết đến công trình, hoạt động".
const NOT_SPLIT: &str = "chua chi tiet den ";

/// A work (công trình, hoạt động) below a component.
#[derive(Clone, Debug)]
pub struct Work {
    /// Its name as it was first written; for a coded work without a label, the code.
    pub name: Arc<str>,
    /// What follows the slash of its code on the form (`07` of `gn.1/07`).
    pub code: Option<Arc<str>>,
    /// What it is compared by: the code, else the folded name.
    identity: Arc<str>,
}

impl Work {
    /// A work known by its name.
    pub fn named(name: &str) -> Work {
        let identity: Arc<str> = Label::new(name).as_str().into();
        Work { name: name.into(), code: None, identity }
    }

    /// A work with a code of its own; works of one name and different codes are two.
    pub fn coded(code: &str, name: &str) -> Work {
        let name = if name.trim().is_empty() { code } else { name };
        let identity: Arc<str> = format!("/{}", code.trim().to_lowercase()).into();
        Work { name: name.into(), code: Some(code.trim().into()), identity }
    }

    /// A work as it was, from its three texts.
    pub(super) fn restored(name: &str, code: Option<&str>, identity: &str) -> Work {
        Work { name: name.into(), code: code.map(Arc::from), identity: identity.into() }
    }

    /// Whether it is no work but what of its component is shared out among none ([`OWN_PART`]).
    pub fn is_own_part(&self) -> bool {
        let is_it = || *self.identity == *OWN_PART_FOLDED || self.identity.starts_with(NOT_SPLIT);
        self.code.is_none() && is_it()
    }

    /// What it is compared by.
    pub fn identity(&self) -> &str {
        &self.identity
    }
}

impl PartialEq for Work {
    fn eq(&self, other: &Work) -> bool {
        self.identity == other.identity
    }
}
impl Eq for Work {}
impl PartialOrd for Work {
    fn partial_cmp(&self, other: &Work) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Work {
    fn cmp(&self, other: &Work) -> std::cmp::Ordering {
        if Arc::ptr_eq(&self.identity, &other.identity) {
            return std::cmp::Ordering::Equal;
        }
        self.identity.cmp(&other.identity)
    }
}
impl std::hash::Hash for Work {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.identity.hash(state);
    }
}
impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}
/// What a figure is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    /// A node of the catalogue.
    pub component: ComponentId,
    /// A work below it.
    pub work: Option<Work>,
    /// The funding type.
    pub funding: Funding,
    /// The source; `None` where the form does not split by source.
    pub source: Option<Source>,
    /// The plan year.
    pub year: PlanYear,
}

impl Key {
    /// Whether `other` is this key or a part of it, in the budget year `budget`.
    pub fn covers(&self, other: &Key, budget: i32) -> bool {
        let component = if self.work.is_some() {
            self.component == other.component && self.work == other.work
        } else {
            self.component.covers(&other.component)
        };
        self.funding == other.funding
            && component
            && source_covers(self.source, other.source)
            && self.year.covers(other.year, budget)
    }

    /// Settles source and year where they are not said and the keys of the plan leave one choice.
    pub fn settle<T>(&mut self, plan: &BTreeMap<Key, T>, budget: i32) {
        if self.source.is_none() {
            let covered = self.parts(plan, budget).filter_map(|(planned, _)| planned.source);
            self.source = one(covered).or(self.source);
        }
        if !matches!(self.year, PlanYear::Of(_)) {
            let covered = self.parts(plan, budget).map(|(planned, _)| planned.year);
            self.year = one(covered).unwrap_or(self.year);
        }
    }

    /// The narrowest key that both are parts of, where they are of one funding type and one program.
    pub fn join(&self, other: &Key, budget: i32) -> Key {
        let mut component = self.component.clone();
        while !component.covers(&other.component) {
            let Some(parent) = component.parent() else { break };
            component = parent;
        }
        let is_of_work = self.component == other.component && self.work == other.work;
        let source = match (self.source, other.source) {
            (Some(a), Some(b)) if a.covers(b) => Some(a),
            (Some(a), Some(b)) => {
                [b, Source::Local].into_iter().find(|wide| wide.covers(a) && wide.covers(b))
            }
            (None, _) | (_, None) => None,
        };
        let year = match (self.year, other.year) {
            (a, b) if a.covers(b, budget) => a,
            (a, b) if b.covers(a, budget) => b,
            _ => PlanYear::Any,
        };
        let work = self.work.clone().filter(|_| is_of_work);
        Key { component, work, funding: self.funding, source, year }
    }

    /// Whether the two speak of some of the same money: in each attribute one covers the other.
    pub fn meets(&self, other: &Key, budget: i32) -> bool {
        let places = match (&self.work, &other.work) {
            (None, None) => {
                self.component.covers(&other.component) || other.component.covers(&self.component)
            }
            (None, Some(_)) => self.component.covers(&other.component),
            (Some(_), None) => other.component.covers(&self.component),
            (Some(a), Some(b)) => self.component == other.component && a == b,
        };
        let sources =
            source_covers(self.source, other.source) || source_covers(other.source, self.source);
        let years = self.year.covers(other.year, budget) || other.year.covers(self.year, budget);
        self.funding == other.funding && places && sources && years
    }
}

/// The one value that all have; `None` where there is none, or two differ.
pub(crate) fn one<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}

fn source_covers(a: Option<Source>, b: Option<Source>) -> bool {
    match (a, b) {
        (None, _) => true,
        (Some(a), Some(b)) => a.covers(b),
        (Some(_), None) => false,
    }
}

/// Puts keys of different detail together: two keys that speak of some of the same money end in one group.
///
/// A form may be coarser than the register, or last month's file than this month's; sums can be compared only over
/// whole groups. Each group is a list of indices into `keys`, in order; the groups come in the order of their first
/// key. In the usual case, where both sides have the same detail, a group is one key.
pub fn align(keys: &[&Key], budget: i32) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..keys.len()).collect();
    fn find(leader: &mut [usize], mut index: usize) -> usize {
        while leader[index] != index {
            leader[index] = leader[leader[index]];
            index = leader[index];
        }
        index
    }
    let mut unite = |a: usize, b: usize| {
        let (a, b) = (find(&mut leader, a), find(&mut leader, b));
        leader[a.max(b)] = a.min(b);
    };
    // Only keys of the same place, or of places above, can meet; sorted, a place is a run.
    type Place<'a> = (Funding, &'a ComponentId, Option<&'a Work>);
    let place = |at: usize| -> Place<'_> {
        (keys[at].funding, &keys[at].component, keys[at].work.as_ref())
    };
    let parts = |at: usize| (place(at), keys[at].source, keys[at].year);
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|&a, &b| parts(a).cmp(&parts(b)));
    // Of equal keys the first stands for all: a unit may send the same lines a thousand times.
    order.dedup_by(|later, first| {
        let is_same = parts(*later) == parts(*first);
        if is_same {
            unite(*first, *later);
        }
        is_same
    });
    let places: Vec<&[usize]> = order.chunk_by(|&a, &b| place(a) == place(b)).collect();
    let at_place = |wanted: Place<'_>| {
        let found = places.binary_search_by(|here| place(here[0]).cmp(&wanted)).ok();
        found.map(|at| places[at])
    };
    let of_component = places.chunk_by(|a, b| {
        let (a, b) = (place(a[0]), place(b[0]));
        (a.0, a.1) == (b.0, b.1)
    });
    for places in of_component {
        let (funding, component, _) = place(places[0][0]);
        let mut above: Vec<&[usize]> = Vec::new();
        let mut id = component.parent();
        while let Some(at) = id {
            above.extend(at_place((funding, &at, None)));
            id = at.parent();
        }
        for here in places {
            for (position, &a) in here.iter().enumerate() {
                for &b in &here[position + 1..] {
                    if keys[a].meets(keys[b], budget) {
                        unite(a, b);
                    }
                }
            }
            for &a in above.iter().copied().flatten() {
                for &b in *here {
                    if keys[a].meets(keys[b], budget) {
                        unite(a, b);
                    }
                }
            }
            // The component itself sorts before its works, and lies above them.
            if place(here[0]).2.is_none() {
                above.push(here);
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); keys.len()];
    for index in 0..keys.len() {
        groups[find(&mut leader, index)].push(index);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn key(component: &str, work: &str, source: Option<Source>, year: PlanYear) -> Key {
        Key {
            component: component.parse().unwrap(),
            work: (!work.is_empty()).then(|| Work::named(work)),
            funding: Funding::Investment,
            source,
            year,
        }
    }

    fn groups(keys: &[Key]) -> Vec<Vec<usize>> {
        align(&keys.iter().collect::<Vec<_>>(), 2024)
    }

    #[test]
    fn equal_keys_meet_and_different_ones_do_not() {
        let a = key("gn.2", "", Some(Source::Central), PlanYear::Of(2024));
        let b = key("gn.2", "", Some(Source::Central), PlanYear::Of(2023));
        assert_eq!(groups(&[a.clone(), b.clone(), a]), [vec![0, 2], vec![1]]);
    }

    #[test]
    fn a_coarse_key_joins_all_that_it_covers() {
        let keys = [
            key("gn.2", "", None, PlanYear::Any),
            key("gn.2", "", Some(Source::Central), PlanYear::Of(2024)),
            key("gn.2", "", Some(Source::District), PlanYear::Of(2023)),
            key("gn.3.1", "", Some(Source::District), PlanYear::Of(2023)),
        ];
        assert_eq!(groups(&keys), [vec![0, 1, 2], vec![3]]);
    }

    #[test]
    fn works_meet_their_component_and_not_each_other() {
        let year = PlanYear::Of(2024);
        let works = [key("ntm.2", "Đường A", None, year), key("ntm.2", "Đường B", None, year)];
        assert_eq!(groups(&works).len(), 2);
        let with_component = [works[0].clone(), works[1].clone(), key("ntm.2", "", None, year)];
        assert_eq!(groups(&with_component).len(), 1);
    }

    #[test]
    fn the_local_budget_is_province_district_and_commune() {
        let year = PlanYear::Of(2024);
        let local = key("gn.2", "", Some(Source::Local), year);
        assert!(local.covers(&key("gn.2", "", Some(Source::Commune), year), 2024));
        assert!(!local.covers(&key("gn.2", "", Some(Source::Central), year), 2024));
    }

    #[test]
    fn carry_over_of_unstated_year_covers_earlier_years_only() {
        assert!(PlanYear::CarryOver.covers(PlanYear::Of(2023), 2024));
        assert!(!PlanYear::CarryOver.covers(PlanYear::Of(2024), 2024));
        assert!(PlanYear::Any.covers(PlanYear::CarryOver, 2024));
    }

    #[test]
    fn what_no_work_has_is_known_by_its_label() {
        assert!(
            Work::named(OWN_PART).is_own_part() && Label::new(OWN_PART).as_str() == OWN_PART_FOLDED
        );
        assert!(!Work::named("Đường trục thôn").is_own_part());
        assert!(!Work::coded("07", OWN_PART).is_own_part());
    }

    #[test]
    fn a_work_is_known_by_its_code_else_by_its_folded_name() {
        assert_eq!(Work::named("Đường trục thôn"), Work::named("ĐƯỜNG  trục thôn"));
        assert_ne!(Work::coded("07", "Đường"), Work::coded("08", "Đường"));
    }
}

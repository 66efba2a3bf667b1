//! The faults that units make, and how they mend them in the form that comes back to them.

use super::edit::Typed;

/// What a unit does with a form that came back to it.
pub(super) enum Does {
    /// It types what the form says of this rule that the figure is held against; where it says nothing, this.
    AsAsked(Option<f64>),
    /// It types this into cells, and nothing where the form has all that was asked for.
    Types(&'static [(&'static str, &'static str, Typed)]),
    /// It says why the figures are right, and the office accepts that.
    Explains(&'static str),
}
use Does::{AsAsked, Explains, Types};

const SN: &str = "Vốn sự nghiệp";
const DT: &str = "Vốn đầu tư";
const TOLD: &str = "Khó khăn, vướng mắc";
const DONE: &str = "Kết quả thực hiện";

/// The cumulative figures of Xã Cai Kinh, where a form came back without any.
const FILLED_IN: Does = Types(&[
    (SN, "G12", Typed::Number(200.0)),
    (SN, "G14", Typed::Number(150.0)),
    (SN, "G15", Typed::Number(100.0)),
]);

/// Fixtures with a fault, its rule, and how its unit mends it.
pub(super) const FAULTS: [(&str, &str, Does); 60] = [
    ("damaged-file", "GN101", FILLED_IN),
    ("password", "GN102", FILLED_IN),
    ("expands-beyond-limits", "GN104", FILLED_IN),
    ("wrong-period", "GN107", FILLED_IN),
    ("no-table", "GN108", FILLED_IN),
    ("form-of-the-month-before", "GN109", Types(&[])),
    (
        "same-as-last-period",
        "GN110",
        Types(&[
            (SN, "H12", Typed::Number(240.0)),
            (SN, "H14", Typed::Number(180.0)),
            (SN, "H15", Typed::Number(120.0)),
        ]),
    ),
    (
        "same-file-again",
        "GN110",
        Types(&[(SN, "F12", Typed::Number(10.0)), (SN, "H12", Typed::Number(210.0))]),
    ),
    ("partly-filled", "GN111", Types(&[(DT, "G13", Typed::Number(500.0))])),
    ("unknown-heading", "GN201", AsAsked(None)),
    ("same-heading-twice", "GN202", AsAsked(None)),
    ("nothing-disbursed-column", "GN203", FILLED_IN),
    ("unknown-row", "GN204", AsAsked(None)),
    ("row-twice", "GN205", AsAsked(None)),
    ("hidden-row", "GN206", Types(&[])),
    ("figures-nobody-sees", "GN206", Types(&[])),
    ("money-unit-not-stated", "GN207", Types(&[])),
    ("one-column-in-dong", "GN208", AsAsked(None)),
    ("money-unit-contradicted", "GN208", FILLED_IN),
    ("figure-below-the-notes", "GN209", Types(&[])),
    ("sheet-not-understood", "GN210", Types(&[])),
    ("summary-differs", "GN211", Types(&[])),
    ("other-units-table", "GN212", Types(&[])),
    ("text-for-money", "GN302", AsAsked(Some(45.0))),
    ("no-numbers", "GN302", AsAsked(Some(100.0))),
    ("typed-with-units", "GN302", AsAsked(Some(45.0))),
    ("negative", "GN303", AsAsked(Some(40.0))),
    ("typed-negative", "GN303", AsAsked(Some(40.0))),
    ("error-cell", "GN304", AsAsked(Some(40.0))),
    ("error-value", "GN304", AsAsked(Some(40.0))),
    ("formula-without-value", "GN305", AsAsked(Some(40.0))),
    ("ambiguous-undecided", "GN306", AsAsked(Some(4000.0))),
    ("ambiguous-by-its-sum", "GN306", Types(&[])),
    (
        "merged-over-rows",
        "GN309",
        Types(&[(SN, "G14", Typed::Number(150.0)), (SN, "G15", Typed::Number(100.0))]),
    ),
    ("children-differ", "GN401", AsAsked(None)),
    ("total-differs", "GN402", AsAsked(None)),
    ("layout-states-differ", "GN402", AsAsked(None)),
    ("rate-differs", "GN403", AsAsked(None)),
    ("period-and-cumulative", "GN404", AsAsked(None)),
    ("plan-differs", "GN501", AsAsked(None)),
    ("overspent", "GN502", AsAsked(None)),
    ("not-in-plan", "GN503", AsAsked(None)),
    ("planned-line-not-reported", "GN504", Types(&[(SN, "G17", Typed::Number(0.0))])),
    (
        "unusual-funding-type",
        "GN505",
        Types(&[
            (DT, "D12", Typed::Number(0.0)),
            (DT, "F12", Typed::Number(0.0)),
            (DT, "G12", Typed::Number(0.0)),
        ]),
    ),
    ("counterpart-below-ratio", "GN506", Explains("Vốn đối ứng của xã giao ở quý III")),
    ("forecast-below-cumulative", "GN510", AsAsked(None)),
    ("forecast-over-plan", "GN510", AsAsked(None)),
    ("return-over-what-is-left", "GN512", AsAsked(None)),
    ("return-negative", "GN512", AsAsked(None)),
    ("cumulative-fell", "GN601", AsAsked(None)),
    (
        "stalled",
        "GN603",
        Types(&[(SN, "F12", Typed::Number(10.0)), (SN, "H12", Typed::Number(210.0))]),
    ),
    (
        "unusual-jump",
        "GN604",
        Types(&[
            (SN, "F12", Typed::Number(8.0)),
            (SN, "H12", Typed::Number(60.0)),
            (SN, "F14", Typed::Number(7.0)),
            (SN, "H14", Typed::Number(39.0)),
            (SN, "F15", Typed::Number(7.0)),
            (SN, "H15", Typed::Number(33.0)),
            (TOLD, "D7", Typed::Text("Đang chờ thẩm định giá con giống")),
            (TOLD, "F7", Typed::Text("Đề nghị sớm thông báo giá")),
            (TOLD, "G7", Typed::Text("Huyện")),
        ]),
    ),
    ("quarter-differs", "GN605", Types(&[(SN, "F12", Typed::Number(120.0))])),
    ("cumulative-unknown", "GN606", FILLED_IN),
    (
        "period-unknown",
        "GN606",
        Types(&[
            (SN, "F12", Typed::Number(40.0)),
            (SN, "F14", Typed::Number(30.0)),
            (SN, "F15", Typed::Number(20.0)),
        ]),
    ),
    ("overlap-of-programs", "GN701", Explains("Lồng ghép vốn của hai chương trình")),
    ("unknown-difficulty", "GN803", Types(&[(TOLD, "K7", Typed::Text("-"))])),
    (
        "low-rate-without-reason",
        "GN801",
        Types(&[
            (TOLD, "D7", Typed::Text("Đang chờ thẩm định giá con giống")),
            (TOLD, "F7", Typed::Text("Đề nghị sớm thông báo giá")),
            (TOLD, "G7", Typed::Text("Huyện")),
        ]),
    ),
    ("result-in-another-unit", "GN805", Types(&[(DONE, "E26", Typed::Text("kg"))])),
    ("result-fell", "GN806", Types(&[(DONE, "G16", Typed::Number(60.0))])),
];

/// Errors and warnings of which no unit gets a form.
pub(super) const OF_THE_OFFICE: [(&str, &str); 11] = [
    ("GN105", "a file too many is left out by the office"),
    ("GN106", "nobody knows whom to send it to"),
    ("GN115", "nothing was filled in: the form that was issued is still to be filled in"),
    ("GN112", "the office restores the file that came"),
    ("GN116", "the office closes the file in Excel and runs again"),
    ("GN117", "the office below aggregates again and sends its workbook as it was made"),
    ("GN507", "the journal is the office's own"),
    ("GN511", "the register is the office's own"),
    ("GN602", "the closed figures are the office's own"),
    ("GN702", "two agencies state the same money otherwise; which is right they settle"),
    ("GN703", "the office and the Treasury find out which of two right-looking figures is wrong"),
];

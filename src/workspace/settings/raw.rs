//! The tables of `giaingan.toml` as they are typed, before anything in them is understood.

use serde::Deserialize;

use crate::domain::lang::Lang;
use crate::domain::money::MoneyUnit;
use crate::domain::settings::MissingPolicy;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Office {
    pub(super) name: Option<String>,
    pub(super) authority: Option<String>,
    pub(super) level: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) money_unit: Option<MoneyUnit>,
    pub(super) lang: Option<Lang>,
    pub(super) last_year: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Deadlines {
    pub(super) unit: Option<DayOfMonth>,
    pub(super) lead_agency: Option<DayOfMonth>,
    pub(super) shift_days_off: Option<bool>,
    pub(super) holidays: Vec<toml::value::Datetime>,
    pub(super) correct_days: Option<u32>,
    pub(super) month_serves_quarter: Option<bool>,
}

/// The name is what the TOML reader says where something else stands there.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DayOfMonth {
    pub(super) day: u32,
    #[serde(default = "next")]
    pub(super) month: u32,
    #[serde(default)]
    pub(super) inclusive: bool,
}

fn next() -> u32 {
    1
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Missing {
    pub(super) policy: MissingPolicy,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RuleSetting {
    pub(super) severity: Option<String>,
    pub(super) tolerance: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Extension {
    pub(super) period: String,
    pub(super) unit: Option<String>,
    pub(super) due: String,
    #[serde(default)]
    pub(super) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exclusion {
    pub(super) file: String,
    pub(super) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exemption {
    pub(super) unit: String,
    pub(super) period: String,
    pub(super) reason: String,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Targets {
    pub(super) rate: Option<f64>,
    pub(super) low_rate: Option<f64>,
    pub(super) stalled_periods: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counterpart {
    pub(super) component: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) ratio: f64,
    pub(super) decision: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadingWord {
    pub(super) text: String,
    pub(super) means: String,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Letter {
    pub(super) place: String,
    pub(super) symbol: String,
    pub(super) issuer: String,
    pub(super) superior: String,
    pub(super) basis: Vec<String>,
    pub(super) recipients: Vec<String>,
    pub(super) copies: Vec<String>,
    pub(super) on_behalf: String,
    pub(super) signer_title: String,
    pub(super) signer: String,
    pub(super) below: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Waiver {
    pub(super) rule: String,
    pub(super) unit: String,
    pub(super) period: String,
    pub(super) file: Option<String>,
    pub(super) sheet: Option<String>,
    pub(super) cell: Option<String>,
    pub(super) by: Option<String>,
    pub(super) until: Option<String>,
    pub(super) reason: String,
}

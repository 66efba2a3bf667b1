//! giaingan (giải ngân: disbursement): from the units' Excel reports to the district's disbursement rates.
//!
//! # The road
//!
//! Data flows one way, and each type is proof that the step before was passed:
//!
//! ```text
//!  file ──read──▶ Sheet ──recognise──▶ Form ──parse──▶ Submission ──check──▶ Checked ──aggregate──▶ Summary ──render──▶ text, bytes
//!   ▲                                                      ▲                                                               │
//!   └── intake: each file alone, in parallel ──────────────┘               workspace: the folder, its own files ◀──────────┘
//! ```
//!
//! | room | what it does | may use |
//! |---|---|---|
//! | [`domain`] | what things are: money, rates, periods, keys, register, submissions, rules, the summary | nothing of ours |
//! | [`rules`] | the rule book: the record of every rule, by which everyone names it | domain |
//! | [`read`] | workbook of any format → sparse sheets; limits; old encodings; old formats in a child process; the only door to calamine | domain |
//! | [`recognise`] | where tables are, what headings and rows mean (`lexicon.toml` is the data) | read, domain |
//! | [`parse`] | which cell is the figure; lines, or set aside with a problem | recognise, read, rules, domain |
//! | [`intake`] | files → submissions; whose, for when; a broken file is a finding | parse, recognise, read, rules, domain |
//! | [`history`] | what stood before a report: disbursed money and how each figure is known, difficulties, results; read by check and aggregate alike | domain only |
//! | [`check`] | the rules that look for faults, and the gate that makes `Checked` | history, rules, domain |
//! | [`locate`] | where a fault most likely lies: the smallest edit that clears most findings; the gate is given it | check, rules, domain |
//! | [`aggregate`](mod@aggregate) | checked submissions → summary; coverage, duties, control totals | check, history, rules, domain |
//! | [`render`] | summary → terminal, JSON, workbook, page, figures for other programs, forms to fill in and to mend; computes nothing | rules, domain only |
//! | [`workspace`] | settings, register, receipts, folders, closed editions, whole-or-nothing writes | read, rules, domain |
//! | [`run`] | folder → reports of the year → summary of a period: what every command begins with; what was closed before it, comparisons | all above |
//! | [`trace`] | from a total to its cells and back, by the formulas of the workbook that the run comes to | all above |
//! | [`cli`] | the command line; nobody imports it | everything |
//!
//! # A heading is a sentence
//!
//! A column is known by the headings above it, from top to bottom, and each is read whole (`recognise::heading`). The lexicon
//! is a list of phrases with roles (a head: what is measured; a time; a funding type, source or year; a link, a filler). The
//! phrases are laid over the words so that they cover as many as they can (`cover`), and what they mean together is composed
//! (`sense`, `meaning`): "lũy kế" before "đến hết kỳ trước" is the previous cumulative, "chưa" turns what follows it. Words
//! that no phrase covers stay as the column's residue: it is doubtful, and what its figures prove or a finding decides
//! (`path`, `settle`). A month in a heading is compared with the report's own period (`time`): another month's column is a
//! check. Nothing is decided by a word that merely occurs in a heading.
//!
//! # Who owes what
//!
//! A unit owes a report on each program and funding type of its plan ([`domain::obligation`]); a lead agency its consolidation
//! besides, by its own deadline (`Register::consolidators`). How each stands, how often in a row it did not come in time, and
//! what is left to do is worked out in one place (`aggregate::duties`) and stands in the unit's row of the summary, so that
//! status, letters, return forms and JSON say the same. What is to be mended has a name by the rule and what it is about
//! (`check::gate::item`): reports of earlier periods pass the rules too, and of what is found in them the names are kept.
//!
//! # The same money?
//!
//! Units send summaries beside details, last month's sheet kept hidden, a file for each funding type, a correction of half a
//! report; a lead agency sends what its communes sent already. One question decides all of that:
//! `domain::same_money::same_money` puts the figures of two lists side by side by the keys they speak of ([`domain::key::align`]
//! lets a coarse line meet the fine ones it covers) and says *disjoint*, *repeats* or *differs*. Disjoint money counts on
//! both sides. What repeats, every figure of it equal, is checked and not added. What differs is settled line by line: equal
//! lines count once, of unequal ones the visible, the more detailed table counts, else neither, and a finding names both
//! places (GN211). It is asked between the tables of a workbook (`parse::repeated`), between the files of a unit
//! (`intake::several`), and where a lead agency sums up units (`intake::lead`). Nothing is called a repeat by its name alone.
//!
//! # One level up
//!
//! The consolidated workbook of an office is the report that it sends to the office above. Its forms are read like any
//! other's and stay the office's word. What they have no place for (the cumulative of each key and how it is known, what is
//! provisional, volumes, forecasts) stands once more in a very hidden sheet (`domain::relay`), which is held against the
//! forms: as long as both agree its rows take their place, else the forms count and a finding says so (`parse::relayed`).
//! Difficulties and results go up in the sheets that people read, by hidden keys beside their rows. A figure that was
//! carried below is still carried above ([`domain::known::Known`]): [`history`] resolves it as any other report.
//!
//! # Closed periods
//!
//! `close` keeps a period as it was printed: an edition in `chot/`, copied out from then on and never made again
//! (`workspace::closed`). Figures are still resolved from what the units sent, late files too; what that adds to a closed
//! period is the difference that the next open period shows beside its own ([`domain::closing`]), so that the closed
//! periods and the adjustments add up to the last cumulative. `compare` splits the way from one rate to another into steps
//! by one convention ([`domain::bridge`]); of a closed period it asks what the files, settings and version of now make of it.
//!
//! # Invariants
//!
//! - Money is whole đồng, exactly ([`domain::money::Money`]); a rate cannot be added (`domain::tally::Rate`) and names its
//!   denominator. No set of hostile cells overflows a sum, and a release build stops rather than wraps.
//! - Every figure knows its cell. What is read equals what is used, checked and set aside ([`domain::summary::Control`]): counted
//!   while reading, counted again in the totals.
//! - A money cell is a figure, a check on figures with a known reason ([`domain::submission::CheckedAs`]), or set aside by a
//!   finding that names it: see [`parse`]. What no table claims is set aside, never passed over (GN210).
//! - What nobody stated and nothing gives is unknown, and never 0: each figure says how it is known
//!   ([`domain::known::Known`]), to rules and totals alike ([`history`]).
//! - What is not [`check::Checked`] cannot be aggregated; only the gate makes it.
//! - A run over thousands of reports holds a few at a time: each is checked as soon as it is read, and its lines are put away
//!   ([`domain::spill`]) until the totals and the writers ask for them.
//! - Same files, settings and period: same bytes. Ordered maps everywhere, no clock below [`cli`].
//! - A bad file costs its own figures and nothing else. What is wrong in a report is a finding; what is wrong with the run is
//!   an `anyhow::Error` on its way to `main`, which ends with exit status 2.
//!
//! # How to add
//!
//! - **a heading wording**: a line in `recognise/lexicon.toml` (an office adds its own in `giaingan.toml`).
//! - **a program or component**: `domain/catalogue.toml`; an office adds its own in the sheet "Chương trình" of its register.
//! - **a rule**: its record in a file of [`rules`], which says all that anybody asks of a rule, and a line in [`rules::ALL`].
//!   What reading the files finds is raised there; else its function stands in `check/rules/`, and in the list of
//!   `check/rules.rs`: a rule over figures together with what its cells would have to be, by which [`locate`] finds the
//!   fault. An example in `fixtures/` trips it and is mended (`tests/all/mended.rs` asks for both).
//! - **a sheet of the consolidated workbook**: a file in `render/workbook/` whose table is a list of columns (`render::xlsx::table`),
//!   a line where the sheets are listed.
//! - **a column of what `export` writes**: a line in `render/export/columns.rs`, by which both files and their description are
//!   written.
//! - **a program of your own**: `examples/sum_folder.rs` shows the library without the command line.
//! - **a command**: a variant with its help in `cli.rs`, a file in `cli/`, its English in `cli/english.rs`.

pub mod domain;
pub mod rules;
pub mod read;
pub mod recognise;
pub mod parse;
pub mod intake;
pub mod history;
pub mod check;
pub mod locate;
pub mod aggregate;
pub mod render;
pub mod workspace;
pub mod run;
pub mod trace;
pub mod cli;

//! How far the reading of many files is.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Global;
use crate::run::Progress;

/// A progress bar that shows itself only where reading takes more than a moment, and only on a terminal.
#[derive(Default)]
pub(super) struct Bar {
    is_quiet: bool,
    shown: OnceLock<(ProgressBar, Instant)>,
}

impl Bar {
    /// None is shown where `global` asks for quiet.
    pub(super) fn new(global: &Global) -> Bar {
        Bar { is_quiet: global.quiet, shown: OnceLock::new() }
    }
}

impl Progress for Bar {
    fn begin(&self, files: usize) {
        self.shown.get_or_init(|| {
            let hidden = ProgressDrawTarget::hidden();
            let bar = ProgressBar::with_draw_target(Some(files as u64), hidden);
            let style = ProgressStyle::with_template("{pos}/{len} tệp {wide_bar} {eta}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            (bar, Instant::now())
        });
    }

    fn step(&self) {
        let Some((bar, began)) = self.shown.get() else { return };
        let is_slow = || Duration::from_millis(400) < began.elapsed();
        if !self.is_quiet && bar.is_hidden() && is_slow() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.inc(1);
    }

    fn end(&self) {
        if let Some((bar, _)) = self.shown.get() {
            bar.finish_and_clear();
        }
    }
}

//! Weighs a place where one article may end and the next begin: layout, head lines and the break in topic together.
//!
//! Takes the evidence of `cut` and the word overlaps of `topic`; gives a row of features and the log odds of a cut.
//! Knows no text. The weights are a logistic regression; its command and figures stand beside them.

use super::topic::Overlap;

/// Features of a place.
pub(super) const WIDTH: usize = 18;
/// Reaches, in content words, at which the two sides are compared; the last is the whole text.
pub(super) const REACHES: [usize; 3] = [90, 240, 4000];

/// What speaks for and against a cut at one place.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is evidence of its own; no two make a state")]
pub(super) struct Seam {
    /// First paragraph of what may be the next article.
    pub(super) start: usize,
    /// Head lines and layout, as `cut` counts them.
    pub(super) evidence: usize,
    /// A headline stands at `start`.
    pub(super) headline: bool,
    /// The paragraph that follows begins with a dateline.
    pub(super) dateline: bool,
    /// A rule stands between.
    pub(super) rule: bool,
    /// End-of-article chrome stands right before.
    pub(super) ended: bool,
    /// Two blank lines or more stand right before.
    pub(super) gap: bool,
    /// More blank lines than between most paragraphs of the text.
    pub(super) odd_gap: bool,
    /// The paragraph that follows begins as none does that opens an article: with `But`, `He`, a small letter.
    pub(super) goes_on: bool,
    /// Share of the headline's words said after it, and before it.
    pub(super) echo: (f32, f32),
    /// What both sides have in common, at each reach.
    pub(super) overlaps: [Overlap; REACHES.len()],
    /// The overlap of the middle reach beside what is usual in the text.
    pub(super) depth: f32,
    /// Words of running text on the smaller side.
    pub(super) side_words: usize,
    /// Short lines between the two paragraphs.
    pub(super) short_lines: usize,
}

impl Seam {
    /// The features, in the order of the weights.
    pub(super) fn row(&self) -> [f32; WIDTH] {
        let flag = |yes: bool| f32::from(u8::from(yes));
        let [near, far, all] = self.overlaps;
        let echo = if self.headline { self.echo } else { (0.0, 0.0) };
        [
            (self.evidence as f32 / 4.0).min(1.5),
            flag(self.headline),
            flag(self.dateline),
            flag(self.rule),
            flag(self.ended),
            flag(self.gap),
            flag(self.odd_gap),
            flag(self.goes_on),
            echo.0,
            echo.1,
            near.words.sqrt(),
            far.words.sqrt(),
            all.words.sqrt(),
            far.names.sqrt(),
            all.names.sqrt(),
            self.depth,
            (self.side_words as f32).ln_1p(),
            (self.short_lines as f32).ln_1p(),
        ]
    }

    /// Log odds of a cut.
    pub(super) fn log_odds(&self) -> f32 {
        BIAS + self.row().iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum::<f32>()
    }
}

/// Written by `models/training/clean/seams.py` on pages of the tuning half, glued by `cargo bench --bench segment`: average
/// precision .958 by cross-validation; at `LIKELY` fewer than two in a hundred whole articles are cut.
const BIAS: f32 = -0.29;
const WEIGHTS: [f32; WIDTH] =
    [2.05, 0.46, 0.12, 0.13, 2.27, 2.75, 3.9, -0.44, 3.1, -3.4, -4.17, -2.08, -0.99, -2.5, -1.64, -3.1, -0.12, 0.47];

//! Weighs a place where one article may end and the next begin: layout, head lines, the break in topic and the change of
//! manner together.
//!
//! Takes what `layout`, `topic` and `manner` found, gives a row of features and the log odds of a cut. Knows no text.
//! The weights are `seams.model`; its header says how they were made.

use std::sync::LazyLock;

use super::dense::Dense;
use super::manner::Unlike;
use super::opening::Opening;
use super::topic::{Echo, Recall};
use super::window::Overlap;

/// Reaches, in content words, at which the two sides are compared; the last is the whole text.
pub(super) const REACHES: [usize; 3] = [90, 240, 4000];

static MODEL: LazyLock<Option<Dense>> = LazyLock::new(|| Dense::parsed(include_str!("seams.model")));

/// What the lines at a place look like.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is evidence of its own; no two make a state")]
pub(super) struct Layout {
    /// Head lines and layout, as `layout` counts them, where the head of an article starts here.
    pub(super) evidence: usize,
    /// The head of an article, if one stands in these short lines, starts here.
    pub(super) starts: bool,
    /// A headline stands here.
    pub(super) headline: bool,
    /// The paragraph that follows begins with a dateline.
    pub(super) dateline: bool,
    /// The paragraph that follows begins as wire copy does: `July 27 Harlow Mills`, `ORRIN: Harlow Mills`.
    pub(super) wired: bool,
    /// A rule stands between.
    pub(super) rule: bool,
    /// End-of-article chrome stands right before, and not far before.
    pub(super) ended: [bool; 2],
    /// Two blank lines or more stand right before.
    pub(super) gap: bool,
    /// More blank lines than between most paragraphs of the text.
    pub(super) odd_gap: bool,
    /// The paragraph that follows begins as none does that opens an article: with `But`, `He`, a small letter.
    pub(super) goes_on: bool,
    /// The line before, the line here and the next one.
    pub(super) lines: [Look; 3],
    /// Share of the words of the line here that the next lines say again: a headline stands twice where a page's window
    /// title was kept.
    pub(super) twice: f32,
    /// The line here ends like a window title, with the name of a site.
    pub(super) sited: bool,
    /// Short lines right before, and from here to the next paragraph.
    pub(super) short_lines: [usize; 2],
}

/// What one line looks like.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a feature of its own")]
pub(super) struct Look {
    pub(super) running: bool,
    pub(super) headline: bool,
    /// By-line, date or age.
    pub(super) meta: bool,
    pub(super) terminal: bool,
    pub(super) words: usize,
}

/// What speaks for and against a cut at one place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seam {
    /// First paragraph of what may be the next article.
    pub(super) start: usize,
    pub(super) layout: Layout,
    /// What the first words of the line before, the line here and the next one tell.
    pub(super) openings: [Opening; 3],
    /// Of the words of a short line here, those that are said after it, and before it.
    pub(super) echo: Echo,
    /// The same of the first words from here on.
    pub(super) opening: Echo,
    /// What both sides have in common, at each reach.
    pub(super) overlaps: [Overlap; REACHES.len()],
    /// The overlap and the cosine of the middle reach beside what is usual in the text.
    pub(super) depth: [f32; 2],
    pub(super) recall: Recall,
    pub(super) gain: Gain,
    /// The same where the words of a language are known beforehand.
    pub(super) told: Gain,
    /// How far what the words are about moves here at each reach, and at the nearest beside what is usual in the text.
    pub(super) drifts: [f32; REACHES.len()],
    pub(super) drift_depth: f32,
    /// What a break here gains in telling what the words are about.
    pub(super) drift_gain: Gain,
    pub(super) unlike: Unlike,
    /// How unlike the words next to the place are in their function words.
    pub(super) change: [f32; 2],
    /// Words of running text on the smaller side, and in all.
    pub(super) side_words: usize,
    pub(super) all_words: usize,
}

/// What a break here gains, and how that stands among the other places of the text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gain {
    /// Nats for each content word of the smaller side.
    pub(super) of_side: f32,
    /// Nats for each content word of the text.
    pub(super) of_text: f32,
    /// The same, less that of the best other place away from here.
    pub(super) ahead: f32,
    /// Standard deviations above the mean of all places.
    pub(super) above: f32,
    /// No other place near gains more.
    pub(super) peak: bool,
}

impl Seam {
    /// The features, in the order of the weights.
    pub(super) fn row(&self) -> Vec<f32> {
        let mut row = Vec::with_capacity(112);
        self.layout.features(&mut row);
        for opening in self.openings {
            row.extend([opening.contact, opening.bracketed, opening.dated, opening.signed].map(flag));
            row.extend([opening.stutters, opening.capitals]);
        }
        for echo in [self.echo, self.opening] {
            row.extend(echo.words);
            row.extend(echo.rare);
        }
        for overlap in self.overlaps {
            row.extend([overlap.words, overlap.names, overlap.rare, overlap.cosine].map(f32::sqrt));
        }
        row.extend(self.depth);
        row.extend(self.recall.words);
        row.extend(self.recall.names);
        row.extend(self.recall.rare);
        row.extend(self.drifts);
        row.push(self.drift_depth);
        for gain in [self.gain, self.told, self.drift_gain] {
            row.extend([gain.of_side, gain.of_text, gain.ahead, gain.above, flag(gain.peak)]);
        }
        row.extend([self.unlike.function, self.unlike.quotes, self.unlike.lengths]);
        row.extend(self.change);
        row.extend([(self.side_words as f32).ln_1p(), (self.all_words as f32).ln_1p()]);
        row
    }

    /// Log odds of a cut; none is likely where the model cannot be read (a test proves that it can).
    pub(super) fn log_odds(&self) -> f32 {
        MODEL.as_ref().map_or(f32::NEG_INFINITY, |model| model.log_odds(&self.row()))
    }
}

impl Layout {
    fn features(&self, row: &mut Vec<f32>) {
        row.push((self.evidence as f32 / 4.0).min(1.5));
        row.extend([self.starts, self.headline, self.dateline, self.wired, self.rule, self.sited].map(flag));
        row.push(self.twice);
        row.extend(self.ended.map(flag));
        row.extend([self.gap, self.odd_gap, self.goes_on].map(flag));
        for line in self.lines {
            row.extend([line.running, line.headline, line.meta, line.terminal].map(flag));
            row.push((line.words as f32).ln_1p());
        }
        row.extend(self.short_lines.map(|lines| (lines as f32).ln_1p()));
    }
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_reads_the_row() {
        let model = MODEL.as_ref().expect("the model holds together");
        assert_eq!(model.width(), Seam::default().row().len());
    }

    #[test]
    fn a_change_of_everything_is_likelier_than_none() {
        let alike = Overlap { words: 0.4, names: 0.4, rare: 0.4, cosine: 0.4 };
        let seam = Seam {
            overlaps: [alike; 3],
            depth: [1.0; 2],
            recall: Recall { words: [0.5; 2], names: [0.5; 2], rare: [0.5; 2] },
            side_words: 200,
            all_words: 600,
            ..Seam::default()
        };
        let gain = Gain { of_side: 1.2, of_text: 0.4, ahead: 0.1, above: 2.5, peak: true };
        let apart =
            Seam { overlaps: [Overlap::default(); 3], depth: [0.1; 2], recall: Recall::default(), gain, ..seam };
        assert!(apart.log_odds() > seam.log_odds() + 2.0, "{} {}", apart.log_odds(), seam.log_odds());
    }
}

//! Which way a figure went, how real it is, what it is compared with and who says so, by the words that tell.
//!
//! Takes a line and the place of a figure. The word nearest to the figure in its clause decides; without one the field
//! keeps its default or stays empty.

use crate::types::{Direction, Modality};

use super::line::{Item, Line};

const ROSE: &str = "rose rise rises risen rising increase increased increases increasing climbed climb climbs jumped jump \
    jumps gained gain gains gaining grew grow grows growing grown growth up surged surge surging soared soaring advanced \
    added widened higher more improved strengthened expanded swelled accelerated quickened ticked edged doubled tripled \
    quadrupled raised raise raises lifted lift hike hiked hikes topped upgrade rebounded recovered outpaced gathered put \
    worsened firmed rallied heavier extra stronger leapt leap swell swells lifting raising topping tops quickening ballooned \
    hoisted strengthens adds firms surges soars bounced perked picked steeper";
const FELL: &str = "fell fall falls fallen falling drop dropped drops dropping declined decline declines declining slid \
    slide slides slipped slip slips down plunged plunge plunging tumbled tumble sank sink shed lost lose decreased decrease \
    shrank shrink shrunk narrowed lower lowered cut cuts cutting reduced reduce reduction eased ease slowed dipped dip \
    weakened weaker halved retreated slumped slump contracted crashed dived less fewer trimmed slashed cooled softened weaker softer dips sinks shrinks sheds shedding lops lopped shaved \
    tumbles plunges skidded shrinking losing lowers lowering trims trim slumping narrows easing weakens axed axes slower off";
const FORECAST: &str = "forecast forecasts forecasting expects expect expected expecting sees projected projects project \
    projection predicts predicted predict anticipates anticipated estimates outlook guidance guides guided consensus likely \
    pencilled poll polled";
const TARGET: &str = "target targets targeted targeting aims aim aimed aiming plans plan planned planning goal seeks seek \
    seeking wants want demanded demands demand proposed proposes propose intends intend hopes pledged pledges pledge \
    committed promised promises";
const HYPOTHETICAL: &str = "could might may if would unless";
const DENIED: &str = "denied denies deny rejected dismissed refuted";

/// Words by which somebody says something.
const SAYING: &str = "said says say told tells reported reports announced announces estimates estimated forecast forecasts \
    expects sees showed shows put puts reckons reckon wrote added calculates warned predicts counted claims claimed argued \
    confirmed disclosed stated projects posted noted admitted";

/// Phrases that say what a change is measured against.
const BASES: [(&str, &str); 31] = [
    ("year_on_year", "year-on-year"),
    ("year_on_year", "year on year"),
    ("year_on_year", "year-over-year"),
    ("year_on_year", "year over year"),
    ("year_on_year", "y-o-y"),
    ("year_on_year", "yoy"),
    ("year_on_year", "a year earlier"),
    ("year_on_year", "a year ago"),
    ("year_on_year", "a year before"),
    ("year_on_year", "the year before"),
    ("year_on_year", "the previous year"),
    ("year_on_year", "the prior year"),
    ("year_on_year", "on the year"),
    ("year_on_year", "on a year"),
    ("year_on_year", "12 months earlier"),
    ("year_on_year", "annual rate"),
    ("quarter_on_quarter", "quarter-on-quarter"),
    ("quarter_on_quarter", "quarter on quarter"),
    ("quarter_on_quarter", "on the quarter"),
    ("quarter_on_quarter", "the previous quarter"),
    ("quarter_on_quarter", "the prior quarter"),
    ("quarter_on_quarter", "the preceding quarter"),
    ("quarter_on_quarter", "sequentially"),
    ("month_on_month", "month-on-month"),
    ("month_on_month", "month on month"),
    ("month_on_month", "on the month"),
    ("month_on_month", "the previous month"),
    ("month_on_month", "a month earlier"),
    ("month_on_month", "from the month before"),
    ("week_on_week", "week-on-week"),
    ("week_on_week", "a week earlier"),
];

fn is_one_of(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|one| one == word)
}

/// Whether the word at `at` is one by which somebody says something.
pub(super) fn is_saying(line: &Line, at: usize) -> bool {
    line.places[at].item == Item::Word && is_one_of(SAYING, line.lower(at))
}

/// Which way the figure at `figure` of `metric` went; `compared` is one it is set against (`from €5m`), which only stands.
pub(super) fn direction(line: &Line, figure: usize, metric: Option<&str>, compared: bool) -> Direction {
    if compared {
        return Direction::Level;
    }
    // `tripled` is figure and way in one.
    let own = line.lower(figure);
    if own.ends_with("fold") || is_one_of("doubled tripled trebled quadrupled quintupled", own) {
        return Direction::Rose;
    }
    if own == "halved" {
        return Direction::Fell;
    }
    if let Some(way) = told_after(line, figure) {
        return way;
    }
    // Who lost €5m did not see a fall of anything.
    let is_loss = metric.is_some_and(|metric| metric.ends_with("_loss"));
    let clause = line.places[figure].clause;
    let way = |at: usize| {
        let word = line.lower(at);
        let here = line.places[at].item == Item::Word && line.places[at].clause == clause;
        // `more than €5m` bounds a figure, `more` after one compares it.
        let bound = matches!(word, "more" | "less" | "fewer" | "higher" | "lower")
            && line.lower(at + 1) == "than"
            && at < figure;
        let lost = is_loss && matches!(word, "lost" | "lose" | "losing");
        let off = word == "off" && at + 1 != figure;
        match (here && !bound && !lost && !off, is_one_of(ROSE, word), is_one_of(FELL, word)) {
            (true, true, _) => Some(Direction::Rose),
            (true, _, true) => Some(Direction::Fell),
            _ => None,
        }
    };
    let before = (figure.saturating_sub(REACH)..figure).rev().filter_map(|at| Some((figure - at, way(at)?)));
    let after =
        (figure + 1..(figure + AFTER).min(line.places.len())).filter_map(|at| Some((at - figure + 1, way(at)?)));
    before.chain(after).min_by_key(|(distance, _)| *distance).map_or(Direction::Level, |(_, way)| way)
}

/// The way that the words right after a figure tell: `revenue of €96m, up 14%`, `€96m, a rise of 14%`.
fn told_after(line: &Line, figure: usize) -> Option<Direction> {
    let mut at = figure + 1;
    // A conversion in brackets may stand between.
    if line.lower(at) == "(" {
        at = (at..(at + 5).min(line.places.len())).find(|at| line.lower(*at) == ")")? + 1;
    }
    if line.lower(at) != "," {
        return None;
    }
    let article = usize::from(matches!(line.lower(at + 1), "a" | "an"));
    let word = line.lower(at + 1 + article);
    let figure_after = |reach: usize| {
        (at + 2..(at + 2 + reach).min(line.places.len()))
            .any(|at| matches!(line.places[at].item, Item::Mention(_, kind) if kind.is_figure()))
    };
    let rose = matches!(word, "up" | "rise" | "increase" | "gain" | "jump");
    let fell = matches!(word, "down" | "off" | "fall" | "drop" | "decline" | "decrease");
    match (rose, fell, figure_after(4)) {
        (true, _, true) => Some(Direction::Rose),
        (_, true, true) => Some(Direction::Fell),
        _ => None,
    }
}

const REACH: usize = 8;
const AFTER: usize = 4;

/// How real the figure at `figure` is.
pub(super) fn modality(line: &Line, figure: usize) -> Modality {
    let clause = line.places[figure].clause;
    let found = (figure.saturating_sub(14)..(figure + 6).min(line.places.len())).filter_map(|at| {
        let word = line.lower(at);
        let near = line.places[at].clause.abs_diff(clause) <= usize::from(at < figure);
        let class = [
            (DENIED, Modality::Denied),
            (TARGET, Modality::Target),
            (FORECAST, Modality::Forecast),
            (HYPOTHETICAL, Modality::Hypothetical),
        ];
        let class = class.into_iter().find(|(words, _)| is_one_of(words, word)).map(|(_, class)| class);
        let future = matches!(word, "will" | "'ll").then_some(Modality::Target);
        let class = class.or(future).filter(|_| near && line.places[at].item == Item::Word)?;
        Some((at.abs_diff(figure), class))
    });
    found.min_by_key(|(distance, _)| *distance).map_or(Modality::Reported, |(_, class)| class)
}

/// What the change at `figure` is measured against.
pub(super) fn base(line: &Line, figure: usize) -> Option<&'static str> {
    let clause = line.places[figure].clause;
    let places = figure.saturating_sub(6)..(figure + 12).min(line.places.len());
    places.filter(|at| line.places[*at].clause.abs_diff(clause) <= 1).find_map(|at| {
        let (name, _) = BASES.iter().find(|(_, phrase)| line.phrase(at, phrase).is_some())?;
        Some(*name)
    })
}

/// Whether the figure is one that another is set against: `from €5m`, `compared with €5m`, `against a loss of €5m`.
pub(super) fn is_compared(line: &Line, figure: usize) -> bool {
    let before = |n: usize| figure.checked_sub(n).map_or("", |at| line.lower(at));
    let words: Vec<&str> = (1..=5).map(before).collect();
    let opener = words
        .iter()
        .position(|word| matches!(*word, "from" | "with" | "to" | "against" | "versus" | "reversing" | "than"));
    match opener {
        Some(0) => {
            matches!(words[0], "from" | "against" | "versus")
                || words[1] == "compared"
                || words[1] == "up" && words[0] == "from"
        }
        Some(at) => {
            let compared =
                words.get(at + 1) == Some(&"compared") || matches!(words[at], "against" | "versus" | "reversing");
            compared && words[..at].iter().all(|word| !word.contains([',', ';']))
        }
        None => false,
    }
}

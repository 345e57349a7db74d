//! Which way a figure went, how real it is, what it is compared with and who says so, by the words that tell.
//!
//! Takes a line and the place of a figure. The word nearest to the figure in its clause decides; without one the field
//! keeps its default or stays empty.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::types::{Direction, Kind, Modality};

use super::line::{Item, Line};

const ROSE: &str = "rose rise rises risen rising increase increased increases increasing climbed climb climbs jumped jump \
    jumps gained gain gains gaining grew grow grows growing grown growth up surged surge surging soared soaring advanced \
    added widened higher more improved strengthened expanded swelled accelerated quickened ticked edged doubled tripled \
    quadrupled raised raise raises lifted lift hike hiked hikes topped upgrade rebounded recovered outpaced gathered put \
    worsened firmed rallied heavier extra stronger leapt leap swell swells lifting raising topping tops quickening ballooned \
    hoisted strengthens adds firms surges soars bounced perked picked steeper deepened swollen leapfrogged mounted boost boosts \
    boosted boosting bolstered bolsters firmer sweetened sweetens escalated inflated accelerates accelerating improve improves \
    improving upped ups upping expands expanding spiked spikes skyrocketed rocketed rockets recovers recovering rebounds \
    rebounding rally rallies appreciated appreciates advances advancing climbing heightened multiplied";
const FELL: &str = "fell fall falls fallen falling drop dropped drops dropping declined decline declines declining slid \
    slide slides slipped slip slips down plunged plunge plunging tumbled tumble sank sink shed lost lose decreased decrease \
    shrank shrink shrunk narrowed lower lowered cut cuts cutting reduced reduce reduction eased ease slowed dipped dip \
    weakened weaker halved retreated slumped slump contracted crashed dived less fewer trimmed slashed cooled softened weaker softer dips sinks melts melted melting dives dive shrinks sheds shedding lops lopped shaved \
    tumbles plunges skidded shrinking losing lowers lowering trims trim slumping narrows easing weakens axed axes slower off \
    plummeted plummets plummeting collapsed collapses nosedived tanked sagged sags dwindled dwindles diminished diminishes \
    deteriorated deteriorates eroded erodes depreciated depreciates softening cooling cools slows slowing curbed pared pares \
    paring crashes crashing erased erases thinner";
const FORECAST: &str = "forecast forecasts forecasting expects expect expected expecting sees projected projects project \
    projection predicts predicted predict anticipates anticipated estimates outlook guidance guides guided consensus likely \
    pencilled penciled poll polled guiding reckons looked predicting";
const TARGET: &str = "target targets targeted targeting aims aim aimed aiming plans plan planning seeks seek \
    seeking wants want demanded demands proposed proposes propose intends intend hopes pledged pledges pledge \
    committed promised promises";
const HYPOTHETICAL: &str = "could might may if would unless considering mulls mulling";
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

/// The lists of words, each a bit.
#[derive(Clone, Copy)]
enum Cue {
    Rose,
    Fell,
    Forecast,
    ForecastAfter,
    Target,
    Hypothetical,
    Denied,
    Happens,
    Saying,
    Over,
    Under,
    Multiple,
    Making,
    /// Words that `down` belongs to where it tells no way: `shut down 14 plants`.
    Closing,
}

const LISTS: [(Cue, &str); 14] = [
    (Cue::Rose, ROSE),
    (Cue::Fell, FELL),
    (Cue::Forecast, FORECAST),
    (Cue::ForecastAfter, FORECAST_AFTER),
    (Cue::Target, TARGET),
    (Cue::Hypothetical, HYPOTHETICAL),
    (Cue::Denied, DENIED),
    (Cue::Happens, HAPPENS),
    (Cue::Saying, SAYING),
    (Cue::Over, OVER),
    (Cue::Under, UNDER),
    (Cue::Multiple, "doubled tripled trebled quadrupled quintupled"),
    (
        Cue::Making,
        "back backed backing blow blew break breaks broke build builds built buy buys buying catch caught clean cleaned \
         come comes came cook cooked cover covered divide divided draw drew fill filled fold follow followed free \
         freed get gets give gives gave giving grew grow hang held hold holding hook join line lined look looks make makes \
         made making meet met own pay pick picked picking prop propped put puts round run set sets \
         setting shake shakes shaking shook shore shored show shows showed shut sign signed signing size snap \
         snapped snapping sought speak split spoke stand start started stay step stepped stepping stock stocked sum summed \
         take takes taking team teamed throw took top turn turned turning tying use used wake warm weigh wind winding \
         wound wrap wrapped",
    ),
    (
        Cue::Closing,
        "back backed break breaks broke burn burned burnt calm crack cracked hand handed knock knocked lay \
         lie melt melted pass passed pin play played put puts sat set shut shuts shutting sit sits stand step stepped stood \
         strike struck tear tore track tracked turn turned turning water watered write wrote",
    ),
];

/// The lists that each word is in: every word of every line is looked up, so that reading the lists would take longer than
/// all else that is done with a figure.
static CUES: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
    let mut cues: HashMap<&'static str, u16> = HashMap::new();
    for (cue, words) in LISTS {
        for word in words.split_whitespace() {
            *cues.entry(word).or_default() |= 1 << cue as u16;
        }
    }
    cues
});

fn is_one_of(cue: Cue, word: &str) -> bool {
    CUES.get(word).is_some_and(|lists| lists & (1 << cue as u16) != 0)
}

/// Whether the word at `at` is one by which somebody says something.
pub(super) fn is_saying(line: &Line, at: usize) -> bool {
    line.places[at].item == Item::Word && is_one_of(Cue::Saying, line.lower(at))
}

/// Which way the figure at `figure` of `metric` went; `compared` is one it is set against (`from €5m`), which only stands.
pub(super) fn direction(line: &Line, figure: usize, metric: Option<&str>, compared: bool) -> Direction {
    if compared {
        return Direction::Level;
    }
    // `tripled` is figure and way in one, and so is `-0.7%`.
    if let Some(way) = multiple(line.lower(figure)).or_else(|| sign(line, figure)) {
        return way;
    }
    if let Some(way) = told_after(line, figure) {
        return way;
    }
    if is_taken_off(line, figure) {
        return Direction::Fell;
    }
    let clause = line.places[figure].clause;
    let way = |at: usize| {
        let place = &line.places[at];
        let word = place.lower.as_str();
        match place.item {
            _ if place.clause != clause => None,
            Item::Mention(_, Kind::Quantity) => multiple(word),
            Item::Word if tells_no_way(line, at, figure, metric) => None,
            Item::Word if is_one_of(Cue::Rose, word) || at == figure + 1 && is_one_of(Cue::Over, word) => {
                Some(Direction::Rose)
            }
            Item::Word if is_one_of(Cue::Fell, word) || at == figure + 1 && is_one_of(Cue::Under, word) => {
                Some(Direction::Fell)
            }
            _ => None,
        }
    };
    let beside = metric.is_none_or(|metric| COUNTED.contains(&metric)) && is_count(line, figure);
    let linked = (0..figure).rev().take_while(|at| is_count(line, *at) || LINKS.contains(&line.lower(*at))).count();
    let reach = if beside { linked + 1 } else { REACH };
    let before = (figure.saturating_sub(reach)..figure).rev().filter_map(|at| Some((figure - at, way(at)?)));
    let after =
        (figure + 1..(figure + AFTER).min(line.places.len())).filter_map(|at| Some((at - figure + 1, way(at)?)));
    before.chain(after).min_by_key(|(distance, _)| *distance).map_or(Direction::Level, |(_, way)| way)
}

/// Measures of counts and lengths that mostly stand beside what rises and falls: `fell for three years`, `two of the
/// officials spurred sales`.
const COUNTED: [&str; 4] = ["other", "duration", "distance", "age"];
/// Words that put a way to such a count: `cut to about three years`.
const LINKS: [&str; 10] = ["to", "by", "from", "about", "nearly", "almost", "more", "than", "over", "a"];

fn is_count(line: &Line, figure: usize) -> bool {
    matches!(line.places[figure].item, Item::Mention(_, Kind::Quantity))
}

/// `wiped $3bn off its value`, `takes 5 cents off earnings`.
fn is_taken_off(line: &Line, figure: usize) -> bool {
    let off = line.lower(figure + 1) == "off";
    off && (figure.saturating_sub(4)..figure).any(|at| {
        matches!(
            line.lower(at),
            "take"
                | "takes"
                | "taking"
                | "took"
                | "taken"
                | "wipe"
                | "wipes"
                | "wiped"
                | "wiping"
                | "knock"
                | "knocked"
                | "shave"
        )
    })
}

fn is_percent(line: &Line, figure: usize) -> bool {
    matches!(line.places[figure].item, Item::Mention(_, Kind::Percent))
}

/// The way that the sign of a percentage tells.
fn sign(line: &Line, figure: usize) -> Option<Direction> {
    let percent = is_percent(line, figure);
    let before = figure.checked_sub(1).map_or("", |at| line.lower(at));
    if line.lower(figure).starts_with('+') || percent && before == "+" {
        return Some(Direction::Rose);
    }
    (percent && line.lower(figure).starts_with(['-', '−'])).then_some(Direction::Fell)
}

fn multiple(word: &str) -> Option<Direction> {
    if word.ends_with("fold") || is_one_of(Cue::Multiple, word) {
        Some(Direction::Rose)
    } else {
        (word == "halved").then_some(Direction::Fell)
    }
}

/// Words that right after a figure tell which way it is apart from another.
const OVER: &str = "above ahead beyond warmer dearer costlier";
const UNDER: &str = "below behind short cheaper colder";

/// Whether the word at `at` is there for another reason than to tell a way.
fn tells_no_way(line: &Line, at: usize, figure: usize, metric: Option<&str>) -> bool {
    let before = at.checked_sub(1).map_or("", |at| line.lower(at));
    match line.lower(at) {
        // `more than €5m` bounds a figure, `more` after one compares it; before one it counts something else.
        "more" | "less" | "fewer" => at < figure,
        "higher" | "lower" => line.lower(at + 1) == "than" && at < figure,
        // Who lost €5m did not see a fall of anything.
        "lost" | "lose" | "losing" => {
            !is_percent(line, figure) && metric.is_some_and(|metric| metric.ends_with("_loss"))
        }
        "off" => at + 1 != figure,
        // `up to 8%` bounds, `makes up 8%` counts.
        "up" => {
            let pushed = (at.saturating_sub(PUSHED)..at).any(|at| line.lower(at).starts_with("push"));
            line.lower(at + 1) == "to" && !pushed || is_one_of(Cue::Making, before)
        }
        "down" => is_one_of(Cue::Closing, before),
        "raise" | "raised" | "raising" => matches!(metric, Some("funding" | "debt")),
        "put" => line.lower(at + 1) != "on",
        _ => false,
    }
}

/// Places from `pushed` to the `up` that goes with it.
const PUSHED: usize = 6;

/// The way that the words right after a figure tell: `revenue of €96m, up 14%`, `€96m in May, a rise of 14%`.
fn told_after(line: &Line, figure: usize) -> Option<Direction> {
    let is_figure = |at: usize| line.places[at].is_figure();
    // A conversion in brackets and words of time may stand between.
    let bracket = line.lower(figure + 1) == "(";
    let next = if bracket {
        (figure + 1..line.places.len().min(figure + 6)).find(|at| line.lower(*at) == ")")?
    } else {
        figure
    };
    let mut ahead = next + 1..(next + AHEAD).min(line.places.len());
    let comma = ahead.find(|at| is_figure(*at) || matches!(line.lower(*at), "," | ";"))?;
    if line.lower(comma) != "," {
        return None;
    }
    let article = usize::from(matches!(line.lower(comma + 1), "a" | "an"));
    let word = line.lower(comma + 1 + article);
    let figure_after = (comma + 2..(comma + 8).min(line.places.len())).any(is_figure);
    // `, some 9% less than in May`
    let some = comma + 1 + usize::from(matches!(line.lower(comma + 1), "some" | "about" | "nearly" | "almost"));
    if line.places.get(some).is_some_and(super::line::Place::is_figure) && line.lower(some + 2) == "than" {
        match line.lower(some + 1) {
            "more" | "higher" => return Some(Direction::Rose),
            "less" | "fewer" | "lower" => return Some(Direction::Fell),
            _ => {}
        }
    }
    let rose = matches!(word, "up" | "rise" | "increase" | "gain" | "jump");
    let fell = matches!(word, "down" | "off" | "fall" | "drop" | "decline" | "decrease");
    match (rose, fell, figure_after) {
        (true, _, true) => Some(Direction::Rose),
        (_, true, true) => Some(Direction::Fell),
        _ => None,
    }
}

const REACH: usize = 12;
const AFTER: usize = 4;
/// Places from a figure to the comma after which its way is told.
const AHEAD: usize = 10;

/// Words by which a plan is set against an earlier one.
const REVISED: [&str; 7] = ["now", "guidance", "outlook", "view", "target", "previously", "earlier"];

/// Whether the figure at `figure` is what another of the sentence was before, not what it was planned to be.
pub(super) fn is_earlier_level(line: &Line, figure: usize) -> bool {
    let planned = |at: usize| {
        let word = line.lower(at);
        is_one_of(Cue::Forecast, word)
            || is_one_of(Cue::Target, word)
            || matches!(word, "view" | "estimate" | "expectations")
    };
    let mut near = figure.saturating_sub(REACH)..(figure + REACH).min(line.places.len());
    // Who is not set against himself of another time may be set against another.
    let timed =
        |at: usize| EARLIER.contains(&line.lower(at)) || matches!(line.places[at].item, Item::Mention(_, Kind::Date));
    let told = (figure + 1..(figure + REACH).min(line.places.len())).any(timed);
    is_compared(line, figure) && (told || line.lower(figure - 1) == "from") && !near.any(planned)
}

/// Words that tell of a time before.
const EARLIER: [&str; 11] =
    ["year", "quarter", "month", "week", "earlier", "ago", "before", "previous", "prior", "previously", "last"];

/// How real the figure at `figure` is.
pub(super) fn modality(line: &Line, figure: usize) -> Modality {
    let clause = line.places[figure].clause;
    let opener = (0..=figure).rev().take_while(|at| line.places[*at].clause == clause).last().unwrap_or(figure);
    // `Vela, which holds 9% of …`, `from 15% today` stand apart from what is planned around them.
    // `it now sees €5m, up from €4m` tells two plans, `it expects €5m, up from €4m` one and what was.
    let revised = (0..figure).any(|at| REVISED.contains(&line.lower(at)));
    let prior = matches!(line.lower(opener), "up" | "down") && line.lower(opener + 1) == "from" && !revised;
    let apart = prior
        || matches!(
            line.lower(opener),
            "which"
                | "who"
                | "whose"
                | "from"
                | "compared"
                | "against"
                | "after"
                | "as"
                | "while"
                | "though"
                | "because"
        );
    let found = (figure.saturating_sub(14)..(figure + 6).min(line.places.len())).filter_map(|at| {
        let place = &line.places[at];
        let reach = usize::from(at < figure && !apart);
        if place.item != Item::Word || place.clause.abs_diff(clause) > reach {
            return None;
        }
        Some((at.abs_diff(figure), modality_of(line, at, figure)?))
    });
    found.min_by_key(|(distance, _)| *distance).map_or(Modality::Reported, |(_, class)| class)
}

/// What the word at `at` makes of the figure at `figure`.
fn modality_of(line: &Line, at: usize, figure: usize) -> Option<Modality> {
    let word = line.lower(at);
    if is_one_of(Cue::Denied, word) {
        return Some(Modality::Denied);
    }
    if at > figure {
        return is_one_of(Cue::ForecastAfter, word).then_some(Modality::Forecast);
    }
    // In what somebody says, `would` is the future; so is `will` of what happens by itself.
    let told = word == "would"
        && (0..at).any(|at| is_saying(line, at))
        && !(0..line.places.len()).any(|at| line.lower(at) == "if");
    if told || matches!(word, "will" | "'ll") {
        // `analysts predict that it will lose €5m`
        let predicted = (at.saturating_sub(REACH)..at).any(|at| is_one_of(Cue::Forecast, line.lower(at)));
        let happens = predicted || (at + 1..at + 3).any(|at| is_one_of(Cue::Happens, line.lower(at)));
        return Some(if happens { Modality::Forecast } else { Modality::Target });
    }
    if word == "looked" && line.lower(at + 1) != "for" {
        return None;
    }
    let due = word == "due" && line.lower(at + 1) == "to";
    let classes = [
        (Cue::Target, Modality::Target),
        (Cue::Forecast, Modality::Forecast),
        (Cue::Hypothetical, Modality::Hypothetical),
    ];
    let class = classes.into_iter().find(|(cue, _)| is_one_of(*cue, word)).map(|(_, class)| class);
    class.or(due.then_some(Modality::Forecast))
}

/// Words by which what stands before them was expected.
const FORECAST_AFTER: &str = "forecast predicted expected pencilled penciled looked projected estimated";
/// Verbs of what happens by itself.
const HAPPENS: &str = "be cost costs rise fall grow reach last need total exceed drop increase shrink remain stay run harvest average lift add amount";

/// What the change at `figure` is measured against.
pub(super) fn base(line: &Line, figure: usize) -> Option<&'static str> {
    let clause = line.places[figure].clause;
    let places = figure.saturating_sub(6)..(figure + 12).min(line.places.len());
    places.filter(|at| line.places[*at].clause.abs_diff(clause) <= 1).find_map(|at| {
        let (name, _) = BASES.iter().find(|(_, phrase)| line.phrase(at, phrase).is_some())?;
        Some(*name)
    })
}

/// Whether `word` tells what somebody says, expects or wants, or a way: a verb as a rule.
pub(super) fn is_verb(word: &str) -> bool {
    let cues = [Cue::Saying, Cue::Forecast, Cue::Target, Cue::Rose, Cue::Fell];
    cues.into_iter().any(|cue| is_one_of(cue, word))
        || matches!(word, "saw" | "keep" | "keeps" | "kept" | "made" | "had")
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

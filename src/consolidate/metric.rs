//! What a figure measures, by the words around it.
//!
//! Takes the words of a sentence and the place of a figure; gives the metric: the class of the nearest word that names
//! one. A small table of general words; knows no stories.

/// Metric → words that name it, casualties first: `killed 12 workers` counts deaths and not jobs.
const METRICS: &[(&str, &[&str])] = &[
    ("deaths", &["dead", "death", "deaths", "died", "dies", "die", "killed", "killing", "kills", "toll", "fatalities"]),
    ("injuries", &["injured", "injuries", "injuring", "wounded", "wounding", "hurt", "hospitalised", "hospitalized"]),
    ("missing", &["missing", "unaccounted"]),
    ("arrests", &["arrested", "arrests", "detained", "detentions"]),
    ("displaced", &["evacuated", "displaced", "homeless", "stranded", "fled"]),
    ("infections", &["infected", "infections", "cases", "sickened"]),
    (LAYOFFS, &["layoffs", "redundancies", "redundant", "dismissed", "dismissals"]),
    (
        "jobs",
        &[
            "jobs",
            "job",
            "employ",
            "employs",
            "employed",
            "employees",
            "employee",
            "hire",
            "hires",
            "hiring",
            "hired",
            "workers",
            "worker",
            "workforce",
            "staff",
            "posts",
            "positions",
            "headcount",
        ],
    ),
    ("revenue", &["revenue", "revenues", "sales", "turnover", "takings"]),
    ("profit", &["profit", "profits", "earnings", "income", "earned", "ebitda", "ebit"]),
    ("loss", &["loss", "losses"]),
    ("dividend", &["dividend", "dividends", "payout"]),
    ("fine", &["fine", "fined", "fines", "penalty", "penalties", "settlement", "damages"]),
    ("stake", &["stake", "stakes", "holding", "shareholding"]),
    ("investment", &["invest", "invests", "invested", "investing", "investment", "spend", "spending", "spent"]),
    ("cost", &["cost", "costs", "costing", "bill"]),
    (
        "deal",
        &["acquisition", "acquire", "acquired", "acquiring", "takeover", "buyout", "bid", "offer", "deal", "merger"],
    ),
    ("funding", &["raised", "funding", "financing", "round"]),
    ("value", &["worth", "valued", "valuation", "values", "valuing"]),
    ("price", &["price", "prices", "priced", "apiece", "traded", "closed"]),
    ("debt", &["debt", "debts", "borrowing", "borrowings", "loan", "loans", "owed", "owes"]),
    ("deficit", &["deficit", "shortfall", "gap"]),
    ("budget", &["budget"]),
    ("aid", &["aid", "donated", "donation", "donations", "grant", "grants", "relief"]),
    ("inflation", &["inflation"]),
    ("unemployment", &["unemployment", "jobless"]),
    ("interest rate", &["interest"]),
    ("growth", &["growth", "grew", "expanded", "expansion"]),
    ("output", &["output", "production", "produce", "produces", "produced", "capacity", "harvest"]),
    ("exports", &["exports", "exported", "export", "shipments"]),
    ("imports", &["imports", "imported", "import"]),
    ("orders", &["orders", "ordered", "order", "backlog"]),
    ("deliveries", &["deliveries", "delivered"]),
    ("customers", &["customers", "subscribers", "users", "clients", "accounts"]),
    ("passengers", &["passengers", "travellers", "travelers"]),
    ("crowd", &["protesters", "demonstrators", "marchers", "attended", "attendance", "spectators", "crowd"]),
    ("votes", &["votes", "vote", "voted", "ballots", "voters", "turnout", "majority"]),
    ("support", &["support", "approval", "approve", "favour", "favor", "backed", "poll"]),
    ("market share", &["share"]),
    ("area", &["hectares", "acres", "burned", "burnt", "scorched"]),
    ("homes", &["homes", "houses", "households", "buildings"]),
    ("recall", &["recall", "recalled", "recalling"]),
    ("sentence", &["sentenced", "jail", "prison"]),
    ("magnitude", &["magnitude"]),
    ("margin", &["margin", "margins"]),
    ("tariff", &["tariff", "tariffs", "duty", "duties"]),
    ("wages", &["wage", "wages", "salary", "salaries", "pay"]),
];

/// Jobs that go.
const LAYOFFS: &str = "layoffs";
/// Words near a number of jobs that say the jobs go.
const GOING: [&str; 18] = [
    "axe",
    "axed",
    "axing",
    "cost",
    "costing",
    "costs",
    "cut",
    "cuts",
    "cutting",
    "eliminate",
    "eliminated",
    "go",
    "lose",
    "losing",
    "lost",
    "risk",
    "shed",
    "shedding",
];

/// How many of the first metrics are casualties, and how near they count before any other.
const CASUALTIES: usize = 6;
const CASUALTY_REACH: usize = 5;
/// Words between a figure and the word that says what it measures.
const REACH: usize = 9;
/// Words between a number of jobs and the word that says they go.
const GOING_REACH: usize = 6;

/// Whether `metric` is a count that grows as an event unfolds.
pub(super) fn is_casualty(metric: &str) -> bool {
    METRICS[..CASUALTIES].iter().any(|(name, _)| *name == metric)
}

/// The metric of the figure that takes the places `figure` among the lower-case `words` of its sentence.
pub(super) fn of_figure(words: &[String], figure: &std::ops::Range<usize>) -> Option<&'static str> {
    let distance = |at: usize| match at {
        at if at < figure.start => figure.start - at,
        at if at >= figure.end => at + 1 - figure.end,
        _ => 0,
    };
    let nearest = |metrics: &'static [(&str, &[&str])], reach: usize| {
        let found = words.iter().enumerate().filter(|(at, _)| distance(*at) <= reach).filter_map(|(at, word)| {
            let metric = metrics.iter().find(|(_, names)| names.contains(&word.as_str()))?;
            Some((distance(at), std::cmp::Reverse(at), metric.0))
        });
        found.min().map(|(_, _, name)| name)
    };
    nearest(&METRICS[..CASUALTIES], CASUALTY_REACH).or_else(|| nearest(&METRICS[CASUALTIES..], REACH))
}

/// The metric that the words of a sentence's subject name, the last one where they name several; prices are none.
pub(super) fn of_subject(words: &[String]) -> Option<&'static str> {
    let named = |word: &String| METRICS.iter().find(|(_, names)| names.contains(&word.as_str())).map(|(name, _)| *name);
    words.iter().rev().find_map(named).filter(|name| !matches!(*name, "price" | "market share"))
}

/// `metric`, or the narrower one that the words near the figure make of it: jobs that are cut are layoffs.
pub(super) fn refined(metric: &'static str, words: &[String], figure: &std::ops::Range<usize>) -> &'static str {
    let near = figure.start.saturating_sub(GOING_REACH)..(figure.end + GOING_REACH).min(words.len());
    let going = metric == "jobs" && words[near].iter().any(|word| GOING.contains(&word.as_str()));
    if going { LAYOFFS } else { metric }
}

/// Whether one event has one such number, so that two reports of the event that give one answer the same question
/// whatever else their sentences say. The dead are not among them: reports recall those of earlier events.
pub(super) fn is_event(metric: &str) -> bool {
    metric == LAYOFFS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, figure: &str, expected: Option<&str>) {
        let words: Vec<String> = crate::types::words(&sentence.to_lowercase()).map(str::to_owned).collect();
        let at = words.iter().position(|w| w == figure).expect("the figure stands in the sentence");
        assert_eq!(of_figure(&words, &(at..at + 1)), expected, "{sentence}");
    }

    #[test]
    fn the_nearest_metric_word_says_what_a_figure_measures() {
        check("Revenue rose to 4.1 billion euros while profit fell", "4.1", Some("revenue"));
        check("Profit reached 310 million euros on revenue of 4.1 billion euros", "4.1", Some("revenue"));
        check("The plant will employ 1,250 people", "1,250", Some("jobs"));
        check("The bridge is 12 metres wide", "12", None);
    }

    #[test]
    fn the_dead_are_not_jobs() {
        check("The blast killed 12 workers", "12", Some("deaths"));
    }
}

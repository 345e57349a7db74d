//! What figures are about, on invented sentences.

use super::rank::{FILES, READING};
use crate::normalise::figure::{FigureContext, find};
use crate::types::{Direction, Kind, Modality, Value};

/// What the first figure that reads `words` is about, in `text` with `names` as entities.
fn about(text: &str, names: &[(Kind, &str)], words: &str) -> crate::types::About {
    let document = crate::types::example::document("a.txt", Some("2026-05-20"), text, &[]);
    let sentences: Vec<&str> = text.split('\n').collect();
    let document = if document.sentences.is_empty() {
        crate::types::example::document("a.txt", Some("2026-05-20"), sentences[0], &sentences)
    } else {
        document
    };
    let mut extraction = crate::types::example::extraction(&document, names, &[]);
    for span in document.read_spans() {
        let context = FigureContext { published: Some(jiff::civil::date(2026, 5, 20)), ..FigureContext::default() };
        let found = find(document.words(span), &context).into_iter();
        extraction.mentions.extend(found.map(|m| crate::types::Mention { span: m.span.shifted(span.start()), ..m }));
    }
    extraction.mentions.sort_by_key(|mention| (mention.span, mention.kind));
    super::fill(&document, &extraction.entities, &mut extraction.mentions, None);
    let here = |m: &&crate::types::Mention| document.words(m.span) == words && !matches!(m.value, Some(Value::Date(_)));
    extraction.mentions.iter().rfind(here).and_then(|m| m.about.as_deref().cloned()).unwrap_or_default()
}

#[test]
fn a_figure_knows_its_measure_owner_way_and_time() {
    let text = "Vela AB posted revenue of 96 million euros in the first quarter of 2026, up 14% from a year earlier.";
    let names = [(Kind::Company, "Vela AB")];
    let revenue = about(text, &names, "96 million euros");
    assert_eq!((revenue.subject.as_deref(), revenue.metric.as_deref()), (Some("Vela AB"), Some("revenue")));
    assert_eq!(revenue.period.as_deref(), Some("2026-01-01/2026-03-31"));
    let change = about(text, &names, "14%");
    assert_eq!((change.metric.as_deref(), change.direction), (Some("revenue"), Direction::Rose));
    assert_eq!(change.base.as_deref(), Some("year_on_year"));
}

#[test]
fn the_measure_may_follow_its_figure() {
    let fine = about("The regulator handed Vela AB a €72m fine.", &[(Kind::Company, "Vela AB")], "€72m");
    assert_eq!(fine.metric.as_deref(), Some("fine"));
}

#[test]
fn a_conversion_is_the_same_fact() {
    let text = "Vela AB made 41.6 billion yuan ($6.15 billion) in sales.";
    let converted = about(text, &[(Kind::Company, "Vela AB")], "$6.15 billion");
    assert!(converted.conversion_of.is_some() && converted.metric.as_deref() == Some("revenue"));
}

#[test]
fn what_is_expected_is_no_fact() {
    let text = "Vela AB expects sales of 5 billion euros.";
    assert_eq!(about(text, &[(Kind::Company, "Vela AB")], "5 billion euros").modality, Modality::Forecast);
}

#[test]
fn a_multiple_tells_its_own_way() {
    let text = "Vela AB said orders rose after a bleak year and then halved.";
    assert_eq!(about(text, &[(Kind::Company, "Vela AB")], "halved").direction, Direction::Fell);
}

#[test]
fn a_level_goes_the_way_of_the_change_after_it() {
    let text = "Vela AB posted revenue of €96m, up 14% on the year.";
    assert_eq!(about(text, &[(Kind::Company, "Vela AB")], "€96m").direction, Direction::Rose);
}

#[test]
fn words_that_narrow_a_measure_are_its_scope() {
    let scope = |text: &str, words: &str| about(text, &[(Kind::Company, "Vela AB")], words).scope;
    assert_eq!(scope("Vela AB said underlying net profit was €5m.", "€5m").as_deref(), Some("underlying"));
    assert_eq!(
        scope("Vela AB has 1,400 enterprise customers.", "1,400 enterprise customers").as_deref(),
        Some("enterprise")
    );
    assert_eq!(scope("Vela AB said annual revenue was €5m.", "€5m"), None);
}

#[test]
fn a_place_owns_no_revenue() {
    let text = "In Oslo, revenue was €5m.";
    assert_eq!(about(text, &[(Kind::Place, "Oslo")], "€5m").subject, None);
}

/// The subject of the first figure that reads `words`.
fn subject(text: &str, names: &[(Kind, &str)], words: &str) -> Option<String> {
    about(text, names, words).subject
}

const RIVALS: [(Kind, &str); 2] = [(Kind::Company, "Vela AB"), (Kind::Company, "Norda Oyj")];

#[test]
fn what_is_bought_owns_the_price() {
    let text = "Vela AB agreed to buy Norda Oyj for €640 million.";
    assert_eq!(subject(text, &RIVALS, "€640 million").as_deref(), Some("Norda Oyj"));
}

#[test]
fn a_bracket_after_a_name_parts_it_from_nothing() {
    let text = "Vela AB makes boats.\nVela AB (Xetra: VEL - news) reported profit up 15%, it told Norda Oyj.";
    assert_eq!(subject(text, &RIVALS, "15%").as_deref(), Some("Vela AB"));
}

#[test]
fn a_name_that_is_no_entity_can_own_a_figure() {
    let text = "The ferry Santa Rufina sank.\nThe Santa Rufina carried 212 passengers.";
    assert_eq!(subject(text, &[], "212 passengers").as_deref(), Some("Santa Rufina"));
}

#[test]
fn a_stretch_is_told_by_its_length_and_its_end() {
    let period = |text: &str| about(text, &[(Kind::Company, "Vela AB")], "€5m").period;
    assert_eq!(
        period("Vela AB said revenue was €5m in the six months to March 31, 2026.").as_deref(),
        Some("2025-10-01/2026-03-31")
    );
    assert_eq!(
        period("Vela AB said revenue was €5m in the quarter ended March 31, 2026.").as_deref(),
        Some("2026-01-01/2026-03-31")
    );
}

#[test]
fn a_text_is_not_about_a_year_long_over() {
    let stretch = |text: &str| {
        let published = jiff::civil::date(2026, 5, 20);
        let context = FigureContext { published: Some(published), ..FigureContext::default() };
        let mentions = find(text, &context);
        let line = super::line::Line::of(text, crate::types::Span::new(0, text.len()).expect("in order"), &mentions);
        super::period::stretch(&line, &mentions, Some(published), 80).map(super::Period::written)
    };
    assert_eq!(stretch("Vela AB was founded in 1961 with one boat."), None);
    assert_eq!(stretch("Vela AB had its best year in 2025.").as_deref(), Some("2025-01-01/2025-12-31"));
}

#[test]
fn a_stretch_is_counted_in_digits_too() {
    let text = "Vela AB said revenue was €5m in the 15 months to March 31, 2026.";
    assert_eq!(about(text, &RIVALS, "€5m").period.as_deref(), Some("2025-01-01/2026-03-31"));
}

#[test]
fn a_date_in_brackets_is_of_the_figure_beside_it() {
    let text = "Vela AB said revenue was €5m in 2025 (2024: €4m).";
    assert_eq!(about(text, &RIVALS, "€5m").period.as_deref(), Some("2025-01-01/2025-12-31"));
    assert_eq!(about(text, &RIVALS, "€4m").period.as_deref(), Some("2024-01-01/2024-12-31"));
}

#[test]
fn a_word_of_accounts_that_begins_a_sentence_owns_nothing() {
    let text = "Vela AB posted revenue of €90m.\nEbitda per tonne was €5m at the company.";
    let names = [(Kind::Company, "Vela AB"), (Kind::Company, "Ebitda")];
    assert_eq!(subject(text, &names, "€5m").as_deref(), Some("Vela AB"));
}

#[test]
fn an_adjective_before_a_measure_names_its_country() {
    let text = "British exports rose 5% in April.";
    assert_eq!(subject(text, &[], "5%").as_deref(), Some("Britain"));
    let named = "The UK is open.\nBritish exports rose 5% in April.";
    assert_eq!(subject(named, &[(Kind::Place, "UK")], "5%").as_deref(), Some("UK"));
}

#[test]
fn who_only_asks_owns_no_figure() {
    let text = "Exports rose 5% in April, more than the 3% seen in a Norda Oyj poll.";
    assert_eq!(subject(text, &[(Kind::Company, "Norda Oyj")], "3%"), None);
}

#[test]
fn hourly_earnings_are_pay() {
    let text = "Average hourly earnings rose 0.4% in Norway in April.";
    assert_eq!(about(text, &[(Kind::Place, "Norway")], "0.4%").metric.as_deref(), Some("wage"));
}

#[test]
fn a_share_of_a_whole_is_no_stretch_of_time() {
    let text = "Vela AB has had the site for 26 years.\nIt said 12% of that was lost.";
    assert_ne!(about(text, &[(Kind::Company, "Vela AB")], "12%").metric.as_deref(), Some("duration"));
}

#[test]
fn a_sign_tells_the_way_of_a_share_and_a_bound_none() {
    let way = |text: &str, words: &str| about(text, &[(Kind::Company, "Vela AB")], words).direction;
    assert_eq!(way("Shares of Vela AB fell before they stood at 354p (+0.5%) at noon.", "0.5%"), Direction::Rose);
    assert_eq!(way("Vela AB (-0.7%) led the risers.", "-0.7%"), Direction::Fell);
    assert_eq!(way("Vela AB insures up to an amount of €5m.", "€5m"), Direction::Level);
    assert_eq!(way("Orders at Vela AB fell as two of the yards shut.", "two"), Direction::Level);
    assert_eq!(way("Shares of Vela AB fell $5.26 per share, or over 46%.", "46%"), Direction::Fell);
}

#[test]
fn what_it_was_before_tells_the_way() {
    let way = |text: &str, words: &str| about(text, &[(Kind::Company, "Vela AB")], words).direction;
    assert_eq!(
        way("Vela AB made 1,874 homes in 2025, against 1,722 homes the year before.", "1,874 homes"),
        Direction::Rose
    );
    assert_eq!(way("Vela AB made €5m, compared with a forecast of €6m.", "€5m"), Direction::Level);
    assert_eq!(
        way("Vela AB caught 31,400 tonnes in May, some 9% less than a year ago.", "31,400 tonnes"),
        Direction::Fell
    );
    assert_eq!(way("The news wiped €3bn off the value of Vela AB.", "€3bn"), Direction::Fell);
    assert_eq!(
        way("Vela AB fell 612 points, or 0.7%, to end at 83,271.85 points.", "83,271.85 points"),
        Direction::Fell
    );
}

#[test]
fn what_is_set_against_a_plan_is_no_plan() {
    let modality = |text: &str, words: &str| about(text, &[(Kind::Company, "Vela AB")], words).modality;
    let text = "Vela AB said it would pay a dividend of 7 euros, up from 6 euros last time.";
    assert_eq!(modality(text, "6 euros"), Modality::Reported);
    let text = "Vela AB now sees a profit of 7 euros a share, up from 6 euros.";
    assert_eq!(modality(text, "6 euros"), Modality::Forecast);
    assert_eq!(modality("Analysts predict that Vela AB will report a loss of €5m.", "€5m"), Modality::Forecast);
    assert_eq!(modality("The books of Vela AB looked bad, with a 75% fall in profit.", "75%"), Modality::Reported);
}

#[test]
fn a_verb_before_a_measure_narrows_nothing() {
    let scope = |text: &str, words: &str| about(text, &[(Kind::Company, "Vela AB")], words).scope;
    assert_eq!(scope("Vela AB sees revenue of €5m.", "€5m"), None);
    assert_eq!(scope("Vela AB sold food sales of €5m.", "€5m").as_deref(), Some("food"));
}

#[test]
fn a_rate_of_exchange_in_brackets_is_nobodys() {
    let rate = about("Vela AB made a profit of €5m. ($1 = 3.42 reais)", &[(Kind::Company, "Vela AB")], "3.42 reais");
    assert_eq!((rate.metric.as_deref(), rate.subject), (Some("exchange_rate"), None));
}

#[test]
fn who_carries_the_news_owns_none_of_its_figures() {
    let text = "Funds are down.\nThe fund fell, a letter seen by Reuters said.\nIt lost 5.2% in May.";
    assert_eq!(subject(text, &[(Kind::Company, "Reuters")], "5.2%"), None);
}

#[test]
fn every_weight_is_of_a_feature() {
    let known: Vec<(&str, Vec<String>, usize)> = super::features().into();
    for line in FILES.iter().flat_map(|file| file.lines()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (_, names, groups) = known.iter().find(|(field, ..)| *field == columns[0]).expect(line);
        let is_reading = columns[1] == READING;
        assert!(is_reading || names.iter().any(|name| name == columns[1]), "{line}");
        assert!(
            columns.len() == if is_reading { 3 } else { groups + 3 }
                && columns[2..].iter().all(|weight| weight.parse::<f32>().is_ok()),
            "{line}"
        );
    }
    for (field, names, _) in known {
        let counts = FILES.map(|file| file.lines().filter(|line| line.starts_with(&format!("{field}\t"))).count());
        // Where no model reads, rules tell the direction and the modality.
        let unread = if matches!(field, "direction" | "modality") { 0 } else { names.len() + 1 };
        assert_eq!(counts, [unread, names.len() + 1], "{field}");
    }
}

#[test]
fn up_and_down_tell_a_way_alone_and_not_behind_a_verb_of_theirs() {
    let way = |text: &str, words: &str| about(text, &[(Kind::Company, "Vela AB")], words).direction;
    let shaken = "In a move that is set to shake up the trade, Vela AB has agreed to sell its 35 stores.";
    assert_eq!(way(shaken, "35 stores"), Direction::Level);
    assert_eq!(way("Vela AB will shut down 14 plants in the north.", "14 plants"), Direction::Level);
    assert_eq!(way("Shares of Vela AB closed down 2.1% in Oslo.", "2.1%"), Direction::Fell);
    assert_eq!(way("Sales at Vela AB were up 6% in May.", "6%"), Direction::Rose);
}

#[test]
fn more_of_something_else_tells_no_way() {
    let text = "Vela AB is giving more space to labels that sell and keeps 180 brands.";
    assert_eq!(about(text, &[(Kind::Company, "Vela AB")], "180 brands").direction, Direction::Level);
}

#[test]
fn what_is_counted_is_no_sum_of_money() {
    let jobs = about("The merger would cost 600 jobs at Vela AB.", &[(Kind::Company, "Vela AB")], "600 jobs");
    assert!(!matches!(jobs.metric.as_deref(), Some("cost" | "price")), "{:?}", jobs.metric);
}

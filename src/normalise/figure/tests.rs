//! Runs `figure.cases`: invented sentences with the figures they hold.

use jiff::civil::Date;

use super::{FigureContext, find, find_each, print};
use crate::types::{Mention, Value};

/// The day the cases are published on: a Tuesday.
const PUBLISHED: Date = Date::constant(2026, 7, 28);

/// `text` and its figures as a case writes them: `span = print`.
fn found(text: &str, context: &FigureContext) -> Vec<String> {
    let line = |mention: &Mention| {
        let words = mention.span.slice(text).unwrap_or_default();
        let printed = mention.value.as_ref().map_or_else(String::new, standard);
        format!("{words} = {printed}")
    };
    find(text, context).iter().map(line).collect()
}

/// The print of a value; money of no known currency is marked.
fn standard(value: &Value) -> String {
    let printed = print(value).unwrap_or_default();
    match value {
        Value::Money(money) if money.currency.is_none() => format!("XXX {printed}"),
        _ => printed,
    }
}

/// The figures of a text of `sentences`, read one by one.
fn found_each(sentences: &[&str]) -> Vec<String> {
    let text = sentences.join(" ");
    let starts = sentences.iter().scan(0, |at, sentence| {
        let start = *at;
        *at += sentence.len() + 1;
        Some((start, *sentence))
    });
    let context = FigureContext { published: Some(PUBLISHED), ..FigureContext::default() };
    let line = |mention: &Mention| {
        let words = mention.span.slice(&text).unwrap_or_default();
        format!("{words} = {}", mention.value.as_ref().map_or_else(String::new, standard))
    };
    find_each(starts, &context).iter().map(line).collect()
}

#[test]
fn every_case_is_found() {
    let context = FigureContext { published: Some(PUBLISHED), ..FigureContext::default() };
    let mut failures = Vec::new();
    let mut cases = 0;
    for block in include_str!("figure.cases").split("\n\n") {
        let lines: Vec<&str> = block.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
        let Some((text, expected)) = lines.split_first() else { continue };
        cases += 1;
        let got = found(text, &context);
        if got != expected {
            failures.push(format!("{text}\n  expected {expected:?}\n  found    {got:?}"));
        }
    }
    assert!(cases >= 150, "only {cases} cases");
    assert!(failures.is_empty(), "{} of {cases} cases fail\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn dates_told_from_publication_stay_open_without_it() {
    let text = "Norvale said on Wednesday that sales fell last year and in March.";
    let got = found(text, &FigureContext::default());
    assert_eq!(got, ["Wednesday = date not known", "last year = date not known", "March = date not known"]);
}

#[test]
fn dollars_are_those_of_the_dateline() {
    let check = |text: &str, money: &str| {
        assert_eq!(found(text, &FigureContext::of_text(text, None)), [money], "{text}");
    };
    check("SYDNEY — Norvale paid $5 million.", "$5 million = AUD 5 million");
    check("SYDNEY (Reuters) - Norvale paid $5 million.", "$5 million = USD 5 million");
    check("ZURICH - Norvale paid 5 million francs.", "5 million francs = CHF 5 million");
    check("Norvale paid 5 million francs.", "5 million francs = XXX 5 million");
    check("KARACHI: Norvale - a mill - paid Rs 5 crore.", "Rs 5 crore = INR 50 million");
    check("Ottawa had a shortfall of $5.5-billion.", "$5.5-billion = CAD 5.5 billion");
    check("Sydney and Melbourne homes cost $1.2 million.", "$1.2 million = AUD 1.2 million");
    check("Sydney homes cost Americans and Melbourne's $1.2 million.", "$1.2 million = USD 1.2 million");
}

#[test]
fn a_local_dollar_with_letters_leaves_the_bare_sign_to_the_us() {
    let text = "SYDNEY — Norvale paid A$5 million, or $3 million.";
    let got = found(text, &FigureContext::of_text(text, None));
    assert_eq!(got, ["A$5 million = AUD 5 million", "$3 million = USD 3 million"]);
}

#[test]
fn a_fiscal_year_is_that_of_the_country() {
    let check = |text: &str, expected: &[&str]| {
        assert_eq!(found(text, &FigureContext::of_text(text, Some(PUBLISHED))), expected, "{text}");
    };
    let india = "India grew in Q3 FY26, in 2025-26, in Q2 of 2024-25 and in FY2025; the 2025-26 season was dry.";
    check(
        india,
        &[
            "Q3 FY26 = 2025-10-01/2025-12-31",
            "2025-26 = 2025-04-01/2026-03-31",
            "Q2 of 2024-25 = 2024-07-01/2024-09-30",
            "FY2025 = 2024-04-01/2025-03-31",
            "2025-26 = date not known",
        ],
    );
    check("Australia owed more in 2025-26 and in FY26.", &["2025-26 = 2025-07-01/2026-06-30", "FY26 = date not known"]);
    check("Corrin sold less in 2025-26.", &["2025-26 = date not known"]);
}

#[test]
fn a_bare_sign_beside_the_letters_of_the_us_is_the_local_dollar() {
    let text = "The price is NZ$9 or $9.50, and powder sells at US$3,364.";
    let got = found(text, &FigureContext::of_text(text, None));
    assert_eq!(got, ["NZ$9 = NZD 9", "$9.50 = NZD 9.50", "US$3,364 = USD 3,364"]);
}

#[test]
fn absurd_numbers_are_left_out() {
    let digits = "9".repeat(40);
    for text in [
        format!("${digits}"),
        format!("{digits}%"),
        format!("{digits} km"),
        "$79,000,000,000,000,000,000,000,000 trillion".to_owned(),
    ] {
        assert_eq!(found(&text, &FigureContext::default()), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_bare_noun_of_money_is_of_the_currency_that_its_sentence_names() {
    let context =
        FigureContext { published: Some(PUBLISHED), currency: Some("AUD".to_owned()), ..FigureContext::default() };
    let text = "The dollar bought 73.25 US cents, up from 73.15 cents. A coffee costs 90 cents.";
    let money: Vec<String> = found(text, &context).into_iter().filter(|line| line.contains("cents")).collect();
    assert_eq!(money, ["73.25 US cents = USD 0.7325", "73.15 cents = USD 0.7315", "90 cents = AUD 0.90"]);
}

#[test]
fn a_letter_is_money_in_a_text_that_writes_it_so() {
    let check = |text: &str, money: &[&str]| {
        let context = FigureContext::of_text(text, None);
        let found: Vec<String> = found(text, &context);
        assert_eq!(found, money, "{text}");
    };
    check(
        "It made R7.2bn and pays R16 500 or 45c.",
        &["R7.2bn = ZAR 7.2 billion", "R16 500 = ZAR 16,500", "45c = ZAR 0.45"],
    );
    check("The naira fell as petrol hit N865.", &["N865 = NGN 865"]);
    check("The N1 is shut; N95 masks cost R2.", &[]);
    check("The rand fell on the N1 and the R21.", &[]);
}

#[test]
fn cents_are_of_the_money_of_a_text_without_dollars() {
    let text = "The stock gained 85 cents to Sh29.65 at 129 to the dollar.";
    let got = found(text, &FigureContext::of_text(text, None));
    assert_eq!(got, ["85 cents = KES 0.85", "Sh29.65 = KES 29.65"]);
}

#[test]
fn bare_cents_are_american_where_all_dollars_are_written_so() {
    let check = |text: &str, figure: &str| {
        let got = found(text, &FigureContext::of_text(text, None));
        assert_eq!(got.last().map(String::as_str), Some(figure), "{text}");
    };
    check("It earned $US940 million ($A1.2 billion) and paid 38 cents.", "38 cents = USD 0.38");
    check("It earned $US940 million; the shares lost $2 and then 38 cents.", "38 cents = AUD 0.38");
}

#[test]
fn a_number_that_points_back_counts_what_the_sentence_before_counted() {
    let check = |sentences: &[&str], figure: &str| {
        let found = found_each(sentences);
        let last = found.last().map(String::as_str);
        assert_eq!(last, Some(figure), "{sentences:?}");
    };
    check(&["It made 41,286 vehicles.", "Of those, 6,120 went abroad."], "6,120 = 6,120 vehicles");
    check(&["They built 40 hospitals.", "Eleven of them are wings."], "Eleven = 11 hospitals");
    check(&["They built 40 hospitals.", "At least two of those wards leak."], "two = at least 2 wards");
    check(
        &["It took back 212,000 prams.", "In addition, about 18,500 were sold abroad."],
        "18,500 = about 18,500 prams",
    );
    check(&["It took back 212,000 prams.", "In 2015 were the first, 12 of us were there."], "12 = 12 people");
    check(&["It weighs 40 kg.", "Eleven of them are needed."], "40 kg = 40 kg");
}

#[test]
fn a_large_number_is_a_figure_by_itself() {
    let check = |sentences: &[&str], figures: &[&str]| {
        assert_eq!(found_each(sentences), figures, "{sentences:?}");
    };
    check(&["The union speaks of 1,340 now."], &["1,340 = 1,340"]);
    check(&["The depot will lay off 2,600 temporarily."], &["2,600 = 2,600"]);
    check(&["About 240, it says; at least 310 were seen."], &["240 = about 240", "310 = at least 310"]);
    check(&["It paid $40 million.", "The target is 12 million."], &["$40 million = USD 40 million"]);
    check(&["The Nikkei may rally to 38,430 again."], &["38,430 = 38,430 points"]);
    check(&["It took eight hundred at most."], &["eight hundred = at most 800"]);
    check(
        &["It earned 40 million pesos.", "The planned 23 billion is late."],
        &["40 million pesos = XXX 40 million", "23 billion = XXX 23 billion"],
    );
    check(
        &["A profit of 3.4 billion was told; turnover is 9bn."],
        &["3.4 billion = XXX 3.4 billion", "9bn = XXX 9 billion"],
    );
    check(
        &["Membership reached 2.7 million, the visitors 4 million."],
        &["2.7 million = 2.7 million people", "4 million = 4 million people"],
    );
}

#[test]
fn numbers_of_names_pages_and_years_are_no_figures() {
    let none = |text: &str| assert_eq!(found_each(&[text]), Vec::<String>::new(), "{text}");
    none("Patent No. 8,679,038 is theirs.");
    none("He lives at 12,450 Orchard Lane.");
    none("Shown in 4K. Seen on Highway 1,200.");
    none("It was one in a million.");
    none("(23,510)");
    none("Page 48 says so, and rule 7 of 12 does not.");
    none("Call 555 or write to room 240.");
}

#[test]
fn a_label_tells_what_its_number_counts() {
    let check = |text: &str, figures: &[&str]| assert_eq!(found_each(&[text]), figures, "{text}");
    check("Injured: 24; evacuated: 348.", &["24 = 24 people", "348 = 348 people"]);
    check("Vaccine doses received: 400,000.", &["400,000 = 400,000 doses"]);
    check(
        "Relief camps 38. Deaths 2. Patients seen 318; dead 23.",
        &["38 = 38 camps", "2 = 2 people", "318 = 318 patients", "23 = 23 people"],
    );
    check("Profits: 40. Hours: 9.", &[]);
    check("Of 92 ships, eleven fly the flag.", &["92 ships = 92 ships", "eleven = 11 ships"]);
    check("The 318 who asked met the 14 dismissed.", &["318 = 318 people", "14 = 14 people"]);
    check("He is a man over 55 who runs.", &[]);
}

#[test]
fn a_number_set_against_a_figure_measures_the_same() {
    let check = |sentences: &[&str], figure: &str| {
        assert_eq!(found_each(sentences).last().map(String::as_str), Some(figure), "{sentences:?}");
    };
    check(&["It employs 41 drivers, not 37."], "37 = 37 drivers");
    check(&["The course lasts eight weeks instead of ten."], "ten = 10 weeks");
    check(&["The ministry gives 6.5 percent; the institute says 8.3."], "8.3 = 8.3%");
    check(&["Prices rose 7 percent.", "The chamber counts 9.5."], "9.5 = 9.5%");
    check(&["A ticket costs 40 zlotys; he wanted 35."], "35 = PLN 35");
    check(&["The mine lists 340 names.", "Its rival counts 12."], "12 = 12");
}

//! Their names of currencies and units → the codes and symbols of our figures.
//!
//! `units.tsv` holds names of single units; rates and powers (`Meter per millisecond`, `cubic kilometre`) are put together
//! from them.

use super::recognizers::single;
use crate::FigureValue;

/// Name in lower case, British spelling → symbol.
fn named(name: &str) -> Option<&'static str> {
    let rows = include_str!("units.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).find(|(known, _)| *known == name).map(|(_, symbol)| symbol)
}

/// The symbol of the unit `name`; the name in lower case where the table has none.
pub(super) fn symbol(name: &str) -> String {
    let name = name.to_lowercase().replace("meter", "metre").replace("liter", "litre");
    let name = name.replace("perimetre", "perimeter").replace("parametre", "parameter");
    if let Some(symbol) = named(&name) {
        return symbol.to_owned();
    }
    if let Some((base, per)) = name.rsplit_once(" per ") {
        return format!("{}/{}", symbol(base), symbol(per));
    }
    let powers = [("square ", "²"), ("cubic ", "³")];
    let power = powers.iter().find_map(|(word, power)| Some((name.strip_prefix(word)?, power)));
    power.and_then(|(base, power)| Some(format!("{}{power}", named(base)?))).unwrap_or(name)
}

/// Nouns of money that Recognizers-Text leaves without a country: noun, the code we take, whether hundredths are counted.
const NOUNS: [(&str, Option<&str>, bool); 10] = [
    ("Dollar", Some("USD"), false),
    ("Cent", Some("USD"), true),
    ("Pound", Some("GBP"), false),
    ("Pence", Some("GBP"), true),
    ("Penny", Some("GBP"), true),
    ("Rupee", Some("INR"), false),
    ("Ruble", Some("RUB"), false),
    ("Lira", Some("TRY"), false),
    ("Dirham", Some("AED"), false),
    ("Sen", Some("MYR"), true),
];
/// Money that is of no state: here a counted noun.
const COINS: [&str; 2] = ["Bitcoin", "Satoshi"];

/// The right values of `number` of the currency `name`, with its code where the case has one.
pub(super) fn money(name: &str, code: Option<&str>, number: &str) -> Vec<FigureValue> {
    if let Some(code) = code {
        return vec![single("money", code, number)];
    }
    if COINS.contains(&name) {
        return vec![single("quantity", &name.to_lowercase(), number)];
    }
    let noun = NOUNS.iter().find(|(noun, ..)| *noun == name);
    let (code, hundredths) = noun.map_or((None, false), |(_, code, hundredths)| (*code, *hundredths));
    let number = if hundredths { hundredth(number) } else { number.to_owned() };
    [code, Some("-")].into_iter().flatten().map(|code| single("money", code, &number)).collect()
}

fn hundredth(number: &str) -> String {
    number.parse::<f64>().map_or_else(|_| number.to_owned(), |number| (number / 100.0).to_string())
}

/// How many a word for a number of quantulum3 stands for, which there is a unit.
pub(super) fn dozens(name: &str) -> Option<f64> {
    match name {
        "dozen" => Some(12.0),
        "baker's dozen" => Some(13.0),
        "gross" => Some(144.0),
        _ => None,
    }
}

/// The right values of `number` of quantulum3's unit `name`, which may be money, and money for a unit of something.
pub(super) fn quantulum(name: &str, number: &str) -> Vec<FigureValue> {
    match name.split(" per ").next().unwrap_or_default() {
        "dollar" => money("Dollar", None, number),
        "pound sterling" => money("Pound", None, number),
        "cent" => money("Cent", None, number),
        "penny" => money("Penny", None, number).into_iter().chain(money("Cent", None, number)).collect(),
        "dime" => {
            vec![single("money", "USD", &number.parse::<f64>().unwrap_or_default().mul_add(0.1, 0.0).to_string())]
        }
        "euro" => vec![single("money", "EUR", number)],
        "yen" | "japanese yen" => vec![single("money", "JPY", number)],
        _ => vec![single("quantity", &symbol(name), number)],
    }
}

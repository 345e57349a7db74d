//! Values of figures as gold writes them: `money EUR about 72400000`, `percent basis_point 25`, `quantity 12 km`.
//!
//! Takes the words; gives parts that are compared part by part. Numbers are compared as decimals without trailing zeros.

/// What may stand between the unit and the number.
const BOUNDS: [&str; 7] = ["exact", "about", "at_least", "at_most", "over", "under", "range"];
/// What percentages are counted in, beside plain percent.
const POINTS: [&str; 2] = ["percentage_point", "basis_point"];

/// Symbols of units beside the nouns they stand for: gold may write either.
const SYMBOLS: [(&str, &str); 22] = [
    ("bpd", "barrel/day"),
    ("b/d", "barrel/day"),
    ("cm", "centimetre"),
    ("ft", "foot"),
    ("g", "gram"),
    ("ha", "hectare"),
    ("h", "hour"),
    ("in", "inch"),
    ("kg", "kilogram"),
    ("km", "kilometre"),
    ("l", "litre"),
    ("lb", "pound"),
    ("ly", "light-year"),
    ("m", "metre"),
    ("mi", "mile"),
    ("min", "minute"),
    ("mm", "millimetre"),
    ("nmi", "nautical mile"),
    ("oz", "ounce"),
    ("s", "second"),
    ("t", "tonne"),
    ("yd", "yard"),
];

/// One value in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureValue {
    /// `money`, `percent` or `quantity`.
    pub kind: String,
    /// Currency (`-` where unclear), `percent`, `percentage_point`, `basis_point`, unit or counted noun in words.
    pub unit: String,
    /// `exact`, `about`, `at_least`, `at_most`, `over`, `under` or `range`.
    pub bound: String,
    /// The number, or the lower end of a range.
    pub low: String,
    /// The upper end of a range.
    pub high: Option<String>,
}

impl FigureValue {
    /// Reads the form; `None` where `text` is not of it.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, mut rest) = text.trim().split_once(' ')?;
        let mut unit = match kind {
            "money" => {
                let (currency, after) = rest.split_once(' ')?;
                rest = after;
                currency.to_owned()
            }
            "percent" => taken(&mut rest, &POINTS).unwrap_or("percent").to_owned(),
            "quantity" => String::new(),
            _ => return None,
        };
        let bound = taken(&mut rest, &BOUNDS).unwrap_or("exact").to_owned();
        let (number, after) = rest.split_once(' ').unwrap_or((rest, ""));
        match kind {
            "quantity" => noun(after.trim()).clone_into(&mut unit),
            _ if !after.is_empty() => return None,
            _ => {}
        }
        let (low, high) = match number.split_once("..") {
            Some((low, high)) if bound == "range" => (decimal(low)?, Some(decimal(high)?)),
            None if bound != "range" => (decimal(number)?, None),
            _ => return None,
        };
        Some(Self { kind: kind.to_owned(), unit, bound, low, high })
    }
}

/// The noun of a unit that is written as a symbol; any other unit as it is.
fn noun(unit: &str) -> &str {
    SYMBOLS.iter().find(|(symbol, _)| *symbol == unit).map_or(unit, |(_, noun)| noun)
}

/// The first word of `rest`, taken off it, where it is one of `known`.
fn taken<'a>(rest: &mut &'a str, known: &[&str]) -> Option<&'a str> {
    let (word, after) = rest.split_once(' ')?;
    known.contains(&word).then(|| {
        *rest = after;
        word
    })
}

/// `number` without trailing zeros of its fraction; `None` where it is no plain decimal.
fn decimal(number: &str) -> Option<String> {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let sign = if digits.len() == number.len() { "" } else { "-" };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_say_the_same_are_equal() {
        let same = |a: &str, b: &str| assert_eq!(FigureValue::parse(a).expect(a), FigureValue::parse(b).expect(b));
        same("money EUR 72400000", "money EUR exact 72400000.00");
        same("percent 0.30", "percent 00.3");
        same("quantity 4 t", "quantity 4 tonne");
        same("quantity range 12..14.0 metric ton", "quantity range 12.0..14 metric ton");
    }

    #[test]
    fn forms_that_say_different_things_are_not() {
        let differ = |a: &str, b: &str| assert_ne!(FigureValue::parse(a).expect(a), FigureValue::parse(b).expect(b));
        differ("money EUR 72400000", "money - 72400000");
        differ("percent 25", "percent basis_point 25");
        differ("quantity about 3 multiple", "quantity under 3 multiple");
        differ("percent -3", "percent 3");
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for text in ["", "money", "money EUR", "money EUR 7 8", "money EUR 7,000", "percent range 3", "percent 3..4"] {
            assert_eq!(FigureValue::parse(text), None, "{text}");
        }
        for text in ["length 3 m", "quantity about", "percent range 3..", "percent .5", "quantity 1e3 m"] {
            assert_eq!(FigureValue::parse(text), None, "{text}");
        }
    }
}

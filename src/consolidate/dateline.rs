//! The dateline before the first sentence of a report: `LONDON, May 5 (Agency) - `.
//!
//! Takes the words of a sentence; gives how many bytes of it are dateline, which a brief leaves out of the quotation.

use std::sync::LazyLock;

use regex::Regex;

/// Capitals for the city; then, each if there, a region, a day, an agency in brackets; then a dash.
static DATELINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let city = r"^\p{Lu}[\p{Lu}.'’ /-]{1,40}";
    let region = r"(?:, ?[\p{L}. ]{2,30}?)?";
    let day = r"(?:,? ?\p{L}{3,9}\.? \d{1,2}(?:, \d{4})?)?";
    let agency = r"\s*(?:(?:-{1,2}|–|—)?\s*\([^()]{2,60}\))?";
    let dashed = format!(r"{city}{region}{day}{agency}\s*(?:-{{1,2}}|–|—)\s+");
    // `OTTAWA, July 29 Canadian banks …`, `MUMBAI: Shares …`, `(Harbour Wire) Shares …`: capitals alone tell the city.
    let capitals = r"^\p{Lu}[\p{Lu}.'’ /-]{3,40}";
    let dated = format!(r"{capitals}{region}, ?\p{{L}}{{3,9}}\.? \d{{1,2}}(?:, \d{{4}})?\s+");
    let agency_first = r"^\([^()]{2,60}\)\s+";
    Regex::new(&format!(r"(?:{dashed}|{dated}|{capitals}:\s+|{agency_first})")).ok()
});

/// Bytes of the dateline that opens `sentence`, 0 where there is none.
pub(super) fn length(sentence: &str) -> usize {
    let found = DATELINE.as_ref().and_then(|dateline| dateline.find(sentence));
    // One capital is a list mark, and a dateline that eats the sentence is none.
    found.map(|m| m.end()).filter(|end| sentence.len() > end + 20).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dateline: &str, rest: &str) {
        assert_eq!(length(&format!("{dateline}{rest}")), dateline.len(), "{dateline}{rest}");
    }

    #[test]
    fn a_dateline_is_told_from_a_sentence() {
        let rest = "Vela Shipping opened a repair yard on Monday.";
        check("OSLO - ", rest);
        check("PIRAEUS — ", rest);
        check("LONDON, May 5 (Harbour Wire) - ", rest);
        check("SOUTH PORT, CA--(Pressline - Jul 28, 2026) - ", rest);
        check("ST. JOHN'S, Newfoundland -- ", rest);
        check("OTTAWA, July 29 ", rest);
        check("MUMBAI: ", rest);
        check("(Harbour Wire - Tide Post) ", rest);
        check("", "EU: the rules that Vela asked for will come in May, officials said.");
        check("", rest);
        check("", "EU-wide rules - long awaited - will come in May, officials said.");
        check("", "Vela - a shipping firm - opened a repair yard on Monday.");
        check("", "IBM and SAP - two old rivals - will share a data centre in Oslo.");
    }
}

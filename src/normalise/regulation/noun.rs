//! The nouns in which names of laws end, and the words after a name that make it another law.

use std::sync::LazyLock;

use regex::Regex;

use super::{evidence, provision, table};

/// Last words of names of laws in the table.
const LAW_NOUNS: &[&str] = &[
    "Act",
    "Agreement",
    "Bill",
    "Charter",
    "Code",
    "Constitution",
    "Convention",
    "Decree",
    "Directive",
    "Directives",
    "Framework",
    "Law",
    "Ordinance",
    "Protocol",
    "Regulation",
    "Regulations",
    "Rule",
    "Rules",
    "Standard",
    "Standards",
    "Statute",
    "Treaty",
];
/// Words after an act's name that make it another act.
const CONTINUATIONS: &[&str] = &[
    " Amendment",
    " Amending",
    " Reauthorization",
    " Reauthorisation",
    " Modernization",
    " Improvement",
    " Reform",
    " (Amendment",
    " Implementation",
    " Enforcement Act",
];
/// Last words of names that are laws by themselves; an `Agreement` or `Framework` that a text defines may be a contract.
const SURE_NOUNS: &[&str] = &[
    "Act",
    "Bill",
    "Code",
    "Constitution",
    "Convention",
    "Decree",
    "Directive",
    "Law",
    "Ordinance",
    "Regulation",
    "Regulations",
    "Rules",
    "Statute",
    "Treaty",
];

/// Whether `name` is a noun of laws with at most one word before it, or with a number after it.
pub(crate) fn opens_with_law_noun(name: &str) -> bool {
    let is_noun = |word: &str| LAW_NOUNS.contains(&word) || matches!(word, "Bylaw" | "By-law" | "Bye-law" | "Order");
    let words: Vec<&str> = name.split(' ').collect();
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    match words.as_slice() {
        [_, noun] if is_noun(noun) => true,
        [noun, number] => is_noun(noun) && is_number(number) && number.len() == 4,
        _ => false,
    }
}

/// Whether `name`, without its year, ends in a noun of laws.
pub(super) fn ends_name(name: &str) -> bool {
    last_is(name, LAW_NOUNS)
}

/// Whether `word` is a noun in which names of laws end.
pub(crate) fn ends_with_law_noun(word: &str) -> bool {
    LAW_NOUNS.contains(&word)
}

/// Whether `name`, without its year, ends in a noun that nothing but a law bears.
pub(super) fn ends_law(name: &str) -> bool {
    last_is(name, SURE_NOUNS)
}

fn last_is(name: &str, nouns: &[&str]) -> bool {
    let (base, _) = table::split_year(name);
    base.rsplit(' ').next().is_some_and(|word| nouns.contains(&word))
}

/// `end` of a name without a noun in `text` or, where a noun of laws follows that no number belongs to, of that: `MiCA` `Regulation`.
pub(super) fn with_noun(text: &str, end: usize) -> usize {
    let rest = text[end..].strip_prefix(' ').unwrap_or_default();
    let noun = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let after = rest[noun.len()..].trim_start_matches(' ');
    let goes_on = after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '(');
    if SURE_NOUNS.contains(&noun) && !goes_on { end + 1 + noun.len() } else { end }
}

/// Words after an acronym that make it a body's name: `IFRS Foundation`.
const BODIES: &[&str] = &[
    "Foundation",
    "Institute",
    "Council",
    "Board",
    "Committee",
    "Forum",
    "Group",
    "Association",
    "Alliance",
    "Academy",
    "Ltd",
    "Inc",
    "LLC",
    "Partners",
    "Consulting",
    "Images",
    "Solutions",
    "Services",
    "Holdings",
];

/// The rest of a company's name, up to its legal form.
static COMPANY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?: (?:&|[A-Z][\w&.-]*)){1,3} (?:AG|BV|Corp|GmbH|Inc|LLC|LLP|Ltd|NV|PLC|Plc|Pty|SA|SE|plc)\b").ok()
});

/// Whether the words after a form make it another law, or no law: `Clean Air Act Amendments`, `Section 301 of the Harbour
/// Code`, `IFRS Foundation`.
pub(super) fn is_of_another(form: &str, after: &str) -> bool {
    let provision = form.starts_with("Section ") || form.starts_with("Title ");
    let next = after.strip_prefix(' ').and_then(|after| after.split(|c: char| !c.is_alphabetic()).next());
    let is_body = !form.contains(' ') && next.is_some_and(|next| BODIES.contains(&next));
    let is_company = COMPANY.as_ref().is_some_and(|company| company.is_match(after));
    is_body
        || is_company
        || CONTINUATIONS.iter().any(|word| after.starts_with(word))
        || (provision && after.starts_with(" of "))
}

/// Words of a name from which on no other country's act is likely to bear it.
const LONG_NAME: usize = 6;

/// Whether `form` tells its act from those of other countries: it has a country, initials, a number, a pair of surnames
/// (`Dodd-Frank Act`) or many words in it, or it is a nickname that says no more of what it is (`Obamacare`).
pub(super) fn is_distinctive(form: &str) -> bool {
    let words: Vec<&str> = form.split(' ').collect();
    let is_telling = |word: &str| {
        let n_capitals = word.chars().filter(|c| c.is_uppercase()).count();
        n_capitals > 1 || word.contains(|c: char| c.is_ascii_digit()) || evidence::of_word(word).is_some()
    };
    words.len() >= LONG_NAME || !ends_name(form) || words.iter().any(|word| is_telling(word))
}

/// The initials of a name of three words or more, year and small words apart: `PDPO` of `Personal Data (Privacy) Ordinance`.
pub(super) fn initials(name: &str) -> Option<String> {
    let (base, _) = table::split_year(name);
    let words =
        base.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().next().is_some_and(char::is_uppercase));
    let initials: String = words.filter_map(|word| word.chars().next()).collect();
    (initials.len() >= 3).then_some(initials)
}

/// The initials of all but the noun of a name of two words before it, which stays: `IT Act` of `Income-tax Act`.
pub(super) fn headed(name: &str) -> Option<String> {
    let (head, noun) = table::split_year(name).0.rsplit_once(' ')?;
    let words = head.split([' ', '-']).filter(|word| !word.is_empty());
    let initials: String = words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
    (initials.len() > 1).then(|| format!("{initials} {noun}"))
}

/// `Harbour Guard Law` for `Law on the Harbour Guard`.
pub(super) fn turned(name: &str) -> Option<String> {
    let (noun, object) = name.split_once(" on ").filter(|(noun, _)| LAW_NOUNS.contains(noun))?;
    Some(format!("{} {noun}", object.strip_prefix("the ").unwrap_or(object)))
}

/// Fewest letters of a word in capitals that stands for the law it names.
const COINED: usize = 5;

/// The word in capitals that a name begins with, where the noun follows: `GENIUS` of `GENIUS Act`.
pub(super) fn coined(name: &str) -> Option<String> {
    let (head, _) =
        table::split_year(name).0.split_once(' ').filter(|(_, noun)| !noun.contains(' ') && ends_name(noun))?;
    (head.len() >= COINED && head.bytes().all(|b| b.is_ascii_uppercase())).then(|| head.to_owned())
}

/// Nouns that stand for any law, in lower case.
const GENERIC_NOUNS: &[&str] = &[
    "act",
    "acts",
    "bill",
    "bills",
    "code",
    "decree",
    "directive",
    "directives",
    "law",
    "laws",
    "order",
    "ordinance",
    "regulation",
    "regulations",
    "rule",
    "rules",
    "statute",
    "treaty",
];

/// Words of which the name of a law has one, in lower case.
const LAW_WORDS: &[&str] = &[
    "act",
    "acts",
    "law",
    "laws",
    "bill",
    "bills",
    "code",
    "codes",
    "directive",
    "directives",
    "regulation",
    "regulations",
    "rule",
    "rules",
    "order",
    "orders",
    "treaty",
    "convention",
    "conventions",
    "protocol",
    "ordinance",
    "ordinances",
    "decree",
    "decrees",
    "statute",
    "statutes",
    "standard",
    "standards",
    "section",
    "sections",
    "article",
    "articles",
    "title",
    "chapter",
    "clause",
    "amendment",
    "amendments",
    "constitution",
    "charter",
    "agreement",
    "resolution",
    "bylaw",
    "bylaws",
    "bye",
    "by",
    "circular",
    "guideline",
    "guidelines",
    "framework",
    "notification",
    "scheme",
    "accord",
    "accords",
    "measures",
    "provisions",
    "schedule",
    "annex",
    "part",
    "proposition",
    "measure",
    "package",
    "loi",
    "ley",
    "lei",
    "gesetz",
    "verordnung",
    "decreto",
    "regs",
    "reg",
    "u.s.c",
    "cfr",
    "cap",
    "instrument",
    "principles",
    "levy",
    "mandate",
    "edict",
    "pact",
    "covenant",
];

/// What firms and clubs bind themselves to.
const PLEDGES: &[&str] = &[
    "Charter",
    "Code of Conduct",
    "Code of Ethics",
    "Pledge",
    "Manifesto",
    "Policy",
    "Terms of Service",
    "Terms of Use",
];

/// Whether `name`, which the table does not hold, is more likely a promise than a law.
pub(crate) fn is_pledge(name: &str) -> bool {
    PLEDGES.iter().any(|pledge| name.ends_with(pledge))
}

/// Whether `name` is what any law is called: `Directive`, or `rights act`, whose noun has no capital. A nickname in quotation
/// marks is a name; `before` is the text before it.
pub(crate) fn is_generic(name: &str, before: &str) -> bool {
    let mut words = name.rsplit(' ');
    let noun = words.next().unwrap_or_default();
    let is_nickname = before.ends_with(['"', '“', '‘', '\'']) || before.trim_end().ends_with("known as the");
    let has_provision = name.split(' ').next().is_some_and(provision::opens_provision);
    // `Vela Marsh law` bears a name.
    let is_named = words.clone().filter(|word| word.starts_with(char::is_uppercase)).count() > 1;
    let is_name = is_nickname || has_provision || is_named || noun.starts_with(char::is_uppercase);
    GENERIC_NOUNS.contains(&noun.to_lowercase().as_str()) && (words.next().is_none() || !is_name)
}

/// Whether `words` can name a law: they have a word of laws, or letters and digits such as acronyms and numbers are made of.
pub(crate) fn may_name_law(words: &str) -> bool {
    let mut parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.any(|part| {
        let capitals = part.chars().filter(|c| c.is_uppercase()).count();
        // `Sarbanes-Oxley` has neither and is left to the table.
        LAW_WORDS.contains(&part.to_lowercase().as_str()) || capitals >= 3 || part.to_lowercase().ends_with("gesetz")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_has_a_word_of_laws_or_capitals() {
        for name in ["Harbour Dues Act", "Section 9", "SOX 404", "MiFID", "Dye Effluent Bye-laws"] {
            assert!(may_name_law(name), "{name}");
        }
        for name in ["Harbour Initiative", "EU", "older", "Ōreti"] {
            assert!(!may_name_law(name), "{name}");
        }
    }

    #[test]
    fn what_any_law_is_called_names_none() {
        for name in ["Directive", "rights act", "AI law", "Acts"] {
            assert!(is_generic(name, "Under the "), "{name}");
        }
        for name in ["Harbour Act", "section 9 of the act", "Vela Marsh law", "Constitution", "GDPR"] {
            assert!(!is_generic(name, "Under the "), "{name}");
        }
        assert!(!is_generic("cow coin bill", "the “"));
        assert!(!is_generic("heating law", "better known as the "));
    }

    #[test]
    fn initials_leave_out_year_and_small_words() {
        assert_eq!(initials("Personal Data (Privacy) Ordinance").as_deref(), Some("PDPO"));
        assert_eq!(initials("Financial Services and Markets Act 2000").as_deref(), Some("FSMA"));
        assert_eq!(initials("Data Act"), None);
    }
}

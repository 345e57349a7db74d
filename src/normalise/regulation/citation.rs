//! Laws cited by number: EU acts, U.S. Code, Public Laws, bills, numbered statutes, standards.
//!
//! Takes text, gives the span of each citation with the identifiers its form settles. Each shape is one row of
//! [`SHAPES`]. Knows nothing of the table: what a number is called is `link`'s matter.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::eu_number::{self, No, Number, Type};
use super::expressions::Expressions;
use super::us_code;
use crate::types::{RegulationIds, Span};

/// Who counts the laws that a form of number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Series {
    /// One body, once for all: a number is of one law.
    One,
    /// Every country its own: a number is of a law only where the text speaks of its country.
    Country,
    /// Every country its own, in a form that is no law's elsewhere: one is found only where the table holds it.
    Known,
    /// Every session of a legislature anew: a number is of a bill only where the text names it.
    Session,
}

/// A law cited by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Citation {
    /// Where.
    pub(super) span: Span,
    /// Identifiers the form settles.
    pub(super) ids: RegulationIds,
    /// CELEX numbers it may have where the form leaves the type open; the table decides.
    pub(super) candidates: Vec<String>,
    /// Who counts such laws.
    pub(super) series: Series,
}

type Read = fn(&Captures<'_>) -> (RegulationIds, Vec<String>);

/// How what a shape finds is read, and who counts such laws.
type Reader = (Read, Series);

/// Words that make a bare `ISO 3200` a standard and no film speed.
static CERTIFYING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)certif|standard|accredit|complian|audit|conform").ok());

/// Words that make `ISA 600` and `ASU 2023-07` standards and no savings account or university's year.
static ACCOUNTING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:account\w*|audit\w*|fasb|gaap|ifrs|standards?)\b").ok());

/// Words that make a numbered recommendation one of the Financial Action Task Force.
static MONEY_LAUNDERING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:FATF|Financial Action Task Force)\b").ok());

/// Words that make a numbered measure one that is voted on.
static BALLOT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:ballots?|vot(?:e|es|ed|ers?|ing)|referend(?:um|a)|initiatives?)\b").ok());

/// Words that make it a film speed all the same.
static PHOTOGRAPHIC: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:film|photograph\w*|camera|lens|shutter|exposure)\b").ok());

/// Words that make a bare bill number (`S. 2155`, `SB 1047`) one.
static LAWMAKING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:bills?|senate|senators?|house|congress\w*|assembly\w*|legislat\w*|lawmakers?|governor|gov|act|laws?|statut\w*|veto\w*|enact\w*|sponsor\w*|committee|judges?|courts?|injunction|attorney general)\b").ok()
});

/// Words that make a bare `C-59` a bill of the Canadian parliament.
static COMMONS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:bills?|Bill [CS]-\d+|House of Commons|the Commons|Parliament Hill)\b").ok());

const EU_TYPED: &str = r"\b(?:(?:Commission|Council) )?(?:(?P<sort>Delegated|Implementing|Framework) )?(?P<type>Regulation|Directive|Decision) (?P<mark>\((?:EU|EC|EEC|ECSC|Euratom|CFSP|EU, Euratom|EC, Euratom)\) ?)?(?P<no>[Nn][or]\.? ?)?(?P<left>\d{1,4})/(?P<right>\d{1,4})(?P<tail>/(?:EC|EU|EEC|ECSC|JHA|CFSP|Euratom))?\b";
const EU_BARE: &str = r"\b(?P<left>\d{2}|\d{4})/(?P<right>\d{1,4})/(?:EC|EU|EEC|JHA|CFSP)\b";
const CELEX: &str = r"\b3(?:19|20)\d{2}[RLDF]\d{4}\b";
const COM: &str = r"\bCOM(?: ?\((?:19|20)\d{2}\) ?|/(?P<year>(?:19|20)\d{2})/)(?P<number>\d{1,4})\b(?: final\b)?";
const US_CODE: &str = r"\b\d{1,2} U\.? ?S\.? ?C\.?(?:A\.)?(?: ?§§?| [Ss]ections?| [Ss]ecs?\.)? ?\d+[A-Za-z]{0,4}(?:-\d+[a-z]?)?(?:(?:–| to )\d+[A-Za-z]{0,4})?(?:\([A-Za-z0-9]{1,4}\))*";
const CFR: &str = r"\b\d{1,2} C\.?F\.?R\.?(?: ?§§?| [Pp]arts?| [Ss]ections?)? ?\d+(?:\.\d+[A-Za-z0-9\-]*)?(?:\([A-Za-z0-9]{1,4}\))*(?:-\d{1,2}\b(?:\([A-Za-z0-9]{1,4}\))*)?";
const PUBLIC_LAW: &str =
    r"\b(?:Public Law|Pub\. ?L\.|P\.L\.|PL)(?: No\.?)? ?(?P<congress>\d{2,3})[-–](?P<number>\d{1,3})\b";
const BILL: &str = r"\b(?:H\.R\.|H\.J\. ?Res\.|S\.J\. ?Res\.|House Bill|Senate Bill|Assembly Bill|(?:House|Senate) File) ?(?:No\. ?)?\d{1,5}\b|\bBill C-\d{1,3}\b|\bBill S-\d{1,3}\b";
/// Colorado numbers its bills by year: `SB 24-205`.
const DATED_BILL: &str = r"\b(?:SB|HB)[ -]?\d{2}-\d{3,4}\b";
const BARE_BILL: &str = r"\b(?:S\.|S\.B\.|H\.B\.|A\.B\.|SB|AB|HB|HR|HF|SF)[ -]\d{2,5}\b(?:[-/]\d{2,4}\b)?";
const EXECUTIVE_ORDER: &str = r"\bExecutive Order (?:No\. ?)?\d{4,5}\b";
const NUMBERED: &str = r"\b(?:Federal |Royal |Supreme |Presidential |Legislative |Government |Emergency |Republic |Constitutional |Ministerial |Delegated )?(?:Decree-Law|Decree|Law|Act|Bill|Ordinance|Provisional Measure|Resolution|Proclamation|Circular|Regulation|By-law|Bylaw|Bye-law|Notification) (?:(?:[Nn]o\.?|№|[Nn]umber) ?)(?:\d{1,3}(?:[.,]\d{3})+|\d+)(?:[-/]\d{2,4}(?:[-/][A-Z]{2,4})?)?(?: of (?:19|20)\d{2}\b)?";
const STROKED: &str = r"\b(?:Federal |Royal |Supreme |Presidential |Legislative |Republic |Constitutional |Delegated )?(?:Decree-Law|Decree|Law|Act|Bill|Ordinance|Proclamation|Provisional Measure|Resolution|Circular) (?:\d{1,3}(?:[.,]\d{3})+|\d{1,5})(?:/| of )(?:19|20)\d{2}\b|\b(?:Decree|Law|Ordinance|Resolution|Circular|Order|Bylaw|By-law) (?:19|20)\d{2}-\d{1,5}\b";
const THOUSANDS: &str = r"\b(?:Complementary |Federal |COMPLEMENTARY |FEDERAL )?(?:L(?:aw|AW)|D(?:ecree|ECREE)(?:-L(?:aw|AW))?) \d{1,3}[.,]\d{3}\b";
const DECISION: &str = r"\b(?:Ministerial|Cabinet|Administrative|Government|Presidential|Executive) (?:Decision|Resolution|Order|Regulation) (?:[Nn]o\.? ?)?(?:\d+(?:[-/]\d{2,4}\b| of (?:19|20)\d{2}\b))|\b(?:Administrative|Cabinet|Department|Executive|Memorandum|Ministerial|Presidential|State Council) (?:Circular|Decision|Decree|Instruction|Order|Regulation) [Nn]o\. ?\d+(?:-\d{2,4})?(?:,? [Ss]eries of (?:19|20)\d{2}| of (?:19|20)\d{2})?\b";
/// Orders of states of India, with the mark of the department's file.
const GOVERNMENT_ORDER: &str = r"\bG\.O\. ?(?:\([A-Za-z0-9]{1,3}\)\.? ?)?[Nn]o\.? ?\d+\b";
/// Instruments below acts, in Ghana, India, Kenya and Zimbabwe: `L.I. 2431`, `G.S.R. 846(E)`, `Legal Notice No. 26 of 2023`.
const INSTRUMENT: &str = r"\b(?:L\.I\.|G\.S\.R\.|S\.O\.) ?\d{2,5}(?:\(E\))?|\b(?:Legal Notice|Statutory Instrument|Statutory Order|Sub-Decree) (?:[Nn]o\. ?)?\d{1,4}(?:/(?:19|20)\d{2}| of (?:19|20)\d{2})?\b";
/// Numbered laws under their French, Italian, Portuguese and Spanish nouns.
const ROMANCE: &str = r"\b(?:D[ée]cret(?:-loi)?|Decreto(?:[- ][Ll]e[iy])?|Legge|Lei(?: Complementar)?|Ley(?: Orgánica)?|Loi(?: organique| du pays)?|Ordonnance|Portaria|Real Decreto(?:-[Ll]ey)?) (?:[Nn](?:[º°]|o\.?|\.[º°]) ?)?\d[\d.,]*\d(?:[-/]\d{2,5})?(?: (?:de|du|of) (?:19|20)\d{2})?\b";
/// Mexican standards.
const NORMA: &str = r"\bNOM-\d{3}-[A-Z0-9]+(?:/[A-Z0-9]+)*-(?:19|20)\d{2}\b";
/// Norwegian regulations, numbered by their day.
const FORSKRIFT: &str = r"\bFOR-(?:19|20)\d{2}-\d{2}-\d{2}-\d+\b";
/// Codes of the states of the U.S.: `Cal. Civ. Code § 1798.100`, `19 Del. C. § 705`, `740 ILCS 14`, `RCW 19.86`.
const STATE_CODE: &str = r"\b(?:\d{1,3} )?(?:[A-Z][A-Za-z.&]*[a-z.] ){0,4}(?:Code|Stat\.|Statutes?|Statute Annotated|Laws?|Ann\.|C\.|Cent\. Code|Rev\. Code) §§? ?\d[\w.:-]*\w(?:\([A-Za-z0-9]{1,4}\))*|\b\d{1,3} (?:ILCS|NYCRR|CCR|M\.R\.S\.|V\.S\.A\.|Pa\. Code) (?:Part |§ ?)?\d[\d./-]*\d(?:\([A-Za-z0-9]{1,4}\))*|\b(?:La\. R\.S\.|N\.J\.S\.A\.) \d+[A-Z]?:\d[\d.-]*\d|\b(?:A\.R\.S\.|C\.R\.S\.|M\.G\.L\.|N\.C\.G\.S\.|O\.C\.G\.A\.) §§? ?\d[\w.-]*\w|\b(?:RCW|ORS|NRS|KRS|MCL) \d[\dA-Za-z]*(?:\.\d+)*\b";
const BALLOT_MEASURE: &str = r"\b(?:Proposition|Prop\.?|Measure|Ballot Measure|Ballot Question|Amendment) \d{1,4}\b";
const RECOMMENDATION: &str = r"\b(?:FATF )?Recommendation \d{1,2}\b";
/// Philippine acts for short.
const REPUBLIC_ACT: &str = r"\bR\.?A\.? (?:[Nn]o\.? ?)?(?P<number>\d{4,5})\b";
/// Chapters of revised statutes: `Cap. 486`, in Nigeria and Uganda by letter, `Cap C21, LFN 2004`.
const CHAPTER: &str = r"\bCap\. ?\d{1,4}[A-Z]{0,2}\b|\bCap\.? ?[A-Z]\d{1,3},? (?:LFN|Laws of the Federation(?: of Nigeria)?),? (?:19|20)\d{2}\b";
/// Canadian statutes by volume, and regulations: `R.S.C. 1985, c. C-34`, `SOR/2019-150`, `O. Reg. 191/11`.
const CANADIAN: &str = r"\b(?:[RC]\.)?S\.(?:C|O|Q|A|M|S|N\.[BSL]|B\.C)\. (?:18|19|20)\d{2},? c\. ?[A-Z0-9][A-Z0-9.-]*[A-Z0-9]|\b(?:SOR|SI)/(?:19|20)?\d{2}-\d{1,4}\b|\b(?:O|B\.C|Alta)\. Reg\. \d{1,4}/\d{2,4}\b";
/// The systematic collection of Swiss law: `SR 221.301`.
const SYSTEMATIC: &str = r"\bSR \d{3}(?:\.\d{1,4}){0,3}\b";
const STANDARD: &str = r"\b(?:ISO(?:/(?:IEC|TS|SAE))?|IEC|IEEE|EN ISO|NIST SP)[ -]\d{3,5}(?:[-.]\d+)*(?::(?:19|20)\d{2})?\b|\b(?:IFRS|IAS|Ind AS|SSAP|FRS|IPSAS|AASB|IFRIC|HKFRS|HKAS)[ -]\d{1,3}\b|\bISA(?:E \d{4}| \d{3})\b(?: \(Revised\))?|\bIFRS S\d\b|\bESRS (?:[12]|[EG]\d|S\d)\b|\b(?:FASB )?ASC (?:Topic )?\d{3}(?:-\d{2,3}){0,3}\b|\bASU (?:No\. ?)?(?:19|20)\d{2}-\d{2}\b|\bEN (?:\d{2}-\d{1,3}|\d{3,5}(?:-\d+)*)\b";
const RULE: &str = r"\b(?:SEC |(?P<act>Exchange|Securities|Advisers|Investment Company) Act )?Rule \d{1,3}(?:[A-Za-z]\d?|\(\d\))-\d{1,2}\b|\b(?:SEC )?Rule 144A\b|\bFINRA Rule \d{4}\b|\bRegulation (?:FD|NMS|SHO|SCI|ATS|AB|AC|AT|BI|BTR|CF|CC|DD|II|QQ|VV|YY|A\+|S-[A-Z]{1,2}|[B-HJ-Z])\b|\bForeign Direct Product Rule\b";
const CANADIAN_BILL: &str = r"\b[CS]-\d{1,3}\b";
const UK_INSTRUMENT: &str = r"\bS\.?I\.? (?:19|20)\d{2}/\d{1,4}\b|\bS\.?I\.? (?:[Nn]o\.? ?)?\d{1,4}(?:/| of )(?:19|20)\d{2}\b|\b(?:19|20)\d{2} c\. ?\d{1,3}\b|\b(?:19|20)\d{2} asp \d{1,2}\b";

static SHAPES: LazyLock<Option<(Expressions, Vec<Reader>)>> = LazyLock::new(|| {
    let rows: [(&str, Read, Series); 31] = [
        (EU_TYPED, eu_typed, Series::One),
        (EU_BARE, eu_bare, Series::One),
        (CELEX, celex, Series::One),
        (COM, proposal, Series::One),
        (US_CODE, us_code, Series::One),
        (CFR, as_number, Series::One),
        (PUBLIC_LAW, public_law, Series::One),
        (BILL, as_number, Series::Session),
        (DATED_BILL, as_number, Series::Country),
        (BARE_BILL, as_number, Series::Session),
        (CANADIAN_BILL, canadian_bill, Series::Session),
        (EXECUTIVE_ORDER, as_number, Series::One),
        (NUMBERED, as_number, Series::Country),
        (STROKED, as_number, Series::Country),
        (THOUSANDS, as_number, Series::Country),
        (DECISION, as_number, Series::Country),
        (GOVERNMENT_ORDER, as_number, Series::Country),
        (INSTRUMENT, as_number, Series::Country),
        (NORMA, as_number, Series::One),
        (ROMANCE, as_number, Series::Country),
        (FORSKRIFT, as_number, Series::One),
        (STATE_CODE, as_number, Series::One),
        (BALLOT_MEASURE, as_number, Series::Country),
        (RECOMMENDATION, as_number, Series::One),
        (REPUBLIC_ACT, republic_act, Series::Known),
        (CHAPTER, as_number, Series::Country),
        (STANDARD, standard, Series::One),
        (CANADIAN, as_number, Series::One),
        (SYSTEMATIC, as_number, Series::Known),
        (RULE, rule, Series::One),
        (UK_INSTRUMENT, as_number, Series::One),
    ];
    let expressions = Expressions::of(&rows.map(|(shape, ..)| shape))?;
    Some((expressions, rows.into_iter().map(|(_, read, series)| (read, series)).collect()))
});

/// Every citation in `text`, in order of start, without overlaps (the longer wins).
pub(super) fn find(text: &str) -> Vec<Citation> {
    // Every shape needs a digit, but for a few rules that open with a capital word.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains("Regulation ") && !text.contains("Rule") {
        return Vec::new();
    }
    let Some((shapes, readers)) = SHAPES.as_ref() else { return Vec::new() };
    let passing = shapes.passing(text).into_iter();
    let mut found: Vec<Citation> = passing.flat_map(|(at, regex)| matches(regex, readers[at], text)).collect();
    found.sort_by_key(|citation| (citation.span.start(), usize::MAX - citation.span.end()));
    let mut end = 0;
    found.retain(|citation| {
        citation.span.start() >= end && {
            end = citation.span.end();
            true
        }
    });
    found
}

fn matches<'a>(regex: &'a Regex, (read, series): Reader, text: &'a str) -> impl Iterator<Item = Citation> + 'a {
    regex.captures_iter(text).filter_map(move |captures| {
        let whole = captures.get(0)?;
        let span = Span::new(whole.start(), whole.end()).ok()?;
        let (ids, candidates) = read(&captures);
        let sure = match whole.as_str() {
            bill if series == Series::Session && is_bare_bill(bill) => {
                !text[..span.start()].ends_with('.') && is_near(&LAWMAKING, text, span)
            }
            bill if bill.starts_with(['C', 'S']) && bill[1..].starts_with('-') => is_near(&COMMONS, text, span),
            measure
                if series == Series::Country && opens_with(measure, &["Prop", "Measure", "Ballot", "Amendment"]) =>
            {
                is_near(&BALLOT, text, span)
            }
            of_fatf if of_fatf.starts_with("Recommendation") => is_near(&MONEY_LAUNDERING, text, span),
            standard if opens_with(standard, &["ISA ", "ASU "]) => is_near(&ACCOUNTING, text, span),
            standard if standard.starts_with("ISO ") => {
                is_near(&CERTIFYING, text, span) && !is_near(&PHOTOGRAPHIC, text, span)
            }
            _ => true,
        };
        sure.then_some(Citation { span, ids, candidates, series })
    })
}

/// Whether `words` are the mark of a treaty in the number of an EU act.
pub(super) fn is_mark(words: &str) -> bool {
    ["EU", "EC", "EEC", "ECSC", "Euratom", "CFSP", "JHA"].contains(&words)
}

fn opens_with(words: &str, heads: &[&str]) -> bool {
    heads.iter().any(|head| words.starts_with(head))
}

fn is_bare_bill(words: &str) -> bool {
    ["S.", "S.B.", "H.B.", "A.B.", "SB", "AB", "HB", "HR", "HF", "SF"]
        .iter()
        .any(|mark| words.strip_prefix(mark).is_some_and(|rest| rest.starts_with([' ', '-'])))
}

/// Whether `words` stand within two hundred characters of `span`.
fn is_near(words: &LazyLock<Option<Regex>>, text: &str, span: Span) -> bool {
    let (before, after) = (&text[..span.start()], &text[span.end()..]);
    let near_before = before.char_indices().rev().nth(200).map_or(0, |(at, _)| at);
    let near_after = after.char_indices().nth(200).map_or(after.len(), |(at, _)| at);
    let holds = |part: &str| words.as_ref().is_some_and(|words| words.is_match(part));
    holds(&before[near_before..]) || holds(&after[..near_after])
}

fn eu_typed(captures: &Captures<'_>) -> (RegulationIds, Vec<String>) {
    let kind = match (captures.name("sort").map(|m| m.as_str()), captures.name("type").map(|m| m.as_str())) {
        (Some("Delegated"), Some("Regulation")) => Type::Delegated,
        (Some("Implementing"), Some("Regulation")) => Type::Implementing,
        (_, Some("Regulation")) => Type::Regulation,
        (_, Some("Directive")) => Type::Directive,
        (Some("Framework"), _) => Type::FrameworkDecision,
        _ => Type::Decision,
    };
    let Some(number) = number(captures) else { return (RegulationIds::default(), Vec::new()) };
    let ids = eu_number::ids(kind, number);
    if captures.name("mark").is_some() || captures.name("tail").is_some() {
        return (ids, Vec::new());
    }
    // Without `(EU)` or `/EC` the number may be another country's: the table must know it.
    (RegulationIds::default(), ids.celex.into_iter().collect())
}

fn eu_bare(captures: &Captures<'_>) -> (RegulationIds, Vec<String>) {
    let candidates = number(captures).map(eu_number::untyped).into_iter().flatten().flatten().collect();
    (RegulationIds::default(), candidates)
}

fn number<'a>(captures: &Captures<'a>) -> Option<Number<'a>> {
    let no = if captures.name("no").is_some() { No::Written } else { No::Absent };
    Some(Number { left: captures.name("left")?.as_str(), right: captures.name("right")?.as_str(), no })
}

fn celex(captures: &Captures<'_>) -> (RegulationIds, Vec<String>) {
    (RegulationIds { celex: Some(captures[0].to_owned()), ..RegulationIds::default() }, Vec::new())
}

fn public_law(captures: &Captures<'_>) -> (RegulationIds, Vec<String>) {
    let law = format!("{}-{}", &captures["congress"], &captures["number"]);
    (RegulationIds { public_law: Some(law), ..RegulationIds::default() }, Vec::new())
}

fn us_code(captures: &Captures<'_>) -> (RegulationIds, Vec<String>) {
    (RegulationIds { us_code: us_code::of_citation(&captures[0]), ..RegulationIds::default() }, Vec::new())
}

/// `Bill C-59` and `C-59` are one.
fn canadian_bill(captures: &Captures<'_>) -> (RegulationIds, Vec<String>) {
    (RegulationIds { number: Some(format!("Bill {}", &captures[0])), ..RegulationIds::default() }, Vec::new())
}

/// `RA 9160` is `Republic Act No. 9160`.
fn republic_act(captures: &Captures<'_>) -> (RegulationIds, Vec<String>) {
    let number = format!("Republic Act No. {}", &captures["number"]);
    (RegulationIds { number: Some(number), ..RegulationIds::default() }, Vec::new())
}

/// `COM/2023/360` is `COM(2023) 360`.
fn proposal(captures: &Captures<'_>) -> (RegulationIds, Vec<String>) {
    let Some(year) = captures.name("year") else { return as_number(captures) };
    let number = format!("COM({}) {}", year.as_str(), &captures["number"]);
    (RegulationIds { number: Some(number), ..RegulationIds::default() }, Vec::new())
}

/// `ESRS E1` is a part of the annex to Delegated Regulation (EU) 2023/2772.
fn standard(captures: &Captures<'_>) -> (RegulationIds, Vec<String>) {
    let (ids, _) = as_number(captures);
    let annexed = captures[0].starts_with("ESRS ").then(|| "32023R2772".to_owned());
    (ids, annexed.into_iter().collect())
}

/// The part of title 17 of the Code of Federal Regulations in which the rules under an act stand.
const RULE_PARTS: [(&str, u16); 4] =
    [("Securities", 230), ("Exchange", 240), ("Investment Company", 270), ("Advisers", 275)];

/// `Exchange Act Rule 15c3-1` is `17 CFR 240.15c3-1`.
fn rule(captures: &Captures<'_>) -> (RegulationIds, Vec<String>) {
    let (ids, _) = as_number(captures);
    let act = captures.name("act").map(|act| act.as_str());
    let part = RULE_PARTS.iter().find(|(name, _)| Some(*name) == act).map(|(_, part)| part);
    let number = captures[0].rsplit(' ').next().unwrap_or_default();
    let Some(part) = part else { return (ids, Vec::new()) };
    (RegulationIds { number: Some(format!("17 CFR {part}.{number}")), ..ids }, Vec::new())
}

fn as_number(captures: &Captures<'_>) -> (RegulationIds, Vec<String>) {
    (RegulationIds { number: Some(captures[0].to_owned()), ..RegulationIds::default() }, Vec::new())
}

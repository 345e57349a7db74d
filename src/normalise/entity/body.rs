//! Which names of companies and organisations in one document are one.
//!
//! Full name, short name, acronym and possessive join; a unit (`Quarrel Cloud`) and its parent (`Quarrel`) do not.
//! A short form joins only the one fuller name it can mean.

use std::collections::BTreeSet;

use super::group::{Form, Groups};
use super::name::{self, Strip};

/// Nouns by which a body is called for short (`the Commission`), where the document names one such body.
const BODY_NOUNS: &[&str] = &[
    "academy",
    "administration",
    "agency",
    "army",
    "assembly",
    "association",
    "authority",
    "bank",
    "board",
    "bureau",
    "cabinet",
    "chamber",
    "club",
    "coalition",
    "college",
    "commission",
    "committee",
    "confederation",
    "congress",
    "council",
    "court",
    "department",
    "federation",
    "foundation",
    "fund",
    "guard",
    "hospital",
    "institute",
    "league",
    "legislature",
    "ministry",
    "mission",
    "navy",
    "office",
    "organisation",
    "organization",
    "parliament",
    "party",
    "police",
    "regulator",
    "senate",
    "service",
    "society",
    "treasury",
    "tribunal",
    "trust",
    "union",
    "university",
];

/// Joins the forms of companies that name the same firm.
pub(super) fn join_companies(groups: &mut Groups) {
    groups.join_by_key(key);
    groups.join_unique(|short, long| name::is_initials(&short.surface, &long.surface) || is_core_initials(short, long));
    groups.join_unique(|short, long| name::is_contracted(&short.surface, &long.surface));
    let heads: BTreeSet<String> = groups.forms.iter().filter_map(|form| head(&form.surface)).collect();
    groups.join_short(
        |short, long| (is_short_form(short, long) && !is_joint(&long.surface, &heads)) || is_last_name(short, long),
        |form| name::has_legal_form(&form.surface),
    );
}

/// The first word of a name.
fn head(surface: &str) -> Option<String> {
    name::core(surface, Strip::Generic).into_iter().next()
}

/// Whether a name is made of those of two firms of the text (`Vela Orla Ports` beside `Orla`): no head of it is a short form.
fn is_joint(surface: &str, heads: &BTreeSet<String>) -> bool {
    name::core(surface, Strip::Generic).iter().skip(1).any(|word| heads.contains(word))
}

/// Joins the forms of organisations that name the same body.
pub(super) fn join_organisations(groups: &mut Groups) {
    join_companies(groups);
    groups.join_unique(is_body_noun_of);
}

/// What two forms of the same name share.
pub(super) fn key(surface: &str) -> String {
    name::squashed(&name::core(surface, Strip::Generic))
}

fn is_core_initials(short: &Form, long: &Form) -> bool {
    let n_core = name::core(&long.surface, Strip::Legal).len();
    let words: Vec<&str> = long.surface.split_whitespace().take(n_core).collect();
    n_core > 1 && name::is_initials(&short.surface, &words.join(" "))
}

/// Whether `short` is the head of `long`, and not the parent of a unit so named.
fn is_short_form(short: &Form, long: &Form) -> bool {
    let (head, full) = (name::core(&short.surface, Strip::Generic), name::core(&long.surface, Strip::Generic));
    if head.is_empty()
        || full.len() <= head.len()
        || full[..head.len()] != head[..]
        || name::has_legal_form(&short.surface)
    {
        return false;
    }
    // `Vela Group` is no short form of `Vela Motors`.
    let is_group = name::core(&short.surface, Strip::Legal).len() > head.len();
    let may_be_two = head.len() == 1 && are_together(short, long);
    !may_be_two && !is_group && name::is_mere_tail(&full[head.len()..])
}

/// A text that says both in one sentence means two things.
fn are_together(short: &Form, long: &Form) -> bool {
    short.sentences.intersection(&long.sentences).next().is_some()
}

/// Least letters of a last word that stands for a name.
const LAST_NAME: usize = 4;

/// Whether `short` is the word that tells `long` from others of its trade: `Helvor` for `Groupe Helvor`.
fn is_last_name(short: &Form, long: &Form) -> bool {
    let (word, full) = (name::core(&short.surface, Strip::Generic), name::core(&long.surface, Strip::Generic));
    let [word] = word.as_slice() else { return false };
    let is_plain = word.len() >= LAST_NAME && !name::is_unit_word(word) && !BODY_NOUNS.contains(&word.as_str());
    // `Paws by Vela` is a brand of Vela's.
    let is_owned = full.len() == 3 && matches!(&*full[1], "by" | "at" | "from" | "for");
    let is_last = (2..=3).contains(&full.len()) && full.last() == Some(word) && !is_owned;
    is_last && is_plain && !name::has_legal_form(&short.surface) && !are_together(short, long)
}

fn is_body_noun_of(short: &Form, long: &Form) -> bool {
    let words = name::core(&short.surface, Strip::Legal);
    let [noun] = words.as_slice() else { return false };
    let full = name::core(&long.surface, Strip::Legal);
    BODY_NOUNS.contains(&noun.as_str()) && full.len() > 1 && full.contains(noun)
}

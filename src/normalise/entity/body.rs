//! Which names of companies and organisations in one document are one.
//!
//! Full name, short name, acronym and possessive join; a unit (`Quarrel Cloud`) and its parent (`Quarrel`) do not.
//! A short form joins only the one fuller name it can mean.

use std::collections::BTreeSet;

use super::group::{Form, Groups};
use super::kin::Kinship;
use super::name::{self, Strip};
use crate::normalise::listed;

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

/// Joins the forms of companies that name the same firm; of those of one name, `kin` are a unit and its owner.
pub(super) fn join_companies(groups: &mut Groups, kin: &Kinship) {
    groups.join_by_key(|form| name::squashed(&form.core));
    groups.join_unique(|short, long| name::is_initials(&short.surface, &long.surface) || is_core_initials(short, long));
    groups.join_unique(|short, long| {
        let may_be_two = short.is_beside(long) && name::is_thinned(&short.surface, &long.surface);
        !may_be_two && name::is_contracted(&short.surface, &long.surface)
    });
    // `Vela` is `Vela Group` where the text says so, whatever `Vela Foods` owns.
    let wholes: BTreeSet<Vec<String>> =
        groups.forms.iter().filter(|form| is_whole(form)).map(|form| form.core.clone()).collect();
    groups.join_unique(|short, long| !wholes.contains(&short.core) && kin.joins(short, long));
    let heads: BTreeSet<String> = groups.forms.iter().filter_map(|form| form.core.first().cloned()).collect();
    let names: BTreeSet<Vec<String>> = groups.forms.iter().map(|form| form.core.clone()).collect();
    groups.join_short(
        |short, long| {
            !long.is_disclaimed
                && ((is_short_form(short, long) && !is_joint(long, &heads))
                    || kin.may_join(short, long)
                    || is_last_name(short, long)
                    || (is_tail(short, long) && !names.contains(&long.core[..1])))
        },
        |short, long| kin.parts(short, long),
        |form| name::has_legal_form(&form.surface),
    );
}

/// Keeps a group apart from what is called by its bare name, where the text first speaks of another firm of that name: after
/// `Vela Motors`, `Vela Group` is not the `Vela` of the headline, nor is `Vela plc`. What it calls `Vela` behind the group is
/// the group.
pub(super) fn part_groups(groups: &mut Groups) {
    let whole = |form: &Form| -> Vec<String> { name::in_full(&form.surface).split(' ').map(str::to_owned).collect() };
    let is_rival = |form: &Form, group: &Form| {
        let tail = form.core.strip_prefix(&group.core[..]).unwrap_or_default();
        form.mentions.first() < group.mentions.first() && name::is_mere_tail(tail)
    };
    let is_bare = |form: &Form, group: &Form| {
        let is_meant = form.mentions.last() > group.mentions.first() || !is_group(group) && !form.sentences.is_empty();
        form.core == group.core && whole(form) == form.core && is_meant
    };
    let parted: Vec<usize> = (0..groups.forms.len())
        .filter(|idx| whole(&groups.forms[*idx]).len() > groups.forms[*idx].core.len())
        .filter(|idx| groups.forms.iter().any(|form| is_rival(form, &groups.forms[*idx])))
        .filter(|idx| !groups.forms.iter().any(|form| is_bare(form, &groups.forms[*idx])))
        .collect();
    for idx in parted {
        let form = &mut groups.forms[idx];
        form.core = if is_group(form) { name::core(&form.surface, Strip::Legal) } else { whole(form) };
    }
}

/// Whether `form` bears more than its core: a legal form or a word as `Group`.
fn is_whole(form: &Form) -> bool {
    form.surface.split(' ').count() > form.core.len()
}

/// Whether `form` is called a group: `Vela Group` is no short form of `Vela Motors`.
fn is_group(form: &Form) -> bool {
    name::core(&form.surface, Strip::Legal).len() > form.core.len()
}

/// Whether a name is made of those of two firms of the text (`Vela Orla Ports` beside `Orla`): no head of it is a short form.
fn is_joint(long: &Form, heads: &BTreeSet<String>) -> bool {
    long.core.iter().skip(1).any(|word| heads.contains(word))
}

/// Joins the forms of organisations that name the same body.
pub(super) fn join_organisations(groups: &mut Groups, kin: &Kinship) {
    join_companies(groups, kin);
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
    let (head, full) = (&short.core, &long.core);
    if head.is_empty()
        || full.len() <= head.len()
        || full[..head.len()] != head[..]
        || name::has_legal_form(&short.surface)
    {
        return false;
    }
    let tail = &full[head.len()..];
    // One sentence that says `Vela` and `Vela Foods` means two things; `Vela Tarrow` has no trade in its name, and `Vela Foods
    // Ltd` is named in full.
    let may_be_two = head.len() == 1
        && short.is_beside(long)
        && tail.iter().any(|word| listed::is_trade_word(word))
        && !name::has_legal_form(&long.surface);
    !may_be_two && !is_group(short) && name::is_cut(full, head.len())
}

/// Least letters of a last word that stands for a name.
const LAST_NAME: usize = 4;

/// Whether `short` is the word that tells `long` from others of its trade: `Helvor` for `Groupe Helvor`.
fn is_last_name(short: &Form, long: &Form) -> bool {
    let full = &long.core;
    let [word] = short.core.as_slice() else { return false };
    let is_plain = !is_group(short)
        && word.len() >= LAST_NAME
        && !name::is_unit_word(word)
        && !BODY_NOUNS.contains(&word.as_str());
    // `Paws by Vela` is a brand of Vela's.
    let is_owned = full.len() == 3 && matches!(&*full[1], "by" | "at" | "from" | "for");
    let is_last = (2..=3).contains(&full.len()) && full.last() == Some(word) && !is_owned;
    is_last && is_plain && !name::has_legal_form(&short.surface) && !short.is_beside(long)
}

/// Whether `short` is all of `long` but its first word, the trade or the place: `Tarrow Authority` for `Redport Tarrow
/// Authority`. `Bank of Tarrow` and `Royal Bank of Tarrow` are two.
fn is_tail(short: &Form, long: &Form) -> bool {
    let is_rest = short.core.len() > 1 && long.core.get(1..) == Some(&short.core[..]);
    let is_of = |word: &String| matches!(&**word, "of" | "for" | "and" | "&");
    is_rest && !short.core.iter().any(is_of) && !name::has_legal_form(&short.surface) && !short.is_beside(long)
}

fn is_body_noun_of(short: &Form, long: &Form) -> bool {
    let words = name::core(&short.surface, Strip::Legal);
    let [noun] = words.as_slice() else { return false };
    let full = name::core(&long.surface, Strip::Legal);
    BODY_NOUNS.contains(&noun.as_str()) && full.len() > 1 && full.contains(noun)
}

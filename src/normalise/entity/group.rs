//! Surfaces of one kind, gathered into groups that name the same thing.
//!
//! A union of sets over the forms a document uses. Knows what a group is, not why two forms join.

use std::collections::{BTreeMap, BTreeSet};

/// One form of a name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// The words, cleaned.
    pub(super) surface: String,
    /// Indices of its mentions.
    pub(super) mentions: Vec<usize>,
    /// Indices of the sentences it stands in.
    pub(super) sentences: BTreeSet<usize>,
    /// Its first mention below title and lead, which speak of what the text has yet to name.
    pub(super) first_below: Option<usize>,
    /// Whether the headline has it.
    pub(super) in_headline: bool,
    /// Words that are compared.
    pub(super) core: Vec<String>,
    /// Whether it is first named as another than what is called alike: `Vela Foods, which has no ties with Vela`.
    pub(super) is_disclaimed: bool,
}

impl Form {
    /// Whether one sentence, or the headline, has both.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.in_headline && other.in_headline || self.sentences.intersection(&other.sentences).next().is_some()
    }
}

/// The forms of one kind and which of them are one.
#[derive(Debug)]
pub(super) struct Groups {
    /// In order of surface.
    pub(super) forms: Vec<Form>,
    parent: Vec<usize>,
}

impl Groups {
    /// Every form a group of its own.
    pub(super) fn new(forms: BTreeMap<String, Form>) -> Self {
        let forms: Vec<Form> = forms.into_values().collect();
        Self { parent: (0..forms.len()).collect(), forms }
    }

    /// The form that stands for the group of `idx`.
    pub(super) fn root(&self, mut idx: usize) -> usize {
        while self.parent[idx] != idx {
            idx = self.parent[idx];
        }
        idx
    }

    /// Makes the groups of `a` and `b` one.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }

    /// Makes the groups of the forms `a` and `b` one, where both are of this kind and `fits` them.
    pub(super) fn join_surfaces(&mut self, a: &str, b: &str, fits: impl Fn(&Form, &Form) -> bool) {
        let place = |surface: &str| self.forms.iter().position(|form| form.surface == surface);
        if let (Some(a), Some(b)) = (place(a), place(b))
            && fits(&self.forms[a], &self.forms[b])
        {
            self.join(a, b);
        }
    }

    /// Joins every form to the first one with the same key.
    pub(super) fn join_by_key(&mut self, key: impl Fn(&Form) -> String) {
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for idx in 0..self.forms.len() {
            let other = *first.entry(key(&self.forms[idx])).or_insert(idx);
            self.join(idx, other);
        }
    }

    /// Joins each form `a` to the one group whose forms `fits` it, where there is exactly one such group.
    pub(super) fn join_unique(&mut self, fits: impl Fn(&Form, &Form) -> bool) {
        for idx in 0..self.forms.len() {
            let fitting = (0..self.forms.len()).filter(|other| fits(&self.forms[idx], &self.forms[*other]));
            let roots: BTreeSet<usize> = fitting.map(|other| self.root(other)).collect();
            let others: Vec<usize> = roots.into_iter().filter(|root| *root != self.root(idx)).collect();
            if let [only] = others[..] {
                self.join(idx, only);
            }
        }
    }

    /// Joins each form that no fuller one has joined to the one group that it is a short form of, of those named before it:
    /// what a text calls by a short name before it names another in full is no short form of that.
    /// `parts` tells two forms whose groups are two; `is_whole` names with all that belongs to them.
    pub(super) fn join_short(
        &mut self,
        fits: impl Fn(&Form, &Form) -> bool,
        parts: impl Fn(&Form, &Form) -> bool,
        is_whole: impl Fn(&Form) -> bool,
    ) {
        let words = |form: &Form| form.surface.split(' ').count();
        // Longest first: what a text calls in three lengths is one before the shortest is looked at.
        let mut order: Vec<usize> = (0..self.forms.len()).collect();
        order.sort_by_key(|idx| std::cmp::Reverse(words(&self.forms[*idx])));
        for idx in order {
            let short = &self.forms[idx];
            if self.members(self.root(idx)).any(|other| words(other) > words(short)) {
                continue;
            }
            let all = |is: &dyn Fn(&Form) -> bool| -> BTreeSet<usize> {
                (0..self.forms.len()).filter(|other| is(&self.forms[*other])).map(|other| self.root(other)).collect()
            };
            // A headline's `VELA` is parted from what the text's `Vela` is.
            let parted = all(&|other| self.members(self.root(idx)).any(|short| parts(short, other)));
            let roots: BTreeSet<usize> = all(&|other| fits(short, other)).difference(&parted).copied().collect();
            let is_in_lead = |root: usize| self.members(root).any(|form| form.sentences.first() == Some(&0));
            let in_headline_alone = self.members(self.root(idx)).all(|form| form.sentences.is_empty());
            // What the lead calls so is told in full there, or below by its whole name.
            let is_told = |root: usize| {
                self.members(root).any(|form| is_whole(form) || form.mentions.first() != form.first_below.as_ref())
            };
            let is_before = |root: usize| match short.first_below {
                Some(below) => self.first(root) < Some(below) && (is_told(root) || !is_in_lead(self.root(idx))),
                None => in_headline_alone || is_told(root),
            };
            let others: Vec<usize> =
                roots.into_iter().filter(|root| *root != self.root(idx) && is_before(*root)).collect();
            // Of several, a text means the one of its headline, or of its lead, and a headline the one that the text names
            // first.
            let only = |is_meant: &dyn Fn(usize) -> bool| -> Option<usize> {
                let mut meant = others.iter().copied().filter(|root| is_meant(*root));
                meant.next().xor(meant.next())
            };
            let is_in_headline = |root: usize| self.members(root).any(|form| form.in_headline);
            let meant = match others[..] {
                [only] => Some(only),
                _ if in_headline_alone => {
                    let first = |root: usize| {
                        let named = self.members(root).filter(|form| form.core.starts_with(&short.core));
                        named.filter_map(|form| form.mentions.first()).min()
                    };
                    others
                        .iter()
                        .copied()
                        .filter(|root| first(*root).is_some() && !is_in_headline(*root))
                        .min_by_key(|root| first(*root))
                }
                _ => only(&is_in_headline).or_else(|| only(&is_in_lead)),
            };
            if let Some(meant) = meant {
                self.join(idx, meant);
            }
        }
    }

    /// The first mention of the group that `root` stands for.
    fn first(&self, root: usize) -> Option<usize> {
        self.members(root).filter_map(|form| form.mentions.first()).min().copied()
    }

    /// The forms of the group that `root` stands for.
    fn members(&self, root: usize) -> impl Iterator<Item = &Form> {
        (0..self.forms.len()).filter(move |idx| self.root(*idx) == root).map(|idx| &self.forms[idx])
    }

    /// Indices of the forms of each group, in order of their first form.
    pub(super) fn sets(&self) -> Vec<Vec<usize>> {
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for idx in 0..self.forms.len() {
            sets.entry(self.root(idx)).or_default().push(idx);
        }
        sets.into_values().collect()
    }
}

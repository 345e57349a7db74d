//! What a brief says that no earlier edition said of the story.
//!
//! Takes a telling and what was told before; gives sentences and figures that only documents of today give. A sentence
//! that repeats one of a document of before is no news, whichever of the two the earlier brief quoted.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::config::Consolidate;
use crate::types::{Claim, DocumentId, News, Value};

use super::member::{Member, Telling};
use super::{figure, sentence};

/// What earlier editions told of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The last of them.
    pub since: Date,
    /// Documents of the story that came after it.
    pub fresh: BTreeSet<DocumentId>,
    /// Sentences and figures that they told.
    pub texts: BTreeSet<String>,
}

/// What is new.
pub(super) fn of(
    telling: &Telling<'_>,
    earlier: &Earlier,
    print: &dyn Fn(&Value) -> String,
    settings: &Consolidate,
) -> News {
    let is_fresh = |member: &Member<'_>| earlier.fresh.contains(&member.document.id);
    let only_fresh = |claim: &Claim| {
        let mut documents = claim.citations().iter().map(|citation| &citation.document);
        !earlier.texts.contains(claim.text()) && documents.all(|document| earlier.fresh.contains(document))
    };
    let mut sentences = sentence::new(telling, &is_fresh, settings);
    sentences.retain(only_fresh);
    News {
        since: earlier.since,
        sentences,
        figures: figure::rows_of(telling, &[], print, &only_fresh, settings.max_figures),
    }
}

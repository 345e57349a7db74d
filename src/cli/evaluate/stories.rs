//! Scores stories: what the brief says of figures of different reports.

use std::fmt::Write as _;

use wirebrief_eval::{MarkedError, Place, StoryScores, StoryTold, ToldDifference, ToldRow, story_gold};

use super::figures;
use super::marked::Read;
use crate::config::Settings;
use crate::pipeline;
use crate::types::{Brief, Citation, Difference, DifferenceKind, DocumentId, SourceField, Span};

/// The table and the faults of all stories.
pub(super) fn scored(read: &[Read<'_>], settings: &Settings) -> Result<(String, String), MarkedError> {
    let mut scores = StoryScores::default();
    let mut errors = String::new();
    for read in read {
        let gold = story_gold(read.article)?;
        let faults = scores.add(read.article, &gold, &told(read, settings));
        errors.extend(faults.iter().map(|fault| fault.line(read.article)));
    }
    Ok((scores.table(), errors))
}

/// Every pair of figures that is compared, a line each: story, relation of the gold (`-` where it says none), features.
pub(super) fn pairs(read: &[Read<'_>], settings: &Settings) -> Result<String, MarkedError> {
    let mut out = String::new();
    for read in read {
        let gold = story_gold(read.article)?;
        for compared in pipeline::compared_figures(read.documents, read.extractions, &read.questions, settings) {
            let place = |(id, span): &(DocumentId, Span)| {
                let document = read.documents.iter().position(|document| document.id == *id)?;
                Some((document, span.start(), span.end()))
            };
            let [Some(a), Some(b)] = [place(&compared.places[0]), place(&compared.places[1])] else { continue };
            let relation = gold.relation_of(a, b).map_or("-", wirebrief_eval::Relation::name);
            let features: Vec<String> = compared.features.iter().map(f32::to_string).collect();
            let judged: Vec<String> = compared.judged.iter().flatten().map(f32::to_string).collect();
            let (features, judged) = (features.join("\t"), judged.join(","));
            let _ = writeln!(out, "{}\t{relation}\t{a:?}\t{b:?}\t{features}\t{judged}", read.article.id);
        }
    }
    Ok(out)
}

fn told(read: &Read<'_>, settings: &Settings) -> StoryTold {
    let story = pipeline::as_one_story(read.documents, read.extractions, &read.questions, settings);
    let mut told = story.and_then(|story| story.brief).map(|brief| of_brief(&brief, read)).unwrap_or_default();
    for (document, extraction) in read.extractions.iter().enumerate() {
        let valued = extraction.mentions.iter().filter_map(|mention| Some((mention.span, mention.value.as_ref()?)));
        let written = valued.map(|(span, value)| ((document, span.start(), span.end()), figures::written(value)));
        told.values.extend(written.filter(|(_, value)| !value.is_empty()));
    }
    told
}

fn of_brief(brief: &Brief, read: &Read<'_>) -> StoryTold {
    let row = |row: &crate::types::FigureRow| ToldRow {
        places: places(row.value.citations(), read),
        conversions: row.conversion.iter().flat_map(|claim| places(claim.citations(), read)).collect(),
        n_families: row.value.families(),
    };
    StoryTold {
        differences: brief.differences.iter().map(|told| difference(told, read)).collect(),
        rows: brief.figures.iter().map(row).collect(),
        values: Vec::new(),
    }
}

fn difference(difference: &Difference, read: &Read<'_>) -> ToldDifference {
    let kind = match difference.kind {
        DifferenceKind::Disputed => "disputed",
        DifferenceKind::Rounded => "rounded",
        DifferenceKind::Scope => "scope",
        DifferenceKind::Updated => "updated",
    };
    let positions = difference.positions.iter().map(|position| places(position.value.citations(), read)).collect();
    ToldDifference { kind: kind.to_owned(), positions }
}

/// Where the citations point, by number of the document.
fn places(citations: &[Citation], read: &Read<'_>) -> Vec<Place> {
    let place = |citation: &Citation| {
        let document = read.documents.iter().position(|document| document.id == citation.document)?;
        Some((document, citation.span.start(), citation.span.end()))
    };
    citations.iter().filter(|citation| citation.field == SourceField::Text).filter_map(place).collect()
}

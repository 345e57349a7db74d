//! Articles to glue: texts of the crawl, and texts of pages as extraction finds them, with their section headings.

use std::io::BufRead;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use trafilatura::{ExtractionFocus, Options};
use wirebrief::types::content_hash;

use crate::Fault;

#[path = "../flat/strip.rs"]
mod strip;

/// Fewest words of an article worth gluing.
const WORDS: usize = 120;
/// Records of each day of the crawl that are read.
const A_DAY: usize = 120;

/// A headline, its text, and how many section headings stand in it.
pub(crate) struct Article {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) headings: usize,
}

impl Article {
    pub(crate) fn is_held(&self) -> bool {
        content_hash(self.text.as_bytes()).bytes().last().is_some_and(|byte| byte % 2 == 1)
    }

    pub(crate) fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }
}

/// Articles of the crawl, evenly from its days, each title once.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads its input")]
pub(crate) fn of_dump(folder: &Path) -> Result<Vec<Article>, Fault> {
    #[derive(serde::Deserialize)]
    struct Record {
        title: String,
        text: String,
    }
    let mut days: Vec<_> = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, Fault>>()?;
    days.sort();
    let (mut articles, mut titles) = (Vec::new(), std::collections::BTreeSet::new());
    for day in days.iter().filter(|day| day.extension().is_some_and(|ending| ending == "gz")) {
        let lines = std::io::BufReader::new(flate2::read::GzDecoder::new(std::fs::File::open(day)?)).lines();
        let mut n_day = 0;
        for (idx, line) in lines.enumerate() {
            if idx % 3 != 0 || n_day == A_DAY {
                continue;
            }
            let Record { title, text } = serde_json::from_str(&line?)?;
            let article = Article { title, text: text.trim().to_owned(), headings: 0 };
            if article.words() >= WORDS && article.text.lines().count() >= 3 && titles.insert(article.title.clone()) {
                articles.push(article);
                n_day += 1;
            }
        }
    }
    Ok(articles)
}

/// Articles of the pages, as extraction finds them.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads its input")]
pub(crate) fn of_pages(folder: &Path) -> Result<Vec<Article>, Fault> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, Fault>>()?;
    files.sort();
    let mut articles = Vec::new();
    for path in files {
        let page = strip::decoded(&std::fs::read(path)?);
        let options = Options::default()
            .with_focus(ExtractionFocus::FavorPrecision)
            .with_fallback(true)
            .with_exclude_comments(true);
        let Ok(Ok(found)) = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(&page, &options))) else { continue };
        let html = &found.content_html;
        let headings = ["<h2", "<h3", "<h4"].iter().map(|tag| html.matches(tag).count()).sum();
        let text = strip::stripped(html);
        let article = Article { title: found.metadata.title, text, headings };
        if article.words() >= WORDS && article.text.lines().count() >= 3 && article.title.split(' ').count() >= 3 {
            articles.push(article);
        }
    }
    Ok(articles)
}

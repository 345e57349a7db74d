//! Files made of articles: two or three glued together, with and without chrome between, or one with section headings.
//!
//! What is made depends on a counter alone (a small generator of numbers seeded by it), so that every run makes the same
//! files. All chrome, by-lines and headings are invented here.

use crate::article::Article;
use crate::dress;

/// Words that a single article must have to count as long.
const LONG: usize = 400;
/// Section headings put into long articles that have none.
const HEADINGS: [&str; 12] = [
    "What it means",
    "The background",
    "How it began",
    "Growing pressure",
    "A question of cost",
    "What comes next",
    "A long road",
    "Mixed reactions",
    "The numbers",
    "Looking ahead",
    "Why it matters",
    "Old and new",
];

/// Where one article ends and the next begins.
pub(crate) struct Joint {
    /// First line after the text of the article before.
    pub(crate) from: usize,
    /// First line of the article after.
    pub(crate) to: usize,
    /// What stands there.
    pub(crate) kind: &'static str,
}

/// A file and the joints in it.
pub(crate) struct Made {
    pub(crate) text: String,
    pub(crate) joints: Vec<Joint>,
}

impl Made {
    /// Every run of neighbouring articles as a text of its own, the whole file among them.
    pub(crate) fn runs(&self) -> Vec<Self> {
        let filled = self.text.lines().filter(|line| !line.trim().is_empty());
        let starts: Vec<usize> = filled.map(|line| line.as_ptr() as usize - self.text.as_ptr() as usize).collect();
        let mut borders = vec![0];
        borders.extend(self.joints.iter().map(|joint| joint.to));
        let byte = |line: Option<&usize>| line.and_then(|line| starts.get(*line)).copied().unwrap_or(self.text.len());
        let mut runs = Vec::new();
        for (first, top) in borders.iter().enumerate() {
            for last in first..borders.len() {
                let shifted = |joint: &Joint| Joint { from: joint.from - top, to: joint.to - top, kind: joint.kind };
                let joints = self.joints[first..last].iter().map(shifted).collect();
                let text = self.text[byte(Some(top))..byte(borders.get(last + 1))].to_owned();
                runs.push(Self { text, joints });
            }
        }
        runs
    }

    /// A single article whole, and what follows each fifth line of it, up to five times.
    pub(crate) fn tails(&self) -> Vec<Self> {
        let lines: Vec<&str> = self.text.lines().collect();
        (0..lines.len())
            .step_by(5)
            .take(5)
            .map(|at| Self { text: lines[at..].join("\n"), joints: Vec::new() })
            .collect()
    }
}

/// The articles of one half.
pub(crate) struct Pool<'a> {
    articles: Vec<&'a Article>,
    sectioned: Vec<&'a Article>,
    plain_long: Vec<&'a Article>,
}

impl<'a> Pool<'a> {
    pub(crate) fn of(crawled: &'a [Article], extracted: &'a [Article], held: bool) -> Self {
        let half = |article: &&&'a Article| article.is_held() == held;
        let all: Vec<&Article> = crawled.iter().chain(extracted).collect();
        let articles: Vec<&Article> = all.iter().filter(half).copied().collect();
        let long = articles.iter().copied().filter(|article| article.words() >= LONG);
        let (sectioned, plain_long) = long.partition(|article| article.headings >= 2);
        Self { articles, sectioned, plain_long }
    }

    /// `n` files of two or three articles.
    pub(crate) fn glued(&self, n: usize) -> Vec<Made> {
        (0..n).map(|number| self.glue(&mut Numbers::seeded(number))).collect()
    }

    /// `n` files of one long article with section headings: those that have them, then others with invented ones.
    pub(crate) fn singles(&self, n: usize) -> Vec<Made> {
        let own = self.sectioned.iter().map(|article| format!("{}\n{}", article.title, article.text));
        let put = self.plain_long.iter().enumerate().map(|(number, article)| with_headings(article, number));
        own.chain(put).take(n).map(|text| Made { text, joints: Vec::new() }).collect()
    }

    /// `n` files of two or three articles for training, half of them dressed as `dress` has it.
    pub(crate) fn trained(&self, n: usize) -> Vec<Made> {
        let made = |number: usize| {
            let mut numbers = Numbers::seeded(number);
            if number.is_multiple_of(2) { self.glue(&mut numbers) } else { self.dressed(&mut numbers) }
        };
        (0..n).map(made).collect()
    }

    /// Single articles of the same kind, dressed.
    pub(crate) fn dressed_singles(&self, n: usize) -> Vec<Made> {
        let long = self.sectioned.iter().chain(&self.plain_long);
        let made = |(number, article): (usize, &&Article)| {
            let mut text = String::new();
            dress::write(article, &mut Numbers::seeded(number), &mut text);
            Made { text, joints: Vec::new() }
        };
        long.enumerate().take(n).map(made).collect()
    }

    /// An article to go behind `text`; none where its title or text stands there: that would be no joint of two articles.
    fn another(&self, numbers: &mut Numbers, text: &str) -> Option<&Article> {
        let article = self.articles[numbers.below(self.articles.len())];
        (!text.contains(article.text.lines().next().unwrap_or_default())).then_some(article)
    }

    fn dressed(&self, numbers: &mut Numbers) -> Made {
        let mut made = Made { text: String::new(), joints: Vec::new() };
        for place in 0..2 + numbers.below(2) {
            let Some(article) = self.another(numbers, &made.text) else { continue };
            let from = n_lines(&made.text);
            if place > 0 {
                dress::between(&self.articles, numbers, &mut made.text);
                made.joints.push(Joint { from, to: n_lines(&made.text), kind: "dressed" });
            }
            dress::write(article, numbers, &mut made.text);
        }
        made
    }

    fn glue(&self, numbers: &mut Numbers) -> Made {
        let mut made = Made { text: String::new(), joints: Vec::new() };
        for place in 0..2 + numbers.below(2) {
            let Some(article) = self.another(numbers, &made.text) else { continue };
            let from = n_lines(&made.text);
            let between = if place == 0 { "" } else { self.between(numbers, &mut made.text) };
            let to = n_lines(&made.text);
            let top = head(article, numbers, &mut made.text);
            if place > 0 {
                made.joints.push(Joint { from, to, kind: kind(between, top) });
            }
            made.text.push_str(&article.text);
        }
        made
    }

    /// Writes what stands between two articles.
    fn between(&self, numbers: &mut Numbers, text: &mut String) -> &'static str {
        match numbers.below(10) {
            0..=2 => {
                text.push('\n');
                "line"
            }
            3..=5 => {
                text.push_str("\n\n\n");
                "blank"
            }
            6..=8 => {
                text.push_str("\nShare this article\n");
                if numbers.below(2) == 0 {
                    text.push_str("Related articles\n");
                    for _ in 0..3 {
                        text.extend([&*self.articles[numbers.below(self.articles.len())].title, "\n"]);
                    }
                }
                text.push_str("Sign up for our newsletter\n© 2026 The Orrin Post. All rights reserved.\n");
                "chrome"
            }
            _ => {
                text.push_str("\n\n* * *\n\n");
                "rule"
            }
        }
    }
}

/// Writes what stands above an article's text.
fn head(article: &Article, numbers: &mut Numbers, text: &mut String) -> &'static str {
    match numbers.below(10) {
        0..=3 => {
            text.extend([&*article.title, "\n"]);
            "title"
        }
        4..=5 => {
            text.extend([&*article.title, "\nBy Ann Bee\n12 March 2026\n"]);
            "title+byline+date"
        }
        6 => {
            text.extend([&*article.title, "\nBy Carl Dee, Tidewire\n"]);
            "title+byline"
        }
        7 => {
            text.extend([&*article.title, "\nPublished: March 12, 2026\n"]);
            "title+date"
        }
        _ => "bare",
    }
}

fn kind(between: &'static str, top: &'static str) -> &'static str {
    match (between, top) {
        (_, "title+byline+date" | "title+byline" | "title+date") => top,
        ("chrome", "bare") => "chrome, bare",
        ("rule", "bare") => "rule, bare",
        ("blank", "bare") => "blank, bare",
        (_, "bare") => "bare",
        ("chrome", _) => "chrome, title",
        ("rule", _) => "rule, title",
        ("blank", _) => "blank, title",
        _ => "title",
    }
}

/// The article with an invented heading above about every fourth paragraph.
fn with_headings(article: &Article, number: usize) -> String {
    let mut text = format!("{}\n", article.title);
    for (idx, line) in article.text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        if idx % 4 == 3 {
            text.extend([HEADINGS[(number + idx / 4) % HEADINGS.len()], "\n"]);
        }
        text.extend([line, "\n"]);
    }
    text
}

fn n_lines(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).count()
}

/// A small generator of numbers (SplitMix64, Steele et al. 2014).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn seeded(seed: usize) -> Self {
        Self(seed as u64 ^ 0x5eed)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % n.max(1) as u64) as usize
    }
}

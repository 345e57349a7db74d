//! What stands above, below and between the articles of training files: more kinds than those that are measured.
//!
//! Takes an article, gives its text with a head, an opening and a foot, each of them invented; a single article wears
//! them as often as a glued one, so that none of them alone speaks for a cut. Knows nothing of what is measured.

use crate::article::Article;
use crate::glue::Numbers;

/// Lines above an article's text, beside its headline.
const ABOVE: [&str; 24] = [
    "By Ann Bee",
    "By Ann Bee and Carl Dee",
    "Ann Bee",
    "Written by: Ann Bee 03/12/26 - 10:37 AM EDT",
    "By Carl Dee | Tidewire",
    "Von Ann Bee",
    "Par Ann Bee",
    "Ann Bee, staff writer",
    "12 March 2026",
    "March 12, 2026",
    "Published: March 12, 2026 at 9:14 am",
    "Updated: Mar 12, 2026 18:31 IST",
    "| Updated: Mar 12, 2026 18:31 IST",
    "Thu, Mar 12, 2026, 2:04 PM AEST",
    "12.03.2026",
    "12. März 2026, 18:31 Uhr",
    "12 mars 2026 à 9h14",
    "2026-03-12 18:31",
    "10 minutes ago",
    "3 hours ago",
    "Print",
    "7 COMMENTS",
    "ORRIN, Vt.--(TIDE WIRE)--",
    "Business",
];
/// Openings of the first paragraph.
const OPENINGS: [&str; 20] = [
    "ORRIN, March 12 (Tidewire) - ",
    "ORRIN, March 12 ",
    "ORRIN (Tidewire) - ",
    "ORRIN (Tidewire) -- ",
    "PORT HALE/ORRIN, March 12 (Tidewire) – ",
    "ORRIN, Vt., March 12, 2026 /TW Newswire/ -- ",
    "ORRIN, Vt.--(TIDE WIRE)--",
    "ORRIN: ",
    "ORRIN — ",
    "Orrin - ",
    "Orrin (tw). ",
    "(Tidewire) - ",
    "(TIDEWIRE - Harlow) ",
    "March 12 ",
    "Updated: Mar 12, 2026 18:31 IST ",
    "7 COMMENTS ",
    "By Ann Bee ",
    "By Ann Bee, Tidewire 10 minutes ago ",
    "Tidewire – 10 minutes ago View Photo ",
    "File photo. Picture: Carl Dee ",
];
/// Lines below an article's text.
const BELOW: [&str; 24] = [
    "(Reporting by Ann Bee; Editing by Carl Dee)",
    "(Additional reporting by Ann Bee in Port Hale; Writing by Carl Dee; Editing by Dan Eff)",
    "Ann Bee contributed to this report.",
    "Ann Bee is a reporter in Orrin. Follow her on Twitter @annbee",
    "Write to Ann Bee at ann.bee@orrinpost.example",
    "ann.bee@orrinpost.example",
    "Contact: Ann Bee, 555-014-7651",
    "Media Contact:\nAnn Bee\n+1 555 014 7651\nann.bee@harlow.example",
    "About Harlow\nHarlow Mills Inc. is a leading provider of flour and feed with mills in twelve states. The company's \
     shares trade under the symbol HRLW. For more information, visit www.harlow.example.",
    "About Harlow Harlow Mills Inc. ( HRLW ) is a leading provider of flour and feed with mills in twelve states.",
    "Copyright 2026 Tidewire. All rights reserved.",
    "Copyright 2026 Tidewire. All rights reserved. This material may not be published, broadcast, rewritten or \
     redistributed.",
    "© 2026 The Orrin Post",
    "Source: Tidewire",
    "Quelle: Tidewire",
    "This article first appeared in The Orrin Post.",
    "12 March 2026",
    "www.orrinpost.example",
    "Read more at http://www.orrinpost.example/2026/03/12/harlow.html",
    "Tags: Harlow, Orrin, mills",
    "Comments",
    "-- ends --",
    "Orrin Business",
    "A Business Desk report",
];
/// Lines of chrome between two articles.
const BETWEEN: [&str; 20] = [
    "Share this article",
    "Share",
    "Sign up for our newsletter",
    "© 2026 The Orrin Post. All rights reserved.",
    "Related articles",
    "Most read",
    "More from The Orrin Post",
    "Comments",
    "Leave a comment",
    "Print",
    "Email",
    "Subscribe",
    "Read more",
    "Advertisement",
    "Next article",
    "Previous article",
    "Artikel teilen",
    "Mehr zum Thema",
    "Lire aussi",
    "Compartir",
];
const RULES: [&str; 6] = ["* * *", "---", "________________", "#####", "***", "=========="];

/// One of `lines`.
fn one<'l>(lines: &[&'l str], numbers: &mut Numbers) -> &'l str {
    lines[numbers.below(lines.len())]
}

/// Writes what stands between two articles.
pub(crate) fn between(others: &[&Article], numbers: &mut Numbers, text: &mut String) {
    match numbers.below(10) {
        0..=4 => text.push('\n'),
        5..=6 => text.push_str("\n\n\n"),
        7..=8 => {
            text.push('\n');
            for _ in 0..=numbers.below(5) {
                let title = numbers.below(4) == 0;
                let line = if title { &*others[numbers.below(others.len())].title } else { one(&BETWEEN, numbers) };
                text.extend([line, "\n"]);
            }
        }
        _ => text.extend(["\n\n", one(&RULES, numbers), "\n\n"]),
    }
}

/// Writes `n` of `lines`.
fn some(n: usize, lines: &[&str], numbers: &mut Numbers, text: &mut String) {
    (0..n).for_each(|_| text.extend([one(lines, numbers), "\n"]));
}

/// Writes `article` with what stands above and below it.
pub(crate) fn write(article: &Article, numbers: &mut Numbers, text: &mut String) {
    let titled = numbers.below(10) < 7;
    if titled {
        text.push_str(&article.title);
        if numbers.below(8) == 0 {
            text.push_str([" | The Orrin Post", " - Tidewire"][numbers.below(2)]);
        }
        text.push('\n');
        if numbers.below(8) == 0 {
            text.extend([&*article.title, "\n"]);
        }
        let n = [0, 0, 1, 1, 2][numbers.below(5)];
        some(n, &ABOVE, numbers, text);
    }
    // A page's window title or headline often runs into its first paragraph.
    let runs_in = if numbers.below(3) == 0 {
        text.push_str(one(&OPENINGS, numbers));
        numbers.below(2) == 1 && titled
    } else {
        let under_title = numbers.below(6) == 0;
        if titled { under_title } else { numbers.below(4) == 0 }
    };
    if runs_in {
        text.extend([&*article.title, " "]);
    }
    text.push_str(article.text.trim_end());
    let n = [0, 0, 1, 2][numbers.below(4)];
    if n > 0 {
        text.push('\n');
        some(n, &BELOW, numbers, text);
    }
}

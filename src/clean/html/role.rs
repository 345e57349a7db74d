//! What the attributes of an element say it is for: class names, ids and roles are written in words, and the words are
//! the same on most sites (`entry-content`, `related-posts`, `sidebar`).
//!
//! Names are cut into words at every mark and at capitals (`relatedPosts`, `post__body`), so that `head` is not found
//! in `headline`. English words are used by sites of every language; words of other languages stand beside them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tag::Tag;
use super::tree::{Name, Tree};

/// What an element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Nothing is said.
    None,
    /// The article's own text (`articleBody`, `entry-content`).
    Body,
    /// The article with its head, or the main column.
    Main,
    /// The paragraph above the text (`standfirst`, `lead`).
    Lead,
    /// Reader comments.
    Comments,
    /// No article text, whatever it holds (`sidebar`, `breadcrumb`).
    Chrome,
    /// Most often no article text (`share`, `author`); also used on wrappers of it.
    Doubtful,
}

/// Reader comments.
const COMMENTS: &str = "comment comments commentlist commentarea commentform commentsection disqus fbcomments kommentar \
     kommentare kommentarbereich leserkommentare commentaire commentaires comentario comentarios commenti reacties respond \
     komentarze kommentarer pingback pingbacks trackback trackbacks";
/// Words of boxes that hold no article text.
const CHROME: &str = "sidebar sidebars seitenleiste marginalspalte footer foot fusszeile navigation navbar navi subnav topnav \
     breadcrumb breadcrumbs brotkrumen menu menue submenu related relatedposts relatedarticles relatedcontent verwandt \
     verwandte relacionadas relacionados newsletter cookie cookies cookiebar consent gdpr dsgvo outbrain taboola plista \
     recommended recommendation recommendations recommends empfehlung empfehlungen pagination pager paginator tagcloud taglist \
     tagslist addtoany addthis sharedaddy sharing share shares sharebar sharebuttons sharethis shariff ssba socialshare \
     social socials socialmedia sociable teilen compartir partager mostread mostpopular trending advert adverts \
     advertisement advertising anzeige anzeigen werbung adsense adsbygoogle adslot adbox adunit ad ads publicidad publicite \
     sponsored sponsor sponsors promo promos promotion skiplink lightbox subscribe subscription signup authorbox \
     authorbio author authors postmeta entrymeta articlemeta akismet noprint bookmarks imprint impressum lesetipps \
     lesetipp nextpost prevpost postnav login flattr vgwort toc printfooter catlinks editsection navbox readmore \
     weiterlesen mehrzumthema crosslinks linkbox popup modal banner bio byline teaserlist upsell carousel popular";
/// Words of boxes that hold none most of the time.
const DOUBTFUL: &str = "nav adv widget widgets tags tag keywords schlagworte schlagwoerter autor autoren autorin meta \
     metadata rating ratings vote votes poll slider caption credit credits copyright hidden hide invisible overlay search \
     suche print recent latest next previous prev embed embedded player tweet instagram facebook twitter whatsapp date datum \
     timestamp published pubdate category categories kategorie kategorien links download downloads donate donation \
     spenden spende follow abo shop button buttons btn teasers topics themen attribution license lizenz feedback \
     reactions like likes aside counter stats views ticker ranking paywall offer offers notice alert toolbar tools gallery \
     galerie disclaimer infobox thumbnail thumb logo icon";
/// Words that follow each other in names of boxes without article text.
const CHROME_PAIRS: [&str; 26] = [
    "read more",
    "most read",
    "also read",
    "read also",
    "see also",
    "may like",
    "might like",
    "also like",
    "read next",
    "up next",
    "more from",
    "more stories",
    "more news",
    "more articles",
    "other articles",
    "other news",
    "next post",
    "post nav",
    "post navigation",
    "tag list",
    "sign up",
    "opt in",
    "skip link",
    "mehr zum",
    "auch interessant",
    "sr only",
];
/// Words of elements that are not seen where they stand.
const UNSEEN: [&str; 10] =
    ["hidden", "hide", "invisible", "sr", "screen", "overlay", "tooltip", "noprint", "editsection", "print"];
/// Words that together name the article's own text.
const BODY_PAIRS: [&str; 46] = [
    "article body",
    "article content",
    "article text",
    "article copy",
    "article main content",
    "article paragraphs",
    "articles body",
    "entry content",
    "entry body",
    "entry text",
    "entry main",
    "post content",
    "post body",
    "post text",
    "post entry",
    "post copy",
    "post article",
    "post bodycopy",
    "story body",
    "story content",
    "story text",
    "story copy",
    "news text",
    "news body",
    "news content",
    "news article",
    "body text",
    "body copy",
    "text body",
    "content body",
    "content text",
    "text content",
    "blog content",
    "blog text",
    "blog post content",
    "artikel text",
    "artikel inhalt",
    "artikel content",
    "beitrag text",
    "beitrag content",
    "single content",
    "detail text",
    "detail content",
    "rich text",
    "field body",
    "name body",
];
const BODY: &str = "articlebody articlecontent articletext postcontent postbody posttext entrycontent entrytext storybody storycontent \
     storytext bodytext bodycopy artikeltext artikelinhalt newstext entry posttext texto bodytext";
/// Words after a pair that keep its meaning: `article-body__content`.
const SAME: &str = "content wrapper wrap inner container main text full area area1 section single body entry clearfix";
const MAIN: &str = "content main maincontent contentmain hauptinhalt hauptspalte primary article artikel post story beitrag hentry noticia";
const LEAD: &str = "lead lede leadtext standfirst intro introduction introtext vorspann anreisser anleser abstract summary \
     excerpt subtitle subheadline subheading deck dek chapo entradilla bajada sommario occhiello sapo ingress kicker description zusammenfassung teaser teasertext";

static WORDS: LazyLock<HashMap<&'static str, Role>> = LazyLock::new(|| {
    let lists = [
        (LEAD, Role::Lead),
        (MAIN, Role::Main),
        (BODY, Role::Body),
        (DOUBTFUL, Role::Doubtful),
        (CHROME, Role::Chrome),
        (COMMENTS, Role::Comments),
    ];
    lists.into_iter().flat_map(|(list, role)| list.split_whitespace().map(move |word| (word, role))).collect()
});

/// Roles of all elements, in the order of the nodes; text has none.
pub(super) fn roles(tree: &Tree) -> Vec<Role> {
    let mut known = HashMap::new();
    let mut role = |idx: usize| match tree.nodes[idx].tag {
        Tag::Text | Tag::Html | Tag::Body | Tag::Br | Tag::Script | Tag::Meta | Tag::Link | Tag::Void => Role::None,
        _ => role(tree, idx, &mut known),
    };
    (0..tree.nodes.len()).map(&mut role).collect()
}

/// The role of element `idx`, from its own attributes and its tag; `known` are the names met so far.
fn role<'t>(tree: &'t Tree, idx: usize, known: &mut HashMap<&'t str, Role>) -> Role {
    let tag = tree.nodes[idx].tag;
    if tree.attribute(idx, Name::Itemprop).is_some_and(|kind| kind.split_whitespace().any(|kind| kind == "articleBody"))
    {
        return Role::Body;
    }
    match tree.attribute(idx, Name::Role) {
        Some(
            "navigation" | "banner" | "complementary" | "contentinfo" | "search" | "dialog" | "menu" | "menubar"
            | "toolbar" | "alert",
        ) => {
            return Role::Chrome;
        }
        Some("main" | "article") => return Role::Main,
        _ => {}
    }
    let class = tree.attribute(idx, Name::Class).unwrap_or_default();
    // Themes list the categories and tags of a post among its classes.
    let post = class
        .split_whitespace()
        .any(|token| matches!(token, "hentry" | "post" | "type-post" | "status-publish" | "type-page"));
    let names = class.split_whitespace().chain(tree.attribute(idx, Name::Id));
    let said = names.map(|name| *known.entry(name).or_insert_with(|| named(name))).fold(Role::None, stronger);
    match (tag, said) {
        (Tag::Article | Tag::Main, Role::Comments) if !post => Role::Comments,
        (Tag::Article | Tag::Main, Role::Body) => Role::Body,
        (Tag::Article | Tag::Main, _) => Role::Main,
        (_, Role::Comments | Role::Chrome | Role::Doubtful) if post => Role::Main,
        _ => said,
    }
}

/// Whether an element names itself as one that readers of the page do not see in their place: what is read out alone,
/// what shows when pointed at.
pub(super) fn is_unseen(tree: &Tree, idx: usize) -> bool {
    let class = tree.attribute(idx, Name::Class).unwrap_or_default();
    let words: Vec<String> = class.split_whitespace().map(spelled).collect();
    words.iter().flat_map(|name| name.split(' ')).any(|word| UNSEEN.contains(&word))
}

/// Of two things said of one element, the one that decides.
fn stronger(one: Role, other: Role) -> Role {
    let rank = |role| match role {
        Role::None => 0,
        Role::Main => 1,
        Role::Lead => 2,
        Role::Doubtful => 3,
        Role::Body => 4,
        Role::Chrome => 5,
        Role::Comments => 6,
    };
    if rank(other) > rank(one) { other } else { one }
}

/// The role that one class name or id tells.
fn named(token: &str) -> Role {
    if ["elementor", "et_pb", "category-", "tag-", "wp-image", "align"].iter().any(|start| token.starts_with(start))
        || token.len() > 80
    {
        return Role::None;
    }
    let words = spelled(token);
    if is_body(&words) {
        return Role::Body;
    }
    if CHROME_PAIRS.iter().any(|pair| contains_words(&words, pair)) {
        return Role::Chrome;
    }
    // `hidden-xs`, `visible-mobile` depend on the screen.
    if words.split(' ').any(|word| matches!(word, "hidden" | "visible" | "hide" | "show"))
        && words.split(' ').any(|word| {
            matches!(
                word,
                "xs" | "sm" | "md" | "lg" | "xl" | "mobile" | "tablet" | "desktop" | "small" | "phone" | "large"
            )
        })
    {
        return Role::None;
    }
    // `no-sidebar`, `with-ads`, `has-related` say how the page is laid out.
    let mut parts = words.split(' ').peekable();
    if parts.peek().is_some_and(|first| matches!(*first, "no" | "with" | "has" | "without" | "hide" | "show" | "is")) {
        return Role::None;
    }
    // `tagStyle_3`, `thumb-style` say what a thing looks like.
    if words.split(' ').any(|word| matches!(word, "style" | "styles")) {
        return Role::None;
    }
    let single = !words.contains(' ');
    let all = parts.filter_map(|word| WORDS.get(word).copied());
    let role = all.fold(Role::None, stronger);
    // Weak words name a thing only where nothing else is said (`post`, but not `post-title`).
    if !single && matches!(role, Role::Main | Role::Body) && !is_main(&words) { Role::None } else { role }
}

fn is_main(words: &str) -> bool {
    matches!(
        words,
        "main content"
            | "content main"
            | "page content"
            | "article wrapper"
            | "content area"
            | "main column"
            | "primary content"
            | "site content"
            | "article container"
    )
}

fn is_body(words: &str) -> bool {
    BODY_PAIRS.iter().any(|pair| {
        words.find(pair).is_some_and(|at| {
            let starts = at == 0 || words.as_bytes()[at - 1] == b' ';
            let rest = &words[at + pair.len()..];
            let same = |word: &str| {
                SAME.split_whitespace().any(|known| known == word) || word.bytes().all(|b| b.is_ascii_digit())
            };
            starts && (rest.is_empty() || (rest.starts_with(' ') && rest.split_whitespace().all(same)))
        })
    })
}

fn contains_words(words: &str, pair: &str) -> bool {
    words.find(pair).is_some_and(|at| {
        let end = at + pair.len();
        (at == 0 || words.as_bytes()[at - 1] == b' ') && (end == words.len() || words.as_bytes()[end] == b' ')
    })
}

/// The words of a name in lower case: `relatedPosts`, `related_posts` and `related-posts` are `related posts`.
fn spelled(token: &str) -> String {
    let mut words = String::with_capacity(token.len() + 4);
    let mut lower = false;
    for c in token.chars() {
        if !c.is_alphanumeric() {
            if !words.ends_with(' ') && !words.is_empty() {
                words.push(' ');
            }
            lower = false;
            continue;
        }
        if c.is_uppercase() && lower {
            words.push(' ');
        }
        lower = c.is_lowercase();
        words.extend(c.to_lowercase());
    }
    words.truncate(words.trim_end().len());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_their_words() {
        let cases = [
            ("entry-content", Role::Body),
            ("articleBody", Role::Body),
            ("c-article__body", Role::Body),
            ("post-content-header", Role::None),
            ("post-title", Role::None),
            ("relatedPosts", Role::Chrome),
            ("site-footer", Role::Chrome),
            ("headline", Role::None),
            ("no-sidebar", Role::None),
            ("comments-area", Role::Comments),
            ("category-newsletter", Role::None),
            ("elementor-widget", Role::None),
            ("tagStyle_eoo4vj", Role::None),
        ];
        for (name, expected) in cases {
            assert_eq!(named(name), expected, "{name}");
        }
    }
}

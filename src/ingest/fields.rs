//! Which field of a record means what: the names that common dumps use, first match first, case ignored.
//!
//! Those of ninjs 1 to 3 (`headlines`, `bodies`, `versioncreated`, ...) are among them. A path such as `thread.site` goes
//! into nested objects. Facts of the world; no rule stands here.

/// Own id of a record.
pub(super) const ID: &[&str] = &["uuid", "id", "guid", "_id", "article_id", "story_id", "uri"];
/// Headline.
pub(super) const TITLE: &[&str] = &["title", "headline", "heading", "thread.title", "title_full", "headlines"];
/// Body, the fullest first; a description is better than nothing.
pub(super) const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "full_text",
    "fulltext",
    "maintext",
    "article_body",
    "articleBody",
    "body_text",
    "article_text",
    "article",
    "story",
    "plain_text",
    "content_html",
    "body_html",
    "body_xhtml",
    "bodies",
    "html",
    "raw_html",
    "description",
    "description_text",
    "descriptions",
    "summary",
];
/// Where the text is, when a text field holds an object (WordPress: `rendered`).
pub(super) const INNER_TEXT: &[&str] = &["rendered", "text", "value", "#text", "body", "html"];
/// Time of publication.
pub(super) const PUBLISHED: &[&str] = &[
    "published",
    "pubDate",
    "published_at",
    "publishedAt",
    "publication_date",
    "published_date",
    "date_published",
    "datePublished",
    "publish_date",
    "date_publish",
    "date",
    "datetime",
    "time",
    "timestamp",
    "thread.published",
    "created_at",
    "contentcreated",
    "firstcreated",
    "versioncreated",
];
/// Address.
pub(super) const URL: &[&str] = &["url", "link", "permalink", "canonical_url", "source_url", "uri", "thread.url"];
/// Outlet.
pub(super) const PUBLISHER: &[&str] = &[
    "publisher",
    "publication",
    "source",
    "source_name",
    "outlet",
    "site_name",
    "site",
    "thread.site",
    "source_domain",
    "domain",
    "feed",
    "infosources",
    "infosource",
    "provider",
    "copyrightholder",
];
/// Where the name is, when an outlet field holds an object.
pub(super) const INNER_NAME: &[&str] = &["name", "title", "site", "domain", "id"];
/// Language.
pub(super) const LANGUAGE: &[&str] = &["language", "lang", "locale"];

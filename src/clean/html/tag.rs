//! Elements that extraction tells apart; all others are inline text.

/// What an element is; the few hundred names of HTML fall into these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// A run of text, no element.
    Text,
    /// Any inline element: it neither starts a line nor says anything.
    Inline,
    A,
    Article,
    Aside,
    Blockquote,
    /// Body of a page; dropped by no rule.
    Body,
    Br,
    /// `div`, `center`, `details` and other boxes without meaning.
    Box,
    /// Cell of a table.
    Cell,
    Figcaption,
    Figure,
    Footer,
    Form,
    /// `h1` to `h6`.
    Heading(u8),
    Header,
    Html,
    Img,
    /// Item of a list: `li`, `dd`, `dt`.
    Item,
    Link,
    /// `ul`, `ol`, `dl`.
    List,
    Main,
    Meta,
    Nav,
    P,
    Pre,
    /// Row of a table.
    Row,
    Script,
    Section,
    Table,
    Time,
    Title,
    /// Controls, frames, drawings and whatever else never holds article text.
    Void,
}

impl Tag {
    /// The element named `name`, in lower case.
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"a" => Self::A,
            b"article" => Self::Article,
            b"aside" => Self::Aside,
            b"blockquote" => Self::Blockquote,
            b"body" => Self::Body,
            b"br" => Self::Br,
            b"div" | b"center" | b"details" | b"summary" | b"fieldset" | b"address" | b"hr" | b"hgroup"
            | b"caption" => Self::Box,
            b"td" | b"th" => Self::Cell,
            b"figcaption" => Self::Figcaption,
            b"figure" => Self::Figure,
            b"footer" => Self::Footer,
            b"form" => Self::Form,
            b"h1" => Self::Heading(1),
            b"h2" => Self::Heading(2),
            b"h3" => Self::Heading(3),
            b"h4" => Self::Heading(4),
            b"h5" => Self::Heading(5),
            b"h6" => Self::Heading(6),
            b"header" => Self::Header,
            b"html" => Self::Html,
            b"img" => Self::Img,
            b"li" | b"dd" | b"dt" => Self::Item,
            b"link" => Self::Link,
            b"ul" | b"ol" | b"dl" => Self::List,
            b"main" => Self::Main,
            b"meta" => Self::Meta,
            b"nav" | b"menu" => Self::Nav,
            b"p" => Self::P,
            b"pre" => Self::Pre,
            b"tr" => Self::Row,
            b"script" => Self::Script,
            b"section" => Self::Section,
            b"table" => Self::Table,
            b"time" => Self::Time,
            b"title" => Self::Title,
            b"style" | b"noscript" | b"template" | b"svg" | b"canvas" | b"iframe" | b"object" | b"embed" | b"audio"
            | b"video" | b"map" | b"select" | b"option" | b"datalist" | b"button" | b"input" | b"textarea"
            | b"label" | b"dialog" | b"math" | b"frameset" | b"applet" | b"noindex" | b"rp" | b"rt" | b"progress"
            | b"legend" => Self::Void,
            _ => Self::Inline,
        }
    }

    /// Whether the element stands on lines of its own.
    pub(super) fn is_block(self) -> bool {
        !matches!(
            self,
            Self::Text
                | Self::Inline
                | Self::A
                | Self::Img
                | Self::Link
                | Self::Meta
                | Self::Script
                | Self::Time
                | Self::Void
                | Self::Br
        )
    }

    /// Whether an end tag inside cannot close what stands outside.
    pub(super) fn is_wall(self) -> bool {
        matches!(self, Self::Cell | Self::Table)
    }
}

/// Whether the element `name` has no content and no end tag.
pub(super) fn is_empty(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"basefont"
            | b"bgsound"
            | b"br"
            | b"col"
            | b"embed"
            | b"frame"
            | b"hr"
            | b"img"
            | b"input"
            | b"keygen"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

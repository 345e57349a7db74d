//! Lines inside an article that are not of it, by their words: notices that sites of any language put between the
//! paragraphs (`Read also: …`, `Foto: …`, `Partager`).

use super::block::Block;
use super::tag::Tag;
use super::tree::Tree;

/// Beginnings of short lines that lead elsewhere or speak of the page; lower case.
const OPENINGS: &[&str] = &[
    // English
    "read more",
    "read also",
    "also read",
    "read next",
    "related:",
    "related stories",
    "related articles",
    "related posts",
    "see also",
    "see more",
    "share this",
    "share on",
    "share:",
    "click to share",
    "follow us",
    "sign up",
    "subscribe",
    "advertisement",
    "photo:",
    "image:",
    "picture:",
    "credit:",
    "image credit",
    "photo credit",
    "photograph:",
    "filed under",
    "tags:",
    "tagged",
    "posted in",
    "posted by",
    "posted on",
    "published on",
    "published:",
    "last updated",
    "updated on",
    "copyright ©",
    "© ",
    "all rights reserved",
    "leave a reply",
    "leave a comment",
    "print this",
    "like this:",
    "loading...",
    "you may also like",
    "you might also like",
    "more from",
    "watch:",
    "listen to this",
    "skip to",
    "click here to",
    "download our app",
    "view comments",
    "show comments",
    "comments",
    "by ",
    "follow ",
    "never miss",
    "don't miss",
    "if you enjoyed",
    "if you liked",
    "last modified",
    "page last",
    "back to top",
    "editor's note",
    "sponsored",
    "join our",
    "get our",
    "stay up to date",
    "recommended",
    "most read",
    "most popular",
    "trending",
    "categories:",
    "category:",
    "next post",
    "previous post",
    "next:",
    "previous:",
    "continue reading",
    "read the full",
    "about the author",
    "log in",
    "sign in",
    "share article",
    // German
    "lesen sie auch",
    "lesen sie mehr",
    "lesen sie hier",
    "lesen sie dazu",
    "lies auch",
    "mehr zum thema",
    "mehr lesen",
    "mehr dazu",
    "siehe auch",
    "auch interessant",
    "das könnte",
    "weiterlesen",
    "zum thema",
    "teilen",
    "artikel teilen",
    "drucken",
    "anzeige",
    "werbung",
    "weitere",
    "schon gelesen",
    "alle angaben ohne gewähr",
    "das thema könnte",
    "empfohlene beiträge",
    "nichts verpassen",
    "jetzt abonnieren",
    "jetzt anmelden",
    "zum newsletter",
    "hier klicken",
    "foto:",
    "fotos:",
    "bild:",
    "bilder:",
    "titelbild",
    "symbolbild",
    "quelle:",
    "quellen:",
    "bildquelle",
    "bildnachweis",
    "beitragsbild",
    "schlagwörter",
    "schlagworte",
    "stichworte",
    "themen:",
    "kategorie:",
    "kategorien:",
    "veröffentlicht am",
    "veröffentlicht in",
    "veröffentlicht:",
    "zuletzt aktualisiert",
    "aktualisiert am",
    "stand:",
    "von redaktion",
    "kommentare",
    "kommentar schreiben",
    "kommentieren",
    "schreibe einen kommentar",
    "jetzt teilen",
    "folgen sie",
    "folge uns",
    "newsletter",
    "abonnieren",
    "zur startseite",
    "zurück",
    "nach oben",
    "alle rechte vorbehalten",
    "gefällt mir",
    "artikel drucken",
    "seite drucken",
    "per e-mail",
    "empfohlen",
    "ähnliche",
    "verwandte",
    "weitere artikel",
    "weitere beiträge",
    "weitere themen",
    "mehr aus",
    "mehr von",
    "diesen artikel",
    "diesen beitrag",
    "autor:",
    "autorin:",
    "über den autor",
    "über die autorin",
    // French
    "lire aussi",
    "à lire aussi",
    "a lire aussi",
    "lire la suite",
    "à lire",
    "voir aussi",
    "sur le même sujet",
    "partager",
    "publicité",
    "crédit photo",
    "crédits photo",
    "crédits :",
    "permalien",
    "photo :",
    "© ",
    "publié le",
    "mis à jour",
    "commentaires",
    "laisser un commentaire",
    "abonnez-vous",
    "suivez-nous",
    "inscrivez-vous",
    "articles similaires",
    "imprimer",
    // Spanish, Portuguese, Italian
    "leer también",
    "lea también",
    "lee también",
    "leer más",
    "te puede interesar",
    "le puede interesar",
    "compartir",
    "publicidad",
    "foto: ",
    "fuente:",
    "publicado el",
    "comentarios",
    "suscríbete",
    "síguenos",
    "noticias relacionadas",
    "artículos relacionados",
    "etiquetas",
    "leia também",
    "leia mais",
    "compartilhe",
    "publicado em",
    "leggi anche",
    "condividi",
    "pubblicità",
    "commenti",
    // Dutch, Polish
    "lees ook",
    "lees meer",
    "deel dit",
    "reacties",
    "czytaj także",
    "czytaj też",
    "zobacz także",
    "udostępnij",
    "reklama",
    "komentarze",
];
/// Agencies and collections that pictures are credited to; lower case.
const CREDITS: [&str; 16] = [
    "getty images",
    "afp",
    "dpa",
    "reuters",
    "imago",
    "picture alliance",
    "picture-alliance",
    "shutterstock",
    "istock",
    "ap photo",
    "epa",
    "unsplash",
    "pixabay",
    "adobe stock",
    "stock.adobe.com",
    "adobestock",
];
/// Longest credit of a picture.
const CREDIT_WORDS: usize = 9;
/// Longest line that an opening makes a notice of the page.
const NOTICE_WORDS: usize = 14;

/// Whether the words of the block show that it is no article text.
pub(super) fn is_chrome(block: &Block) -> bool {
    if block.words == 0 {
        return true;
    }
    if block.words > NOTICE_WORDS {
        return false;
    }
    let text = block.text.to_lowercase();
    if is_credit(block, &text) {
        return true;
    }
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    let opens = OPENINGS.iter().any(|opening| {
        let Some(rest) = text.strip_prefix(opening) else { return false };
        // One word alone opens many a heading (`Comments on the bill`).
        let said = opening.contains(' ') || block.words <= 3 || rest.trim_start().starts_with(':');
        opening.ends_with([' ', ':']) || (said && !rest.starts_with(char::is_alphanumeric))
    });
    opens && (!block.terminal || block.words <= 8 || block.text.contains(':') || block.link_share() >= 50)
}

/// `Ann Bee/Getty Images`, `© dpa`: a short line that is no sentence and ends or begins with an agency beside a mark.
fn is_credit(block: &Block, text: &str) -> bool {
    let marked = text.contains(['/', '©', '|', '(', ':']) || block.words <= 3;
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '.')).filter(|word| !word.is_empty()).collect();
    let joined = format!(" {} ", words.join(" "));
    block.words <= CREDIT_WORDS
        && !block.terminal
        && marked
        && CREDITS.iter().any(|name| joined.contains(&format!(" {name} ")))
}

/// Takes headings off the end of `kept`: they head nothing.
pub(super) fn trimmed(tree: &Tree, all: &[Block], kept: &mut Vec<usize>) {
    while kept.last().is_some_and(|at| matches!(tree.nodes[all[*at].owner].tag, Tag::Heading(_))) {
        kept.pop();
    }
}

//! Which blocks of a page are its article.
//!
//! First what is no article text by tag and name is left out, then the element that holds the running text is found,
//! then the blocks inside it are judged one by one. Each step can fail on a page that breaks the habits it relies on,
//! so a result that is much too small is tried again with fewer rules.

use super::block::{Block, blocks};
use super::inline::is_in_sentence;
use super::lines;
use super::role::{Role, roles};
use super::tag::Tag;
use super::tree::Tree;

/// Fewest characters of running text that are an article and not a teaser.
const ENOUGH: usize = 200;

/// Weight of a box below which a doubtful name is believed.
const FEW: usize = 60;

/// How much is left out before the text is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Care {
    /// Everything that names itself as something else.
    All,
    /// Only what is certain: tags without text, comments.
    Some,
    /// Also what is hidden is read: some pages show their text by script.
    Hidden,
}

/// The text of a page, one line a block.
#[derive(Debug, Default, Clone)]
pub(super) struct Body {
    pub(super) lines: Vec<String>,
    /// Characters of running text.
    pub(super) mass: usize,
}

/// The article in `tree`, whose headline stands at element `headline`.
pub(super) fn body(tree: &Tree, headline: Option<usize>) -> Body {
    let roles = roles(tree);
    let mut best = Body::default();
    for care in [Care::All, Care::Some, Care::Hidden] {
        let found = tried(tree, &roles, headline, care);
        if found.mass > best.mass * 2 || best.lines.is_empty() {
            best = found;
        }
        if best.mass >= ENOUGH {
            break;
        }
    }
    best
}

fn tried(tree: &Tree, roles: &[Role], headline: Option<usize>, care: Care) -> Body {
    let mut skip: Vec<bool> = (0..tree.nodes.len()).map(|idx| is_skipped(tree, roles, idx, care)).collect();
    if care == Care::All {
        leave_out(tree, roles, headline, &mut skip);
    }
    let all = blocks(tree, &skip);
    let map = Map::of(tree, &all);
    let root = root(tree, roles, &map);
    let mut kept = select(tree, roles, &all, root, headline);
    kept.dedup();
    Body {
        mass: kept.iter().map(|at| weight(tree, &all[*at])).sum(),
        lines: kept.into_iter().map(|at| all[at].text.clone()).collect(),
    }
}

/// What holds no article text by its tag.
fn is_skipped(tree: &Tree, roles: &[Role], idx: usize, care: Care) -> bool {
    let node = &tree.nodes[idx];
    if node.hidden && care < Care::Hidden {
        return true;
    }
    match node.tag {
        Tag::Script | Tag::Title | Tag::Void | Tag::Nav | Tag::Footer | Tag::Figcaption | Tag::Aside | Tag::Figure => {
            true
        }
        _ => roles[idx] == Role::Comments && care == Care::Some,
    }
}

/// Leaves out what is no article text by its name, where it does not hold most of the running text or the headline.
fn leave_out(tree: &Tree, roles: &[Role], headline: Option<usize>, skip: &mut [bool]) {
    let holds_headline = |idx: usize| headline.is_some_and(|at| tree.range(idx).contains(&at));
    for idx in 1..tree.nodes.len() {
        skip[idx] |= roles[idx] == Role::Comments && !holds_headline(idx);
    }
    let map = Map::of(tree, &blocks(tree, skip));
    let total = map.mass(0..tree.nodes.len());
    for idx in 1..tree.nodes.len() {
        let mass = map.mass(tree.range(idx));
        let most = mass * 2 > total || (holds_headline(idx) && mass * 4 > total);
        skip[idx] |= match roles[idx] {
            Role::Chrome => !most && !is_in_sentence(tree, roles, idx),
            Role::Doubtful => {
                mass < FEW && !matches!(tree.nodes[idx].tag, Tag::Heading(_)) && !is_in_sentence(tree, roles, idx)
            }
            _ if tree.nodes[idx].tag == Tag::Form => !most,
            _ => false,
        };
    }
}

/// Sums over ranges of nodes.
struct Map {
    /// First node of each block, and the running text before it.
    nodes: Vec<usize>,
    mass: Vec<usize>,
}

impl Map {
    fn of(tree: &Tree, blocks: &[Block]) -> Self {
        let mut mass = Vec::with_capacity(blocks.len() + 1);
        let mut sum = 0;
        for block in blocks {
            mass.push(sum);
            sum += weight(tree, block);
        }
        mass.push(sum);
        Self { nodes: blocks.iter().map(|block| block.node).collect(), mass }
    }

    fn blocks(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let at = |node| self.nodes.partition_point(|first| *first < node);
        at(range.start)..at(range.end)
    }

    fn mass(&self, range: std::ops::Range<usize>) -> usize {
        let blocks = self.blocks(range);
        self.mass[blocks.end] - self.mass[blocks.start]
    }
}

/// How much a block speaks for an article around it: running text by its length, short paragraphs and items by a part.
fn weight(tree: &Tree, block: &Block) -> usize {
    let short =
        matches!(tree.nodes[block.owner].tag, Tag::P | Tag::Item) && block.words >= 3 && block.link_share() < 30;
    match block.mass() {
        0 if short => block.chars / 4,
        mass => mass,
    }
}

/// The element that holds the article.
fn root(tree: &Tree, roles: &[Role], map: &Map) -> usize {
    let dense = densest(tree, map);
    let least = (map.mass(tree.range(dense)) * 4 / 10).max(ENOUGH);
    let holds = |idx: &usize| map.mass(tree.range(*idx)) >= least;
    let best = |want: Role| {
        let candidates = (1..tree.nodes.len()).filter(|idx| roles[*idx] == want).filter(holds);
        // Of two with the same text the inner one, of two articles the longer one.
        candidates.max_by_key(|idx| (map.mass(tree.range(*idx)), *idx))
    };
    if let Some(body) = best(Role::Body) {
        return with_siblings(tree, roles, map, body);
    }
    let articles = (1..tree.nodes.len()).filter(|idx| tree.nodes[*idx].tag == Tag::Article).filter(holds);
    let article = articles.max_by_key(|idx| (map.mass(tree.range(*idx)), *idx));
    match article {
        Some(article) => article,
        None => dense,
    }
}

/// The element around `body` where the text stands in several parts side by side, cut by adverts.
fn with_siblings(tree: &Tree, roles: &[Role], map: &Map, body: usize) -> usize {
    let parent = tree.nodes[body].parent as usize;
    let parts = children(tree, parent).filter(|idx| roles[*idx] == Role::Body);
    let mass: usize = parts.map(|idx| map.mass(tree.range(idx))).sum();
    if mass * 100 > map.mass(tree.range(body)) * 115 { parent } else { body }
}

/// The innermost element that holds nearly all of the running text, or most of what is left where none does.
fn densest(tree: &Tree, map: &Map) -> usize {
    let root = within(tree, map, 0);
    let total = map.mass(tree.range(root));
    let children = children(tree, root).filter(|idx| map.mass(tree.range(*idx)) * 2 > total);
    children.max_by_key(|idx| map.mass(tree.range(*idx))).map_or(root, |child| within(tree, map, child))
}

fn within(tree: &Tree, map: &Map, from: usize) -> usize {
    let total = map.mass(tree.range(from));
    let mut root = from;
    loop {
        let next = children(tree, root).find(|idx| map.mass(tree.range(*idx)) * 100 > total * 80);
        match next {
            Some(idx)
                if total > 0 && !matches!(tree.nodes[idx].tag, Tag::P | Tag::Text | Tag::Item | Tag::Heading(_)) =>
            {
                root = idx;
            }
            _ => return root,
        }
    }
}

fn children(tree: &Tree, idx: usize) -> impl Iterator<Item = usize> {
    let end = tree.nodes[idx].end as usize;
    let next = move |at: usize| Some(at).filter(|at| *at < end);
    std::iter::successors(next(idx + 1), move |at| next(tree.nodes[*at].end as usize))
}

/// The blocks of the article inside `root`, and those between headline and `root`.
fn select(tree: &Tree, roles: &[Role], all: &[Block], root: usize, headline: Option<usize>) -> Vec<usize> {
    let range = tree.range(root);
    let above = headline.filter(|at| *at < range.start).map(|at| tree.range(at).end..range.start);
    let lead =
        all.iter().enumerate().filter(|(_, block)| above.as_ref().is_some_and(|above| above.contains(&block.node)));
    let lead = lead.filter(|(_, block)| block.is_prose() || under_lead(tree, roles, block)).map(|(at, _)| at);
    let inside = (0..all.len()).filter(|at| range.contains(&all[*at].node));
    let lists = Lists::of(tree, all);
    let mut kept: Vec<usize> = lead.collect();
    kept.extend(inside.filter(|at| is_article(tree, &all[*at], &lists)));
    lines::trimmed(tree, all, &mut kept);
    kept
}

fn under_lead(tree: &Tree, roles: &[Role], block: &Block) -> bool {
    block.words >= 5
        && block.link_share() < 30
        && (roles[block.owner] == Role::Lead || tree.ancestors(block.owner).take(2).any(|idx| roles[idx] == Role::Lead))
}

/// Whether a block of the article's element is article text.
fn is_article(tree: &Tree, block: &Block, lists: &Lists) -> bool {
    if lines::is_chrome(block) {
        return false;
    }
    match tree.nodes[block.owner].tag {
        Tag::Heading(_) => block.words > 0,
        Tag::Item | Tag::List => !lists.is_links(tree, block.owner),
        Tag::Row | Tag::Table => block.link_share() < 60 && block.words > 0,
        Tag::P | Tag::Pre | Tag::Blockquote => block.link_share() < 80 || block.is_prose(),
        _ => block.link_share() < 50 && (block.words >= 4 || block.terminal),
    }
}

/// Lists of a page and how much of them is link.
struct Lists(std::collections::BTreeMap<usize, (usize, usize)>);

impl Lists {
    fn of(tree: &Tree, all: &[Block]) -> Self {
        let mut sums = std::collections::BTreeMap::new();
        for block in all {
            if let Some(list) = list_of(tree, block.owner) {
                let (chars, linked) = sums.entry(list).or_insert((0, 0));
                *chars += block.chars;
                *linked += block.linked;
            }
        }
        Self(sums)
    }

    fn is_links(&self, tree: &Tree, idx: usize) -> bool {
        let list = list_of(tree, idx).and_then(|list| self.0.get(&list));
        list.is_some_and(|(chars, linked)| linked * 100 > chars * 60)
    }
}

fn list_of(tree: &Tree, idx: usize) -> Option<usize> {
    let near = std::iter::once(idx).chain(tree.ancestors(idx)).take(4);
    near.into_iter().find(|at| tree.nodes[*at].tag == Tag::List)
}

"use strict";
// Shows the passage behind a statement beside the page, and finds stories. Everything works without it: a citation then
// leads to its source's line.
(() => {
  const panel = document.getElementById("passage");
  const heading = panel.querySelector("h2");
  const place = panel.querySelector(".meta");
  const words = panel.querySelector(".text");
  const [before, after, close] = panel.querySelectorAll("button");
  let texts = null;
  let shown = null;

  const text_of = (document_id) => {
    texts = texts || JSON.parse(document.getElementById("texts").textContent);
    return texts[document_id];
  };

  // Citations give bytes of UTF-8, as `documents.jsonl` does.
  const pieces = (passage, spans, chosen) => {
    const bytes = new TextEncoder().encode(passage.text);
    const inside = ([start, end]) => [start - passage.start, end - passage.start];
    const marks = spans.map(inside).filter(([start, end]) => start >= 0 && end <= bytes.length);
    const [from, to] = inside(chosen);
    const cuts = [...new Set([0, bytes.length, ...marks.flat()])].sort((a, b) => a - b);
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    return cuts.slice(1).map((end, i) => {
      const start = cuts[i];
      const piece = decoder.decode(bytes.subarray(start, end));
      const is_in = ([a, b]) => a <= start && end <= b;
      if (!marks.some(is_in)) return document.createTextNode(piece);
      const mark = document.createElement("mark");
      if (is_in([from, to])) mark.className = "chosen";
      mark.textContent = piece;
      return mark;
    });
  };

  // The words of the citation stand once on the page, in the link's title: source 2, bytes 3–9: “words”.
  const quoted = (link) => link.title.slice(link.title.indexOf("“") + 1, -1);

  const span_of = (link) => [Number(link.dataset.start), Number(link.dataset.end)];

  const show = (link) => {
    const story = link.closest("article");
    const own = [...story.querySelectorAll(".cites a")].filter(
      (other) => other.dataset.document === link.dataset.document && !other.dataset.title);
    const source = document.getElementById(link.getAttribute("href").slice(1));
    heading.textContent = `Source ${link.textContent}`;
    place.textContent = `${source ? source.firstChild.textContent.trim() : ""} bytes ${link.dataset.bytes}`;
    const passage = link.dataset.title ? null : text_of(link.dataset.document);
    if (passage) {
      words.replaceChildren(...pieces(passage, own.map(span_of), span_of(link)));
    } else {
      const mark = document.createElement("mark");
      mark.className = "chosen";
      mark.textContent = quoted(link);
      words.replaceChildren(mark);
    }
    if (shown) shown.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    shown = link;
    panel.hidden = false;
    document.body.classList.add("beside");
    const chosen = words.querySelector(".chosen");
    if (chosen) chosen.scrollIntoView({ block: "center" });
  };

  const hide = () => {
    panel.hidden = true;
    document.body.classList.remove("beside");
    if (!shown) return;
    shown.removeAttribute("aria-current");
    shown.focus();
    shown = null;
  };

  const step = (by) => {
    if (!shown) return;
    const links = [...shown.closest("article").querySelectorAll(".cites a")].filter((link) => link.offsetParent);
    const next = links[links.indexOf(shown) + by];
    if (!next) return;
    show(next);
    next.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("click", (event) => {
    const cell = event.target.closest("td.figure");
    const link = event.target.closest(".cites a") || (cell && cell.parentElement.querySelector("td:last-child .cites a"));
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link);
    words.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) hide();
  });
  before.addEventListener("click", () => step(-1));
  after.addEventListener("click", () => step(1));
  close.addEventListener("click", hide);

  const find = document.getElementById("find");
  const count = document.getElementById("found");
  const stories = [...document.querySelectorAll("main > article")].map((story) => ({
    story,
    line: document.querySelector(`nav a[href="#${story.id}"]`).parentElement,
    words: null,
  }));
  find.closest("form").hidden = false;
  find.closest("form").addEventListener("submit", (event) => event.preventDefault());
  find.addEventListener("input", () => {
    const asked = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const one of stories) {
      one.words = one.words || one.story.textContent.toLowerCase();
      const is_found = asked.every((word) => one.words.includes(word));
      one.story.hidden = one.line.hidden = !is_found;
      n += is_found;
    }
    count.textContent = asked.length ? `${n} of ${stories.length} stories` : "";
  });
})();

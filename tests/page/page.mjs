// Opens an edition in headless Chromium and says in JSON what it does there.
// node page.mjs CHROMIUM PAGE WORD
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [executablePath, file, word] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
const requests = [];
const errors = [];
page.on("request", (request) => requests.push(request.url()));
page.on("pageerror", (error) => errors.push(error.message));
page.on("dialog", (dialog) => { errors.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });

const faults = async () => page.evaluate(async () => {
  const { violations } = await globalThis.axe.run();
  const heavy = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return heavy.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
});

await page.goto(`file://${file}`);
await page.evaluate(axe);
const light = await faults();
await page.click("td.figure");
const chosen = page.locator("#passage mark.chosen").first();
const passage = {
  chosen: await chosen.textContent(),
  before: await page.evaluate(() => {
    const range = document.createRange();
    range.setStart(document.querySelector("#passage .text"), 0);
    range.setEndBefore(document.querySelector("#passage mark.chosen"));
    return range.toString();
  }),
  link: await page.evaluate(() => {
    const link = document.querySelector(".cites a[aria-current]");
    return { ...link.dataset, quote: link.title.slice(link.title.indexOf("“") + 1, -1) };
  }),
  in_view: await chosen.evaluate((mark) => {
    const { top, bottom } = mark.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }),
};
const beside = await faults();
await page.keyboard.press("Escape");
const closed = !(await page.isVisible("#passage"));
await page.fill("#find", word);
const found = await page.locator("main > article:visible").count();
await page.fill("#find", "");
await page.emulateMedia({ colorScheme: "dark" });
const dark = await faults();
await browser.close();
console.log(JSON.stringify({ requests, errors, passage, closed, found, faults: [...light, ...beside, ...dark] }));

// How long screens take to be drawn in a large community, from the tap on: until what was asked for is drawn, and until the
// page is still, by what the page itself sees. Each at a phone's size and at a desk's, median of five.
//   cargo run -p kith-tests --bin crowd -- FOLDER        makes the home: 500 people, 5,000 topics, 100,000 posts
//   KITH_BIN=…/kith node large.mjs FOLDER                works on a copy of it; prints one JSON line
import { chromium } from "@playwright/test";
import { cpSync } from "node:fs";
import { Home } from "./kith.mjs";

const RUNS = 5;
const home = new Home();
cpSync(process.argv[2], home.folder, { recursive: true });
const started = performance.now();
await home.start();
const answers_ms = Math.round(performance.now() - started);
const browser = await chromium.launch({ executablePath: process.env.KITH_CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

/** Milliseconds from a tap until the wanted is drawn, and until nothing changes any more: twelve frames without a change. */
const tap = (page, link, wanted) => page.evaluate(([link, wanted]) => new Promise((done, failed) => {
  const one = document.querySelector(link);
  if (!one) return failed(new Error(`no ${link}`));
  const began = performance.now();
  let drawn = 0;
  let changed = began;
  let still = 0;
  const watcher = new MutationObserver(() => { still = 0; changed = performance.now(); });
  watcher.observe(document.getElementById("kith"), { subtree: true, childList: true, characterData: true, attributes: true });
  one.click();
  (function look() {
    if (!drawn && document.querySelector(wanted)) requestAnimationFrame(() => { drawn = performance.now(); });
    still += 1;
    if (drawn && still > 12) { watcher.disconnect(); return done([drawn - began, Math.max(changed, drawn) - began]); }
    requestAnimationFrame(look);
  })();
}), [link, wanted]);

const median = (all) => all.sort((one, other) => one - other)[Math.floor(all.length / 2)];
const nav = (place) => `.nav-item[href$="/${place}"]`;
const places = [
  ["today", nav("today"), ".today-lead"],
  ["talk", nav("talk"), ".row.topic"],
  ["people", nav("people"), "#people-all, #people-new"],
  ["reach", nav("reach"), ".reach-hero"],
];

const sizes = {};
for (const [size, viewport, touch] of [["phone", { width: 360, height: 780 }, true], ["desk", { width: 1280, height: 800 }, false]]) {
  const page = await (await browser.newContext({ viewport, hasTouch: touch, isMobile: touch })).newPage();
  await page.goto(home.page());
  await page.waitForSelector(".today-lead");
  const took = {};
  const rows = {};
  const note = (name, [drawn, still]) => { (took[name] ??= []).push({ drawn, still }); };
  for (let run = 0; run < RUNS; run += 1) {
    for (const [name, link, wanted] of [...places.slice(1), places[0]]) {
      note(name, await tap(page, link, wanted));
      rows[name] = await page.locator(".row").count();
      // The topic and the person are opened from their lists, and left by Back.
      const inner = { talk: ["topic", ".row.topic .row-link", ".post"], people: ["person", ".row .row-link", ".who"] }[name];
      if (!inner) continue;
      note(inner[0], await tap(page, inner[1], inner[2]));
      await page.goBack();
      await page.waitForSelector(inner[1]);
      await page.waitForTimeout(300);
    }
  }
  const middle = (what) => Object.fromEntries(Object.entries(took).map(([name, all]) => [name, Math.round(median(all.map((one) => one[what])))]));
  sizes[size] = { drawn_ms: middle("drawn"), still_ms: middle("still"), rows, elements: await page.evaluate(() => document.querySelectorAll("*").length) };
}
console.log(JSON.stringify({ answers_ms, ...sizes }));
await browser.close();
await home.end();

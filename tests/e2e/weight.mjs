// What the first page weighs, and how fast it answers: counts of bytes as sent, and times within one run.
//   node weight.mjs            prints one JSON line
import { chromium } from "@playwright/test";
import { Home } from "./kith.mjs";

const browser = await chromium.launch({ executablePath: process.env.KITH_CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const demo = await new Home().start("--demo");
const page = await (await browser.newContext({ viewport: { width: 360, height: 780 }, hasTouch: true })).newPage();
await page.goto(demo.link);
await page.waitForSelector(".today-lead");

const client = await page.context().newCDPSession(page);
await client.send("Network.enable");
await client.send("Network.setCacheDisabled", { cacheDisabled: true });
const kinds = new Map();
const bytes = { page: 0, script: 0, style: 0, other: 0, socket: 0 };
client.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
  const kind = { Document: "page", Script: "script", Stylesheet: "style" }[kinds.get(requestId)] ?? "other";
  bytes[kind] += encodedDataLength;
});
client.on("Network.webSocketFrameReceived", ({ response }) => { bytes.socket += Math.floor(response.payloadData.length * 3 / 4); });
await page.reload();
await page.waitForSelector(".today-lead");
await page.waitForTimeout(500);
const first = { ...bytes, all: Object.values(bytes).reduce((sum, one) => sum + one, 0) };

// A tap, from the event to the page changed, as the page itself sees it.
const taps = [];
for (const place of ["Talk", "People", "Reach", "Today", "Talk", "People", "Reach", "Today", "Talk", "People", "Today"]) {
  taps.push(await page.evaluate((place) => new Promise((done) => {
    const link = [...document.querySelectorAll(".nav-item")].find((one) => one.textContent.startsWith(place));
    const began = performance.now();
    new MutationObserver((_, watcher) => {
      if (document.querySelector("h1").textContent === place) { watcher.disconnect(); requestAnimationFrame(() => done(performance.now() - began)); }
    }).observe(document.getElementById("kith"), { subtree: true, childList: true, characterData: true });
    link.click();
  }), place));
  await page.waitForTimeout(150);
}
taps.sort((a, b) => a - b);
console.log(JSON.stringify({ bytes: first, tap_ms_median: Math.round(taps[Math.floor(taps.length / 2)]), tap_ms_most: Math.round(taps.at(-1)) }));
await browser.close();
await demo.end();

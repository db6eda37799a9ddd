// From the command to a usable page, with many posts in the home: times within one run. The browser is open already, as a
// person's is.
//   KITH_BIN=…/target/release/kith node start.mjs [posts]
import { chromium } from "@playwright/test";
import { Home } from "./kith.mjs";

const posts = Number(process.argv[2] || 10000);
const TOPICS = 200;
const home = await new Home().start();
home.say("new", "Hall", "--as", "Ada");
const begun = await home.sayAll(Array.from({ length: TOPICS }, (_, at) => ({ topic: { start: { title: `Topic ${at}`, channel: null, body: "It begins." } } })));
const topics = begun.map((answer) => answer.done.topic);
const words = "The borehole on Umuguma Road has not run since August. ";
await home.sayAll(Array.from({ length: posts - TOPICS }, (_, at) => ({ topic: { reply: { topic: topics[(at * 7) % TOPICS], text: `${at}. ${words.repeat(1 + (at * 7) % 4)}`, quotes: [] } } })));

const browser = await chromium.launch({ executablePath: process.env.KITH_CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await (await browser.newContext({ viewport: { width: 360, height: 780 } })).newPage();
await page.goto("about:blank");
const runs = [];
for (let run = 0; run < 5; run += 1) {
  await home.cut();
  const began = performance.now();
  await home.start();
  const answers = performance.now() - began;
  await page.goto(home.link);
  await page.waitForSelector(".today-lead");
  runs.push({ answers: Math.round(answers), usable: Math.round(performance.now() - began) });
}
runs.sort((one, other) => one.usable - other.usable);
console.log(JSON.stringify({ posts, answers_ms: runs[2].answers, usable_ms: runs[2].usable, runs }));
await browser.close();
await home.end();

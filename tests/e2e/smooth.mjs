// How a topic of many posts scrolls with the processor slowed down four times: frame times within one run, and how
// many posts are drawn.
//   node smooth.mjs [posts]
import { chromium } from "@playwright/test";
import { Home } from "./kith.mjs";

const posts = Number(process.argv[2] || 5000);
const home = await new Home().start();
home.say("new", "Hall", "--as", "Ada");
const topic = home.say("topic", "new", "A long one", "--body", "It begins.").topic;
const words = "The borehole on Umuguma Road has not run since August. ";
await home.sayAll(Array.from({ length: posts - 1 }, (_, at) => ({ topic: { reply: { topic, text: `${at}. ${words.repeat(1 + (at * 7) % 4)}`, quotes: [] } } })));

const browser = await chromium.launch({ executablePath: process.env.KITH_CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await (await browser.newContext({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true })).newPage();
await page.goto(home.page());
await page.waitForSelector(".nav");
const began = Date.now();
await page.goto(new URL(`${new URL(page.url()).pathname.replace(/today$/, "talk")}/${topic}`, page.url()).href);
await page.waitForSelector(".post");
const opened_ms = Date.now() - began;
const client = await page.context().newCDPSession(page);

async function scroll() {
  return page.evaluate(async () => {
    const box = document.querySelector(".reading");
    const frames = [];
    let last = performance.now();
    let drawn = 0;
    for (let step = 0; step < 240; step += 1) {
      box.scrollTop -= 120;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      frames.push(now - last);
      last = now;
      drawn = Math.max(drawn, document.querySelectorAll(".post").length);
    }
    frames.sort((a, b) => a - b);
    const at = (share) => Math.round(frames[Math.floor(frames.length * share)]);
    return { median: at(0.5), p95: at(0.95), p99: at(0.99), over_50: frames.filter((one) => one > 50).length, of: frames.length, drawn };
  });
}

const plain = await scroll();
await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
const slowed = await scroll();
console.log(JSON.stringify({ posts, opened_ms, plain, slowed }));
await browser.close();
await home.end();

// Pictures of the real screens, at the sizes of the design's own: docs/screens/*.png.
//   node pictures.mjs
import { chromium } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { Home } from "./kith.mjs";

const to = resolve(import.meta.dirname, "../../docs/screens");
mkdirSync(to, { recursive: true });
const sizes = {
  phone: { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, colorScheme: "light" },
  "phone-dusk": { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true, colorScheme: "dark" },
  desktop: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
};

const browser = await chromium.launch({ executablePath: process.env.KITH_CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const demo = await new Home().start("--demo");
const empty = await new Home().start();
// Someone whose device is off: the newcomer's looks for it.
const away = await new Home().start();
away.say("new", "Owerri 24", "--as", "Adaeze");
const link = away.say("invite").link;
await away.cut();

const go = async (page, place) => {
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: place }).click();
  await page.getByRole("heading", { level: 1, name: place }).waitFor();
};
const screens = {
  welcome: { home: empty, be: async () => {} },
  "join-progress": { home: empty, be: async (page) => {
    await page.getByRole("link", { name: "Join your people" }).click();
    await page.getByLabel("The link").fill(link);
    await page.getByRole("button", { name: "Look at the invitation" }).click();
    await page.getByLabel("What should people call you?").fill("Ngozi");
    await page.getByRole("button", { name: "Join Owerri 24" }).click();
    await page.locator(".step[data-state=done]").waitFor();
  } },
  today: { home: demo, be: async () => {} },
  talk: { home: demo, be: (page) => go(page, "Talk") },
  topic: { home: demo, be: async (page) => { await go(page, "Talk"); await page.getByRole("link", { name: "Who do we ask" }).click(); await page.locator("article").first().waitFor(); } },
  people: { home: demo, be: (page) => go(page, "People") },
  person: { home: demo, be: async (page) => { await go(page, "People"); await page.getByRole("link", { name: "Mama Ugo" }).click(); await page.locator(".who").waitFor(); } },
  devices: { home: demo, be: async (page) => {
    await go(page, "Reach");
    const make = page.getByRole("button", { name: "Make an invitation" });
    const made = page.locator("#invite-link");
    await make.or(made).waitFor();
    if (await make.isVisible()) await make.click();
    await made.waitFor();
    await page.evaluate(() => { for (const one of document.querySelectorAll(".main, html")) one.scrollTop = 0; });
  } },
  settings: { home: demo, be: (page) => go(page, "Settings") },
};

for (const [size, options] of Object.entries(sizes)) {
  for (const [name, { home, be }] of Object.entries(screens)) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(home.page());
    await page.locator("#kith h1").first().waitFor();
    await be(page);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${to}/${name}-${size}.png` });
    await context.close();
  }
}
await browser.close();
for (const home of [demo, empty, away]) await home.end();

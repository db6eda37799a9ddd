// Every screen and state: nothing that axe objects to, nothing cut off or overlapping, everything large enough to touch.
import { test, expect } from "@playwright/test";
import AxeBuilder from "@axe-core/playwright";
import { copyFileSync, readdirSync } from "node:fs";
import { join as path } from "node:path";
import { Home, openAt } from "./kith.mjs";

// The demo; homes of nobody yet, with a network and without; of who was removed, who left, and who has just come.
const homes = {};
let asleep; // an invitation of someone whose device is off
test.beforeAll(async () => {
  homes.demo = await new Home().start("--demo");
  homes.fresh = await new Home().start();
  homes.joins = await new Home().start();
  homes.offline = await new Home("off").start();
  const ada = await new Home().start();
  ada.say("new", "Owerri 24", "--as", "Ada");
  ada.say("greet", "Come in, the kettle is on. We meet on Mondays, and nobody has to speak.");
  for (const who of ["removed", "left", "greeted"]) {
    homes[who] = new Home();
    homes[who].say("--net", "loopback", "join", ada.say("invite").link, "--as", who);
    await homes[who].start();
  }
  const person = ada.say("people").find((row) => row.name === "removed").person;
  ada.say("remove", person, "--why", "To see how it looks.");
  await expect.poll(() => homes.removed.say("people").find((row) => row.me).status).toBe("removed");
  homes.organiser = await new Home().start();
  homes.organiser.say("new", "Hall", "--as", "Ada");
  homes.guest = new Home();
  homes.guest.say("--net", "loopback", "join", homes.organiser.say("invite").link, "--as", "Ben");
  homes.left.say("leave");
  ada.say("announcement", "new", "The hall is closed on Friday, and we meet at Ngozi’s", "--body", "The floor is being mended.\n\nBring a cup.");
  await expect.poll(() => homes.greeted.say("announcements").rows.length).toBe(1);
  homes.organiser.say("announcement", "new", "Registration ends on Friday at noon; who has not paid by then cannot come along", "--body", "The bus leaves from the church.\n\nhttps://example.org/registration/for-the-journey-to-the-sea-in-the-first-week-of-december");
  homes.older = await putBack();
  asleep = ada.say("invite").link;
  await ada.end();
});
/** A home whose database was put back to an older copy, which lacks an invitation. */
async function putBack() {
  const home = new Home();
  home.say("new", "Owerri 24", "--as", "Ada");
  const folder = path(home.folder, "communities");
  const database = path(folder, readdirSync(folder).find((name) => name.endsWith(".db")));
  const older = path(home.folder, "older");
  copyFileSync(database, older);
  home.say("invite");
  copyFileSync(older, database);
  return home.start();
}
test.afterAll(async () => { for (const home of Object.values(homes)) if (home.run) await home.end(); });

/** The screens: where each is (`/` and a place mean the community), and what is done there; in the demo, unless a home is
    named after an @. */
const screens = {
  "welcome @fresh": ["/"],
  "joining @fresh": ["/join", join],
  "joining, stuck @offline": ["/join", async (page) => { await join(page); await shown(page, "[role=alert]"); }],
  "joining, come back to @joins": ["/join", async (page) => { await join(page); await page.goto(new URL("/", page.url()).href); await shown(page, ".banner"); }],
  "invited @fresh": ["/join", look],
  "removed @removed": ["today", (page) => shown(page, ".banner")],
  "left @left": ["today", (page) => shown(page, ".banner")],
  "left, to be taken off @left": ["settings", async (page) => { await page.getByRole("button", { name: "Take it off" }).click(); await shown(page, "dialog[open]"); }],
  "put back @older": ["today", (page) => page.getByRole("button", { name: "Go on without it" }).scrollIntoViewIfNeeded()],
  "greeted @greeted": ["today", (page) => shown(page, "#greeting")],
  toast: ["topic", async (page) => { await topicMenu(page); await page.locator("#topic-menu button").first().click(); await shown(page, ".toast"); }],
  today: ["today"],
  announcements: ["today/announcements", (page) => shown(page, ".empty")],
  "announcements @organiser": ["today/announcements", (page) => shown(page, ".rows .row")],
  "announcement @organiser": ["today/announcements", announcement],
  "announcement, to be taken back @organiser": ["today/announcements", async (page) => { await announcement(page); await page.getByRole("button", { name: "Take it back" }).click(); await shown(page, ".btn-stop"); }],
  "new announcement @organiser": ["today/announcements/new", (page) => shown(page, "#announcement-form")],
  talk: ["talk"],
  topic: ["topic"],
  "post menu": ["topic", (page) => page.getByRole("button", { name: "or more" }).last().click()],
  "topic menu": ["topic", topicMenu],
  "edit sheet": ["topic", async (page) => { await own(page, "Change my words"); await shown(page, "dialog[open]"); }],
  "delete sheet": ["topic", async (page) => { await own(page, "Delete"); await shown(page, "dialog[open]"); }],
  "new topic": ["talk/new", (page) => shown(page, "#topic-form")],
  people: ["people"],
  person: ["people", async (page) => { await page.getByRole("link", { name: "Mama Ugo" }).click(); await shown(page, ".who"); }],
  decided: ["people/decided", (page) => shown(page, ".pane-one .row")],
  "remove sheet, the reason @organiser": ["people", remove],
  "remove sheet, what is read @organiser": ["people", async (page) => {
    await remove(page);
    await page.getByRole("dialog").getByLabel("Why?").fill("They asked to go, and said so at the meeting on Monday, in front of everyone who was there.");
    await page.getByRole("dialog").getByRole("button", { name: "Next" }).click();
    await shown(page, "dialog blockquote");
  }],
  channels: ["talk", channels],
  "channels, one chosen": ["talk", async (page) => { await channels(page); await page.locator(".channels .chip").first().click(); await shown(page, ".chip[aria-pressed=true]"); }],
  "new channel": ["talk", async (page) => { await channels(page); await page.getByRole("button", { name: "New channel" }).click(); await shown(page, "dialog[open]"); }],
  "device's name": ["reach", async (page) => { await page.getByRole("button", { name: /^Name / }).first().click(); await shown(page, "dialog[open]"); }],
  reach: ["reach", async (page) => { for (const more of await page.locator("details").all()) await more.locator("summary").click(); }],
  invitation: ["reach", invite],
  "invitation, full screen": ["reach", async (page) => { await invite(page); await page.getByRole("button", { name: "Show large" }).click(); await shown(page, "dialog[open]"); }],
  "device link": ["reach", async (page) => { await page.getByRole("button", { name: "Add my device" }).click(); await shown(page, "dialog[open]"); }],
  settings: ["settings"],
  "leave sheet": ["settings", async (page) => { await page.getByRole("button", { name: "Leave Owerri 24" }).click(); await shown(page, "dialog[open]"); }],
  communities: ["today", (page) => page.locator("[popovertarget=places]:visible").click()],
  join: ["/join", (page) => shown(page, "#link-form")],
  "join, without a camera": ["/join", async (page) => { await page.getByRole("button", { name: "Scan a code" }).click(); await shown(page, "dialog [role=alert]"); }],
  "join, with a damaged link": ["/join", async (page) => {
    await page.getByLabel("The link").fill("kith:abc");
    await page.getByRole("button", { name: "Look at the invitation" }).click();
    await shown(page, "[role=alert]");
  }],
  start: ["/start", (page) => shown(page, "#start-form")],
  nowhere: ["/no/such", (page) => shown(page, ".empty")],
};

const shown = (page, selector) => expect(page.locator(selector).first()).toBeVisible();

async function look(page) {
  await page.getByLabel("The link").fill(asleep);
  await page.getByRole("button", { name: "Look at the invitation" }).click();
  await shown(page, "#meet-form");
}

async function join(page) {
  await look(page);
  await page.getByLabel("What should people call you?").fill("Ben");
  await page.getByRole("button", { name: "Join Owerri 24" }).click();
  await shown(page, ".steps");
}

async function announcement(page) {
  await page.getByRole("link", { name: /Registration ends/ }).click();
  await shown(page, ".announced-people");
}

async function remove(page) {
  await page.getByRole("link", { name: "Ben" }).last().click();
  await page.getByRole("button", { name: "Remove" }).click();
  await shown(page, "dialog[open]");
}

async function channels(page) {
  await page.locator(".channels > summary").click();
  await shown(page, ".channels .chip");
}

function topicMenu(page) {
  return page.getByRole("button", { name: "What you can do with this topic" }).click();
}

/** A screen of a home, with what is done there. */
async function visit(browser, name, options) {
  const home = homes[name.split("@")[1] || "demo"];
  const [place, act] = screens[name];
  let path = place;
  if (!place.startsWith("/")) {
    home.community ??= home.say("communities")[0].community;
    if (place === "topic") home.topic ??= home.say("topics").rows.find((row) => row.title.startsWith("Who do we ask")).topic;
    path = `/c/${home.community}/${place === "topic" ? `talk/${home.topic}` : place}`;
  }
  // The page that was looked at before is as good as new at another address, once it forgets what was chosen there.
  home.tab ??= await openAt(browser, home, { ...options, reducedMotion: "reduce" }, "/");
  const page = home.tab;
  await page.setViewportSize(options.viewport);
  await page.emulateMedia({ colorScheme: "light" });
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(new URL(path, home.link).href);
  await expect(page.locator("#kith h1, #kith h2").first()).toBeVisible();
  await expect(page.locator(".skeleton")).toHaveCount(0);
  if (place === "topic") await shown(page, "article");
  if (act) await act(page);
  return page;
}

async function invite(page) {
  const make = page.getByRole("button", { name: "Make an invitation" });
  await expect(make.or(page.locator("#invite-link"))).toBeVisible();
  if (await make.isVisible()) await make.click();
  await shown(page, "#invite-link");
}

async function own(page, item) {
  await page.getByRole("article").filter({ hasText: "(you)" }).getByRole("button", { name: "or more" }).click();
  await page.locator("#post-menu").getByRole("button", { name: item }).click();
}

async function axe(page, scheme) {
  // There are no frames, for whose sake it would open a page of its own each time.
  const builder = new AxeBuilder({ page }).setLegacyMode();
  // What hangs on colours; the rest is the same in the dark.
  if (scheme === "dark") builder.withRules(["color-contrast", "link-in-text-block"]);
  const found = await builder.analyze();
  const told = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(told, scheme).toEqual([]);
}

/** What sticks out of the window, or of a box that cuts it off. */
const cutOff = () => {
  const told = [];
  const wide = document.documentElement.clientWidth;
  for (const one of document.querySelectorAll("#kith *")) {
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    if (!box.width || style.visibility === "hidden" || style.clipPath === "inset(50%)" || one.closest(".sr, [hidden], .chips, .skip, .clamp-1 *")) continue;
    if (one.closest("[popover]") && !one.closest(":popover-open")) continue;
    const name = `${one.tagName.toLowerCase()}.${one.className.baseVal ?? one.className}`;
    if (box.right > wide + 1 || box.left < -1) told.push(`${name} sticks out: ${Math.round(box.left)} to ${Math.round(box.right)} of ${wide}`);
    const clips = style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
    const meant = /clamp|chips|reach|ask-why/.test(name) || one.closest("h1, small, .place-glyph, .row-last > .badge") || ["TEXTAREA", "INPUT", "SELECT"].includes(one.tagName);
    if (clips && !meant) told.push(`${name} cuts off: ${one.scrollWidth} in ${one.clientWidth}`);
  }
  return told;
};

/** What is smaller than a fingertip: 48 pixels, counting what an element adds around itself. */
const small = () => {
  const told = [];
  for (const one of document.querySelectorAll("#kith :is(a, button, select, summary, input, textarea)")) {
    const box = one.getBoundingClientRect();
    if (!box.width || one.closest(".sr, .skip") || one.type === "hidden") continue;
    if (one.closest("[popover]") && !one.closest(":popover-open")) continue;
    if (document.querySelector("dialog[open]") && !one.closest("dialog")) continue;
    const label = one.closest("label")?.getBoundingClientRect();
    const after = getComputedStyle(one, "::after");
    const spare = after.position === "absolute" ? [after.top, after.bottom].map((side) => Math.max(0, -parseFloat(side) || 0)) : [0, 0];
    let height = Math.max(box.height + spare[0] + spare[1], label?.height ?? 0);
    // A link whose whole row is the target.
    if (one.matches(".row-link")) height = one.closest(".row").getBoundingClientRect().height;
    // Links in running words are as large as their words.
    if (one.matches("p a, .post-who a, .slip-title a") && height >= 24) continue;
    if (height < 47.5) told.push(`${one.tagName.toLowerCase()}.${one.className} “${one.textContent.trim().slice(0, 30)}” is ${Math.round(height)} high`);
  }
  return told;
};

/** What has no room for its words: they stand a few letters to a line. */
const squeezed = () => [...document.querySelectorAll("#kith :is(h1, h2, h3, p)")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.height > 0 && box.width < 60 && box.height > 3 * box.width && !one.closest(".sr");
}).map((one) => `“${one.textContent.trim().slice(0, 30)}”`);

async function isWell(page, size) {
  expect(await page.evaluate(squeezed), size).toEqual([]);
  expect(await page.evaluate(cutOff), size).toEqual([]);
  expect(await page.evaluate(small), size).toEqual([]);
}

// One visit for all that a size has to show: a phone's and the narrow ones in a phone's hands, a desk's and a tablet's
// in those of a mouse. What lies beside what differs with the size, so the rest of axe is asked at both; colours do not.
for (const name of Object.keys(screens)) {
  test(`${name}, in every size and light`, async ({ browser }, info) => {
    const page = await visit(browser, name, info.project.use);
    await axe(page, "light");
    await isWell(page, info.project.name);
    if (info.project.name === "phone") {
      await darken(page);
      await axe(page, "dark");
      await narrow(page);
    } else {
      await page.setViewportSize({ width: 820, height: 1180 });
      await isWell(page, "tablet");
    }
  });
}

async function darken(page) {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(paper).not.toBe(light);
  // Colours are on their way for a moment.
  await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => {}))));
}

/** Nothing is cut off at 320 pixels, at twice the text, or right to left. */
async function narrow(page) {
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(cutOff), "at 320").toEqual([]);
  await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
  expect(await page.evaluate(cutOff), "at 320 with twice the text").toEqual([]);
  await page.setViewportSize({ width: 360, height: 780 });
  await page.evaluate(() => { document.documentElement.style.fontSize = ""; document.documentElement.dir = "rtl"; });
  expect(await page.evaluate(cutOff), "right to left").toEqual([]);
}

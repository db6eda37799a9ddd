// Every screen and state: nothing that axe objects to, nothing cut off or overlapping, everything large enough to touch.
import { test, expect } from "@playwright/test";
import AxeBuilder from "@axe-core/playwright";
import { Home, open } from "./kith.mjs";

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
  asleep = ada.say("invite").link;
  await ada.end();
});
test.afterAll(async () => { for (const home of Object.values(homes)) if (home.run) await home.end(); });

/** The screens, each with what is done to be there: in the demo, unless a home is named after an @. */
const screens = {
  "welcome @fresh": async () => {},
  "joining @fresh": async (page) => join(page),
  "joining, stuck @offline": async (page) => { await join(page); await shown(page, "[role=alert]"); },
  "joining, come back to @joins": async (page) => { await join(page); await page.goto(new URL("/", page.url()).href); await shown(page, ".banner"); },
  "invited @fresh": async (page) => look(page),
  "removed @removed": async (page) => shown(page, ".banner"),
  "left @left": async (page) => shown(page, ".banner"),
  "left, to be taken off @left": async (page) => {
    await go(page, "Settings");
    await page.getByRole("button", { name: "Take it off" }).click();
    await shown(page, "dialog[open]");
  },
  "greeted @greeted": async (page) => shown(page, "#greeting"),
  toast: async (page) => { await screens["topic menu"](page); await page.locator("#topic-menu button").first().click(); await shown(page, ".toast"); },
  today: async () => {},
  talk: async (page) => go(page, "Talk"),
  topic: async (page) => { await go(page, "Talk"); await page.getByRole("link", { name: "Who do we ask" }).click(); await shown(page, "article"); },
  "post menu": async (page) => { await screens.topic(page); await page.getByRole("button", { name: "or more" }).last().click(); },
  "topic menu": async (page) => { await screens.topic(page); await page.getByRole("button", { name: "What you can do with this topic" }).click(); },
  "edit sheet": async (page) => { await own(page, "Change my words"); await shown(page, "dialog[open]"); },
  "delete sheet": async (page) => { await own(page, "Delete"); await shown(page, "dialog[open]"); },
  "new topic": async (page) => { await go(page, "Talk"); await page.getByRole("link", { name: "New topic" }).first().click(); await shown(page, "#topic-form"); },
  people: async (page) => go(page, "People"),
  person: async (page) => { await go(page, "People"); await page.getByRole("link", { name: "Mama Ugo" }).click(); await shown(page, ".who"); },
  decided: async (page) => { await go(page, "People"); await page.getByRole("link", { name: "What was decided about who belongs" }).click(); await shown(page, ".pane-one .row"); },
  "remove sheet, the reason @organiser": async (page) => {
    await go(page, "People");
    await page.getByRole("link", { name: "Ben" }).last().click();
    await page.getByRole("button", { name: "Remove" }).click();
    await shown(page, "dialog[open]");
  },
  "remove sheet, what is read @organiser": async (page) => {
    await screens["remove sheet, the reason @organiser"](page);
    await page.getByRole("dialog").getByLabel("Why?").fill("They asked to go, and said so at the meeting on Monday, in front of everyone who was there.");
    await page.getByRole("dialog").getByRole("button", { name: "Next" }).click();
    await shown(page, "dialog blockquote");
  },
  channels: async (page) => { await go(page, "Talk"); await page.locator(".channels > summary").click(); await shown(page, ".channels .chip"); },
  "channels, one chosen": async (page) => { await screens.channels(page); await page.locator(".channels .chip").first().click(); await shown(page, ".chip[aria-pressed=true]"); },
  "new channel": async (page) => { await screens.channels(page); await page.getByRole("button", { name: "New channel" }).click(); await shown(page, "dialog[open]"); },
  "device's name": async (page) => { await go(page, "Reach"); await page.getByRole("button", { name: /^Name / }).first().click(); await shown(page, "dialog[open]"); },
  reach: async (page) => { await go(page, "Reach"); for (const more of await page.locator("details").all()) await more.locator("summary").click(); },
  invitation: async (page) => { await go(page, "Reach"); await invite(page); },
  "invitation, full screen": async (page) => { await screens.invitation(page); await page.getByRole("button", { name: "Show large" }).click(); await shown(page, "dialog[open]"); },
  "device link": async (page) => { await go(page, "Reach"); await page.getByRole("button", { name: "Add my device" }).click(); await shown(page, "dialog[open]"); },
  settings: async (page) => go(page, "Settings"),
  "leave sheet": async (page) => { await go(page, "Settings"); await page.getByRole("button", { name: "Leave Owerri 24" }).click(); await shown(page, "dialog[open]"); },
  communities: async (page) => page.locator("[popovertarget=places]:visible").click(),
  join: async (page) => { await page.goto(new URL("/join", page.url()).href); await shown(page, "#link-form"); },
  "join, without a camera": async (page) => { await screens.join(page); await page.getByRole("button", { name: "Scan a code" }).click(); await shown(page, "dialog [role=alert]"); },
  "join, with a damaged link": async (page) => {
    await screens.join(page);
    await page.getByLabel("The link").fill("kith:abc");
    await page.getByRole("button", { name: "Look at the invitation" }).click();
    await shown(page, "[role=alert]");
  },
  start: async (page) => { await page.goto(new URL("/start", page.url()).href); await shown(page, "#start-form"); },
  nowhere: async (page) => { await page.goto(new URL("/no/such", page.url()).href); await shown(page, ".empty"); },
};

const shown = (page, selector) => expect(page.locator(selector).first()).toBeVisible();

async function go(page, place) {
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: place }).click();
  await expect(page.getByRole("heading", { level: 1, name: place })).toBeVisible();
  await expect(page.locator(".skeleton")).toHaveCount(0);
}

async function look(page) {
  await page.goto(new URL("/join", page.url()).href);
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

const homeOf = (name) => homes[name.split("@")[1] || "demo"];

async function invite(page) {
  const make = page.getByRole("button", { name: "Make an invitation" });
  await expect(make.or(page.locator("#invite-link"))).toBeVisible();
  if (await make.isVisible()) await make.click();
  await shown(page, "#invite-link");
}

async function own(page, item) {
  await screens.topic(page);
  await page.getByRole("article").filter({ hasText: "(you)" }).getByRole("button", { name: "or more" }).click();
  await page.locator("#post-menu").getByRole("button", { name: item }).click();
}

async function axe(page, scheme) {
  const found = await new AxeBuilder({ page }).analyze();
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

for (const [name, be] of Object.entries(screens)) {
  test(`${name}, light and dark`, async ({ browser }, info) => {
    const page = await open(browser, homeOf(name), { ...info.project.use, colorScheme: "light", reducedMotion: "reduce" });
    await be(page);
    await axe(page, "light");
    expect(await page.evaluate(cutOff)).toEqual([]);
    expect(await page.evaluate(small)).toEqual([]);
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(paper).not.toBe(light);
    // Colours are on their way for a moment.
    await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => {}))));
    await axe(page, "dark");
    await page.context().close();
  });
}

test("nothing is cut off at 320 pixels, at twice the text, or right to left", async ({ browser }, info) => {
  test.skip(info.project.name !== "phone", "one size is enough");
  test.setTimeout(300_000);
  for (const [name, be] of Object.entries(screens)) {
    const page = await open(browser, homeOf(name), { ...info.project.use, viewport: { width: 320, height: 640 }, reducedMotion: "reduce" });
    await be(page);
    expect(await page.evaluate(cutOff), `${name} at 320`).toEqual([]);
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    expect(await page.evaluate(cutOff), `${name} at 320 with twice the text`).toEqual([]);
    await page.setViewportSize({ width: 360, height: 780 });
    await page.evaluate(() => { document.documentElement.style.fontSize = ""; document.documentElement.dir = "rtl"; });
    expect(await page.evaluate(cutOff), `${name} right to left`).toEqual([]);
    await page.context().close();
  }
});

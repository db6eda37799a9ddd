// A topic at the size people have, as it is read: 300 posts, 151 of them new; by touch, by mouse, by keyboard alone.
import { test, expect } from "@playwright/test";
import { Hands, Home, open } from "./kith.mjs";

const POSTS = 300;
const NEW = 151;
const homes = [];
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
  while (homes.length) await homes.pop().end();
});

const TEXT = "The borehole on Umuguma Road has not run since August, and somebody has to ask. ";
/** Every tenth is long, so that heights differ. */
const words = (at) => `${at}. ${at % 10 === 3 ? TEXT.repeat(8) : at % 3 ? "Yes." : TEXT}`;
const reply = (topic, at, more = {}) => ({ topic: { reply: { topic, text: words(at), quotes: [], ...more } } });

/** Ada reads, Ben writes: a topic of 300 posts that both have, of which Ada saw all but the last 151. It is written once;
    each test has its own copy of it. */
const written = new Map();
async function hall(posts = POSTS, unseen = NEW) {
  const which = `${posts} ${unseen}`;
  if (!written.has(which)) written.set(which, await write(posts, unseen));
  const { ada: adas, ben: bens, topic } = written.get(which);
  const [ada, ben] = [await adas.copy().start(), await bens.copy().start()];
  homes.push(ada, ben);
  return { ada, ben, topic, write: (from, to) => say({ ada, ben, topic }, from, to), unseen: () => ada.say("topic", "show", topic).posts.filter((post) => post.new).length };
}
// A worker that comes back to this file writes them anew.
test.afterAll(async () => { for (const { ada, ben } of written.values()) { await ada.end(); await ben.end(); } written.clear(); });

/** Ben's posts, until Ada has them. */
async function say({ ada, ben, topic }, from, to) {
  await ben.sayAll(Array.from({ length: to - from }, (_, at) => reply(topic, from + at)));
  await expect.poll(() => ada.say("topic", "show", topic).posts.length, { timeout: 30_000 }).toBe(to);
}

async function write(posts, unseen) {
  const [ada, ben] = [await new Home().start(), new Home()];
  ada.say("new", "Hall", "--as", "Ada");
  const { topic } = ada.say("topic", "new", "Water", "--body", words(0));
  ben.say("--net", "loopback", "join", ada.say("invite").link, "--as", "Ben");
  await ben.start();
  await say({ ada, ben, topic }, 1, posts - unseen);
  ada.say("seen", topic);
  if (unseen) await say({ ada, ben, topic }, posts - unseen, posts);
  await ada.stop();
  await ben.stop();
  return { ada, ben, topic };
}

async function read(browser, info, { ada, topic }) {
  const page = await open(browser, ada, info.project.use);
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Talk" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Talk" })).toBeVisible();
  await page.getByRole("link", { name: "Water" }).click();
  await expect(page).toHaveURL(new RegExp(topic));
  await expect(page.getByRole("article").first()).toBeVisible();
  return page;
}

const post = (page, at) => page.getByRole("article").filter({ has: page.locator(".words", { hasText: new RegExp(`^${at}\\. `) }) });
/** How far below the upper edge of what is read something begins, as a share of its height. */
const share = (locator) => locator.evaluate((one) => {
  const box = document.querySelector(".reading").getBoundingClientRect();
  return (one.getBoundingClientRect().top - box.top) / box.height;
});
const topOf = (locator) => locator.evaluate((one) => Math.round(one.getBoundingClientRect().top));
/** Whether it is whole between the bar and the composer. */
const isWhole = (locator) => locator.evaluate((one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return bottom <= document.querySelector(".composer").getBoundingClientRect().top + 1 && top >= document.querySelector(".reading").getBoundingClientRect().top - 1;
});
const scrollBy = (page, by) => page.evaluate((by) => { document.querySelector(".reading").scrollTop += by; }, by);
/** The post in the middle of the screen. */
const middle = async (page) => page.evaluateHandle(() => {
  const box = document.querySelector(".reading").getBoundingClientRect();
  return [...document.querySelectorAll("article")].find((one) => one.getBoundingClientRect().bottom > box.top + box.height / 2);
});
const still = async (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

test("opens with the first new post a third from the top, and holds", { tag: "@tablet" }, async ({ browser }, info) => {
  test.setTimeout(180_000);
  const all = await hall();
  const page = await read(browser, info, all);
  const line = page.getByText("New to you");
  await expect(line).toBeVisible();
  await expect(page.getByLabel("Your words")).toBeVisible(); // it takes its room below once it is there
  await expect.poll(() => share(line)).toBeGreaterThan(0.3);
  await expect.poll(() => share(line)).toBeLessThan(0.38);
  await expect(post(page, POSTS - NEW)).toBeVisible();
  const at = await topOf(line);
  await page.waitForTimeout(1_000); // heights become known, and more of the topic comes
  expect(Math.abs((await topOf(line)) - at)).toBeLessThan(3);
  // It opens there from an address of its own as well.
  await page.reload();
  await expect(line).toBeVisible();
  await expect.poll(() => share(line)).toBeGreaterThan(0.15);
});

test("only what was on the screen for half a second is seen", async ({ browser }, info) => {
  test.setTimeout(180_000);
  const all = await hall();
  const page = await read(browser, info, all);
  await expect.poll(all.unseen).toBeLessThan(NEW);
  const drawn = await page.evaluate(() => {
    const box = document.querySelector(".reading").getBoundingClientRect();
    return [...document.querySelectorAll("article")].filter((one) => { const { top, bottom } = one.getBoundingClientRect(); return bottom > box.top && top < box.bottom; }).length;
  });
  await page.waitForTimeout(1_500);
  expect(all.unseen()).toBeGreaterThanOrEqual(NEW - drawn);
  // What is passed over fast stays new. The page's time stands still meanwhile and goes on by so much a step, however long
  // a step takes here; what is on the screen is told by frames, which come as ever.
  const before = all.unseen();
  await page.evaluate(() => { const frame = requestAnimationFrame.bind(window); window.framed = () => new Promise((done) => frame(() => frame(() => frame(done)))); });
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1_000);
  const framed = () => page.evaluate(() => window.framed());
  for (let step = 0; step < 5; step += 1) { await scrollBy(page, 500); await framed(); await page.clock.runFor(90); }
  await scrollBy(page, -2_500);
  await framed();
  await page.clock.runFor(1_000);
  // What it told of, if anything, has come before this.
  await page.waitForTimeout(500);
  expect(before - all.unseen()).toBeLessThan(drawn);
  // What nobody looks at stays new.
  await page.evaluate(() => { document.hasFocus = () => false; dispatchEvent(new Event("blur")); });
  const away = all.unseen();
  await scrollBy(page, 1_500);
  await framed();
  await page.clock.runFor(1_200);
  await page.waitForTimeout(500);
  expect(all.unseen()).toBe(away);
  await page.evaluate(() => { document.hasFocus = () => true; dispatchEvent(new Event("focus")); });
  await page.clock.runFor(600);
  await expect.poll(all.unseen).toBeLessThan(away);
});

test("“new below” leads to the newest, and “new above” back to the first that is new", { tag: "@tablet" }, async ({ browser }, info) => {
  test.setTimeout(180_000);
  const all = await hall();
  const hands = new Hands(await read(browser, info, all), info.project.name);
  const { page } = hands;
  const below = page.getByRole("button", { name: /\d+ new below/ });
  await expect(below).toBeVisible();
  expect(parseInt(await below.innerText(), 10)).toBeGreaterThan(100);
  await hands.press(below);
  await expect(post(page, POSTS - 1)).toBeVisible();
  await expect.poll(() => isWhole(page.getByRole("article").last())).toBe(true);
  const above = page.getByRole("button", { name: /\d+ new above/ });
  await expect(above).toBeVisible();
  // It lies on none of the newest words.
  const [pill, last] = [await above.boundingBox(), await page.getByRole("article").last().boundingBox()];
  expect(pill.y + pill.height <= last.y || pill.y >= last.y + last.height).toBe(true);
  await hands.press(above);
  await expect.poll(() => page.evaluate(() => {
    const box = document.querySelector(".reading").getBoundingClientRect();
    const first = document.querySelector("article[data-new]");
    return first ? Math.round(10 * (first.getBoundingClientRect().top - box.top) / box.height) : -1;
  })).toBeGreaterThanOrEqual(0);
  await expect(post(page, POSTS - NEW + 12)).toBeAttached();
});

test("opens at its end when nothing is new, the newest whole above the composer whatever its height", { tag: "@tablet" }, async ({ browser }, info) => {
  test.setTimeout(180_000);
  const all = await hall(POSTS, 0);
  const page = await read(browser, info, all);
  const last = page.getByRole("article").last();
  await expect(last).toContainText(`${POSTS - 1}. `);
  await expect.poll(() => isWhole(last)).toBe(true);
  const box = page.getByLabel("Your words");
  await box.click();
  for (let line = 0; line < 10; line += 1) {
    await page.keyboard.type(`line ${line}`);
    await page.keyboard.press("Shift+Enter");
    await still(page);
    expect(await isWhole(last), `with ${line + 1} lines`).toBe(true);
  }
  // One's own is in sight whole, at once.
  await page.keyboard.type("the end");
  await page.keyboard.press("ControlOrMeta+Enter");
  const own = page.getByRole("article").filter({ hasText: "the end" });
  await expect(own).toBeVisible();
  await expect.poll(() => isWhole(own)).toBe(true);
});

test("one's own post is in sight also when it was written from above", async ({ browser }, info) => {
  test.setTimeout(180_000);
  const all = await hall();
  const page = await read(browser, info, all);
  await expect(page.getByText("New to you")).toBeVisible();
  await page.getByLabel("Your words").fill("I go and ask.");
  await page.getByLabel("Your words").press("ControlOrMeta+Enter");
  const own = page.getByRole("article").filter({ hasText: "I go and ask." });
  await expect(own).toBeVisible();
  await expect.poll(() => isWhole(own)).toBe(true);
});

test("what comes while one reads above moves nothing and is told by a pill; at the end one follows", { tag: "@tablet" }, async ({ browser }, info) => {
  test.setTimeout(180_000);
  const all = await hall(POSTS, 0);
  const hands = new Hands(await read(browser, info, all), info.project.name);
  const { page } = hands;
  await expect(post(page, POSTS - 1)).toBeVisible();
  // At the end: one follows.
  await all.write(POSTS, POSTS + 1);
  await expect(post(page, POSTS)).toBeVisible();
  await expect.poll(() => isWhole(page.getByRole("article").last())).toBe(true);
  await expect.poll(all.unseen).toBe(0);
  // Above it: nothing moves.
  await scrollBy(page, -1_200);
  await still(page);
  const reading = await middle(page);
  const at = await reading.evaluate((one) => one.getBoundingClientRect().top);
  await all.write(POSTS + 1, POSTS + 2);
  const pill = page.getByRole("button", { name: "1 new below" });
  await expect(pill).toBeVisible();
  expect(Math.abs((await reading.evaluate((one) => one.getBoundingClientRect().top)) - at)).toBeLessThan(3);
  await hands.press(pill);
  await expect.poll(() => isWhole(page.getByRole("article").last())).toBe(true);
  await expect(page.getByRole("article").last()).toContainText(`${POSTS + 1}. `);
  await expect(pill).toBeHidden();
});

test("all of a topic can be read, up and down, and nothing jumps", async ({ browser }, info) => {
  test.setTimeout(240_000);
  const all = await hall(POSTS, 0);
  const page = await read(browser, info, all);
  await expect(post(page, POSTS - 1)).toBeVisible();
  // Each step is taken in the page, and looked at once it is drawn.
  const walked = await page.evaluate(async (posts) => {
    const box = document.querySelector(".reading");
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const later = (wait) => new Promise((done) => setTimeout(done, wait));
    const place = () => box.getBoundingClientRect();
    const at = (one) => Number(/(\d+)\. /.exec(one.querySelector(".words").textContent)[1]);
    const [seen, jumps, ends] = [new Set(), [], []];
    for (const by of [-400, 400]) {
      const isLast = (one) => at(one) === (by < 0 ? 0 : posts - 1);
      // Until its end is drawn and nothing moves any more; more may take a while to come.
      for (let step = 0, quiet = 0; step < 600 && quiet < 100; step += 1) {
        const articles = [...document.querySelectorAll("article")];
        const { top: upper, bottom: lower, height } = place();
        for (const one of articles) { const { top, bottom } = one.getBoundingClientRect(); if (bottom > upper && top < lower) seen.add(at(one)); }
        const middle = articles.find((one) => one.getBoundingClientRect().bottom > upper + height / 2);
        const [before, top] = [middle.getBoundingClientRect().top, box.scrollTop];
        box.scrollTop += by;
        await drawn();
        const moved = middle.isConnected ? Math.abs(middle.getBoundingClientRect().top - before) : 0;
        if (moved < 1 && box.scrollTop === top) { quiet += 1; await later(150); } else quiet = 0;
        // Who comes near the end is brought to it.
        const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 1;
        if (moved >= (atEnd ? 404 + 48 : 404)) jumps.push(moved);
        if (quiet > 3 && articles.some(isLast)) break;
      }
      ends.push([...document.querySelectorAll("article")].some(isLast));
    }
    return { seen: seen.size, jumps, ends };
  }, POSTS);
  expect(walked).toEqual({ seen: POSTS, jumps: [], ends: [true, true] });
  expect(await page.getByRole("article").count()).toBeLessThan(500);
});

test("a topic that is opened a second time can be read to its end as well", async ({ browser }, info) => {
  test.setTimeout(180_000);
  const all = await hall(90, 89);
  const page = await read(browser, info, all);
  const last = page.getByRole("article").last().locator(".words");
  for (let time = 0; time < 2; time += 1) {
    // From the first that is new on, past the part that is drawn at first.
    await page.evaluate(() => { document.hasFocus = () => false; dispatchEvent(new Event("blur")); });
    await expect.poll(async () => { await scrollBy(page, 600); return last.innerText(); }, { intervals: [60], timeout: 30_000 }).toMatch(/^89\. /);
    await page.goBack();
    await expect(page).toHaveURL(/talk$/);
    if (time) break;
    await page.getByRole("link", { name: "Water" }).click();
    await expect(page.getByText("New to you")).toBeVisible();
  }
});

test("a quote leads to what it quotes, and Answer on Today to the post", async ({ browser }, info) => {
  test.setTimeout(180_000);
  const all = await hall(POSTS, 0);
  const posts = all.ada.say("topic", "show", all.topic).posts;
  const target = posts.find((one) => one.text.startsWith("60. ") || one.text.startsWith("150. "));
  all.ben.say("reply", all.topic, "As I said.", "--quote", target.post);
  const hands = new Hands(await read(browser, info, all), info.project.name);
  const { page } = hands;
  await hands.press(page.getByRole("article").last().locator("blockquote button"));
  const at = page.getByRole("article").filter({ hasText: target.text.slice(0, 20) }).first();
  await expect(at).toBeVisible();
  await expect.poll(() => share(at)).toBeLessThan(0.5);
});

test("react with the community's own in the menu, and with any other", async ({ browser }, info) => {
  const all = await hall(3, 0);
  const hands = new Hands(await read(browser, info, all), info.project.name);
  const { page } = hands;
  const last = page.getByRole("article").last();
  const menu = page.locator("#post-menu");
  const more = () => hands.press(last.getByRole("button", { name: "or more" }));
  await more();
  await expect(menu.getByRole("group", { name: "React" }).getByRole("button")).toHaveCount(7);
  await hands.press(menu.getByRole("button", { name: "Thumbs up" }));
  await expect(last.getByRole("button", { name: "👍 · 1" })).toBeVisible();
  await expect(last.getByRole("button", { name: "👍 · 1" })).toHaveAttribute("title", "Thumbs up: Ada");
  await more();
  await hands.press(menu.getByRole("button", { name: "Any other reaction" }));
  await hands.type(page.getByLabel("Any other emoji"), "👍\u{fe0f}");
  await hands.press(page.getByRole("button", { name: "Give it" }));
  // The same emoji with a variation selector is the same reaction: it is taken back.
  await expect(last.getByRole("button", { name: /^👍/ })).toHaveCount(0);
  await more();
  await hands.press(menu.getByRole("button", { name: "Any other reaction" }));
  await hands.press(page.getByRole("dialog").getByRole("button", { name: "Celebration" }));
  await expect(last.getByRole("button", { name: "🎉 · 1" })).toBeVisible();
});

test("six short posts are in sight on a phone, and a lone emoji costs a line", async ({ browser }, info) => {
  test.skip(info.project.name !== "phone", "a phone has the least room");
  const all = await hall(3, 0);
  for (const at of [1, 2, 3, 4, 5, 6, 7, 8]) (at % 2 ? all.ada : all.ben).say("reply", all.topic, at === 8 ? "👍" : `I bring ${at} cups.`);
  await expect.poll(() => all.ada.say("topic", "show", all.topic).posts.length).toBe(11);
  all.ada.say("seen", all.topic);
  const page = await read(browser, info, all);
  await expect(page.getByRole("article").last()).toContainText("👍");
  const whole = await page.evaluate(() => {
    const box = document.querySelector(".reading").getBoundingClientRect();
    return [...document.querySelectorAll("article")].filter((one) => { const { top, bottom } = one.getBoundingClientRect(); return top >= box.top - 1 && bottom <= box.bottom + 1; }).length;
  });
  expect(whole).toBeGreaterThanOrEqual(6);
  all.ben.say("reply", all.topic, "👍");
  await expect(page.getByRole("article")).toHaveCount(12);
  expect((await page.getByRole("article").last().boundingBox()).height).toBeLessThan(64);
});

test("a post longer than many screens is seen when it is read, whichever part of it", async ({ browser }, info) => {
  const all = await hall(30, 0);
  await all.ben.sayAll([...Array.from({ length: 12 }, (_, at) => reply(all.topic, 30 + at)),
    { topic: { reply: { topic: all.topic, text: Array.from({ length: 120 }, (_, line) => `Line ${line}: ${TEXT}`).join("\n"), quotes: [] } } }]);
  await expect.poll(() => all.ada.say("topic", "show", all.topic).posts.length).toBe(43);
  const page = await read(browser, info, all);
  await expect(page.getByText("New to you")).toBeVisible();
  const isNew = () => all.ada.say("topic", "show", all.topic).posts.at(-1).new;
  expect(isNew()).toBe(true);
  // Its middle: neither its first line nor its last is on the screen.
  await page.getByRole("article").last().evaluate((one) => {
    const box = document.querySelector(".reading");
    box.scrollTop += one.getBoundingClientRect().top - box.getBoundingClientRect().top + one.offsetHeight / 2;
  });
  await expect.poll(isNew).toBe(false);
});

test("who looked elsewhere at the end of a topic comes back to the first that came", async ({ browser }, info) => {
  const all = await hall(40, 0);
  const page = await read(browser, info, all);
  await expect.poll(() => isWhole(post(page, 39))).toBe(true);
  const looks = (yes) => page.evaluate((yes) => { document.hasFocus = () => yes; dispatchEvent(new Event(yes ? "focus" : "blur")); }, yes);
  await looks(false);
  await all.write(40, 70);
  await expect(post(page, 69)).toBeAttached();
  await looks(true);
  await expect(page.getByText("New to you")).toBeVisible();
  expect(await isWhole(post(page, 39))).toBe(true);
  await expect(page.getByRole("button", { name: /\d+ new below/ })).toBeVisible();
});

test("the place in a topic is kept when Kith is cut off twice in a row", async ({ browser }, info) => {
  test.setTimeout(180_000);
  const all = await hall(POSTS, 0);
  const page = await read(browser, info, all);
  await scrollBy(page, -6_000);
  await expect.poll(async () => { const one = await middle(page); await still(page); return one.evaluate((it) => it.isConnected); }).toBe(true);
  // Until it rests: what comes above it moves nothing, and it is the same at two looks.
  const rests = async () => (await middle(page)).evaluate((one) => `${one.textContent} ${one.getBoundingClientRect().top}`);
  let last = "";
  await expect.poll(async () => { const now = await rests(); const same = now === last; last = now; return same; }, { intervals: [300] }).toBe(true);
  const at = await middle(page);
  const [text, top] = await at.evaluate((one) => [one.querySelector(".words").textContent.split(" ")[0], one.getBoundingClientRect().top]);
  for (let cut = 0; cut < 3; cut += 1) {
    await all.ada.cut();
    await all.ada.start();
    await expect(page.getByText("Kith does not answer.")).toBeHidden();
  }
  await expect.poll(() => page.evaluate((text) => {
    const one = [...document.querySelectorAll("article")].find((it) => it.querySelector(".words")?.textContent.startsWith(`${text} `));
    return one ? one.getBoundingClientRect().top : -1;
  }, text)).toBeGreaterThan(top - 4);
  const now = await page.evaluate((text) => [...document.querySelectorAll("article")].find((it) => it.querySelector(".words")?.textContent.startsWith(`${text} `)).getBoundingClientRect().top, text);
  expect(Math.abs(now - top)).toBeLessThan(4);
});

test("a topic that is only a title is new until it is looked at", async ({ browser }, info) => {
  const all = await hall(2, 0);
  const page = await open(browser, all.ada, info.project.use);
  all.ben.say("topic", "new", "Bus to Owerri");
  const hands = new Hands(page, info.project.name);
  await expect(page).toHaveTitle(/^\(1\) Today/);
  await hands.press(page.getByRole("link", { name: "Bus to Owerri" }));
  await expect(page.getByRole("heading", { name: "Bus to Owerri" }).last()).toBeAttached();
  await expect(page).toHaveTitle(/^(?!\()/);
  await expect(page.getByRole("button", { name: /new above/ })).toHaveCount(0);
  // Also where all that was said in it is gone again.
  const { topic } = all.ben.say("topic", "new", "Bus to Aba");
  all.ben.say("delete", all.ben.say("reply", topic, "At nine").post);
  await expect.poll(() => all.ada.say("topics").rows.find((row) => row.topic === topic)?.new).toBe(1);
  await page.goto(page.url().replace(/talk\/.*/, `talk/${topic}`));
  await expect.poll(() => all.ada.say("topics").rows.find((row) => row.topic === topic).new).toBe(0);
});

test("a long title stays in sight, cut to two lines, wherever one reads; at the first post it is whole", { tag: "@tablet" }, async ({ browser }, info) => {
  test.setTimeout(180_000);
  const all = await hall(POSTS, 0);
  const title = `Water: ${"who goes to the Town Union about the borehole on Umuguma Road, and when, ".repeat(3)}`.slice(0, 190);
  all.ada.say("retitle", all.topic, title);
  const page = await read(browser, info, all);
  const heading = info.project.name === "phone" ? page.getByRole("heading", { level: 1 }) : page.getByRole("heading", { level: 2, name: title });
  for (const by of [0, -2_000, -2_000, -2_000]) {
    await scrollBy(page, by);
    await still(page);
    await expect(heading).toBeInViewport({ ratio: 1 });
    await expect(heading).toContainText(title);
    const lines = await heading.evaluate((one) => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight));
    expect(lines).toBeLessThan(2.1);
    // It lies on no post.
    const { y, height } = await heading.boundingBox();
    expect(y + height).toBeLessThanOrEqual(await page.evaluate(() => document.querySelector(".reading").getBoundingClientRect().top) + 1);
  }
  await expect.poll(async () => { await scrollBy(page, -4_000); return post(page, 0).count(); }, { intervals: [60] }).toBe(1);
  await page.evaluate(() => { document.querySelector(".reading").scrollTop = 0; });
  await expect(page.locator(".thread-title")).toHaveText(title);
  await expect(page.locator(".thread-title")).toBeInViewport({ ratio: 1 });
  expect((await page.locator(".thread-head .badges").boundingBox()).width).toBeGreaterThan(200);
});

test("who opens a topic by keyboard goes into it, and it stays where it opened", async ({ browser }, info) => {
  test.setTimeout(180_000);
  const all = await hall();
  const page = await open(browser, all.ada, info.project.use);
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Talk" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Talk" })).toBeVisible(); // Today has a link of that name too
  await page.getByRole("link", { name: "Water" }).focus();
  await page.keyboard.press("Enter");
  const first = post(page, POSTS - NEW);
  await expect(first).toBeVisible();
  await expect(page.locator(".reading")).toBeFocused();
  await expect(page.getByRole("region", { name: "Water", exact: true })).toBeFocused();
  await still(page);
  expect(await share(first)).toBeGreaterThan(0.2);
  expect(await share(first)).toBeLessThan(0.45);
  // The keys go on from there.
  const at = await topOf(first);
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("ArrowDown");
  await expect.poll(() => topOf(first)).toBeLessThan(at);
  // The next stop is the way to what is new, before all the posts.
  await page.keyboard.press("Tab");
  await expect(page.locator(".pill").first()).toBeFocused();
  // Who is writing meanwhile is left where they write.
  await page.getByLabel("Your words").focus();
  await all.write(POSTS, POSTS + 1);
  await still(page);
  await expect(page.getByLabel("Your words")).toBeFocused();
});

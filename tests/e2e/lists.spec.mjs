// Lists at the size people have: sixty topics. Back leads to where one was, with filters and sheets; what fits fits.
import { test, expect } from "@playwright/test";
import { Hands, Home, open, openAt } from "./kith.mjs";

let home;
let topics;
const LONG = "Who asks the landlord about the borehole on Umuguma Road, which has not run since August, and who comes along to the meeting";
const titleOf = (at) => (at % 12 === 5 ? `${at} ${LONG}` : `Topic ${at}: cups, chairs and tea`);

// One after the other: their home takes long to make.
test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  home = await new Home().start();
  home.say("new", "Hall", "--as", "Ada");
  const begun = Array.from({ length: 60 }, (_, at) => ({ topic: { start: { title: titleOf(at), channel: null, body: `First words of ${at}.` } } }));
  topics = await home.sayAll(begun);
});
test.afterEach(async ({ browser }) => { for (const context of browser.contexts()) await context.close(); });
test.afterAll(async () => { await home.end(); });

/** The box that the list scrolls in. */
const box = (page) => page.evaluateHandle(() => {
  const list = document.querySelector(".pane-list");
  return getComputedStyle(list).overflowY === "auto" ? list : document.querySelector(".main");
});
const top = async (page) => (await box(page)).evaluate((one) => Math.round(one.scrollTop));
const scroll = async (page, to) => {
  await (await box(page)).evaluate((one, to) => { one.scrollTop = to; }, to);
  await expect.poll(() => top(page)).toBe(to);
};

async function talk(browser, info) {
  const page = await openAt(browser, home, info.project.use, "/");
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Talk" }).click();
  await expect(page.locator(".row").nth(55)).toBeAttached();
  return page;
}

/** The topic that stands in the middle of the list. */
const middle = (page) => page.evaluate(() => {
  const at = innerHeight / 2;
  const rows = [...document.querySelectorAll(".row-link")];
  return rows.findIndex((link) => { const { top, bottom } = link.closest(".row").getBoundingClientRect(); return top <= at && bottom >= at; });
});

for (const how of ["the arrow", "the browser"]) {
  for (const to of [0, 800, 3000]) {
    test(`back by ${how} leads to ${to} px in the list, and not into the topic again`, { tag: "@tablet" }, async ({ browser }, info) => {
      test.skip(how === "the arrow" && info.project.name === "desktop", "there is no arrow beside a list");
      const page = await talk(browser, info);
      await scroll(page, to);
      await page.locator(".row-link").nth(await middle(page)).click();
      await expect(page.getByRole("article").first()).toBeVisible();
      const topic = page.url();
      if (how === "the browser") await page.goBack(); else await page.getByRole("link", { name: "Back" }).click();
      await expect(page).toHaveURL(/talk$/);
      await expect.poll(() => top(page)).toBe(to);
      await page.goBack();
      await expect(page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
      expect(page.url()).not.toBe(topic);
    });
  }
}

test("back from a topic that was opened from elsewhere leads to the list, and then to elsewhere", { tag: "@tablet" }, async ({ browser }, info) => {
  test.skip(info.project.name === "desktop", "there is no arrow beside a list");
  const page = await open(browser, home, info.project.use);
  const topic = `${page.url().replace(/today$/, "talk")}/${topics[7].done.topic}`;
  await page.goto(topic);
  await page.getByRole("link", { name: "Back" }).click();
  await expect(page).toHaveURL(/talk$/);
  await page.goBack();
  await expect(page).not.toHaveURL(topic);
});

test("back closes a menu or a sheet, and nothing else", { tag: "@tablet" }, async ({ browser }, info) => {
  const page = await talk(browser, info);
  await page.locator(".row-link").nth(3).click();
  await expect(page.getByRole("article").first()).toBeVisible();
  const at = page.url();
  const menu = page.locator("#topic-menu");
  const openMenu = () => page.getByRole("button", { name: "What you can do with this topic" }).click();
  await openMenu();
  await expect(menu).toBeVisible();
  await page.goBack();
  await expect(menu).toBeHidden();
  await expect(page).toHaveURL(at);
  await openMenu();
  await menu.getByRole("button", { name: "Change the title" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page).toHaveURL(at);
  // Closed by its own button it leaves nothing behind either.
  await openMenu();
  await menu.getByRole("button", { name: "Change the title" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.goBack();
  await expect(page).toHaveURL(/talk$/);
});

test("filters stay over a topic, another place, and a reload", async ({ browser }, info) => {
  const page = await talk(browser, info);
  const chip = page.getByRole("group", { name: "Show" }).getByRole("button", { name: "Open" });
  await chip.click();
  await expect(chip).toHaveAttribute("aria-pressed", "true");
  await page.locator(".row-link").nth(3).click();
  await expect(page.getByRole("article").first()).toBeVisible();
  await page.goBack();
  await expect(chip).toHaveAttribute("aria-pressed", "true");
  await page.goBack();
  await page.goForward();
  await expect(chip).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(chip).toHaveAttribute("aria-pressed", "true");
});

test("eight topics are in sight, and a long title takes two lines", async ({ browser }, info) => {
  test.skip(info.project.name !== "phone", "a phone has the least room");
  const page = await talk(browser, info);
  const seen = await page.evaluate(() => {
    const end = document.querySelector(".nav").getBoundingClientRect().top;
    return [...document.querySelectorAll(".row")].filter((row) => row.getBoundingClientRect().bottom <= end).length;
  });
  expect(seen).toBeGreaterThanOrEqual(8);
  const long = page.locator(".row-link > span", { hasText: LONG.slice(0, 30) }).first();
  const lines = await long.evaluate((one) => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight));
  expect(Math.round(lines)).toBe(2);
});

test("the title of a topic stands in the bar of a phone", async ({ browser }, info) => {
  test.skip(info.project.name !== "phone", "beside the list the title stands over the topic");
  const page = await talk(browser, info);
  const hands = new Hands(page, "phone");
  await hands.press(page.getByRole("link", { name: "Topic 57" }));
  await expect(page.locator(".topbar").getByRole("heading", { level: 1 })).toContainText("Topic 57");
});

test("channels are made on purpose, chosen from a list, and have a place to just talk", async ({ browser }, info) => {
  const hall = await new Home().start();
  try {
    hall.say("new", "Hall", "--as", "Ada");
    hall.say("topic", "new", "Cups", "--body", "How many?");
    const hands = new Hands(await open(browser, hall, info.project.use), info.project.name);
    const { page } = hands;
    await hands.press(page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Talk" }));
    const channels = page.getByText(/^Channels/);
    await hands.press(channels);
    await hands.press(page.getByRole("button", { name: "New channel" }));
    await hands.type(page.getByLabel("What is it called?"), "Water");
    await hands.press(page.getByRole("button", { name: "Make the channel" }));
    // Its conversation is open.
    await expect(page.getByRole("heading", { name: "Water" }).last()).toBeVisible();
    await hands.type(page.getByLabel("Your words"), "Good morning.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(page.getByRole("article").last()).toContainText("Good morning.");
    // A topic of it, and what is listed with it.
    await page.goto(page.url().replace(/talk\/.*/, "talk/new"));
    await page.getByLabel("What is it about?").fill("The borehole");
    await page.getByLabel("Which channel does it belong to?").selectOption({ label: "Water" });
    await page.getByRole("button", { name: "Start the topic" }).click();
    await expect(page).toHaveURL(/talk\/(?!new)\w+$/);
    await page.goto(page.url().replace(/talk\/.*/, "talk"));
    await expect(page.locator(".row")).toHaveCount(3);
    await page.getByText(/^Channels/).click();
    await page.getByRole("group", { name: "Channels" }).getByRole("button", { name: "Water" }).click();
    await expect(page.locator(".row")).toHaveCount(2);
    await expect(page.locator(".row").first()).toContainText("Good morning.");
    // The way into its conversation is plain.
    const at = page.url();
    await hands.press(page.getByRole("link", { name: "Open the conversation" }));
    await expect(page.getByRole("heading", { name: "# Water" }).last()).toBeVisible();
    await expect(page.getByLabel("Your words")).toHaveAttribute("placeholder", "Say something");
    await page.goto(at);
    await expect(page.locator(".row").last()).toContainText("The borehole");
    // Nobody asked for an answer, so nothing waits for one.
    await expect(page.getByText("No answer yet")).toHaveCount(0);
    // Where nobody has spoken there is no hour at which somebody did.
    await page.getByRole("group", { name: "Channels" }).getByRole("button", { name: "Just talking" }).click();
    await expect(page.locator(".row").first()).toContainText("Nobody has said anything yet");
    await expect(page.locator(".row time")).toHaveCount(0);
  } finally {
    await hall.end();
  }
});

test("a list of many topics goes on as one reads, and holds where one was", async ({ browser }, info) => {
  test.setTimeout(300_000);
  const hall = await new Home().start();
  try {
    hall.say("new", "Hall", "--as", "Ada");
    await hall.sayAll(Array.from({ length: 400 }, (_, at) => ({ topic: { start: { title: titleOf(at), channel: null, body: null } } })));
    const page = await open(browser, hall, info.project.use);
    await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Talk" }).click();
    await expect(page.locator(".row").first()).toBeVisible();
    expect(await page.locator(".row").count()).toBeLessThan(200);
    await expect.poll(async () => {
      await (await box(page)).evaluate((one) => { one.scrollTop += 900; });
      return page.locator(".row").count();
    }, { intervals: [30], timeout: 90_000 }).toBe(400);
    const deep = await top(page);
    await page.locator(".row-link").nth(await middle(page)).click();
    await expect(page).toHaveURL(/talk\/\w+$/);
    await page.goBack();
    // Four hundred rows are drawn anew.
    await expect.poll(() => top(page), { timeout: 90_000 }).toBe(deep);
  } finally {
    await hall.end();
  }
});

test("“All” shows all again after a channel was chosen, and a question is one from the start", async ({ browser }, info) => {
  const { topic: water } = home.say("topic", "channel", "Water");
  home.say("topic", "new", "Who fetches it?", "--channel", "Water", "--asks");
  const page = await talk(browser, info);
  const all = page.getByRole("group", { name: "Show" }).getByRole("button", { name: "All", exact: true });
  await expect(page.locator(".row").filter({ hasText: "Who fetches it?" })).toContainText("Question");
  await page.locator(".channels > summary").click();
  await page.getByRole("button", { name: "# Water" }).click();
  await expect(page.locator(".row-link")).toHaveCount(2);
  await expect(all).toHaveAttribute("aria-pressed", "false");
  await all.click();
  await expect(all).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator(".row").nth(55)).toBeAttached();
  home.say("delete", water);
});

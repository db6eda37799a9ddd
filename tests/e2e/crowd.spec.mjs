// People at the size of a large group: five hundred. What is drawn is a page; all are reached; Back leads to where one was.
import { test, expect } from "@playwright/test";
import { Home, crowd, openAt } from "./kith.mjs";

const PEOPLE = 500;
/** Far fewer than there are people, and more than a screen shows. */
const DRAWN = 150;

let home;
// One after the other: their home takes long to make.
test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  test.setTimeout(360_000);
  home = new Home();
  crowd(home.folder, PEOPLE);
  await home.start();
});
test.afterEach(async ({ browser }) => { for (const context of browser.contexts()) await context.close(); });
test.afterAll(async () => { await home.end(); });

const rows = (page) => page.locator(".pane-list .row");
/** The box that the list scrolls in. */
const box = (page) => page.evaluateHandle(() => {
  const list = document.querySelector(".pane-list");
  return list && getComputedStyle(list).overflowY === "auto" ? list : document.querySelector(".main");
});
const top = async (page) => (await box(page)).evaluate((one) => Math.round(one.scrollTop));

async function go(browser, info, place) {
  const page = await openAt(browser, home, info.project.use, "/");
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: place }).click();
  await expect(page.getByRole("heading", { level: 1, name: place })).toBeVisible();
  return page;
}

/** Scrolls on until no more come. */
const toEnd = (page) => expect.poll(async () => {
  const [left, more] = await (await box(page)).evaluate((one) => {
    one.scrollTop += 900;
    return [one.scrollHeight - one.scrollTop - one.clientHeight, document.querySelectorAll("[data-near]").length];
  });
  return left < 2 && more === 0;
}, { intervals: [30], timeout: 90_000 }).toBe(true);

test("a page of people is drawn, the last is reached by scrolling, and Back leads there", async ({ browser }, info) => {
  test.setTimeout(180_000);
  const page = await go(browser, info, "People");
  await expect(rows(page).first()).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(DRAWN);
  await toEnd(page);
  await expect(page.getByRole("button", { name: "More people" })).toHaveCount(0);
  const names = await page.locator("section[aria-labelledby=people-all] .row-link").allInnerTexts();
  expect(names).toHaveLength(PEOPLE);
  expect(new Set(names.map((name) => name.replace(/ \(.*\)$/, ""))).size).toBe(PEOPLE);
  // One near the end is opened, and left: the list is where it was, with all that was drawn.
  const last = page.locator(".pane-list .row-link").last();
  await last.scrollIntoViewIfNeeded();
  const deep = await top(page);
  const name = await last.innerText();
  await last.click();
  await expect(page.getByRole("heading", { level: 2, name })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/people$/);
  await expect.poll(() => top(page)).toBe(deep);
  await expect(page.locator(".pane-list .row-link").last()).toBeInViewport();
});

test("the keyboard goes through all people, one after the other", async ({ browser }, info) => {
  test.skip(info.project.name !== "desktop", "a phone has no keyboard");
  test.setTimeout(300_000);
  const page = await go(browser, info, "People");
  await page.locator(".pane-list .row-link").first().focus();
  const met = await page.evaluateHandle(() => {
    const met = new Set();
    const meet = (one) => { if (one.closest(".pane-list .row")) met.add(one.getAttribute("href")); };
    meet(document.activeElement);
    document.addEventListener("focusin", ({ target }) => meet(target));
    return met;
  });
  for (let step = 0; step < 3 * PEOPLE; step += 1) {
    // As many stops as there are rows drawn below, and a few at most: the list goes on meanwhile, or its button is next.
    const { goesOn, below } = await page.evaluate(() => {
      const links = [...document.querySelectorAll(".pane-list .row-link")];
      const one = document.activeElement;
      return { goesOn: one.matches("[data-near]"), below: one.closest(".pane-list .row") ? links.length - links.indexOf(one) : 0 };
    });
    if (goesOn) await page.keyboard.press("Enter");
    else if (below === 0) break;
    for (let stop = Math.min(below, 20); stop > 1; stop -= 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
  }
  // And whoever was let in and is not here yet.
  expect(await met.evaluate((met) => met.size)).toBe(PEOPLE + 1);
});

test("a page of those whom one's words have not reached is drawn, and goes on", async ({ browser }, info) => {
  await home.say("topic", "new", "Cups", "--body", "How many?");
  const page = await go(browser, info, "Reach");
  const list = page.locator(".reach-hero .rows .row");
  await page.getByText(`${PEOPLE - 1} people have not got all of it`).click();
  await expect(list.first()).toBeVisible();
  expect(await list.count()).toBeLessThan(DRAWN);
  await toEnd(page);
  await expect(list).toHaveCount(PEOPLE - 1);
  // A screen reader is told a few by name, and how many others there are.
  await expect(page.locator(".gather")).toHaveAttribute("aria-label", /and 487 other people\.$/);
});

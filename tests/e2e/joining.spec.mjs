// A join takes as long as it takes: the page may go, Kith may go, and it says how it stands. And what a page says whose
// link was used, or opened elsewhere.
import { test, expect } from "@playwright/test";
import AxeBuilder from "@axe-core/playwright";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Hands, Home, open } from "./kith.mjs";

const homes = [];
const home = async () => {
  const one = new Home();
  homes.push(one);
  return one;
};
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
  while (homes.length) {
    const one = homes.pop();
    if (one.run) await one.end();
  }
});

test("joining waits for someone who is asleep, over a closed page and a Kith that was ended", async ({ browser }, info) => {
  test.setTimeout(120_000);
  const [ada, ben] = [await home(), await home()];
  await ada.start();
  ada.say("new", "Owerri 24", "--as", "Ada");
  const link = ada.say("invite").link;
  await ada.cut();
  await ben.start();
  let page = await open(browser, ben, info.project.use);
  const hands = new Hands(page, info.project.name);

  await test.step("the link is found in what was pasted, and the page says how it stands", async () => {
    await page.goto(new URL("/join", page.url()).href);
    await page.getByLabel("The link").fill(`Ada wrote:\n> Come in, it is “${link.slice(0, 90)}\n> ${link.slice(90)}”.\n> See you`);
    await hands.press(page.getByRole("button", { name: "Look at the invitation" }));
    await hands.type(page.getByLabel("What should people call you?"), "Ben");
    await hands.press(page.getByRole("button", { name: "Join Owerri 24" }));
    await expect(page.getByText(/one device that can let you in is asked, and was out of reach/)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText("You may close this page.")).toBeVisible();
  });

  await test.step("closed and opened again, with Kith ended in between", async () => {
    await page.context().close();
    await ben.cut();
    await ben.start();
    page = await open(browser, ben, info.project.use);
    await expect(page.getByText("Joining Owerri 24 goes on.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Stop joining" })).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations.map((one) => one.id)).toEqual([]);
  });

  await test.step("somebody is there: it goes in by itself", async () => {
    await ada.start();
    await expect(page.getByRole("navigation", { name: "Places" })).toBeVisible({ timeout: 60_000 });
    await expect.poll(() => ada.say("people").map((row) => row.name).sort()).toEqual(["Ada", "Ben"]);
  });
});

test("a join that waits stands among the communities, by its name, and leads to how it stands", async ({ browser }, info) => {
  const [ada, ben] = [await home(), await home()];
  await ada.start();
  ada.say("new", "The water committee of Umuguma", "--as", "Ada");
  const link = ada.say("invite").link;
  await ada.cut();
  await ben.start();
  ben.say("new", "Owerri 24", "--as", "Ben");
  await ben.manage({ join: { link, me: "Ben", timeout_s: 1 } });
  const hands = new Hands(await open(browser, ben, info.project.use), info.project.name);
  const { page } = hands;
  await hands.press(page.getByRole("button", { name: /Change community/ }).filter({ visible: true }).first());
  const places = page.locator("#places");
  const row = places.getByRole("link", { name: "The water committee of Umuguma Joining goes on" });
  await expect(row).toBeVisible();
  // It stands as the others do: what it is called begins where their names begin.
  const begins = (name) => places.locator("b", { hasText: name }).evaluate((one) => Math.round(one.getBoundingClientRect().left));
  expect(await begins("The water committee")).toBe(await begins("Owerri 24"));
  await hands.press(row);
  await expect(page.getByText("Joining The water committee of Umuguma goes on.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Stop joining" })).toBeVisible();
});

test("a link that was used says what to do, in the reader's language", async ({ browser }, info) => {
  const one = await home();
  await one.start("--demo");
  const used = one.page();
  const mine = await browser.newContext(info.project.use);
  const own = await mine.newPage();
  await own.goto(used);
  await expect(own.locator(".today-lead")).toBeVisible();
  // The same browser, from a bookmark: it is let in.
  const bookmarked = await mine.newPage();
  await bookmarked.goto(used);
  await expect(bookmarked.locator(".today-lead")).toBeVisible();

  for (const [locale, title, direction] of [["en-GB", "This page needs a new link", "ltr"], ["ar", "هذه الصفحة تحتاج إلى رابط جديد", "rtl"]]) {
    const elsewhere = await browser.newContext({ ...info.project.use, locale });
    const page = await elsewhere.newPage();
    for (const address of [used, new URL("/", used).href]) {
      const answer = await page.goto(address);
      expect(answer.status()).toBe(403);
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(direction);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
      expect((await new AxeBuilder({ page }).analyze()).violations.map((found) => found.id)).toEqual([]);
    }
  }

  // The cookie without the page's own half.
  await own.evaluate(() => localStorage.clear());
  await own.reload();
  await expect(own.getByRole("heading", { level: 1, name: "This page needs a new link" })).toBeVisible();
});

test("a page whose link was used opens Kith with one button, for the person's own browser alone", async ({ browser }, info) => {
  const one = await home();
  // In place of the person's browser, whatever opens writes down what it is told: everybody on the computer can read that.
  const [folder, address] = [one.folder, join(one.folder, "opened")];
  writeFileSync(join(folder, "xdg-open"), `#!/bin/sh\nprintf %s "$1" > "${address}.new" && mv "${address}.new" "${address}"\n`);
  chmodSync(join(folder, "xdg-open"), 0o755);
  one.env = { DISPLAY: ":99", PATH: `${folder}:${process.env.PATH}` };
  await one.start();
  const used = one.page();
  await open(browser, one, info.project.use);
  const page = await (await browser.newContext(info.project.use)).newPage();
  await page.goto(new URL("/", used).href);
  await new Hands(page, info.project.name).press(page.getByRole("link", { name: "Open Kith" }));
  await expect(page.getByRole("heading", { level: 1, name: "Kith opens its page" })).toBeVisible();
  await expect.poll(() => existsSync(address)).toBe(true);
  const own = await (await browser.newContext(info.project.use)).newPage();
  const told = readFileSync(address, "utf8");
  expect(told).not.toContain("127.0.0.1");
  await own.goto(pathToFileURL(told).href, { waitUntil: "commit" });
  await expect(own.locator("#kith h1").first()).toBeVisible();
  expect((await own.request.get(own.url())).status()).toBe(200);

  // A page of somebody else's opens nothing.
  const before = readFileSync(address, "utf8");
  const foreign = await (await browser.newContext(info.project.use)).newPage();
  await foreign.goto("data:text/html,<a href='" + new URL("/again", used).href + "'>Look</a>");
  await foreign.getByRole("link", { name: "Look" }).click();
  await expect(foreign.getByRole("heading", { level: 1, name: "This page needs a new link" })).toBeVisible();
  expect(readFileSync(address, "utf8")).toBe(before);
});

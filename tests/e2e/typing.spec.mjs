// What is typed is kept: at any speed, over reloads and crashes, while nobody answers.
import { test, expect } from "@playwright/test";
import { Home, open } from "./kith.mjs";

const homes = [];
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
  while (homes.length) await homes.pop().end();
});

async function topic(browser, info, title = "Tea") {
  const home = await new Home().start();
  homes.push(home);
  home.say("new", "Hall", "--as", "Ada");
  home.say("topic", "new", title, "--body", "Cups?");
  const page = await open(browser, home, info.project.use);
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Talk" }).click();
  await page.getByRole("link", { name: title }).click();
  await expect(page).toHaveURL(/talk\/\w+$/);
  return { home, page, box: page.getByLabel("Your words") };
}

const LONG = "The quick brown fox jumps over the lazy dog; own fixes, twice. ".repeat(8);

test("no letter is lost, however fast it is typed, while posts arrive", async ({ browser }, info) => {
  const { home, page, box } = await topic(browser, info);
  const id = home.say("topics").rows[0].topic;
  await box.click();
  const typing = page.keyboard.type(LONG);
  for (let count = 0; count < 4; count += 1) home.say("reply", id, `meanwhile ${count}`);
  await typing;
  await expect(box).toHaveValue(LONG);
  await page.getByRole("button", { name: "Send to everyone here" }).click();
  await expect(page.getByRole("article").last()).toContainText(LONG.trim());
  await expect(box).toHaveValue("");
  await expect(page.getByRole("article")).toHaveCount(6);
});

test("a draft is there after a reload, in another tab, and after Kith was killed", async ({ browser }, info) => {
  const { home, page, box } = await topic(browser, info);
  await box.click();
  await page.keyboard.type("Half a thought");
  await expect.poll(() => draft(home, page)).toBe("Half a thought");
  await page.reload();
  await expect(box).toHaveValue("Half a thought");
  await home.cut();
  await box.click();
  await page.keyboard.press("End");
  await page.keyboard.type(", and more while nobody answers");
  await home.start();
  await expect(page.getByText("Kith does not answer.")).toBeHidden();
  await expect(box).toHaveValue("Half a thought, and more while nobody answers");
  await expect.poll(() => draft(home, page)).toBe("Half a thought, and more while nobody answers");
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.getByLabel("Your words")).toHaveValue("Half a thought, and more while nobody answers");
});

test("a draft of a new topic, and of other words for a post, is kept too", async ({ browser }, info) => {
  const { page } = await topic(browser, info);
  const id = page.url();
  const change = async () => {
    await page.getByRole("button", { name: "or more" }).first().click();
    await page.locator("#post-menu").getByRole("button", { name: "Change my words" }).click();
    return page.getByRole("dialog").getByLabel("Your words");
  };
  await (await change()).fill("Cups, or mugs?");
  await expect(async () => {
    await page.reload();
    await expect(await change()).toHaveValue("Cups, or mugs?");
  }).toPass();
  await page.goto(new URL("new", id).href);
  await page.getByLabel("First words").fill("About the road");
  await expect(async () => {
    await page.reload();
    await expect(page.getByLabel("First words")).toHaveValue("About the road", { timeout: 2_000 });
  }).toPass();
});

test("several tabs agree, and back and forward lead where one was", async ({ browser }, info) => {
  const { page } = await topic(browser, info);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByLabel("Your words").fill("Said in the other tab");
  await other.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("article").last()).toContainText("Said in the other tab");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Talk" })).toBeVisible();
  await expect(page).toHaveURL(/talk$/);
  await page.goForward();
  await expect(page.getByRole("article").last()).toContainText("Said in the other tab");
});

/** What the home itself has kept, as another page of it is shown it. */
async function draft(home, page) {
  const other = await page.context().newPage();
  await other.goto(page.url());
  const value = await other.getByLabel("Your words").inputValue();
  await other.close();
  return value;
}

test("a link that the system was asked to open leads the page to its invitation, once", async ({ browser }, info) => {
  const { home, page } = await topic(browser, info);
  const other = await new Home().start();
  homes.push(other);
  other.say("new", "Choir", "--as", "Cy");
  await page.goto(home.say("open", other.say("invite").link).page);
  await expect(page.getByRole("heading", { name: "Choir" })).toBeVisible();
  await expect(page.getByText("You are invited.")).toBeVisible();
  await page.goto(home.page());
  await expect(page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
});

// What stewards tell everyone: it stands on Today until it is read, and who announced it sees how far it has got.
import { test, expect } from "@playwright/test";
import { Hands, Home, goTo, open } from "./kith.mjs";

const homes = [];
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
  while (homes.length) await homes.pop().end();
});

/** Ada's hall, in which Ben is too, each with a page. */
async function hall(browser, info) {
  const [ada, ben] = [await new Home().start(), new Home()];
  homes.push(ada, ben);
  ada.say("new", "Hall", "--as", "Ada");
  ben.say("--net", "loopback", "join", ada.say("invite").link, "--as", "Ben");
  await ben.start();
  const page = async (home) => new Hands(await open(browser, home, info.project.use), info.project.name);
  return { ada, ben, page };
}

test("an announcement stands on Today until it is read, and its author sees by whom", async ({ browser }, info) => {
  const { ada, ben, page } = await hall(browser, info);
  const adas = await page(ada);
  await goTo(adas, "Today");
  await adas.press(adas.page.getByRole("link", { name: "Announce something" }));
  await expect(adas.page.getByRole("heading", { name: "Announce something" })).toBeVisible();
  await adas.page.getByLabel("What you announce").fill("The hall is closed on Friday");
  await adas.page.getByLabel("More about it").fill("The floor is being mended.\n\nWe meet at Ngozi’s.");
  await adas.press(adas.page.getByRole("button", { name: "Announce it" }));
  await expect(adas.page.getByRole("heading", { name: "The hall is closed on Friday" })).toBeVisible();

  const bens = await page(ben);
  await goTo(bens, "Today");
  const slip = bens.page.getByRole("article").filter({ hasText: "The hall is closed on Friday" });
  await expect(slip).toBeVisible({ timeout: 30_000 });
  await expect(slip).toContainText("We meet at Ngozi’s.");
  // By the signed word of Ben's device, and not read by anybody yet.
  await expect(adas.page.getByRole("heading", { name: "One person has it" })).toBeVisible({ timeout: 30_000 });
  await bens.press(slip.getByRole("button", { name: "I have read this" }));
  await expect(slip).toHaveCount(0);
  await expect(adas.page.getByRole("heading", { name: "One person has read it" })).toBeVisible({ timeout: 30_000 });
  expect(ben.say("announcements").may_announce).toBe(false);
  await expect(bens.page.getByRole("link", { name: "Announce something" })).toHaveCount(0);

  await adas.press(adas.page.getByRole("button", { name: "Take it back" }));
  await adas.press(adas.page.getByRole("button", { name: "Take it back" }));
  await expect(adas.page.getByRole("heading", { name: "Nothing was announced" })).toBeVisible();
  await expect.poll(() => ben.say("announcements").rows.length, { timeout: 30_000 }).toBe(0);
});

test("what is typed for an announcement is there when its page is opened again", async ({ browser }, info) => {
  const { ada, page } = await hall(browser, info);
  const hands = await page(ada);
  await goTo(hands, "Today");
  await hands.press(hands.page.getByRole("link", { name: "Announce something" }));
  await hands.page.getByLabel("What you announce").fill("Half a sen");
  await hands.page.goBack();
  await expect(hands.page.getByRole("heading", { name: "Today" })).toBeVisible();
  await hands.press(hands.page.getByRole("link", { name: "Announce something" }));
  await expect(hands.page.getByLabel("What you announce")).toHaveValue("Half a sen");
});

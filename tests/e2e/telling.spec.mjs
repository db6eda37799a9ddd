// Being told: marks, the tab's title, notices of the system from the page, what is muted, and words that agree.
import { test, expect } from "@playwright/test";
import { Hands, Home, goTo, open } from "./kith.mjs";

const homes = [];
const home = async () => {
  const one = await new Home().start();
  homes.push(one);
  return one;
};
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
  while (homes.length) await homes.pop().end();
});

/** Ada's home and Ben's, with a topic by Ada that both have. */
async function two() {
  const [ada, ben] = [await home(), await home()];
  ada.say("new", "Owerri 24", "--as", "Ada");
  ben.say("join", ada.say("invite").link, "--as", "Ben");
  const { topic } = ada.say("topic", "new", "Cups", "--body", "Who brings them?");
  await expect.poll(() => ben.say("topics").rows.length).toBe(1);
  return { ada, ben, topic };
}

/** Has the page keep what it would have the system tell, and seem looked at or not. */
async function listen(page) {
  await page.context().addInitScript(() => {
    window.told = [];
    window.looks = true;
    document.hasFocus = () => window.looks;
    window.Notification = class {
      static permission = "default";
      static requestPermission() { this.permission = "granted"; return Promise.resolve("granted"); }
      constructor(title, options) { window.told.push({ title, ...options, tap: () => this.onclick() }); }
      close() {}
    };
  });
  await page.reload();
}

async function looks(page, whether) {
  await page.evaluate((whether) => {
    window.looks = whether;
    window.dispatchEvent(new Event(whether ? "focus" : "blur"));
  }, whether);
}

const told = (page) => page.evaluate(() => window.told.map(({ title, body }) => ({ title, body })));

test("what is new bears a mark, and the tab's title counts it", async ({ browser }, info) => {
  const { ada, ben, topic } = await two();
  const page = await open(browser, ben, info.project.use);
  await expect(page).toHaveTitle(/^\(1\) Today/);
  const talk = page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: /^Talk/ });
  await expect(talk).toContainText("1");
  for (const words of ["Six", "Seven"]) ada.say("reply", topic, words);
  await expect(page).toHaveTitle(/^\(3\) Today/);
  await expect(talk).toHaveAccessibleName("Talk 1 with something new");
  await page.getByRole("button", { name: "I have seen it all" }).click();
  await expect(page).toHaveTitle(/^Today/);
  await expect(talk).toHaveAccessibleName("Talk");
});

test("the page asks once there is something to tell, tells while nobody looks, and leads to the post", async ({ browser }, info) => {
  const { ada, ben, topic } = await two();
  const page = await open(browser, ben, info.project.use);
  await listen(page);
  await page.getByRole("button", { name: "Yes, tell me" }).first().click();
  await expect(page.getByRole("button", { name: "Yes, tell me" })).toBeHidden();
  // Whoever looks is told nothing.
  ada.say("reply", topic, "Six");
  await expect(page).toHaveTitle(/^\(2\)/);
  expect(await told(page)).toEqual([]);
  await looks(page, false);
  ada.say("reply", topic, "Not for others to read over a shoulder");
  await expect.poll(() => told(page)).toEqual([{ title: "Owerri 24", body: "Ada wrote in “Cups”" }]);
  await looks(page, true);
  await page.evaluate(() => window.told[0].tap());
  await expect(page.getByText("Not for others to read over a shoulder").last()).toBeInViewport();
});

test("of a muted topic nothing is told, and it is listed as new all the same", async ({ browser }, info) => {
  const { ada, ben, topic } = await two();
  const { topic: other } = ada.say("topic", "new", "Plates", "--body", "And those?");
  const page = await open(browser, ben, info.project.use);
  await listen(page);
  await page.evaluate(() => Notification.requestPermission());
  const hands = new Hands(page, info.project.name === "desktop" ? "tablet" : info.project.name);
  await goTo(hands, "Talk");
  await hands.press(page.getByRole("link", { name: "Cups" }));
  await hands.press(page.getByRole("button", { name: "What you can do with this topic" }));
  await hands.press(page.getByRole("button", { name: "Do not tell me of this topic" }));
  await expect(page.getByText("You will not be told.")).toBeVisible();
  await looks(page, false);
  ada.say("reply", topic, "Quietly");
  ada.say("reply", other, "Loudly");
  await expect.poll(() => told(page)).toEqual([{ title: "Owerri 24", body: "Ada wrote in “Plates”" }]);
  // The list says so, in words as well; also of a conversation.
  const { topic: water } = ben.say("topic", "channel", "Water");
  await ben.sayAll([{ local: { mute: { what: { topic: water }, muted: true } } }, { topic: { reply: { topic: water, text: "Good morning.", quotes: [] } } }]);
  await goTo(hands, "Talk");
  const row = (name) => page.locator(".row").filter({ has: page.getByRole("link", { name }) });
  for (const name of ["Cups", "Water"]) await expect(row(name)).toContainText("You are not told of this");
  await expect(row("Plates")).not.toContainText("You are not told of this");
  // What is said in a topic of a muted channel is told no more than its conversation.
  ben.say("topic", "new", "Pump", "--channel", "Water", "--body", "It is broken.");
  await expect(row("Pump")).toContainText("You are not told of this");
  await ben.sayAll([{ local: { mute: { what: { topic }, muted: false } } }]);
  await expect(row("Cups")).not.toContainText("You are not told of this");
});

test("Settings say whether the browser has been asked, allows it, blocks it or cannot", async ({ browser }, info) => {
  const { ben } = await two();
  const hands = new Hands(await open(browser, ben, info.project.use), info.project.name);
  const { page } = hands;
  await listen(page);
  await goTo(hands, "Settings");
  const section = page.getByRole("region", { name: "Being told" });
  const states = { default: "has not been asked yet", granted: "lets Kith tell you", denied: "press the icon beside the page’s address", unable: "cannot tell you of anything" };
  const says = async (state) => {
    for (const [one, words] of Object.entries(states)) await expect(section.getByText(words)).toBeVisible({ visible: one === state });
  };
  await expect(section.getByLabel("Tells you what is new")).toBeChecked();
  await says("default");
  await hands.press(section.getByRole("button", { name: "Yes, tell me" }));
  await says("granted");
  // Changed in the browser's own settings, and back on the page.
  await page.evaluate(() => { Notification.permission = "denied"; dispatchEvent(new Event("focus")); });
  await says("denied");
  await section.getByText("Stays quiet").click();
  await says("none");
  await section.getByText("Tells you what is new").click();
  await says("denied");
  await page.context().addInitScript(() => { delete window.Notification; });
  await page.reload();
  await says("unable");
});

test("who has written nothing is not told that everyone has it", async ({ browser }, info) => {
  const { ada, ben } = await two();
  const hands = new Hands(await open(browser, ben, info.project.use), info.project.name);
  const { page } = hands;
  const silent = "No post of yours is here.";
  await expect(page.locator(".topbar .reach")).toContainText("nothing of yours here");
  await expect(page.getByText(silent)).toBeVisible();
  await goTo(hands, "Reach");
  await expect(page.getByRole("heading", { name: silent })).toBeVisible();
  await goTo(hands, "People");
  await hands.press(page.getByRole("main").getByRole("link", { name: "Ada" }).first());
  await expect(page.getByText(silent)).toBeVisible();
  await expect(page.getByText("everything you wrote")).toHaveCount(0);
  ben.say("topic", "new", "Plates", "--body", "I bring ten.");
  await expect.poll(() => ada.say("topics").rows.length).toBe(2);
  await expect(page.getByText("They have everything you wrote.")).toBeVisible();
  await expect(page.locator(".topbar .reach")).toContainText("reached everyone known");
});

test("a newcomer's card has a way to say hello to them", async ({ browser }, info) => {
  const { ada, ben } = await two();
  const hands = new Hands(await open(browser, ada, info.project.use), info.project.name);
  const { page } = hands;
  await goTo(hands, "People");
  await hands.press(page.getByRole("link", { name: "Ben" }).first());
  await hands.press(page.getByRole("link", { name: "Say hello" }));
  await expect(page.getByLabel("What is it about?")).toHaveValue("Welcome, Ben");
  await hands.press(page.getByRole("button", { name: "Start the topic" }));
  await expect.poll(() => ben.say("topics").rows.map((row) => row.title)).toContain("Welcome, Ben");
  // Not to oneself, nor from who was here before.
  const other = await open(browser, ben, info.project.use);
  const his = new Hands(other, info.project.name);
  await goTo(his, "People");
  for (const name of ["Ada", "Ben (you)"]) {
    await his.press(other.getByRole("main").getByRole("link", { name }).first());
    await expect(other.getByRole("heading", { level: 2, name: name.slice(0, 3) })).toBeVisible();
    await expect(other.getByRole("link", { name: "Say hello" })).toHaveCount(0);
    await goTo(his, "People");
  }
});

test("Today welcomes who is alone, and says nothing that the rest of it denies", async ({ browser }, info) => {
  const one = await home();
  one.say("new", "Owerri 24", "--as", "Ada");
  const page = await open(browser, one, info.project.use);
  await expect(page.getByText("Welcome, Ada.")).toBeVisible();
  await expect(page.getByText("Nothing waits for you")).toHaveCount(0);
  await expect(page.getByText("since you last looked")).toHaveCount(0);
});

test("who comes in the first minute after a community was founded is told of as new", async ({ browser }, info) => {
  const { ada } = await two();
  const page = await open(browser, ada, info.project.use);
  await expect(page.getByRole("main").getByRole("link", { name: "Ben" })).toBeVisible();
  await goTo(new Hands(page, info.project.name), "People");
  await expect(page.getByRole("heading", { name: "New here" })).toBeVisible();
});

test("a further device of who founded tells of nobody as new", async () => {
  const { ada } = await two();
  const phone = await home();
  phone.say("device", "join", ada.say("device", "link").link);
  await expect.poll(() => phone.say("people").map((row) => row.name).sort()).toEqual(["Ada", "Ben"]);
  await expect.poll(() => phone.say("topics").rows.length).toBe(1);
  expect(phone.say("today").joined).toEqual([]);
  expect(ada.say("today").joined.map((who) => who.name)).toEqual(["Ben"]);
});

test("a new channel or a new name is no post on its way", async ({ browser }, info) => {
  const { ada, ben } = await two();
  const page = await open(browser, ada, info.project.use);
  const reach = page.locator(".topbar .reach");
  await expect(reach).toContainText("reached everyone known");
  await ben.cut();
  ada.say("topic", "channel", "Water");
  ada.say("rename", "Adaeze");
  await goTo(new Hands(page, info.project.name), "Talk");
  await page.locator(".channels > summary").click();
  await expect(page.getByRole("button", { name: "# Water" })).toBeVisible();
  await expect(reach).toContainText("reached everyone known");
  ada.say("topic", "new", "Chairs", "--body", "How many?");
  await expect(reach).toContainText("on its way to 1");
});

// Two people meet, talk both ways, and see each other's changes: founded, invited by a code, joined, talked, edited,
// reacted, settled, taken back, parted and met again, a second device, removed.
import { test, expect } from "@playwright/test";
import { Hands, Home, goTo, open, scan } from "./kith.mjs";

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

async function found(hands, name, me) {
  const { page } = hands;
  await hands.press(page.getByRole("link", { name: "Start a community" }));
  await hands.type(page.getByLabel("Its name"), name);
  await hands.type(page.getByLabel("What should people call you?"), me);
  await hands.press(page.getByRole("button", { name: "Start" }));
  await expect(page.getByText(`Welcome, ${me}.`)).toBeVisible();
}

async function join(hands, link, me) {
  const { page } = hands;
  await hands.press(page.getByRole("link", { name: "Join your people" }));
  await hands.type(page.getByLabel("The link"), link);
  await hands.press(page.getByRole("button", { name: "Look at the invitation" }));
  await expect(page.getByRole("heading", { name: "Owerri 24" })).toBeVisible();
  await hands.type(page.getByLabel("What should people call you?"), me);
  await hands.press(page.getByRole("button", { name: "Join Owerri 24" }));
  await expect(page.getByRole("heading", { name: "You are in." })).toBeVisible();
}

async function menu(hands, author, item) {
  await hands.press(hands.page.getByRole("button", { name: `Answer ${author}, or more` }).last());
  await hands.press(hands.page.locator("#post-menu").getByRole("button", { name: item }));
}

test("two people meet, talk, change their minds, part and meet again", { tag: "@tablet" }, async ({ browser }, info) => {
  test.setTimeout(240_000);
  const kind = info.project.name;
  const [one, other] = [await home(), await home()];
  const ada = new Hands(await open(browser, one, info.project.use), kind);
  const ben = new Hands(await open(browser, other, info.project.use), kind);

  await test.step("found, and say the first words", async () => {
    await found(ada, "Owerri 24", "Ada");
    await ada.press(ada.page.getByRole("link", { name: "New topic" }).first());
    await ada.type(ada.page.getByLabel("What is it about?"), "Who brings the cups?");
    await ada.type(ada.page.getByLabel("First words"), "We are eight on Sunday.");
    await ada.press(ada.page.getByRole("button", { name: "Start the topic" }));
    await expect(ada.page.getByRole("article")).toContainText("We are eight on Sunday.");
  });

  let link = "";
  await test.step("invite by a code", async () => {
    await goTo(ada, "Reach");
    await ada.press(ada.page.getByRole("button", { name: "Make an invitation" }));
    link = await scan(ada.page.getByRole("img", { name: "The link as a code for a phone’s camera" }));
    expect(link).toMatch(/^kith:/i);
  });

  await test.step("join: from the link to the first post within ten seconds", async () => {
    const began = Date.now();
    await join(ben, link, "Ben");
    await ben.press(ben.page.getByRole("link", { name: "Go in" }));
    await ben.press(ben.page.getByRole("link", { name: "Who brings the cups?" }));
    await expect(ben.page.locator(".posts > .post")).toContainText("We are eight on Sunday.");
    info.annotations.push({ type: "from link to first post", description: `${Date.now() - began} ms` });
  });

  await test.step("talk both ways", async () => {
    await ben.type(ben.page.getByLabel("Your words"), "I bring six.");
    await ben.press(ben.page.getByRole("button", { name: "Send to everyone here" }));
    await expect(ben.page.getByLabel("Your words")).toHaveValue("");
    await goTo(ada, "Talk");
    await ada.press(ada.page.getByRole("link", { name: "Who brings the cups?" }));
    await expect(ada.page.getByRole("article").last()).toContainText("I bring six.");
    await menu(ada, "Ben", "Answer");
    await ada.type(ada.page.getByLabel("Your words"), "Then two are missing.");
    await ada.page.keyboard.press("ControlOrMeta+Enter");
    await expect(ben.page.getByRole("article").last()).toContainText("Then two are missing.");
    await expect(ben.page.getByRole("article").last().locator("blockquote")).toContainText("I bring six.");
  });

  await test.step("react, and take it back", async () => {
    await menu(ben, "Ada", "Thank you");
    await expect(ada.page.getByRole("button", { name: "Thank you · 1" })).toBeVisible();
    await ben.press(ben.page.getByRole("button", { name: "Thank you · 1" }));
    await expect(ada.page.getByRole("button", { name: "Thank you · 1" })).toHaveCount(0);
  });

  await test.step("edit: both see that it was changed, and what it was", async () => {
    await menu(ben, "Ben", "Change my words");
    await ben.retype(ben.page.getByRole("dialog").getByLabel("Your words"), "I bring eight.");
    await ben.press(ben.page.getByRole("dialog").getByRole("button", { name: "Save" }));
    await expect(ben.page.getByRole("dialog")).toHaveCount(0);
    const changed = ada.page.getByRole("article").filter({ hasText: "I bring eight." }).first();
    await expect(changed).toContainText("changed");
    await ada.press(changed.getByRole("button", { name: "changed" }));
    await expect(ada.page.getByRole("dialog").getByRole("listitem")).toHaveText("I bring six.");
    await ada.press(ada.page.getByRole("dialog").getByRole("button", { name: "Close" }));
    await expect(ada.page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("settle, and undo", async () => {
    await ada.press(ada.page.getByRole("button", { name: "What you can do with this topic" }));
    await ada.press(ada.page.getByRole("button", { name: "Mark as settled" }));
    await expect(ben.page.locator(".thread-head")).toContainText("Settled");
    await ada.press(ada.page.getByRole("button", { name: "Undo mine" }));
    await expect(ben.page.locator(".thread-head")).not.toContainText("Settled");
  });

  await test.step("take words back for good", async () => {
    await menu(ben, "Ben", "Delete");
    await ben.press(ben.page.getByRole("dialog").getByRole("button", { name: "Take them from everyone’s devices" }));
    await expect(ada.page.getByRole("article").nth(1)).toContainText("These words were taken back.");
    await expect(ada.page.getByRole("article").last().locator("blockquote")).toContainText("not here any more");
  });

  await test.step("part: what is written is here only; meet again: it has reached everyone", async () => {
    await one.cut();
    await ben.type(ben.page.getByLabel("Your words"), "Nobody hears me now.");
    await ben.page.keyboard.press("ControlOrMeta+Enter");
    const post = ben.page.getByRole("article").last();
    await expect(post).toContainText("Nobody hears me now.");
    await expect(post).toContainText("Here only");
    await expect(ada.page.getByText("Kith does not answer.")).toBeVisible();
    await one.start();
    await expect(ada.page.getByText("Kith does not answer.")).toBeHidden();
    await expect(ada.page.getByRole("article").last()).toContainText("Nobody hears me now.");
    await expect(post).toContainText("Reached everyone known");
  });

  await test.step("a second device", async () => {
    await goTo(ben, "Reach");
    await ben.press(ben.page.getByRole("button", { name: "Add my device" }));
    const code = await scan(ben.page.getByRole("dialog").getByRole("img"));
    const third = await home();
    const again = new Hands(await open(browser, third, info.project.use), kind);
    await again.press(again.page.getByRole("link", { name: "I use Kith on another device" }));
    await again.type(again.page.getByLabel("The link"), code);
    await again.press(again.page.getByRole("button", { name: "Look at the invitation" }));
    await expect(again.page.getByText("This device will be you")).toBeVisible();
    await again.press(again.page.getByRole("button", { name: "Bring this device" }));
    await expect(again.page.getByRole("heading", { name: "You are in." })).toBeVisible();
    await again.press(again.page.getByRole("link", { name: "Go in" }));
    // Ben read everything on his first device, so nothing is new on this one.
    await expect(again.page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
    await goTo(again, "Talk");
    await again.press(again.page.getByRole("link", { name: "Who brings the cups?" }));
    await expect(again.page.getByRole("article").last()).toContainText("Ben (you)");
    await ben.page.keyboard.press("Escape");
    await expect(ben.page.getByRole("dialog")).toHaveCount(0);
    await expect(ben.page.getByText("Another device of mine")).toBeVisible();
  });

  await test.step("remove: who is removed is told, and can still read", async () => {
    await goTo(ada, "People");
    await ada.press(ada.page.getByRole("link", { name: "Ben" }).last());
    await ada.press(ada.page.getByRole("button", { name: "Remove" }));
    await ada.type(ada.page.getByRole("dialog").getByLabel("Why?"), "He asked to go.");
    await ada.press(ada.page.getByRole("dialog").getByRole("button", { name: "Next" }));
    await ada.press(ada.page.getByRole("dialog").getByRole("button", { name: "Remove" }));
    await expect(ada.page.getByText("Removed by Ada")).toBeVisible();
    await goTo(ben, "Talk");
    await expect(ben.page.getByText("You do not belong to this community any more")).toBeVisible();
    await expect(ben.page.getByText("He asked to go.")).toBeVisible();
    await ben.press(ben.page.getByRole("link", { name: "Who brings the cups?" }));
    await expect(ben.page.getByText("You cannot write here now.")).toBeVisible();
  });
});

test("who left comes back by a new link, and finds what was theirs", async ({ browser }, info) => {
  test.skip(info.project.name !== "phone", "one size is enough");
  const kind = info.project.name;
  const [one, other] = [await home(), await home()];
  one.say("new", "Owerri 24", "--as", "Ada");
  one.say("topic", "new", "Who brings the cups?", "--body", "We are eight.");
  other.say("join", one.say("invite").link, "--as", "Ben");
  const ben = new Hands(await open(browser, other, info.project.use), kind);
  await goTo(ben, "Settings");
  await ben.press(ben.page.getByRole("button", { name: "Leave Owerri 24" }));
  await ben.press(ben.page.getByRole("dialog").getByRole("button", { name: "Leave", exact: true }));
  await expect(ben.page.getByText("You have left")).toBeVisible();
  await expect(ben.page.getByText("You are the first here")).toHaveCount(0);
  await ben.page.goto(new URL("/join", ben.page.url()).href);
  await ben.type(ben.page.getByLabel("The link"), `Come back! ${one.say("invite").link} Ada`);
  await ben.press(ben.page.getByRole("button", { name: "Look at the invitation" }));
  await ben.type(ben.page.getByLabel("What should people call you?"), "Ben");
  await ben.press(ben.page.getByRole("button", { name: "Join Owerri 24" }));
  await ben.press(ben.page.getByRole("link", { name: "Go in" }));
  await expect(ben.page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
  await goTo(ben, "Talk");
  await ben.press(ben.page.getByRole("link", { name: "Who brings the cups?" }));
  await expect(ben.page.getByLabel("Your words")).toBeVisible();
});

test("a device that is removed opens no sheet of another's link", async ({ browser }, info) => {
  const [one, other] = [await home(), await home()];
  one.say("new", "Owerri 24", "--as", "Ada");
  const hands = new Hands(await open(browser, one, info.project.use), info.project.name);
  const { page } = hands;
  await goTo(hands, "Reach");
  await hands.press(page.getByRole("button", { name: "Add my device" }));
  other.say("device", "join", await page.locator("#device-link-words").inputValue());
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText("Your device is in.")).toBeVisible();
  await hands.press(page.getByRole("button", { name: /^Remove / }));
  await hands.press(page.getByRole("dialog").getByRole("button", { name: "Remove the device" }));
  await expect(page.getByText("is removed here")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText("Your device is in.")).toHaveCount(0);
});

test("a long quote leaves Send where a thumb is", { tag: "@tablet" }, async ({ browser }, info) => {
  const one = await home();
  one.say("new", "Owerri 24", "--as", "Ada");
  one.say("topic", "new", "Tea", "--body", "A long word on tea. ".repeat(40));
  const ada = new Hands(await open(browser, one, info.project.use), info.project.name);
  await goTo(ada, "Talk");
  await ada.press(ada.page.getByRole("link", { name: "Tea" }));
  await menu(ada, "Ada", "Answer");
  await expect(ada.page.getByText("Answering Ada:")).toBeVisible();
  await ada.type(ada.page.getByLabel("Your words"), "Yes");
  await expect(ada.page.getByRole("button", { name: "Send to everyone here" })).toBeInViewport({ ratio: 1 });
});

test("Answer on Today quotes what is answered, and what nobody looked at stays new", async ({ browser }, info) => {
  const [ada, ben] = [await new Home().start(), new Home()];
  homes.push(ada, ben);
  ada.say("new", "Hall", "--as", "Ada");
  const { topic } = ada.say("topic", "new", "Cups", "--body", "Who brings cups?");
  ben.say("--net", "loopback", "join", ada.say("invite").link, "--as", "Ben");
  await ben.start();
  ben.say("reply", topic, "I bring six.", "--quote", ben.say("topic", "show", topic).posts[0].post);
  const hands = new Hands(await open(browser, ada, info.project.use), info.project.name);
  const { page } = hands;

  await hands.press(page.getByRole("link", { name: "Answer", exact: true }));
  const box = page.getByLabel("Your words");
  await expect(box).toBeFocused();
  await expect(page.getByText("Answering Ben:")).toBeVisible();
  await page.keyboard.type("Then I bring the other six.");
  await hands.press(page.getByRole("button", { name: "Send to everyone here" }));
  await expect(page.getByRole("article").last().locator("blockquote")).toContainText("I bring six.");

  const unseen = () => ada.say("topic", "show", topic).posts.filter((post) => post.new).length;
  await expect.poll(unseen).toBe(0);
  const looks = (yes) => page.evaluate((yes) => { document.hasFocus = () => yes; dispatchEvent(new Event(yes ? "focus" : "blur")); }, yes);
  await looks(false);
  ben.say("reply", topic, "Of tin.");
  await expect(page.getByRole("article").last()).toContainText("Of tin.");
  // One more, so that what the first may have set off has come about.
  ben.say("reply", topic, "Six of them.");
  await expect(page.getByRole("article").last()).toContainText("Six of them.");
  expect(unseen()).toBe(2);
  await looks(true);
  await expect.poll(unseen).toBe(0);
});

// How people talk here: reactions with one tap, what the community chose for itself, channels that change and go.
import { test, expect } from "@playwright/test";
import { Hands, Home, goTo, open } from "./kith.mjs";

const homes = [];
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
  while (homes.length) await homes.pop().end();
});

/** Ada's hall, in which Ben is too. */
async function hall() {
  const [ada, ben] = [await new Home().start(), new Home()];
  homes.push(ada, ben);
  ada.say("new", "Hall", "--as", "Ada");
  ben.say("--net", "loopback", "join", ada.say("invite").link, "--as", "Ben");
  await ben.start();
  return { ada, ben };
}

/** A topic of Ada's in which both wrote, Ben last. */
async function talked() {
  const { ada, ben } = await hall();
  const { topic } = ada.say("topic", "new", "Cups", "--body", "How many do we need?");
  await has(ben, (home) => home.say("topics").rows.length, 1);
  ben.say("reply", topic, "Twelve.");
  ben.say("reply", topic, "Or thirteen, if Chidi comes.");
  await has(ada, (home) => home.say("topic", "show", topic).posts.length, 3);
  return { ada, ben, topic };
}

const has = (home, look, what) => expect.poll(() => look(home), { timeout: 30_000 }).toBe(what);
const shown = (home, topic, at) => home.say("topic", "show", topic).posts.at(at).reactions.map(({ emoji, by }) => `${emoji} ${by.length}`).sort().join();

/** Gives what stands beside a post's button; by keyboard, from there with an arrow key. */
async function give(hands, post, quick) {
  if (hands.kind !== "desktop") return hands.press(quick);
  await hands.reach(post.getByRole("button", { name: "or more" }));
  await hands.page.keyboard.press("ArrowLeft");
  await expect(quick).toBeFocused();
  await hands.page.keyboard.press("Enter");
}

async function read(browser, home, info, title) {
  const hands = new Hands(await open(browser, home, info.project.use), info.project.name);
  await goTo(hands, "Talk");
  await hands.press(hands.page.getByRole("link", { name: title }).first());
  await expect(hands.page.getByRole("article").first()).toBeVisible();
  return hands;
}

test("one tap on a post reacts, one more takes it back", async ({ browser }, info) => {
  const { ada, topic } = await talked();
  const hands = await read(browser, ada, info, "Cups");
  const posts = hands.page.getByRole("article");
  // Not on one's own.
  await posts.first().hover();
  await expect(posts.first().getByRole("button", { name: "Say: Same here" })).toHaveCount(0);
  for (const at of [1, 2]) {
    const quick = posts.nth(at).getByRole("button", { name: "Say: Same here" });
    await expect(quick).toHaveAttribute("aria-pressed", "false");
    const { height } = await posts.nth(at).boundingBox();
    await give(hands, posts.nth(at), quick);
    await expect(posts.nth(at).getByRole("button", { name: "Same here · 1" })).toBeVisible();
    await expect(quick).toHaveAttribute("aria-pressed", "true");
    await has(ada, (home) => shown(home, topic, at), "same 1");
    await give(hands, posts.nth(at), quick);
    await expect(posts.nth(at).getByRole("button", { name: "Same here · 1" })).toHaveCount(0);
    // It costs no height.
    expect(Math.abs((await posts.nth(at).boundingBox()).height - height)).toBeLessThan(1);
    expect(await quick.evaluate((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      const post = one.closest("article").getBoundingClientRect();
      return top >= post.top - 1 && bottom <= post.bottom + 1;
    })).toBe(true);
  }
});

test("at a desk the other reactions stand beside the first, by mouse and by arrow keys", async ({ browser }, info) => {
  const { ada, topic } = await talked();
  const hands = await read(browser, ada, info, "Cups");
  const { page } = hands;
  const post = page.getByRole("article").last();
  const row = post.getByRole("toolbar", { name: "React" });
  await post.hover();
  if (info.project.name !== "desktop") {
    await expect(row.getByRole("button")).toHaveCount(1);
    return;
  }
  await expect(row.getByRole("button")).toHaveCount(6);
  await row.getByRole("button", { name: "Say: Thank you" }).click();
  await has(ada, (home) => shown(home, topic, 2), "thanks 1");
  await page.mouse.move(0, 0);
  await page.getByLabel("Your words").focus();
  await expect(row.getByRole("button")).toHaveCount(1);
  // By keyboard alone: the post's button is the one stop of Tab, from which the arrows lead on.
  const quick = row.getByRole("button", { name: "Say: Same here" });
  const more = post.getByRole("button", { name: "or more" });
  await page.keyboard.press("Shift+Tab");
  for (let step = 0; step < 8 && !(await more.evaluate((one) => one === document.activeElement)); step += 1) await page.keyboard.press("Shift+Tab");
  await expect(more).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(quick).toBeFocused();
  await expect(row.getByRole("button")).toHaveCount(6);
  await page.keyboard.press("ArrowLeft");
  await expect(row.getByRole("button", { name: "Say: Heard" })).toBeFocused();
  await page.keyboard.press("Enter");
  await has(ada, (home) => shown(home, topic, 2), "heard 1,thanks 1");
  await page.keyboard.press("ArrowRight");
  await expect(quick).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(more).toBeFocused();
});

test("who may not write finds no reactions to give", async ({ browser }, info) => {
  const { ada, ben, topic } = await talked();
  ada.say("reply", topic, "I bring twelve.");
  await has(ben, (home) => home.say("topic", "show", topic).posts.length, 4);
  ben.say("leave");
  const hands = await read(browser, ben, info, "Cups");
  await hands.page.getByRole("article").last().hover();
  await expect(hands.page.getByRole("button", { name: /^Say: / })).toHaveCount(0);
});

test("a channel gets another name and goes; its topics and what was said stay", async ({ browser }, info) => {
  const { ada, ben } = await hall();
  const { topic: channel } = ada.say("topic", "channel", "Kitchen");
  const { topic } = ada.say("topic", "new", "Cups", "--channel", "Kitchen", "--body", "How many do we need?");
  await has(ben, (home) => home.say("topics").channels.length, 2);
  ben.say("reply", channel, "Good morning.");
  await has(ada, (home) => home.say("topic", "show", channel).posts.length, 1);

  const hands = await read(browser, ada, info, "Kitchen");
  const { page } = hands;
  const menu = page.locator("#topic-menu");
  const choose = async (what) => {
    await hands.press(page.getByRole("button", { name: "What you can do with this topic" }));
    await hands.press(menu.getByRole("button", { name: what }));
  };
  await choose("Rename the channel");
  await hands.retype(page.getByLabel("What is it called?"), "Cooks");
  await hands.press(page.getByRole("button", { name: "Save" }));
  await expect(page.getByRole("heading", { name: "Cooks" }).first()).toBeVisible();
  await has(ben, (home) => home.say("topic", "show", topic).channel_name, "Cooks");

  await choose("Remove the channel");
  const sheet = page.getByRole("dialog", { name: "Remove Cooks?" });
  await expect(sheet).toContainText("Its topics stay");
  await hands.press(sheet.getByRole("button", { name: "Remove the channel" }));
  await expect(page).toHaveURL(/talk$/);
  await expect(page.getByRole("link", { name: "Cups" })).toBeVisible();
  await expect(page.locator(".row").filter({ hasText: "Cups" })).not.toContainText("Cooks");
  // What Ben said in its conversation stands as a topic.
  await hands.press(page.getByRole("link", { name: "Cooks" }));
  await expect(page.getByRole("article").last()).toContainText("Good morning.");
  await has(ben, (home) => home.say("topics").channels.map((row) => row.name).join(), "Just talking");
  expect(ben.say("topic", "show", topic).channel_name).toBe("");
  // Who did not make a channel is offered neither.
  const other = new Hands(await open(browser, ben, info.project.use), info.project.name);
  await goTo(other, "Talk");
  await other.page.goto(`${other.page.url()}/${ben.say("topics").channels[0].channel}`);
  await other.press(other.page.getByRole("button", { name: "What you can do with this topic" }));
  await expect(other.page.locator("#topic-menu").getByRole("button", { name: "Do not tell me of this channel" })).toBeVisible();
  await expect(other.page.locator("#topic-menu").getByRole("button", { name: /the channel/ })).toHaveCount(0);
});

test("a channel that was chosen in the list and is removed elsewhere hides nothing", async ({ browser }, info) => {
  const { ada, ben } = await hall();
  const { topic: channel } = ben.say("topic", "channel", "Kitchen");
  ada.say("topic", "new", "Cups", "--body", "How many?");
  await has(ada, (home) => home.say("topics").channels.length, 2);
  const hands = new Hands(await open(browser, ada, info.project.use), info.project.name);
  const { page } = hands;
  await goTo(hands, "Talk");
  await hands.press(page.getByText(/^Channels/));
  await hands.press(page.getByRole("button", { name: "# Kitchen" }));
  await expect(page.getByRole("link", { name: "Cups" })).toHaveCount(0);
  ben.say("delete", channel);
  await expect(page.getByRole("link", { name: "Cups" })).toBeVisible();
});

test("“No answer yet” stands on Today and Talk after the community's time, where somebody asked", async ({ browser }, info) => {
  const { ada, ben } = await hall();
  const { topic } = ben.say("topic", "new", "Who brings cups?", "--body", "Twelve at least.", "--asks");
  ben.say("topic", "new", "I bring tea", "--body", "Mint and black.");
  await has(ada, (home) => home.say("topics").rows.length, 2);
  const hands = new Hands(await open(browser, ada, info.project.use), info.project.name);
  const { page } = hands;
  const waits = page.locator(".row").filter({ hasText: "No answer yet" });
  await expect(page.getByRole("link", { name: "Who brings cups?" })).toBeVisible();
  await expect(waits).toHaveCount(0); // a day is the usual time
  ada.say("customs", "--answer-within", "0h");
  await expect(waits).toHaveCount(1);
  await expect(waits).toContainText("Who brings cups?");
  await goTo(hands, "Talk");
  await expect(waits).toHaveCount(1);
  await expect(waits).toContainText("Who brings cups?");
  await hands.press(page.getByRole("group", { name: "Show" }).getByRole("button", { name: /Unanswered/ }));
  await expect(page.locator(".row")).toHaveCount(1);
  await hands.press(page.getByRole("group", { name: "Show" }).getByRole("button", { name: "All" }));
  // Another question shows it without anything else being done; an answer takes it away.
  ben.say("topic", "new", "Who has the key?", "--body", "Not me.", "--asks");
  await expect(waits).toHaveCount(2);
  ada.say("reply", topic, "I do.");
  await expect(waits).toHaveCount(1);
  await expect(waits).toContainText("Who has the key?");
  await goTo(hands, "Today");
  await expect(waits).toHaveCount(1);
  await has(ben, (home) => home.say("topics").rows.filter((row) => row.waits).length, 1);
});

test("an organiser changes the reactions, and they reach everyone's menu; a member reads what holds", async ({ browser }, info) => {
  const { ada, ben, topic } = await talked();
  const hands = new Hands(await open(browser, ada, info.project.use), info.project.name);
  const { page } = hands;
  await goTo(hands, "Settings");
  const form = page.locator("#customs-form");
  await expect(form.getByLabel("Reaction 1")).toHaveValue("Same here");
  await hands.retype(form.getByLabel("Reaction 1"), "🌱");
  await hands.retype(form.getByLabel("Reaction 2"), "thank you");
  await hands.retype(form.getByLabel("Reaction 4"), "👏\u{fe0f}");
  await form.getByLabel("A question reads").selectOption({ label: "three days" });
  await hands.press(form.getByRole("button", { name: "Save" }));
  await has(ben, (home) => home.say("customs").reactions.join(" "), "🌱 thanks 👏 👍 ❤");
  expect(ben.say("customs").answer_h).toBe(72);
  await expect(form.getByLabel("Reaction 2")).toHaveValue("Thank you");
  // The form is drawn anew, and who works by keyboard stays where they were: on the button, and in a field.
  if (info.project.name === "desktop") {
    await expect(form.getByRole("button", { name: "Save" })).toBeFocused();
    await hands.type(form.getByLabel("Reaction 6"), "☕");
    await page.keyboard.press("Enter");
    await has(ben, (home) => home.say("customs").reactions.join(" "), "🌱 thanks 👏 👍 ❤ ☕");
    await expect(form.getByLabel("Reaction 6")).toHaveValue("☕");
    await expect(form.getByLabel("Reaction 6")).toBeFocused();
    await hands.retype(form.getByLabel("Reaction 6"), " ");
    await page.keyboard.press("Enter");
    await has(ben, (home) => home.say("customs").reactions.join(" "), "🌱 thanks 👏 👍 ❤");
  }
  // Ben, on his device: at the post, in its menu, in his settings.
  const his = await read(browser, ben, info, "Cups");
  const first = his.page.getByRole("article").first();
  await his.press(first.getByRole("button", { name: "or more" }));
  const menu = his.page.locator("#post-menu").getByRole("group", { name: "React" });
  await expect(menu.getByRole("button")).toHaveCount(6);
  await expect(menu.getByRole("button").first()).toHaveAccessibleName("Seedling");
  await his.press(menu.getByRole("button", { name: "Applause" }));
  await give(his, first, first.getByRole("button", { name: "Say: Seedling" }));
  await has(ada, (home) => shown(home, topic, 0), "🌱 1,👏 1");
  await goTo(his, "Settings");
  const section = his.page.getByRole("region", { name: "How we talk here" });
  await expect(section).toContainText("three days");
  await expect(section).toContainText("🌱");
  await expect(section.getByRole("button")).toHaveCount(0);
});

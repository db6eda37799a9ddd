// What is written is sent once, when it was meant, and is nowhere lost: Enter, composing, two tabs, crashes, taking back.
import { test, expect } from "@playwright/test";
import { Hands, Home, open } from "./kith.mjs";

const homes = [];
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
  while (homes.length) await homes.pop().end();
});

async function topic(browser, info, posts = 1) {
  const home = await new Home().start();
  homes.push(home);
  home.say("new", "Hall", "--as", "Ada");
  const id = home.say("topic", "new", "Tea", "--body", "Cups?").topic;
  await home.sayAll(Array.from({ length: posts }, (_, at) => ({ topic: { reply: { topic: id, text: `${at}. One more word on cups.`, quotes: [] } } })));
  const page = await open(browser, home, info.project.use);
  await page.goto(`${page.url().replace(/today$/, "talk")}/${id}`);
  await expect(page.getByRole("article").last()).toBeVisible();
  const said = () => home.say("topic", "show", id).posts.map((post) => post.text);
  const count = (text) => said().filter((one) => one === text).length;
  return { home, page, id, said, count, box: page.getByLabel("Your words"), send: page.getByRole("button", { name: "Send to everyone here" }) };
}

test("Enter sends at a desk and breaks the line on a phone; Shift and Enter always break it", async ({ browser }, info) => {
  const { page, box, count } = await topic(browser, info);
  const phone = info.project.name === "phone";
  await box.click();
  await page.keyboard.type("One");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("two");
  await expect(box).toHaveValue("One\ntwo");
  await page.keyboard.press("Enter");
  if (phone) await expect(box).toHaveValue("One\ntwo\n");
  else {
    await expect(box).toHaveValue("");
    await expect.poll(() => count("One\ntwo")).toBe(1);
  }
});

test("what Enter does can be chosen", async ({ browser }, info) => {
  const { page, box, count } = await topic(browser, info);
  const phone = info.project.name === "phone";
  const at = page.url();
  await page.goto(at.replace(/talk\/.*/, "settings"));
  await page.getByLabel(phone ? "Sends" : "Begins a new line").check();
  await expect(page.locator("html")).toHaveAttribute("data-enter", phone ? "send" : "line");
  await page.goto(at);
  await box.click();
  await page.keyboard.type("Chosen");
  await page.keyboard.press("Enter");
  if (phone) await expect.poll(() => count("Chosen")).toBe(1);
  else await expect(box).toHaveValue("Chosen\n");
});

test("while letters are composed, Enter belongs to them", async ({ browser }, info) => {
  const { page, box, said } = await topic(browser, info);
  const before = said().length;
  await box.click();
  const client = await page.context().newCDPSession(page);
  for (const modifiers of [0, 2, 4]) { // none, Ctrl, Meta
    await client.send("Input.imeSetComposition", { text: "ni", selectionStart: 2, selectionEnd: 2 });
    await client.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229, modifiers });
    await client.send("Input.dispatchKeyEvent", { type: "keyUp", key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, modifiers });
  }
  await client.send("Input.insertText", { text: "你" });
  await expect(box).toHaveValue("你");
  expect(said().length).toBe(before);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect.poll(() => said().length).toBe(before + 1);
});

test("sent twice within a moment is said once", async ({ browser }, info) => {
  test.setTimeout(120_000);
  const { page, box, said, count } = await topic(browser, info);
  const texts = [];
  for (const apart of [0, 5, 15, 30, 60, 120, 250]) {
    const text = `Once, ${apart} ms apart`;
    texts.push(text);
    await box.fill(text);
    await page.evaluate((apart) => new Promise((done) => {
      const form = document.getElementById("reply-form");
      form.requestSubmit();
      setTimeout(() => { form.requestSubmit(); done(); }, apart);
    }), apart);
    await expect(box).toHaveValue("");
    await expect(page.getByRole("article").filter({ hasText: text })).toHaveCount(1);
  }
  // Two taps, and two presses of a key.
  const send = page.getByRole("button", { name: "Send to everyone here" });
  await box.fill("Tapped twice");
  await send.dblclick();
  await expect(box).toHaveValue("");
  await box.fill("Pressed twice");
  await box.press("ControlOrMeta+Enter");
  await box.press("ControlOrMeta+Enter");
  await expect(box).toHaveValue("");
  texts.push("Tapped twice", "Pressed twice");
  await expect.poll(() => texts.map(count)).toEqual(texts.map(() => 1));
  // Said on purpose once more, it is said once more.
  await box.fill("Tapped twice");
  await send.click();
  await expect.poll(() => count("Tapped twice")).toBe(2);
  expect(said().length).toBe(2 + texts.length + 1);
});

test("a new topic is started once", async ({ browser }, info) => {
  const { home, page } = await topic(browser, info);
  await page.goto(page.url().replace(/talk\/.*/, "talk/new"));
  await page.getByLabel("What is it about?").fill("Bus on Friday");
  await page.evaluate(() => {
    const form = document.getElementById("topic-form");
    form.requestSubmit();
    for (const apart of [0, 15, 30]) setTimeout(() => form.requestSubmit(), apart);
  });
  await expect(page.getByRole("heading", { name: "Bus on Friday" }).last()).toBeVisible();
  await page.goto(page.url().replace(/talk\/.*/, "talk/new"));
  await expect(page.getByLabel("What is it about?")).toHaveValue("");
  const topics = home.say("topics");
  expect((topics.rows ?? topics).filter((row) => row.title === "Bus on Friday").length).toBe(1);
});

test("a draft in two tabs follows the one that is written in", async ({ browser }, info) => {
  const { page, box } = await topic(browser, info);
  const other = await page.context().newPage();
  await other.goto(page.url());
  const there = other.getByLabel("Your words");
  await expect(there).toBeVisible();
  await box.click();
  await page.keyboard.type("Six cups");
  await expect(there).toHaveValue("Six cups");
  // Nobody writes in two tabs within half a second: what the first wrote is kept by then.
  await expect(box).toHaveAttribute("data-kept", "Six cups");
  await there.focus();
  await there.press("End");
  await other.keyboard.type(" of tin");
  await box.blur();
  await expect(box).toHaveValue("Six cups of tin");
  await box.press("ControlOrMeta+Enter");
  await expect(box).toHaveValue("");
  await there.blur();
  await expect(there).toHaveValue("");
});

test("what is sent while nobody answers stays in sight, over a reload, and goes once when Kith is back", async ({ browser }, info) => {
  const { home, page, box, send, count } = await topic(browser, info);
  await box.click();
  await page.keyboard.type("The key is under the mat");
  await home.cut();
  await expect(page.getByText("Kith does not answer.")).toBeVisible();
  await send.click();
  await expect(page.getByText("Not sent yet.")).toBeVisible();
  await expect(box).toHaveValue("The key is under the mat");
  await home.start();
  await expect(page.getByText("Kith does not answer.")).toBeHidden();
  await expect(box).toHaveValue("");
  await expect(page.getByText("Not sent yet.")).toBeHidden();
  await expect.poll(() => count("The key is under the mat")).toBe(1);
});

test("an answer that was lost on the way makes no second post", async ({ browser }, info) => {
  const { home, page, box, count } = await topic(browser, info);
  await page.routeWebSocket(/\/live/, (ours) => {
    const theirs = ours.connectToServer();
    page.swallow = false;
    page.cutLine = () => { page.swallow = false; ours.close(); theirs.close(); };
    theirs.onMessage((message) => { if (!page.swallow) ours.send(message); });
    ours.onMessage((message) => theirs.send(message));
  });
  await page.reload();
  await box.click();
  await page.keyboard.type("Under the mat");
  await expect.poll(async () => home.say("topics")).toBeTruthy();
  page.swallow = true;
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect.poll(() => count("Under the mat")).toBe(1);
  page.cutLine();
  await expect(box).toHaveValue("");
  await expect(page.getByRole("article").last()).toContainText("Under the mat");
  expect(count("Under the mat")).toBe(1);
});

test("words for one post or topic never turn up in another", async ({ browser }, info) => {
  const { home, page, box, id } = await topic(browser, info);
  const other = home.say("topic", "new", "Chairs", "--body", "How many?").topic;
  const change = async (at) => {
    await page.getByRole("button", { name: "or more" }).nth(at).click();
    await page.locator("#post-menu").getByRole("button", { name: "Change my words" }).click();
    return page.getByRole("dialog").getByLabel("Your words");
  };
  await (await change(0)).fill("Cups and saucers?");
  await home.cut();
  await home.start();
  await expect(page.getByText("Kith does not answer.")).toBeHidden();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(await change(1)).toHaveValue("0. One more word on cups.");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const list = page.getByRole("link", { name: "Back" });
  const go = async (title) => {
    if (await list.isVisible()) await list.click();
    await page.getByRole("link", { name: title }).click();
    await expect(page).toHaveURL(new RegExp(title === "Tea" ? id : other));
    await expect(page.getByRole("heading", { level: 1, name: title }).or(page.getByRole("heading", { level: 2, name: title })).first()).toBeVisible();
  };
  await go("Chairs");
  await go("Tea");
  await box.fill("Only for tea");
  await home.cut();
  await page.goBack();
  await home.start();
  await expect(page.getByText("Kith does not answer.")).toBeHidden();
  if (!page.url().includes(other)) await go("Chairs");
  await expect(box).toBeVisible();
  await expect(box).toHaveValue("");
  await go("Tea");
  await expect(box).toHaveValue("Only for tea");
});

test("after a restart the cursor, the selection and what is read are where they were", async ({ browser }, info) => {
  const { home, page, box } = await topic(browser, info, 80);
  await box.fill("Half a thought");
  await box.evaluate((field) => { field.focus(); field.setSelectionRange(5, 6); });
  const post = page.getByRole("article").filter({ hasText: /^.*40\. One more word/ }).first();
  await page.evaluate(() => { document.querySelector(".reading, .pane-one").scrollTop -= 400; });
  const read = await page.evaluate(() => {
    const at = [...document.querySelectorAll("article")].find((one) => one.getBoundingClientRect().top > 100);
    return { label: at.textContent, top: at.getBoundingClientRect().top };
  });
  await home.cut();
  await page.keyboard.type("m");
  await home.start();
  await expect(page.getByText("Kith does not answer.")).toBeHidden();
  await expect(box).toBeFocused();
  await expect(box).toHaveValue("Half m thought");
  expect(await box.evaluate((field) => field.selectionStart)).toBe(6);
  await page.keyboard.type("y");
  await expect(box).toHaveValue("Half my thought");
  const now = () => page.evaluate((label) => {
    const at = [...document.querySelectorAll("article")].find((one) => one.textContent === label);
    return at ? at.getBoundingClientRect().top : -1;
  }, read.label);
  await expect.poll(async () => Math.abs((await now()) - read.top)).toBeLessThan(4);
});

test("one way to take something back, which asks how far", async ({ browser }, info) => {
  const { page, home, id } = await topic(browser, info);
  const hands = new Hands(page, info.project.name);
  const posts = page.getByRole("article");
  const remove = async (at, how) => {
    await hands.press(posts.nth(at).getByRole("button", { name: "or more" }));
    const menu = page.locator("#post-menu");
    await expect(menu.getByRole("button", { name: /Delete|Take|Erase/ })).toHaveCount(1);
    await hands.press(menu.getByRole("button", { name: "Delete" }));
    await hands.press(page.getByRole("dialog").getByRole("button", { name: how }));
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };
  await remove(1, "Only mark as deleted");
  await expect(posts.nth(1)).toContainText("This was deleted.");
  expect((await posts.nth(1).boundingBox()).height).toBeLessThan(48);
  await hands.press(page.getByRole("button", { name: "Undo mine" }));
  await expect(posts.nth(1)).toContainText("One more word on cups.");
  await remove(1, "Take them from everyone’s devices");
  await expect(posts.nth(1)).toContainText("These words were taken back.");
  expect((await posts.nth(1).boundingBox()).height).toBeLessThan(48);
  expect(home.say("topic", "show", id).posts[1].erased).toBe(true);
});

test("words that are kept as they were are not changed, and the cursor stands in them", async ({ browser }, info) => {
  const { page, home, id } = await topic(browser, info);
  await page.getByRole("button", { name: "or more" }).first().click();
  await page.locator("#post-menu").getByRole("button", { name: "Change my words" }).click();
  const words = page.getByRole("dialog").getByLabel("Your words");
  await expect(words).toBeFocused();
  await page.getByRole("dialog").getByRole("button", { name: "Not now" }).focus();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
  await expect(words).toHaveValue("Cups?");
  await page.getByRole("dialog").locator(".btn-main").click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(home.say("topic", "show", id).posts[0].edited).toBe(false);
});

test("“changed” opens what the words were", async ({ browser }, info) => {
  const { page, home, id } = await topic(browser, info);
  const hands = new Hands(page, info.project.name);
  const [first] = home.say("topic", "show", id).posts;
  home.say("edit", first.post, "Mugs?");
  await hands.press(page.getByRole("article").first().getByRole("button", { name: "changed" }));
  await expect(page.getByRole("dialog").getByRole("listitem")).toHaveText("Cups?");
});

test("the 1,000th place with unsent words is kept; at the next one the page says why it is not, and it can be sent", async ({ browser }, info) => {
  const { home, page, box, send, count } = await topic(browser, info);
  const drafts = (from, to) => Array.from({ length: to - from }, (_, at) => ({ local: { draft: { place: `reply ${from + at}`, text: "Half a thought" } } }));
  const refused = page.getByRole("alert").filter({ hasText: "1000 places hold unsent words" });
  await home.sayAll(drafts(0, 999));
  await box.fill("The thousandth");
  await expect.poll(() => home.say("topics").rows[0].draft).toBe(true);
  await expect(refused).toHaveCount(0);
  await box.fill("");
  await expect.poll(() => home.say("topics").rows[0].draft).toBe(false);
  await home.sayAll(drafts(999, 1000));
  await box.fill("One too many");
  await expect(refused).toBeVisible();
  await expect(box).toHaveValue("One too many");
  // The page has it, also over a reload.
  await page.reload();
  await expect(box).toHaveValue("One too many");
  await expect(refused).toBeVisible();
  await send.click();
  await expect.poll(() => count("One too many")).toBe(1);
  await expect(box).toHaveValue("");
  await expect(refused).toHaveCount(0);
  // Each field that is not kept says so.
  await page.goto(page.url().replace(/talk\/.*/, "talk/new"));
  await page.getByLabel("What is it about?").fill("The pump");
  await page.getByLabel("First words").fill("It is broken.");
  await expect(refused).toHaveCount(2);
});

test("a topic that was being started when Kith was cut off is started once, however often it is sent", async ({ browser }, info) => {
  test.setTimeout(180_000);
  const { home, page } = await topic(browser, info);
  const at = page.url().replace(/talk\/.*/, "talk/new");
  const start = page.getByRole("button", { name: "Start the topic" });
  for (const [number, wait] of [0, 3, 6, 8, 10, 15, 25, 50].entries()) {
    const title = `Started ${number}`;
    await page.goto(at);
    await page.getByLabel("What is it about?").fill(title);
    await page.getByLabel("First words").fill("Cups and chairs.");
    await expect(page.locator("#topic-body")).toHaveAttribute("data-kept", "Cups and chairs.");
    await start.click();
    await new Promise((done) => setTimeout(done, wait)); // when in the sending it is cut off
    await home.cut();
    await home.start();
    await expect(page.getByText("Kith does not answer.")).toBeHidden();
    await expect(start.or(page.getByRole("article")).first()).toBeVisible();
    if (await start.isVisible() && (await page.getByLabel("What is it about?").inputValue()) === title) {
      await start.click();
      await expect(page.getByRole("article").first()).toBeVisible();
    }
    expect(home.say("topics").rows.filter((row) => row.title === title).length, `cut off after ${wait} ms`).toBe(1);
  }
});

test("what was chosen for a new topic stays chosen when Kith is cut off", async ({ browser }, info) => {
  const { home, page } = await topic(browser, info);
  home.say("topic", "channel", "Water");
  await page.goto(page.url().replace(/talk\/.*/, "talk/new"));
  await page.getByLabel("What is it about?").fill("The pump");
  await page.locator("#topic-channel").selectOption({ label: "Water" });
  await page.locator("#topic-asks").check();
  await home.cut();
  await home.start();
  await expect(page.getByText("Kith does not answer.")).toBeHidden();
  await expect(page.getByLabel("What is it about?")).toHaveValue("The pump");
  await expect(page.locator("#topic-channel option:checked")).toHaveText("Water");
  await expect(page.locator("#topic-asks")).toBeChecked();
  await page.getByRole("button", { name: "Start the topic" }).click();
  await expect.poll(() => home.say("topics").rows.find((row) => row.title === "The pump")?.channel_name).toBe("Water");
  expect(home.say("topics").rows.find((row) => row.title === "The pump").asks).toBe(true);
});

test("what was typed into a sheet for one post does not stand in the sheet of another", async ({ browser }, info) => {
  const { home, page } = await topic(browser, info);
  const emojiFor = async (at) => {
    await page.getByRole("button", { name: "or more" }).nth(at).click();
    await page.locator("#post-menu").getByRole("button", { name: "Any other" }).click();
    return page.getByRole("dialog").getByRole("textbox");
  };
  await (await emojiFor(0)).fill("🎉");
  await home.cut();
  await home.start();
  await expect(page.getByText("Kith does not answer.")).toBeHidden();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(await emojiFor(1)).toHaveValue("");
});

// Other pages in the person's own browser: under another name for this machine, at another port of it, around the page.
import { test, expect, chromium } from "@playwright/test";
import { createServer } from "node:http";
import { Home } from "./kith.mjs";

test("foreign pages get nothing, and the person's page goes on", async ({}, info) => {
  test.skip(info.project.name !== "desktop", "one size is enough");
  const home = await new Home().start("--demo");
  const { launchOptions } = info.project.use;
  const heard = [];
  const evil = createServer((request, answer) => {
    heard.push(request.headers.cookie ?? "");
    answer.setHeader("content-type", "text/html");
    answer.end("<!doctype html><title>evil</title>");
  });
  await new Promise((done) => evil.listen(0, "127.0.0.1", done));
  const browser = await chromium.launch({ ...launchOptions, args: [...launchOptions.args, "--host-resolver-rules=MAP evil.test 127.0.0.1"] });
  const context = await browser.newContext();
  const person = await context.newPage();
  await person.goto(home.link);
  await expect(person.locator(".today-lead")).toBeVisible();
  const own = new URL(person.url()).origin;

  await test.step("a name that leads here by DNS", async () => {
    const page = await context.newPage();
    const answer = await page.goto(own.replace("127.0.0.1", "evil.test"));
    expect(answer.status()).toBe(403);
    expect(await page.content()).not.toContain("kith.js");
  });

  const foreign = await context.newPage();
  await foreign.goto(`http://127.0.0.1:${evil.address().port}/`);

  await test.step("a frame around the page", async () => {
    await foreign.evaluate((own) => new Promise((done) => {
      const frame = document.createElement("iframe");
      frame.src = own;
      frame.onload = frame.onerror = done;
      document.body.append(frame);
    }), own);
    const inside = foreign.frames().find((frame) => frame !== foreign.mainFrame());
    expect(await inside.evaluate(() => document.querySelectorAll("#kith, script[src]").length).catch(() => 0)).toBe(0);
  });

  await test.step("its socket, with the cookie that the browser sends along", async () => {
    const opened = await foreign.evaluate((own) => new Promise((done) => {
      const socket = new WebSocket(`${own.replace("http", "ws")}/live`);
      socket.onopen = () => done(true);
      socket.onclose = () => done(false);
    }), own);
    expect(opened).toBe(false);
  });

  await test.step("its files, by request and by script element", async () => {
    const read = await foreign.evaluate((own) => fetch(`${own}/`, { credentials: "include" }).then((answer) => answer.text(), () => "refused"), own);
    expect(read).toBe("refused");
    const ran = await foreign.evaluate((own) => new Promise((done) => {
      const script = document.createElement("script");
      script.src = `${own}/kith.js`;
      script.onload = () => done("ran");
      script.onerror = () => done("refused");
      document.body.append(script);
    }), own);
    expect(ran).toBe("refused");
  });

  await test.step("the cookie alone, which a server at another port is sent", async () => {
    const cookie = heard.find((one) => one.includes("kith-"));
    expect(await foreign.evaluate(() => document.cookie)).toBe("");
    if (cookie) {
      const page = await (await browser.newContext()).newPage();
      await page.context().addCookies(cookie.split("; ").map((pair) => {
        const [name, value] = pair.split("=");
        return { name, value, domain: "127.0.0.1", path: "/" };
      }));
      await page.goto(own);
      await expect(page.getByRole("heading", { name: "This page needs a new link" })).toBeVisible();
      expect(await page.locator("#kith").count()).toBe(0);
    }
  });

  await person.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Talk" }).click();
  await expect(person.getByRole("heading", { level: 1, name: "Talk" })).toBeVisible();

  await test.step("an address in somebody's words", async () => {
    home.say("topic", "new", "Look here", "--body", `There: http://127.0.0.1:${evil.address().port}/told.`);
    await person.getByRole("link", { name: "Look here" }).click();
    const [page] = await Promise.all([context.waitForEvent("page"), person.getByRole("link", { name: "/told" }).click()]);
    await page.waitForLoadState();
    expect(new URL(page.url()).pathname).toBe("/told");
    expect(await page.evaluate(() => [document.referrer, window.opener])).toEqual(["", null]);
    await expect(person.getByRole("article").last()).toContainText("There:");
  });
  await browser.close();
  evil.close();
  await home.end();
});

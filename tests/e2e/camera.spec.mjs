// A code that is held before the camera: Chromium is given a film of it in the place of one.
import { test, expect, chromium } from "@playwright/test";
import AxeBuilder from "@axe-core/playwright";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PNG } from "pngjs";
import { Home, open } from "./kith.mjs";

const WIDE = 640, HIGH = 480;

/** A film of a picture that does not move: it fills the height, with grey beside it. */
function film(picture) {
  const { width, height, data } = PNG.sync.read(picture);
  const light = Buffer.alloc(WIDE * HIGH, 128);
  const left = (WIDE - HIGH) / 2;
  for (let y = 0; y < HIGH; y += 1) {
    for (let x = 0; x < HIGH; x += 1) {
      const from = (Math.floor((y * height) / HIGH) * width + Math.floor((x * width) / HIGH)) * 4;
      light[y * WIDE + left + x] = data[from];
    }
  }
  const frame = [Buffer.from("FRAME\n"), light, Buffer.alloc((WIDE * HIGH) / 2, 128)];
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDE} H${HIGH} F10:1 Ip A1:1 C420jpeg\n`), ...frame, ...frame]);
}

/** A browser before whose camera `picture` is held; without one, nobody lets it use the camera. */
async function before(picture, info, use) {
  const folder = mkdtempSync(join(tmpdir(), "kith-film-"));
  const file = join(folder, "code.y4m");
  const { launchOptions } = info.project.use;
  const args = ["--use-fake-device-for-media-stream"];
  if (picture) {
    writeFileSync(file, film(picture));
    args.push("--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${file}`);
  }
  const browser = await chromium.launch({ ...launchOptions, args: [...launchOptions.args, ...args] });
  try {
    await use(browser);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

async function scans(browser, home, way) {
  const page = await open(browser, home, { viewport: { width: 360, height: 780 } });
  // What the camera is doing, for those who ask.
  await page.evaluate(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      (window.tracks ||= []).push(...stream.getTracks());
      return stream;
    };
  });
  await page.getByRole("link", { name: way }).click();
  await page.getByRole("button", { name: "Scan a code" }).click();
  return page;
}

const cameras = (page) => page.evaluate(() => (window.tracks || []).map((track) => track.readyState));

test("an invitation is read by the camera, and so is a device's link", async ({ browser }, info) => {
  test.skip(info.project.name !== "desktop", "one size is enough");
  const [ada, ben, phone] = [await new Home().start(), await new Home().start(), await new Home().start()];
  ada.say("new", "Owerri 24", "--as", "Ada");
  const page = await open(browser, ada, { viewport: { width: 360, height: 780 } });
  await page.getByRole("link", { name: "Reach" }).first().click();
  await page.getByRole("button", { name: "Make an invitation" }).click();
  await before(await page.locator(".qr-code").screenshot(), info, async (browser) => {
    const page = await scans(browser, ben, "Join your people");
    await expect(page.getByRole("heading", { name: "Owerri 24" })).toBeVisible();
    await page.getByLabel("What should people call you?").fill("Ben");
    await page.getByRole("button", { name: "Join Owerri 24" }).click();
    await expect(page.getByRole("heading", { name: "You are in." })).toBeVisible();
    expect(await cameras(page)).toEqual(["ended"]);
  });
  await page.getByRole("button", { name: "Add my device" }).click();
  await before(await page.getByRole("dialog").locator(".qr-code").screenshot(), info, async (browser) => {
    const page = await scans(browser, phone, "I use Kith on another device");
    await page.getByRole("button", { name: "Bring this device" }).click();
    await expect(page.getByRole("heading", { name: "You are in." })).toBeVisible();
  });
  for (const home of [ada, ben, phone]) await home.end();
});

test("the camera is let go of when nobody looks for a code, and when Kith is gone", async ({ browser }, info) => {
  test.skip(info.project.name !== "desktop", "one size is enough");
  const home = await new Home().start();
  const blank = await (await browser.newPage()).screenshot({ clip: { x: 0, y: 0, width: 200, height: 200 } });
  await before(blank, info, async (browser) => {
    const page = await scans(browser, home, "Join your people");
    await expect.poll(() => cameras(page)).toEqual(["live"]);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await expect.poll(() => cameras(page)).toEqual(["ended"]);
    await page.getByRole("button", { name: "Scan a code" }).click();
    await expect.poll(() => cameras(page)).toEqual(["ended", "live"]);
    await home.cut();
    await expect.poll(() => cameras(page)).toEqual(["ended", "ended"]);
  });
  await home.end();
});

test("a camera that may not be used is said to be so, and the link can still be pasted", async ({}, info) => {
  test.skip(info.project.name !== "desktop", "one size is enough");
  const home = await new Home().start();
  await before(null, info, async (browser) => {
    const page = await scans(browser, home, "Join your people");
    await expect(page.getByRole("alert")).toContainText("Kith may not use the camera.");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await expect(page.getByLabel("The link")).toBeVisible();
  });
  await home.end();
});

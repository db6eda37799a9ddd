// Homes with a Kith that runs on each, and hands to use its page with.
import { expect } from "@playwright/test";
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import jsQR from "jsqr";
import { PNG } from "pngjs";

const kith = process.env.KITH_BIN || resolve(import.meta.dirname, "../../target/debug/kith");

/** Puts a community of many people into a home's folder: made by their own commands, without a process for each. */
export function crowd(folder, people) {
  const program = process.env.KITH_CROWD || resolve(import.meta.dirname, "../../target/debug/crowd");
  execFileSync(program, [folder, String(people)]);
}

/** A home of its own in a temporary folder. */
export class Home {
  constructor(net = "loopback") {
    this.net = net;
    this.folder = mkdtempSync(join(tmpdir(), "kith-e2e-"));
    this.env = {};
  }

  /** Starts Kith on it; the port stays the same over restarts. */
  async start(...more) {
    const port = this.port ? ["--port", String(this.port)] : [];
    this.run = spawn(kith, ["--home", this.folder, "--net", this.net, "--json", "serve", "--no-open", ...port, ...more],
      { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, LANG: "en_GB.UTF-8", ...this.env } });
    const lines = createInterface({ input: this.run.stdout });
    const first = await new Promise((done, failed) => {
      lines.once("line", done);
      this.run.once("exit", (code) => failed(new Error(`kith ended with ${code}`)));
    });
    this.link = JSON.parse(first).page;
    this.port = Number(new URL(this.link).port);
    return this;
  }

  /** A fresh link to the page. */
  page() {
    return this.say("serve", "--no-open").page;
  }

  /** A command of the terminal, answered as JSON. */
  say(...args) {
    // Without a screen, so that nothing opens the browser of whoever runs this.
    const env = { ...process.env, DISPLAY: "", WAYLAND_DISPLAY: "" };
    return JSON.parse(execFileSync(kith, ["--home", this.folder, "--json", ...args], { encoding: "utf8", env }));
  }

  /** Many commands one after the other, over the home's own socket: no process for each. */
  async sayAll(commands) {
    const socket = connect(join(this.folder, "kith.sock"));
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    await lines.next(); // the greeting
    const answers = [];
    for (const command of commands) {
      socket.write(`${JSON.stringify({ send: { community: null, command } })}\n`);
      answers.push(JSON.parse((await lines.next()).value));
    }
    socket.destroy();
    return answers;
  }

  /** Ends Kith as a power cut would. */
  async cut() {
    const gone = new Promise((done) => this.run.once("exit", done));
    this.run.kill("SIGKILL");
    await gone;
  }

  async end() {
    if (this.run.exitCode === null && this.run.signalCode === null) await this.cut();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Opens a home's page in a browser of its own. */
export async function open(browser, home, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("pageerror", (error) => { throw error; });
  await page.goto(home.page());
  await expect(page.locator("#kith h1, #kith h2").first()).toBeVisible();
  return page;
}

/** Touch, mouse, or a keyboard alone. */
export class Hands {
  constructor(page, kind) {
    this.page = page;
    this.kind = kind;
  }

  async press(locator) {
    await expect(locator).toBeVisible();
    if (this.kind === "phone") return locator.tap();
    if (this.kind === "tablet") return locator.click();
    await this.reach(locator);
    await this.page.keyboard.press("Enter");
  }

  async type(locator, text) {
    if (this.kind === "desktop") await this.reach(locator);
    else await this.press(locator);
    await this.page.keyboard.type(text);
  }

  /** Replaces what stands in a field. */
  async retype(locator, text) {
    if (this.kind === "desktop") await this.reach(locator);
    else await this.press(locator);
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.type(text);
  }

  /** Goes on with Tab until something has the focus. */
  async reach(locator) {
    await expect(locator).toBeVisible();
    for (let step = 0; step < 150; step += 1) {
      if (await locator.evaluate((one) => one === document.activeElement)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`${locator} is not reached with Tab`);
  }
}

/** What a phone's camera reads in a picture of part of the page. */
export async function scan(locator) {
  const png = PNG.sync.read(await locator.screenshot());
  const found = jsQR(new Uint8ClampedArray(png.data), png.width, png.height);
  expect(found, "no code is in the picture").toBeTruthy();
  return found.data;
}

/** Goes to a place by the navigation. */
export async function goTo(hands, place) {
  const back = hands.page.getByRole("link", { name: "Back" });
  const link = hands.page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: place });
  if (!(await link.isVisible())) await hands.press(back);
  await hands.press(link);
  await expect(hands.page.getByRole("heading", { level: 1, name: place })).toBeVisible();
}

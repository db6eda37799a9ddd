// Homes with a Kith that runs on each, and hands to use its page with.
import { expect } from "@playwright/test";
import { spawn, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
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

/** Asks what runs on a home, one after the other, over the home's own socket: no process for each. */
export async function ask(folder, questions) {
  const socket = connect(join(folder, "kith.sock"));
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  await lines.next(); // the greeting
  const answers = [];
  for (const question of questions) {
    socket.write(`${JSON.stringify(question)}\n`);
    answers.push(JSON.parse((await lines.next()).value));
  }
  socket.destroy();
  return answers;
}

/** A home of its own in a temporary folder. */
export class Home {
  constructor(net = "loopback") {
    this.net = net;
    this.folder = mkdtempSync(join(tmpdir(), "kith-e2e-"));
    this.env = {};
  }

  /** A home like this one, which must not run and never runs again: many tests begin with what took long to write. */
  copy() {
    const copy = new Home(this.net);
    cpSync(this.folder, copy.folder, { recursive: true });
    return copy;
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

  /** Many commands one after the other. */
  sayAll(commands) {
    return ask(this.folder, commands.map((command) => ({ send: { community: { community: null, command } } })));
  }

  /** Something that is asked of the home, and of no community. */
  manage(command) {
    return ask(this.folder, [{ send: { home: command } }]);
  }

  /** Has Kith end, with all of it on disk. */
  async stop() {
    const gone = new Promise((done) => this.run.once("exit", done));
    this.run.kill("SIGTERM");
    await gone;
  }

  /** Ends Kith as a power cut would. */
  async cut() {
    const gone = new Promise((done) => this.run.once("exit", done));
    this.run.kill("SIGKILL");
    await gone;
  }

  async end() {
    if (this.run && this.run.exitCode === null && this.run.signalCode === null) await this.cut();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Opens a home's page in a browser of its own. */
export async function open(browser, home, options = {}) {
  const page = await blank(browser, options);
  await page.goto(home.page());
  await expect(page.locator("#kith h1, #kith h2").first()).toBeVisible();
  return page;
}

/** The same for a home that many tests read: each in a browser that was let in already, straight at an address. */
export async function openAt(browser, home, options, path) {
  home.letIn ??= await letIn(browser, home);
  const page = await blank(browser, { ...options, storageState: home.letIn });
  await page.goto(new URL(path, home.link).href);
  await expect(page.locator("#kith h1, #kith h2").first()).toBeVisible();
  return page;
}

async function letIn(browser, home) {
  const context = (await open(browser, home)).context();
  const state = await context.storageState();
  await context.close();
  return state;
}

async function blank(browser, options) {
  const page = await (await browser.newContext(options)).newPage();
  page.on("pageerror", (error) => { throw error; });
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

  /** Goes on with Tab until something has the focus; where it is far off, most of the way without looking at each stop. */
  async reach(locator) {
    await expect(locator).toBeVisible();
    let one = await locator.elementHandle();
    for (let far = await one.evaluate(stops); far > 2; far -= 1) await this.page.keyboard.press("Tab");
    for (let step = 0; step < 150; step += 1) {
      // What is drawn anew meanwhile is looked for anew.
      const [has, is] = await one.evaluate((one) => [one === document.activeElement, one.isConnected]);
      if (has) return;
      if (is) await this.page.keyboard.press("Tab");
      else one = await locator.elementHandle();
    }
    throw new Error(`${locator} is not reached with Tab`);
  }
}

/** How many stops of Tab there are between what has the focus and something below it, about. */
function stops(one) {
  const within = document.querySelector("dialog[open]") ?? document;
  const from = document.activeElement;
  const isAfter = (stop, other) => Boolean(other.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING);
  return [...within.querySelectorAll("a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary")]
    .filter((stop) => isAfter(stop, from) && isAfter(one, stop))
    .filter((stop) => !stop.disabled && stop.tabIndex >= 0 && stop.checkVisibility({ visibilityProperty: true })).length;
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

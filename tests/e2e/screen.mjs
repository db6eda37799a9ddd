// A screen that nobody sees, with what a desk has: keys, a mouse, a clipboard, and a bus for notices.
import { expect } from "@playwright/test";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

// What leads on is drawn in this colour, light: the main button of a screen, and the frame of a composer with the cursor in it.
const MAIN = [0x1c, 0x4c, 0x53];
const WIDTH = 1280;
const HEIGHT = 900;

/** A screen, from Xvfb. */
export class Screen {
  async start() {
    this.xvfb = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", `${WIDTH}x${HEIGHT}x24`, "-nolisten", "tcp", "-noreset"], { stdio: ["ignore", "pipe", "ignore"] });
    const [number] = await once(createInterface({ input: this.xvfb.stdout }), "line");
    this.bus = spawn("dbus-daemon", ["--session", "--nofork", "--print-address=1"], { stdio: ["ignore", "pipe", "ignore"] });
    const [address] = await once(createInterface({ input: this.bus.stdout }), "line");
    this.env = { ...process.env, DISPLAY: `:${number}`, DBUS_SESSION_BUS_ADDRESS: address, LANG: "C.UTF-8",
      WEBKIT_DISABLE_COMPOSITING_MODE: "1", LIBGL_ALWAYS_SOFTWARE: "1", NO_AT_BRIDGE: "1" };
    this.notices = "";
    this.monitor = spawn("dbus-monitor", ["--session", "interface='org.freedesktop.Notifications'"], { env: this.env });
    this.monitor.stdout.on("data", (said) => { this.notices += said; });
    await once(this.monitor.stdout, "data");
    return this;
  }

  /** What a tool of the desk answers. */
  do(tool, ...args) {
    return execFileSync(tool, args, { env: this.env, encoding: "utf8" });
  }

  key(...keys) {
    this.do("xdotool", "key", "--delay", "40", ...keys);
  }

  type(words) {
    this.do("xdotool", "type", "--delay", "8", words);
  }

  /** Puts words on the clipboard, and pastes them. */
  paste(words) {
    spawnSync("xclip", ["-selection", "clipboard"], { env: this.env, input: words, stdio: ["pipe", "ignore", "ignore"] });
    this.key("ctrl+v");
  }

  /** The windows on it, by their titles. */
  titles() {
    const found = spawnSync("xdotool", ["search", "--onlyvisible", "--name", ".", "getwindowname", "%@"], { env: this.env, encoding: "utf8" });
    return found.stdout.split("\n").filter(Boolean);
  }

  /** The window of a title. Another that goes while it is looked for breaks the tool off, so it looks again. */
  window(title, tries = 20) {
    try {
      return this.do("xdotool", "search", "--onlyvisible", "--name", `^${title}$`).trim();
    } catch (error) {
      if (tries === 0) throw error;
      return this.window(title, tries - 1);
    }
  }

  /** Waits until a window is called so. */
  async shows(title) {
    await expect.poll(() => this.titles().includes(title), { message: `no window is called ${title}` }).toBe(true);
  }

  /** Puts the cursor into the composer: taps its middle until its frame says that it is there. */
  async compose(title) {
    await expect.poll(() => {
      const told = this.do("xdotool", "getwindowgeometry", "--shell", this.window(title)).trim().split("\n").map((line) => line.split("="));
      const { X, Y, WIDTH: width, HEIGHT: height } = Object.fromEntries(told.map(([name, value]) => [name, Number(value)]));
      const frame = this.main();
      if (frame && frame.right - frame.left > width / 2 && Y + height - frame.top < 100) return true;
      this.do("xdotool", "mousemove", String(X + Math.round(width / 2)), String(Y + height - 36), "click", "1");
      return false;
    }, { message: "the cursor does not get into the composer", intervals: [500] }).toBe(true);
  }

  /** Waits until a main button is drawn, and is the one that is meant. Keys that come after that find its screen there. */
  async draws(isMeant = () => true) {
    let main;
    await expect.poll(() => { main = this.main(); return main !== undefined && isMeant(main); }, { message: "the screen does not come" }).toBe(true);
    return main;
  }

  /** Where the lowest wide line in the main colour is. */
  main() {
    const { stdout } = spawnSync("import", ["-silent", "-window", "root", "-depth", "8", "rgb:-"], { env: this.env, maxBuffer: 2 ** 25 });
    const isMain = (at) => MAIN.every((value, part) => stdout[at + part] === value);
    for (let top = HEIGHT - 1; top >= 0; top -= 1) {
      for (let left = 0; left < WIDTH; left += 1) {
        let right = left;
        while (right < WIDTH && isMain(3 * (top * WIDTH + right))) right += 1;
        if (right - left > 100) return { top, left, right };
        left = right;
      }
    }
    return undefined;
  }

  /** Looks elsewhere than at the window of a title, and back. */
  leave(title) {
    const window = this.window(title);
    const [nowhere] = this.do("xdotool", "search", "--maxdepth", "0", "--name", "").split("\n");
    this.do("xdotool", "windowfocus", nowhere);
    return { back: () => this.do("xdotool", "windowfocus", window) };
  }

  /** Gives the window of a title another size. */
  move(title, width, height) {
    this.do("xdotool", "windowsize", "--sync", this.window(title), String(width), String(height));
  }

  size(title) {
    const told = this.do("xdotool", "getwindowgeometry", "--shell", this.window(title));
    return ["WIDTH", "HEIGHT"].map((name) => Number(told.match(new RegExp(`${name}=(\\d+)`))[1]));
  }

  /** Waits until nothing moves on it any more: two looks, a little apart, see the same. */
  async rests() {
    let before = "";
    await expect.poll(() => {
      const now = this.do("xdotool", "getmouselocation") + this.look();
      const same = now === before;
      before = now;
      return same;
    }, { intervals: [150] }).toBe(true);
  }

  /** What is on it, as a number that changes with it. */
  look() {
    return execFileSync("sh", ["-c", "import -silent -window root rgb:- | cksum"], { env: this.env, encoding: "utf8" });
  }

  picture(file) {
    this.do("import", "-silent", "-window", "root", file);
  }

  end() {
    for (const one of [this.monitor, this.bus, this.xvfb]) one?.kill();
  }
}

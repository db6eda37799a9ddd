// The window by keyboard and mouse: found, talked, met over the network, told of, opened twice, closed and opened again.
// What it did is seen from outside: by the terminal on the same home, and by the other one's home.
import { expect, test } from "@playwright/test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { execFileSync, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Home, ask } from "./kith.mjs";
import { Screen } from "./screen.mjs";

const kith = process.env.KITH_WINDOW || resolve(import.meta.dirname, "../../target/debug/kith-window");

/** A Kith with a window, on a home of its own. */
class Windowed {
  constructor(screen) {
    this.screen = screen;
    this.folder = mkdtempSync(join(tmpdir(), "kith-window-"));
  }

  open(...args) {
    this.run = spawn(kith, ["--home", this.folder, "--net", "loopback", ...args], { stdio: ["ignore", "ignore", "inherit"], env: this.screen.env });
    this.ended = new Promise((done) => this.run.once("exit", (code, sign) => done(code ?? sign)));
  }

  say(...args) {
    return JSON.parse(execFileSync(kith, ["--home", this.folder, "--json", ...args], { encoding: "utf8", env: this.screen.env }));
  }

  /** Asks until the answer is right: a home that is being opened answers nobody. */
  async comes(what, ...args) {
    await expect.poll(() => { try { return what(this.say(...args)); } catch { return undefined; } }).toBeTruthy();
    return this.say(...args);
  }

  async end() {
    this.run.kill("SIGKILL");
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

test("found, talked, met, told of, opened twice, closed and opened again", async () => {
  const screen = await new Screen().start();
  const ada = new Windowed(screen);
  const ben = new Home();
  const cy = new Windowed(screen);
  try {
    await test.step("a community is founded by keyboard alone", async () => {
      ada.open();
      await screen.shows("Kith");
      const joins = await screen.draws();
      screen.key("Tab", "Tab", "Tab", "Tab", "Return"); // past the way to the content, the language, and joining
      await screen.draws((starts) => starts.left !== joins.left);
      screen.key("Tab");
      screen.type("Umuguma hall");
      screen.key("Tab");
      screen.type("Ada");
      screen.key("Return");
      await ada.comes((rows) => rows[0]?.name === "Umuguma hall", "communities");
      await screen.shows("Umuguma hall · Kith");
    });

    await test.step("a topic is started from the menu's keys", async () => {
      screen.key("ctrl+n");
      await screen.draws((starts) => starts.top > 400);
      screen.key("Tab");
      screen.type("Who brings the cups?");
      screen.key("Tab");
      screen.type("We are twelve.");
      screen.key("ctrl+Return");
      await ada.comes(({ rows }) => rows[0]?.title === "Who brings the cups?", "topics");
    });
    const topic = ada.say("topics").rows[0].topic;

    await test.step("another one joins, and what they say is read in the window as it comes", async () => {
      ben.say("--net", "loopback", "join", ada.say("invite").link, "--as", "Ben");
      await ben.start();
      const post = ben.say("topic", "show", topic).posts[0].post;
      ben.say("reply", topic, "I bring six.", "--quote", post);
      await ada.comes((view) => view.posts.length === 2 && !view.posts[1].new, "topic", "show", topic);
    });

    await test.step("who looks elsewhere is told of what waits, and only then", async () => {
      const leave = screen.leave("Umuguma hall · Kith");
      await screen.rests();
      const post = ben.say("topic", "show", topic).posts[0].post;
      ben.say("reply", topic, "Of tin.", "--quote", post);
      await expect.poll(() => screen.notices).toContain("Ben answers you");
      expect(screen.notices.match(/member=Notify/g).length, "the words that were seen come are not told").toBe(1);
      expect(screen.notices).toContain("Umuguma hall");
      expect(screen.notices, "a notice tells who, not what was written").not.toMatch(/six|Of tin/);
      leave.back();
    });

    await test.step("an answer typed in the window reaches them, also a very long one", async () => {
      await screen.compose("Umuguma hall · Kith");
      screen.type("Then I bring the other six.");
      screen.key("ctrl+Return");
      const words = (view) => view.posts.map((one) => one.text);
      await expect.poll(() => words(ben.say("topic", "show", topic))).toContain("Then I bring the other six.");
      const long = `${"A long story, told once. ".repeat(2000)}The end.`;
      screen.paste(long);
      screen.key("ctrl+Return");
      await expect.poll(() => words(ben.say("topic", "show", topic)).some((one) => one === long), { message: "the long words did not come" }).toBe(true);
    });
    if (process.env.KITH_PICTURE) screen.picture(process.env.KITH_PICTURE);

    await test.step("opened once more, there is no second window", async () => {
      const windows = screen.titles().length;
      expect(ada.say("open")).toEqual({ window: true });
      expect(screen.titles().length).toBe(windows);
    });

    await test.step("a link that the system was asked to open leads to its invitation", async () => {
      expect(ada.say("open", cy.say("new", "Choir", "--as", "Cy") && cy.say("invite").link)).toEqual({ window: true });
      await screen.shows("Kith");
      cy.open();
      await screen.shows("Choir · Kith");
      cy.run.kill("SIGTERM");
      expect(await cy.ended, "a window ends well when it is asked to").toBe(0);
    });

    await test.step("closed by its keys, it ends well, and comes back as it was with what was typed last", async () => {
      screen.move("Kith", 900, 640);
      screen.key("alt+Left"); // back from the invitation, to the topic
      await screen.shows("Umuguma hall · Kith");
      await screen.compose("Umuguma hall · Kith");
      screen.type("One more cup");
      screen.key("ctrl+q");
      expect(await ada.ended).toBe(0);
      expect(existsSync(join(ada.folder, "kith.sock"))).toBe(false);
      ada.open();
      await screen.shows("Umuguma hall · Kith");
      expect(screen.size("Umuguma hall · Kith")).toEqual([900, 640]);
      // To the last letter: the keys that close take no other road than those before them.
      await ada.comes(({ rows }) => rows[0].draft, "topics");
      const [draft] = await ask(ada.folder, [{ watch: { community: { community: null, query: { draft: { place: `reply:${topic}` } } } } }]);
      expect(draft.view.draft.text).toBe("One more cup");
    });
  } catch (error) {
    screen.picture(test.info().outputPath("screen.png"));
    throw error;
  } finally {
    for (const one of [ada, cy, ben]) if (one.run) await one.end().catch(() => {});
    screen.end();
  }
});

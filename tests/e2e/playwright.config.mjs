// Three sizes, each by its own hands: a thumb, a mouse, a keyboard alone. What differs at a tablet's size is what stands
// beside what: so `@tablet` marks the way through all of it, and where one is in a list and in a topic. How things are
// sent, kept, told and joined is the same as at a desk; screens.spec looks at each screen in a tablet's size by itself.
import { defineConfig } from "@playwright/test";

const chromium = process.env.KITH_CHROMIUM || "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "../../target/e2e",
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // A machine of two cores has room for two: each test has homes of its own, and waits for what it is to see.
  workers: 2,
  fullyParallel: true,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: chromium,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"],
    },
    // A picture of each drawing slows a machine of two cores by a fifth; what the page was is told without.
    trace: { mode: "retain-on-failure", screenshots: false, sources: false },
    screenshot: "only-on-failure",
    actionTimeout: 15_000,
  },
  projects: [
    { name: "phone", use: { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true } },
    { name: "tablet", grep: /@tablet/, use: { viewport: { width: 820, height: 1180 } } },
    { name: "desktop", use: { viewport: { width: 1280, height: 800 } } },
  ],
});

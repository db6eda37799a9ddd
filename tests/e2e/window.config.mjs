// The window, under a screen of its own that nobody sees.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "window.journey.mjs",
  outputDir: "../../target/e2e-window",
  timeout: 240_000,
  expect: { timeout: 40_000 },
  workers: 1,
  reporter: [["list"]],
});

// What the system tells of while nobody looks at the page, where the browser lets Kith: the tree lists it in `#notices`,
// each with a link to the post. Never what was written: others may see the screen.
"use strict";

if (kith && !document.getElementById("kith")) (() => {
  const told = new Set();
  const able = "Notification" in window;
  const allowed = () => { document.documentElement.dataset.notices = able ? Notification.permission : "unable"; };
  allowed();
  if (!able) return;
  // What is changed in the browser's own settings is seen at once, where it says so, else when one comes back.
  navigator.permissions?.query({ name: "notifications" }).then((state) => { state.onchange = allowed; }, () => {});
  window.addEventListener("focus", allowed);

  // A browser asks only for whoever pressed something.
  document.addEventListener("click", async ({ target }) => {
    if (!target.closest("[data-tells]")) return;
    await Notification.requestPermission();
    allowed();
  });

  kith.on.edit.push(() => {
    if (Notification.permission !== "granted") return;
    for (const one of kith.all("#notices > li")) {
      const { key, title, text } = one.dataset;
      if (told.has(key)) continue;
      told.add(key);
      let notice;
      // Some browsers allow what they then do not do.
      try {
        notice = new Notification(title, { body: text, tag: key, icon: "/icon.svg" });
      } catch {
        document.documentElement.dataset.notices = "unable";
        return;
      }
      notice.onclick = () => {
        window.focus();
        kith.all("#notices > li").find((it) => it.dataset.key === key)?.querySelector("a").click();
        notice.close();
      };
    }
  });
})();

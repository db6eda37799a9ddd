// The page's glue: opens the socket and keeps it, keeps what is typed, and follows addresses.
// The browser holds a cookie and this page a token; Kith answers only who has both.
"use strict";

(() => {
  const TOKEN = "kith-token";
  const NOT_YOURS = 4403;
  const LONGEST = 1000000; // letters; Kith takes a little more in bytes
  const words = {
    lost: "Kith does not answer. What you typed stays here. Trying again…",
    key: "This page needs a new link. Run kith again; it opens one. Nothing that was answered is lost.",
    long: "That is too long to be sent at once. Please shorten it; it stays here.",
  };

  const line = document.getElementById("line");
  const say = (text) => { line.textContent = text; line.hidden = text === ""; };

  // The link that opens once leads here with the token; from then on it is this page's.
  const given = document.querySelector(`meta[name="${TOKEN}"]`);
  if (given) {
    localStorage.setItem(TOKEN, given.content);
    location.replace("/");
    return;
  }

  let socket = null;
  let root = null;
  let typed = new Map();
  let followed = "";
  let wait = 250;

  window.ipc = {
    postMessage(message) {
      // The interpreter posts an event once by itself, and then once more what came of that: nothing.
      if (typeof message !== "string") return;
      if (message.length > LONGEST) { say(words.long); return; }
      if (!socket || socket.readyState !== WebSocket.OPEN) { say(words.lost); return; }
      socket.send(message);
    },
  };

  function connect() {
    socket = new WebSocket(`ws://${location.host}/live`);
    socket.binaryType = "arraybuffer";
    const ping = setInterval(() => {
      if (socket.readyState === WebSocket.OPEN) socket.send("__ping__");
    }, 30000);
    socket.onopen = () => {
      const token = localStorage.getItem(TOKEN) || "";
      socket.send(JSON.stringify({ token, path: location.pathname }));
    };
    socket.onmessage = (message) => receive(message.data);
    socket.onclose = (event) => { clearInterval(ping); again(event.code); };
  }

  // Frames that begin with 1 are edits of the page. The others are script that dioxus-liveview
  // wants evaluated, for its own idea of history; the page's policy forbids that, and it is not needed.
  function receive(data) {
    const bytes = new Uint8Array(data);
    if (bytes[0] !== 1) return;
    if (root === null || root.dataset.stale) begin();
    window.interpreter.run_from_bytes(data.slice(1));
    settle();
  }

  // A new socket shows a new tree, in a new place.
  function begin() {
    const fresh = document.createElement("div");
    fresh.id = "kith";
    if (root) root.replaceWith(fresh); else line.after(fresh);
    root = fresh;
    window.interpreter = new NativeInterpreter();
    window.interpreter.initialize(root);
    window.interpreter.liveview = true;
    window.interpreter.ipc = window.ipc;
    wait = 250;
    say("");
  }

  async function again(code) {
    if (root) { keepTyped(); root.dataset.stale = "true"; }
    if (code === NOT_YOURS || await isLocked()) { say(words.key); return; }
    say(words.lost);
    setTimeout(connect, wait);
    wait = Math.min(wait * 2, 5000);
  }

  async function isLocked() {
    try { return (await fetch("/icon.svg", { cache: "no-store" })).status === 403; } catch { return false; }
  }

  const fields = () => root.querySelectorAll("form input[id][name], form textarea[id][name]");

  function keepTyped() {
    for (const field of fields()) if (field.value) typed.set(location.pathname + field.id, field.value);
  }

  function settle() {
    for (const field of typed.size ? fields() : []) {
      const key = location.pathname + field.id;
      if (typed.has(key) && !field.value) field.value = typed.get(key);
      typed.delete(key);
    }
    follow();
    const heading = root.querySelector("h1");
    document.title = heading ? `${heading.textContent} · Kith` : "Kith";
  }

  // The tree says where the page is, unless the browser told the tree. An address is followed once,
  // since by the next edit the person may have gone back.
  function follow() {
    const place = document.getElementById("place");
    const at = place && place.dataset.at;
    if (!at || at === followed) return;
    followed = at;
    if (at === location.pathname || place.dataset.how === "stay") return;
    if (place.dataset.how === "push") history.pushState(null, "", at); else history.replaceState(null, "", at);
    window.scrollTo(0, 0);
    const heading = root.querySelector("h1");
    if (heading) heading.focus({ preventScroll: true });
  }

  window.addEventListener("popstate", () => {
    const place = document.getElementById("place");
    if (!place) return;
    place.value = location.pathname;
    place.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });

  // What the tree hears comes too late to stop the browser, so the browser is stopped here.
  document.addEventListener("submit", (event) => event.preventDefault(), true);
  document.addEventListener("click", (event) => {
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const link = event.target instanceof Element && event.target.closest('a[href^="/"]');
    if (plain && link) event.preventDefault();
  }, true);

  connect();
})();

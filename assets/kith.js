// The page's glue: keeps the socket, keeps what is typed, follows addresses, and does what a tree far away comes too
// late for: dialogs, focus, scrolling, copying. The browser holds a cookie and this page a token; Kith answers only who
// has both.
"use strict";

(() => {
  const TOKEN = "kith-token";
  const NOT_YOURS = 4403;
  const LONGEST = 1000000; // letters; Kith takes a little more in bytes
  const NEAR_END = 80; // pixels

  const line = document.getElementById("line");
  if (navigator.mediaDevices) document.documentElement.dataset.sees = "yes";
  const say = (text) => { line.textContent = text; line.hidden = text === ""; };

  // The link that opens once leads here with the token; from then on it is this page's.
  const given = document.querySelector(`meta[name="${TOKEN}"]`);
  if (given) {
    localStorage.setItem(TOKEN, given.content);
    location.replace(given.dataset.at);
    return;
  }

  let socket = null;
  let root = document.getElementById("kith"); // where a window of its own has it
  let followed = "";
  let wait = 250;
  let toEnd = 0;
  const typed = new Map(); // of a tree that is gone, by address and field
  const sent = new WeakMap(); // what a form held when it was sent
  const scrolled = new Map(); // how far, by address
  const started = new Set(); // topics that were scrolled to their beginning
  const words = { lost: line.dataset.lost, key: line.dataset.key, long: "", copied: "", needed: "" };

  const all = (selector) => root ? [...root.querySelectorAll(selector)] : [];
  const scroller = () => {
    const one = root && root.querySelector(".pane-one");
    const moves = (it) => it && ["auto", "scroll"].includes(getComputedStyle(it).overflowY);
    if (moves(one)) return one;
    const main = root && root.querySelector(".main");
    return moves(main) ? main : document.scrollingElement;
  };

  // The socket.

  if (!root) window.ipc = {
    postMessage(message) {
      // The interpreter posts an event once by itself, and then once more what came of that: nothing.
      if (typeof message !== "string") return;
      if (message.length > LONGEST) { say(words.long); return; }
      if (!socket || socket.readyState !== WebSocket.OPEN) { say(words.lost); return; }
      socket.send(message);
    },
  };

  function connect() {
    const ours = socket = new WebSocket(`ws://${location.host}/live`);
    ours.binaryType = "arraybuffer";
    const ping = setInterval(() => {
      if (ours.readyState === WebSocket.OPEN) ours.send("__ping__");
    }, 30000);
    ours.onopen = () => {
      const token = localStorage.getItem(TOKEN) || "";
      ours.send(JSON.stringify({ token, path: location.pathname }));
    };
    ours.onmessage = (message) => receive(message.data);
    ours.onclose = (event) => { clearInterval(ping); again(event.code); };
  }

  // Frames that begin with 1 are edits of the page. The others are script that dioxus-liveview
  // wants evaluated, for its own idea of history; the page's policy forbids that, and it is not needed.
  function receive(data) {
    const bytes = new Uint8Array(data);
    if (bytes[0] !== 1) return;
    if (root === null || root.dataset.stale) begin();
    edit(() => window.interpreter.run_from_bytes(data.slice(1)));
  }

  function edit(run) {
    const end = endInSight();
    const tall = end && end.scrollHeight;
    run();
    settle();
    if (end && end.isConnected && end.scrollHeight > tall) end.scrollTop = end.scrollHeight;
    if (toEnd > 0) {
      toEnd -= 1;
      const at = scroller();
      if (at) at.scrollTop = at.scrollHeight;
    }
  }

  // A window of Kith's own has a place for the tree from the beginning, and its tree draws by itself.
  function attach() {
    const { interpreter } = window;
    const run = interpreter.run_from_bytes.bind(interpreter);
    let drawn = false;
    interpreter.run_from_bytes = (bytes) => {
      if (!drawn) say("");
      drawn = true;
      edit(() => run(bytes));
    };
    // The webview's own menu would draw the page anew, and the tree would not know; for words it serves.
    document.addEventListener("contextmenu", (event) => {
      if (!event.target.closest("input, textarea") && getSelection().isCollapsed) event.preventDefault();
    });
    // As the interpreter would, but for long words as well: it hands all letters to one call at once.
    interpreter.sendSerializedEvent = (event) => {
      const letters = new TextEncoder().encode(JSON.stringify(event));
      if (letters.length > LONGEST) { say(words.long); return; }
      let packed = "";
      for (let at = 0; at < letters.length; at += 8192) packed += String.fromCharCode(...letters.subarray(at, at + 8192));
      const ask = new XMLHttpRequest();
      ask.open("POST", interpreter.eventsPath, false);
      ask.setRequestHeader("dioxus-data", btoa(packed));
      ask.send();
      return JSON.parse(ask.responseText);
    };
  }

  // Who reads the end of a topic stays there as posts arrive. Asked only where the end is near, since asking costs a
  // layout.
  function endInSight() {
    const last = root.querySelector(".posts > .chunk:last-child");
    if (!last || !near.has(last)) return null;
    const at = scroller();
    return at && at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_END ? at : null;
  }

  // A new socket shows a new tree, in a new place.
  function begin() {
    if (root) keepTyped(); // also what was typed while nobody answered
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

  let timer = 0;
  async function again(code) {
    rest();
    if (root) root.dataset.stale = "true";
    if (code === NOT_YOURS || await isLocked()) {
      if (root) say(words.key);
      else location.replace("/shut");
      return;
    }
    say(words.lost);
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, 5000);
  }

  async function isLocked() {
    try { return (await fetch("/live.js", { method: "HEAD", cache: "no-store" })).status === 403; } catch { return false; }
  }

  // Who comes back to the page, or to a network, does not wait for the next try.
  function hurry() {
    if (document.visibilityState === "hidden" || !socket || socket.readyState !== WebSocket.CLOSED || !timer) return;
    clearTimeout(timer);
    timer = 0;
    wait = 250;
    connect();
  }
  document.addEventListener("visibilitychange", hurry);
  window.addEventListener("online", hurry);

  // What whoever followed a link came for gets the cursor, once.
  let granted = null;
  let still = false;
  function grant() {
    const wish = root.querySelector("[data-wish]");
    if (!wish) return;
    if (wish !== granted) { granted = wish; still = true; wish.focus(); }
    // What comes above it moves it away, until the person does something else.
    if (still && document.activeElement === wish) wish.scrollIntoView({ block: "nearest" });
  }
  for (const done of ["pointerdown", "wheel", "keydown", "touchmove"]) window.addEventListener(done, () => { still = false; }, { passive: true });

  // The tree hears whether anybody looks, since only what was looked at has been seen. A new tree thinks not.
  function sight() {
    const heard = document.getElementById("sight");
    const looks = document.visibilityState === "visible" && document.hasFocus() ? "yes" : "no";
    if (!heard || (heard.dataset.looks || "no") === looks) return;
    heard.dataset.looks = looks;
    hand("sight", looks);
  }
  document.addEventListener("visibilitychange", sight);
  window.addEventListener("focus", sight);
  window.addEventListener("blur", sight);

  // After each edit.

  function settle() {
    look();
    restoreTyped();
    clearSaid();
    follow();
    grant();
    sight();
    showSheets();
    watchBlocks();
    start();
    scan();
  }

  // What the tree wishes for the page's own root, which it cannot reach.
  function look() {
    const look = document.getElementById("look");
    if (!look) return;
    const html = document.documentElement;
    html.lang = look.dataset.lang;
    html.dir = look.dataset.dir;
    for (const name of ["theme", "text", "face", "motion"]) {
      if (look.dataset[name]) html.dataset[name] = look.dataset[name]; else delete html.dataset[name];
    }
    if (navigator.share || document.getElementById("share")) html.dataset.shares = "yes";
    for (const name of Object.keys(words)) words[name] = look.dataset[name] || words[name];
  }

  // The camera, while a code is looked for. What it sees goes to the tree picture by picture, each once the one before
  // was read; it is looked at in grey, in the middle, and kept nowhere.

  const SIDE = 480; // points of a picture's side; the tree takes at most 640
  const BETWEEN = 150; // milliseconds from one picture to the next
  let camera = null;

  function scan() {
    const video = document.getElementById("scan-video");
    if (camera && camera.video !== video) rest();
    if (!video || document.visibilityState === "hidden") return;
    if (!camera) wake(camera = { video, stream: null, read: "" });
    else if (camera.stream) picture();
  }

  // It is let go of as soon as nobody looks for a code, looks away, or Kith is gone.
  function rest() {
    for (const track of camera?.stream?.getTracks() ?? []) track.stop();
    camera = null;
  }
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") rest(); else if (root) scan(); });

  async function wake(ours) {
    try {
      if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError");
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      ours.stream = stream;
      for (const track of stream.getTracks()) {
        if (camera !== ours) track.stop();
        track.onended = () => { if (camera === ours) hand("scan-picture", "!NotReadableError"); };
      }
      if (camera !== ours) return;
      ours.video.srcObject = stream;
      await ours.video.play();
      if (camera === ours) picture();
    } catch (error) {
      if (camera === ours) hand("scan-picture", `!${error.name}`);
    }
  }

  function picture() {
    const ours = camera;
    const { read } = document.getElementById("scan-picture").dataset;
    if (ours.read === read) return;
    ours.read = read;
    setTimeout(() => {
      if (camera !== ours) return;
      const { video } = ours;
      const side = Math.min(video.videoWidth, video.videoHeight);
      const small = Math.min(side, SIDE);
      if (!small) { ours.read = ""; picture(); return; }
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = small;
      const drawn = canvas.getContext("2d");
      drawn.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, small, small);
      const { data } = drawn.getImageData(0, 0, small, small);
      let grey = "";
      for (let at = 0; at < data.length; at += 4) grey += String.fromCharCode((data[at] * 3 + data[at + 1] * 6 + data[at + 2]) / 10);
      hand("scan-picture", btoa(grey));
    }, BETWEEN);
  }

  // What is typed.

  const fields = () => all("form input[id][name]:not([type=radio]), form textarea[id][name]");

  function keepTyped() {
    for (const field of fields()) if (field.value) typed.set(location.pathname + field.id, field.value);
  }

  function restoreTyped() {
    if (!typed.size) return;
    for (const field of fields()) {
      const key = location.pathname + field.id;
      if (!typed.has(key)) continue;
      if (field.value !== typed.get(key)) {
        field.value = typed.get(key);
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
      typed.delete(key);
    }
  }

  // A form whose words were said is emptied; what was typed meanwhile stays.
  function clearSaid() {
    for (const form of all("form[data-said]")) {
      const before = sent.get(form);
      if (!before || before.said === form.dataset.said) continue;
      sent.delete(form);
      for (const [field, value] of before.values) {
        field.value = field.value.startsWith(value) ? field.value.slice(value.length) : field.value;
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
      toEnd = 2; // the words that were just said, drawn by this edit or the next
    }
  }

  document.addEventListener("submit", (event) => {
    // What the tree hears comes too late to stop the browser, so the browser is stopped here.
    event.preventDefault();
    const form = event.target;
    if (!form.dataset.said) return;
    const values = [...form.querySelectorAll("textarea, input")].map((field) => [field, field.value]);
    sent.set(form, { said: form.dataset.said, values });
  }, true);

  // Fields for long words grow with them; where the browser does not do it by itself, the page does.
  if (!CSS.supports("field-sizing", "content")) {
    document.addEventListener("input", ({ target }) => {
      if (target.tagName !== "TEXTAREA") return;
      target.style.height = "auto";
      target.style.height = `${target.scrollHeight + target.offsetHeight - target.clientHeight}px`;
    });
  }

  // The browser points at the field that was left empty; what it says there is Kith's.
  document.addEventListener("invalid", ({ target }) => {
    if (target.validity.valueMissing) target.setCustomValidity(words.needed);
  }, true);
  document.addEventListener("input", ({ target }) => target.setCustomValidity?.(""), true);

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field.form && field.tagName === "TEXTAREA") {
      event.preventDefault();
      field.form.requestSubmit();
    }
  });

  // Addresses. The tree says where the page is, unless the browser told the tree. An address is followed once,
  // since by the next edit the person may have gone back.

  function follow() {
    const place = document.getElementById("place");
    const at = place && place.dataset.at;
    title();
    if (!at || at === followed) return;
    followed = at;
    if (at !== location.pathname && place.dataset.how !== "stay") {
      if (place.dataset.how === "push") history.pushState(null, "", at); else history.replaceState(null, "", at);
      arrive(0);
    }
  }

  function arrive(top) {
    started.clear();
    const at = scroller();
    if (at) at.scrollTop = top;
    const heads = all("[data-focus]").filter((head) => head.offsetParent !== null);
    const head = heads[heads.length - 1];
    if (head) head.focus({ preventScroll: true });
  }

  function title() {
    const heads = all("[data-focus]");
    const head = heads[heads.length - 1];
    const name = head ? `${head.textContent} · Kith` : "Kith";
    if (document.title !== name) document.title = name;
  }

  window.addEventListener("popstate", () => {
    const place = document.getElementById("place");
    if (!place) return;
    const top = scrolled.get(location.pathname) || 0;
    place.value = location.pathname;
    place.dispatchEvent(new InputEvent("input", { bubbles: true }));
    setTimeout(() => arrive(top), 100);
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const link = event.target.closest('a[href^="/"]');
    if (plain && link) {
      event.preventDefault();
      const at = scroller();
      if (at) scrolled.set(location.pathname, at.scrollTop);
    }
    const within = event.target.closest("[popover]");
    if (within && event.target.closest("a, button")) within.hidePopover();
    const copies = event.target.closest("[data-copy]");
    if (copies) copy(copies);
    const shares = event.target.closest("[data-share]");
    // Who changes their mind on the system's sheet has shared nothing, and nothing is wrong.
    if (shares) share(document.getElementById(shares.dataset.share).value);
    const focuses = event.target.closest("[data-focuses]");
    const field = focuses && document.getElementById(focuses.dataset.focuses);
    if (field) field.focus();
  }, true);

  // Where the system's sheet for sharing is not the browser's to open, the shell opens it.
  function share(text) {
    if (document.getElementById("share")) hand("share", text);
    else navigator.share({ text }).catch(() => {});
  }

  // Hands a value to the tree, by a field that nobody sees.
  function hand(field, value) {
    const heard = document.getElementById(field);
    if (!heard) return;
    heard.value = value;
    heard.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  async function copy(button) {
    const field = document.getElementById(button.dataset.copy);
    if (!field) return;
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    button.dataset.done = words.copied;
    setTimeout(() => { delete button.dataset.done; }, 3000);
  }

  // Sheets: the tree puts them in, the page opens them as dialogs and gives the focus back when they are gone.

  let opener = null;
  function showSheets() {
    const sheets = all("dialog[data-modal]");
    for (const sheet of sheets) {
      if (sheet.open) continue;
      opener = opener || document.activeElement;
      sheet.addEventListener("cancel", (event) => { event.preventDefault(); close(sheet); });
      sheet.addEventListener("click", (event) => { if (event.target === sheet) close(sheet); });
      sheet.showModal();
      const first = sheet.querySelector("textarea, input:not([type=hidden]), .btn, [data-close]");
      if (first) first.focus();
    }
    if (opener && !sheets.length) {
      if (opener.isConnected) opener.focus({ preventScroll: true });
      opener = null;
    }
  }

  const close = (sheet) => { const button = sheet.querySelector("[data-close]"); if (button) button.click(); };

  // Long lists: the tree draws the blocks that are in sight or near. A block that goes keeps its height.

  let watcher = null;
  let watched = null;
  const near = new Set();
  function watchBlocks() {
    const heart = document.getElementById("blocks");
    if (heart !== watched) {
      if (watcher) watcher.disconnect();
      near.clear();
      watched = heart;
      watcher = heart && new IntersectionObserver(tell, { root: null, rootMargin: "150% 0px" });
    }
    if (!heart) return;
    for (const block of all(".chunk:not([data-watched])")) { block.dataset.watched = "true"; watcher.observe(block); }
  }

  function tell(changes) {
    for (const { target, isIntersecting, boundingClientRect } of changes) {
      if (target.childElementCount) target.style.setProperty("--tall", `${Math.round(boundingClientRect.height)}px`);
      if (isIntersecting) near.add(target); else near.delete(target);
    }
    const numbers = [...near].filter((block) => block.isConnected).map((block) => Number(block.dataset.block));
    if (!numbers.length || !watched || !watched.isConnected) return;
    const range = `${Math.min(...numbers)}-${Math.max(...numbers)}`;
    if (watched.value === range) return;
    watched.value = range;
    watched.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  // A topic opens where something is new, else at its end.
  function start() {
    const first = root.querySelector("[data-start]");
    if (!first || started.has(location.pathname)) return;
    started.add(location.pathname);
    first.scrollIntoView({ block: first.dataset.start });
  }

  if (root) document.addEventListener("DOMContentLoaded", attach); else connect();
})();

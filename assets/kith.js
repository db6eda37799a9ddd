// The page's glue: keeps the socket, keeps what is typed, follows addresses, and does what a tree far away comes too
// late for: dialogs, focus, scrolling, copying. The browser holds a cookie and this page a token; Kith answers only who
// has both.
"use strict";

const kith = (() => {
  const TOKEN = "kith-token";
  const NOT_YOURS = 4403;
  const LONGEST = 1000000; // letters; Kith takes a little more in bytes

  const line = document.getElementById("line");
  if (navigator.mediaDevices) document.documentElement.dataset.sees = "yes";
  const say = (text) => { line.textContent = text; line.hidden = text === ""; };

  // The link that opens once leads here with the token; from then on it is this page's.
  const given = document.querySelector(`meta[name="${TOKEN}"]`);
  if (given) {
    localStorage.setItem(TOKEN, given.content);
    location.replace(given.dataset.at);
    return null;
  }

  let socket = null;
  let root = document.getElementById("kith"); // where a window of its own has it
  let old = null; // of a tree that is gone, shown until the new one has drawn as much
  let wait = 250;
  const words = { lost: line.dataset.lost, key: line.dataset.key, long: "", copied: "", needed: "" };
  // What the page's other parts do: before a tree that is gone is replaced, and after that; before each edit, and after
  // it; when a form's words were said, and when Kith stops answering.
  const on = { part: [], meet: [], draw: [], edit: [], said: [], lost: [] };

  const all = (selector) => root ? [...root.querySelectorAll(selector)] : [];

  // The socket.

  const windowed = root !== null;
  const answers = () => windowed || (socket !== null && socket.readyState === WebSocket.OPEN && !old && !root.dataset.stale);

  if (!windowed) window.ipc = {
    postMessage(message) {
      // The interpreter posts an event once by itself, and then once more what came of that: nothing.
      if (typeof message !== "string") return;
      if (message.length > LONGEST) { say(words.long); return; }
      if (!socket || socket.readyState !== WebSocket.OPEN || root.dataset.stale) { say(words.lost); return; }
      socket.send(message);
    },
  };

  // A tree that is gone hears nothing: its numbers mean other things to the next.
  function mute(tree) {
    for (const type of ["click", "input", "change", "submit", "focus", "focusin", "mouseenter"]) tree.addEventListener(type, (event) => event.stopPropagation(), true);
  }

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
    for (const draw of on.draw) draw();
    run();
    if (old && !swap()) return;
    regain();
    settle();
  }

  // What has the focus keeps it when it is drawn anew under the same name, and when it rests while a command is under way.
  let held = null;
  document.addEventListener("focusin", ({ target }) => { held = target; });
  window.addEventListener("pointerdown", () => { held = null; }, { capture: true, passive: true });
  // Who closes the keyboard of a phone lets it go; what is drawn anew or rests at this moment has no say in it.
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (relatedTarget || !document.hasFocus()) return;
    queueMicrotask(() => { if (document.activeElement === document.body && target.isConnected && !target.disabled) held = null; });
  });
  function regain() {
    if (!held || document.activeElement !== document.body) return;
    const one = held.isConnected ? held : held.id && document.getElementById(held.id);
    if (!one || one.disabled || one.offsetParent === null) return;
    const { selectionStart, selectionEnd } = held;
    one.focus({ preventScroll: true });
    if (one !== held && typeof selectionStart === "number") one.setSelectionRange(selectionStart, selectionEnd);
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

  // A new socket shows a new tree. The one that is gone stays in sight, and takes what is typed, until the new one has
  // drawn the field that has the focus, for so long at most.
  const OLD = 1500; // milliseconds

  function begin() {
    const fresh = document.createElement("div");
    fresh.id = "kith";
    if (root === null) line.after(fresh);
    else if (!old) { mute(old = root); setTimeout(() => { if (old && swap(true)) settle(); }, OLD); }
    root = fresh;
    told = location.pathname;
    window.interpreter = new NativeInterpreter();
    window.interpreter.initialize(root);
    window.interpreter.liveview = true;
    window.interpreter.ipc = window.ipc;
    wait = 250;
    say("");
  }

  // Whether the new tree stands where the old one stood.
  function swap(late = false) {
    const { activeElement } = document;
    const holds = old.contains(activeElement) && activeElement.id && !activeElement.closest("dialog");
    const wanted = holds ? `#${CSS.escape(activeElement.id)}` : old.querySelector(".posts") ? ".posts" : ".main, main";
    if (!late && !root.querySelector(wanted)) return false;
    const tops = placed();
    for (const part of on.part) part(old);
    const focus = holds && { id: activeElement.id, from: activeElement.selectionStart, to: activeElement.selectionEnd, way: activeElement.selectionDirection };
    old.replaceWith(root);
    old = null;
    for (const meet of on.meet) meet();
    const field = focus && document.getElementById(focus.id);
    if (field) {
      field.focus({ preventScroll: true });
      if (typeof focus.from === "number") field.setSelectionRange(focus.from, focus.to, focus.way);
    }
    seek(tops);
    return true;
  }

  let timer = 0;
  async function again(code) {
    rest();
    if (root) root.dataset.stale = "true";
    for (const lost of on.lost) lost();
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
    for (const edited of on.edit) edited();
    follow();
    grant();
    sight();
    showSheets();
    cover();
    scan();
  }

  // What was chosen from a list stays chosen in this tab: a field of the tree's says what is, and hears what was.
  function keepChosen() {
    for (const field of all("[data-chosen]")) {
      const name = `kith-${field.id}`;
      const before = sessionStorage.getItem(name);
      if (field.dataset.met) sessionStorage.setItem(name, field.dataset.chosen);
      else if (before !== null && before !== field.dataset.chosen) hand(field.id, before);
      field.dataset.met = "yes";
    }
  }
  on.edit.push(keepChosen);

  // What the tree wishes for the page's own root, which it cannot reach.
  function look() {
    const look = document.getElementById("look");
    if (!look) return;
    const html = document.documentElement;
    html.lang = look.dataset.lang;
    html.dir = look.dataset.dir;
    for (const name of ["theme", "text", "face", "motion", "enter"]) {
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

  // Addresses. The tree says where the page is, unless the browser told the tree. An address is followed once,
  // since by the next edit the person may have gone back. Each entry of the browser's history has a number, the address
  // it was come to from, and how far its boxes were scrolled.

  let followed = "";
  let told = location.pathname; // what the tree was told last, or told the page
  let replaces = false; // the way back to a list takes the place of what was opened from elsewhere
  let came = ""; // the address that the browser's button led away from
  const boxes = ["main", "pane-list"];
  const tops = new Map(JSON.parse(sessionStorage.getItem("kith-tops") || "[]"));
  const entry = () => history.state?.n ?? 0;
  const box = (name) => all(`.${name}`)[0];
  const placed = () => Object.fromEntries(boxes.map((name) => [name, ((old ?? root)?.querySelector(`.${name}`))?.scrollTop ?? 0]));

  function follow() {
    const place = all("#place")[0];
    const at = place && place.dataset.at;
    title();
    if (!at || at === followed) return;
    const first = followed === "";
    followed = at;
    if (place.dataset.how === "stay") {
      if (first) seek(tops.get(entry()) ?? {}); else arrive(tops.get(entry()));
      return;
    }
    if (at !== location.pathname) go(at, place.dataset.how === "push" && !replaces);
    replaces = false;
  }

  function go(at, pushes) {
    if (uncovering) { later = () => go(at, pushes); return; }
    const from = location.pathname;
    // A list beside what it lists stays where it is.
    const place = (path) => path.split("/").slice(0, 4).join("/");
    const beside = place(from) === place(at) ? { "pane-list": tops.get(entry())?.["pane-list"] ?? 0 } : {};
    // What was opened from a sheet or a menu takes the place of its entry.
    if (pushes && !covered) history.pushState({ n: entry() + 1, from }, "", at);
    else history.replaceState({ n: entry() + (pushes ? 1 : 0), from: pushes ? from : history.state?.from }, "", at);
    covered = false;
    came = "";
    told = at;
    arrive(beside);
  }

  function arrive(at = {}) {
    const link = came && all(`.pane-list a[href="${CSS.escape(came)}"]`)[0];
    const heads = all("[data-focus]").filter((head) => head.offsetParent !== null);
    const head = link && link.offsetParent !== null ? link : heads[heads.length - 1];
    // A topic that is drawn already has taken the focus into it.
    if (head && !document.activeElement?.closest(".reading")) head.focus({ preventScroll: true });
    seek({ main: 0, ...at });
  }

  // Boxes are brought to where they were as soon as they are tall enough, unless the person does something else. A long list
  // takes seconds to be there again where the machine is slow.
  const SOUGHT = 30000; // milliseconds
  let seeking = null;
  function seek(wanted) { seeking = { wanted, until: performance.now() + SOUGHT }; sought(); }
  function sought() {
    if (!seeking) return;
    let there = true;
    for (const [name, top] of Object.entries(seeking.wanted)) {
      const at = box(name);
      if (at && Math.abs(at.scrollTop - top) > 1) at.scrollTop = top;
      if (top > 0 && (!at || Math.abs(at.scrollTop - top) > 1)) there = false;
    }
    if (there || performance.now() > seeking.until) seeking = null;
  }
  on.edit.push(sought);
  for (const done of ["pointerdown", "wheel", "keydown", "touchmove"]) window.addEventListener(done, () => { seeking = null; }, { passive: true });
  document.addEventListener("scroll", ({ target }) => {
    const name = boxes.find((name) => target.classList?.contains(name));
    if (name && !seeking && root.contains(target)) tops.set(entry(), { ...tops.get(entry()), [name]: target.scrollTop });
  }, { capture: true, passive: true });
  window.addEventListener("pagehide", () => sessionStorage.setItem("kith-tops", JSON.stringify([...tops].slice(-50))));

  // Near its end, a list goes on: its button is pressed, once for each length and each time its end comes near.
  let pressed = "";
  function goOn() {
    const more = all("[data-near]")[0];
    if (!more || more.offsetParent === null || more.getBoundingClientRect().top > 2 * innerHeight) { pressed = ""; return; }
    if (more.dataset.near === pressed) return;
    pressed = more.dataset.near;
    more.click();
  }
  on.edit.push(goOn);
  document.addEventListener("scroll", goOn, { capture: true, passive: true });

  // A sheet or a menu that is open is an entry of the history too, so that Back closes it and nothing else.
  let covered = false;
  let uncovering = false;
  let later = null;
  const covers = () => all("dialog[open], [popover]:popover-open");
  function cover() {
    const open = covers().length > 0;
    if (uncovering || open === covered) return;
    covered = open;
    if (open) history.pushState({ ...history.state, cover: true }, "");
    else uncover();
  }
  function uncover() {
    if (!history.state?.cover) return;
    uncovering = true;
    history.back();
  }
  document.addEventListener("toggle", () => { if (root && !old) cover(); }, true);

  function title() {
    const heads = all("[data-focus]");
    const head = heads[heads.length - 1];
    const count = document.getElementById("news")?.dataset.count;
    const name = (count ? `(${count}) ` : "") + (head ? `${head.textContent} · Kith` : "Kith");
    if (document.title !== name) document.title = name;
  }

  window.addEventListener("popstate", () => {
    if (uncovering) {
      uncovering = false;
      const next = later;
      later = null;
      if (next) next();
      cover();
      return;
    }
    if (covered) {
      covered = false;
      for (const one of covers()) if (one.tagName === "DIALOG") close(one); else one.hidePopover();
    }
    if (history.state?.cover) { uncover(); return; }
    if (location.pathname === told) return;
    came = followed;
    told = location.pathname;
    seeking = { wanted: {}, until: 0 }; // what moves until the tree is there is nobody's doing
    hand("place", location.pathname);
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const link = event.target.closest('a[href^="/"]');
    if (plain && link) event.preventDefault();
    if (plain && link && "back" in link.dataset) {
      if (history.state?.from === link.pathname) { event.stopImmediatePropagation(); history.back(); return; }
      replaces = true;
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
    const heard = all(`#${field}`)[0];
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
      // Where something is to be written, the cursor stands there; else at what closes it.
      const first = sheet.querySelector("textarea:not([readonly]), input:not([type=hidden], [readonly])") ?? sheet.querySelector(".btn, [data-close]");
      if (first) first.focus();
    }
    if (opener && !sheets.length) {
      if (opener.isConnected) opener.focus({ preventScroll: true });
      opener = null;
    }
  }

  const close = (sheet) => { const button = sheet.querySelector("[data-close]"); if (button) button.click(); };

  if (history.state?.cover) uncover();
  if (root) document.addEventListener("DOMContentLoaded", attach); else connect();
  return { all, hand, say, words, on, answers, at: () => followed || location.pathname };
})();

// A topic as it is read: it opens where something is new, what is on the screen stays where it is while posts come and
// heights change, who stands at its end follows it, and what was looked at has been seen. The tree draws a part of the
// posts (`#part` asks for another), and says in `.posts` where a topic opens and whether there is more.
"use strict";

if (kith) (() => {
  const { all, hand, on } = kith;
  const NEAR_END = 48; // pixels
  const LOOKED_AT = 500; // milliseconds
  const TOLD = 150; // milliseconds between two reports of what is on the screen

  const box = () => all(".reading")[0];
  const feed = () => all(".reading .posts")[0];
  const posts = () => all(".posts > .post");
  const find = (id) => all(`.posts > [data-post="${CSS.escape(id)}"]`)[0];
  const offset = (one) => one.getBoundingClientRect().top - box().getBoundingClientRect().top;
  const more = (way) => way in (feed()?.dataset ?? {});
  const left = () => { const at = box(); return at.scrollHeight - at.scrollTop - at.clientHeight; };

  // What is on the screen.

  let anchors = []; // the posts on the screen, and how far below the box's edge each begins
  let follows = false; // whether one stands at the end
  function note() {
    anchors = [];
    const at = box();
    if (!at || !feed()) return;
    follows = !more("later") && left() < NEAR_END;
    const { top, bottom } = at.getBoundingClientRect();
    for (const post of posts()) {
      const place = post.getBoundingClientRect();
      if (place.bottom > top + 1 && place.top < bottom) anchors.push({ id: post.dataset.post, top: place.top - top, whole: place.bottom <= bottom + 1 });
    }
  }

  // Brings back to its place what was on the screen.
  function hold() {
    const at = box();
    if (!at || !feed()) return;
    if (going) arrive();
    if (going && performance.now() < going.until) return;
    going = null;
    // Nobody who looks elsewhere reads what comes: it waits below.
    if (follows && !more("later") && looks()) at.scrollTop = at.scrollHeight;
    else if (brought && performance.now() < brought.until && at.clientHeight !== brought.height && find(brought.id)) bring(brought.id);
    else {
      const anchor = anchors.find(({ id }) => find(id));
      const moved = anchor ? offset(find(anchor.id)) - anchor.top : 0;
      if (Math.abs(moved) >= 1) at.scrollTop += moved;
    }
    note();
  }

  // Where one goes: to a post, a third from the top or as it was; to the end.

  let going = null;
  function go(wish) {
    going = { ...wish, until: performance.now() + 3000 };
    if (wish.id === undefined ? more("later") : !find(wish.id)) hand("part", wish.id === undefined ? "end" : `at ${wish.id}`);
    arrive();
  }
  function arrive() {
    const at = box();
    brought = null;
    if (going.id === undefined) {
      if (more("later")) return;
      at.scrollTop = at.scrollHeight;
      follows = true;
    } else {
      const post = find(going.id);
      if (!post) return;
      if (going.top === undefined) bring(going.id);
      else at.scrollTop += offset(post) - going.top;
    }
    const { focus } = going;
    const post = find(going.id ?? "") ?? posts().at(-1);
    going = null;
    note();
    if (focus) { brought = null; post?.focus({ preventScroll: true }); }
    ask();
  }

  // Brings a post a third from the top. Where one opens it stays there while the page is still drawn around it, as the
  // composer is, which takes of the room; for a moment, and until somebody does something.
  const DRAWN = 3000; // milliseconds
  let brought = null;
  function below(id) {
    const post = find(id);
    return offset(post.previousElementSibling?.matches(".new-from") ? post.previousElementSibling : post);
  }
  function bring(id) {
    const at = box();
    at.scrollTop += below(id) - at.clientHeight / 3;
    brought = { id, height: at.clientHeight, until: brought?.until ?? performance.now() + DRAWN };
  }
  function stray() {
    if (brought && !(find(brought.id) && Math.abs(below(brought.id) - brought.height / 3) < NEAR_END)) brought = null;
  }
  for (const what of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    document.addEventListener(what, () => { brought = null; }, { capture: true, passive: true });
  }

  // A topic opens once: at its first new post, at the post that somebody came for, else at its end; after Kith was
  // gone, where it was.
  let opened = null;
  let before = null;
  on.part.push((old) => {
    const at = old.querySelector(".posts");
    // A tree that went before it had drawn the topic, or had come to the place, leaves what it was handed itself.
    if (!at) { if (before?.at !== kith.at()) before = null; return; }
    const place = going?.id === undefined ? anchors : [{ id: going.id, top: going.top }];
    before = { at: kith.at(), topic: at.dataset.topic, follows: follows && !going?.id, anchors: place };
  });
  function open() {
    const posts = feed();
    if (!posts || posts === opened) return;
    opened = posts;
    asked = "";
    visible.clear();
    sizes.disconnect();
    for (const one of [box(), posts]) sizes.observe(one);
    const was = before?.topic === posts.dataset.topic && before;
    before = null;
    anchors = [];
    if (was && !was.follows && was.anchors.length) go({ id: was.anchors[0].id, top: was.anchors[0].top });
    else go(posts.dataset.open && !was ? { id: posts.dataset.open } : {});
    // Who opens a topic goes into it, where the arrow keys go on, and Tab with what is new and the posts; who writes or
    // answers stays there.
    if (!was && goesIn()) box().focus({ preventScroll: true });
  }
  const goesIn = () => looks() && !document.activeElement?.closest("input, textarea, select, dialog, [popover]");
  const sizes = new ResizeObserver(hold);

  // More is asked for before its lack is seen, once for each part.
  let asked = "";
  function ask() {
    const at = box();
    const part = feed()?.dataset.part;
    if (!at || !part || going || part === asked) return;
    const middle = anchors[Math.floor(anchors.length / 2)]?.id;
    const way = more("earlier") && at.scrollTop < 1.5 * at.clientHeight ? "earlier" : more("later") && left() < 1.5 * at.clientHeight ? "later" : "";
    if (!way || !middle) return;
    asked = part;
    hand("part", `${way} ${middle}`);
  }

  // The tree hears which posts are on the screen, so that it can say how much is new above and below.
  let timer = 0;
  let said = "";
  function tell() {
    timer = 0;
    if (!feed() || !anchors.length) return;
    const below = !more("later") && left() < NEAR_END ? "end" : left() > box().clientHeight ? "far" : "near";
    const now = `${anchors[0].id} ${anchors.findLast(({ whole }) => whole)?.id ?? anchors[0].id} ${below}`;
    if (now !== said) hand("sight-of", said = now);
  }
  const tellSoon = () => { timer ||= setTimeout(tell, TOLD); };

  document.addEventListener("scroll", ({ target }) => {
    if (target !== box()) return;
    stray();
    note();
    ask();
    tellSoon();
  }, { capture: true, passive: true });

  // What was on the screen for a while, while somebody looked, has been seen.

  const visible = new Map(); // posts that are new, and since when they are looked at
  let watcher = null; // of how much of a post is in the box
  let middle = null; // of posts that are taller than the box: whether they cross its middle
  let watched = null;
  function watch() {
    const at = box();
    if (at !== watched) {
      for (const one of [watcher, middle]) one?.disconnect();
      watched = at;
      watcher = at && new IntersectionObserver((changes) => sighted(changes, false), { root: at, threshold: [0, 0.5, 1] });
      middle = at && new IntersectionObserver((changes) => sighted(changes, true), { root: at, rootMargin: "-50% 0px" });
    }
    for (const post of all(".posts > [data-new]:not([data-watched])")) {
      post.dataset.watched = "yes";
      for (const one of [watcher, middle]) one.observe(post);
    }
  }
  function sighted(changes, tall) {
    for (const { target, isIntersecting, intersectionRatio, boundingClientRect } of changes) {
      if (tall !== boundingClientRect.height > watched.clientHeight) continue;
      const seen = isIntersecting && (tall || intersectionRatio >= 0.5);
      if (!seen) visible.delete(target);
      else if (!visible.has(target)) visible.set(target, performance.now());
    }
    if (visible.size) setTimeout(seen, LOOKED_AT);
  }
  const looks = () => document.visibilityState === "visible" && document.hasFocus();
  function seen() {
    if (!looks()) return;
    const ids = [];
    for (const [post, since] of visible) {
      if (post.isConnected && performance.now() - since < LOOKED_AT - 20) continue;
      visible.delete(post);
      if (post.isConnected) ids.push(post.dataset.post);
    }
    if (ids.length) hand("seen", ids.join(" "));
  }
  // Time that nobody looked does not count.
  for (const [what, where] of [["focus", window], ["visibilitychange", document]]) {
    where.addEventListener(what, () => {
      for (const post of visible.keys()) visible.set(post, performance.now());
      setTimeout(seen, LOOKED_AT);
    });
  }

  // To the newest, to the first unread, to what a quote quotes.
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const link = event.target.closest("[data-to]");
    if (link) { go(link.dataset.to === "end" ? { focus: true } : { id: link.dataset.to, focus: true }); return; }
    // Where nothing hovers, a tap on a post's words opens what can be done with it.
    const post = event.target.closest(".posts > .post");
    if (!post || event.target.closest("a, button, summary") || !getSelection().isCollapsed || matchMedia("(hover: hover)").matches) return;
    post.querySelector(".post-more")?.click();
  });

  // The arrow keys lead from a post's button to the reactions beside it and from one to the next, as they stand.
  document.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const post = way && event.target.matches(".quick > button, .post-more") && event.target.closest(".post");
    const row = post && post.querySelector(".quick");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const left = (one) => one.getBoundingClientRect().left;
    const buttons = [...row.children, post.querySelector(".post-more")].filter((one) => one.offsetParent !== null).sort((one, other) => left(one) - left(other));
    const next = buttons[buttons.indexOf(event.target) + way];
    if (!next) return;
    event.preventDefault();
    // Between the two nothing has the focus, and the row would close.
    row.dataset.leads = "yes";
    next.focus();
    delete row.dataset.leads;
  });

  // What one has just said is in sight.
  on.said.push((form) => { if (form.id === "reply-form") go({}); });

  on.draw.push(() => { if (feed() && opened === feed()) note(); });
  on.edit.push(() => {
    open();
    if (!feed()) { opened = null; going = brought = null; return; }
    hold();
    watch();
    ask();
    tellSoon();
  });
})();

// What is typed, and what is sent. A field with a draft (`data-draft` names its place) is kept by Kith and, until Kith
// has it (`data-kept`), by the page itself: over a reload, and a crash of either side. A sending has an id of its own,
// made when its words begin, so that however often it is sent, Kith makes one post of it.
"use strict";

if (kith) (() => {
  const { all, on } = kith;
  const KEPT = "kith-draft:";
  const AGAIN = 600000; // milliseconds: words that were sent longer ago are not sent again without being asked
  const TWICE = 1000; // milliseconds: the same form with the same words is not sent again so soon
  const plain = new Map(); // typed into a tree that is gone, where there is no draft: by address and field
  const unkept = new WeakSet(); // fields whose words Kith does not have yet
  const met = new WeakMap(); // fields, with what Kith had of them when last looked at
  const sent = new Map(); // forms on their way, with what they held

  const fields = (tree) => [...tree.querySelectorAll("form :is(input:not([type=radio], [type=hidden]), textarea, select)[id][name]")];
  const nameOf = (field) => kith.at() + field.id;
  const idOf = (field) => field.form?.elements.sending;
  const isBox = (field) => field.type === "checkbox";
  const valueOf = (field) => isBox(field) ? (field.checked ? "yes" : "") : field.value;
  const isChoice = (field) => field.tagName === "SELECT";
  // Whether somebody typed or chose what stands there.
  const isChanged = (field) => {
    if (isBox(field)) return field.checked !== field.defaultChecked;
    if (!isChoice(field)) return field.value !== "";
    const options = [...field.options];
    return field.value !== (options.find((one) => one.defaultSelected) ?? options[0])?.value;
  };
  const typeInto = (field, value) => {
    if (isBox(field)) field.checked = value === "yes";
    else field.value = value;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };

  // The page's own copy.

  const read = (place) => { try { return JSON.parse(localStorage.getItem(KEPT + place)); } catch { return null; } };
  const drop = (place) => localStorage.removeItem(KEPT + place);
  function keep(field, more = {}) {
    const { draft } = field.dataset;
    if (!field.value) { drop(draft); return; }
    const copy = { ...read(draft), text: field.value, sending: idOf(field)?.value, ...more };
    try { localStorage.setItem(KEPT + draft, JSON.stringify(copy)); } catch { /* No room: Kith has it soon. */ }
  }

  document.addEventListener("input", ({ target, isTrusted }) => {
    if (isTrusted) plain.delete(nameOf(target));
    if (!target.dataset?.draft) return;
    const id = idOf(target);
    if (id && !id.value && target.value) id.value = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    unkept.add(target);
    keep(target, { pressed: 0 });
    if (target.form) delete target.form.dataset.unsent;
  }, true);

  // Words from elsewhere: another tab, or what this page kept. A field that somebody writes in is left alone.
  const isWrittenIn = (field) => document.hasFocus() && document.activeElement === field;
  function take(field, text, sending) {
    if (field.value === text || unkept.has(field) || isWrittenIn(field)) return;
    field.value = text;
    if (idOf(field)) idOf(field).value = sending ?? "";
  }
  window.addEventListener("storage", ({ key, newValue }) => {
    if (!key?.startsWith(KEPT) || !newValue) return;
    const { text, sending } = JSON.parse(newValue);
    for (const field of all("[data-draft]")) if (KEPT + field.dataset.draft === key) take(field, text, sending);
  });

  document.addEventListener("focusout", ({ target }) => {
    const { kept, sending: id } = target.dataset ?? {};
    if (kept !== undefined) setTimeout(() => take(target, target.dataset.kept, id));
  });

  function meetDrafts() {
    for (const field of all("[data-draft][data-kept]")) {
      const { draft, kept, sending: id } = field.dataset;
      if (!met.has(field)) {
        const copy = read(draft);
        if (idOf(field) && !idOf(field).value) idOf(field).value = copy?.sending ?? id ?? "";
        if (copy && copy.text !== field.value) { if (copy.sending && idOf(field)) idOf(field).value = copy.sending; typeInto(field, copy.text); keep(field, { pressed: copy.pressed }); }
        if (copy?.pressed) retry(field.form, copy);
      } else if (met.get(field) !== kept) take(field, kept, id);
      met.set(field, kept);
      if (kept !== field.value) continue;
      unkept.delete(field);
      if (!read(draft)?.pressed) drop(draft);
    }
  }

  // A tree that is gone leaves its fields to the next.

  on.part.push((old) => {
    for (const field of fields(old)) {
      if (field.dataset.draft) { if (unkept.has(field)) keep(field); continue; }
      // A sheet is gone with its tree, and may be opened for something else.
      if (isChanged(field) && !field.closest("dialog, [popover]")) plain.set(nameOf(field), valueOf(field));
    }
  });

  function meetPlain() {
    if (!plain.size) return;
    for (const field of fields(document)) {
      const name = nameOf(field);
      if (field.dataset.draft || !plain.has(name)) continue;
      const value = plain.get(name);
      // What is chosen from may come later.
      if (isChoice(field) && ![...field.options].some((one) => one.value === value)) continue;
      if (valueOf(field) !== value) typeInto(field, value);
      plain.delete(name);
    }
  }

  // Sending.

  const values = (form) => [...form.querySelectorAll("textarea, input:not([type=hidden])")].map((field) => [field, field.value]);
  const same = (one, other) => JSON.stringify(one.map(([, value]) => value)) === JSON.stringify(other.map(([, value]) => value));

  document.addEventListener("submit", (event) => {
    // What the tree hears comes too late to stop the browser, so the browser is stopped here.
    event.preventDefault();
    const form = event.target;
    const before = sent.get(form);
    const now = { at: performance.now(), values: values(form), said: form.dataset.said, answered: form.dataset.answered };
    const waits = before && before.answered !== undefined && before.answered === form.dataset.answered;
    const twice = before && now.at - before.at < TWICE && same(before.values, now.values);
    if (waits || twice) { event.stopImmediatePropagation(); return; }
    if (now.answered !== undefined) for (const field of form.querySelectorAll("[data-draft]")) keep(field, { pressed: Date.now() });
    if (!kith.answers()) { event.stopImmediatePropagation(); notSent(form); return; }
    sent.set(form, now);
    delete form.dataset.unsent;
  }, true);

  const notSent = (form) => { if (form.dataset.answered !== undefined) form.dataset.unsent = "yes"; };
  on.lost.push(() => {
    for (const form of sent.keys()) notSent(form);
    sent.clear();
  });

  // What was on its way when Kith stopped goes again; the same sending makes no second post.
  function retry(form, { pressed }) {
    notSent(form);
    const go = () => { if (form.isConnected && form.dataset.unsent) form.requestSubmit(); };
    if (form.elements.sending?.value && Date.now() - pressed < AGAIN) setTimeout(go, 500);
  }

  // A form whose words were said is emptied; what was typed meanwhile stays. One that was refused says so.
  function meetAnswers() {
    for (const [form, before] of sent) {
      // A form that went with its answer was said, and its drafts with it.
      if (!form.isConnected) for (const field of form.querySelectorAll("[data-draft]")) drop(field.dataset.draft);
      else if (before.answered === undefined || before.answered === form.dataset.answered) continue;
      sent.delete(form);
      if (!form.isConnected) continue;
      if (before.said === form.dataset.said) { notSent(form); continue; }
      for (const [field, value] of before.values) {
        if (idOf(field)) idOf(field).value = "";
        if (field.dataset.draft) drop(field.dataset.draft);
        typeInto(field, field.value.startsWith(value) ? field.value.slice(value.length) : field.value);
      }
      for (const said of on.said) said(form);
    }
  }

  on.meet.push(meetPlain, meetDrafts);
  on.edit.push(meetPlain, meetDrafts, meetAnswers);

  // Enter sends at a desk and breaks the line on a phone, unless the person chose otherwise; while letters are being
  // composed it belongs to them.
  const enterSends = () => {
    const { enter } = document.documentElement.dataset;
    return enter ? enter === "send" : matchMedia("(pointer: fine)").matches;
  };
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || field.tagName !== "TEXTAREA" || !field.form) return;
    if (event.isComposing || event.keyCode === 229) return;
    const plain = !event.shiftKey && !event.altKey && "enter" in field.dataset && enterSends();
    if (!plain && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    if (!event.repeat && field.value.trim()) field.form.requestSubmit();
  });

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
    if (target.validity.valueMissing) target.setCustomValidity(kith.words.needed);
  }, true);
  document.addEventListener("input", ({ target }) => target.setCustomValidity?.(""), true);
})();

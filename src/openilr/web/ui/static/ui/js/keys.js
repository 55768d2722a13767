// Single-key shortcuts (design language, section 7). They act only outside fields.
const off = document.body.dataset.singleKeys === "off";
let afterG = false;

const typing = (/** @type {EventTarget | null} */ target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const rows = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row]")]);
const current = () => rows().findIndex((row) => row.hasAttribute("data-current"));

const move = (/** @type {number} */ by) => {
  const all = rows();
  if (!all.length) return;
  const now = current();
  const next = Math.min(Math.max(now + by, 0), all.length - 1);
  all[now]?.removeAttribute("data-current");
  all[next].setAttribute("data-current", "");
  const link = all[next].querySelector("a, button");
  if (link instanceof HTMLElement) link.focus();
};

const choose = (/** @type {boolean} */ upTo) => {
  const all = rows();
  const now = current();
  if (now < 0) return;
  const boxes = all.map((row) => row.querySelector("input[type=checkbox]"));
  let first = now;
  if (upTo) while (first > 0 && !(/** @type {HTMLInputElement} */ (boxes[first - 1])?.checked)) first--;
  for (let index = first; index <= now; index++) {
    const box = boxes[index];
    if (box instanceof HTMLInputElement) {
      box.checked = upTo || !box.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
};

const follow = (/** @type {string} */ selector) => {
  const link = document.querySelector(selector);
  if (link instanceof HTMLElement) link.click();
};

/** @type {Record<string, (event: KeyboardEvent) => void>} */
const acts = {
  "/": () => document.getElementById("search")?.focus(),
  f: () => document.getElementById("list-filter")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: () => choose(false),
  X: () => choose(true),
  "[": () => follow("[data-neighbour=before]"),
  "]": () => follow("[data-neighbour=after]"),
  e: () => {
    const first = document.querySelector("[data-finding]");
    if (first instanceof HTMLElement) first.focus();
  },
  g: () => {
    afterG = true;
  },
  "?": () => {
    const dialog = document.getElementById("keys");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  },
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    const form = document.querySelector("form[data-save]");
    if (form instanceof HTMLFormElement) {
      event.preventDefault();
      form.requestSubmit();
    }
    return;
  }
  if (off || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (afterG) {
    afterG = false;
    follow(`[data-go="${CSS.escape(event.key)}"]`);
    event.preventDefault();
    return;
  }
  const act = acts[event.key];
  if (act) {
    event.preventDefault();
    act(event);
  }
});

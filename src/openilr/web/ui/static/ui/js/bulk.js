// The bar of chosen rows: it counts, chooses the page, and clears.
const bar = (/** @type {Element} */ form) => {
  const element = form.querySelector("[data-bulk-bar]");
  if (!(element instanceof HTMLElement)) return;
  const chosen = form.querySelectorAll("input[name=chosen]:checked").length;
  const all = form.querySelector("[data-bulk-all]");
  const everything = all instanceof HTMLInputElement && all.checked;
  element.hidden = chosen === 0 && !everything;
  const count = element.querySelector("[data-bulk-count]");
  if (count) count.textContent = everything ? "All chosen" : `${chosen} chosen`;
};

document.addEventListener("change", (event) => {
  const input = event.target;
  const form = input instanceof HTMLInputElement ? input.closest("[data-bulk]") : null;
  if (!form || !(input instanceof HTMLInputElement)) return;
  if (input.hasAttribute("data-bulk-page")) {
    for (const box of form.querySelectorAll("input[name=chosen]")) {
      if (box instanceof HTMLInputElement) box.checked = input.checked;
    }
  }
  bar(form);
});

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-bulk-clear]");
  const form = button?.closest("[data-bulk]");
  if (!form) return;
  for (const box of form.querySelectorAll("input[type=checkbox]")) {
    if (box instanceof HTMLInputElement) box.checked = false;
  }
  bar(form);
});

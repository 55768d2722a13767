// <button data-opens="ID"> opens the dialog of that id; focus goes to what [data-focus] names.
document.addEventListener("click", (event) => {
  const opener = /** @type {Element} */ (event.target).closest("[data-opens]");
  if (!opener) return;
  const dialog = document.getElementById(opener.getAttribute("data-opens") ?? "");
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
});

// After a form failed, or a fragment asks for it, focus goes to the summary.
const focusMarked = (/** @type {ParentNode} */ root) => {
  const marked = root.querySelector("[data-focus]");
  if (marked instanceof HTMLElement) marked.focus();
};
focusMarked(document);
document.addEventListener("htmx:afterSwap", (event) => {
  const target = event.target;
  if (target instanceof Element) focusMarked(target);
});

// A select or checkbox with data-submits sends its form as soon as it changes.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (input instanceof HTMLElement && input.hasAttribute("data-submits")) {
    input.closest("form")?.requestSubmit();
  }
});

document.addEventListener("click", (event) => {
  const closer = /** @type {Element} */ (event.target).closest("[data-closes]");
  closer?.closest("dialog")?.close();
});

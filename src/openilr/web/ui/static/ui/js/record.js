// The record page: a field is saved when it is left, and its own checks answer while it is typed.
const record = document.querySelector("[data-record]");

if (record instanceof HTMLElement) {
  for (const button of record.querySelectorAll("[data-without-script]")) button.remove();

  const token = () =>
    JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  const base = () => {
    const input = document.getElementById("base-version");
    return input instanceof HTMLInputElement ? input.value : "";
  };
  const saved = document.getElementById("saved-line");
  let queue = Promise.resolve();

  // One save at a time: the second stands on the version that the first has made.
  const save = (/** @type {HTMLInputElement | HTMLSelectElement} */ field) => {
    queue = queue.then(async () => {
      const form = field.closest("form[data-save]") ?? record.querySelector("form[data-save]");
      if (!(form instanceof HTMLFormElement)) return;
      if (saved) saved.textContent = "Saving";
      await window.htmx
        .ajax("POST", form.action, {
          source: record,
          target: saved ?? record,
          swap: "none",
          values: { base: base(), [field.name]: field.value },
        })
        .catch(() => undefined);
      field.dataset.was = field.value;
    });
  };

  document.addEventListener("htmx:sendError", () => {
    if (saved) saved.textContent = "Not saved: no connection. What you typed is still here; leave the field again to retry.";
  });
  document.addEventListener("htmx:responseError", () => {
    if (saved) saved.textContent = "Not saved: the server could not answer. What you typed is still here; leave the field again to retry.";
  });

  for (const field of record.querySelectorAll("[data-field]")) {
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
      field.dataset.was = field.value;
    }
  }
  record.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !("field" in field.dataset)) return;
    if (field.value !== field.dataset.was) save(field);
  });
  record.addEventListener("change", (event) => {
    const field = event.target;
    if (field instanceof HTMLSelectElement && "field" in field.dataset) save(field);
  });
  for (const form of record.querySelectorAll("form[data-save]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const active = document.activeElement;
      if (active instanceof HTMLInputElement && active.value !== active.dataset.was) save(active);
    });
  }

  // While typing: the field's own checks, 300 ms after the last key; nothing is stored.
  /** @type {Record<string, number>} */
  const waiting = {};
  record.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !("field" in field.dataset)) return;
    clearTimeout(waiting[field.name]);
    waiting[field.name] = window.setTimeout(async () => {
      const body = new URLSearchParams({ field: field.name, [field.name]: field.value });
      const answer = await fetch(record.dataset.check ?? "", {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token() },
      }).catch(() => null);
      if (!answer || answer.status !== 200 || field.value === field.dataset.was) return;
      const slot = document.getElementById(`s-${field.name}`);
      if (slot) slot.innerHTML = await answer.text();
    }, 300);
  });

  // The field's edge follows its gravest finding.
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const slot = event.target;
    if (!(slot instanceof HTMLElement) || !slot.id.startsWith("s-f-")) return;
    const wrapper = document.getElementById(`w-${slot.id.slice(2)}`);
    const worst = slot.querySelector(".o-error") ? "error" : slot.querySelector(".o-warning") ? "warning" : "";
    wrapper?.classList.remove("o-field-error", "o-field-warning");
    if (worst) wrapper?.classList.add(`o-field-${worst}`);
    wrapper?.querySelector("[data-field]")?.setAttribute("aria-invalid", String(worst === "error"));
  });

  // "Go to field" opens the panel that holds the field and puts the cursor into it.
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("[data-goes-to]");
    if (!link) return;
    const target = document.getElementById(link.getAttribute("data-goes-to") ?? "");
    if (!target) return;
    event.preventDefault();
    for (let panel = target.closest("details"); panel; panel = panel.parentElement?.closest("details") ?? null) panel.open = true;
    target.scrollIntoView({ block: "center" });
    target.focus();
  });
}

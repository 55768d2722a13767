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
  const line = document.getElementById("saved-line");
  const say = (/** @type {string} */ words) => {
    if (!line) return;
    line.textContent = words;
    line.setAttribute("role", "alert");
  };

  /** @typedef {HTMLInputElement | HTMLSelectElement} Field */
  const isField = (/** @type {unknown} */ thing) =>
    (thing instanceof HTMLInputElement || thing instanceof HTMLSelectElement) &&
    "field" in thing.dataset;
  const fields = () => /** @type {Field[]} */ ([...record.querySelectorAll("[data-field]")]);
  for (const field of fields()) field.dataset.was = field.value;
  const unsaved = () => fields().filter((field) => field.value !== field.dataset.was);

  // One save at a time: the second stands on the version that the first has made. What could not
  // be saved goes along with the next one.
  let queue = Promise.resolve();
  let failed = false;
  const save = () => {
    queue = queue.then(async () => {
      const form = record.querySelector("form[data-save]");
      const changed = unsaved();
      if (!changed.length || !(form instanceof HTMLFormElement)) return;
      const sent = changed.map((field) => [field.name, field.value]);
      failed = false;
      if (line) {
        line.textContent = "Saving";
        line.removeAttribute("role");
      }
      await window.htmx
        .ajax("POST", form.action, {
          source: record,
          target: line ?? record,
          swap: "none",
          values: { base: base(), ...Object.fromEntries(sent) },
        })
        .catch(() => {
          failed = true;
        });
      drawn();
      if (failed) return;
      for (const [name, value] of sent) {
        const field = document.getElementById(name);
        if (isField(field)) shown(/** @type {Field} */ (field), value);
      }
    });
    return queue;
  };

  // After a save: a field's edge follows its gravest finding; a field drawn anew is as it was saved.
  const drawn = () => {
    for (const field of fields()) {
      field.dataset.was ??= field.value;
      const slot = document.getElementById(`s-${field.name}`);
      const worst = slot?.querySelector(".o-error") ? "error" : slot?.querySelector(".o-warning") ? "warning" : "";
      const wrapper = document.getElementById(`w-${field.name}`);
      wrapper?.classList.toggle("o-field-error", worst === "error");
      wrapper?.classList.toggle("o-field-warning", worst === "warning");
      if (worst === "error") field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  };

  // A date typed fast is shown as the record has it, unless it is being typed in again.
  const shown = (/** @type {Field} */ field, /** @type {string} */ value) => {
    const kept = document.getElementById(`s-${field.name}`)?.querySelector("data");
    if (field.value === value && kept && field !== document.activeElement) field.value = kept.value;
    field.dataset.was = field.value === kept?.value ? field.value : value;
  };

  const what = "What you typed is still here; leave a field again to retry.";
  document.addEventListener("htmx:sendError", () => {
    failed = true;
    say(`Not saved: no connection. ${what}`);
  });
  document.addEventListener("htmx:responseError", () => {
    failed = true;
    say(`Not saved: the server could not answer. ${what}`);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, pathInfo } = /** @type {CustomEvent} */ (event).detail;
    if (!pathInfo || !xhr?.responseURL || new URL(xhr.responseURL).pathname.startsWith("/records/")) return;
    failed = true;
    say("Not saved: you are no longer signed in. What you typed is still here; copy it, then load the page again.");
  });
  window.addEventListener("online", save);
  window.addEventListener("beforeunload", (event) => {
    if (record.isConnected && unsaved().length) event.preventDefault();
  });

  record.addEventListener("focusout", (event) => {
    if (isField(event.target)) save();
  });
  record.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement && isField(event.target)) save();
  });
  record.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const stands = form.querySelector("input[name=base]");
    if (!(stands instanceof HTMLInputElement)) return;
    event.preventDefault();
    await save();
    if (form.hasAttribute("data-save") || unsaved().length) return;
    // A row is added to, or removed from, what was saved just now.
    stands.value = base();
    form.submit();
  });

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

/* Search, filters and sorting of the stand-alone report. The page says everything without it. */
(() => {
  "use strict";
  const form = document.getElementById("tools");
  const lower = (text) => text.toLowerCase();
  const count = (n, noun) => `${n.toLocaleString("en-GB")} ${noun}${n === 1 ? "" : "s"}`;

  /* A link to a rule opens its findings; one that the filters hide is shown again. */
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden && form) form.reset();
    const details = target.querySelector(":scope > details");
    if (details) details.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", follow);

  /* On paper every list is open. */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });

  for (const table of document.querySelectorAll(".r-sortable")) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const figures = head.classList.contains("o-r");
        const was = head.getAttribute("aria-sort");
        const down = was ? was === "ascending" : figures;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => {
          const text = row.cells[column].textContent.trim();
          return figures ? Number(text.replace(/\D/g, "")) : lower(text);
        };
        const sign = down ? -1 : 1;
        const rows = [...body.rows].map((row) => [key(row), row]);
        rows.sort(([a], [b]) => (a < b ? -sign : a > b ? sign : 0));
        body.append(...rows.map(([, row]) => row));
      });
    });
  }

  if (!form) {
    follow();
    return;
  }

  const field = (id) => document.getElementById(id);
  const search = field("q");
  const severity = field("severity");
  const rule = field("rule");
  const learner = field("learner");
  const state = field("state");
  const toggle = field("toggle");
  const links = new Map();
  for (const link of document.querySelectorAll(".r-sortable tbody a")) {
    links.set(link.getAttribute("href").slice(1), link.closest("tr"));
  }
  const sections = [...document.querySelectorAll(".r-rule")].map((section) => ({
    section,
    row: links.get(section.id),
    details: section.querySelector("details"),
    head: lower(section.querySelector(".r-rule-head").textContent + " " + (section.querySelector(".r-why")?.textContent ?? "")),
    rows: [...section.querySelector(".r-findings").tBodies[0].rows],
    texts: null,
  }));
  const ruleCount = (entries) => new Set(entries.map(({ section }) => section.dataset.rule)).size;
  const all = sections.reduce((sum, { rows }) => sum + rows.length, 0);

  const apply = () => {
    const terms = lower(search.value).split(/\s+/).filter(Boolean);
    const wanted = lower(learner.value.trim());
    const looking = terms.length > 0 || wanted !== "";
    let rowsShown = 0;
    for (const entry of sections) {
      const { section, row, details, head, rows } = entry;
      const right =
        (!severity.value || section.dataset.severity === severity.value) &&
        (!rule.value || section.dataset.rule === rule.value);
      const rest = terms.filter((term) => !head.includes(term));
      let here = 0;
      if (right) {
        if (rest.length && !entry.texts) {
          entry.texts = rows.map((r) => lower([...r.cells].map((cell) => cell.textContent).join(" ")));
        }
        rows.forEach((r, n) => {
          const shown =
            (!wanted || lower(r.cells[0].textContent).includes(wanted)) &&
            rest.every((term) => entry.texts[n].includes(term));
          if (r.hidden === shown) r.hidden = !shown;
          if (shown) here += 1;
        });
      }
      section.hidden = here === 0;
      if (row) row.hidden = here === 0;
      if (looking && here) details.open = true;
      rowsShown += here;
    }
    const filtered = looking || severity.value || rule.value;
    state.classList.toggle("r-none", Boolean(filtered) && !rowsShown);
    state.textContent = !filtered
      ? `${count(all, "finding")} by ${count(ruleCount(sections), "rule")}`
      : rowsShown
        ? `Showing ${rowsShown.toLocaleString("en-GB")} of ${count(all, "finding")}, by ${count(ruleCount(sections.filter(({ section }) => !section.hidden)), "rule")}`
        : `No finding matches. Clear the filters to see all ${all.toLocaleString("en-GB")}.`;
  };

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 150);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    /* The fields are emptied after this event. */
    clearTimeout(waiting);
    waiting = setTimeout(apply);
  });
  toggle.addEventListener("click", () => {
    const open = toggle.textContent === "Open all";
    for (const { details } of sections) details.open = open;
    toggle.textContent = open ? "Close all" : "Open all";
  });

  form.hidden = false;
  apply();
  follow();
})();

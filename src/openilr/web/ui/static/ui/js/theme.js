// Before the page is drawn: "as the system" becomes light or dark. The only script that blocks.
(function () {
  const root = document.documentElement;
  if (root.dataset.theme !== "system") return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const set = function () {
    root.dataset.bsTheme = dark.matches ? "dark" : "light";
  };
  set();
  dark.addEventListener("change", set);
})();

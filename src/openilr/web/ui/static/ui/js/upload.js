// <input type="file" data-most-bytes data-too-large> says so before it sends more than is taken:
// a server that refuses in the middle of an upload is shown by browsers as a broken connection.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.dataset.mostBytes) return;
  const size = Array.from(input.files ?? []).reduce((sum, file) => sum + file.size, 0);
  const told = size > Number(input.dataset.mostBytes) ? (input.dataset.tooLarge ?? "") : "";
  const place = document.getElementById(`${input.id}-error`);
  if (!place) return;
  place.hidden = !told;
  const words = place.querySelector("span");
  if (words) words.textContent = told;
  if (told) input.value = "";
});
